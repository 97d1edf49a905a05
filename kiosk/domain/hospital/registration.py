"""What a hospital's own system is asked to do for a patient: know them again, and register them for an examination.

Modelled on the kiosk interface of MediPay (HDBank, version 1.0.6 of 12 August 2024).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from kiosk.domain.clock import Deadline
from kiosk.domain.hospital.insurance import CardPeriod
from kiosk.domain.identity import Identity, Sex
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.service_trouble import ServiceTrouble

Value = TypeVar("Value")


class RegistrationField(StrEnum):
    """What of a patient may be sent, where the site's profile names it; the number goes with every question."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    RESIDENCE = "residence"
    ISSUE_DATE = "issue_date"
    INSURANCE = "insurance"
    PHOTO = "photo"


class Catalogue(StrEnum):
    """What a patient can be registered for, as the hospital lists it."""

    EXAM_KINDS = "exam-kinds"
    DEPARTMENTS = "departments"
    SERVICES = "services"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """``kind`` is the hospital's own word for what it is, ``price`` is in dong; both only where the hospital tells."""

    code: str
    name: str
    kind: str = ""
    price: int | None = None


@dataclass(frozen=True, slots=True)
class KnownPatient:
    """Somebody whom the hospital knows: ``patient`` is its own number (MA_BN)."""

    patient: str = field(repr=False)
    name: str = field(default="", repr=False)
    birth: PartialDate | None = field(default=None, repr=False)
    sex: Sex = field(default=Sex.UNSPECIFIED, repr=False)
    insurance_number: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RegistrationOrder:
    """One registration. Codes are those of the catalogues; ``photo`` is the chip's, as JPEG, empty where it stays.

    ``request`` names this order, the same however often it is sent: who knows it again counts it once.
    """

    identity: Identity
    patient: str = field(default="", repr=False)
    insurance: CardPeriod | None = None
    photo: bytes = field(default=b"", repr=False)
    exam_kind: str = ""
    department: str = ""
    service: str = ""
    request: str = ""

    def released(self, release: Collection[RegistrationField]) -> RegistrationOrder:
        """The same order with nothing of the patient but their number and what ``release`` names."""
        kept = Identity(self.identity.source, number=self.identity.number)
        for name, attributes in _ATTRIBUTES.items():
            if name in release:
                kept = replace(kept, **{attribute: getattr(self.identity, attribute) for attribute in attributes})
        return replace(
            self,
            identity=kept,
            insurance=self.insurance if RegistrationField.INSURANCE in release else None,
            photo=self.photo if RegistrationField.PHOTO in release else b"",
        )


_ATTRIBUTES = {
    RegistrationField.NAME: ("name", "mrz_name"),
    RegistrationField.BIRTH_DATE: ("birth_date",),
    RegistrationField.SEX: ("sex",),
    RegistrationField.RESIDENCE: ("residence",),
    RegistrationField.ISSUE_DATE: ("issue_date",),
}


@dataclass(frozen=True, slots=True)
class Registered:
    """``visit`` is the hospital's name for this coming (MA_LK), ``queue_number`` what the patient is called by.

    ``room`` is where they are called to, ``to_pay`` what they owe in dong and ``slip`` the number of that bill; each
    only where the hospital tells.
    """

    visit: str = field(repr=False)
    queue_number: str
    room: str = ""
    to_pay: int | None = None
    slip: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HospitalReply(Generic[Value]):
    """What came back: ``value``, or ``None`` with the reason. ``code`` is the system's own word for either.

    Without a ``trouble`` a missing ``value`` means that the hospital does not know what was asked about.
    """

    value: Value | None = None
    trouble: ServiceTrouble | None = None
    code: str = ""


class PatientRegistration(Protocol):
    """A hospital's own system; called on a thread of its own. Never raises for what service or network do."""

    def find(self, number: str, deadline: Deadline) -> HospitalReply[KnownPatient]:
        """The patient with this 12-digit number."""
        ...

    def catalogue(self, kind: Catalogue, deadline: Deadline) -> HospitalReply[tuple[CatalogueEntry, ...]]:
        """What can be chosen now."""
        ...

    def register(self, order: RegistrationOrder, deadline: Deadline) -> HospitalReply[Registered]:
        """Register once: a lost answer is not asked for again, since it may have counted."""
        ...
