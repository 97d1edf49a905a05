"""What a check still lacks before its verdict, and which of several face comparisons counts."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check.effects import CompareFaces
from kiosk.check.limits import MAX_COMPARISONS
from kiosk.check.states import Check
from kiosk.domain.face import FaceBand, FaceComparison, LiveFace


def compared(check: Check, comparison: FaceComparison, live: LiveFace) -> Check:
    """The check with one more comparison; the best score counts."""
    check = replace(check, comparing=False, comparisons=check.comparisons + 1)
    best = check.evidence.comparison
    if best is not None and best.score >= comparison.score:
        return check
    return replace(check, compared=live, evidence=replace(check.evidence, comparison=comparison, face_fault=None))


def next_comparison(check: Check) -> CompareFaces | None:
    """The comparison that is worth making now, if any."""
    if check.comparing or check.live is None or check.chip_face is None or not _face_open(check):
        return None
    if check.comparisons and check.live is check.compared:
        return None
    return CompareFaces(check.id, check.live, check.chip_face)


def outstanding(check: Check) -> bool:
    """Whether something that can still change the verdict is on its way."""
    return lacking(check) or check.issuer_awaited


def lacking(check: Check) -> bool:
    """Whether something that a verdict needs is on its way; the word of an outside service is not needed for one."""
    evidence = check.evidence
    if evidence.inspection is None and evidence.chip_fault is None:
        return True
    list_asked = check.list_asked and evidence.listing is None and evidence.list_fault is None
    return list_asked or check.comparing or _face_open(check)


def _face_open(check: Check) -> bool:
    """Whether another comparison may still be made: there is a chip face, no match yet, and tries are left."""
    evidence = check.evidence
    if check.chip_face is None or evidence.face_fault is not None:
        return False
    matched = evidence.comparison is not None and evidence.comparison.band is FaceBand.MATCH
    return not matched and check.comparisons < MAX_COMPARISONS
