"""Asking the issuer's service within one check: about whom, and what the report says until, and after, it answers.

The question goes out as soon as the document is known to be intact, beside the face comparison and the list, and ends
with the time of the check. The verdict waits for the answer no longer than for anything else, and a service that fails,
or is late, leaves a line of the report undone and no more.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.check.states import Check
from kiosk.domain.authenticity import NOT_DONE, AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.evidence import Inspection
from kiosk.domain.issuer_answer import IssuerAnswer, IssuerQuestion, IssuerTrouble
from kiosk.domain.site import SiteProfile

INTACT = frozenset(
    {
        AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN,
        AuthenticityState.CHAIN_TRUSTED,
        AuthenticityState.CHAIN_TRUSTED_EXPIRED,
        AuthenticityState.DS_PINNED,
    }
)
"""What is worth a question: of altered data nothing leaves the kiosk, and the answer would change nothing."""


def question_to_issuer(
    profile: SiteProfile, reading: ChipReading | None, inspection: Inspection
) -> IssuerQuestion | None:
    """What this site asks about this document; ``None``: nothing.

    Only Vietnam's citizen card has a personal number: other states' documents are none of this issuer's business.
    """
    released, identity = profile.issuer_release, inspection.identity
    if released is None or reading is None or identity is None or not identity.number:
        return None
    if inspection.authenticity.state not in INTACT:
        return None
    return IssuerQuestion.of(reading, inspection.signer, identity.number, released)


def asked_issuer(check: Check) -> Check:
    """The check with its question on the way."""
    return _with_line(replace(check, issuer_awaited=True), NOT_DONE)


def answered_by_issuer(check: Check, answer: IssuerAnswer) -> Check:
    """The check with the answer in its evidence and in its report."""
    check = replace(check, issuer_awaited=False, evidence=replace(check.evidence, issuer=answer))
    return _with_line(check, answer.as_check())


def issuer_too_late(check: Check) -> Check:
    """The check when its time is over: a question that is still on the way gets no answer."""
    return _with_line(check, _no_answer(IssuerTrouble.TOO_LATE)) if check.issuer_awaited else check


def issuer_failed(check: Check) -> Check:
    """The check when asking itself failed."""
    return _with_line(replace(check, issuer_awaited=False), _no_answer(IssuerTrouble.UNEXPECTED))


def _no_answer(trouble: IssuerTrouble) -> DocumentCheck:
    return DocumentCheck(CheckStatus.NOT_DONE, f"issuer-service-{trouble}")


def _with_line(check: Check, line: DocumentCheck) -> Check:
    inspection = check.evidence.inspection
    if inspection is None:
        return check
    report = replace(inspection.authenticity, issuer_verification=line)
    return replace(check, evidence=replace(check.evidence, inspection=replace(inspection, authenticity=report)))
