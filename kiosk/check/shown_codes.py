"""Codes of insurance cards and boarding passes beside a check: shown before the identity card, or while it is read."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check import events as ev
from kiosk.check.limits import CARD_WAIT_SECONDS
from kiosk.check.phases.turns import with_check
from kiosk.check.states import (
    AwaitingCard,
    AwaitingConsent,
    AwaitingKey,
    Check,
    Completing,
    Idle,
    Instant,
    Kiosk,
    Reading,
    Repositioning,
    ShownCard,
)
from kiosk.domain.hospital.health_record_rules import RecordField
from kiosk.domain.shown_code import FlightPass, InsuranceCard, ShownCode
from kiosk.domain.site import SiteProfile


def with_shown_code(kiosk: Kiosk, event: ev.Event, now: Instant) -> Kiosk | None:
    """The kiosk that keeps this code for the check under way, or for one that begins soon; ``None``: not for us."""
    if not isinstance(event, ev.CodeSeen) or not _is_ours(event.code, kiosk.profile):
        return None
    match kiosk.phase:
        case Idle() | AwaitingCard():
            shown = ShownCard(event.code, now.monotonic + CARD_WAIT_SECONDS)
            return replace(kiosk, shown=shown)
        case AwaitingConsent() | AwaitingKey() | Reading() | Repositioning() | Completing():
            check = kiosk.check
            if check is not None:
                return replace(kiosk, phase=with_check(kiosk.phase, _with_code(check, event.code)))
    # Whose it is cannot be known while somebody's result is shown: it is let go without a word.
    return kiosk


def without_old_code(kiosk: Kiosk, now: Instant) -> Kiosk:
    """The kiosk without a code that no card followed."""
    over = kiosk.shown is not None and now.monotonic >= kiosk.shown.until
    return replace(kiosk, shown=None) if over else kiosk


def handed_over(kiosk: Kiosk, check: Check) -> tuple[Kiosk, Check]:
    """A check that begins takes the code that was shown before it."""
    if kiosk.shown is None:
        return kiosk, check
    return replace(kiosk, shown=None), _with_code(check, kiosk.shown.card)


def _is_ours(code: ShownCode, profile: SiteProfile) -> bool:
    """Whether the site makes use of such a code."""
    if isinstance(code, FlightPass):
        return profile.travel is not None
    records = profile.health_records
    return profile.insurance is not None or (records is not None and RecordField.INSURANCE in records.release)


def _with_code(check: Check, code: ShownCode) -> Check:
    match code:
        case FlightPass():
            return replace(check, flight_pass=code)
        case InsuranceCard():
            return check if check.insurance_asked else replace(check, insurance_card=code)
