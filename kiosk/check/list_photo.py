"""Who shows only a code is compared with the picture that the list has of them, where the site may admit them so."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check.effects import StartFace
from kiosk.check.states import Check, Instant
from kiosk.domain.face import ChipFace, PhotoSource
from kiosk.domain.identity import Source
from kiosk.domain.site import SiteProfile
from kiosk.domain.verdict import Verdict


def with_list_photo(check: Check, profile: SiteProfile, now: Instant) -> tuple[Check, tuple[StartFace, ...]]:
    """The check with that picture to compare with, and the camera where it is not open yet.

    Where the site refers whoever comes without a chip, nobody is looked at for nothing.
    """
    evidence = check.evidence
    listing = evidence.listing.listing if evidence.listing else None
    by_code = evidence.inspection is None and evidence.identity is not None and evidence.identity.source is Source.QR
    if listing is None or listing.photo is None or not by_code or evidence.by_hand is not None or evidence.infant:
        return check, ()
    if profile.policy.qr_only is not Verdict.ADMIT_WITH_ATTENTION or check.list_face is not None:
        return check, ()
    check = replace(check, list_face=ChipFace(listing.photo.image, listing.photo.encoding, PhotoSource.LIST))
    if check.reader:
        return check, ()
    # Without a card nobody was looked for so far, and there was no time for it.
    return replace(check, budget_ends=now.monotonic + profile.budget_seconds), (StartFace(check.id),)
