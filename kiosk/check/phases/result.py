"""The verdict is made: it is written, shown, and the card taken away."""

from __future__ import annotations

import math
from dataclasses import replace

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import (
    BOUNCE_SECONDS,
    HAND_RESULT_SECONDS,
    RESULT_AFTER_CARD_SECONDS,
    RESULT_LONGEST_SECONDS,
    RESULT_SECONDS,
    STAFF_RESULT_SECONDS,
)
from kiosk.check.phases.turns import Step, then, to_phase
from kiosk.check.phases.waiting import begin_check, code_of, keep_code, rest
from kiosk.check.queueing import with_number
from kiosk.check.states import Check, Instant, Kiosk, OutOfService, Recording, RemovingCard, ShowingResult
from kiosk.domain.faults import FaultCode
from kiosk.domain.verdict import Decision, Verdict


def while_recording(kiosk: Kiosk, recording: Recording, event: ev.Event, now: Instant) -> Step:
    """The verdict is made, but it is not shown before the journal holds it."""
    check, decision = recording.check, recording.decision
    match event:
        case ev.Recorded(number=number):
            check = with_number(check, number, kiosk.profile.queue)
            until = now.monotonic + _seconds(check, decision)
            return to_phase(kiosk, ShowingResult(check, decision, now.monotonic, until))
        case ev.RecordFailed(fault=fault):
            return _not_written(kiosk, check, fault)
        case ev.Tick() if now.monotonic >= recording.until:
            # Whether it will be written some day is open; nobody stands before a screen for that.
            return _not_written(kiosk, check, FaultCode.JOURNAL_FAILED)
        case ev.CardRemoved(reader=check.reader):
            return to_phase(kiosk, replace(recording, check=replace(check, card_present=False)))
    return kiosk, ()


def while_showing(kiosk: Kiosk, result: ShowingResult, event: ev.Event, now: Instant) -> Step:
    """The verdict is shown until its time is over, somebody closes it, or the next card comes."""
    check = result.check
    wipe = (fx.Wipe(check.id),)
    match event:
        case ev.CardPresented() if now.monotonic - result.removed_at < BOUNCE_SECONDS:
            return to_phase(kiosk, replace(result, back_at=now.monotonic))
        case ev.CardPresented(reader=reader):
            return then(begin_check(kiosk, reader, None, now), wipe, first=True)
        case ev.Tick() if _has_stayed(kiosk, result, now):
            return then(begin_check(kiosk, min(kiosk.cards), None, now), wipe, first=True)
        case ev.CardCodeRead() if kiosk.cards and not check.card_present and not _same_person(check, event):
            return then(begin_check(kiosk, min(kiosk.cards), code_of(event), now), wipe, first=True)
        case ev.CardCodeRead() if not check.card_present and not _same_person(check, event):
            return then(keep_code(kiosk, event, now), wipe, first=True)
        case ev.CardRemoved(reader=check.reader):
            soon = max(now.monotonic, result.since) + RESULT_AFTER_CARD_SECONDS
            until = result.until if result.awaits_staff else min(result.until, soon)
            gone = replace(result, check=replace(check, card_present=False), until=until)
            return to_phase(kiosk, replace(gone, removed_at=now.monotonic, back_at=math.inf))
        case ev.StaffDecided(outcome=outcome):
            until = now.monotonic + RESULT_SECONDS
            return to_phase(kiosk, replace(result, by_staff=outcome, since=now.monotonic, until=until))
        case ev.AttentionSeen():
            return to_phase(kiosk, replace(result, seen=True))
        case ev.MoreTimeAsked():
            until = max(result.until, min(result.since + RESULT_LONGEST_SECONDS, now.monotonic + RESULT_SECONDS))
            return to_phase(kiosk, replace(result, until=until))
        case ev.Dismissed():
            return then(_after(kiosk, check, now), wipe, first=True)
        case ev.Tick() if now.monotonic >= result.until:
            return then(_after(kiosk, check, now), wipe, first=True)
    return kiosk, ()


def while_removing(kiosk: Kiosk, removing: RemovingCard, event: ev.Event, now: Instant) -> Step:
    """The person is forgotten; their card still lies on the reader."""
    match event:
        case ev.CardPresented(reader=reader):
            return begin_check(kiosk, reader, None, now)
        case ev.CardRemoved(reader=removing.reader):
            return rest(kiosk, now)
        case ev.Tick() if removing.reader not in kiosk.cards:
            return rest(kiosk, now)
    return kiosk, ()


def _not_written(kiosk: Kiosk, check: Check, fault: FaultCode) -> Step:
    return replace(kiosk, phase=OutOfService(), faults=kiosk.faults | {fault}), (fx.Wipe(check.id),)


def _has_stayed(kiosk: Kiosk, result: ShowingResult, now: Instant) -> bool:
    """Whether a card lies there that came too soon to be sure of, and would be taken for the next one by now."""
    return bool(kiosk.cards) and kiosk.taken_over is None and now.monotonic - result.back_at >= BOUNCE_SECONDS


def _seconds(check: Check, decision: Decision) -> float:
    if check.evidence.by_hand is not None:
        return HAND_RESULT_SECONDS
    return RESULT_SECONDS if decision.verdict.severity < Verdict.REFER.severity else STAFF_RESULT_SECONDS


def _after(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    if check.card_present and check.reader in kiosk.cards:
        return to_phase(kiosk, RemovingCard(check.reader, now.monotonic))
    return rest(kiosk, now)


def _same_person(check: Check, event: ev.CardCodeRead) -> bool:
    known = check.evidence.identity
    return known is not None and known.number == event.identity.number
