"""Documents whose signer is not what it says, through inspector and decision: what the door gets to hear.

Everything else about them is right: every hash, the clone checks, the face, the list. Only the trust decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from kiosk.domain.authenticity import AuthenticityState as State
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import Access, ChipAuthentication, ChipReading
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.domain.decide import decide
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.face import FaceComparison, FaceQuality
from kiosk.domain.site import POLICY_LIMITS, Admission, CheckNeeds, Listing, ListingAnswer, Need, Policy
from kiosk.domain.verdict import Verdict
from kiosk.reader import tlv
from kiosk.reader.inspection import ChipInspector
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.revocation_list import parse_revocation_list
from kiosk.site.profile import load_site
from tests.fakes.issuer import (
    NOW,
    VALID_FROM,
    VALID_UNTIL,
    Extra,
    Identified,
    Signing,
    csca,
    document_types,
    ec_key,
    link,
    signer,
    sod,
)
from tests.fakes.lds_files import DG13_A, MRZ_A, dg1, portrait
from tests.fakes.revocations import revocation_list

EXAM = load_site(Path(__file__).parents[2] / "config" / "sites" / "exam.toml").profile.policy
MILDEST = Policy(**{name: mildest for name, (mildest, _) in POLICY_LIMITS.items()})
AIRPORT = Policy(
    chain_unknown=Verdict.REFER,
    signer_expired=Verdict.REFER,
    document_expired=Verdict.REFUSE,
    clone_check_missing=Verdict.REFER,
    sources_differ=Verdict.REFUSE,
    list_differs=Verdict.REFER,
    needs=CheckNeeds(revocation=Need.WARN, issuing_state=Need.MUST, check_digits=Need.MUST),
)
"""What a border would choose: as grave as a site may, and it wants to hear of missing revocation lists."""

ADMIT, ATTENTION, REFER, REFUSE = Verdict

DG14 = tlv.encode(0x6E, b"\x31\x00")
GROUPS = {Ef.DG1: dg1(MRZ_A), Ef.DG2: portrait(), Ef.DG13: DG13_A, Ef.DG14: DG14}
MATCH = FaceComparison(
    score=0.8, accept_at=0.5, review_at=0.4, claimed_fmr=1e-3, engine="sface",
    quality=FaceQuality(eye_distance=90.0, luma=120.0, sharpness=200.0, roll=0.0, yaw=0.0, detection=0.95),
)  # fmt: skip
EXPECTED = ListingAnswer(Admission.EXPECTED, Listing(key="000001"))

ROOT = csca()
SIGNER = signer(ROOT)
STRANGER = ec_key("stranger")
IMPOSTOR = csca(key=STRANGER)
"""A root of the real one's name that somebody made; nobody has installed it."""
LAOS = csca("CSCA Laos", ec_key("laos"), country="LA")
NEW = csca(key=ec_key("new"))
FORGERY = signer(ROOT, signing_key=STRANGER)
LAO_SIGNER = signer(LAOS, country="LA")
PAST = (VALID_FROM, NOW - timedelta(days=1))
OLD_ROOT = csca(valid=PAST)


def inspect(
    document_signer: Identified,
    installed: Sequence[Identified],
    pinned: Sequence[Identified] = (),
    lists: Sequence[bytes] = (),
) -> Inspection:
    trust = AnchorSet.of(
        [parse_certificate(one.der) for one in installed],
        [parse_certificate(one.der).fingerprint for one in pinned],
        [parse_revocation_list(one) for one in lists],
    )
    reading = ChipReading(
        reader="Test Reader",
        atr=b"",
        access=Access("PACE", "CAN", "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1"),
        files={**GROUPS, Ef.SOD: sod(GROUPS, Signing(document_signer))},
        chip_authentication=ChipAuthentication(CheckStatus.PASSED, "ECDH-AES-CBC-CMAC-128 brainpoolP256r1"),
    )
    return ChipInspector(trust).inspect(reading, None, NOW)


def verdict(inspection: Inspection, policy: Policy) -> Verdict:
    return decide(Evidence(inspection, comparison=MATCH, listing=EXPECTED), policy).verdict


def with_key_id_of(real: Identified) -> Extra:
    """The key identifier of somebody else's key."""
    return Extra(x509.SubjectKeyIdentifier.from_public_key(real.key.public_key()))


@dataclass(frozen=True)
class Situation:
    """A signer and the trust that it meets; then what the exam hall and the airport make of it."""

    signer: Identified
    installed: tuple[Identified, ...]
    state: State
    exam: Verdict
    airport: Verdict
    pinned: tuple[Identified, ...] = ()
    lists: tuple[bytes, ...] = ()


UNKNOWN = (State.SIGNATURE_OK_CHAIN_UNKNOWN, ATTENTION, REFER)
FORGED = (State.SIGNATURE_BAD, REFUSE, REFUSE)
EXPIRED = (State.CHAIN_TRUSTED_EXPIRED, ATTENTION, REFER)

NO_ONE_MAY_ADMIT = {
    "nothing installed": Situation(SIGNER, (), *UNKNOWN),
    "under a root of the same name with another key": Situation(signer(IMPOSTOR), (ROOT,), *UNKNOWN),
    "with the same key identifier too": Situation(
        signer(ROOT, signing_key=STRANGER), (ROOT,), *FORGED
    ),
    "under another root of the same name, key identifiers all alike, both installed": Situation(
        signer(ROOT, signing_key=ec_key("third")),
        (ROOT, csca(key=STRANGER, key_id=False, extra=[with_key_id_of(ROOT)])),
        *FORGED,
    ),
    "signed by itself": Situation(signer(ROOT, signing_key=ec_key("ds")), (ROOT,), *FORGED),
    "by a signer of the same issuer": Situation(
        signer(SIGNER, ec_key("below")), (ROOT, SIGNER), *UNKNOWN
    ),
    "over a link that the old key has not signed": Situation(
        signer(NEW), (ROOT, link(NEW, ROOT, signing_key=STRANGER)), *UNKNOWN
    ),
    "over a link without its root": Situation(signer(NEW), (link(NEW, ROOT),), *UNKNOWN),
    "over a link that is no CA": Situation(signer(NEW), (ROOT, link(NEW, ROOT, ca=False)), *UNKNOWN),
    "over a link to another country": Situation(
        signer(LAOS, country="VN"), (ROOT, link(LAOS, ROOT)), *FORGED
    ),
    "a root that says it is no CA": Situation(signer(csca(ca=False)), (csca(ca=False),), *UNKNOWN),
    "a root that may not certify": Situation(
        signer(csca(key_cert_sign=False)), (csca(key_cert_sign=False),), *UNKNOWN
    ),
    "a signer of Vietnam under the root of Laos": Situation(signer(LAOS), (ROOT, LAOS), *FORGED),
    "a signer of Laos under the root of Laos": Situation(signer(LAOS, country="LA"), (ROOT, LAOS), *FORGED),
    "a signer without country under the root of Laos": Situation(signer(LAOS, country=""), (ROOT, LAOS), *FORGED),
    "a signer that is a CA": Situation(signer(ROOT, ca=True), (ROOT,), *FORGED),
    "a signer for certificates only": Situation(signer(ROOT, digital_signature=False), (ROOT,), *FORGED),
    "a signer for passports only": Situation(signer(ROOT, extra=[document_types("P")]), (ROOT,), *FORGED),
    "a signer of master lists": Situation(
        signer(ROOT, extra=[Extra(x509.ExtendedKeyUsage([x509.ObjectIdentifier("2.23.136.1.1.3")]), critical=True)]),
        (ROOT,),
        *FORGED,
    ),
    "of another country, under a critical extension that nobody knows": Situation(
        signer(LAOS, extra=[Extra.raw("1.3.6.1.4.1.99999.1", b"\x05\x00", critical=True)]), (LAOS,), *FORGED
    ),
    "everything expired": Situation(signer(OLD_ROOT, valid=PAST), (OLD_ROOT,), *EXPIRED),
    "the root expired": Situation(signer(OLD_ROOT), (OLD_ROOT,), *EXPIRED),
    "not yet valid": Situation(signer(ROOT, valid=(NOW + timedelta(days=2), VALID_UNTIL)), (ROOT,), *EXPIRED),
    "revoked": Situation(
        SIGNER, (ROOT,), State.REVOKED, REFUSE, REFUSE, lists=(revocation_list(ROOT, [SIGNER]),)
    ),
    "revoked, and an older list that does not have it yet": Situation(
        SIGNER, (ROOT,), State.REVOKED, REFUSE, REFUSE,
        lists=(
            revocation_list(ROOT, number=6, age=timedelta(days=9)), revocation_list(ROOT, [SIGNER]),
            revocation_list(ROOT, number=5, age=timedelta(days=20)),
        ),
    ),
    "revoked and pinned": Situation(
        SIGNER, (ROOT,), State.REVOKED, REFUSE, REFUSE, pinned=(SIGNER,), lists=(revocation_list(ROOT, [SIGNER]),)
    ),
    "forged under the name of a pinned signer": Situation(
        signer(ROOT, ec_key("other ds")), (), *UNKNOWN, pinned=(SIGNER,)
    ),
    "pinned, but the installed root contradicts it": Situation(
        FORGERY, (ROOT,), *FORGED, pinned=(FORGERY,)
    ),
    "pinned, of another country": Situation(
        LAO_SIGNER, (), *FORGED, pinned=(LAO_SIGNER,)
    ),
}  # fmt: skip


@pytest.mark.parametrize("situation", NO_ONE_MAY_ADMIT.values(), ids=NO_ONE_MAY_ADMIT.keys())
def test_what_no_site_may_admit_plainly(situation: Situation) -> None:
    inspection = inspect(situation.signer, situation.installed, situation.pinned, situation.lists)

    assert inspection.authenticity.state is situation.state
    assert (verdict(inspection, EXAM), verdict(inspection, AIRPORT)) == (situation.exam, situation.airport)
    assert verdict(inspection, MILDEST) is not ADMIT


LISTED = (State.CHAIN_TRUSTED, ADMIT, ATTENTION)
"""The airport wants a revocation list, and there is none that speaks."""

HONEST = {
    "under its root, with a current list": Situation(
        SIGNER, (ROOT,), State.CHAIN_TRUSTED, ADMIT, ADMIT, lists=(revocation_list(ROOT),)
    ),
    "no list": Situation(SIGNER, (ROOT,), *LISTED),
    "called revoked by a list that a stranger signed": Situation(
        SIGNER, (ROOT,), *LISTED, lists=(revocation_list(ROOT, [SIGNER], signing_key=STRANGER),)
    ),
    "its serial number on another issuer's list": Situation(
        SIGNER, (ROOT, LAOS), *LISTED, lists=(revocation_list(LAOS, [SIGNER]),)
    ),
    "over a link": Situation(signer(NEW), (ROOT, link(NEW, ROOT)), *LISTED),
    "an impostor's root of the same name installed beside": Situation(SIGNER, (IMPOSTOR, ROOT), *LISTED),
}  # fmt: skip


@pytest.mark.parametrize("situation", HONEST.values(), ids=HONEST.keys())
def test_what_stays_genuine(situation: Situation) -> None:
    inspection = inspect(situation.signer, situation.installed, lists=situation.lists)

    assert inspection.authenticity.state is situation.state
    assert (verdict(inspection, EXAM), verdict(inspection, AIRPORT)) == (situation.exam, situation.airport)
