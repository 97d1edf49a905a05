"""Patients without a card of their own: recorded under a login first, looked up then, and never taken for verified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.app.hospital.reception_desk import KioskReceptionDesk
from kiosk.check.states import Kiosk, ShowingResult
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.health_record import typed_in
from kiosk.domain.hospital.health_record_rules import RecordField
from kiosk.domain.hospital.insurance import (
    CardPeriod,
    InsuranceAnswer,
    InsuranceFact,
    InsuranceField,
    InsuranceQuestion,
    InsuranceRules,
)
from kiosk.domain.hospital.reception import GUARDIAN_MINUTES, ManualCase, ManualPatient
from kiosk.domain.identity import Source
from kiosk.domain.override import Outcome
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId
from kiosk.domain.staff import StaffAct, StaffNote
from kiosk.domain.verdict import Decision, Verdict
from tests.fakes.findings import INSURED
from tests.fakes.ports import FakeInsurance
from tests.fakes.walk import Walk

BINH = ManualPatient(ManualCase.NO_CARD, "Trần Thị Bình", PartialDate(1985), "DN4010123456789")
CHILD = ManualPatient(ManualCase.CHILD, "Nguyễn Thị Bé", PartialDate(2022, 5, 2))
EMERGENCY = ManualPatient(ManualCase.EMERGENCY)
ALL = InsuranceRules(frozenset(InsuranceField), frozenset(InsuranceFact))


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 6, 26, 1, 0, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.at.timestamp()

    def now(self) -> datetime:
        return self.at


class Journal:
    """Keeps the notes; ``fault`` is what a note meets."""

    def __init__(self) -> None:
        self.notes: list[StaffNote] = []
        self.fault: FaultCode | None = None

    def note_staff(self, note: StaffNote) -> int:
        if self.fault:
            raise Fault(self.fault)
        self.notes.append(note)
        return len(self.notes)


class Bench:
    def __init__(
        self,
        *,
        cases: frozenset[ManualCase] = frozenset(ManualCase),
        lookup: FakeInsurance | None = None,
        rules: InsuranceRules | None = ALL,
    ) -> None:
        self.clock, self.journal = Clock(), Journal()
        self.kept: list[tuple[ManualPatient, InsuranceAnswer | None]] = []
        self.lookup = lookup or FakeInsurance()
        self.desk = KioskReceptionDesk(
            cases,
            self.journal,
            self.clock,
            lookup=self.lookup if rules else None,
            rules=rules,
            keep=lambda patient, answer, at: self.kept.append((patient, answer)),
        )

    def parent_came_in(self, verdict: Verdict = Verdict.ADMIT, by_staff: Outcome | None = None) -> CheckId:
        kiosk = Walk().shown().kiosk
        assert isinstance(kiosk.phase, ShowingResult)
        phase = replace(kiosk.phase, decision=Decision(verdict), by_staff=by_staff)
        self.desk.observe(replace(kiosk, phase=phase))
        return phase.check.id


@pytest.mark.parametrize(
    ("patient", "act", "asked"),
    [
        (BINH, StaffAct.RECEIVED_NO_CARD, [InsuranceQuestion("DN4010123456789", "Trần Thị Bình", PartialDate(1985))]),
        (EMERGENCY, StaffAct.RECEIVED_EMERGENCY, []),
    ],
    ids=["no card", "emergency"],
)
def test_a_patient_is_recorded_and_looked_up(
    patient: ManualPatient, act: StaffAct, asked: list[InsuranceQuestion]
) -> None:
    bench = Bench()
    received = bench.desk.receive(patient, "lan")
    assert bench.journal.notes == [StaffNote(act, "lan")]
    assert (received.case, received.entry) == (patient.case, 1)
    assert bench.lookup.asked == asked
    assert received.insurance == (INSURED.limited(set(InsuranceFact)) if asked else None)
    assert bench.kept == [(patient, INSURED if asked else None)]


def test_a_child_comes_with_the_parent_who_was_checked_just_before() -> None:
    bench = Bench()
    parent = bench.parent_came_in()
    assert bench.desk.guardian() == parent
    received = bench.desk.receive(replace(CHILD, guardian=parent), "lan")
    assert received.case is ManualCase.CHILD
    assert bench.lookup.asked == [InsuranceQuestion("", "Nguyễn Thị Bé", PartialDate(2022, 5, 2))]


@pytest.mark.parametrize(
    ("verdict", "by_staff", "stands"),
    [
        (Verdict.ADMIT_WITH_ATTENTION, None, True),
        (Verdict.REFER, None, False),
        (Verdict.REFER, Outcome.ADMITTED, True),
        (Verdict.ADMIT, Outcome.REFUSED, False),
    ],
    ids=str,
)
def test_only_who_came_in_stands_for_a_child(verdict: Verdict, by_staff: Outcome | None, stands: bool) -> None:
    bench = Bench()
    parent = bench.parent_came_in(verdict, by_staff)
    assert bench.desk.guardian() == (parent if stands else None)


def test_a_parent_whom_staff_turned_away_after_all_stands_for_nobody() -> None:
    bench = Bench()
    kiosk = Walk().shown().kiosk
    assert isinstance(kiosk.phase, ShowingResult)
    bench.desk.observe(kiosk)
    bench.desk.observe(replace(kiosk, phase=replace(kiosk.phase, by_staff=Outcome.REFUSED)))
    assert bench.desk.guardian() is None


def late(bench: Bench) -> CheckId:
    parent = bench.parent_came_in()
    bench.clock.at += timedelta(minutes=GUARDIAN_MINUTES, seconds=1)
    return parent


def another(bench: Bench) -> CheckId:
    bench.parent_came_in()
    return CheckId("another")


@pytest.mark.parametrize("guardian", [late, another], ids=["too long ago", "another check"])
def test_a_guardian_who_is_none(guardian: Callable[[Bench], CheckId]) -> None:
    bench = Bench()
    with pytest.raises(ValueError, match="guardian"):
        bench.desk.receive(replace(CHILD, guardian=guardian(bench)), "lan")
    assert bench.journal.notes == []


@pytest.mark.parametrize(
    ("patient", "cases"),
    [
        (replace(BINH, name=""), frozenset(ManualCase)),
        (replace(CHILD, guardian=None), frozenset(ManualCase)),
        (BINH, frozenset({ManualCase.EMERGENCY})),
    ],
    ids=["no name", "no guardian", "not a case of this site"],
)
def test_what_is_lacking_keeps_the_patient_from_being_received(
    patient: ManualPatient, cases: frozenset[ManualCase]
) -> None:
    bench = Bench(cases=cases)
    with pytest.raises(ValueError, match="not received") as raised:
        bench.desk.receive(patient, "lan")
    assert "Bình" not in str(raised.value)
    assert (bench.journal.notes, bench.lookup.asked, bench.kept) == ([], [], [])


def test_who_cannot_be_recorded_is_not_asked_about() -> None:
    bench = Bench()
    bench.journal.fault = FaultCode.JOURNAL_FAILED
    with pytest.raises(Fault):
        bench.desk.receive(BINH, "lan")
    assert (bench.lookup.asked, bench.kept) == ([], [])


def test_about_who_does_not_agree_nobody_is_asked() -> None:
    bench = Bench()
    received = bench.desk.receive(BINH, "lan", look_up=False)
    assert (received.insurance, bench.lookup.asked) == (None, [])
    assert bench.journal.notes == [StaffNote(StaffAct.RECEIVED_NO_CARD, "lan")]
    assert bench.kept == [(BINH, None)]


@pytest.mark.parametrize(("rules", "looks_up"), [(ALL, True), (None, False)], ids=["a service", "none"])
def test_whether_anybody_can_be_looked_up(rules: InsuranceRules | None, looks_up: bool) -> None:
    assert Bench(rules=rules).desk.looks_up is looks_up


def test_a_site_without_the_service_asks_nobody() -> None:
    bench = Bench(rules=None)
    assert bench.desk.receive(BINH, "lan").insurance is None
    assert bench.lookup.asked == []


def test_what_the_site_does_not_release_stays_here() -> None:
    bench = Bench(rules=InsuranceRules(frozenset({InsuranceField.NUMBER})))
    bench.desk.receive(BINH, "lan")
    assert bench.lookup.asked == [InsuranceQuestion("DN4010123456789")]


def test_nothing_is_known_of_nobody() -> None:
    bench = Bench()
    bench.desk.observe(Kiosk(Walk().kiosk.profile))
    assert bench.desk.guardian() is None


@pytest.mark.parametrize(
    ("number", "written"), [("001085012345", "001085012345"), ("DN4010123456789", "")], ids=["personal", "insurance"]
)
def test_their_record_says_that_they_were_typed_in(number: str, written: str) -> None:
    made = typed_in("v1", Clock().at, "01001", replace(BINH, number=number), INSURED, frozenset(RecordField))
    assert (made.source, made.number, made.name, made.birth) == (
        Source.TYPED,
        written,
        "Trần Thị Bình",
        PartialDate(1985),
    )
    assert made.insurance == CardPeriod("DN4010123456789", date(2026, 1, 1), date(2026, 12, 31), "01001")
    nothing = typed_in("v1", Clock().at, "01001", BINH, INSURED, frozenset())
    assert (nothing.number, nothing.name, nothing.birth, nothing.insurance) == ("", "", None, None)
