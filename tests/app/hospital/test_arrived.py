"""Who may be registered: whoever came in by machine or by staff, for a quarter of an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.app.hospital.arrived import ArrivedPatients
from kiosk.check import events as ev
from kiosk.check.states import Kiosk, ShowingResult
from kiosk.domain.desks.registration import ARRIVED_MINUTES, MOST_ARRIVED
from kiosk.domain.evidence import Evidence
from kiosk.domain.hospital.reception import ManualCase, ManualPatient
from kiosk.domain.identity import Source
from kiosk.domain.override import Outcome
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId
from kiosk.domain.shown_code import InsuranceCard
from kiosk.domain.verdict import Decision, Verdict
from tests.fakes.findings import AN, CHIP_FACE, INSURED, LISTED, at
from tests.fakes.walk import Walk

BINH = ManualPatient(ManualCase.NO_CARD, "Trần Thị Bình", PartialDate(1985), "001185000123")


class Clock:
    def __init__(self) -> None:
        self.at = at(0).wall

    def monotonic(self) -> float:
        return self.at.timestamp()

    def now(self) -> datetime:
        return self.at


def arrived(*, with_photo: bool = False) -> tuple[ArrivedPatients, Clock]:
    clock = Clock()
    return ArrivedPatients(clock, with_photo=with_photo), clock


def shown(verdict: Verdict = Verdict.ADMIT, by_staff: Outcome | None = None) -> tuple[Kiosk, ShowingResult]:
    kiosk = Walk().shown().kiosk
    assert isinstance(kiosk.phase, ShowingResult)
    phase = replace(kiosk.phase, decision=Decision(verdict), by_staff=by_staff)
    return replace(kiosk, phase=phase), phase


@pytest.mark.parametrize(
    ("verdict", "by_staff", "waits"),
    [
        (Verdict.ADMIT, None, True),
        (Verdict.ADMIT_WITH_ATTENTION, None, True),
        (Verdict.REFER, None, False),
        (Verdict.REFUSE, None, False),
        (Verdict.REFER, Outcome.ADMITTED, True),
        (Verdict.ADMIT, Outcome.REFUSED, False),
    ],
    ids=str,
)
def test_only_who_came_in_waits(verdict: Verdict, by_staff: Outcome | None, waits: bool) -> None:
    patients, _ = arrived()
    kiosk, _ = shown(verdict, by_staff)
    patients.observe(kiosk)
    assert bool(patients.waiting()) is waits


def test_what_is_kept_of_a_check() -> None:
    patients, _ = arrived()
    kiosk, phase = shown()
    check = replace(phase.check, queue_number=12, evidence=replace(phase.check.evidence, insurance=INSURED))
    patients.observe(replace(kiosk, phase=replace(phase, check=check)))
    (patient,) = patients.waiting()
    assert (patient.visit, patient.check, patient.given) == (check.id, check.id, 12)
    assert (patient.identity, patient.birth, patient.listing) == (AN, PartialDate(1990, 3, 15), LISTED.listing)
    assert (patient.insurance, patient.card, patient.photo) == (INSURED, INSURED.cover and INSURED.cover.card, b"")


def test_the_number_of_the_insurance_code_that_was_shown() -> None:
    patients, _ = arrived()
    kiosk, phase = shown()
    code = InsuranceCard("DN4010123456789", "NGUYEN VAN AN", 1990)
    patients.observe(replace(kiosk, phase=replace(phase, check=replace(phase.check, insurance_card=code))))
    (patient,) = patients.waiting()
    assert (patient.insurance_number, patient.card and patient.card.number) == ("DN4010123456789", "DN4010123456789")


def test_the_picture_is_kept_where_the_site_lets_it_out() -> None:
    patients, _ = arrived(with_photo=True)
    patients.observe(shown()[0])
    assert patients.waiting()[0].photo == CHIP_FACE.image


@pytest.mark.parametrize(
    ("verdict", "outcomes", "waits"),
    [
        (Verdict.REFER, [Outcome.ADMITTED], True),
        (Verdict.ADMIT, [Outcome.REFUSED], False),
        (Verdict.REFER, [Outcome.ADMITTED, None], False),
        (Verdict.ADMIT, [Outcome.REFUSED, None], True),
    ],
    ids=["let in later", "turned away later", "let in, taken back", "turned away, taken back"],
)
def test_staff_decide_after_the_result_is_gone(verdict: Verdict, outcomes: list[Outcome | None], waits: bool) -> None:
    patients, _ = arrived()
    kiosk, phase = shown(verdict)
    patients.observe(kiosk)
    patients.observe(Kiosk(kiosk.profile))
    for outcome in outcomes:
        patients.decided(ev.StaffDecided(phase.check.id, outcome))
    assert bool(patients.waiting()) is waits


def test_who_was_checked_by_hand_is_known_from_the_list() -> None:
    patients, _ = arrived()
    walk = Walk().checked_by_hand()
    patients.observe(walk.kiosk)
    assert patients.waiting() == (), "staff are still to decide"
    patients.decided(ev.StaffDecided(walk.id, Outcome.ADMITTED))
    (patient,) = patients.waiting()
    assert (patient.identity.source, patient.name, patient.insurance) == (Source.LIST, AN.name, None)


def test_a_decision_about_nobody_known_changes_nothing() -> None:
    patients, _ = arrived()
    patients.decided(ev.StaffDecided(CheckId("another"), Outcome.ADMITTED))
    assert patients.waiting() == ()


def test_who_was_not_known_cannot_be_registered() -> None:
    patients, _ = arrived()
    kiosk, phase = shown(Verdict.REFER, Outcome.ADMITTED)
    nobody = replace(phase.check, evidence=Evidence(consent_missing=True))
    patients.observe(replace(kiosk, phase=replace(phase, check=nobody)))
    assert patients.waiting() == ()


@pytest.mark.parametrize(
    ("number", "known", "asked"),
    [("001185000123", "001185000123", ""), ("DN4010123456789", "", "DN4010123456789"), ("", "", "")],
    ids=["personal", "insurance", "none"],
)
def test_patients_without_a_card(number: str, known: str, asked: str) -> None:
    patients, clock = arrived()
    patients.received(replace(BINH, number=number), INSURED, clock.at)
    (patient,) = patients.waiting()
    assert (patient.identity.source, patient.identity.number, patient.name) == (Source.TYPED, known, "Trần Thị Bình")
    assert (patient.insurance_number, patient.birth, patient.check) == (asked, PartialDate(1985), None)
    assert patient.insurance == INSURED


def test_an_emergency_without_a_name_waits_nowhere() -> None:
    patients, clock = arrived()
    patients.received(ManualPatient(ManualCase.EMERGENCY), None, clock.at)
    assert patients.waiting() == ()


def test_the_newest_comes_first_and_the_oldest_goes() -> None:
    patients, clock = arrived()
    for number in range(MOST_ARRIVED + 2):
        patients.received(replace(BINH, name=f"Bình {number:02}"), None, clock.at)
    names = [patient.name for patient in patients.waiting()]
    assert (names[0], names[-1], len(names)) == (f"Bình {MOST_ARRIVED + 1}", "Bình 02", MOST_ARRIVED)


def test_nobody_is_kept_longer() -> None:
    patients, clock = arrived()
    patients.observe(shown()[0])
    visit = patients.waiting()[0].visit
    clock.at += timedelta(minutes=ARRIVED_MINUTES)
    assert patients.find(visit) is not None
    clock.at += timedelta(seconds=1)
    assert (patients.find(visit), patients.waiting()) == (None, ())


def test_what_is_found_out_later_is_kept_of_who_is() -> None:
    patients, clock = arrived()
    patients.received(BINH, None, clock.at)
    (patient,) = patients.waiting()
    patients.exchange(replace(patient, clinic="Mắt"))
    patients.exchange(replace(patient, visit="gone", clinic="Mắt"))
    assert [one.clinic for one in patients.waiting()] == ["Mắt"]
    patients.forget()
    assert patients.waiting() == ()
