"""Staff look after somebody without the chip: the list's row beside the live picture, and what they decide."""

from __future__ import annotations

import uuid
from dataclasses import replace

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import HAND_LONGEST_SECONDS, HAND_SECONDS
from kiosk.check.phases.completing import conclude
from kiosk.check.phases.face import told_about_face
from kiosk.check.phases.turns import Step, then, to_phase
from kiosk.check.phases.waiting import rest
from kiosk.check.states import (
    AwaitingCard,
    Check,
    CheckingByHand,
    Idle,
    Instant,
    Kiosk,
    OutOfService,
    RemovingCard,
    ShowingResult,
)
from kiosk.domain.desks.by_hand import ByHand, Hindrance
from kiosk.domain.evidence import Evidence
from kiosk.domain.faults import FAULTS, Device
from kiosk.domain.record import CheckId


def hindrance(kiosk: Kiosk) -> Hindrance | None:
    """Why nobody can be taken up by hand now. A reader or camera that failed is no reason: this way is for that."""
    failed = {FAULTS[fault].device for fault in kiosk.faults}
    if Device.JOURNAL in kiosk.awaited or Device.JOURNAL in failed:
        return Hindrance.NO_JOURNAL
    if Device.SHIFT in failed:
        # Whom no shift counts nobody accounts for.
        return Hindrance.NO_SHIFT
    free = isinstance(kiosk.phase, Idle | AwaitingCard | OutOfService | ShowingResult | RemovingCard)
    return None if free else Hindrance.BUSY


def begin_by_hand(kiosk: Kiosk, person: ByHand, now: Instant) -> Step:
    """Open the camera for somebody whom staff found in the list; a result that is still shown goes."""
    if hindrance(kiosk) is not None:
        return kiosk, ()
    reader = min(kiosk.cards, default="")
    check = Check(
        CheckId(uuid.uuid4().hex),
        reader,
        now,
        budget_ends=0.0,
        card_present=bool(reader),
        evidence=Evidence(by_hand=person, listing=person.answer),
    ).marked("by-hand", now)
    before = (fx.Wipe(kiosk.check.id),) if kiosk.check else ()
    phase = CheckingByHand(check, now.monotonic + HAND_SECONDS)
    return replace(kiosk, phase=phase), (*before, fx.StartFace(check.id))


def while_checking_by_hand(kiosk: Kiosk, looking: CheckingByHand, event: ev.Event, now: Instant) -> Step:
    """Staff look; a card that is laid down meanwhile waits."""
    check = looking.check
    match event:
        case ev.HandCheckDone():
            return conclude(kiosk, check, now)
        case ev.MoreTimeAsked():
            longest = check.started.monotonic + HAND_LONGEST_SECONDS
            until = max(looking.until, min(longest, now.monotonic + HAND_SECONDS))
            return to_phase(kiosk, replace(looking, until=until))
        case ev.CardRemoved(reader=check.reader):
            return to_phase(kiosk, replace(looking, check=replace(check, card_present=False)))
        case ev.Dismissed():
            return _given_up(kiosk, check, now)
        case ev.Tick() if now.monotonic >= looking.until:
            return _given_up(kiosk, check, now)
    told = told_about_face(check, event)
    return to_phase(kiosk, replace(looking, check=told)) if told is not None else (kiosk, ())


def _given_up(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    """Nothing was read and nothing decided, so nothing is written."""
    ended = (fx.StopFace(check.id), fx.Wipe(check.id))
    if check.card_present and check.reader in kiosk.cards:
        return replace(kiosk, phase=RemovingCard(check.reader, now.monotonic)), ended
    return then(rest(kiosk, now), ended, first=True)
