"""Who gets a queue number with their verdict, and how it is told: where the site gives numbers out."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check.states import Check
from kiosk.domain.hospital.queue import QueueRules
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.domain.verdict import Decision, Verdict


def queued(check: Check, decision: Decision, rules: QueueRules | None) -> Listing | None:
    """The row of somebody who is admitted; whoever is referred gets a number when they come again or from staff."""
    answer = check.evidence.listing
    if rules is None or answer is None or decision.verdict.severity >= Verdict.REFER.severity:
        return None
    return answer.listing


def with_number(check: Check, number: int | None, rules: QueueRules | None) -> Check:
    """The check whose person is shown their number behind the place."""
    answer = check.evidence.listing
    if number is None or rules is None or answer is None or answer.listing is None:
        return check
    told, place = rules.words.filled(value=number), answer.listing.place
    place = Text(" · ".join(filter(None, (place.vi, told.vi))), " · ".join(filter(None, (place.en, told.en))))
    listing = replace(answer.listing, place=place)
    evidence = replace(check.evidence, listing=replace(answer, listing=listing))
    return replace(check, evidence=evidence, queue_number=number)
