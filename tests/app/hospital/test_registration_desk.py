"""Registering at the desk: what is written before what goes out, what is told, and what is never sent twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.app.hospital.arrived import ArrivedPatients
from kiosk.app.hospital.clinics import NoClinics, ServiceClinics
from kiosk.app.hospital.registration_desk import KioskRegistrationDesk
from kiosk.domain.clock import Deadline
from kiosk.domain.desks.registration import ARRIVED_MINUTES, ClinicChoice, RegistrationAnswer, RegistrationLack
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import (
    InsuranceAnswer,
    InsuranceFact,
    InsuranceField,
    InsuranceQuestion,
    InsuranceRules,
)
from kiosk.domain.hospital.reception import ManualCase, ManualPatient
from kiosk.domain.hospital.registration import Catalogue, HospitalReply, Registered, RegistrationField
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.staff import StaffAct, StaffNote
from kiosk.domain.text import Text
from tests.fakes.findings import INSURED
from tests.fakes.ports import FakeInsurance
from tests.fakes.registration import CHOICE, DEPARTMENTS, REGISTERED, FakeSystem
from tests.fakes.staff import ListedJournal, MovableClock

ALL = InsuranceRules(frozenset(InsuranceField), frozenset({InsuranceFact.VALIDITY}))
BINH = ManualPatient(ManualCase.NO_CARD, "Trần Thị Bình", PartialDate(1985, 5, 2), "001185000123")
ANOTHER = ClinicChoice(((Catalogue.DEPARTMENTS, DEPARTMENTS[1]),))
LOST: HospitalReply[Registered] = HospitalReply(trouble=ServiceTrouble.TOO_LATE)
SENT, GIVEN = StaffNote(StaffAct.REGISTERED_PATIENT, "binh"), StaffNote(StaffAct.QUEUE_NUMBER_GIVEN, "binh")


class FullFrom(ListedJournal):
    """A journal whose disk is full from this note on."""

    def __init__(self) -> None:
        super().__init__()
        self.full_from = 99

    def note_staff(self, note: StaffNote) -> int:
        self.full = len(self.notes) >= self.full_from
        return super().note_staff(note)


class Bench:
    def __init__(self, lookup: FakeInsurance | None = None, *, rules: InsuranceRules | None = ALL) -> None:
        self.clock, self.journal, self.system = MovableClock(), FullFrom(), FakeSystem()
        self.patients = ArrivedPatients(self.clock)
        self.told: list[tuple[CheckId | None, Text]] = []
        self.room = True
        self.notes_when_sent: list[int] = []
        self.lookup = lookup or FakeInsurance()
        clinics = ServiceClinics(self.system, frozenset(RegistrationField), self.clock, lambda image: image)
        self.desk = KioskRegistrationDesk(
            self.patients, clinics, self.journal, self.clock, self._tell, lookup=self.lookup, rules=rules
        )

    def _tell(self, about: CheckId | None, place: Text) -> bool:
        self.told.append((about, place))
        return self.room

    def came(self, patient: ManualPatient = BINH, answer: InsuranceAnswer | None = None) -> str:
        self.patients.received(patient, answer, self.clock.now())
        return self.desk.waiting()[0].visit


def test_a_number_is_written_told_and_shown() -> None:
    bench = Bench()
    visit = bench.came()
    answer = bench.desk.register(visit, CHOICE, "binh")
    assert answer == RegistrationAnswer(REGISTERED, code="000", shown=True)
    assert bench.journal.notes == [SENT, GIVEN]
    assert bench.told == [(None, Text("Phòng khám 12 · Số thứ tự 42", "Phòng khám 12 · Number 42"))]
    (known,) = bench.desk.waiting()
    assert (known.registered, known.clinic) == (REGISTERED, "Khoa Khám bệnh")


def test_where_the_hospital_names_no_room_the_clinic_stands_there() -> None:
    bench = Bench()
    bench.system.fails = HospitalReply(Registered("LK-1", "7"), code="000")
    bench.desk.register(bench.came(), CHOICE, "binh")
    assert bench.told[0][1].vi == "Khoa Khám bệnh · Số thứ tự 7"


def test_somebody_else_at_the_screen_sees_nothing_and_staff_know_it() -> None:
    bench = Bench()
    bench.room = False
    answer = bench.desk.register(bench.came(), CHOICE, "binh")
    assert answer is not None and not answer.shown


def test_the_same_choice_again_is_answered_from_here() -> None:
    bench = Bench()
    visit = bench.came()
    first, second = (bench.desk.register(visit, CHOICE, "lan") for _ in range(2))
    assert (first and first.registered) == (second and second.registered) == REGISTERED
    assert len(bench.system.orders) == 1
    bench.desk.register(visit, ANOTHER, "lan")
    assert len(bench.system.orders) == 2


def test_a_lost_answer_is_asked_for_again_under_the_same_name() -> None:
    bench = Bench()
    visit = bench.came()
    bench.system.fails = LOST
    answer = bench.desk.register(visit, CHOICE, "binh")
    assert answer == RegistrationAnswer(trouble=ServiceTrouble.TOO_LATE, uncertain=True)
    assert (bench.journal.notes, bench.told) == ([SENT], [])
    bench.system.fails = None
    bench.desk.register(visit, CHOICE, "binh")
    first, second = bench.system.orders
    assert first.request == second.request != ""
    assert bench.journal.notes == [SENT, SENT, GIVEN]


def test_what_cannot_be_written_is_not_sent() -> None:
    bench = Bench()
    visit = bench.came()
    bench.journal.full_from = 0
    with pytest.raises(Fault) as raised:
        bench.desk.register(visit, CHOICE, "binh")
    assert raised.value.code is FaultCode.JOURNAL_FAILED
    assert (bench.system.orders, bench.told) == ([], [])


def test_a_number_that_cannot_be_written_is_told_to_nobody_and_not_lost() -> None:
    bench = Bench()
    visit = bench.came()
    bench.journal.full_from = 1
    with pytest.raises(Fault):
        bench.desk.register(visit, CHOICE, "binh")
    assert bench.told == []
    bench.journal.full_from = 99
    answer = bench.desk.register(visit, CHOICE, "binh")
    assert answer is not None and answer.registered == REGISTERED
    assert len(bench.system.orders) == 1
    assert bench.journal.notes == [SENT, GIVEN]


def test_what_stays_in_the_kiosk_is_one_entry() -> None:
    bench = Bench()
    desk = KioskRegistrationDesk(
        bench.patients,
        NoClinics(RegistrationLack.NOT_CONFIGURED),
        bench.journal,
        bench.clock,
        lambda about, place: True,
    )
    answer = desk.register(bench.came(), CHOICE, "binh")
    assert answer is not None and answer.registered is None
    assert bench.journal.notes == []
    assert desk.offers().lack is RegistrationLack.NOT_CONFIGURED
    assert not desk.looks_up


def test_who_is_not_kept_any_more_is_not_registered() -> None:
    bench = Bench()
    visit = bench.came()
    bench.clock.pass_by(60 * ARRIVED_MINUTES + 1)
    assert bench.desk.register(visit, CHOICE, "binh") is None
    assert bench.desk.look_up(visit, "binh") is None
    assert (bench.journal.notes, bench.system.orders, bench.lookup.asked) == ([], [], [])


# Insurance


@pytest.mark.parametrize(
    ("number", "question"),
    [
        ("001185000123", InsuranceQuestion("001185000123", BINH.name, BINH.birth)),
        ("DN4010123456789", InsuranceQuestion("DN4010123456789", BINH.name, BINH.birth)),
    ],
    ids=["personal", "insurance"],
)
def test_an_insurance_is_written_asked_about_and_kept(number: str, question: InsuranceQuestion) -> None:
    bench = Bench()
    visit = bench.came(replace(BINH, number=number))
    found = bench.desk.look_up(visit, "binh")
    assert bench.lookup.asked == [question]
    assert bench.journal.notes == [StaffNote(StaffAct.ASKED_INSURANCE, "binh")]
    assert found is not None and found.insurance == INSURED.limited({InsuranceFact.VALIDITY})
    assert bench.desk.waiting()[0].insurance == found.insurance
    bench.desk.register(visit, CHOICE, "binh")
    (order,) = bench.system.orders
    assert order.insurance == (INSURED.cover and INSURED.cover.card), "the whole of it, as the site releases it"


def test_what_the_site_does_not_show_or_release_stays_here() -> None:
    bench = Bench(rules=InsuranceRules(frozenset({InsuranceField.NUMBER})))
    found = bench.desk.look_up(bench.came(answer=INSURED), "binh")
    assert bench.lookup.asked == [InsuranceQuestion(BINH.number)]
    assert found is not None and found.insurance is not None and found.insurance.cover is not None
    assert found.insurance.cover.card.number == ""
    assert (found.card, found.photo, found.insurance_number) == (None, b"", "")


def test_nobody_is_asked_before_it_is_written() -> None:
    bench = Bench()
    visit = bench.came()
    bench.journal.full_from = 0
    with pytest.raises(Fault):
        bench.desk.look_up(visit, "binh")
    assert bench.lookup.asked == []


def test_a_site_without_the_service_asks_nobody() -> None:
    bench = Bench(rules=None)
    visit = bench.came()
    assert (bench.desk.looks_up, bench.desk.look_up(visit, "binh"), bench.lookup.asked) == (False, None, [])


def test_a_service_that_fails_leaves_what_was_known() -> None:
    def failing(deadline: Deadline) -> InsuranceAnswer:
        return replace(INSURED, trouble=ServiceTrouble.TOO_LATE, cover=None)

    bench = Bench(FakeInsurance(failing))
    visit = bench.came(answer=INSURED)
    bench.desk.look_up(visit, "binh")
    bench.desk.register(visit, CHOICE, "binh")
    assert bench.system.orders[0].insurance == (INSURED.cover and INSURED.cover.card)
