"""Patients who come without a card of their own: what staff type, what may be missing, and the port that receives them.

Nobody is verified here. Each of them is recorded as received by hand, under the login of whoever did it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.names import fold
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.record import CheckId
from kiosk.domain.staff import StaffAct
from kiosk.domain.text import Text

MAX_NAME = 100
GUARDIAN_MINUTES = 10
CARD_AGE = 14
"""From this age on everybody has a card of their own (Law on Identification 26/2023/QH15, Art. 19)."""


class ManualCase(StrEnum):
    """Why a patient is received without a check of their own card."""

    NO_CARD = "no-card"
    CHILD = "child"
    EMERGENCY = "emergency"


CASES: Mapping[ManualCase, Text] = MappingProxyType(
    {
        ManualCase.NO_CARD: Text("Người bệnh không mang thẻ", "The patient has no card here"),
        ManualCase.CHILD: Text("Trẻ em đi cùng cha mẹ, người giám hộ", "A child with a parent or guardian"),
        ManualCase.EMERGENCY: Text("Cấp cứu: tiếp nhận ngay, hỏi giấy tờ sau", "Emergency: receive now, papers later"),
    }
)


RECEIVED: Mapping[ManualCase, StaffAct] = MappingProxyType(
    {
        ManualCase.NO_CARD: StaffAct.RECEIVED_NO_CARD,
        ManualCase.CHILD: StaffAct.RECEIVED_CHILD,
        ManualCase.EMERGENCY: StaffAct.RECEIVED_EMERGENCY,
    }
)
"""What the journal is told; who the patient is stands nowhere."""


class ManualLack(StrEnum):
    """What keeps staff from receiving the patient so."""

    NAME = "name"
    BIRTH = "birth"
    GUARDIAN = "guardian"
    TOO_OLD = "too-old"
    NUMBER = "number"


LACKS: Mapping[ManualLack, Text] = MappingProxyType(
    {
        ManualLack.NAME: Text("Nhập họ và tên người bệnh", "Type the patient's name"),
        ManualLack.BIRTH: Text(
            "Nhập ngày sinh, hoặc năm sinh, không ở tương lai", "Type the date or year of birth, not in the future"
        ),
        ManualLack.GUARDIAN: Text(
            "Kiểm tra thẻ của cha mẹ hoặc người giám hộ trước", "Check the card of the parent or guardian first"
        ),
        ManualLack.TOO_OLD: Text(
            "Từ 14 tuổi phải có căn cước riêng: chọn «không mang thẻ»",
            "From 14 on everybody has a card of their own: choose «no card here»",
        ),
        ManualLack.NUMBER: Text(
            "Mã BHYT có 15 ký tự, 10 hoặc 12 chữ số", "An insurance number has 15 characters, or 10 or 12 digits"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class ManualPatient:
    """What staff typed. ``number`` is the insurance or personal number where the patient knows it.

    ``guardian`` is the check of the parent or guardian whose card was admitted just before.
    """

    case: ManualCase
    name: str = field(default="", repr=False)
    birth: PartialDate | None = field(default=None, repr=False)
    number: str = field(default="", repr=False)
    guardian: CheckId | None = None


@dataclass(frozen=True, slots=True)
class ManualReception:
    """How a patient was received: under which entry of the journal, and what the insurance service said.

    ``insurance`` is ``None`` where nobody was asked: an emergency, a patient who did not agree, or a site without the
    service.
    """

    case: ManualCase
    entry: int
    insurance: InsuranceAnswer | None = None


class ReceptionDesk(Protocol):
    """Receives patients without a card of their own; a kiosk has one where the site's profile names cases."""

    @property
    def cases(self) -> frozenset[ManualCase]:
        """The cases that this site has; never empty."""
        ...

    @property
    def looks_up(self) -> bool:
        """Whether an insurance service can be asked about a patient who agrees."""
        ...

    def guardian(self) -> CheckId | None:
        """The check of whoever came in last, within ``GUARDIAN_MINUTES``: who may stand for a child now."""
        ...

    def receive(self, patient: ManualPatient, by: str, *, look_up: bool = True) -> ManualReception:
        """Record it under the login ``by``, then look the insurance up, unless the patient does not agree to that
        (``look_up``); blocks for some seconds: not on a window's thread.

        Raises ``ValueError`` for a case that is not one of ``cases``, when ``lacking`` names anything, or when the
        guardian is not ``guardian()``, and
        ``Fault(JOURNAL_FAILED)`` when it cannot be recorded; nothing of the network.
        """
        ...


def lacking(patient: ManualPatient, today: date) -> tuple[ManualLack, ...]:
    """What is still missing or wrong, in the order in which it is typed. An emergency lacks nothing."""
    if patient.case is ManualCase.EMERGENCY:
        return ()
    lacks = []
    if not fold(patient.name) or len(patient.name) > MAX_NAME:
        lacks.append(ManualLack.NAME)
    age = patient.birth.age_at(today) if patient.birth else -1
    if patient.birth is None or (patient.birth.year, patient.birth.month, patient.birth.day) > (
        today.year,
        today.month,
        today.day,
    ):
        lacks.append(ManualLack.BIRTH)
    elif patient.case is ManualCase.CHILD and age >= CARD_AGE:
        lacks.append(ManualLack.TOO_OLD)
    if patient.number and not is_insurance_number(patient.number):
        lacks.append(ManualLack.NUMBER)
    if patient.case is ManualCase.CHILD and patient.guardian is None:
        lacks.append(ManualLack.GUARDIAN)
    return tuple(lacks)


def is_insurance_number(text: str) -> bool:
    """A card's 15 characters, the ten digits of social insurance, or a 12-digit personal number."""
    if not text.isascii():
        return False
    if len(text) == 15:
        return text[:2].isalpha() and text[:2].isupper() and text[2:].isdigit()
    return len(text) in (10, 12) and text.isdigit()
