"""Where patients are registered: at the hospital's own system, in the kiosk's own queues, or nowhere, and then why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.desks.registration import (
    QUEUE_FULL,
    ArrivedPatient,
    ClinicChoice,
    ClinicOffers,
    RegistrationAnswer,
    RegistrationLack,
)
from kiosk.domain.hospital.queue import QueueRules
from kiosk.domain.hospital.registration import (
    Catalogue,
    CatalogueEntry,
    PatientRegistration,
    Registered,
    RegistrationField,
    RegistrationOrder,
)
from kiosk.domain.ports import QueueNumbers
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.site import Listing
from kiosk.domain.vietnam_time import VIETNAM

FRESH_SECONDS = 600.0
"""So long a catalogue is not asked for again."""

MOST_CLINICS = 200
"""A list that names more has something else in that column."""

_STEPS = (Catalogue.DEPARTMENTS, Catalogue.SERVICES, Catalogue.EXAM_KINDS)
"""The order in which staff choose."""


class Clinics(Protocol):
    """One way of registering; called on threads that may wait."""

    @property
    def sends_out(self) -> bool:
        """Whether a patient's data leave the kiosk by it."""
        ...

    def offers(self, deadline: Deadline) -> ClinicOffers: ...

    def register(self, patient: ArrivedPatient, choice: ClinicChoice, deadline: Deadline) -> RegistrationAnswer: ...


@dataclass(frozen=True, slots=True)
class NoClinics:
    """There is nothing to register at."""

    lack: RegistrationLack
    sends_out: bool = False

    def offers(self, deadline: Deadline) -> ClinicOffers:
        return ClinicOffers(lack=self.lack)

    def register(self, patient: ArrivedPatient, choice: ClinicChoice, deadline: Deadline) -> RegistrationAnswer:
        return RegistrationAnswer(trouble=ServiceTrouble.DATA_MISSING)


class ServiceClinics:
    """The hospital's own system. ``to_jpeg`` makes a picture that it reads of a chip's, ``None`` where it cannot."""

    sends_out = True

    def __init__(
        self,
        system: PatientRegistration,
        release: frozenset[RegistrationField],
        clock: Clock,
        to_jpeg: Callable[[bytes], bytes | None],
    ) -> None:
        self._system = system
        self._release = release
        self._clock = clock
        self._to_jpeg = to_jpeg
        self._known: tuple[float, ClinicOffers] | None = None

    def offers(self, deadline: Deadline) -> ClinicOffers:
        """Catalogues are asked for together; where one gives no answer, what they said before holds."""
        known, now = self._known, self._clock.monotonic()
        if known is not None and now - known[0] < FRESH_SECONDS:
            return known[1]
        catalogues = []
        for kind in _STEPS:
            reply = self._system.catalogue(kind, deadline)
            if reply.trouble is not None:
                return replace(known[1], old=True) if known else ClinicOffers(trouble=reply.trouble)
            if reply.value:
                catalogues.append((kind, reply.value))
        if not catalogues:
            return ClinicOffers(lack=RegistrationLack.NO_CLINICS)
        offers = ClinicOffers(tuple(catalogues))
        self._known = (now, offers)
        return offers

    def register(self, patient: ArrivedPatient, choice: ClinicChoice, deadline: Deadline) -> RegistrationAnswer:
        """Know the patient again, then register; a system that does not say whom it knows registers nobody."""
        found = self._system.find(patient.identity.number, deadline)
        if found.trouble is not None:
            return RegistrationAnswer(trouble=found.trouble, code=found.code)
        photo = patient.photo if RegistrationField.PHOTO in self._release else b""
        order = RegistrationOrder(
            patient.identity,
            found.value.patient if found.value else "",
            patient.card,
            (self._to_jpeg(photo) or b"") if photo else b"",
            choice.code(Catalogue.EXAM_KINDS),
            choice.code(Catalogue.DEPARTMENTS),
            choice.code(Catalogue.SERVICES),
            patient.request_for(choice),
        )
        return RegistrationAnswer.of(self._system.register(order.released(self._release), deadline))


class QueueClinics:
    """The kiosk's own queues: one for each clinic that the list names. ``listings`` reads the list in force."""

    sends_out = False

    def __init__(
        self, queue: QueueNumbers, rules: QueueRules, listings: Callable[[], Iterable[Listing]], clock: Clock
    ) -> None:
        self._queue = queue
        self._rules = rules
        self._listings = listings
        self._clock = clock
        self._known: tuple[float, ClinicOffers] | None = None

    def offers(self, deadline: Deadline) -> ClinicOffers:
        """Raises ``Fault(LIST_MISSING | LIST_MALFORMED)``."""
        known, now = self._known, self._clock.monotonic()
        if known is not None and now - known[0] < FRESH_SECONDS:
            return known[1]
        names = sorted({dict(one.details).get(self._rules.per, "") for one in self._listings()} - {""})
        if not 0 < len(names) <= MOST_CLINICS:
            return ClinicOffers(lack=RegistrationLack.NO_CLINICS)
        entries = tuple(CatalogueEntry(name, name) for name in names)
        offers = ClinicOffers(((Catalogue.DEPARTMENTS, entries),))
        self._known = (now, offers)
        return offers

    def register(self, patient: ArrivedPatient, choice: ClinicChoice, deadline: Deadline) -> RegistrationAnswer:
        """The number of whoever has one in this queue already stays theirs. Raises like ``QueueNumbers.issue``."""
        clinic = choice.code(Catalogue.DEPARTMENTS)
        listed = dict(patient.listing.details) if patient.listing else {}
        own = listed.get(self._rules.own, "") if listed.get(self._rules.per, "") == clinic else ""
        if own:
            return RegistrationAnswer(Registered("", own, choice.name))
        key = patient.listing.key if patient.listing and patient.listing.key else patient.visit
        number = self._queue.issue(
            Listing(key, details=((self._rules.per, clinic),)), self._clock.now().astimezone(VIETNAM).date()
        )
        if number is None:
            return RegistrationAnswer(trouble=ServiceTrouble.REFUSED, code=QUEUE_FULL)
        return RegistrationAnswer(Registered("", str(number), choice.name))
