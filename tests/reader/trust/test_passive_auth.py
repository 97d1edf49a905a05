from __future__ import annotations

from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.authenticity import AuthenticityState as State
from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import tlv
from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.cms import check_signature
from kiosk.reader.trust.passive_auth import PassiveAuthentication, authenticate
from kiosk.reader.trust.revocation_list import parse_revocation_list
from kiosk.reader.trust.signed_data import parse_signed_data
from tests.fakes.issuer import (
    DIGESTS,
    NOW,
    Signing,
    cms,
    csca,
    document_types,
    ec_key,
    hashed,
    indefinite,
    signer,
    sod,
)
from tests.fakes.lds_files import DG13_A, MRZ_A, MRZ_C, com, dg1, portrait, security_object
from tests.fakes.revocations import revocation_list

ROOT = csca()
SIGNER = signer(ROOT)
TRUST, EMPTY = AnchorSet.of([parse_certificate(ROOT.der)]), AnchorSet()
GROUPS = {Ef.DG1: dg1(MRZ_A), Ef.DG2: portrait(), Ef.DG13: DG13_A}
GOOD_SOD = sod(GROUPS, Signing(SIGNER))
PASSED, FAILED, NOT_DONE = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.NOT_DONE


def check(files: Mapping[Ef, bytes], trust: AnchorSet = TRUST) -> PassiveAuthentication:
    return authenticate(files, trust, NOW, "VNM")


def wrapped(content: bytes, *signings: Signing) -> bytes:
    return tlv.encode(0x77, cms(content, signings or [Signing(SIGNER)]))


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("digest", DIGESTS)
def test_a_genuine_card(digest: str, version: int) -> None:
    files = {
        **GROUPS,
        Ef.COM: com(0x61),
        Ef.SOD: sod(GROUPS, Signing(SIGNER, digest=digest), digest=digest, version=version),
    }
    outcome = check(files)
    assert outcome.state is State.CHAIN_TRUSTED
    assert outcome.hashes == outcome.sod_signature == outcome.signer_chain == DocumentCheck(PASSED)
    assert outcome.authentic == outcome.listed == frozenset(GROUPS)
    assert outcome.signer is not None
    assert outcome.signer.der == SIGNER.der


def test_without_an_anchor_the_data_are_intact_and_no_more() -> None:
    outcome = check({**GROUPS, Ef.SOD: GOOD_SOD}, EMPTY)
    assert outcome.state is State.SIGNATURE_OK_CHAIN_UNKNOWN
    assert outcome.signer_chain == DocumentCheck(NOT_DONE, "issuer-certificate-not-installed")
    assert outcome.authentic == set(GROUPS)


def test_an_sod_in_ber_of_indefinite_length() -> None:
    ber = tlv.encode(0x77, indefinite(tlv.parse_one(GOOD_SOD, 0x77).value))
    assert check({**GROUPS, Ef.SOD: ber}).state is State.CHAIN_TRUSTED


ID_DATA = "1.2.840.113549.1.7.1"


def typed(outside: str, inside: str, content: bytes | None = None, *, attributes: bool = True) -> bytes:
    """An EF.SOD whose content type is ``outside``, but ``inside`` among the signed attributes."""
    signing = Signing(SIGNER, content_type=inside, attributes=attributes)
    content = security_object(hashed(GROUPS)) if content is None else content
    return tlv.encode(0x77, cms(content, [signing], content_type=outside))


@pytest.mark.parametrize("attributes", [True, False], ids=["attributes", "no attributes"])
def test_a_security_object_signed_as_plain_data_counts_and_is_told(attributes: bool) -> None:
    outcome = check({**GROUPS, Ef.SOD: typed(ID_DATA, ID_DATA, attributes=attributes)})
    assert outcome.sod_signature == DocumentCheck(PASSED, "content-type-is-data")
    assert (outcome.state, outcome.authentic) == (State.CHAIN_TRUSTED, frozenset(GROUPS))


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        pytest.param(typed(ID_DATA, LDS_SECURITY_OBJECT), "signed-content-type-differs", id="type changed outside"),
        pytest.param(typed(LDS_SECURITY_OBJECT, ID_DATA), "signed-content-type-differs", id="type changed inside"),
        pytest.param(typed(ID_DATA, ID_DATA, DG13_A), "sod-malformed", id="plain data that are no list of hashes"),
        pytest.param(typed("1.3.27.1.1.1", "1.3.27.1.1.1"), "content-type-wrong", id="the type of early specimens"),
    ],
)
def test_what_else_is_signed_as_some_type_is_refused(file: bytes, reason: str) -> None:
    outcome = check({**GROUPS, Ef.SOD: file})
    assert outcome.sod_signature == DocumentCheck(FAILED, reason)
    assert (outcome.state, outcome.authentic) == (State.SIGNATURE_BAD, frozenset())


def test_signed_attributes_cannot_be_shown_as_plain_data() -> None:
    """The signature over the SET of attributes is a good one over plain data that consist of that SET."""
    signed = parse_signed_data(tlv.parse_one(GOOD_SOD, 0x77).value)
    attributes, signature = signed.signers[0].attributes, signed.signers[0].signature
    assert attributes is not None
    forged = cms(attributes.encoded, [Signing(SIGNER, attributes=False, signature=signature)], content_type=ID_DATA)
    assert check_signature(parse_signed_data(forged), ID_DATA).check.status is PASSED
    outcome = check({**GROUPS, Ef.SOD: tlv.encode(0x77, forged)})
    assert (outcome.state, outcome.sod_signature) == (State.SIGNATURE_BAD, DocumentCheck(FAILED, "sod-malformed"))


def test_groups_that_were_not_read_are_no_matter() -> None:
    outcome = check({Ef.DG1: GROUPS[Ef.DG1], Ef.SOD: GOOD_SOD})
    assert outcome.state is State.CHAIN_TRUSTED
    assert outcome.authentic == {Ef.DG1}
    assert outcome.listed == frozenset(GROUPS)


def test_without_sod_nothing_is_done() -> None:
    outcome = check(GROUPS)
    missing = DocumentCheck(NOT_DONE, "sod-missing")
    assert (outcome.hashes, outcome.sod_signature, outcome.signer_chain) == (missing, missing, missing)
    assert (outcome.state, outcome.authentic, outcome.listed) == (State.NOT_DONE, frozenset(), None)


ATTACKER = signer(csca("Attacker", ec_key("attacker")), ec_key("attacker ds"))
OTHER = {**GROUPS, Ef.DG1: dg1(MRZ_C)}


@pytest.mark.parametrize(
    ("files", "hashes", "signature", "state", "authentic"),
    [
        pytest.param(
            {**OTHER, Ef.SOD: GOOD_SOD},
            "hash-differs-dg1", "", State.HASH_MISMATCH, {Ef.DG2, Ef.DG13}, id="DG1 changed",
        ),
        pytest.param(
            {**GROUPS, Ef.DG2: portrait(b"\xff\xd8\xff other"), Ef.SOD: GOOD_SOD},
            "hash-differs-dg2", "", State.HASH_MISMATCH, {Ef.DG1, Ef.DG13}, id="photo changed",
        ),
        pytest.param(
            {**GROUPS, Ef.DG15: b"\x6f\x00", Ef.SOD: GOOD_SOD},
            "hash-not-listed-dg15", "", State.HASH_MISMATCH, set(GROUPS), id="a group that the list does not have",
        ),
        pytest.param(
            {**GROUPS, Ef.SOD: wrapped(security_object([(1, b""), *hashed(GROUPS)[1:]]))},
            "hash-differs-dg1", "", State.HASH_MISMATCH, {Ef.DG2, Ef.DG13}, id="an empty hash",
        ),
        pytest.param(
            {**GROUPS, Ef.SOD: wrapped(security_object(hashed(GROUPS, "sha1")))},
            "hash-differs-dg1", "", State.HASH_MISMATCH, set(), id="hashes of another algorithm than named",
        ),
        pytest.param(
            {**OTHER, Ef.SOD: tlv.encode(0x77, cms(security_object(hashed(OTHER)), [Signing(SIGNER)],
             signed_content=security_object(hashed(GROUPS))))},
            "", "message-digest-differs", State.SIGNATURE_BAD, set(), id="DG1 and its hash in the list changed",
        ),
        pytest.param(
            {**OTHER, Ef.SOD: wrapped(security_object(hashed(OTHER)), Signing(SIGNER, signed_by=ec_key("attacker")))},
            "", "signature-wrong", State.SIGNATURE_BAD, set(), id="all signed again with another key",
        ),
        pytest.param(
            {**OTHER, Ef.SOD: wrapped(security_object(hashed(GROUPS)), Signing(SIGNER, signed_by=ec_key("attacker")))},
            "hash-differs-dg1", "signature-wrong", State.HASH_MISMATCH, set(), id="both wrong: the hash weighs more",
        ),
        pytest.param(
            {**OTHER, Ef.SOD: wrapped(security_object(hashed(OTHER)), Signing(ATTACKER), Signing(SIGNER))},
            "", "signer-count-wrong", State.SIGNATURE_BAD, set(), id="second signer",
        ),
        pytest.param(
            {**GROUPS, Ef.SOD: wrapped(security_object(hashed(GROUPS)), Signing(SIGNER, attributes=False))},
            "", "", State.CHAIN_TRUSTED, set(GROUPS), id="signed without attributes",
        ),
        pytest.param(
            {**GROUPS, Ef.SOD: wrapped(security_object(hashed(GROUPS), algorithm="2a864886f70d0205"))},
            "algorithm-not-supported", "", State.NOT_DONE, set(), id="hashed with MD5",
        ),
        pytest.param(
            {Ef.COM: com(0x61), Ef.SOD: GOOD_SOD}, "nothing-read", "", State.NOT_DONE, set(), id="no group was read"
        ),
    ],
)  # fmt: skip
def test_what_is_signed_and_what_is_not(
    files: Mapping[Ef, bytes], hashes: str, signature: str, state: State, authentic: set[Ef]
) -> None:
    outcome = check(files)
    assert (outcome.hashes.reason, outcome.sod_signature.reason) == (hashes, signature)
    assert (outcome.state, set(outcome.authentic)) == (state, authentic)
    assert (outcome.listed is None) == (outcome.sod_signature.status is not PASSED)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(GOOD_SOD[:-1], id="cut off"),
        pytest.param(tlv.encode(0x77, b"\x30\x00"), id="no CMS"),
        pytest.param(wrapped(security_object([*hashed(GROUPS), *hashed(OTHER)[:1]])), id="a hash twice"),
        pytest.param(wrapped(b"\x31" + security_object(hashed(GROUPS))[1:]), id="no security object"),
    ],
)
def test_an_sod_that_is_not_well_formed_counts_as_forged(data: bytes) -> None:
    outcome = check({**GROUPS, Ef.SOD: data})
    assert outcome.state is State.SIGNATURE_BAD
    assert outcome.sod_signature == DocumentCheck(FAILED, "sod-malformed")
    assert outcome.hashes == outcome.signer_chain == DocumentCheck(NOT_DONE, "sod-malformed")
    assert (outcome.authentic, outcome.listed) == (frozenset(), None)


def test_a_forged_signer_spoils_all_files() -> None:
    forged = signer(ROOT, ec_key("attacker ds"), signing_key=ec_key("attacker"))
    outcome = check({**GROUPS, Ef.SOD: sod(GROUPS, Signing(forged))})
    assert outcome.state is State.SIGNATURE_BAD
    assert outcome.sod_signature == DocumentCheck(PASSED)
    assert outcome.signer_chain == DocumentCheck(FAILED, "signer-not-signed-by-issuer")
    assert (outcome.authentic, outcome.listed) == (frozenset(), None)


def test_a_signer_without_its_certificate_leaves_the_document_unchecked() -> None:
    outcome = check(
        {**GROUPS, Ef.SOD: tlv.encode(0x77, cms(security_object(hashed(GROUPS)), [Signing(SIGNER)], certificates=[]))}
    )
    assert (outcome.state, outcome.authentic) == (State.NOT_DONE, frozenset())
    assert outcome.sod_signature == DocumentCheck(NOT_DONE, "signer-certificate-missing")


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        pytest.param(GROUPS, dict.fromkeys(GROUPS, (PASSED, "")), id="all good"),
        pytest.param(
            {**OTHER, Ef.DG15: b"\x6f\x00", Ef.COM: com(0x61)},
            {
                Ef.DG1: (FAILED, "hash-differs"), Ef.DG2: (PASSED, ""), Ef.DG13: (PASSED, ""),
                Ef.DG15: (FAILED, "hash-not-listed"),
            },
            id="one changed, one that the list does not have",
        ),
        pytest.param({Ef.COM: com(0x61)}, {}, id="no group was read"),
    ],
)  # fmt: skip
def test_every_group_that_was_read_has_a_line(
    files: Mapping[Ef, bytes], lines: Mapping[Ef, tuple[CheckStatus, str]]
) -> None:
    outcome = check({**files, Ef.SOD: GOOD_SOD}).hash_lines
    assert {file: (line.status, line.reason) for file, line in outcome.items()} == lines


def test_the_lines_behind_a_trusted_chain() -> None:
    outcome = check({**GROUPS, Ef.SOD: GOOD_SOD})
    assert outcome.signer_validity == outcome.issuing_state == DocumentCheck(PASSED)
    assert outcome.revocation == DocumentCheck(NOT_DONE, "no-revocation-list")
    assert [one.der for one in outcome.path] == [SIGNER.der, ROOT.der]
    assert outcome.weak == ()


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        pytest.param(None, "sod-missing", id="no EF.SOD"),
        pytest.param(b"\x77\x00", "sod-malformed", id="EF.SOD malformed"),
        pytest.param(wrapped(b"\x30\x00", Signing(SIGNER)), "sod-malformed", id="no list of hashes"),
        pytest.param(
            wrapped(security_object(hashed(GROUPS)), Signing(SIGNER, signature=b"")), "signature-not-good",
            id="signature wrong",
        ),
    ],
)  # fmt: skip
def test_without_a_good_signature_nothing_is_said_of_the_signer(file: bytes | None, reason: str) -> None:
    outcome = check(GROUPS if file is None else {**GROUPS, Ef.SOD: file})
    unasked = DocumentCheck(NOT_DONE, reason)
    assert (outcome.signer_validity, outcome.revocation, outcome.issuing_state) == (unasked, unasked, unasked)
    assert outcome.path == ()


def test_a_revoked_signer_spoils_all_files() -> None:
    trust = AnchorSet.of([parse_certificate(ROOT.der)], (), [parse_revocation_list(revocation_list(ROOT, [SIGNER]))])
    outcome = check({**GROUPS, Ef.SOD: GOOD_SOD}, trust)
    assert (outcome.state, outcome.revocation) == (State.REVOKED, DocumentCheck(FAILED, "signer-revoked"))
    assert (outcome.sod_signature, outcome.signer_chain) == (DocumentCheck(PASSED), DocumentCheck(PASSED))
    assert (outcome.authentic, outcome.listed) == (frozenset(), None)


def test_changed_data_weigh_more_than_a_revoked_signer() -> None:
    trust = AnchorSet.of([parse_certificate(ROOT.der)], (), [parse_revocation_list(revocation_list(ROOT, [SIGNER]))])
    assert check({**OTHER, Ef.SOD: GOOD_SOD}, trust).state is State.HASH_MISMATCH


@pytest.mark.parametrize(
    ("types", "state"),
    [
        pytest.param(("ID",), State.CHAIN_TRUSTED, id="listed"),
        pytest.param(("P",), State.SIGNATURE_BAD, id="a signer of passports"),
    ],
)
def test_the_type_of_document_is_that_of_dg1(types: tuple[str, ...], state: State) -> None:
    limited = signer(ROOT, extra=[document_types(*types)])
    assert check({**GROUPS, Ef.SOD: sod(GROUPS, Signing(limited))}).state is state


def test_the_issuing_state_is_that_of_dg1_unless_it_is_given() -> None:
    files = {**GROUPS, Ef.SOD: GOOD_SOD}
    assert authenticate(files, TRUST, NOW).issuing_state == DocumentCheck(PASSED)
    assert authenticate(files, TRUST, NOW, "DEU").issuing_state == DocumentCheck(FAILED, "country-differs")
    assert authenticate({Ef.SOD: GOOD_SOD}, TRUST, NOW).issuing_state == DocumentCheck(NOT_DONE, "country-unknown")


def test_weak_algorithms_are_named_once_each_from_the_data_to_the_anchor() -> None:
    weak_root = csca(key=ec_key("weak root", ec.SECP192R1))
    weak_signer = signer(weak_root)
    outcome = authenticate(
        {**GROUPS, Ef.SOD: sod(GROUPS, Signing(weak_signer, digest="sha1"), digest="sha1")},
        AnchorSet.of([parse_certificate(weak_root.der)]),
        NOW,
    )
    assert (outcome.state, outcome.weak) == (State.CHAIN_TRUSTED, ("SHA-1", "EC-192"))


@given(st.integers(0, len(GOOD_SOD) - 1), st.integers(0, 7))
def test_no_flipped_bit_of_the_sod_makes_another_list_authentic(at: int, bit: int) -> None:
    """Whatever bit flips: files are authentic only while the very list that was signed is in the SOD."""
    flipped = GOOD_SOD[:at] + bytes((GOOD_SOD[at] ^ 1 << bit,)) + GOOD_SOD[at + 1 :]
    outcome = check({**GROUPS, Ef.SOD: flipped})
    if outcome.authentic:
        assert security_object(hashed(GROUPS)) in flipped
        assert outcome.listed == frozenset(GROUPS)


@given(st.sampled_from(list(GROUPS)), st.data())
def test_no_flipped_bit_of_a_file_is_accepted(file: Ef, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GROUPS[file]) - 1))
    changed = bytearray(GROUPS[file])
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    outcome = check({**GROUPS, file: bytes(changed), Ef.SOD: GOOD_SOD})
    assert outcome.state is State.HASH_MISMATCH
    assert outcome.hashes == DocumentCheck(FAILED, f"hash-differs-{file.value.lower()}")
    assert file not in outcome.authentic


@given(st.binary(max_size=150) | st.binary(max_size=150).map(lambda body: tlv.encode(0x77, body)))
def test_hostile_files_never_raise(data: bytes) -> None:
    assert check({Ef.DG1: data, Ef.SOD: data}).state in (State.SIGNATURE_BAD, State.NOT_DONE)
