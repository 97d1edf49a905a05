"""The runner of overrides: results come in from the check, entries go out, whoever looks sees each change."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from kiosk.check.events import AttentionSeen
from kiosk.check.overrides import steps as st
from kiosk.check.overrides.runner import OverrideRunner
from kiosk.check.states import Check, Idle, Kiosk, ShowingResult
from kiosk.domain.evidence import Evidence
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.override import Outcome, Override, OverrideRules, Undo
from kiosk.domain.record import CheckId
from kiosk.domain.staff import Role, StaffAct, StaffMember, StaffNote
from kiosk.domain.verdict import Decision, Finding, Reason, Verdict
from tests.fakes.findings import INSPECTED, LISTED, PROFILE, at
from tests.fakes.staff import ListedJournal, MovableClock

BINH = StaffMember("binh", Role.OPERATOR)
C1 = CheckId("c-1")
SECONDS = 10.0


class Book:
    """A journal of overrides; ``trouble`` is raised in place of writing."""

    def __init__(self) -> None:
        self.entries: list[Override | Undo] = []
        self.trouble: Exception | None = None

    def note_override(self, override: Override) -> int:
        return self._note(override)

    def note_undo(self, undo: Undo) -> int:
        return self._note(undo)

    def _note(self, entry: Override | Undo) -> int:
        if self.trouble:
            raise self.trouble
        self.entries.append(entry)
        return len(self.entries)


class Screen:
    def __init__(self) -> None:
        self.book = Book()
        self.runner = OverrideRunner(OverrideRules(), self.book, MovableClock())
        self.changed = threading.Condition()
        self.runner.subscribe(self._note)

    def _note(self, state: st.Overriding) -> None:
        with self.changed:
            self.changed.notify_all()

    def rests(self) -> st.Overriding:
        """The state once nothing is on its way into the journal."""
        with self.changed:
            assert self.changed.wait_for(lambda: isinstance(self.runner.state.step, st.Resting), SECONDS)
        return self.runner.state

    def decide(self) -> st.Overriding:
        for event in (st.Begun(C1, BINH), st.Chosen("face-compared-by-staff"), st.Confirmed()):
            self.runner.post(event)
        return self.rests()


@pytest.fixture
def screen() -> Iterator[Screen]:
    made = Screen()
    yield made
    made.runner.stop()


def shown(verdict: Verdict = Verdict.REFER) -> Kiosk:
    check = Check(C1, "reader", at(0), 20.0, evidence=Evidence(inspection=INSPECTED, listing=LISTED))
    decision = Decision(verdict, (Finding(Reason.FACE_UNSURE, verdict),))
    return Kiosk(PROFILE, ShowingResult(check, decision, 0.0, 30.0))


def test_a_result_comes_in_once_with_what_the_person_is_called_by(screen: Screen) -> None:
    screen.runner.observe(Kiosk(PROFILE, Idle()))
    for _ in range(3):
        screen.runner.observe(shown())

    (person,) = screen.runner.state.queue
    assert LISTED.listing is not None
    assert (person.check_id, person.verdict, person.reasons) == (C1, Verdict.REFER, (Reason.FACE_UNSURE,))
    assert (person.name, person.place) == (LISTED.listing.name, LISTED.listing.place)


def test_a_decision_is_written_and_can_be_undone(screen: Screen) -> None:
    screen.runner.observe(shown())

    (done,) = screen.decide().done
    assert (done.sequence, done.override.outcome) == (1, Outcome.ADMITTED)
    screen.runner.post(st.UndoWanted(C1, BINH, "new-facts"))

    assert screen.rests().done == ()
    assert [type(entry) for entry in screen.book.entries] == [Override, Undo]


@pytest.mark.parametrize(
    ("trouble", "fault"),
    [
        (Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL"), FaultCode.JOURNAL_FAILED),
        (ZeroDivisionError(), FaultCode.UNEXPECTED),
    ],
)
def test_what_cannot_be_written_is_told(screen: Screen, trouble: Exception, fault: FaultCode) -> None:
    screen.book.trouble = trouble
    screen.runner.observe(shown())

    state = screen.decide()

    assert (state.notice, state.fault, state.done) == (st.Notice.NOT_WRITTEN, fault, ())
    assert len(state.queue) == 1


@pytest.mark.parametrize("full", [False, True], ids=["written", "not written"])
def test_an_attention_counts_as_seen_once_it_is_written(full: bool) -> None:
    journal, told = ListedJournal(), []
    journal.full = full
    runner = OverrideRunner(OverrideRules(), Book(), MovableClock(), acts=journal, tell_seen=told.append)
    runner.observe(shown(Verdict.ADMIT_WITH_ATTENTION))
    assert [one.check_id for one in runner.state.unseen] == [C1]

    runner.post(st.Seen(C1, BINH))
    runner._writer.shutdown(wait=True)

    assert journal.notes == ([] if full else [StaffNote(StaffAct.ATTENTION_SEEN, "binh", check_id=C1)])
    assert told == ([] if full else [AttentionSeen(C1)])
    assert len(runner.state.unseen) == full
    assert runner.state.notice is (st.Notice.NOT_SEEN if full else None)
    runner.stop()


def test_without_a_journal_for_it_nothing_counts_as_seen() -> None:
    told: list[AttentionSeen] = []
    runner = OverrideRunner(OverrideRules(), Book(), MovableClock(), tell_seen=told.append)
    runner.observe(shown(Verdict.ADMIT_WITH_ATTENTION))

    runner.post(st.Seen(C1, BINH))
    runner.stop()

    assert told == []


def test_stopping_forgets_everybody() -> None:
    screen = Screen()
    screen.runner.observe(shown())
    screen.runner.stop()

    assert (screen.runner.state.queue, screen.runner.state.latest) == ((), None)
