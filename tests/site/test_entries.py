"""Cells as offices write them -> an entry of the list and what is wrong with its row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.identity import Sex
from kiosk.domain.text import Text
from kiosk.site.columns import ListColumns, Located, PlacePart
from kiosk.site.entries import Entry, Problem, RowProblem, read_date, read_entry, repaired_number
from kiosk.site.tables.table import EPOCH_1900, EPOCH_1904, Row

COLUMNS = ListColumns(
    headers=(),
    place=(PlacePart((), "Phòng {value}", "Room {value}"), PlacePart((), "Ghế {value}", "Seat {value}")),
)
LOCATED = Located(8, {"key": 0, "number": 1, "old_number": 2, "name": 3, "birth_date": 4, "sex": 5}, (6, 7))
GOOD = {
    "key": "000101",
    "number": "001090012345",
    "old": "",
    "name": "Nguyễn Văn An",
    "born": "15/03/1990",
    "sex": "Nam",
    "room": "101",
    "seat": "01",
}


def read(*more: str, **cells: str) -> tuple[Entry, tuple[Problem, ...]]:
    entry, problems = read_entry(Row(7, (*{**GOOD, **cells}.values(), *more)), LOCATED)
    assert all(problem.row == 7 for problem in problems)
    return entry, tuple(problem.problem for problem in problems)


def test_a_good_row() -> None:
    entry, problems = read(old="012345678")
    assert problems == ()
    assert (entry.row, entry.birth_date, entry.sex) == (7, date(1990, 3, 15), Sex.MALE)
    listing = entry.listing(COLUMNS)
    assert (listing.key, listing.number, listing.old_number) == ("000101", "001090012345", "012345678")
    assert (listing.name, listing.birth_date) == ("Nguyễn Văn An", "15/03/1990")
    assert listing.place == Text("Phòng 101 · Ghế 01", "Room 101 · Seat 01")


@pytest.mark.parametrize(
    ("number", "old", "born", "sex", "read_number", "read_old"),
    [
        pytest.param("001090012345", "", "", "", "001090012345", "", id="twelve digits"),
        pytest.param("'001090012345", "", "", "", "001090012345", "", id="apostrophe of a spreadsheet"),
        pytest.param("001 090 012 345", "", "", "", "001090012345", "", id="in groups"),
        pytest.param("001.090.012-345", "", "", "", "001090012345", "", id="dots and hyphens"),
        pytest.param("012345678", "", "", "", "", "012345678", id="nine digits are an old number"),
        pytest.param("012345678", "111222333", "", "", "", "111222333", id="the old numbers' own column is believed"),
        pytest.param("036060000123", "012 345 678", "", "", "036060000123", "012345678", id="both"),
        pytest.param("36060000123", "", "01/02/1960", "Nam", "036060000123", "", id="a lost zero, certain"),
        pytest.param("36060000123", "", "01/02/1960", "", "036060000123", "", id="a lost zero, sex not listed"),
        pytest.param("1090012345", "", "15/03/1990", "Nam", "001090012345", "", id="two lost zeros, certain"),
    ],
)
def test_numbers(number: str, old: str, born: str, sex: str, read_number: str, read_old: str) -> None:
    entry, _ = read(number=number, old=old, born=born, sex=sex)
    assert (entry.number, entry.old_number) == (read_number, read_old)


@pytest.mark.parametrize(
    ("digits", "born", "sex"),
    [
        pytest.param("36060000123", None, Sex.MALE, id="no birth date to compare with"),
        pytest.param("36060000123", date(1961, 2, 1), Sex.MALE, id="another year"),
        pytest.param("36060000123", date(2060, 2, 1), Sex.MALE, id="another century"),
        pytest.param("36060000123", date(1960, 2, 1), Sex.FEMALE, id="another sex"),
        pytest.param("3606000012", date(1960, 2, 1), Sex.MALE, id="the last digit was lost too"),
        pytest.param("06060000123", date(1960, 2, 1), Sex.MALE, id="a leading zero is still there"),
        pytest.param("060600001", date(1960, 2, 1), Sex.MALE, id="nine digits"),
        pytest.param("036060000123", date(1960, 2, 1), Sex.MALE, id="nothing was lost"),
    ],
)
def test_a_number_is_not_repaired_by_guessing(digits: str, born: date | None, sex: Sex) -> None:
    assert repaired_number(digits, born, sex) == ""


@given(st.integers(1, 10**12 - 1), st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(Sex))
def test_a_repaired_number_says_the_birth_year_and_keeps_its_digits(value: int, born: date, sex: Sex) -> None:
    number = repaired_number(str(value), born, sex)
    if number:
        assert (len(number), int(number)) == (12, value)
        assert int(number[4:6]) == born.year % 100


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("15/03/1990", date(1990, 3, 15)),
        ("5/3/1990", date(1990, 3, 5)),
        ("05-03-1990", date(1990, 3, 5)),
        ("05.03.1990", date(1990, 3, 5)),
        ("1990-03-05", date(1990, 3, 5)),
        ("1990-03-05 00:00:00", date(1990, 3, 5)),
        ("29/02/2004", date(2004, 2, 29)),
        ("29/02/2005", None),
        ("03/15/1990", None),
        ("15/03/90", None),
        ("15/03-1990", None),
        ("1990", None),
        ("32947", None),
        ("00/00/1990", None),
        ("15/03/0000", None),
        ("", None),
    ],
)
def test_dates(written: str, meant: date | None) -> None:
    assert read_date(written) == meant


@pytest.mark.parametrize(
    ("written", "number", "epoch", "meant"),
    [
        pytest.param("32947", "", EPOCH_1900, date(1990, 3, 15), id="from 1900"),
        pytest.param("31485", "", EPOCH_1904, date(1990, 3, 15), id="from 1904"),
        pytest.param("32947", "001090012345", None, date(1990, 3, 15), id="the number tells that it is from 1900"),
        pytest.param("31485", "001090012345", None, date(1990, 3, 15), id="the number tells that it is from 1904"),
        pytest.param("32947", "", None, None, id="nobody tells"),
        pytest.param("32947", "001091012345", None, None, id="the number tells another year"),
        pytest.param("32947", "1090012345", None, None, id="a number that is to be repaired by the date itself"),
        pytest.param("1990", "", EPOCH_1900, None, id="a year is no count of days"),
        pytest.param("999999", "", EPOCH_1900, None, id="too far away"),
    ],
)
def test_dates_as_counts_of_days(written: str, number: str, epoch: date | None, meant: date | None) -> None:
    row = Row(7, tuple({**GOOD, "born": written, "number": number}.values()))
    assert read_entry(row, LOCATED, epoch)[0].birth_date == meant


def test_a_name_in_two_columns() -> None:
    located = Located(5, {"key": 0, "number": 1, "family_name": 2, "given_name": 3, "birth_date": 4})
    entry, problems = read_entry(Row(7, ("01", "001090012345", "Nguyễn Văn", "An", "15/03/1990")), located)
    assert (entry.name, problems) == ("Nguyễn Văn An", ())


def test_the_sites_own_columns() -> None:
    located = Located(5, {"key": 0, "number": 1, "name": 2, "birth_date": 3}, details=(("session", 4), ("room", 5)))
    entry, _ = read_entry(Row(7, ("01", "001090012345", "Nguyễn Văn An", "15/03/1990", "Sáng")), located)
    assert entry.listing(COLUMNS).details == (("session", "Sáng"),)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_not(text: str) -> None:
    read_date(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Nam", Sex.MALE),
        ("NAM", Sex.MALE),
        ("M", Sex.MALE),
        ("Nữ", Sex.FEMALE),
        ("nu", Sex.FEMALE),
        ("F", Sex.FEMALE),
        ("Khác", Sex.UNSPECIFIED),
        ("", None),
    ],
)
def test_sexes(written: str, meant: Sex | None) -> None:
    entry, problems = read(sex=written)
    assert (entry.sex, problems) == (meant, ())


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        pytest.param({"key": ""}, (Problem.NO_KEY,), id="no key"),
        pytest.param({"key": "001090012345"}, (Problem.KEY_IS_NUMBER,), id="the number as key"),
        pytest.param({"key": "036 060 000 123"}, (Problem.KEY_IS_NUMBER,), id="another person's number as key"),
        pytest.param({"key": "012345678", "old": "012345678"}, (Problem.KEY_IS_NUMBER,), id="the old number as key"),
        pytest.param({"number": ""}, (Problem.NO_NUMBER,), id="no number"),
        pytest.param({"number": "1,09001E+09"}, (Problem.NUMBER_UNCLEAR,), id="a number as a spreadsheet shows it"),
        pytest.param({"number": "99999999999"}, (Problem.NUMBER_UNCLEAR,), id="11 digits, not certain"),
        pytest.param({"number": "1234"}, (Problem.NUMBER_UNCLEAR,), id="too short"),
        pytest.param({"number": "٠٠١٠٩٠٠١٢٣٤٥"}, (Problem.NUMBER_UNCLEAR,), id="digits of another script"),
        pytest.param({"old": "12"}, (Problem.OLD_NUMBER_UNCLEAR,), id="old number too short"),
        pytest.param({"born": "1990"}, (Problem.BIRTH_DATE_UNCLEAR,), id="only a year"),
        pytest.param({"sex": "?!"}, (Problem.SEX_UNCLEAR,), id="sex not understood"),
        pytest.param({"number": "", "name": "李"}, (Problem.NOBODY, Problem.NO_NUMBER), id="no number, no name"),
        pytest.param(
            {"number": "x", "born": ""},
            (Problem.NOBODY, Problem.NUMBER_UNCLEAR, Problem.BIRTH_DATE_UNCLEAR),
            id="no number, no birth date",
        ),
    ],
)
def test_problems_of_a_row(cells: dict[str, str], problems: tuple[Problem, ...]) -> None:
    assert read(**cells)[1] == problems


def test_cells_beyond_the_header_mean_that_columns_have_moved() -> None:
    assert read("Quận 1")[1] == (Problem.TOO_MANY_CELLS,)
    assert read("", "")[1] == ()


def test_a_short_row_has_empty_cells_at_its_end() -> None:
    entry, problems = read_entry(Row(2, tuple(GOOD.values())[:5]), LOCATED)
    assert (problems, entry.sex, entry.listing(COLUMNS).place) == ((), None, Text("", ""))


@pytest.mark.parametrize(
    ("room", "seat", "place"),
    [
        ("101", "", Text("Phòng 101", "Room 101")),
        ("", "07", Text("Ghế 07", "Seat 07")),
        ("{value}", "{0}", Text("Phòng {value} · Ghế {0}", "Room {value} · Seat {0}")),
    ],
)
def test_the_place(room: str, seat: str, place: Text) -> None:
    assert read(room=room, seat=seat)[0].listing(COLUMNS).place == place


def test_nothing_of_the_person_is_in_a_repr_or_a_problem() -> None:
    entry, _ = read()
    shown = repr(entry) + str(RowProblem(7, Problem.NUMBER_UNCLEAR))
    assert all(secret not in shown for secret in ("001090012345", "Nguyễn", "1990", "Phòng"))
