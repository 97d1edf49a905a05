"""The chip is being read, or its card has gone in the middle of it."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import KEY_WAIT_SECONDS, MAX_CHIP_ATTEMPTS, MAX_WRONG_KEYS, REPOSITION_SECONDS
from kiosk.check.phases.completing import complete, conclude
from kiosk.check.phases.face import while_watching
from kiosk.check.phases.turns import Step, then, to_phase, with_evidence
from kiosk.check.states import AwaitingKey, CardCode, Check, Completing, Instant, Kiosk, Reading, Repositioning
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.faults import FAULTS, FaultCode, Retry


def while_reading(kiosk: Kiosk, check: Check, event: ev.Event, now: Instant) -> Step:
    """The chip is being read; the face is looked for meanwhile."""
    match event:
        case ev.ChipProgressed(progress=progress):
            return to_phase(kiosk, Reading(check.progressed(progress, now)))
        case ev.ChipRead(reading=reading):
            return _chip_read(kiosk, check, reading, now)
        case ev.ChipFailed(fault=fault):
            return complete(kiosk, with_evidence(check, chip_fault=fault), now)
        case ev.CardRemoved(reader=check.reader):
            return then(_reposition(kiosk, check, now), (fx.StopChip(check.id),), first=True)
        case ev.Tick() if now.monotonic >= check.budget_ends:
            late = with_evidence(check, chip_fault=FaultCode.OUT_OF_TIME, out_of_time=True)
            return then(conclude(kiosk, late, now), (fx.StopChip(check.id),), first=True)
    return while_watching(kiosk, check, event)


def read_chip(kiosk: Kiosk, check: Check, code: CardCode, now: Instant) -> Step:
    """Start a reading; the first one starts the budget."""
    ends = check.budget_ends or now.monotonic + kiosk.profile.budget_seconds
    check = replace(check, code=code, budget_ends=ends, attempt=check.attempt + 1, progress=None, card_present=True)
    check = with_evidence(check, qr_identity=code.identity, chip_fault=None).marked("reading", now)
    effect = fx.ReadChip(check.id, check.attempt, check.reader, code.keys, max(0.0, ends - now.monotonic))
    return replace(kiosk, phase=Reading(check)), (effect,)


def _chip_read(kiosk: Kiosk, check: Check, reading: ChipReading, now: Instant) -> Step:
    fault = reading.fault.code if reading.fault else None
    check = check.marked("chip", now)
    if fault is None:
        inspect = fx.InspectDocument(check.id, reading, check.code.to_compare if check.code else None)
        return replace(kiosk, phase=Completing(check)), (inspect,)
    if fault is FaultCode.CARD_REMOVED:
        return _reposition(kiosk, check, now)
    if fault is FaultCode.WRONG_ACCESS_KEY and check.wrong_keys + 1 < MAX_WRONG_KEYS:
        again = replace(check, wrong_keys=check.wrong_keys + 1, budget_ends=0.0, code=None)
        waiting = AwaitingKey(with_evidence(again, qr_identity=None), now.monotonic + KEY_WAIT_SECONDS, fault)
        return to_phase(kiosk, waiting)
    if FAULTS[fault].retry is Retry.AT_ONCE and check.code and check.attempt < MAX_CHIP_ATTEMPTS:
        return read_chip(kiosk, check, check.code, now)
    return complete(kiosk, with_evidence(check, chip_fault=fault), now)


def _reposition(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    until = min(check.budget_ends, now.monotonic + REPOSITION_SECONDS)
    return to_phase(kiosk, Repositioning(replace(check, card_present=False), until))


def while_repositioning(kiosk: Kiosk, lost: Repositioning, event: ev.Event, now: Instant) -> Step:
    """The card left in the middle; it may come back while the budget lasts."""
    check = lost.check
    match event:
        case ev.CardPresented(reader=reader) if check.code:
            return read_chip(kiosk, replace(check, reader=reader), check.code, now)
        case ev.Tick() if check.code and check.reader in kiosk.cards:
            # The card was back before the reading had noticed that it was gone.
            return read_chip(kiosk, check, check.code, now)
        case ev.Tick() if now.monotonic >= lost.until:
            return complete(kiosk, with_evidence(check, chip_fault=FaultCode.CARD_REMOVED), now)
    return while_watching(kiosk, check, event)
