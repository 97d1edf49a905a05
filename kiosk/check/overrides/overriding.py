"""Overriding in named steps as a pure function: choose, confirm, second person, written; then undo for some minutes.

It stands beside the check machine and changes nothing in it: a verdict was written and shown before anybody can begin
here. What is decided here is written too before it is shown.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.check.overrides import steps as st
from kiosk.check.overrides.steps import (
    SHOWN_SECONDS,
    STEP_SECONDS,
    AwaitingSecond,
    Choosing,
    Confirming,
    Done,
    Effect,
    Event,
    Notice,
    Overriding,
    Resting,
    Step,
    Undoing,
    Writing,
)
from kiosk.check.referrals import Referred, joined, left, still_waiting
from kiosk.check.states import Instant
from kiosk.domain.override import Override, Undo
from kiosk.domain.record import CheckId
from kiosk.domain.staff import Act, StaffMember, may
from kiosk.domain.verdict import Verdict

Next = tuple[Overriding, tuple[Effect, ...]]


def advance(desk: Overriding, event: Event, now: Instant) -> Next:
    """The next state and what is to be written, after ``event`` at ``now``; an act that does not fit is a notice."""
    match event:
        case st.Ticked():
            return _ticked(desk, now), ()
        case st.Wiped():
            return replace(_fresh(desk), queue=(), unseen=(), latest=None, done=(), step=_wiped(desk.step)), ()
        case st.Decided(person=person):
            waits = person.verdict in (Verdict.REFER, Verdict.REFUSE)
            queue = joined(desk.queue, person) if waits else desk.queue
            unseen = joined(desk.unseen, person) if person.is_to_be_seen else desk.unseen
            return replace(desk, latest=person, queue=queue, unseen=unseen), ()
        case st.Gone(check_id=check_id):
            latest = None if desk.latest and desk.latest.check_id == check_id else desk.latest
            gone = replace(desk, queue=left(desk.queue, check_id), unseen=left(desk.unseen, check_id), latest=latest)
            return _given_up(gone, check_id), ()
        case st.Seen(check_id=check_id, by=by):
            return _seen(_fresh(desk), check_id, by)
        case st.SeenWritten(check_id=check_id):
            return replace(desk, unseen=left(desk.unseen, check_id), being_seen=desk.being_seen - {check_id}), ()
        case st.SeenNotWritten(check_id=check_id, fault=fault):
            being_seen = desk.being_seen - {check_id}
            return replace(desk, being_seen=being_seen, notice=Notice.NOT_SEEN, fault=fault), ()
        case st.Begun(check_id=check_id, by=by):
            return _begun(_fresh(desk), check_id, by, now), ()
        case st.Cancelled():
            return replace(_fresh(desk), step=_unless_writing(desk.step)), ()
        case st.Chosen(reason=code):
            return _chosen(_fresh(desk), code, now), ()
        case st.Confirmed():
            return _confirmed(_fresh(desk), now)
        case st.SecondConfirmed(by=by):
            return _second(_fresh(desk), by, now)
        case st.UndoWanted():
            return _undo(_fresh(desk), event, now)
        case st.Written(check_id=check_id, sequence=sequence):
            return _written(desk, check_id, sequence, now), ()
        case st.NotWritten(fault=fault):
            return replace(desk, step=Resting(), notice=Notice.NOT_WRITTEN, fault=fault), ()


def _seen(desk: Overriding, check_id: CheckId, by: StaffMember) -> Next:
    """An acknowledgement decides nothing, so it waits for no step; it counts once it is written, and once only."""
    if check_id in desk.being_seen:
        return desk, ()
    if not may(by.role, Act.HELP_PERSON):
        return replace(desk, notice=Notice.NOT_ALLOWED), ()
    if all(person.check_id != check_id for person in desk.unseen):
        return replace(desk, notice=Notice.NOT_THERE), ()
    return replace(desk, being_seen=desk.being_seen | {check_id}), (st.WriteSeen(check_id, by.login),)


def _begun(desk: Overriding, check_id: CheckId, by: StaffMember, now: Instant) -> Overriding:
    person = desk.find(check_id)
    if isinstance(desk.step, Writing | Undoing):
        return replace(desk, notice=Notice.BUSY)
    if not may(by.role, Act.OVERRIDE):
        return replace(desk, notice=Notice.NOT_ALLOWED)
    if person is None:
        return replace(desk, notice=Notice.NOT_THERE)
    return replace(desk, step=Choosing(person, by, now.monotonic))


def _chosen(desk: Overriding, code: str, now: Instant) -> Overriding:
    if not isinstance(desk.step, Choosing | Confirming):
        return desk
    person, by = desk.step.person, desk.step.by
    reason = next((one for one in desk.rules.reasons_for(person.verdict) if one.code == code), None)
    if reason is None:
        return replace(desk, notice=Notice.NO_SUCH_REASON)
    return replace(desk, step=Confirming(person, by, reason, now.monotonic))


def _confirmed(desk: Overriding, now: Instant) -> Next:
    if not isinstance(desk.step, Confirming):
        return desk, ()
    person, by, reason = desk.step.person, desk.step.by, desk.step.reason
    if desk.rules.takes_two(person.verdict, reason):
        return replace(desk, step=AwaitingSecond(person, by, reason, now.monotonic)), ()
    return _write(desk, person, Override(person.check_id, reason.outcome, reason.code, by.login, now.wall))


def _second(desk: Overriding, second: StaffMember, now: Instant) -> Next:
    if not isinstance(desk.step, AwaitingSecond):
        return desk, ()
    person, by, reason = desk.step.person, desk.step.by, desk.step.reason
    if second.login == by.login:
        return replace(desk, notice=Notice.SAME_PERSON), ()
    if not may(second.role, Act.CONFIRM_OVERRIDE):
        return replace(desk, notice=Notice.NOT_ALLOWED), ()
    override = Override(person.check_id, reason.outcome, reason.code, by.login, now.wall, second.login)
    return _write(desk, person, override)


def _write(desk: Overriding, person: Referred, override: Override) -> Next:
    return replace(desk, step=Writing(person, override)), (st.WriteOverride(override),)


def _undo(desk: Overriding, wanted: st.UndoWanted, now: Instant) -> Next:
    done = next((one for one in desk.done if one.person.check_id == wanted.check_id), None)
    if isinstance(desk.step, Writing | Undoing):
        return replace(desk, notice=Notice.BUSY), ()
    if not may(wanted.by.role, Act.UNDO_OVERRIDE):
        return replace(desk, notice=Notice.NOT_ALLOWED), ()
    if done is None or now.monotonic >= done.undo_until:
        return replace(desk, notice=Notice.TOO_LATE), ()
    if wanted.reason not in {reason.code for reason in desk.rules.undo_reasons}:
        return replace(desk, notice=Notice.NO_SUCH_REASON), ()
    undo = Undo(wanted.check_id, done.sequence, wanted.reason, wanted.by.login, now.wall)
    return replace(desk, step=Undoing(done, undo)), (st.WriteUndo(undo),)


def _written(desk: Overriding, check_id: CheckId, sequence: int, now: Instant) -> Overriding:
    match desk.step:
        case Writing(person=person, override=override) if person.check_id == check_id:
            until = now.monotonic + 60.0 * desk.rules.undo_minutes
            done = Done(person, override, sequence, now.monotonic, until)
            others = tuple(one for one in desk.done if one.person.check_id != check_id)
            latest = None if desk.latest and desk.latest.check_id == check_id else desk.latest
            queue, unseen = left(desk.queue, check_id), left(desk.unseen, check_id)
            return replace(desk, queue=queue, unseen=unseen, latest=latest, step=Resting(), done=(*others, done))
        case Undoing(done=undone) if undone.person.check_id == check_id:
            # Whoever was decided about by mistake waits again, with what is still known of them.
            back = replace(undone.person, since=now.monotonic)
            others = tuple(one for one in desk.done if one is not undone)
            return replace(desk, queue=joined(desk.queue, back), step=Resting(), done=others)
    return desk


def _ticked(desk: Overriding, now: Instant) -> Overriding:
    """Give up a step that nobody takes, forget who waited too long, wipe who was decided about."""
    step = desk.step
    if isinstance(step, Choosing | Confirming | AwaitingSecond) and now.monotonic - step.since >= STEP_SECONDS:
        step = Resting()
    done = tuple(
        one if now.monotonic - one.since < SHOWN_SECONDS else replace(one, person=one.person.wiped())
        for one in desk.done
        if now.monotonic < one.undo_until
    )
    queue, unseen = still_waiting(desk.queue, now.monotonic), still_waiting(desk.unseen, now.monotonic)
    latest = desk.latest
    if latest is not None and not still_waiting((latest,), now.monotonic):
        latest = None
    if (queue, unseen, latest, step, done) == (desk.queue, desk.unseen, desk.latest, desk.step, desk.done):
        return desk
    return replace(desk, queue=queue, unseen=unseen, latest=latest, step=step, done=done)


def _given_up(desk: Overriding, check_id: CheckId) -> Overriding:
    step = desk.step
    if isinstance(step, Choosing | Confirming | AwaitingSecond) and step.person.check_id == check_id:
        return replace(desk, step=Resting())
    return desk


def _unless_writing(step: Step) -> Step:
    """What is on its way into the journal comes to its end."""
    return step if isinstance(step, Writing | Undoing) else Resting()


def _wiped(step: Step) -> Step:
    """The same without anything personal: what comes to its end in the journal brings nobody's name back."""
    match step:
        case Writing(person=person):
            return replace(step, person=person.wiped())
        case Undoing(done=done):
            return replace(step, done=replace(done, person=done.person.wiped()))
    return Resting()


def _fresh(desk: Overriding) -> Overriding:
    """Without the notice of the act before."""
    return replace(desk, notice=None, fault=None) if desk.notice is not None else desk
