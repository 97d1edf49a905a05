"""The desk at which staff register patients who came in: who may be registered, what for, and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from kiosk.domain.hospital.insurance import CardPeriod, InsuranceAnswer
from kiosk.domain.hospital.registration import Catalogue, CatalogueEntry, HospitalReply, Registered
from kiosk.domain.identity import Identity
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.site import Listing
from kiosk.domain.text import Text

ARRIVED_MINUTES = 15
"""So long somebody who came in is kept for registration."""
MOST_ARRIVED = 20
"""Who came in before so many others is forgotten first."""

QUEUE_FULL = "queue-full"
"""The code of an answer where this kiosk gives the numbers out itself, and has none left."""

_MAYBE_COUNTED = frozenset(
    {
        ServiceTrouble.CANCELLED,
        ServiceTrouble.TOO_LATE,
        ServiceTrouble.UNREACHABLE,
        ServiceTrouble.BROKEN,
        ServiceTrouble.ANSWER_TOO_LARGE,
        ServiceTrouble.ANSWER_MALFORMED,
        ServiceTrouble.ANSWER_OF_ANOTHER,
        ServiceTrouble.UNEXPECTED,
    }
)
"""What may go wrong behind a registration that was carried out: its answer was lost."""


@dataclass(frozen=True, slots=True)
class ClinicChoice:
    """What somebody is registered for: at most one entry of each catalogue."""

    chosen: tuple[tuple[Catalogue, CatalogueEntry], ...]

    def code(self, kind: Catalogue) -> str:
        """The entry's code; empty where nothing of this catalogue was chosen."""
        return next((entry.code for one, entry in self.chosen if one is kind), "")

    @property
    def name(self) -> str:
        """Where the patient goes, in one word: the department, else whatever was chosen last."""
        names = {kind: entry.name or entry.code for kind, entry in self.chosen}
        return names.get(Catalogue.DEPARTMENTS) or next(reversed(names.values()), "")


@dataclass(frozen=True, slots=True)
class ArrivedPatient:
    """Somebody who came in, and is known as long as they may be registered.

    ``visit`` is the kiosk's own name for this coming: the check's id where there was a check. ``insurance`` is what the
    service said, ``card`` the insurance that counts; ``insurance_number`` is what the patient or their card said.
    ``photo`` is the chip's as it is encoded there, ``given`` the queue number that they got with the verdict.
    ``registered`` is what came of ``request``, and ``clinic`` what that was for.
    """

    visit: str
    at: datetime
    identity: Identity
    check: CheckId | None = None
    birth: PartialDate | None = field(default=None, repr=False)
    listing: Listing | None = field(default=None, repr=False)
    insurance_number: str = field(default="", repr=False)
    insurance: InsuranceAnswer | None = None
    card: CardPeriod | None = None
    photo: bytes = field(default=b"", repr=False)
    given: int | None = None
    request: str = ""
    registered: Registered | None = None
    clinic: str = ""

    @property
    def name(self) -> str:
        return self.identity.name or self.identity.mrz_name

    def request_for(self, choice: ClinicChoice) -> str:
        """The name of this registration: the same for the same patient and choice, whoever sends it how often."""
        codes = "|".join(choice.code(kind) for kind in Catalogue)
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{self.visit}|{codes}").hex


class RegistrationLack(StrEnum):
    """Why nobody can be registered at this kiosk."""

    NOT_CONFIGURED = "not-configured"
    NOT_RELEASED = "not-released"
    NO_CLINICS = "no-clinics"


REGISTRATION_LACKS: Mapping[RegistrationLack, tuple[Text, Text]] = MappingProxyType(
    {
        RegistrationLack.NOT_CONFIGURED: (
            Text("Chưa cấu hình nơi đăng ký khám", "No place to register at is configured"),
            Text(
                "Quản trị viên: bảng [registration] trong kiosk.toml, hoặc [queue] trong cấu hình điểm",
                "Administrator: the table [registration] of kiosk.toml, or [queue] of the site's profile",
            ),
        ),
        RegistrationLack.NOT_RELEASED: (
            Text("Điểm này không gửi gì về người bệnh đi đăng ký", "This site sends nothing of a patient out"),
            Text(
                "Quản trị viên: bảng [registration] trong cấu hình điểm",
                "Administrator: the table [registration] of the site's profile",
            ),
        ),
        RegistrationLack.NO_CLINICS: (
            Text("Không có khoa, phòng khám hay dịch vụ nào để chọn", "There is no clinic or service to choose"),
            Text(
                "Xem danh mục trên phần mềm bệnh viện, hoặc cột phòng khám của danh sách",
                "Look at the catalogues of the hospital's system, or at the clinics in the list",
            ),
        ),
    }
)
"""Each as a sentence and its remedy."""


@dataclass(frozen=True, slots=True)
class ClinicOffers:
    """What can be chosen, catalogue by catalogue; none of them is empty.

    Without any, ``lack`` or ``trouble`` says why. ``old``: the service gave no answer, this is what it said before.
    """

    catalogues: tuple[tuple[Catalogue, tuple[CatalogueEntry, ...]], ...] = ()
    lack: RegistrationLack | None = None
    trouble: ServiceTrouble | None = None
    old: bool = False


@dataclass(frozen=True, slots=True)
class RegistrationAnswer:
    """What came of one registration. Without ``registered`` nobody is, unless ``uncertain``: the answer was lost."""

    registered: Registered | None = None
    trouble: ServiceTrouble | None = None
    code: str = ""
    uncertain: bool = False
    shown: bool = False
    """The number stands on the citizen's screen too."""

    @classmethod
    def of(cls, reply: HospitalReply[Registered]) -> RegistrationAnswer:
        """A code is the service's own word that it did not: only where none came, nobody knows."""
        lost = reply.value is None and not reply.code and reply.trouble in _MAYBE_COUNTED
        return cls(reply.value, reply.trouble, reply.code, uncertain=lost)


class RegistrationDesk(Protocol):
    """Registers patients and looks their insurance up; safe from any thread.

    ``offers``, ``register`` and ``look_up`` ask services and belong on no thread that paints.
    """

    @property
    def looks_up(self) -> bool:
        """Whether an insurance service can be asked."""
        ...

    def waiting(self) -> tuple[ArrivedPatient, ...]:
        """Who came in within ``ARRIVED_MINUTES``, the newest first, as far as the site shows it; quick."""
        ...

    def offers(self) -> ClinicOffers:
        """What can be chosen now. Raises ``Fault(LIST_MISSING | LIST_MALFORMED)`` where the list names the clinics."""
        ...

    def register(self, visit: str, choice: ClinicChoice, by: str) -> RegistrationAnswer | None:
        """Write it into the journal under the login ``by``, register, write that a number was given, and tell it at the
        citizen's screen. ``None``: the patient is not kept any more.

        The same choice for the same patient is the same request: what was answered before is not asked for again.
        Raises ``Fault(JOURNAL_FAILED | LIST_MISSING | LIST_MALFORMED)``; then no number is told.
        """
        ...

    def look_up(self, visit: str, by: str) -> ArrivedPatient | None:
        """Ask about the patient's insurance, who agreed to it before ``by``, and keep the answer; ``None`` as above.

        Raises ``Fault(JOURNAL_FAILED)``; nothing of the network.
        """
        ...
