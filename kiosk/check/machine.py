"""The way of one check as a pure function: state and event in, state and effects out; no clock, no thread, no device.

Every phase (``kiosk.check.phases``) answers every event; what a phase does not name leaves it as it is. Words about an
older check or an earlier reading are dropped here, at one place, and here stands what holds in every phase.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.phases.by_hand import begin_by_hand, while_checking_by_hand
from kiosk.check.phases.completing import complete, conclude, while_completing
from kiosk.check.phases.reading import while_reading, while_repositioning
from kiosk.check.phases.result import while_recording, while_removing, while_showing
from kiosk.check.phases.take_over import is_held_back, release, take_over
from kiosk.check.phases.turns import Step, then, to_phase, with_check, with_evidence
from kiosk.check.phases.waiting import rest, while_awaiting_card, while_awaiting_consent, while_awaiting_key, while_idle
from kiosk.check.shown_codes import with_shown_code, without_old_code
from kiosk.check.states import (
    AwaitingCard,
    AwaitingConsent,
    AwaitingKey,
    Check,
    CheckingByHand,
    Completing,
    Idle,
    Instant,
    Kiosk,
    OutOfService,
    Reading,
    Recording,
    RemovingCard,
    Repositioning,
    ShowingResult,
    Starting,
)
from kiosk.check.told_numbers import with_number_told, without_old_number
from kiosk.domain.faults import FAULTS, Device, FaultCode

_READING_DEVICES = {Device.READER, Device.CARD_SERVICE}


def advance(kiosk: Kiosk, event: ev.Event, now: Instant) -> Step:
    """The next state and what is to be done, after ``event`` at ``now``."""
    if _stale(kiosk, event):
        return kiosk, ()
    kiosk = without_old_number(without_old_code(_cards(kiosk, event), now), event, now)
    if is_held_back(kiosk, event):
        return kiosk, ()
    kept = with_shown_code(kiosk, event, now) or with_number_told(kiosk, event, now)
    if kept is not None:
        return kept, ()
    match event:
        case ev.ScreenTakenOver(by=by):
            return take_over(kiosk, by, now)
        case ev.ScreenReleased(by=by):
            return release(kiosk, by, now)
        case ev.Tick() if kiosk.taken_over and now.monotonic >= kiosk.taken_over.until:
            return release(kiosk, "", now)
        case ev.HandCheckBegun(person=person):
            return begin_by_hand(kiosk, person, now)
        case ev.DeviceFailed(fault=fault):
            return _device_failed(kiosk, fault, now)
        case ev.DeviceReady():
            return _device_ready(kiosk, event, now)
    match kiosk.phase:
        case Starting() | OutOfService():
            return kiosk, ()
        case Idle() as idle:
            return while_idle(kiosk, idle, event, now)
        case AwaitingCard() as waiting:
            return while_awaiting_card(kiosk, waiting, event, now)
        case AwaitingConsent() as waiting:
            return while_awaiting_consent(kiosk, waiting, event, now)
        case AwaitingKey() as waiting:
            return while_awaiting_key(kiosk, waiting, event, now)
        case CheckingByHand() as looking:
            return while_checking_by_hand(kiosk, looking, event, now)
        case Reading(check=check):
            return while_reading(kiosk, check, event, now)
        case Repositioning() as lost:
            return while_repositioning(kiosk, lost, event, now)
        case Completing(check=check):
            return while_completing(kiosk, check, event, now)
        case Recording() as recording:
            return while_recording(kiosk, recording, event, now)
        case ShowingResult() as result:
            return while_showing(kiosk, result, event, now)
        case RemovingCard() as removing:
            return while_removing(kiosk, removing, event, now)


def _stale(kiosk: Kiosk, event: ev.Event) -> bool:
    check_id = getattr(event, "check_id", None)
    if check_id is None:
        return False
    check = kiosk.check
    if check is None or check.id != check_id:
        return True
    return getattr(event, "attempt", check.attempt) != check.attempt


def _cards(kiosk: Kiosk, event: ev.Event) -> Kiosk:
    match event:
        case ev.CardPresented(reader=reader):
            return replace(kiosk, cards=kiosk.cards | {reader})
        case ev.CardRemoved(reader=reader):
            return replace(kiosk, cards=kiosk.cards - {reader})
    return kiosk


def _device_failed(kiosk: Kiosk, fault: FaultCode, now: Instant) -> Step:
    device = FAULTS[fault].device
    known = fault in kiosk.faults
    # A device has one trouble at a time, and each part of the program its own.
    others = {other for other in kiosk.faults if FAULTS[other].device is not device or device is Device.PROGRAM}
    awaited = kiosk.awaited - {device} if device else kiosk.awaited
    kiosk = replace(kiosk, faults=frozenset({*others, fault}), awaited=awaited)
    if device in _READING_DEVICES:
        kiosk = replace(kiosk, cards=frozenset())
    # Shifts are opened and closed in the journal itself.
    note: tuple[fx.Effect, ...] = () if known or device is Device.SHIFT else (fx.NoteFault(fault),)
    check = kiosk.check
    if check is None or isinstance(kiosk.phase, ShowingResult | Recording):
        return then(rest(kiosk, now), note) if check is None else (kiosk, note)
    if device is Device.CAMERA and not isinstance(kiosk.phase, AwaitingConsent):
        # Before somebody has agreed nobody is looked at; whether it works when they have is found out then.
        return then(_on(kiosk, with_evidence(check, face_fault=fault), now), note)
    if device in _READING_DEVICES and isinstance(kiosk.phase, AwaitingConsent | AwaitingKey | Repositioning):
        return then(conclude(kiosk, with_evidence(check, chip_fault=fault), now), note)
    return kiosk, note


def _device_ready(kiosk: Kiosk, ready: ev.DeviceReady, now: Instant) -> Step:
    over = {ready.fault} if ready.fault else {fault for fault in kiosk.faults if FAULTS[fault].device is ready.device}
    kiosk = replace(kiosk, faults=kiosk.faults - over, awaited=kiosk.awaited - {ready.device})
    if isinstance(kiosk.phase, Starting | OutOfService):
        return rest(kiosk, now)
    return kiosk, ()


def _on(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    if isinstance(kiosk.phase, Completing):
        return complete(kiosk, check, now)
    return to_phase(kiosk, with_check(kiosk.phase, check))
