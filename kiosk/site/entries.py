"""From a row's cells to one entry of the list: numbers, dates and sex as offices write them, read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from kiosk.domain.identity import Sex
from kiosk.domain.names import fold
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.site.columns import ListColumns, Located
from kiosk.site.tables.numbers import serial_date
from kiosk.site.tables.table import EPOCH_1900, EPOCH_1904, Row


class Problem(StrEnum):
    """What can be wrong with a row; said together with the row's number, never with its content."""

    NO_KEY = "no key"
    KEY_TWICE = "the key stands in another row too"
    KEY_IS_NUMBER = "the key is a personal number"
    NUMBER_TWICE = "the number stands in another row too"
    TOO_MANY_CELLS = "more cells than the header has"
    NOBODY = "neither a number nor a name with a birth date"
    NO_NUMBER = "no number"
    NUMBER_UNCLEAR = "the number is not understood"
    OLD_NUMBER_UNCLEAR = "the old number is not understood"
    BIRTH_DATE_UNCLEAR = "the birth date is not understood"
    SEX_UNCLEAR = "the sex is not understood"
    REMARK = "a remark below the list, nobody's row"

    @property
    def fatal(self) -> bool:
        """Whether the list cannot be used: a person of such a row would be turned away or mixed up."""
        return self in _FATAL


_FATAL = {
    Problem.NO_KEY,
    Problem.KEY_TWICE,
    Problem.KEY_IS_NUMBER,
    Problem.NUMBER_TWICE,
    Problem.TOO_MANY_CELLS,
    Problem.NOBODY,
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    row: int
    problem: Problem

    def __str__(self) -> str:
        return f"row {self.row}: {self.problem.value}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the list; what the list leaves open or writes in an unknown way is empty or ``None``.

    ``birth_text`` is the date as it is written, ``place`` the cells of the place's parts, ``details`` those of the
    site's own columns by their names, without the empty ones.
    """

    row: int
    key: str
    number: str = field(default="", repr=False)
    old_number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    birth_text: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)
    place: tuple[str, ...] = field(default=(), repr=False)
    details: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def listing(self, columns: ListColumns) -> Listing:
        """What the rest of the program is told about this row."""
        parts = [(part, cell) for part, cell in zip(columns.place, self.place, strict=False) if cell]
        place = Text(
            " · ".join(part.vi.replace("{value}", cell) for part, cell in parts),
            " · ".join(part.en.replace("{value}", cell) for part, cell in parts),
        )
        return Listing(self.key, self.number, self.old_number, self.name, self.birth_text, place, self.details)


_SEXES = {
    "NAM": Sex.MALE,
    "M": Sex.MALE,
    "MALE": Sex.MALE,
    "NU": Sex.FEMALE,
    "F": Sex.FEMALE,
    "FEMALE": Sex.FEMALE,
    "KHAC": Sex.UNSPECIFIED,
    "X": Sex.UNSPECIFIED,
}

_SERIAL = re.compile(r"[0-9]{5}")
"""From 1927 or 1931 on; four digits are the year of people of whom no more is known."""
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00)?$")

_TWELVE, _NINE, _TEN_OR_ELEVEN = (re.compile(f"[0-9]{{{digits}}}") for digits in ("12", "9", "10,11"))
_REMARK_CELLS = 2
_SUMS = ("TONG", "CONG", "TOTAL")
_DOCUMENT = re.compile(r"(?=[A-Z0-9]*[A-Z])(?=(?:[A-Z]*[0-9]){5})[A-Z0-9]{6,9}")
"""The number of a passport: a capital at least, so that it is no other number that lost digits."""
_SHORTEST_NUMBER = 9


def read_entry(row: Row, located: Located, epoch: date | None = None) -> tuple[Entry, tuple[RowProblem, ...]]:
    """The entry of one row, and what is wrong with it; an entry with a fatal problem is not to be used.

    ``epoch`` is day 0 of dates that are written as a count of days, ``None`` where the file does not say which.
    """
    cells, fields = row.cells, located.fields
    count = len(cells)

    def cell(name: str) -> str:
        index = fields.get(name, count)
        return cells[index] if index < count else ""

    key, number_cell, old_cell, birth_text = cell("key"), cell("number"), cell("old_number"), cell("birth_date")
    name = cell("name") or f"{cell('family_name')} {cell('given_name')}"
    if not name.isprintable() or "  " in name or name[:1] == " " or name[-1:] == " ":
        name = " ".join(name.split())  # on two lines in its cell, or of two columns
    sex = _sex(cell("sex"))
    birth_date = read_date(birth_text) or _counted_day(birth_text, epoch, digits_of(number_cell))
    number, old_number = _numbers(number_cell, old_cell, birth_date, sex)
    entry = Entry(
        row.number,
        key,
        number,
        old_number,
        name,
        birth_text,
        birth_date,
        sex,
        tuple([cells[index] if index is not None and index < count else "" for index in located.place]),
        tuple([(detail, cells[index]) for detail, index in located.details if index < count and cells[index]]),
    )
    moved = count > located.width and any(cells[located.width :])
    problems = _problems(entry, moved, number_cell, old_cell, cell("sex"))
    return entry, tuple([RowProblem(row.number, problem) for problem in problems])


def _problems(entry: Entry, moved: bool, number_cell: str, old_cell: str, sex_cell: str) -> Iterator[Problem]:
    if moved:
        yield Problem.TOO_MANY_CELLS
    if not entry.key:
        yield Problem.NO_KEY
    if len(entry.key) >= _SHORTEST_NUMBER or entry.key == entry.number != "":
        digits = digits_of(entry.key)
        if _TWELVE.fullmatch(digits) or digits in {entry.number, entry.old_number} - {""}:
            # The key goes into the journal, where no personal number may stand.
            yield Problem.KEY_IS_NUMBER
    if not entry.number and not entry.old_number:
        if not fold(entry.name) or entry.birth_date is None:
            yield Problem.NOBODY
        yield Problem.NUMBER_UNCLEAR if number_cell else Problem.NO_NUMBER
    if old_cell and not entry.old_number:
        yield Problem.OLD_NUMBER_UNCLEAR
    if entry.birth_date is None:
        yield Problem.BIRTH_DATE_UNCLEAR
    if sex_cell and entry.sex is None:
        yield Problem.SEX_UNCLEAR


def is_remark(row: Row, entry: Entry, number_cell: str) -> bool:
    """Whether a row names nobody, as the lines do that offices put below a list: a sum, place and date, who signs.

    Whatever could be a person's row with half of it missing is none: a key with a digit, or a key with a name.
    """
    if number_cell or entry.old_number or entry.birth_date is not None or sum(map(bool, row.cells)) > _REMARK_CELLS:
        return False
    if not entry.key:
        return True
    is_sum = fold(entry.key).startswith(_SUMS)
    return not entry.name and (is_sum or not any(sign.isdigit() for sign in entry.key))


def digits_of(text: str) -> str:
    """A number without what spreadsheets and people put into it: spaces, dots, hyphens, a leading apostrophe."""
    return text if not text or text.isdigit() else re.sub(r"[ .\-]", "", text.removeprefix("'"))


@lru_cache(1 << 14)
def read_date(text: str) -> date | None:
    """A date written day first, or as ISO 8601; ``None`` when it is not one. Two-digit years are not guessed."""
    text = _MIDNIGHT.sub("", text).replace(" ", "")
    try:
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[4]), int(match[3]), int(match[1]))
        if match := _YEAR_FIRST.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    return None


class DateOrder(StrEnum):
    """Which part of a written date comes first, where it can be no other."""

    DAY = "day"
    MONTH = "month"


@lru_cache(1 << 14)
def date_order(text: str) -> DateOrder | None:
    """``25/03/1990`` begins with its day, ``03/25/1990`` with its month; ``None`` for what says neither."""
    match = _DAY_FIRST.fullmatch(_MIDNIGHT.sub("", text).replace(" ", ""))
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if (first > 12) is (second > 12):
        return None
    return DateOrder.DAY if first > 12 else DateOrder.MONTH


def repaired_number(digits: str, birth_date: date | None, sex: Sex | None) -> str:
    """A 12-digit number that a spreadsheet has robbed of its leading zeros; empty when that is not certain.

    ``PPP C YY RRRRRR``: the century digit C tells sex and century, YY the year. The zeros are put back only if the
    number then says the birth year (and the sex, where the list has it) of its own row: a number that lost another
    digit does not. A number that still begins with a zero was never taken for a quantity.
    """
    number = digits.zfill(12)
    if len(digits) not in {10, 11} or digits.startswith("0") or birth_date is None:
        return ""
    told_sex = Sex.MALE if int(number[3]) % 2 == 0 else Sex.FEMALE
    return number if _birth_year(number) == birth_date.year and sex in {told_sex, None} else ""


def _birth_year(number: str) -> int:
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def _counted_day(text: str, epoch: date | None, digits: str) -> date | None:
    """A date that a spreadsheet wrote as a count of days.

    Where the file does not say from which day it counts, the year in the row's own number must tell.
    """
    if not _SERIAL.fullmatch(text):
        return None
    counted = (serial_date(text, one) for one in ((epoch,) if epoch else (EPOCH_1900, EPOCH_1904)))
    days = [date.fromisoformat(day) for day in counted if day]
    if epoch is None:
        told = _birth_year(digits) if _TWELVE.fullmatch(digits) else None
        days = [day for day in days if day.year == told]
    return days[0] if len(days) == 1 else None


@lru_cache(1024)
def _sex(text: str) -> Sex | None:
    return _SEXES.get(fold(text))


def _numbers(number_cell: str, old_cell: str, birth_date: date | None, sex: Sex | None) -> tuple[str, str]:
    """The 12-digit number or a passport's, and the old 9-digit number; one of 9 digits in the column of the new ones is
    an old number."""
    digits, old = digits_of(number_cell), digits_of(old_cell)
    old_number = old if old and _NINE.fullmatch(old) else ""
    if _TWELVE.fullmatch(digits):
        return digits, old_number
    if _NINE.fullmatch(digits):
        return "", old_number or digits
    if _TEN_OR_ELEVEN.fullmatch(digits):
        return repaired_number(digits, birth_date, sex), old_number
    passport = _DOCUMENT.fullmatch(digits.upper())
    return passport[0] if passport else "", old_number
