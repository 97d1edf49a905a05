from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.domain.authenticity import AuthenticityState as State
from kiosk.domain.authenticity import CheckStatus
from kiosk.reader import tlv
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.chain import ChainCheck, Document, check_chain
from kiosk.reader.trust.reasons import CheckReason
from tests.fakes.issuer import NOW, Identified, csca, ec_key, rsa_key, signer, with_explicit_curve

ROOT = csca()
SIGNER = signer(ROOT)
PASSED, FAILED, NOT_DONE = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.NOT_DONE
DAY = timedelta(days=1)


def check(
    document_signer: Identified,
    *anchors: Identified,
    at: datetime = NOW,
    signing_time: datetime | None = None,
    issuing_state: str = "VNM",
    pinned: Identified | None = None,
) -> ChainCheck:
    trust = AnchorSet.of(
        [parse_certificate(anchor.der) for anchor in anchors],
        [parse_certificate(pinned.der).fingerprint] if pinned else [],
    )
    return check_chain(parse_certificate(document_signer.der), trust, at, signing_time, Document(issuing_state))


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
    ("document_signer", "anchor", "issuing_state", "status", "reason"),
    [
        pytest.param(SIGNER, ROOT, "VNM", PASSED, "", id="own country"),
        pytest.param(signer(GERMAN, country="DE"), GERMAN, "D", PASSED, "", id="Germany's one letter"),
        pytest.param(
            signer(GERMAN, country="DE"), GERMAN, "VNM", FAILED, CheckReason.COUNTRY_DIFFERS, id="another's signer"
        ),
        pytest.param(
            signer(GERMAN), GERMAN, "VNM", FAILED, CheckReason.COUNTRY_DIFFERS, id="another country's CSCA alone"
        ),
        pytest.param(SIGNER, ROOT, "DEU", FAILED, CheckReason.COUNTRY_DIFFERS, id="document of another country"),
        pytest.param(SIGNER, ROOT, "", NOT_DONE, CheckReason.COUNTRY_UNKNOWN, id="DG1 not read"),
        pytest.param(SIGNER, ROOT, "UTO", NOT_DONE, CheckReason.COUNTRY_UNKNOWN, id="no country of the world"),
        pytest.param(
            signer(csca(country=""), country=""), csca(country=""), "VNM", NOT_DONE, CheckReason.COUNTRY_UNKNOWN,
            id="CSCA without country",
        ),
    ],
)  # fmt: skip
def test_no_country_vouches_for_another(
    document_signer: Identified, anchor: Identified, issuing_state: str, status: CheckStatus, reason: str
) -> None:
    outcome = check(document_signer, anchor, issuing_state=issuing_state)
    assert (outcome.check.status, outcome.check.reason) == (status, reason)
    expected = {PASSED: State.CHAIN_TRUSTED, FAILED: State.SIGNATURE_BAD, NOT_DONE: State.SIGNATURE_OK_CHAIN_UNKNOWN}
    assert outcome.state is expected[status]


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


def test_a_pin_is_for_one_certificate_only() -> None:
    again = signer(ROOT)
    assert check(again, pinned=SIGNER).state is State.SIGNATURE_OK_CHAIN_UNKNOWN
