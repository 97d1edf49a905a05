"""Nobody is here, or half of what a check needs: a card without its key, a key without its card."""

from __future__ import annotations

import uuid
from dataclasses import replace

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import (
    CARD_WAIT_SECONDS,
    CODE_ONLY_SECONDS,
    CONSENT_WAIT_SECONDS,
    KEY_WAIT_LONGEST_SECONDS,
    KEY_WAIT_SECONDS,
    NOTICE_SECONDS,
)
from kiosk.check.phases.completing import complete, conclude
from kiosk.check.phases.face import while_watching
from kiosk.check.phases.reading import read_chip
from kiosk.check.phases.turns import Step, then, to_phase, with_evidence
from kiosk.check.shown_codes import handed_over
from kiosk.check.states import (
    AwaitingCard,
    AwaitingConsent,
    AwaitingKey,
    CardCode,
    Check,
    Idle,
    Instant,
    Kiosk,
    OutOfService,
    Starting,
)
from kiosk.domain.evidence import Evidence
from kiosk.domain.faults import FaultCode
from kiosk.domain.liveness import LivenessReport
from kiosk.domain.record import CheckId
from kiosk.domain.travel import PassWanted


def while_idle(kiosk: Kiosk, idle: Idle, event: ev.Event, now: Instant) -> Step:
    """Nobody is here."""
    match event:
        case ev.CardPresented(reader=reader):
            return begin_check(kiosk, reader, None, now)
        case ev.CardCodeRead() | ev.KeyTyped():
            return keep_code(kiosk, event, now)
        case ev.CodeRejected(fault=fault) | ev.CodeSeen(fault=fault):
            return to_phase(kiosk, Idle(fault, now.monotonic + NOTICE_SECONDS))
        case ev.Tick() if idle.notice and now.monotonic >= idle.notice_until:
            return to_phase(kiosk, Idle())
    return kiosk, ()


def while_awaiting_card(kiosk: Kiosk, waiting: AwaitingCard, event: ev.Event, now: Instant) -> Step:
    """A code was shown; its card is not there yet."""
    match event:
        case ev.CardPresented(reader=reader):
            return begin_check(kiosk, reader, waiting.code, now)
        case ev.CardCodeRead() | ev.KeyTyped() if code_of(event) != waiting.code:
            return keep_code(kiosk, event, now)
        case ev.MoreTimeAsked():
            until = max(waiting.until, min(waiting.longest, now.monotonic + CARD_WAIT_SECONDS))
            return to_phase(kiosk, replace(waiting, until=until))
        case ev.Dismissed():
            return rest(kiosk, now)
        case ev.ChipGivenUp():
            return _code_only(kiosk, waiting.code, now)
        case ev.Tick() if now.monotonic >= waiting.until:
            return _code_only(kiosk, waiting.code, now)
    return kiosk, ()


def while_awaiting_consent(kiosk: Kiosk, waiting: AwaitingConsent, event: ev.Event, now: Instant) -> Step:
    """A card or its code is there, and its holder is asked. Nothing is read and nobody looked at; a new code waits."""
    check = waiting.check
    match event:
        case ev.ConsentAnswered(agreed=True):
            return _go_on(kiosk, check.marked("consent", now), now)
        case ev.ConsentAnswered() | ev.Dismissed() | ev.ChipGivenUp():
            return conclude(kiosk, with_evidence(check, consent_missing=True), now)
        case ev.CardCodeRead() | ev.KeyTyped() if check.reader or isinstance(event, ev.CardCodeRead):
            return to_phase(kiosk, replace(waiting, check=replace(check, code=code_of(event))))
        case ev.CardPresented(reader=reader) if not check.reader:
            # The card came after all, while its holder was asked about its code alone.
            return to_phase(kiosk, replace(waiting, check=replace(check, reader=reader, card_present=True)))
        case ev.MoreTimeAsked():
            longest = check.started.monotonic + KEY_WAIT_LONGEST_SECONDS
            until = max(waiting.until, min(longest, now.monotonic + CONSENT_WAIT_SECONDS))
            return to_phase(kiosk, replace(waiting, until=until))
        case ev.CardRemoved(reader=check.reader):
            return _abandon(kiosk, check, now)
        case ev.Tick() if now.monotonic >= waiting.until:
            return conclude(kiosk, with_evidence(check, consent_missing=True), now)
    return kiosk, ()


def while_awaiting_key(kiosk: Kiosk, waiting: AwaitingKey, event: ev.Event, now: Instant) -> Step:
    """A card is there; its access key is not. The face is looked for already."""
    check = waiting.check
    match event:
        case ev.CardCodeRead() | ev.KeyTyped():
            return read_chip(kiosk, check, code_of(event), now)
        case ev.CodeRejected(fault=fault) | ev.CodeSeen(fault=fault):
            return to_phase(kiosk, replace(waiting, notice=fault))
        case ev.MoreTimeAsked():
            longest = check.started.monotonic + KEY_WAIT_LONGEST_SECONDS
            until = max(waiting.until, min(longest, now.monotonic + KEY_WAIT_SECONDS))
            return to_phase(kiosk, replace(waiting, until=until))
        case ev.CardRemoved(reader=check.reader):
            return _abandon(kiosk, check, now)
        case ev.Dismissed() | ev.ChipGivenUp():
            return conclude(kiosk, with_evidence(check, key_missing=True), now)
        case ev.Tick() if now.monotonic >= waiting.until:
            return conclude(kiosk, with_evidence(check, key_missing=True), now)
    return while_watching(kiosk, check, event)


def keep_code(kiosk: Kiosk, event: ev.CardCodeRead | ev.KeyTyped, now: Instant) -> Step:
    """A code was shown or a key typed before any card: wait for the card."""
    until, longest = now.monotonic + CARD_WAIT_SECONDS, now.monotonic + KEY_WAIT_LONGEST_SECONDS
    return to_phase(kiosk, AwaitingCard(code_of(event), until, longest))


def begin_check(kiosk: Kiosk, reader: str, code: CardCode | None, now: Instant) -> Step:
    """A card was laid down: a check begins, with the camera or with the question whether it may."""
    return _asked_first(kiosk, _new_check(kiosk, reader, code, now).marked("card", now), now)


def _new_check(kiosk: Kiosk, reader: str, code: CardCode | None, now: Instant) -> Check:
    evidence = Evidence(liveness=LivenessReport(policy=kiosk.profile.liveness.policy))
    check_id = CheckId(uuid.uuid4().hex)
    travel = kiosk.profile.travel
    return Check(
        check_id,
        reader,
        now,
        budget_ends=0.0,
        code=code,
        card_present=bool(reader),
        evidence=evidence,
        pass_wanted=travel is not None and travel.boarding_pass is PassWanted.ALWAYS,
    )


def _asked_first(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    """Where the site asks, nothing is read, compared or looked up before the answer."""
    kiosk, check = handed_over(kiosk, check)
    if kiosk.profile.data.consent is not None:
        return to_phase(kiosk, AwaitingConsent(check, now.monotonic + CONSENT_WAIT_SECONDS))
    return _go_on(kiosk, check, now)


def _go_on(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    code = check.code
    if code is not None and not check.reader:
        check = replace(check, budget_ends=now.monotonic + CODE_ONLY_SECONDS)
        return complete(kiosk, with_evidence(check, chip_fault=FaultCode.CARD_MUTE, qr_identity=code.identity), now)
    face = (fx.StartFace(check.id),)
    if code is None:
        waiting = AwaitingKey(check, now.monotonic + KEY_WAIT_SECONDS)
        return replace(kiosk, phase=waiting), face
    return then(read_chip(kiosk, check, code, now), face, first=True)


def rest(kiosk: Kiosk, now: Instant) -> Step:
    """Where the kiosk goes when no check is under way."""
    if kiosk.faults:
        return to_phase(kiosk, OutOfService())
    if kiosk.awaited:
        return to_phase(kiosk, Starting())
    if kiosk.cards and kiosk.taken_over is None:
        return begin_check(kiosk, min(kiosk.cards), None, now)
    return to_phase(kiosk, Idle())


def _code_only(kiosk: Kiosk, code: CardCode, now: Instant) -> Step:
    if code.identity is None:
        return rest(kiosk, now)
    return _asked_first(kiosk, _new_check(kiosk, "", code, now).marked("code-only", now), now)


def _abandon(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    """The card went before anything was asked of it: no verdict, but a line in the journal."""
    ended = (fx.StopFace(check.id), fx.Wipe(check.id), fx.NoteFault(FaultCode.CARD_REMOVED))
    return then(rest(kiosk, now), ended, first=True)


def code_of(event: ev.CardCodeRead | ev.KeyTyped) -> CardCode:
    """The access keys that were scanned or typed."""
    match event:
        case ev.CardCodeRead(identity=identity, keys=keys):
            return CardCode(identity, keys)
        case ev.KeyTyped(keys=keys, printed=printed):
            return CardCode(None, keys, printed)
