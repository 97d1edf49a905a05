"""Which of a verdict's reasons the person is told, and whether the place in the list helps them."""

from __future__ import annotations

from kiosk.check.wording.words import CITIZEN_REASONS
from kiosk.domain.text import Text
from kiosk.domain.verdict import Decision, Reason, Verdict

ELSEWHERE = frozenset({Reason.WRONG_DAY, Reason.WRONG_SESSION, Reason.WRONG_ROOM, Reason.TOO_EARLY, Reason.TOO_LATE})
"""The person is the one who is expected, but not here or not now."""


_DISCREET = frozenset({Reason.WATCHED})
"""Findings for the eyes of staff: the person's screen looks as it would without them."""


def verdict_told(decision: Decision) -> Verdict:
    """The verdict that the person's screen shows."""
    if _DISCREET.isdisjoint(decision.reasons):
        return decision.verdict
    others = [one.verdict for one in decision.findings if one.reason not in _DISCREET]
    return max(others, key=lambda verdict: verdict.severity, default=Verdict.ADMIT)


def told_to_citizen(decision: Decision) -> tuple[Text | None, bool]:
    """The sentence for the person, and whether the place is shown.

    Whoever is admitted is shown the way. So is whoever only came to another door or at another time; as soon as
    anything else stands against them, time and place are for staff.
    """
    against = [one.reason for one in decision.findings if one.verdict.severity >= Verdict.REFER.severity]
    if not against:
        return None, True
    only_elsewhere = ELSEWHERE.issuperset(against)
    told = (one for one in against if one in CITIZEN_REASONS and (only_elsewhere or one not in ELSEWHERE))
    sentence = next(told, None)
    return CITIZEN_REASONS[sentence] if sentence else None, only_elsewhere
