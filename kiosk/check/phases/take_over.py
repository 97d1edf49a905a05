"""Staff blank the citizen's screen and give it back; what is under way goes on, and nothing else begins."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import TAKE_OVER_SECONDS
from kiosk.check.phases.turns import Step, then
from kiosk.check.phases.waiting import rest
from kiosk.check.states import AwaitingCard, Idle, Instant, Kiosk, RemovingCard, ShowingResult, TakenOver
from kiosk.domain.staff import StaffAct, StaffNote


def take_over(kiosk: Kiosk, by: str, now: Instant) -> Step:
    """Blank the screen, or hold it longer; a code whose card is not there yet is forgotten."""
    noted = () if kiosk.taken_over else (fx.NoteStaff(StaffNote(StaffAct.TOOK_OVER, by)),)
    kiosk = replace(kiosk, taken_over=TakenOver(by, now.monotonic + TAKE_OVER_SECONDS))
    return then(rest(kiosk, now), noted) if isinstance(kiosk.phase, AwaitingCard) else (kiosk, noted)


def release(kiosk: Kiosk, by: str, now: Instant) -> Step:
    """Give the screen back; a card that was laid down meanwhile is read now. ``by`` is empty when the time is over."""
    if kiosk.taken_over is None:
        return kiosk, ()
    noted = (fx.NoteStaff(StaffNote(StaffAct.RELEASED, by)),)
    kiosk = replace(kiosk, taken_over=None)
    return then(rest(kiosk, now), noted) if isinstance(kiosk.phase, Idle) else (kiosk, noted)


def is_held_back(kiosk: Kiosk, event: ev.Event) -> bool:
    """Whether the event would begin a check while its person sees nothing: what they are asked would not reach them."""
    begins = isinstance(event, ev.CardPresented | ev.CardCodeRead | ev.KeyTyped)
    return (
        kiosk.taken_over is not None
        and begins
        and isinstance(kiosk.phase, Idle | AwaitingCard | ShowingResult | RemovingCard)
    )
