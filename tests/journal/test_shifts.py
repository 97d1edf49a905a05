"""Shifts in a real journal: one at a time, what it is opened with, what is counted between its two entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.arrivals import Arrival
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.override import Outcome, Override, Undo
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.shift import (
    HourOfShift,
    PartTested,
    PinnedList,
    Shift,
    ShiftFigures,
    ShiftJournal,
    ShiftOpening,
)
from kiosk.domain.staff import StaffAct, StaffNote
from kiosk.domain.verdict import Finding, Reason, Verdict
from kiosk.journal.journal import Journal
from tests.fakes.staff import START, MovableClock

OPENING = ShiftOpening(
    "binh", PinnedList("phong-3.csv", 3, "ab" * 32), (PartTested("readers", "ok"), PartTested("disk", "warn"))
)


class Hall:
    """A journal in which checks come one after another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = MovableClock()
        self.journal = Journal(path, "exam", self.clock)
        self.port: ShiftJournal = self.journal
        self._count = 0

    def check(
        self, verdict: Verdict, key: str = "", *reasons: Reason, seconds: float = 6.0, number: str = "", **more: Any
    ) -> CheckId:
        self._count += 1
        self.clock.pass_by(60.0)
        now, check_id = self.clock.now(), CheckId(f"c-{self._count}")
        findings = tuple(Finding(reason, verdict) for reason in reasons)
        self.journal.commit(
            CheckRecord(check_id, "exam", now, now, seconds, verdict, findings, listing_key=key, **more),
            Identity(Source.CHIP, number) if number else None,
        )
        return check_id

    def decide(self, check_id: CheckId, outcome: Outcome) -> int:
        return self.journal.note_override(Override(check_id, outcome, "conduct", "binh", self.clock.now()))

    def undo(self, check_id: CheckId, override: int) -> None:
        self.journal.note_undo(Undo(check_id, override, "new-facts", "lan", self.clock.now()))

    def figures(self) -> ShiftFigures:
        found = self.port.newest_shift()
        assert found is not None
        assert found == self.port.shift(found.opened.number), "counted on, and counted anew"
        return found.figures


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path / "journal.sqlite")
    yield made
    made.journal.close()


def test_a_shift_is_opened_once_and_closed_once(hall: Hall) -> None:
    assert hall.journal.newest_shift() is None
    assert hall.journal.close_shift("lan") is None
    opened = hall.journal.open_shift(OPENING)
    assert opened is not None
    assert (opened.number, opened.at, opened.opening) == (2, START, OPENING)
    assert hall.journal.open_shift(OPENING) is None

    hall.clock.pass_by(3600.0)
    closing = hall.journal.close_shift("lan")

    assert closing is not None
    assert (closing.by, closing.at, closing.sequence) == ("lan", START + timedelta(hours=1), 3)
    assert hall.journal.close_shift("lan") is None
    assert hall.journal.newest_shift() == Shift(
        opened, closing, ShiftFigures(verdicts=tuple((one, 0) for one in Verdict))
    )


def test_a_shift_outlives_the_program(hall: Hall) -> None:
    hall.journal.open_shift(OPENING)
    hall.journal.close()
    hall.journal = Journal(hall.path, "exam", hall.clock)

    assert hall.journal.open_shift(OPENING) is None
    assert hall.journal.close_shift("lan") is not None


def test_the_closing_hash_is_the_newest_entrys_and_stands_for_all_before(hall: Hall) -> None:
    hall.journal.open_shift(OPENING)
    hall.check(Verdict.ADMIT)
    closing = hall.journal.close_shift("lan")

    (kept,) = hall.journal._connection.execute("SELECT hash FROM entry ORDER BY sequence DESC LIMIT 1").fetchone()
    assert closing is not None
    assert closing.hash == kept.hex()
    assert hall.journal.verify() is None


def test_shifts_of_the_past_are_found_by_their_numbers(hall: Hall) -> None:
    first = hall.journal.open_shift(OPENING)
    hall.check(Verdict.ADMIT)
    hall.journal.close_shift("lan")
    hall.check(Verdict.REFER)  # between two shifts: nobody's
    second = hall.journal.open_shift(OPENING)
    hall.check(Verdict.REFUSE)
    hall.check(Verdict.REFUSE)
    assert first is not None
    assert second is not None

    shifts = [hall.journal.shift(first.number), hall.journal.shift(second.number), hall.journal.newest_shift()]
    assert [found.figures.checks for found in shifts if found] == [1, 2, 2]
    assert hall.journal.shift(first.number + 1) is None


def test_what_is_counted(hall: Hall) -> None:
    hall.journal.open_shift(OPENING)
    hall.check(Verdict.ADMIT, "000101", seconds=4.0)
    hall.check(Verdict.ADMIT_WITH_ATTENTION, "000102", Reason.ISSUER_NOT_VERIFIED, seconds=6.0)
    hall.check(Verdict.REFER, "000103", Reason.FACE_UNSURE, Reason.ISSUER_NOT_VERIFIED, seconds=20.0)
    hall.check(Verdict.REFUSE, "", Reason.NOT_LISTED, seconds=8.0)
    hall.journal.note_fault(FaultCode.CAMERA_LOST)

    assert hall.figures() == ShiftFigures(
        checks=4,
        verdicts=(
            (Verdict.ADMIT, 1),
            (Verdict.ADMIT_WITH_ATTENTION, 1),
            (Verdict.REFER, 1),
            (Verdict.REFUSE, 1),
        ),
        reasons=(("issuer-not-verified", 2), ("face-unsure", 1), ("not-listed", 1)),
        faults=(("camera-lost", 1),),
        hours=(HourOfShift(START, 4, 2),),
        median_seconds=6.0,
        p95_seconds=20.0,
        admitted=2,
        admitted_keys=frozenset({"000101", "000102"}),
        undecided_keys=frozenset({"000103"}),
        times=((8, 1), (12, 1), (16, 1), (40, 1)),
        arrivals=tuple(Arrival(one.at, one.key) for one in hall.figures().arrivals),
    )
    assert [one.key for one in hall.figures().arrivals] == ["000101", "000102"]


@pytest.mark.parametrize(
    ("verdict", "decisions", "came_in"),
    [
        pytest.param(Verdict.REFER, [Outcome.ADMITTED], True, id="referred, admitted by staff"),
        pytest.param(Verdict.ADMIT, [Outcome.REFUSED], False, id="admitted, turned away by staff"),
        pytest.param(Verdict.REFER, [Outcome.ADMITTED, "undo"], False, id="undone"),
        pytest.param(Verdict.REFER, [Outcome.ADMITTED, Outcome.REFUSED], False, id="the newest stands"),
        pytest.param(Verdict.REFER, [Outcome.REFUSED, Outcome.ADMITTED, "undo"], False, id="back to the one before"),
    ],
)
def test_staff_decide_who_is_absent(
    hall: Hall, verdict: Verdict, decisions: list[Outcome | str], came_in: bool
) -> None:
    hall.journal.open_shift(OPENING)
    check_id, newest = hall.check(verdict, "000101"), 0
    for decision in decisions:
        if isinstance(decision, Outcome):
            newest = hall.decide(check_id, decision)
        else:
            hall.undo(check_id, newest)

    found = hall.figures()
    assert found.admitted_keys == (frozenset({"000101"}) if came_in else frozenset())
    assert (len(found.overrides), found.overridden) == (
        sum(isinstance(one, Outcome) for one in decisions),
        sum(isinstance(one, Outcome) for one in decisions) - decisions.count("undo"),
    )
    assert {line.listing_key for line in found.overrides} == {"000101"}
    by_staff = verdict is Verdict.REFER
    assert [(one.key, one.by_staff) for one in found.arrivals] == ([("000101", by_staff)] if came_in else [])


@pytest.mark.parametrize(
    ("verdict", "decision", "places"),
    [
        pytest.param(Verdict.ADMIT, None, (1, 0, 0, 0), id="came in"),
        pytest.param(Verdict.REFUSE, None, (0, 1, 0, 0), id="turned away by the machine"),
        pytest.param(Verdict.REFER, None, (0, 0, 1, 0), id="nobody has decided"),
        pytest.param(Verdict.REFER, Outcome.REFUSED, (0, 1, 0, 1), id="turned away by staff"),
        pytest.param(Verdict.REFUSE, Outcome.ADMITTED, (1, 0, 0, 1), id="let in by staff"),
    ],
)
def test_every_row_that_was_there_is_in_one_place(
    hall: Hall, verdict: Verdict, decision: Outcome | None, places: tuple[int, int, int, int]
) -> None:
    hall.journal.open_shift(OPENING)
    check_id = hall.check(verdict, "000101")
    if decision is not None:
        hall.decide(check_id, decision)

    found = hall.figures()
    keys = (found.admitted_keys, found.refused_keys, found.undecided_keys, found.overridden_keys)
    assert keys == tuple(frozenset({"000101"}) if here else frozenset() for here in places)


def test_whoever_comes_back_with_success_was_not_turned_away(hall: Hall) -> None:
    hall.journal.open_shift(OPENING)
    for verdict in (Verdict.REFUSE, Verdict.REFER, Verdict.ADMIT):
        hall.check(verdict, "000101")

    found = hall.figures()
    assert (found.admitted_keys, found.refused_keys, found.undecided_keys) == (frozenset({"000101"}), set(), set())


def test_second_readings_and_comparisons_are_counted(hall: Hall) -> None:
    hall.journal.open_shift(OPENING)
    for attempts, authenticity, comparisons in (
        (1, "CHAIN_TRUSTED", 1),
        (2, "CHAIN_TRUSTED", 3),
        (1, "", 0),
        (0, "", 0),
    ):
        hall.check(Verdict.REFER, chip_attempts=attempts, authenticity=authenticity, face_comparisons=comparisons)

    found = hall.figures()
    assert (found.chip_reads, found.chip_first_try, found.face_checks, found.face_retries) == (3, 1, 2, 1)


@pytest.mark.parametrize(
    ("verdict", "reason", "act", "counted"),
    [
        pytest.param(Verdict.ADMIT_WITH_ATTENTION, Reason.NEEDS_CARE, None, (0, 1), id="nobody looked"),
        pytest.param(Verdict.ADMIT_WITH_ATTENTION, Reason.NEEDS_CARE, "seen", (1, 0), id="acknowledged"),
        pytest.param(Verdict.ADMIT_WITH_ATTENTION, Reason.NEEDS_CARE, "refused", (1, 0), id="staff decided"),
        pytest.param(Verdict.ADMIT_WITH_ATTENTION, Reason.ISSUER_NOT_VERIFIED, None, (0, 0), id="about the issuer"),
        pytest.param(Verdict.REFER, Reason.NEEDS_CARE, None, (0, 0), id="referred"),
    ],
)
def test_attentions_are_counted_by_whether_staff_saw_them(
    hall: Hall, verdict: Verdict, reason: Reason, act: str | None, counted: tuple[int, int]
) -> None:
    hall.journal.open_shift(OPENING)
    check_id = hall.check(verdict, "000101", reason)
    if act == "seen":
        for _ in range(2):
            hall.journal.note_staff(StaffNote(StaffAct.ATTENTION_SEEN, "binh", check_id=check_id))
    elif act == "refused":
        hall.decide(check_id, Outcome.REFUSED)

    found = hall.figures()
    assert (found.attention_seen, found.attention_unseen) == counted


def test_shifts_are_told_newest_first(hall: Hall) -> None:
    assert hall.journal.opened_shifts(5) == ()
    for _ in range(3):
        hall.journal.open_shift(OPENING)
        hall.journal.close_shift("lan")

    assert [shift.number for shift in hall.journal.opened_shifts(2)] == [6, 4]


def test_the_mark_changes_with_every_opening_and_closing_and_with_nothing_else(hall: Hall) -> None:
    marks = [hall.journal.shift_mark()]
    for act in (
        lambda: hall.journal.open_shift(OPENING),
        lambda: hall.check(Verdict.ADMIT),
        lambda: hall.journal.close_shift("lan"),
        lambda: hall.journal.open_shift(OPENING),
    ):
        act()
        marks.append(hall.journal.shift_mark())

    assert marks == [0, 2, 2, -4, 5]


def test_a_look_counts_on_from_the_look_before(hall: Hall) -> None:
    for number in range(2):
        hall.journal.open_shift(OPENING)
        for count in range(1, 4):
            hall.check(Verdict.ADMIT, f"{count:06}")
            assert hall.figures().checks == count
        hall.journal.close_shift("lan")
        assert hall.figures().checks == 3, number


def test_who_was_referred_before_a_shift_changed_is_admitted_in_the_next(hall: Hall) -> None:
    hall.journal.open_shift(OPENING)
    check_id = hall.check(Verdict.REFER, "000101")
    hall.journal.close_shift("lan")
    assert hall.figures().admitted == 0
    hall.journal.open_shift(OPENING)
    decided = hall.decide(check_id, Outcome.ADMITTED)

    found = hall.figures()
    assert (found.checks, found.admitted, found.admitted_keys) == (0, 1, frozenset({"000101"}))
    hall.undo(check_id, decided)
    assert hall.figures().admitted == 0


def test_whoever_comes_twice_is_one_person(hall: Hall) -> None:
    hall.journal.open_shift(OPENING)
    for _ in range(2):
        hall.check(Verdict.ADMIT, "000101", number="001090012345")
        hall.check(Verdict.ADMIT, "", number="079185006789")
    hall.check(Verdict.ADMIT)

    assert hall.figures().admitted == 3


def test_an_entry_that_is_not_ours_is_a_fault(hall: Hall) -> None:
    hall.journal.open_shift(OPENING)
    with hall.journal._writing():
        hall.journal._append("check", hall.clock.now(), '{"check_id":"x"}', verdict="ADMIT")

    with pytest.raises(Fault) as caught:
        hall.journal.newest_shift()
    assert caught.value.code is FaultCode.JOURNAL_FAILED


@pytest.mark.parametrize("digest", ["", "xyz", "AB" * 32])
def test_a_list_is_pinned_by_its_hash(digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        PinnedList("phong-3.csv", 3, digest)
