from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.domain.authenticity import AuthenticityState as State
from kiosk.domain.authenticity import CheckStatus
from kiosk.reader import tlv
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.chain import ChainCheck, Document, check_chain
from kiosk.reader.trust.reasons import CheckReason
from kiosk.reader.trust.revocation_list import parse_revocation_list
from tests.fakes.issuer import (
    NOW,
    Extra,
    Identified,
    csca,
    document_types,
    ec_key,
    link,
    rsa_key,
    signer,
    with_explicit_curve,
)
from tests.fakes.revocations import revocation_list

ROOT = csca()
SIGNER = signer(ROOT)
NEW = csca(key=ec_key("new"))
LINK = link(NEW, ROOT)
STRANGE_KEY_ID = Extra(x509.AuthorityKeyIdentifier(bytes(20), None, None))


def purposes(dotted: str) -> Extra:
    return Extra(x509.ExtendedKeyUsage([x509.ObjectIdentifier(dotted)]))


PASSED, FAILED, NOT_DONE = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.NOT_DONE
DAY = timedelta(days=1)
CARD = Document("VNM", "ID")


def check(
    document_signer: Identified,
    *anchors: Identified,
    at: datetime = NOW,
    signing_time: datetime | None = None,
    document: Document = CARD,
    pinned: Identified | None = None,
    lists: Sequence[bytes] = (),
) -> ChainCheck:
    trust = AnchorSet.of(
        [parse_certificate(anchor.der) for anchor in anchors],
        [parse_certificate(pinned.der).fingerprint] if pinned else [],
        [parse_revocation_list(one) for one in lists],
    )
    return check_chain(parse_certificate(document_signer.der), trust, at, signing_time, document)


BRAINPOOL_KEY = ec_key("csca", ec.BrainpoolP512R1)
PSS_ROOT = csca(key=rsa_key("csca"), pss=True)
EXPLICIT_KEY = ec_key("explicit csca", ec.BrainpoolP256R1)
EXPLICIT_ROOT = csca(key=EXPLICIT_KEY)


@pytest.mark.parametrize(
    ("document_signer", "anchors"),
    [
        pytest.param(SIGNER, [ROOT], id="ECDSA"),
        pytest.param(signer(csca(key=BRAINPOOL_KEY)), [csca(key=BRAINPOOL_KEY)], id="brainpoolP512r1"),
        pytest.param(signer(PSS_ROOT, pss=True), [PSS_ROOT], id="RSA PSS"),
        pytest.param(signer(PSS_ROOT), [PSS_ROOT], id="RSA PKCS1"),
        pytest.param(
            with_explicit_curve(signer(EXPLICIT_ROOT, ec_key("ds", ec.BrainpoolP256R1)), EXPLICIT_KEY),
            [with_explicit_curve(EXPLICIT_ROOT, EXPLICIT_KEY)],
            id="explicit brainpoolP256r1",
        ),
        pytest.param(SIGNER, [csca("CSCA Other", ec_key("other")), ROOT], id="among others"),
        pytest.param(SIGNER, [csca(key=ec_key("csca again")), ROOT], id="another key of the same name installed"),
        pytest.param(signer(ROOT, authority_key_id=False), [ROOT], id="no authority key identifier"),
        pytest.param(
            signer(csca(ca=None, key_cert_sign=None, key_id=False)),
            [csca(ca=None, key_cert_sign=None, key_id=False)],
            id="old root without extensions",
        ),
        pytest.param(signer(ROOT, digital_signature=None), [ROOT], id="no key usage"),
        pytest.param(signer(ROOT, country=""), [ROOT], id="signer without country"),
    ],
)
def test_trusted(document_signer: Identified, anchors: list[Identified]) -> None:
    outcome = check(document_signer, *anchors)
    assert (outcome.check.status, outcome.check.reason, outcome.state) == (PASSED, "", State.CHAIN_TRUSTED)


@pytest.mark.parametrize(
    ("document_signer", "anchors", "reason"),
    [
        pytest.param(signer(NEW), [ROOT, LINK], "", id="over a link"),
        pytest.param(signer(ROOT, extra=[document_types("ID")]), [ROOT], "", id="type of document is listed"),
        pytest.param(signer(ROOT, extra=[document_types("P", "I")]), [ROOT], "", id="so are all that begin with I"),
        pytest.param(signer(ROOT, extra=[purposes("2.5.29.37.0")]), [ROOT], "", id="a purpose that excludes nothing"),
        pytest.param(
            SIGNER, [csca("csca-test")], CheckReason.ISSUER_NAME_DIFFERS, id="the issuer's name in other letters"
        ),
        pytest.param(
            signer(ROOT, authority_key_id=False, extra=[STRANGE_KEY_ID]), [ROOT], CheckReason.ISSUER_KEY_ID_DIFFERS,
            id="wrong key identifier, right key",
        ),
        pytest.param(
            signer(ROOT, key_id=False, extra=[Extra.raw("2.5.29.14", b"no DER")]), [ROOT],
            CheckReason.EXTENSION_MALFORMED, id="an extension that nobody needs is broken",
        ),
    ],
)  # fmt: skip
def test_trusted_with_a_remark(document_signer: Identified, anchors: list[Identified], reason: str) -> None:
    outcome = check(document_signer, *anchors)
    assert (outcome.check.status, outcome.check.reason, outcome.state) == (PASSED, reason, State.CHAIN_TRUSTED)
    assert [one.der for one in outcome.path][:1] == [document_signer.der]


FORGER = csca(key=ec_key("forger"))


def _with_another_outer_algorithm() -> Identified:
    """The same algorithm, but with a NULL that the signed identifier does not have."""
    tbs, algorithm, signature = tlv.iterate(tlv.parse_one(SIGNER.der).value)
    other = tlv.encode(0x30, algorithm.value + b"\x05\x00")
    return Identified(SIGNER.key, tlv.encode(0x30, tbs.encode() + other + signature.encode()))


@pytest.mark.parametrize(
    ("document_signer", "anchors", "status", "reason", "state"),
    [
        pytest.param(
            SIGNER, [], NOT_DONE, CheckReason.ISSUER_NOT_INSTALLED, State.SIGNATURE_OK_CHAIN_UNKNOWN,
            id="nothing installed",
        ),
        pytest.param(
            SIGNER, [csca("CSCA Other", key_id=False)], NOT_DONE, CheckReason.ISSUER_NOT_INSTALLED,
            State.SIGNATURE_OK_CHAIN_UNKNOWN, id="the issuer's key under another name, without its identifier",
        ),
        pytest.param(
            SIGNER, [csca(ca=False)], NOT_DONE, CheckReason.ISSUER_NOT_INSTALLED, State.SIGNATURE_OK_CHAIN_UNKNOWN,
            id="the issuer is no CA",
        ),
        pytest.param(
            SIGNER, [csca(key_cert_sign=False)], NOT_DONE, CheckReason.ISSUER_NOT_INSTALLED,
            State.SIGNATURE_OK_CHAIN_UNKNOWN, id="the issuer must not sign certificates",
        ),
        pytest.param(
            SIGNER, [FORGER], NOT_DONE, CheckReason.ISSUER_KEY_NOT_INSTALLED, State.SIGNATURE_OK_CHAIN_UNKNOWN,
            id="same name, another key: the CSCA may have changed it",
        ),
        pytest.param(
            signer(ROOT, signing_key=ec_key("forger")), [ROOT], FAILED, CheckReason.NOT_SIGNED_BY_ISSUER,
            State.SIGNATURE_BAD, id="claims the installed key, signed by another",
        ),
        pytest.param(
            signer(FORGER, authority_key_id=False), [ROOT], FAILED, CheckReason.NOT_SIGNED_BY_ISSUER,
            State.SIGNATURE_BAD, id="same name, another key, no key identifier",
        ),
        pytest.param(
            signer(ROOT, signing_key=rsa_key()), [ROOT], FAILED, CheckReason.NOT_SIGNED_BY_ISSUER,
            State.SIGNATURE_BAD, id="signed by a key of another kind",
        ),
        pytest.param(
            _with_another_outer_algorithm(), [ROOT], FAILED, CheckReason.NOT_SIGNED_BY_ISSUER, State.SIGNATURE_BAD,
            id="the unsigned algorithm identifier is another",
        ),
        pytest.param(
            signer(ROOT, ca=True), [ROOT], FAILED, CheckReason.SIGNER_IS_CA, State.SIGNATURE_BAD,
            id="a CA signs documents",
        ),
        pytest.param(
            signer(ROOT, digital_signature=False), [ROOT], FAILED, CheckReason.SIGNER_KEY_USAGE_WRONG,
            State.SIGNATURE_BAD, id="a key that must not sign documents",
        ),
        pytest.param(
            signer(ROOT, extra=[purposes("2.23.136.1.1.3")]), [ROOT], FAILED, CheckReason.SIGNER_PURPOSE_WRONG,
            State.SIGNATURE_BAD, id="a signer of master lists",
        ),
        pytest.param(
            signer(ROOT, extra=[document_types("P", "V")]), [ROOT], FAILED, CheckReason.DOCUMENT_TYPE_NOT_LISTED,
            State.SIGNATURE_BAD, id="a signer of passports and visas",
        ),
        pytest.param(
            signer(ROOT, extra=[Extra.raw("1.3.6.1.4.1.99999.1", b"", critical=True)]), [ROOT], NOT_DONE,
            CheckReason.EXTENSION_NOT_UNDERSTOOD, State.SIGNATURE_OK_CHAIN_UNKNOWN,
            id="a critical extension that nobody knows",
        ),
        pytest.param(
            signer(ROOT, extra=[Extra.raw("2.23.136.1.1.6.2", b"no DER")]), [ROOT], NOT_DONE,
            CheckReason.EXTENSION_NOT_UNDERSTOOD, State.SIGNATURE_OK_CHAIN_UNKNOWN,
            id="a list of document types that cannot be read",
        ),
        pytest.param(
            signer(NEW), [LINK], NOT_DONE, CheckReason.ISSUER_NOT_ANCHORED, State.SIGNATURE_OK_CHAIN_UNKNOWN,
            id="a link is no anchor",
        ),
    ],
)  # fmt: skip
def test_not_trusted(
    document_signer: Identified, anchors: list[Identified], status: CheckStatus, reason: str, state: State
) -> None:
    outcome = check(document_signer, *anchors)
    assert (outcome.check.status, outcome.check.reason, outcome.state) == (status, reason, state)


def test_a_changed_byte_in_the_signer_s_certificate_is_never_trusted() -> None:
    tbs = parse_certificate(SIGNER.der).tbs
    start = SIGNER.der.index(tbs)
    for at in range(start, start + len(tbs), 7):
        changed = SIGNER.der[:at] + bytes((SIGNER.der[at] ^ 0x01,)) + SIGNER.der[at + 1 :]
        try:
            outcome = check(Identified(SIGNER.key, changed), ROOT)
        except ValueError:
            continue
        assert outcome.check.status is not PASSED


GERMAN = csca(country="DE", key=ec_key("german"))


@pytest.mark.parametrize(
    ("document_signer", "anchors", "issuing_state", "status", "reason", "state"),
    [
        pytest.param(SIGNER, [ROOT], "VNM", PASSED, "", State.CHAIN_TRUSTED, id="own country"),
        pytest.param(
            signer(GERMAN), [GERMAN], "VNM", FAILED, CheckReason.COUNTRY_DIFFERS, State.SIGNATURE_BAD,
            id="another country's CSCA",
        ),
        pytest.param(
            SIGNER, [ROOT], "UTO", NOT_DONE, CheckReason.COUNTRY_UNKNOWN, State.SIGNATURE_OK_CHAIN_UNKNOWN,
            id="no country of the world",
        ),
        pytest.param(
            SIGNER, [], "DEU", FAILED, CheckReason.COUNTRY_DIFFERS, State.SIGNATURE_OK_CHAIN_UNKNOWN,
            id="what an unknown signer says of itself counts against it",
        ),
        pytest.param(
            SIGNER, [], "VNM", NOT_DONE, CheckReason.ISSUER_NOT_INSTALLED, State.SIGNATURE_OK_CHAIN_UNKNOWN,
            id="and never for it",
        ),
    ],
)  # fmt: skip
def test_no_country_vouches_for_another(
    document_signer: Identified, anchors: list[Identified], issuing_state: str, status: CheckStatus, reason: str,
    state: State,
) -> None:  # fmt: skip
    outcome = check(document_signer, *anchors, document=Document(issuing_state))
    assert (outcome.issuing_state.status, outcome.issuing_state.reason) == (status, reason)
    assert outcome.state is state


FROM, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
SHORT = signer(ROOT, valid=(FROM, UNTIL))
SHORT_ROOT = csca(valid=(FROM, UNTIL))


@pytest.mark.parametrize(
    ("document_signer", "anchor", "at", "signing_time", "reason"),
    [
        pytest.param(SHORT, ROOT, UNTIL, None, "", id="last second"),
        pytest.param(SHORT, ROOT, UNTIL + DAY, None, CheckReason.SIGNER_EXPIRED, id="signer expired"),
        pytest.param(SHORT, ROOT, FROM, None, "", id="first second"),
        pytest.param(SHORT, ROOT, FROM - DAY, None, CheckReason.SIGNER_NOT_YET_VALID, id="signer not yet valid"),
        pytest.param(SHORT, ROOT, NOW - 400 * DAY, FROM + DAY, "", id="signed within validity"),
        pytest.param(
            SHORT, ROOT, NOW - 400 * DAY, UNTIL + DAY, CheckReason.SIGNER_NOT_VALID_AT_SIGNING, id="signed afterwards"
        ),
        pytest.param(
            SHORT, ROOT, NOW, FROM - DAY, CheckReason.SIGNER_NOT_VALID_AT_SIGNING, id="signed before, now expired too"
        ),
        pytest.param(signer(SHORT_ROOT), SHORT_ROOT, NOW, None, CheckReason.ISSUER_EXPIRED, id="issuer expired"),
        pytest.param(
            signer(SHORT_ROOT),
            SHORT_ROOT,
            FROM - DAY,
            None,
            CheckReason.ISSUER_NOT_YET_VALID,
            id="issuer not yet valid",
        ),
    ],
)
def test_validity_is_told_apart_from_trust(
    document_signer: Identified, anchor: Identified, at: datetime, signing_time: datetime | None, reason: str
) -> None:
    outcome = check(document_signer, anchor, at=at, signing_time=signing_time)
    state = State.CHAIN_TRUSTED_EXPIRED if reason else State.CHAIN_TRUSTED
    assert (outcome.check.status, outcome.check.reason, outcome.state) == (PASSED, reason, state)


@pytest.mark.parametrize(
    ("document_signer", "anchors", "status", "reason", "state"),
    [
        pytest.param(SIGNER, [], NOT_DONE, CheckReason.SIGNER_PINNED, State.DS_PINNED, id="pinned"),
        pytest.param(SIGNER, [ROOT], PASSED, "", State.CHAIN_TRUSTED, id="a chain says more than a pin"),
        pytest.param(SHORT, [], NOT_DONE, CheckReason.SIGNER_EXPIRED, State.CHAIN_TRUSTED_EXPIRED, id="expired"),
        pytest.param(
            signer(ROOT, country="DE"), [], FAILED, CheckReason.COUNTRY_DIFFERS, State.SIGNATURE_BAD,
            id="another country's",
        ),
        pytest.param(
            signer(ROOT, signing_key=ec_key("forger")), [ROOT], FAILED, CheckReason.NOT_SIGNED_BY_ISSUER,
            State.SIGNATURE_BAD, id="a contradicted chain outweighs a pin",
        ),
    ],
)  # fmt: skip
def test_pinned_signers(
    document_signer: Identified, anchors: list[Identified], status: CheckStatus, reason: str, state: State
) -> None:
    outcome = check(document_signer, *anchors, pinned=document_signer)
    assert (outcome.check.status, outcome.check.reason, outcome.state) == (status, reason, state)


@pytest.mark.parametrize(
    ("anchors", "pinned", "lists", "state", "revocation"),
    [
        pytest.param([ROOT], None, [revocation_list(ROOT)], State.CHAIN_TRUSTED, "", id="not revoked"),
        pytest.param(
            [ROOT], None, [revocation_list(ROOT, [SIGNER])], State.REVOKED, CheckReason.SIGNER_REVOKED, id="revoked"
        ),
        pytest.param(
            [ROOT], SIGNER, [revocation_list(ROOT, [SIGNER])], State.REVOKED, CheckReason.SIGNER_REVOKED,
            id="a pin does not outweigh it",
        ),
        pytest.param(
            [], SIGNER, [revocation_list(ROOT, [SIGNER])], State.DS_PINNED, CheckReason.ISSUER_NOT_INSTALLED,
            id="nobody can tell whether the list is the issuer's",
        ),
        pytest.param([ROOT], None, [], State.CHAIN_TRUSTED, CheckReason.NO_REVOCATION_LIST, id="no list"),
    ],
)  # fmt: skip
def test_revocation_has_a_line_and_a_state_of_its_own(
    anchors: list[Identified], pinned: Identified | None, lists: list[bytes], state: State, revocation: str
) -> None:
    outcome = check(SIGNER, *anchors, pinned=pinned, lists=lists)
    assert (outcome.state, outcome.revocation.reason) == (state, revocation)


def test_of_two_roots_with_one_key_the_better_one_decides() -> None:
    again = csca(valid=(FROM, NOW + DAY))
    outcome = check(SIGNER, SHORT_ROOT, again)
    assert outcome.state is State.CHAIN_TRUSTED
    assert outcome.path[-1].der == again.der


def test_a_revoked_link_does_not_spoil_the_root_of_the_same_key() -> None:
    lists = [revocation_list(ROOT, [LINK])]
    assert check(signer(NEW), ROOT, LINK, lists=lists).state is State.REVOKED
    assert check(signer(NEW), ROOT, LINK, NEW, lists=lists).state is State.CHAIN_TRUSTED


@pytest.mark.parametrize(
    ("anchors", "status", "reason"),
    [
        pytest.param([ROOT], FAILED, CheckReason.SIGNER_EXPIRED, id="known signer"),
        pytest.param([], FAILED, CheckReason.SIGNER_EXPIRED, id="unknown signer: counts against it"),
    ],
)
def test_validity_has_a_line_of_its_own(anchors: list[Identified], status: CheckStatus, reason: str) -> None:
    outcome = check(SHORT, *anchors)
    assert (outcome.validity.status, outcome.validity.reason) == (status, reason)


def test_the_dates_of_an_unknown_signer_speak_for_nothing() -> None:
    line = check(SIGNER).validity
    assert (line.status, line.reason) == (NOT_DONE, CheckReason.ISSUER_NOT_INSTALLED)


def test_a_pin_is_for_one_certificate_only() -> None:
    again = signer(ROOT)
    assert check(again, pinned=SIGNER).state is State.SIGNATURE_OK_CHAIN_UNKNOWN
