"""The QR text of Vietnam's ID card: seven fields on the CCCD of 2021, eleven on the «Căn cước» of 2024.

``number | old number | name | birth | sex | residence | issued [ | four more ]``; dates are DDMMYYYY. The text carries
no signature: whoever has a printer can make one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.names import fold
from kiosk.domain.personal_number import is_personal_number
from kiosk.reader.codes.expiry import LAW_OF_2023, expiry_candidates
from kiosk.reader.codes.input_method import lost_to_question_marks, shows_steps, with_case_put_right
from kiosk.reader.codes.mojibake import is_garbled, repair
from kiosk.reader.codes.mrz import NEVER_EXPIRES
from kiosk.reader.codes.written_names import is_written_name

MAX_CHARACTERS = 1024
"""Cards carry some 200 characters; whatever is much longer is not one."""

_FIELDS = 7
MAX_FIELDS = 16
"""Cards of 2024 have eleven; some room is left for those to come."""

_PRINTED_AROUND = "\ufeff\u200b\x00\r\n\t "
"""What scanners and encoders leave around the text."""

_LOOKS_LIKE_A_CARD = re.compile(r"\A[0-9]{9,12}\|[0-9]{0,12}(\||\Z)|\|[0-9]{8}\|[^|]{1,6}\|")
"""Two numbers at the beginning, or a birth date and a sex further on: a card's code, if perhaps a piece of it."""

_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Unicode categories that have no place in a card's text: controls, direction marks, what is not assigned."""

_SEXES = {"NAM": Sex.MALE, "NU": Sex.FEMALE}


class CardGeneration(StrEnum):
    """Which card a code was printed on; ``UNKNOWN`` when the number of fields and the day of issue disagree."""

    CCCD_2021 = "cccd-2021"
    CAN_CUOC_2024 = "can-cuoc-2024"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CardQr:
    """The fields of one card's code, in Unicode NFC.

    ``birth`` and ``issued`` are the eight digits as printed (old records may have ``00`` for an unknown day or month).
    ``extras`` are the fields behind the seventh, whose order is not confirmed: kept as they are.
    """

    number: str = field(repr=False)
    old_number: str = field(repr=False)
    name: str = field(repr=False)
    birth: str = field(repr=False)
    sex: Sex = field(repr=False)
    residence: str = field(repr=False)
    issued: str = field(repr=False)
    extras: tuple[str, ...] = field(repr=False)

    @property
    def birth_date(self) -> date | None:
        return _day(self.birth)

    @property
    def issue_date(self) -> date | None:
        return _day(self.issued)

    @property
    def generation(self) -> CardGeneration:
        """By the number of fields, when the day of issue does not contradict it."""
        by_fields = CardGeneration.CAN_CUOC_2024 if self.extras else CardGeneration.CCCD_2021
        if self.issue_date is None:
            return by_fields
        since_2024 = self.issue_date >= LAW_OF_2023
        by_day = CardGeneration.CAN_CUOC_2024 if since_2024 else CardGeneration.CCCD_2021
        return by_fields if by_fields is by_day else CardGeneration.UNKNOWN

    @property
    def identity(self) -> Identity:
        """Who the code says the holder is; nothing of it is verified."""
        return Identity(
            source=Source.QR,
            number=self.number,
            document_number=_document_number(self.number),
            name=self.name,
            birth_date=self.birth_date,
            sex=self.sex,
            issue_date=self.issue_date,
            old_number=self.old_number,
            residence=self.residence,
        )

    @property
    def keys(self) -> tuple[AccessKey, ...]:
        """The CAN, which follows from the number alone, then the likeliest MRZ keys (``codes.expiry``)."""
        can = Can(self.number[-6:])
        if self.birth_date is None or self.issue_date is None:
            return (can,)
        birth = f"{self.birth_date:%y%m%d}"
        return (
            can,
            *(
                MrzKey(_document_number(self.number), birth, f"{day:%y%m%d}" if day else NEVER_EXPIRES)
                for day in expiry_candidates(self.birth_date, self.issue_date)
            ),
        )


def parse_card_qr(text: str) -> CardQr:
    """Parse a card's code.

    Raises ``Fault(CODE_NOT_A_CARD)`` for any other code, ``Fault(CODE_GARBLED)`` where letters were lost on the way and
    ``Fault(CODE_MALFORMED)`` for a damaged card's; never with any of the text in the fault.
    """
    text = text.strip(_PRINTED_AROUND)
    if len(text) > MAX_CHARACTERS or not _LOOKS_LIKE_A_CARD.search(text):
        raise Fault(FaultCode.CODE_NOT_A_CARD)
    fields = text.split("|")
    if not _FIELDS <= len(fields) <= MAX_FIELDS:
        raise _malformed(f"{len(fields)} fields")
    fields = [_clean(part) for part in with_case_put_right(text, fields[4].strip()).split("|")]
    number, old_number, name, birth, sex, residence, issued, *extras = fields
    if not is_personal_number(number):
        raise _malformed("field 1 has not twelve digits")
    if not re.fullmatch(r"|[0-9]{9}|[0-9]{12}", old_number):
        raise _malformed("field 2 is no old number")
    if not fold(name):
        raise _malformed("field 3 has no letters")
    if not is_written_name(name):
        raise _malformed("field 3 has a sign that no name has")
    if not re.fullmatch(r"[0-9]{8}", birth) or not re.fullmatch(r"[0-9]{8}", issued):
        raise _malformed("a date has not eight digits")
    if fold(sex) not in _SEXES:
        raise _malformed("field 5 is neither Nam nor Nữ")
    return CardQr(number, old_number, name, birth, _SEXES[fold(sex)], residence, issued, tuple(extras))


def _clean(part: str) -> str:
    """One field in NFC, with its Vietnamese letters mended where UTF-8 was read as Windows-1252."""
    mended = unicodedata.normalize("NFC", repair(part)).strip()
    if is_garbled(mended):
        raise Fault(FaultCode.CODE_GARBLED, "letters were lost to a code page")
    if lost_to_question_marks(mended):
        raise Fault(FaultCode.CODE_GARBLED, "question marks in the place of letters")
    if shows_steps(mended):
        raise Fault(FaultCode.CODE_GARBLED, "an input method took the letters apart")
    if any(unicodedata.category(char) in _UNSEEN for char in mended):
        raise _malformed("a control character")
    return mended


def _malformed(technical: str) -> Fault:
    return Fault(FaultCode.CODE_MALFORMED, technical)


def _document_number(number: str) -> str:
    """The MRZ's document number: the last nine of the twelve digits."""
    return number[-9:]


def _day(digits: str) -> date | None:
    """``None`` for a day that is not in the calendar, or not in the lifetime of anybody who holds a card."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not 1850 <= year <= 2150:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
