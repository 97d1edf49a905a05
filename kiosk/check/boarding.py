"""What a traveller's boarding pass says beside document and list; asked where the site deals with travellers."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check.states import Check, Instant
from kiosk.domain.evidence import Evidence
from kiosk.domain.site import SiteProfile
from kiosk.domain.travel import BoardingFinding, PassWanted, TravelRules, compare_pass, days_taken, is_infant
from kiosk.domain.vietnam_time import VIETNAM


def with_boarding_pass(check: Check, rules: TravelRules | None, now: Instant) -> Check:
    """The check with what its boarding pass amounts to; as it is where the site asks for none."""
    identity = check.evidence.identity
    if rules is None or identity is None or check.evidence.by_hand is not None:
        return check
    if check.flight_pass is None:
        if rules.boarding_pass is not PassWanted.ALWAYS:
            return check
        return _with(check, BoardingFinding(shown=False))
    answer = check.evidence.listing
    days = days_taken(now.wall.astimezone(VIETNAM), answer.expected_on if answer else None)
    return _with(check, compare_pass(check.flight_pass, identity, _listed(check.evidence), rules, days))


def with_infant_told(check: Check, profile: SiteProfile, now: Instant) -> Check:
    """The check, not looking at the face of somebody whose photo cannot show it any more."""
    identity = check.evidence.identity
    if (
        profile.travel is None
        or identity is None
        or not is_infant(identity, profile.travel, now.wall.astimezone(VIETNAM).date())
    ):
        return check
    return replace(check, chip_face=None, prompt=None, evidence=replace(check.evidence, infant=True))


def awaits_pass(check: Check) -> bool:
    """Whether the site wants a boarding pass, and none was shown yet."""
    return check.pass_wanted and check.flight_pass is None


def _with(check: Check, found: BoardingFinding) -> Check:
    return replace(check, evidence=replace(check.evidence, boarding=found))


def _listed(evidence: Evidence) -> dict[str, str]:
    listing = evidence.listing.listing if evidence.listing else None
    return dict(listing.details) if listing else {}
