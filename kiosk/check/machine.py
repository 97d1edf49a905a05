"""The way of one check as a pure function: state and event in, state and effects out; no clock, no thread, no device.

Every phase answers every event; what a phase does not name leaves it as it is. Words about an older check or an earlier
reading are dropped here, at one place.
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.issuer import answered_by_issuer, asked_issuer, issuer_failed, issuer_too_late, question_to_issuer
from kiosk.check.limits import (
    CARD_WAIT_SECONDS,
    CODE_ONLY_SECONDS,
    KEY_WAIT_SECONDS,
    MAX_CHIP_ATTEMPTS,
    MAX_WRONG_KEYS,
    NOTICE_SECONDS,
    REPOSITION_SECONDS,
    RESULT_AFTER_CARD_SECONDS,
    RESULT_SECONDS,
    STAFF_RESULT_SECONDS,
)
from kiosk.check.recording import record_of
from kiosk.check.states import (
    AwaitingCard,
    AwaitingKey,
    CardCode,
    Check,
    Completing,
    Idle,
    Instant,
    Kiosk,
    OutOfService,
    Phase,
    Reading,
    Recording,
    RemovingCard,
    Repositioning,
    ShowingResult,
    Starting,
)
from kiosk.check.weighing import compared, lacking, next_comparison, outstanding
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.decide import decide
from kiosk.domain.faults import FAULTS, Device, FaultCode, Retry
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Verdict

Step = tuple[Kiosk, tuple[fx.Effect, ...]]

_READING_DEVICES = {Device.READER, Device.CARD_SERVICE}


def advance(kiosk: Kiosk, event: ev.Event, now: Instant) -> Step:
    """The next state and what is to be done, after ``event`` at ``now``."""
    if _stale(kiosk, event):
        return kiosk, ()
    kiosk = _cards(kiosk, event)
    match event:
        case ev.DeviceFailed(fault=fault):
            return _device_failed(kiosk, fault, now)
        case ev.DeviceReady(device=device):
            return _device_ready(kiosk, device, now)
    match kiosk.phase:
        case Starting() | OutOfService():
            return kiosk, ()
        case Idle() as idle:
            return _idle(kiosk, idle, event, now)
        case AwaitingCard() as waiting:
            return _awaiting_card(kiosk, waiting, event, now)
        case AwaitingKey() as waiting:
            return _awaiting_key(kiosk, waiting, event, now)
        case Reading(check=check):
            return _reading(kiosk, check, event, now)
        case Repositioning() as lost:
            return _repositioning(kiosk, lost, event, now)
        case Completing(check=check):
            return _completing(kiosk, check, event, now)
        case Recording() as recording:
            return _recording(kiosk, recording, event, now)
        case ShowingResult() as result:
            return _showing(kiosk, result, event, now)
        case RemovingCard() as removing:
            return _removing(kiosk, removing, event, now)


# What holds in every phase


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
    others = {other for other in kiosk.faults if FAULTS[other].device is not device}
    awaited = kiosk.awaited - {device} if device else kiosk.awaited
    kiosk = replace(kiosk, faults=frozenset({*others, fault}), awaited=awaited)
    if device in _READING_DEVICES:
        kiosk = replace(kiosk, cards=frozenset())
    note: tuple[fx.Effect, ...] = () if known else (fx.NoteFault(fault),)
    check = kiosk.check
    if check is None or isinstance(kiosk.phase, ShowingResult | Recording):
        return _then(_rest(kiosk, now), note) if check is None else (kiosk, note)
    if device is Device.CAMERA:
        return _then(_on(kiosk, _with(check, face_fault=fault), now), note)
    if device in _READING_DEVICES and isinstance(kiosk.phase, AwaitingKey | Repositioning):
        return _then(_conclude(kiosk, _with(check, chip_fault=fault), now), note)
    return kiosk, note


def _device_ready(kiosk: Kiosk, device: Device, now: Instant) -> Step:
    faults = frozenset(fault for fault in kiosk.faults if FAULTS[fault].device is not device)
    kiosk = replace(kiosk, faults=faults, awaited=kiosk.awaited - {device})
    if isinstance(kiosk.phase, Starting | OutOfService):
        return _rest(kiosk, now)
    return kiosk, ()


# Nobody here, or half of what is needed


def _idle(kiosk: Kiosk, idle: Idle, event: ev.Event, now: Instant) -> Step:
    match event:
        case ev.CardPresented(reader=reader):
            return _begin(kiosk, reader, None, now)
        case ev.CardCodeRead() | ev.KeyTyped():
            return _phase(kiosk, AwaitingCard(_code(event), now.monotonic + CARD_WAIT_SECONDS))
        case ev.CodeRejected(fault=fault):
            return _phase(kiosk, Idle(fault, now.monotonic + NOTICE_SECONDS))
        case ev.Tick() if idle.notice and now.monotonic >= idle.notice_until:
            return _phase(kiosk, Idle())
    return kiosk, ()


def _awaiting_card(kiosk: Kiosk, waiting: AwaitingCard, event: ev.Event, now: Instant) -> Step:
    match event:
        case ev.CardPresented(reader=reader):
            return _begin(kiosk, reader, waiting.code, now)
        case ev.CardCodeRead() | ev.KeyTyped() if (code := _code(event)) != waiting.code:
            return _phase(kiosk, AwaitingCard(code, now.monotonic + CARD_WAIT_SECONDS))
        case ev.Dismissed():
            return _rest(kiosk, now)
        case ev.ChipGivenUp():
            return _code_only(kiosk, waiting.code, now)
        case ev.Tick() if now.monotonic >= waiting.until:
            return _code_only(kiosk, waiting.code, now)
    return kiosk, ()


def _awaiting_key(kiosk: Kiosk, waiting: AwaitingKey, event: ev.Event, now: Instant) -> Step:
    check = waiting.check
    match event:
        case ev.CardCodeRead() | ev.KeyTyped():
            return _read(kiosk, check, _code(event), now)
        case ev.CodeRejected(fault=fault):
            return _phase(kiosk, replace(waiting, notice=fault))
        case ev.CardRemoved(reader=check.reader):
            return _abandon(kiosk, check, now)
        case ev.Dismissed() | ev.ChipGivenUp():
            return _conclude(kiosk, _with(check, key_missing=True), now)
        case ev.Tick() if now.monotonic >= waiting.until:
            return _conclude(kiosk, _with(check, key_missing=True), now)
    return _face_step(kiosk, check, event)


def _begin(kiosk: Kiosk, reader: str, code: CardCode | None, now: Instant) -> Step:
    check = Check(CheckId(uuid.uuid4().hex), reader, now, budget_ends=0.0, code=code).marked("card", now)
    face = (fx.StartFace(check.id),)
    if code is None:
        waiting = AwaitingKey(check, now.monotonic + KEY_WAIT_SECONDS)
        return replace(kiosk, phase=waiting), face
    return _then(_read(kiosk, check, code, now), face, first=True)


def _code_only(kiosk: Kiosk, code: CardCode, now: Instant) -> Step:
    if code.identity is None:
        return _rest(kiosk, now)
    ends = now.monotonic + CODE_ONLY_SECONDS
    check = Check(CheckId(uuid.uuid4().hex), "", now, ends, code, card_present=False).marked("code-only", now)
    check = _with(check, chip_fault=FaultCode.CARD_MUTE, qr_identity=code.identity)
    return _complete(kiosk, check, now)


def _abandon(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    """The card went before anything was asked of it: no verdict, but a line in the journal."""
    ended = (fx.StopFace(check.id), fx.Wipe(check.id), fx.NoteFault(FaultCode.CARD_REMOVED))
    return _then(_rest(kiosk, now), ended, first=True)


# The chip


def _read(kiosk: Kiosk, check: Check, code: CardCode, now: Instant) -> Step:
    """Start a reading; the first one starts the budget."""
    ends = check.budget_ends or now.monotonic + kiosk.profile.budget_seconds
    check = replace(check, code=code, budget_ends=ends, attempt=check.attempt + 1, progress=None, card_present=True)
    check = _with(check, qr_identity=code.identity, chip_fault=None).marked("reading", now)
    effect = fx.ReadChip(check.id, check.attempt, check.reader, code.keys, max(0.0, ends - now.monotonic))
    return replace(kiosk, phase=Reading(check)), (effect,)


def _reading(kiosk: Kiosk, check: Check, event: ev.Event, now: Instant) -> Step:
    match event:
        case ev.ChipProgressed(progress=progress):
            return _phase(kiosk, Reading(check.progressed(progress, now)))
        case ev.ChipRead(reading=reading):
            return _chip_read(kiosk, check, reading, now)
        case ev.ChipFailed(fault=fault):
            return _complete(kiosk, _with(check, chip_fault=fault), now)
        case ev.CardRemoved(reader=check.reader):
            return _then(_reposition(kiosk, check, now), (fx.StopChip(check.id),), first=True)
        case ev.Tick() if now.monotonic >= check.budget_ends:
            late = _with(check, chip_fault=FaultCode.OUT_OF_TIME, out_of_time=True)
            return _then(_conclude(kiosk, late, now), (fx.StopChip(check.id),), first=True)
    return _face_step(kiosk, check, event)


def _chip_read(kiosk: Kiosk, check: Check, reading: ChipReading, now: Instant) -> Step:
    fault = reading.fault.code if reading.fault else None
    check = check.marked("chip", now)
    if fault is None:
        inspect = fx.InspectDocument(check.id, reading, check.code.identity if check.code else None)
        return replace(kiosk, phase=Completing(check)), (inspect,)
    if fault is FaultCode.CARD_REMOVED:
        return _reposition(kiosk, check, now)
    if fault is FaultCode.WRONG_ACCESS_KEY and check.wrong_keys + 1 < MAX_WRONG_KEYS:
        again = replace(check, wrong_keys=check.wrong_keys + 1, budget_ends=0.0, code=None)
        waiting = AwaitingKey(_with(again, qr_identity=None), now.monotonic + KEY_WAIT_SECONDS, fault)
        return _phase(kiosk, waiting)
    if FAULTS[fault].retry is Retry.AT_ONCE and check.code and check.attempt < MAX_CHIP_ATTEMPTS:
        return _read(kiosk, check, check.code, now)
    return _complete(kiosk, _with(check, chip_fault=fault), now)


def _reposition(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    until = min(check.budget_ends, now.monotonic + REPOSITION_SECONDS)
    return _phase(kiosk, Repositioning(replace(check, card_present=False), until))


def _repositioning(kiosk: Kiosk, lost: Repositioning, event: ev.Event, now: Instant) -> Step:
    check = lost.check
    match event:
        case ev.CardPresented(reader=reader) if check.code:
            return _read(kiosk, replace(check, reader=reader), check.code, now)
        case ev.Tick() if check.code and check.reader in kiosk.cards:
            # The card was back before the reading had noticed that it was gone.
            return _read(kiosk, check, check.code, now)
        case ev.Tick() if now.monotonic >= lost.until:
            return _complete(kiosk, _with(check, chip_fault=FaultCode.CARD_REMOVED), now)
    return _face_step(kiosk, check, event)


# Document, face and list, until the verdict


def _completing(kiosk: Kiosk, check: Check, event: ev.Event, now: Instant) -> Step:
    match event:
        case ev.DocumentInspected(inspection=inspection, reading=reading):
            check = _with(replace(check, chip_face=inspection.chip_face), inspection=inspection).marked("document", now)
            question = question_to_issuer(kiosk.profile, reading, inspection)
            if question is None:
                return _complete(kiosk, check, now)
            return _then(_complete(kiosk, asked_issuer(check), now), (fx.AskIssuer(check.id, question),), first=True)
        case ev.InspectionFailed(fault=fault):
            return _complete(kiosk, _with(check, chip_fault=fault), now)
        case ev.FaceCompared(comparison=comparison, live=live):
            return _complete(kiosk, compared(check, comparison, live).marked("face", now), now)
        case ev.ListAnswered(answer=answer):
            return _complete(kiosk, _with(check, listing=answer).marked("list", now), now)
        case ev.ListFailed(fault=fault):
            return _complete(kiosk, _with(check, list_fault=fault), now)
        case ev.IssuerAnswered(answer=answer):
            return _complete(kiosk, answered_by_issuer(check, answer).marked("issuer", now), now)
        case ev.IssuerFailed():
            return _complete(kiosk, issuer_failed(check), now)
        case ev.FaceFailed(fault=fault):
            return _complete(kiosk, _with(replace(check, comparing=False), face_fault=fault), now)
        case ev.LiveFaceFound(live=live):
            return _complete(kiosk, replace(check, live=live), now)
        case ev.CardRemoved(reader=check.reader):
            return _phase(kiosk, Completing(replace(check, card_present=False)))
        case ev.Tick() if now.monotonic >= check.budget_ends:
            return _conclude(kiosk, _with(issuer_too_late(check), out_of_time=lacking(check)), now)
    return _face_step(kiosk, check, event)


def _complete(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    """Ask for what is still missing; conclude when nothing is."""
    wanted: list[fx.Effect] = []
    evidence = check.evidence
    if evidence.identity and not check.list_asked and (evidence.inspection or evidence.chip_fault):
        check = replace(check, list_asked=True)
        wanted.append(fx.AskList(check.id, evidence.identity))
    comparison = next_comparison(check)
    if comparison:
        check = replace(check, comparing=True)
        wanted.append(comparison)
    if not outstanding(check):
        return _conclude(kiosk, check, now)
    return replace(kiosk, phase=Completing(check)), tuple(wanted)


def _face_step(kiosk: Kiosk, check: Check, event: ev.Event) -> Step:
    """What the face watch says while the check is busy with something else."""
    match event:
        case ev.FaceHinted(hint=hint):
            return _phase(kiosk, _on_check(kiosk.phase, replace(check, hint=hint)))
        case ev.LiveFaceFound(live=live):
            return _phase(kiosk, _on_check(kiosk.phase, replace(check, live=live)))
        case ev.FaceFailed(fault=fault):
            return _phase(kiosk, _on_check(kiosk.phase, _with(check, face_fault=fault)))
    return kiosk, ()


def _conclude(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    decision = decide(check.evidence, kiosk.profile.policy)
    check = check.marked("verdict", now)
    record = record_of(check, decision, kiosk.profile.name, now)
    commit = fx.CommitRecord(check.id, record, check.evidence.identity)
    return replace(kiosk, phase=Recording(check, decision)), (fx.StopFace(check.id), commit)


# The verdict is made


def _recording(kiosk: Kiosk, recording: Recording, event: ev.Event, now: Instant) -> Step:
    check, decision = recording.check, recording.decision
    match event:
        case ev.Recorded():
            seconds = RESULT_SECONDS if decision.verdict.severity < Verdict.REFER.severity else STAFF_RESULT_SECONDS
            return _phase(kiosk, ShowingResult(check, decision, now.monotonic, now.monotonic + seconds))
        case ev.RecordFailed(fault=fault):
            faults = kiosk.faults | {fault}
            return replace(kiosk, phase=OutOfService(), faults=faults), (fx.Wipe(check.id),)
        case ev.CardRemoved(reader=check.reader):
            return _phase(kiosk, Recording(replace(check, card_present=False), decision))
    return kiosk, ()


def _showing(kiosk: Kiosk, result: ShowingResult, event: ev.Event, now: Instant) -> Step:
    check = result.check
    wipe = (fx.Wipe(check.id),)
    match event:
        case ev.CardPresented(reader=reader):
            return _then(_begin(kiosk, reader, None, now), wipe, first=True)
        case ev.CardCodeRead() if not check.card_present and not _same_person(check, event):
            code = AwaitingCard(_code(event), now.monotonic + CARD_WAIT_SECONDS)
            return replace(kiosk, phase=code), wipe
        case ev.CardRemoved(reader=check.reader):
            until = min(result.until, max(now.monotonic, result.since) + RESULT_AFTER_CARD_SECONDS)
            return _phase(kiosk, replace(result, check=replace(check, card_present=False), until=until))
        case ev.Dismissed():
            return _then(_after(kiosk, check, now), wipe, first=True)
        case ev.Tick() if now.monotonic >= result.until:
            return _then(_after(kiosk, check, now), wipe, first=True)
    return kiosk, ()


def _after(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    if check.card_present and check.reader in kiosk.cards:
        return _phase(kiosk, RemovingCard(check.reader, now.monotonic))
    return _rest(kiosk, now)


def _removing(kiosk: Kiosk, removing: RemovingCard, event: ev.Event, now: Instant) -> Step:
    match event:
        case ev.CardPresented(reader=reader):
            return _begin(kiosk, reader, None, now)
        case ev.CardRemoved(reader=removing.reader):
            return _rest(kiosk, now)
        case ev.Tick() if removing.reader not in kiosk.cards:
            return _rest(kiosk, now)
    return kiosk, ()


def _rest(kiosk: Kiosk, now: Instant) -> Step:
    """Where the kiosk goes when no check is under way."""
    if kiosk.faults:
        return _phase(kiosk, OutOfService())
    if kiosk.awaited:
        return _phase(kiosk, Starting())
    if kiosk.cards:
        return _begin(kiosk, min(kiosk.cards), None, now)
    return _phase(kiosk, Idle())


# Small turns of hand


def _phase(kiosk: Kiosk, phase: Phase) -> Step:
    return replace(kiosk, phase=phase), ()


def _then(step: Step, more: tuple[fx.Effect, ...], *, first: bool = False) -> Step:
    kiosk, effects = step
    return kiosk, (*more, *effects) if first else (*effects, *more)


def _with(check: Check, **findings: object) -> Check:
    return replace(check, evidence=replace(check.evidence, **findings))  # type: ignore[arg-type]


def _code(event: ev.CardCodeRead | ev.KeyTyped) -> CardCode:
    match event:
        case ev.CardCodeRead(identity=identity, keys=keys):
            return CardCode(identity, keys)
        case ev.KeyTyped(keys=keys):
            return CardCode(None, keys)


def _same_person(check: Check, event: ev.CardCodeRead) -> bool:
    known = check.evidence.identity
    return known is not None and known.number == event.identity.number


def _on(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    if isinstance(kiosk.phase, Completing):
        return _complete(kiosk, check, now)
    return _phase(kiosk, _on_check(kiosk.phase, check))


def _on_check(phase: Phase, check: Check) -> Phase:
    match phase:
        case AwaitingKey() | Reading() | Repositioning() | Completing() | Recording() | ShowingResult():
            return replace(phase, check=check)
    return phase
