"""From a row's cells to one entry of the list: numbers, dates and sex as offices write them, read strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.identity import Sex
from kiosk.domain.names import fold
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.site.columns import ListColumns, Located
from kiosk.site.rows import Row


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
    """One person of the list; what the list leaves open or writes in an unknown way is ``None``."""

    row: int
    listing: Listing
    birth_date: date | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)


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

_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00)?$")


def read_entry(row: Row, columns: ListColumns, located: Located) -> tuple[Entry, tuple[RowProblem, ...]]:
    """The entry of one row, and what is wrong with it; an entry with a fatal problem is not to be used."""
    problems = []
    cell = {name: _cell(row, index) for name, index in located.fields.items()}
    birth_date = read_date(cell["birth_date"])
    sex = _SEXES.get(fold(cell.get("sex", "")))
    number, old_number = _numbers(cell["number"], cell.get("old_number", ""), birth_date, sex)
    key = cell["key"]

    if any(row.cells[located.width :]):
        problems.append(Problem.TOO_MANY_CELLS)
    if not key:
        problems.append(Problem.NO_KEY)
    if re.fullmatch(r"[0-9]{12}", digits_of(key)) or digits_of(key) in {number, old_number} - {""}:
        # The key goes into the journal, where no personal number may stand.
        problems.append(Problem.KEY_IS_NUMBER)
    if not number and not old_number:
        if not fold(cell["name"]) or birth_date is None:
            problems.append(Problem.NOBODY)
        problems.append(Problem.NUMBER_UNCLEAR if cell["number"] else Problem.NO_NUMBER)
    if cell.get("old_number") and not old_number:
        problems.append(Problem.OLD_NUMBER_UNCLEAR)
    if birth_date is None:
        problems.append(Problem.BIRTH_DATE_UNCLEAR)
    if cell.get("sex") and sex is None:
        problems.append(Problem.SEX_UNCLEAR)

    listing = Listing(
        key=key,
        number=number,
        old_number=old_number,
        name=cell["name"],
        birth_date=cell["birth_date"],
        place=_place(row, columns, located),
    )
    entry = Entry(row.number, listing, birth_date, sex)
    return entry, tuple(RowProblem(row.number, problem) for problem in problems)


def digits_of(text: str) -> str:
    """A number without what spreadsheets and people put into it: spaces, dots, hyphens, a leading apostrophe."""
    return re.sub(r"[ .\-]", "", text.removeprefix("'"))


def read_date(text: str) -> date | None:
    """A date written day first, or as ISO 8601; ``None`` when it is not one. Two-digit years are not guessed."""
    text = _MIDNIGHT.sub("", text)
    try:
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[4]), int(match[3]), int(match[1]))
        if match := _YEAR_FIRST.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    return None


def repaired_number(digits: str, birth_date: date | None, sex: Sex | None) -> str:
    """A 12-digit number that a spreadsheet has robbed of its leading zeros; empty when that is not certain.

    ``PPP C YY RRRRRR``: the century digit C tells sex and century, YY the year. The zeros are put back only if the
    number then says the birth year (and the sex, where the list has it) of its own row: a number that lost another
    digit does not. A number that still begins with a zero was never taken for a quantity.
    """
    number = digits.zfill(12)
    if len(digits) not in {10, 11} or digits.startswith("0") or birth_date is None:
        return ""
    century, year = int(number[3]), int(number[4:6])
    told_sex = Sex.MALE if century % 2 == 0 else Sex.FEMALE
    agrees = 1900 + 100 * (century // 2) + year == birth_date.year and sex in {told_sex, None}
    return number if agrees else ""


def _numbers(number_cell: str, old_cell: str, birth_date: date | None, sex: Sex | None) -> tuple[str, str]:
    """The 12-digit and the old 9-digit number; a 9-digit number in the column of the new ones is an old number."""
    digits, old = digits_of(number_cell), digits_of(old_cell)
    old_number = old if re.fullmatch(r"[0-9]{9}", old) else ""
    if re.fullmatch(r"[0-9]{12}", digits):
        return digits, old_number
    if re.fullmatch(r"[0-9]{9}", digits):
        return "", old_number or digits
    if re.fullmatch(r"[0-9]{10,11}", digits):
        return repaired_number(digits, birth_date, sex), old_number
    return "", old_number


def _cell(row: Row, index: int | None) -> str:
    return row.cells[index] if index is not None and index < len(row.cells) else ""


def _place(row: Row, columns: ListColumns, located: Located) -> Text:
    cells = [_cell(row, index) for index in located.place]
    parts = [(part, cell) for part, cell in zip(columns.place, cells, strict=True) if cell]
    return Text(
        " · ".join(part.vi.replace("{value}", cell) for part, cell in parts),
        " · ".join(part.en.replace("{value}", cell) for part, cell in parts),
    )
