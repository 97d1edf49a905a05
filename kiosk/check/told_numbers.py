"""A queue number that staff got for somebody after their check, told at the citizen's screen, and for how long."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check import events as ev
from kiosk.check.limits import RESULT_LONGEST_SECONDS, RESULT_SECONDS
from kiosk.check.states import Idle, Instant, Kiosk, RemovingCard, ShowingResult, ToldNumber
from kiosk.domain.record import CheckId


def has_room_for(kiosk: Kiosk, about: CheckId | None) -> bool:
    """Whether the citizen's screen can tell a number of this check's person now: nobody else is served there."""
    if kiosk.taken_over is not None:
        return False
    match kiosk.phase:
        case Idle() | RemovingCard():
            return True
        case ShowingResult(check=check, awaits_staff=waits):
            return check.id == about and not waits
    return False


def with_number_told(kiosk: Kiosk, event: ev.Event, now: Instant) -> Kiosk | None:
    """The kiosk that tells the number, tells it longer, or tells it no more; ``None``: the event is not about one."""
    match event:
        case ev.NumberGiven(about=about, place=place):
            if not has_room_for(kiosk, about):
                # Whoever stands there is not the one who is called: staff read the number out.
                return kiosk
            told = ToldNumber(place, about, now.monotonic, now.monotonic + RESULT_SECONDS)
            return _staying(replace(kiosk, told=told), told.until)
        case ev.MoreTimeAsked() if (held := told_number(kiosk)) is not None:
            until = max(held.until, min(held.since + RESULT_LONGEST_SECONDS, now.monotonic + RESULT_SECONDS))
            return _staying(replace(kiosk, told=replace(held, until=until)), until)
        case ev.Dismissed() if kiosk.told is not None and isinstance(kiosk.phase, Idle):
            return replace(kiosk, told=None)
    return None


def without_old_number(kiosk: Kiosk, event: ev.Event, now: Instant) -> Kiosk:
    """The kiosk without a number whose time is over, or whose person gave way to somebody else."""
    told = kiosk.told
    if told is None:
        return kiosk
    over = now.monotonic >= told.until or isinstance(event, ev.CodeRejected | ev.CodeSeen)
    return replace(kiosk, told=None) if over or not has_room_for(kiosk, told.about) else kiosk


def told_number(kiosk: Kiosk) -> ToldNumber | None:
    """The number that the citizen's screen tells now; a card that was forgotten comes first."""
    told = kiosk.told
    shown = told is not None and not isinstance(kiosk.phase, RemovingCard) and has_room_for(kiosk, told.about)
    return told if shown else None


def _staying(kiosk: Kiosk, until: float) -> Kiosk:
    """A result that is still shown goes no sooner than the number in it."""
    phase = kiosk.phase
    if not isinstance(phase, ShowingResult):
        return kiosk
    return replace(kiosk, phase=replace(phase, until=max(phase.until, until)))
