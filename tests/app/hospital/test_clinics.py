"""The ways of registering: a hospital's own system, the kiosk's own queues, and none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.hospital.clinics import FRESH_SECONDS, MOST_CLINICS, NoClinics, QueueClinics, ServiceClinics
from kiosk.domain.clock import Deadline
from kiosk.domain.desks.registration import (
    QUEUE_FULL,
    ClinicChoice,
    ClinicOffers,
    RegistrationAnswer,
    RegistrationLack,
)
from kiosk.domain.hospital.insurance import CardPeriod
from kiosk.domain.hospital.queue import QueueRules
from kiosk.domain.hospital.registration import Catalogue, CatalogueEntry, HospitalReply, Registered, RegistrationField
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.site.store.queue_numbers import KeptQueueNumbers
from tests.fakes.registration import AN_ARRIVED, BE_TYPED, CHOICE, OFFERS, REGISTERED, FakeSystem
from tests.fakes.staff import MovableClock

RULES = QueueRules(Text("Số {value}", "Number {value}"))
WITH_ALL = replace(AN_ARRIVED, photo=b"chip", card=CardPeriod("DN4010123456789"))
MISSING: HospitalReply[tuple[CatalogueEntry, ...]] = HospitalReply(trouble=ServiceTrouble.TOO_LATE)


def soon(clock: MovableClock) -> Deadline:
    return Deadline(clock, 30.0)


def at_service(
    system: FakeSystem,
    release: frozenset[RegistrationField] = frozenset(RegistrationField),
    to_jpeg: Callable[[bytes], bytes | None] = lambda image: b"jpeg of " + image,
) -> tuple[ServiceClinics, MovableClock]:
    clock = MovableClock()
    return ServiceClinics(system, release, clock, to_jpeg), clock


def test_catalogues_are_offered_in_the_order_of_choosing_and_asked_for_once() -> None:
    system = FakeSystem()
    clinics, clock = at_service(system)
    assert [clinics.offers(soon(clock)), clinics.offers(soon(clock))] == [OFFERS, OFFERS]
    assert system.asked == [Catalogue.DEPARTMENTS, Catalogue.SERVICES, Catalogue.EXAM_KINDS]
    clock.pass_by(FRESH_SECONDS)
    clinics.offers(soon(clock))
    assert len(system.asked) == 6


def test_a_service_without_an_answer_offers_what_it_said_before() -> None:
    system = FakeSystem(no_catalogue=MISSING)
    clinics, clock = at_service(system)
    assert clinics.offers(soon(clock)) == ClinicOffers(trouble=ServiceTrouble.TOO_LATE)
    system.no_catalogue = None
    clinics.offers(soon(clock))
    system.no_catalogue = MISSING
    clock.pass_by(FRESH_SECONDS)
    assert clinics.offers(soon(clock)) == replace(OFFERS, old=True)


def test_catalogues_without_entries_are_no_choice() -> None:
    clinics, clock = at_service(FakeSystem(catalogues={}))
    assert clinics.offers(soon(clock)) == ClinicOffers(lack=RegistrationLack.NO_CLINICS)


def test_a_registration_names_patient_choice_and_request() -> None:
    system = FakeSystem()
    clinics, clock = at_service(system)
    assert clinics.register(WITH_ALL, CHOICE, soon(clock)).registered == REGISTERED
    (order,) = system.orders
    assert (order.patient, order.department, order.service, order.exam_kind) == ("BN000123", "K01", "DV1", "")
    assert (order.request, order.photo) == (AN_ARRIVED.request_for(CHOICE), b"jpeg of chip")
    assert (order.identity, order.insurance) == (AN_ARRIVED.identity, WITH_ALL.card)


def test_what_the_site_does_not_release_stays_here() -> None:
    system = FakeSystem()
    clinics, clock = at_service(system, frozenset())
    clinics.register(WITH_ALL, CHOICE, soon(clock))
    (order,) = system.orders
    assert (order.identity.number, order.identity.name, order.identity.residence) == ("001090012345", "", "")
    assert (order.photo, order.insurance) == (b"", None)


def test_a_photo_that_cannot_be_read_keeps_nobody_from_being_registered() -> None:
    system = FakeSystem()
    clinics, clock = at_service(system, to_jpeg=lambda image: None)
    assert clinics.register(WITH_ALL, CHOICE, soon(clock)).registered == REGISTERED
    assert system.orders[0].photo == b""


def test_a_new_patient_has_no_number_of_the_hospitals() -> None:
    system = FakeSystem(unknown=HospitalReply(code="404"))
    clinics, clock = at_service(system)
    assert clinics.register(AN_ARRIVED, CHOICE, soon(clock)).registered == REGISTERED
    assert system.orders[0].patient == ""


def test_nobody_is_registered_while_the_system_does_not_say_whom_it_knows() -> None:
    system = FakeSystem(unknown=HospitalReply(trouble=ServiceTrouble.TOO_LATE))
    clinics, clock = at_service(system)
    assert clinics.register(AN_ARRIVED, CHOICE, soon(clock)) == RegistrationAnswer(trouble=ServiceTrouble.TOO_LATE)
    assert system.orders == [], "and so nobody can have been registered: it is certain"


# The kiosk's own queues


def listed(*clinics: str) -> Callable[[], list[Listing]]:
    return lambda: [Listing(str(at), details=(("room", clinic),)) for at, clinic in enumerate(clinics)]


def to(clinic: str) -> ClinicChoice:
    return ClinicChoice(((Catalogue.DEPARTMENTS, CatalogueEntry(clinic, clinic)),))


def at_queues(folder: Path, *names: str) -> tuple[QueueClinics, MovableClock]:
    clock = MovableClock()
    return QueueClinics(KeptQueueNumbers(folder, RULES), RULES, listed(*names), clock), clock


def test_the_clinics_are_those_of_the_list(tmp_path: Path) -> None:
    clinics, clock = at_queues(tmp_path, "Tim mạch", "Mắt", "Mắt", "")
    entries = (CatalogueEntry("Mắt", "Mắt"), CatalogueEntry("Tim mạch", "Tim mạch"))
    assert clinics.offers(soon(clock)) == ClinicOffers(((Catalogue.DEPARTMENTS, entries),))


@pytest.mark.parametrize("names", [(), ("", ""), tuple(map(str, range(MOST_CLINICS + 1)))], ids=len)
def test_a_list_that_names_no_clinics(tmp_path: Path, names: tuple[str, ...]) -> None:
    clinics, clock = at_queues(tmp_path, *names)
    assert clinics.offers(soon(clock)).lack is RegistrationLack.NO_CLINICS


def test_each_clinic_counts_for_itself_and_everybody_keeps_their_number(tmp_path: Path) -> None:
    clinics, clock = at_queues(tmp_path, "Tim mạch", "Mắt", "Mắt", "")
    given = [
        clinics.register(patient, to(clinic), soon(clock)).registered
        for patient, clinic in [(AN_ARRIVED, "Mắt"), (BE_TYPED, "Mắt"), (AN_ARRIVED, "Tim mạch"), (AN_ARRIVED, "Mắt")]
    ]
    assert given == [
        Registered("", "1", "Mắt"),
        Registered("", "2", "Mắt"),
        Registered("", "1", "Tim mạch"),
        Registered("", "1", "Mắt"),
    ]


def test_the_number_that_came_with_the_verdict_is_the_same(tmp_path: Path) -> None:
    clinics, clock = at_queues(tmp_path, "Tim mạch", "Mắt", "Mắt", "")
    assert AN_ARRIVED.listing is not None
    with_verdict = KeptQueueNumbers(tmp_path, RULES).issue(AN_ARRIVED.listing, clock.now().date())
    clinics.register(BE_TYPED, to("Mắt"), soon(clock))
    answer = clinics.register(AN_ARRIVED, to("Mắt"), soon(clock))
    assert answer.registered == Registered("", str(with_verdict), "Mắt")


@pytest.mark.parametrize(("clinic", "number"), [("Mắt", "99"), ("Tim mạch", "1")], ids=["there", "elsewhere"])
def test_a_number_that_the_list_has_counts_in_its_own_clinic(tmp_path: Path, clinic: str, number: str) -> None:
    clinics, clock = at_queues(tmp_path)
    listed_so = replace(AN_ARRIVED, listing=Listing("BN-0003", details=(("room", "Mắt"), ("queue", "99"))))
    assert clinics.register(listed_so, to(clinic), soon(clock)).registered == Registered("", number, clinic)


def test_a_full_queue() -> None:
    clock = MovableClock()
    full = QueueClinics(_Full(), RULES, listed("Mắt"), clock)
    assert full.register(AN_ARRIVED, to("Mắt"), soon(clock)) == RegistrationAnswer(
        trouble=ServiceTrouble.REFUSED, code=QUEUE_FULL
    )


class _Full:
    """The port ``QueueNumbers`` with nothing left."""

    def issue(self, listing: Listing, day: object) -> int | None:
        return None


@pytest.mark.parametrize("lack", [RegistrationLack.NOT_CONFIGURED, RegistrationLack.NOT_RELEASED])
def test_nowhere_to_register(lack: RegistrationLack) -> None:
    clinics, clock = NoClinics(lack), MovableClock()
    assert clinics.offers(soon(clock)) == ClinicOffers(lack=lack)
    assert clinics.register(AN_ARRIVED, CHOICE, soon(clock)).registered is None
    assert not clinics.sends_out
