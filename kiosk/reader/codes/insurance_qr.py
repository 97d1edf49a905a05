"""The QR text of Vietnam's health-insurance card (BHYT), on paper and in the VssID app, to typed values.

Fields stand between bars and a dollar sign ends them. Names and addresses are UTF-8 written in hexadecimal; a hyphen or
nothing means «not given». Paper cards have the 15-character card number, the newer form the 10-digit social-insurance
number, a living area's code and the place of first care in words behind the check value. Nothing in it is signed in a
way that outsiders can check.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.identity import Sex
from kiosk.domain.names import fold
from kiosk.reader.codes.written_names import is_written_name

MAX_CHARACTERS = 2048

_END = "$"
_OLD_FORM, _NEW_FORM = 15, 17
_NUMBER = re.compile(r"[A-Z]{2}[0-9]{13}|[0-9]{10}")
_FIRST_CARE = re.compile(r"([0-9]{2}) ?- ?([0-9A-Z]{3})")
_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "3": Sex.UNSPECIFIED}
_NOT_GIVEN = ("", "-")


class InsuranceQrError(ValueError):
    """The text is no health-insurance code; the message never holds any of it."""


class InsuranceForm(StrEnum):
    """Which of the two forms a code has."""

    CARD_NUMBER = "card-number"
    SOCIAL_NUMBER = "social-number"


@dataclass(frozen=True, slots=True)
class InsuranceQr:
    """One health-insurance card. Texts that are not given are empty, dates that are not given ``None``.

    ``number`` has 15 characters (two letters for the group, the benefit digit, two digits of the province, ten of
    social insurance) or the ten digits alone. ``birth`` is as printed, ``dd/mm/yyyy`` or the year. ``first_care`` is
    the code of the facility where care begins, province and facility joined («01001»). ``area`` and ``level`` are the
    codes as printed, ``check`` the issuer's own check value.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    birth: str = field(repr=False)
    sex: Sex = field(repr=False)
    address: str = field(repr=False)
    first_care: str
    valid_from: date | None
    valid_to: date | None
    issued: date | None
    management_number: str = field(repr=False)
    guardian: str = field(repr=False)
    area: str
    five_years_from: date | None
    check: str = field(repr=False)
    level: str = ""
    place: str = field(default="", repr=False)

    @property
    def form(self) -> InsuranceForm:
        return InsuranceForm.CARD_NUMBER if len(self.number) == 15 else InsuranceForm.SOCIAL_NUMBER

    @property
    def social_number(self) -> str:
        """The ten digits of social insurance, which both forms have."""
        return self.number[-10:]

    @property
    def group(self) -> str:
        """The two letters of who pays («HC», «TE»); empty in the newer form."""
        return self.number[:2] if self.form is InsuranceForm.CARD_NUMBER else ""

    @property
    def benefit(self) -> str:
        """The benefit digit, 1 to 5; empty in the newer form."""
        return self.number[2] if self.form is InsuranceForm.CARD_NUMBER else ""

    @property
    def birth_date(self) -> date | None:
        """``None`` where only the year is given."""
        match = _DAY.fullmatch(self.birth)
        return _calendar_day(match) if match else None

    @property
    def birth_year(self) -> int:
        return int(self.birth[-4:])


def parse_insurance_qr(text: str) -> InsuranceQr:
    """Parse the text of a code; raises ``InsuranceQrError`` naming the field, never what stands in it."""
    if len(text) > MAX_CHARACTERS:
        raise InsuranceQrError(f"longer than {MAX_CHARACTERS} characters")
    fields = [part.strip() for part in text.split("|")]
    if len(fields) not in (_OLD_FORM, _NEW_FORM) or fields[-1] != _END:
        raise InsuranceQrError(f"{len(fields)} fields, or no end")
    number, name, birth, sex, address, first_care, valid_from, valid_to, issued = fields[:9]
    management_number, guardian, area, five_years, check, *newer = fields[9:-1]
    if not _NUMBER.fullmatch(number):
        raise InsuranceQrError("the card number")
    if not _YEAR.fullmatch(birth) and _date(birth, "the birth date") is None:
        raise InsuranceQrError("the birth date")
    if sex not in _SEXES:
        raise InsuranceQrError("the sex")
    return InsuranceQr(
        number=number,
        name=_name(name),
        birth=birth,
        sex=_SEXES[sex],
        address=_written(address, "the address"),
        first_care=_facility(first_care),
        valid_from=_date(valid_from, "the first day"),
        valid_to=_date(valid_to, "the last day"),
        issued=_date(issued, "the day of issue"),
        management_number=_code(management_number, "the management number"),
        guardian=_written(guardian, "the guardian"),
        area=_code(area, "the area"),
        five_years_from=_date(five_years, "the day of five years"),
        check=_code(check, "the check value"),
        level=_code(newer[0], "the level") if newer else "",
        place=_written(newer[1], "the place") if newer else "",
    )


def _name(written: str) -> str:
    name = _written(written, "the name")
    if not fold(name):
        raise InsuranceQrError("the name has no letters")
    if not is_written_name(name):
        raise InsuranceQrError("the name has a sign that no name has")
    return name


def _written(written: str, what: str) -> str:
    """A text in hexadecimal UTF-8, in Unicode NFC."""
    if written in _NOT_GIVEN:
        return ""
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", written):
        raise InsuranceQrError(f"{what} is not hexadecimal")
    try:
        text = unicodedata.normalize("NFC", bytes.fromhex(written).decode("utf-8")).strip()
    except UnicodeDecodeError as error:
        raise InsuranceQrError(f"{what} is not UTF-8") from error
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for char in text):
        raise InsuranceQrError(f"{what} has a control character")
    return text


def _facility(printed: str) -> str:
    match = _FIRST_CARE.fullmatch(printed)
    if match is None and printed not in _NOT_GIVEN:
        raise InsuranceQrError("the facility of first care")
    return f"{match[1]}{match[2]}" if match else ""


def _code(printed: str, what: str) -> str:
    if printed in _NOT_GIVEN:
        return ""
    if not re.fullmatch(r"[0-9A-Za-z-]{1,64}", printed):
        raise InsuranceQrError(what)
    return printed


def _date(printed: str, what: str) -> date | None:
    if printed in _NOT_GIVEN:
        return None
    match = _DAY.fullmatch(printed)
    day = _calendar_day(match) if match else None
    if day is None:
        raise InsuranceQrError(what)
    return day


def _calendar_day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
