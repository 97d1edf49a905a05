"""Whoever came in before is said to have come before, or to come back, for as long as the site remembers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.domain.desks.attendance import Circumstance
from kiosk.domain.identity import Identity
from kiosk.domain.ports import Journal, Roster
from kiosk.domain.site import Admission, ListingAnswer, SiteProfile

_ABOUT_THE_FIRST_COMING = frozenset({Circumstance.TOO_EARLY, Circumstance.TOO_LATE})


def ask_list(
    roster: Roster, journal: Journal, identity: Identity, now: datetime, profile: SiteProfile
) -> ListingAnswer:
    """What the list says about this person, knowing what the journal remembers of them. Raises what both raise."""
    answer = roster.find(identity, now)
    if answer.admission is not Admission.EXPECTED:
        return answer
    before = journal.last_admission(identity)
    left = journal.last_leaving(identity) if before else None
    return seen_before(answer, before, now, profile, left)


def seen_before(
    answer: ListingAnswer, before: datetime | None, now: datetime, profile: SiteProfile, left: datetime | None = None
) -> ListingAnswer:
    """The list's answer, knowing that this person last came in at ``before`` and last went out at ``left``.

    A coming to another row of theirs, an exam's earlier subject, is none to this one. Whoever comes back is neither too
    early nor too late: they were in time when they first came.
    """
    if answer.admission is not Admission.EXPECTED or before is None:
        return answer
    if now - before > timedelta(hours=profile.remembered_hours):
        return answer
    if answer.opens_at is not None and before < answer.opens_at:
        return answer
    if left is None or left < before:
        return replace(answer, admission=Admission.ALREADY_ADMITTED, admitted_at=before)
    left_over = tuple(one for one in answer.circumstances if one not in _ABOUT_THE_FIRST_COMING)
    return replace(answer, admission=Admission.RE_ENTERING, admitted_at=before, left_at=left, circumstances=left_over)
