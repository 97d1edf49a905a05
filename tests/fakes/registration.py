"""A hospital's own system, and a desk over it, that do what a test says; the patients are fictitious."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from kiosk.domain.clock import Deadline
from kiosk.domain.desks.registration import ArrivedPatient, ClinicChoice, ClinicOffers, RegistrationAnswer
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.hospital.registration import (
    Catalogue,
    CatalogueEntry,
    HospitalReply,
    KnownPatient,
    Registered,
    RegistrationOrder,
)
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from tests.fakes.findings import INSURED

DEPARTMENTS = (CatalogueEntry("K01", "Khoa Khám bệnh"), CatalogueEntry("K02", "Khoa Nhi"))
SERVICES = (
    CatalogueEntry("DV1", "Khám Nội tiết", "Khám", 60000),
    CatalogueEntry("DV2", "Khám Mắt", "Khám", 45000),
)
OFFERS = ClinicOffers(((Catalogue.DEPARTMENTS, DEPARTMENTS), (Catalogue.SERVICES, SERVICES)))
CHOICE = ClinicChoice(((Catalogue.DEPARTMENTS, DEPARTMENTS[0]), (Catalogue.SERVICES, SERVICES[0])))
REGISTERED = Registered("LK-1", "42", "Phòng khám 12", 60000, "000000023247")

AT = datetime(2026, 6, 26, 0, 10, tzinfo=UTC)
AN_ARRIVED = ArrivedPatient(
    "5f0c1d8c3c2f4ec0a7a9cf3b5f1a0001",
    AT,
    Identity(
        Source.CHIP,
        "001090012345",
        name="Nguyễn Văn An",
        birth_date=date(1990, 3, 15),
        sex=Sex.MALE,
        residence="Hà Nội",
    ),
    CheckId("5f0c1d8c3c2f4ec0a7a9cf3b5f1a0001"),
    PartialDate(1990, 3, 15),
    Listing("BN-0001", "001090012345", place=Text("Phòng khám Mắt", "Clinic Mắt"), details=(("room", "Mắt"),)),
    insurance=INSURED,
)
BE_TYPED = ArrivedPatient(
    "5f0c1d8c3c2f4ec0a7a9cf3b5f1a0002", AT, Identity(Source.TYPED, name="Nguyễn Thị Bé"), birth=PartialDate(2022)
)


@dataclass
class FakeSystem:
    """The port ``PatientRegistration``: ``fails`` answers in the place of a registration, ``unknown`` of a patient."""

    catalogues: dict[Catalogue, tuple[CatalogueEntry, ...]] = field(
        default_factory=lambda: {Catalogue.DEPARTMENTS: DEPARTMENTS, Catalogue.SERVICES: SERVICES}
    )
    fails: HospitalReply[Registered] | None = None
    unknown: HospitalReply[KnownPatient] | None = None
    no_catalogue: HospitalReply[tuple[CatalogueEntry, ...]] | None = None
    orders: list[RegistrationOrder] = field(default_factory=list)
    asked: list[Catalogue] = field(default_factory=list)

    def find(self, number: str, deadline: Deadline) -> HospitalReply[KnownPatient]:
        return self.unknown or HospitalReply(KnownPatient("BN000123"), code="000")

    def catalogue(self, kind: Catalogue, deadline: Deadline) -> HospitalReply[tuple[CatalogueEntry, ...]]:
        self.asked.append(kind)
        return self.no_catalogue or HospitalReply(self.catalogues.get(kind, ()), code="000")

    def register(self, order: RegistrationOrder, deadline: Deadline) -> HospitalReply[Registered]:
        self.orders.append(order)
        return self.fails or HospitalReply(REGISTERED, code="000")


@dataclass
class FakeRegistrationDesk:
    """The port ``RegistrationDesk`` for screens: answers as it is told (``answers`` by visit), and keeps what was asked
    of it."""

    people: tuple[ArrivedPatient, ...] = (AN_ARRIVED, BE_TYPED)
    offered: ClinicOffers = OFFERS
    answer: RegistrationAnswer | None = field(
        default_factory=lambda: RegistrationAnswer(REGISTERED, code="000", shown=True)
    )
    insured: InsuranceAnswer = INSURED
    looks_up: bool = True
    fault: FaultCode | None = None
    answers: dict[str, RegistrationAnswer] = field(default_factory=dict)
    registered: list[tuple[str, ClinicChoice, str]] = field(default_factory=list)
    looked_up: list[tuple[str, str]] = field(default_factory=list)

    def waiting(self) -> tuple[ArrivedPatient, ...]:
        return self.people

    def offers(self) -> ClinicOffers:
        self._fail()
        return self.offered

    def register(self, visit: str, choice: ClinicChoice, by: str) -> RegistrationAnswer | None:
        self._fail()
        self.registered.append((visit, choice, by))
        return self.answers.get(visit, self.answer)

    def look_up(self, visit: str, by: str) -> ArrivedPatient | None:
        self._fail()
        self.looked_up.append((visit, by))
        found = next((one for one in self.people if one.visit == visit), None)
        return replace(found, insurance=self.insured) if found else None

    def _fail(self) -> None:
        if self.fault is not None:
            raise Fault(self.fault)
