"""Overriding step by step: what each act does at each step, whose word counts, what is written before it is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.check.overrides import steps as st
from kiosk.check.overrides.overriding import advance
from kiosk.check.overrides.steps import SHOWN_SECONDS, STEP_SECONDS, Notice, Overriding
from kiosk.check.referrals import KEPT_SECONDS, MOST_WAITING, Referred
from kiosk.check.states import Instant
from kiosk.domain.faults import FaultCode
from kiosk.domain.override import Outcome, Override, OverrideRules, Undo
from kiosk.domain.record import CheckId
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason, Verdict

WALL = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
BINH, LAN = StaffMember("binh", Role.OPERATOR), StaffMember("lan", Role.SUPERVISOR)
TAM, ADMIN = StaffMember("tam", Role.ATTENDANT), StaffMember("hoa.admin", Role.ADMINISTRATOR)
C1, C2 = CheckId("c-1"), CheckId("c-2")
ROOM = Text("Phòng 3", "Room 3")
ONE_PERSON_REASON, TWO_PEOPLE_REASON = "face-compared-by-staff", "list-is-wrong"
UNDO_SECONDS = 600.0


def at(seconds: float) -> Instant:
    return Instant(seconds, WALL + timedelta(seconds=seconds))


def person(check_id: CheckId = C1, verdict: Verdict = Verdict.REFER, since: float = 0.0) -> Referred:
    return Referred(check_id, verdict, (Reason.FACE_UNSURE,), since, "Nguyễn Văn An", ROOM)


class Screen:
    """One staff screen and what it wanted written. Every event comes one second after the one before."""

    def __init__(self, *people: Referred) -> None:
        self.state = Overriding(OverrideRules())
        self.now = 0.0
        self.effects: list[st.Effect] = []
        for one in people or (person(),):
            self.post(st.Decided(one))

    def post(self, *events: st.Event, after: float = 1.0) -> Overriding:
        for event in events:
            self.now += after
            self.state, effects = advance(self.state, event, at(self.now))
            self.effects += effects
        return self.state

    def decided(self, reason: str = ONE_PERSON_REASON) -> Screen:
        self.post(st.Begun(C1, BINH), st.Chosen(reason), st.Confirmed())
        return self

    def done(self) -> Screen:
        self.decided().post(st.Written(C1, 7))
        return self

    def then(self, event: st.Event, after: float = 1.0) -> Screen:
        self.post(event, after=after)
        return self


@pytest.mark.parametrize(
    ("verdict", "waits"),
    [(Verdict.ADMIT, False), (Verdict.ADMIT_WITH_ATTENTION, False), (Verdict.REFER, True), (Verdict.REFUSE, True)],
)
def test_who_waits_for_staff(verdict: Verdict, waits: bool) -> None:
    state = Screen(person(verdict=verdict)).state

    assert (state.find(C1) in state.queue) is waits
    assert state.find(C1) is not None, "the newest result can be overridden whatever it was"


UNDO = st.UndoWanted(C1, LAN, "chosen-by-mistake")
OTHERS = tuple(person(CheckId(f"c-{number}")) for number in range(2, MOST_WAITING + 3))


@pytest.mark.parametrize(
    ("screen", "known"),
    [
        (Screen(person(verdict=Verdict.ADMIT)), True),
        (Screen(person(verdict=Verdict.ADMIT), person(C2)), False),
        (Screen(person(), person(C2)), True),
        (Screen(person(), *OTHERS), False),
        (Screen().decided(), True),
        (Screen().done(), True),
        (Screen().done().then(UNDO), True),
        (Screen().done().then(st.Ticked(), after=UNDO_SECONDS), False),
        (Screen().then(st.Gone(C1)), False),
        (Screen().then(st.Wiped()), False),
    ],
    ids=[
        "the newest, let in",
        "let in, and others came",
        "waits while others come",
        "forgotten among too many",
        "is being decided about",
        "decided, and can be taken back",
        "is being taken back",
        "decided for good",
        "left",
        "wiped",
    ],
)
def test_about_whom_staff_can_still_decide(screen: Screen, known: bool) -> None:
    assert (C1 in screen.state.open_checks) is known


ATTENTION = replace(person(verdict=Verdict.ADMIT_WITH_ATTENTION), is_to_be_seen=True)
SEEN = st.Seen(C1, BINH)


@pytest.mark.parametrize(
    ("events", "unseen", "writes", "notice"),
    [
        ([], True, 0, None),
        ([SEEN], True, 1, None),
        ([SEEN, SEEN], True, 1, None),
        ([SEEN, st.SeenWritten(C1)], False, 1, None),
        ([SEEN, st.SeenWritten(C1), SEEN], False, 1, Notice.NOT_THERE),
        ([SEEN, st.SeenNotWritten(C1, FaultCode.JOURNAL_FAILED)], True, 1, Notice.NOT_SEEN),
        ([SEEN, st.SeenNotWritten(C1, FaultCode.JOURNAL_FAILED), SEEN], True, 2, None),
        ([st.Seen(C1, TAM)], True, 1, None),
        ([st.Seen(C2, BINH)], True, 0, Notice.NOT_THERE),
        ([st.Decided(person(C2))], True, 0, None),
        ([st.Gone(C1)], False, 0, None),
        ([st.Wiped()], False, 0, None),
    ],
    ids=[
        "nobody looked",
        "being written",
        "pressed twice",
        "written",
        "seen before",
        "not written",
        "tried again",
        "an attendant may",
        "somebody else",
        "the next person comes",
        "left",
        "wiped",
    ],
)
def test_an_attention_is_seen_once_it_is_written(
    events: list[st.Event], unseen: bool, writes: int, notice: Notice | None
) -> None:
    screen = Screen(ATTENTION)
    state = screen.post(*events)

    assert [one.check_id for one in state.unseen] == [C1] * unseen
    assert screen.effects == [st.WriteSeen(C1, one.by.login) for one in events if isinstance(one, st.Seen)][:writes]
    assert state.notice is notice
    assert ATTENTION not in state.queue, "admitted people wait for no decision"


def test_who_was_not_seen_is_forgotten_in_time_and_in_number() -> None:
    many = tuple(replace(ATTENTION, check_id=CheckId(f"c-{number}")) for number in range(MOST_WAITING + 1))
    screen = Screen(*many)
    assert screen.state.unseen == many[1:]
    assert screen.post(st.Ticked(), after=KEPT_SECONDS).unseen == ()


def test_deciding_about_somebody_is_having_seen_them() -> None:
    screen = Screen(ATTENTION)
    screen.post(st.Begun(C1, BINH), st.Chosen("conduct"), st.Confirmed(), st.Written(C1, 7))
    assert screen.state.unseen == ()


def test_one_person_decides_and_nothing_is_done_before_it_is_written() -> None:
    screen = Screen().decided()
    written = Override(C1, Outcome.ADMITTED, ONE_PERSON_REASON, "binh", at(4.0).wall)

    assert screen.effects == [st.WriteOverride(written)]
    assert screen.state.done == ()
    assert screen.state.queue == (person(),)

    state = screen.post(st.Written(C1, 7))
    assert state.queue == ()
    assert state.step == st.Resting()
    assert state.done == (st.Done(person(), written, 7, 5.0, 5.0 + UNDO_SECONDS),)


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [(Verdict.REFER, TWO_PEOPLE_REASON), (Verdict.REFUSE, ONE_PERSON_REASON)],
    ids=["for this reason", "against this verdict"],
)
def test_where_two_are_needed_nothing_is_written_before_the_second(verdict: Verdict, reason: str) -> None:
    screen = Screen(person(verdict=verdict)).decided(reason)
    assert screen.effects == []
    assert isinstance(screen.state.step, st.AwaitingSecond)

    screen.post(st.SecondConfirmed(LAN))

    assert screen.effects == [
        st.WriteOverride(Override(C1, Outcome.ADMITTED, reason, "binh", at(5.0).wall, "lan")),
    ]


@pytest.mark.parametrize(
    ("second", "notice"),
    [(BINH, Notice.SAME_PERSON), (TAM, Notice.NOT_ALLOWED), (ADMIN, Notice.NOT_ALLOWED)],
    ids=["the same person", "an attendant", "the administrator"],
)
def test_who_is_no_second_person(second: StaffMember, notice: Notice) -> None:
    screen = Screen().decided(TWO_PEOPLE_REASON)

    state = screen.post(st.SecondConfirmed(second))

    assert state.notice is notice
    assert isinstance(state.step, st.AwaitingSecond)
    assert screen.effects == []


@pytest.mark.parametrize(
    ("event", "notice"),
    [
        pytest.param(st.Begun(C1, TAM), Notice.NOT_ALLOWED, id="an attendant overrides"),
        pytest.param(st.Begun(C1, ADMIN), Notice.NOT_ALLOWED, id="the administrator overrides"),
        pytest.param(st.Begun(C2, BINH), Notice.NOT_THERE, id="nobody there"),
        pytest.param(st.UndoWanted(C1, BINH, "chosen-by-mistake"), Notice.TOO_LATE, id="nothing to undo"),
    ],
)
def test_what_does_not_begin(event: st.Event, notice: Notice) -> None:
    screen = Screen()

    assert screen.post(event).notice is notice
    assert screen.state.step == st.Resting()
    assert screen.effects == []


@pytest.mark.parametrize("reason", ["because", "", "conduct "])
def test_only_listed_reasons_count(reason: str) -> None:
    state = Screen().post(st.Begun(C1, BINH), st.Chosen(reason))

    assert state.notice is Notice.NO_SUCH_REASON
    assert isinstance(state.step, st.Choosing)


def test_nobody_is_admitted_again_whom_the_machine_admitted() -> None:
    state = Screen(person(verdict=Verdict.ADMIT)).post(st.Begun(C1, BINH), st.Chosen(ONE_PERSON_REASON))

    assert state.notice is Notice.NO_SUCH_REASON


def test_another_reason_can_be_chosen_before_it_is_confirmed() -> None:
    screen = Screen()
    screen.post(st.Begun(C1, BINH), st.Chosen("conduct"), st.Chosen(ONE_PERSON_REASON), st.Confirmed())

    assert [effect.override.reason for effect in screen.effects if isinstance(effect, st.WriteOverride)] == [
        ONE_PERSON_REASON
    ]


@pytest.mark.parametrize("event", [st.Cancelled(), st.Gone(C1), st.Wiped()], ids=["cancelled", "gone", "wiped"])
@pytest.mark.parametrize("steps", range(4))
def test_every_step_before_writing_can_be_left(steps: int, event: st.Event) -> None:
    screen = Screen()
    way = [st.Begun(C1, BINH), st.Chosen(TWO_PEOPLE_REASON), st.Confirmed()]
    screen.post(*way[:steps])

    assert screen.post(event).step == st.Resting()
    screen.post(st.Confirmed(), st.SecondConfirmed(LAN))
    assert screen.effects == []


@pytest.mark.parametrize("steps", range(1, 4))
def test_a_step_that_nobody_takes_is_given_up(steps: int) -> None:
    screen = Screen()
    screen.post(*[st.Begun(C1, BINH), st.Chosen(TWO_PEOPLE_REASON), st.Confirmed()][:steps])

    assert screen.post(st.Ticked(), after=STEP_SECONDS - 1).step != st.Resting()
    assert screen.post(st.Ticked()).step == st.Resting()


@pytest.mark.parametrize("screen", [Screen().decided(), Screen().done().then(UNDO)], ids=["decision", "taking back"])
def test_what_is_written_after_the_wipe_brings_no_name_back(screen: Screen) -> None:
    assert screen.state.find(C1) is not None or screen.state.done
    state = screen.then(st.Wiped()).then(st.Written(C1, 8)).state
    known = [*state.queue, *(done.person for done in state.done), *([state.latest] if state.latest else [])]
    assert [(one.check_id, one.name, one.place.vi) for one in known] == [(C1, "", "")]


@pytest.mark.parametrize("event", [st.Begun(C2, LAN), st.UndoWanted(C2, LAN, "new-facts")])
def test_while_one_is_written_no_other_begins(event: st.Event) -> None:
    screen = Screen(person(C2), person()).decided()

    assert screen.post(event).notice is Notice.BUSY
    assert isinstance(screen.post(st.Cancelled()).step, st.Writing)


def test_what_the_journal_does_not_take_is_not_done() -> None:
    state = Screen().decided().post(st.NotWritten(C1, FaultCode.JOURNAL_FAILED))

    assert (state.notice, state.fault) == (Notice.NOT_WRITTEN, FaultCode.JOURNAL_FAILED)
    assert state.done == ()
    assert state.queue == (person(),), "the person waits on"


def test_undo_within_its_minutes_brings_the_person_back() -> None:
    screen = Screen().done()
    undo = Undo(C1, 7, "chosen-by-mistake", "lan", at(6.0).wall)

    screen.post(st.UndoWanted(C1, LAN, "chosen-by-mistake"))
    assert screen.effects[1:] == [st.WriteUndo(undo)]
    assert len(screen.state.done) == 1, "not undone before it is written"

    state = screen.post(st.Written(C1, 8))
    assert state.done == ()
    assert [one.check_id for one in state.queue] == [C1]


@pytest.mark.parametrize(
    ("wanted", "after", "notice"),
    [
        (st.UndoWanted(C1, BINH, "new-facts"), UNDO_SECONDS, Notice.TOO_LATE),
        (st.UndoWanted(C1, TAM, "new-facts"), 1.0, Notice.NOT_ALLOWED),
        (st.UndoWanted(C1, BINH, "because"), 1.0, Notice.NO_SUCH_REASON),
    ],
    ids=["too late", "an attendant", "no reason"],
)
def test_what_is_not_undone(wanted: st.UndoWanted, after: float, notice: Notice) -> None:
    screen = Screen().done()

    assert screen.post(wanted, after=after).notice is notice
    assert len(screen.effects) == 1


def test_who_was_decided_about_is_wiped_soon_and_forgotten_later() -> None:
    screen = Screen().done()

    assert screen.post(st.Ticked(), after=SHOWN_SECONDS - 1).done[0].person.name == "Nguyễn Văn An"
    assert screen.post(st.Ticked()).done[0].person == person().wiped()
    assert screen.post(st.Ticked(), after=UNDO_SECONDS).done == ()


def test_nobody_waits_for_ever_and_only_so_many_wait() -> None:
    screen = Screen(*(person(CheckId(f"c-{number}")) for number in range(MOST_WAITING + 5)))

    assert len(screen.state.queue) == MOST_WAITING
    assert screen.state.queue[0].check_id == CheckId("c-5")
    state = screen.post(st.Ticked(), after=KEPT_SECONDS)
    assert (state.queue, state.latest) == ((), None)


def test_a_notice_lasts_until_the_next_act() -> None:
    screen = Screen()
    screen.post(st.Begun(C2, BINH))

    assert screen.post(st.Ticked()).notice is Notice.NOT_THERE
    assert screen.post(st.Begun(C1, BINH)).notice is None


def test_a_tick_that_changes_nothing_is_no_change() -> None:
    screen = Screen()
    before = screen.state

    assert screen.post(st.Ticked()) is before


def test_nothing_personal_is_in_a_repr() -> None:
    screen = Screen().done()

    assert "Nguyễn" not in repr(screen.state)
    assert "Phòng" not in repr(screen.state)
