"""The machine-readable zone: TD1, TD2 and TD3 of ICAO Doc 9303-5, -6 and -4, and the TD1 of Vietnam's ID card.

Vietnam's card prints the 12-digit personal number into the optional data of line 1, followed by two fillers and a check
digit of its own over positions 16 to 29 (measured on public samples; ICAO knows no such check digit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain import personal_number
from kiosk.domain.access_key import MrzKey
from kiosk.domain.identity import Sex
from kiosk.domain.names import fold

VIETNAM = "VNM"

NEVER_EXPIRES = "991231"
"""What Vietnam's card prints as expiry date when it has none."""

_LENGTHS = {90: "TD1", 72: "TD2", 88: "TD3"}
_CHARACTERS = re.compile(r"[0-9A-Z<]+")
_VALUES = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_VIETNAMESE_OPTIONAL_DATA = re.compile(r"([0-9]{12})<<([0-9])")


class MrzError(ValueError):
    """The text is no MRZ; the message never holds any of it."""


class MrzFormat(StrEnum):
    """The three sizes of travel documents."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"


class CheckedField(StrEnum):
    """What a check digit of the MRZ covers."""

    DOCUMENT_NUMBER = "document_number"
    BIRTH_DATE = "birth_date"
    EXPIRY_DATE = "expiry_date"
    OPTIONAL_DATA = "optional_data"
    PERSONAL_NUMBER = "personal_number"
    COMPOSITE = "composite"


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """One check digit and whether it holds."""

    field: CheckedField
    holds: bool


@dataclass(frozen=True, slots=True)
class Mrz:
    """The fields of one MRZ, without their trailing fillers; dates are the six characters as printed.

    ``document_number`` is whole also where a TD1 or TD2 continues it in the optional data. ``personal_number`` is
    filled on Vietnam's ID card only. ``primary`` and ``secondary`` are the two halves of the name, words parted by
    spaces.
    """

    format: MrzFormat
    document_code: str
    issuing_state: str
    document_number: str = field(repr=False)
    birth: str = field(repr=False)
    sex: Sex = field(repr=False)
    expiry: str = field(repr=False)
    nationality: str
    primary: str = field(repr=False)
    secondary: str = field(repr=False)
    optional_data: tuple[str, ...] = field(repr=False)
    personal_number: str = field(repr=False)
    check_digits: tuple[CheckDigit, ...]

    @property
    def wrong_check_digits(self) -> tuple[CheckedField, ...]:
        return tuple(digit.field for digit in self.check_digits if not digit.holds)

    @property
    def name(self) -> str:
        """The whole name as a folded line of words."""
        return fold(f"{self.primary} {self.secondary}")

    @property
    def never_expires(self) -> bool:
        return self.issuing_state == VIETNAM and self.expiry == NEVER_EXPIRES

    @property
    def key(self) -> MrzKey:
        """What opens this document's chip by BAC or PACE; raises ``MrzError`` when number or dates are unusable."""
        try:
            return MrzKey(self.document_number, self.birth, self.expiry)
        except ValueError as error:
            raise MrzError("document number or dates cannot make an access key") from error

    def birth_date(self, today: date) -> date | None:
        """The birth date with its century: by the personal number where it has a say, else not in the future.

        ``None`` when day, month or year are unknown or impossible.
        """
        by_number = [personal_number.century(self.personal_number)] if self.personal_number else []
        days = (_day(self.birth, century) for century in (*by_number, 2000, 1900))
        return next((day for day in days if day is not None and day <= today), None)

    def expiry_date(self) -> date | None:
        """The last day of validity; ``None`` when there is none or it is unreadable. No chip is older than 2000."""
        return None if self.never_expires else _day(self.expiry, 2000)


def check_digit(text: str) -> str:
    """The check digit of ICAO Doc 9303-3 §4.9: weights 7, 3, 1; letters count 10 to 35, fillers 0."""
    return str(sum(_VALUES[char] * (7, 3, 1)[at % 3] for at, char in enumerate(text)) % 10)


def parse_mrz(text: str) -> Mrz:
    """Parse 90, 72 or 88 characters (all lines in one string); wrong check digits are told, not refused.

    Raises ``MrzError`` for another length or for characters that no MRZ has.
    """
    form = _LENGTHS.get(len(text))
    if form is None:
        raise MrzError(f"{len(text)} characters are no MRZ")
    if not _CHARACTERS.fullmatch(text):
        raise MrzError("a character that no MRZ has")
    return {"TD1": _parse_td1, "TD2": _parse_td2, "TD3": _parse_td3}[form](text)


def _parse_td1(text: str) -> Mrz:
    one, two, three = text[:30], text[30:60], text[60:]
    number, number_holds, rest = _document_number(one[5:14], one[14], one[15:30])
    digits = [CheckDigit(CheckedField.DOCUMENT_NUMBER, number_holds), *_date_digits(two[0:7], two[8:15])]
    personal = ""
    vietnamese = _VIETNAMESE_OPTIONAL_DATA.fullmatch(rest) if one[2:5] == VIETNAM else None
    if vietnamese:
        personal = vietnamese[1]
        digits.append(_digit(CheckedField.PERSONAL_NUMBER, one[15:29], one[29]))
    digits.append(_digit(CheckedField.COMPOSITE, one[5:30] + two[0:7] + two[8:15] + two[18:29], two[29]))
    return _mrz(MrzFormat.TD1, one, two[0:18], number, three, (personal or rest, two[18:29]), digits, personal)


def _parse_td2(text: str) -> Mrz:
    one, two = text[:36], text[36:]
    number, number_holds, rest = _document_number(two[0:9], two[9], two[28:35])
    digits = [CheckDigit(CheckedField.DOCUMENT_NUMBER, number_holds), *_date_digits(two[13:20], two[21:28])]
    digits.append(_digit(CheckedField.COMPOSITE, two[0:10] + two[13:20] + two[21:35], two[35]))
    return _mrz(MrzFormat.TD2, one, two[13:28] + two[10:13], number, one[5:36], (rest,), digits)


def _parse_td3(text: str) -> Mrz:
    one, two = text[:44], text[44:]
    digits = [_digit(CheckedField.DOCUMENT_NUMBER, two[0:9], two[9]), *_date_digits(two[13:20], two[21:28])]
    optional = two[28:42]
    empty = not optional.strip("<") and two[42] == "<"
    digits.append(CheckDigit(CheckedField.OPTIONAL_DATA, empty or check_digit(optional) == two[42]))
    digits.append(_digit(CheckedField.COMPOSITE, two[0:10] + two[13:20] + two[21:43], two[43]))
    number = two[0:9].rstrip("<")
    return _mrz(MrzFormat.TD3, one, two[13:28] + two[10:13], number, one[5:44], (optional,), digits)


def _mrz(
    form: MrzFormat,
    first: str,
    middle: str,
    number: str,
    name: str,
    optional: tuple[str, ...],
    digits: list[CheckDigit],
    personal: str = "",
) -> Mrz:
    """``middle`` is birth, sex, expiry and nationality in the order of a TD1: ``YYMMDD c S YYMMDD c NNN``."""
    primary, _, secondary = name.rstrip("<").partition("<<")
    return Mrz(
        format=form,
        document_code=first[0:2].rstrip("<"),
        issuing_state=first[2:5].rstrip("<"),
        document_number=number,
        birth=middle[0:6],
        sex={"M": Sex.MALE, "F": Sex.FEMALE}.get(middle[7], Sex.UNSPECIFIED),
        expiry=middle[8:14],
        nationality=middle[15:18].rstrip("<"),
        primary=_words(primary),
        secondary=_words(secondary),
        optional_data=tuple(part.rstrip("<") for part in optional),
        personal_number=personal,
        check_digits=tuple(digits),
    )


def _document_number(number: str, digit: str, optional: str) -> tuple[str, bool, str]:
    """The number, whether its check digit holds, and what is left of the optional data.

    A number of more than nine characters has a filler in place of the check digit and goes on in the optional data up
    to the next filler, its check digit last (ICAO Doc 9303-5 §4.2.2.1 note j).
    """
    rest, _, behind = optional.partition("<")
    if digit == "<" and len(rest) >= 2:
        whole = number + rest[:-1]
        return whole, check_digit(whole) == rest[-1], behind
    return number.rstrip("<"), check_digit(number) == digit, optional


def _date_digits(birth: str, expiry: str) -> Iterator[CheckDigit]:
    yield _digit(CheckedField.BIRTH_DATE, birth[:6], birth[6])
    yield _digit(CheckedField.EXPIRY_DATE, expiry[:6], expiry[6])


def _digit(name: CheckedField, text: str, digit: str) -> CheckDigit:
    return CheckDigit(name, check_digit(text) == digit)


def _words(part: str) -> str:
    return " ".join(part.replace("<", " ").split())


def _day(printed: str, century: int) -> date | None:
    if not re.fullmatch(r"[0-9]{6}", printed):
        return None
    try:
        return date(century + int(printed[0:2]), int(printed[2:4]), int(printed[4:6]))
    except ValueError:
        return None
