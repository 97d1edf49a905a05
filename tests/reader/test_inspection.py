from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.authenticity import AuthenticityState as State
from kiosk.domain.authenticity import CheckStatus, DocumentCheck, HashLine
from kiosk.domain.authenticity import DocumentCheckName as Name
from kiosk.domain.chip_reading import Access, ActiveAuthentication, ChipAuthentication, ChipReading
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.domain.decide import decide
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.face import ChipFace
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.ports import DocumentInspector
from kiosk.domain.site import Policy
from kiosk.domain.verdict import Reason, Verdict
from kiosk.reader import oid, tlv
from kiosk.reader.codes.qr import parse_card_qr
from kiosk.reader.inspection import ChipInspector
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.revocation_list import parse_revocation_list
from tests.fakes.issuer import NOW, Signing, csca, ec_key, signer, sod
from tests.fakes.lds_files import (
    DG13_A,
    J2K,
    JPEG,
    MRZ_A,
    MRZ_C,
    QR_A,
    QR_B,
    dg1,
    dg2,
    dg13_of,
    facial_record,
    portrait,
)
from tests.fakes.revocations import revocation_list

ROOT = csca()
SIGNER = signer(ROOT)
INSPECTOR: DocumentInspector = ChipInspector(AnchorSet.of([parse_certificate(ROOT.der)]))
ACCESS = Access("PACE", "CAN", "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1")
CHALLENGE = bytes(range(8))
PASSED, FAILED, NOT_DONE, NOT_SUPPORTED = (
    CheckStatus.PASSED,
    CheckStatus.FAILED,
    CheckStatus.NOT_DONE,
    CheckStatus.NOT_SUPPORTED,
)


def signed_by_chip(key: str) -> ActiveAuthentication:
    """The answer of a chip that has this key: r ‖ s."""
    numbers = decode_dss_signature(ec_key(key).sign(CHALLENGE, ECDSA(hashes.SHA256())))
    return ActiveAuthentication(CHALLENGE, b"".join(number.to_bytes(32, "big") for number in numbers), 0x9000)


DG14 = tlv.encode(0x6E, b"\x31\x00")
DG15 = tlv.encode(0x6F, ec_key("chip").public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
GROUPS: dict[Ef, bytes] = {Ef.DG1: dg1(MRZ_A), Ef.DG2: portrait(), Ef.DG13: DG13_A, Ef.DG14: DG14, Ef.DG15: DG15}
CARD = {**GROUPS, Ef.SOD: sod(GROUPS, Signing(SIGNER))}
AA_GOOD, CA_GOOD = signed_by_chip("chip"), ChipAuthentication(PASSED, "ECDH-AES-CBC-CMAC-128 brainpoolP256r1")


def issued(groups: Mapping[Ef, bytes]) -> dict[Ef, bytes]:
    """The groups with an honest EF.SOD."""
    return {**groups, Ef.SOD: sod(groups, Signing(SIGNER))}


def reading(
    files: Mapping[Ef, bytes] = CARD,
    *,
    without: tuple[Ef, ...] = (),
    absent: Mapping[Ef, str] | None = None,
    aa: ActiveAuthentication | None = AA_GOOD,
    ca: ChipAuthentication | None = CA_GOOD,
    fault: Fault | None = None,
) -> ChipReading:
    return ChipReading(
        reader="Test Reader",
        atr=b"",
        access=ACCESS,
        files={file: data for file, data in files.items() if file not in (*without, *(absent or {}))},
        absent=absent or {},
        active_authentication=aa,
        chip_authentication=ca,
        apdu_count=42,
        seconds=2.5,
        fault=fault,
    )


def inspect(read: ChipReading, qr: Identity | None = None, at: datetime = NOW) -> Inspection:
    return INSPECTOR.inspect(read, qr, at)


EVERY_GOOD_CARD = {
    Name.PACE_CAM: DocumentCheck(NOT_SUPPORTED, "mapping-not-used"),
    Name.EF_COM: DocumentCheck(NOT_DONE, "com-not-read"),
    Name.REVOCATION: DocumentCheck(NOT_DONE, "no-revocation-list"),
    Name.ISSUER_VERIFICATION: DocumentCheck(NOT_DONE, "not-asked"),
}
"""What stays open about a good card: opened by another mapping, EF.COM not read, no list installed, no service."""


def test_a_genuine_card_in_the_hands_of_the_kiosk() -> None:
    inspection = inspect(reading(), parse_card_qr(QR_A).identity)
    report = inspection.authenticity
    assert report.state is State.CHAIN_TRUSTED
    assert {name: check for name, check in report.checks().items() if check.status is not PASSED} == EVERY_GOOD_CARD
    assert report.clone_check is PASSED
    assert report.access_protocol == DocumentCheck(PASSED, "opened-by-pace")
    assert report.hash_lines == tuple(HashLine(f"DG{number}", DocumentCheck(PASSED)) for number in (1, 2, 13, 14, 15))
    assert report.weak == ()
    assert report.path == (
        parse_certificate(SIGNER.der).fingerprint.hex(),
        parse_certificate(ROOT.der).fingerprint.hex(),
    )
    assert {line.status for line in report.cross_check_lines} == {PASSED}
    assert inspection.identity == Identity(
        source=Source.CHIP,
        number="001090012345",
        document_number="090012345",
        name="Nguyễn Văn An",
        mrz_name="NGUYEN VAN AN",
        birth_date=date(1990, 3, 15),
        sex=Sex.MALE,
        nationality="VNM",
        issue_date=date(2021, 5, 10),
        expiry_date=date(2030, 3, 15),
        old_number="012345678",
        residence="Số 1, Tổ 2, Bến Nghé, Quận 1, TP. Hồ Chí Minh",
    )
    assert inspection.chip_face == ChipFace(JPEG, "jpeg")
    assert (inspection.access, inspection.apdu_count, inspection.chip_seconds) == (ACCESS, 42, 2.5)


def with_lists(*lists: bytes) -> ChipInspector:
    return ChipInspector(
        AnchorSet.of([parse_certificate(ROOT.der)], revocation_lists=map(parse_revocation_list, lists))
    )


def verdict_on(inspection: Inspection) -> tuple[Verdict, Reason]:
    """What the document alone amounts to."""
    findings = decide(Evidence(inspection), Policy()).findings
    return findings[0].verdict, findings[0].reason


def test_a_revoked_signer_vouches_for_nothing() -> None:
    inspection = with_lists(revocation_list(ROOT, [SIGNER])).inspect(reading(), None, NOW)
    report = inspection.authenticity
    assert (report.state, report.revocation) == (State.REVOKED, DocumentCheck(FAILED, "signer-revoked"))
    assert (inspection.identity, inspection.chip_face) == (None, None)
    assert verdict_on(inspection) == (Verdict.REFUSE, Reason.SIGNER_REVOKED)


def test_a_current_list_without_the_signer_is_the_last_open_line_of_the_chain() -> None:
    report = with_lists(revocation_list(ROOT)).inspect(reading(), None, NOW).authenticity
    assert (report.state, report.revocation) == (State.CHAIN_TRUSTED, DocumentCheck(PASSED))


def test_without_an_anchor_the_card_is_intact_and_no_line_claims_more() -> None:
    inspection = ChipInspector(AnchorSet()).inspect(reading(), parse_card_qr(QR_A).identity, NOW)
    report = inspection.authenticity
    assert report.state is State.SIGNATURE_OK_CHAIN_UNKNOWN
    of_the_chain = {report.signer_chain, report.signer_validity, report.revocation, report.issuing_state}
    assert of_the_chain == {DocumentCheck(NOT_DONE, "issuer-certificate-not-installed")}
    assert report.path == ()
    assert verdict_on(inspection) == (Verdict.REFER, Reason.FACE_NOT_COMPARED)
    assert Reason.ISSUER_NOT_VERIFIED in decide(Evidence(inspection), Policy()).reasons


def test_weak_algorithms_are_a_remark() -> None:
    files = {**GROUPS, Ef.SOD: sod(GROUPS, Signing(SIGNER, digest="sha1"), digest="sha1")}
    report = inspect(reading(files)).authenticity
    assert (report.state, report.weak) == (State.CHAIN_TRUSTED, ("SHA-1",))


def test_without_dg13_the_name_is_the_mrz_s() -> None:
    groups = {Ef.DG1: dg1(MRZ_C)}
    inspection = inspect(reading(issued(groups), aa=None, ca=None))
    assert inspection.identity == Identity(
        source=Source.CHIP,
        number="036060000123",
        document_number="060000123",
        name="DO MINH DUC",
        mrz_name="DO MINH DUC",
        birth_date=date(1960, 2, 1),
        sex=Sex.MALE,
        nationality="VNM",
        never_expires=True,
    )
    assert inspection.chip_face is None
    assert inspection.authenticity.cross_checks == DocumentCheck(NOT_DONE, "nothing-to-compare")


def test_the_first_of_several_portraits_counts() -> None:
    inspection = inspect(reading(issued({**GROUPS, Ef.DG2: dg2(facial_record(J2K, JPEG))})))
    assert inspection.chip_face == ChipFace(J2K, "j2k")


@pytest.mark.parametrize(
    ("files", "state", "has_identity", "has_face"),
    [
        pytest.param({**CARD, Ef.DG1: dg1(MRZ_C)}, State.HASH_MISMATCH, False, True, id="DG1 changed"),
        pytest.param({**CARD, Ef.DG2: portrait(J2K)}, State.HASH_MISMATCH, True, False, id="photo changed"),
        pytest.param({**CARD, Ef.SOD: b"\x77\x00"}, State.SIGNATURE_BAD, False, False, id="SOD malformed"),
        pytest.param(
            {**GROUPS, Ef.SOD: sod(GROUPS, Signing(SIGNER, signed_by=ec_key("forger")))},
            State.SIGNATURE_BAD, False, False, id="signature wrong",
        ),
        pytest.param(
            {**GROUPS, Ef.SOD: sod(GROUPS, Signing(signer(ROOT, signing_key=ec_key("forger"))))},
            State.SIGNATURE_BAD, False, False, id="signer forged",
        ),
        pytest.param(dict(GROUPS), State.NOT_DONE, False, False, id="no SOD"),
        pytest.param(
            issued({**GROUPS, Ef.DG1: b"\x61\x00"}),
            State.SIGNATURE_OK_CHAIN_UNKNOWN, False, True, id="DG1 malformed, hash right",
        ),
        pytest.param(
            issued({**GROUPS, Ef.DG2: b"\x75\x00"}), State.CHAIN_TRUSTED, True, False, id="DG2 malformed, hash right"
        ),
        pytest.param(
            issued({**GROUPS, Ef.DG13: b"\x6d\x00"}), State.CHAIN_TRUSTED, True, True, id="DG13 malformed, hash right"
        ),
        pytest.param({**CARD, Ef.DG13: b"\x6d\x00"}, State.HASH_MISMATCH, True, True, id="DG13 malformed, hash wrong"),
    ],
)  # fmt: skip
def test_what_is_not_authentic_is_used_for_nothing(
    files: Mapping[Ef, bytes], state: State, has_identity: bool, has_face: bool
) -> None:
    inspection = inspect(reading(files), parse_card_qr(QR_A).identity)
    assert inspection.authenticity.state is state
    assert (inspection.identity is not None, inspection.chip_face is not None) == (has_identity, has_face)
    if not has_identity:
        assert not any("DG1" in (line.left, line.right) for line in inspection.authenticity.cross_check_lines)
        assert inspection.authenticity.validity.status is NOT_DONE


def test_a_changed_dg13_gives_no_letters_to_the_name() -> None:
    inspection = inspect(reading({**CARD, Ef.DG13: dg13_of({1: "001090012345", 2: "Kẻ Gian"})}))
    assert inspection.identity is not None
    assert (inspection.identity.name, inspection.identity.residence) == ("NGUYEN VAN AN", "")


def test_the_qr_of_another_card() -> None:
    report = inspect(reading(), parse_card_qr(QR_B).identity).authenticity
    assert report.cross_checks == DocumentCheck(FAILED, "number-differs")
    assert report.state is State.CHAIN_TRUSTED


LAST_DAY, NEXT_DAY = datetime(2030, 3, 15, 16, 59, tzinfo=UTC), datetime(2030, 3, 15, 17, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("groups", "at", "check"),
    [
        pytest.param(GROUPS, LAST_DAY, DocumentCheck(PASSED), id="one minute before midnight in Hanoi"),
        pytest.param(GROUPS, NEXT_DAY, DocumentCheck(FAILED, "document-expired"), id="one minute after"),
        pytest.param({Ef.DG1: dg1(MRZ_C)}, NEXT_DAY, DocumentCheck(PASSED), id="never expires"),
        pytest.param(
            {**GROUPS, Ef.DG13: dg13_of({12: "01/01/2026"})}, NOW, DocumentCheck(FAILED, "document-expired"),
            id="expired by DG13 alone",
        ),
        pytest.param(
            {**GROUPS, Ef.DG13: dg13_of({11: "01/01/2027"})}, NOW, DocumentCheck(FAILED, "not-yet-valid"),
            id="issued in the future",
        ),
        pytest.param(
            {Ef.DG1: dg1(MRZ_A[:38] + "<<<<<<<" + MRZ_A[45:])}, NOW, DocumentCheck(NOT_DONE, "expiry-unknown"),
            id="no expiry date",
        ),
        pytest.param({Ef.DG1: b"\x61\x00"}, NOW, DocumentCheck(NOT_DONE, "file-malformed-dg1"), id="DG1 malformed"),
        pytest.param({Ef.DG2: portrait()}, NOW, DocumentCheck(NOT_DONE, "data-not-verified"), id="DG1 not read"),
    ],
)  # fmt: skip
def test_validity_of_the_document(groups: Mapping[Ef, bytes], at: datetime, check: DocumentCheck) -> None:
    assert inspect(reading(issued(groups)), at=at).authenticity.validity == check


def test_the_signer_s_validity_is_another_matter() -> None:
    expired = signer(ROOT, valid=(datetime(2020, 1, 1, tzinfo=UTC), datetime(2022, 1, 1, tzinfo=UTC)))
    report = inspect(reading({**GROUPS, Ef.SOD: sod(GROUPS, Signing(expired))})).authenticity
    assert report.state is State.CHAIN_TRUSTED_EXPIRED
    assert report.signer_chain == DocumentCheck(PASSED, "signer-expired")
    assert report.validity == DocumentCheck(PASSED)


WITHOUT_KEYS = issued({file: data for file, data in GROUPS.items() if file not in (Ef.DG14, Ef.DG15)})
REFUSED = ActiveAuthentication(CHALLENGE, b"", 0x6982)


@pytest.mark.parametrize(
    ("read", "active", "chip"),
    [
        pytest.param(reading(), DocumentCheck(PASSED), DocumentCheck(PASSED), id="genuine chip"),
        pytest.param(
            reading(aa=signed_by_chip("another chip"), ca=ChipAuthentication(FAILED, reason="new-keys-not-proven")),
            DocumentCheck(FAILED, "signature-wrong"),
            DocumentCheck(FAILED, "new-keys-not-proven"),
            id="a copy with other keys",
        ),
        pytest.param(
            reading(aa=REFUSED), DocumentCheck(FAILED, "refused-by-chip"), DocumentCheck(PASSED), id="refuses to sign"
        ),
        pytest.param(
            reading(aa=None, ca=None),
            DocumentCheck(NOT_DONE, "not-asked"),
            DocumentCheck(NOT_DONE, "not-asked"),
            id="not asked",
        ),
        pytest.param(
            reading(WITHOUT_KEYS, aa=None, ca=None),
            DocumentCheck(NOT_SUPPORTED, "key-not-listed"),
            DocumentCheck(NOT_SUPPORTED, "key-not-listed"),
            id="a card that was issued without keys",
        ),
        pytest.param(
            reading(aa=None, ca=None, absent={Ef.DG14: "6A82", Ef.DG15: "6A82"}),
            DocumentCheck(FAILED, "key-file-withheld"),
            DocumentCheck(FAILED, "key-file-withheld"),
            id="a copy that leaves the keys out",
        ),
        pytest.param(
            reading(aa=None, ca=None, without=(Ef.DG14, Ef.DG15), fault=Fault(FaultCode.CARD_REMOVED)),
            DocumentCheck(NOT_DONE, "key-file-not-read"),
            DocumentCheck(NOT_DONE, "key-file-not-read"),
            id="torn before the keys were read",
        ),
        pytest.param(
            reading({**WITHOUT_KEYS, Ef.DG14: DG14, Ef.DG15: DG15}),
            DocumentCheck(NOT_DONE, "key-not-authentic"),
            DocumentCheck(NOT_DONE, "key-not-authentic"),
            id="keys that the issuer never signed",
        ),
        pytest.param(
            reading(dict(GROUPS)),
            DocumentCheck(NOT_DONE, "sod-not-verified"),
            DocumentCheck(NOT_DONE, "sod-not-verified"),
            id="no SOD to say whose keys these are",
        ),
        pytest.param(
            reading(issued({**GROUPS, Ef.DG15: b"\x6f\x00"})),
            DocumentCheck(NOT_DONE, "key-malformed"),
            DocumentCheck(PASSED),
            id="signed, but no key",
        ),
    ],
)
def test_clone_checks_count_for_keys_of_the_issuer_only(
    read: ChipReading, active: DocumentCheck, chip: DocumentCheck
) -> None:
    report = inspect(read).authenticity
    assert (report.active_authentication, report.chip_authentication) == (active, chip)


def test_a_key_put_in_by_a_forger_does_not_pass() -> None:
    """The forger's own DG15 and a good signature under it: the hash is wrong, so the key is nobody's."""
    own = tlv.encode(0x6F, ec_key("forger").public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    report = inspect(reading({**CARD, Ef.DG15: own}, aa=signed_by_chip("forger"))).authenticity
    assert report.state is State.HASH_MISMATCH
    assert report.active_authentication == DocumentCheck(NOT_DONE, "key-not-authentic")


ACTIVE_AUTHENTICATION_INFO = (
    tlv.encode(0x06, oid.encode("2.23.136.1.1.5"))
    + tlv.encode(0x02, b"\x01")
    + tlv.encode(0x06, oid.encode("0.4.0.127.0.7.1.1.4.1.1"))
)
AA_BY_SHA1 = tlv.encode(0x6E, tlv.encode(0x31, tlv.encode(0x30, ACTIVE_AUTHENTICATION_INFO)))


@pytest.mark.parametrize(
    ("files", "check"),
    [
        pytest.param({**CARD, Ef.DG14: AA_BY_SHA1}, DocumentCheck(PASSED), id="put in by a forger: not heeded"),
        pytest.param(
            issued({**GROUPS, Ef.DG14: AA_BY_SHA1}), DocumentCheck(FAILED, "signature-wrong"), id="signed: heeded"
        ),
    ],
)
def test_the_hash_that_dg14_names(files: Mapping[Ef, bytes], check: DocumentCheck) -> None:
    """The chip signed with SHA-256; DG14 says SHA-1."""
    assert inspect(reading(files)).authenticity.active_authentication == check


def test_another_country_s_dg13_is_left_alone() -> None:
    inspection = inspect(reading(issued({**GROUPS, Ef.DG1: dg1(MRZ_A.replace("VNM", "UTO"))})))
    assert inspection.identity is not None
    assert (inspection.identity.name, inspection.identity.number) == ("NGUYEN VAN AN", "")


@given(st.dictionaries(st.sampled_from(list(Ef)), st.binary(max_size=40) | st.sampled_from(list(CARD.values()))))
def test_hostile_files_never_raise(files: dict[Ef, bytes]) -> None:
    inspection = inspect(reading(files))
    if files.get(Ef.SOD) != CARD[Ef.SOD]:
        assert (inspection.identity, inspection.chip_face) == (None, None)


@given(st.sampled_from([Ef.DG1, Ef.DG2, Ef.DG13, Ef.DG14, Ef.DG15]), st.binary(max_size=40))
def test_hostile_files_of_a_hostile_issuer_never_raise(file: Ef, data: bytes) -> None:
    """Whoever signs may sign anything; the parsers see it under a good hash."""
    inspection = inspect(replace(reading(issued({**GROUPS, file: data})), fault=None))
    assert inspection.authenticity.hashes == DocumentCheck(PASSED)
