"""What a check still lacks before its verdict, which of several face comparisons counts, and of whom."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check.boarding import awaits_pass
from kiosk.check.effects import CompareFaces, StartChallenge
from kiosk.check.limits import MAX_COMPARISONS
from kiosk.check.states import Check
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.face import FaceBand, FaceComparison, LiveFace
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessReason, LivenessReport


def compared(check: Check, comparison: FaceComparison, live: LiveFace) -> Check:
    """The check with one more comparison; the best score counts, and only of the person who stands there now."""
    check = replace(check, comparing=False, comparisons=check.comparisons + 1)
    if live.person != check.person:
        return check
    comparison = replace(comparison, against=check.reference.source) if check.reference else comparison
    best = check.evidence.comparison
    if best is not None and best.score >= comparison.score:
        return check
    return replace(check, compared=live, evidence=replace(check.evidence, comparison=comparison, face_fault=None))


def with_live(check: Check, live: LiveFace) -> Check:
    """The check with the newest face of the person."""
    check = _of_person(check, live.person)
    return replace(check, live=live) if live.person == check.person else check


def with_liveness(check: Check, report: LivenessReport) -> Check:
    """The check with what is known about the person being alive, under the policy of the site."""
    check = _of_person(check, report.person)
    if report.person != check.person or check.staff_look:
        return check
    report = replace(report, policy=check.evidence.liveness.policy)
    return replace(check, evidence=replace(check.evidence, liveness=report))


def _of_person(check: Check, person: int) -> Check:
    """The check of this person: what was found about the face of another one before counts for nothing."""
    if person <= check.person:
        return check
    liveness = LivenessReport(policy=check.evidence.liveness.policy, person=person)
    evidence = replace(check.evidence, comparison=None, liveness=liveness)
    check = replace(check, person=person, live=None, compared=None, prompt=None, evidence=evidence)
    # Whom staff look at themselves is theirs to say: a face that was lost for a moment gives nothing back to the site.
    return with_staff_looking(check) if check.staff_look else check


def with_staff_looking(check: Check) -> Check:
    """The check of a person whom nobody asks to move any more."""
    report = check.evidence.liveness
    others = tuple(one for one in report.findings if one.part is not LivenessPart.CHALLENGE)
    waived = LivenessFinding(LivenessPart.CHALLENGE, CheckStatus.NOT_DONE, LivenessReason.STAFF_LOOKS)
    evidence = replace(check.evidence, liveness=replace(report, findings=(*others, waived)))
    return replace(check, staff_look=True, prompt=None, evidence=evidence)


def next_challenge(check: Check) -> StartChallenge | None:
    """The challenge, when it is to begin now: the person stands well, and the site asks for it."""
    if (
        check.challenged
        or check.staff_look
        or check.evidence.infant
        or check.live is None
        or check.evidence.face_fault is not None
    ):
        return None
    return StartChallenge(check.id) if check.evidence.liveness.wants_challenge else None


def next_comparison(check: Check) -> CompareFaces | None:
    """The comparison that is worth making now, if any."""
    if check.comparing or check.live is None or check.reference is None or not _face_open(check):
        return None
    if check.comparisons and check.live is check.compared:
        return None
    return CompareFaces(check.id, check.live, check.reference)


def outstanding(check: Check) -> bool:
    """Whether something that can still change the verdict is on its way."""
    asked = check.issuer_awaited or check.insurance_awaited or awaits_pass(check)
    return lacking(check) or asked or _liveness_open(check)


def lacking(check: Check) -> bool:
    """Whether something that a verdict needs is on its way; the word of an outside service is not needed for one."""
    evidence = check.evidence
    if evidence.inspection is None and evidence.chip_fault is None:
        return True
    list_asked = check.list_asked and evidence.listing is None and evidence.list_fault is None
    return list_asked or check.comparing or _face_open(check)


def _face_open(check: Check) -> bool:
    """Whether another comparison may still be made: there is a picture, no match yet, and tries are left."""
    evidence = check.evidence
    if check.reference is None or evidence.face_fault is not None:
        return False
    matched = evidence.comparison is not None and evidence.comparison.band is FaceBand.MATCH
    return not matched and check.comparisons < MAX_COMPARISONS


def _liveness_open(check: Check) -> bool:
    """Whether it is worth waiting for the rest of the liveness check: not for a face that is another's anyway."""
    evidence = check.evidence
    if check.reference is None or evidence.face_fault is not None:
        return False
    another = evidence.comparison is not None and evidence.comparison.band is FaceBand.NO_MATCH
    return not another and not check.staff_look and evidence.liveness.pending
