"""Whoever came in before is said to have come before, for as long as the site remembers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.domain.site import Admission, ListingAnswer, SiteProfile


def seen_before(answer: ListingAnswer, before: datetime | None, now: datetime, profile: SiteProfile) -> ListingAnswer:
    """The list's answer, knowing that this person last came in at ``before``."""
    if answer.admission is not Admission.EXPECTED or before is None:
        return answer
    if now - before > timedelta(hours=profile.remembered_hours):
        return answer
    return replace(answer, admission=Admission.ALREADY_ADMITTED, admitted_at=before)
