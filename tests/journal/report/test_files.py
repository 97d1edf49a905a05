"""The report as files: a PDF with every Vietnamese letter, a workbook in which text stays text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kiosk.domain.shift import ShiftReport
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.journal.report.content import tables
from kiosk.journal.report.pdf import LONGEST_CELL, MISSING, Fonts, Paper, document
from kiosk.journal.report.xlsx import workbook
from tests.fakes.shifts import morning

FOLDER = Path(__file__).parents[3] / "kiosk" / "ui" / "fonts"
FONTS = Fonts(FOLDER / "BeVietnamPro-Regular.ttf", FOLDER / "BeVietnamPro-Bold.ttf")
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = "".join(vowel + tone for vowel in VOWELS + VOWELS.upper() for tone in TONES) + "đĐ"


def named(table: str, code: str) -> Text:
    return Text(f"{code} vi", f"{code} en")


def absent(*names: str) -> ShiftReport:
    return morning(absent=tuple(Listing(f"{row:06}", name=name) for row, name in enumerate(names, start=101)))


@pytest.fixture
def paper() -> Iterator[Paper]:
    made = Paper(morning(), FONTS)
    yield made
    made.close_fonts()


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", made))


def test_the_pdf_is_a_few_pages_and_the_last_is_signed() -> None:
    made = document(morning(), named, FONTS)

    assert made.startswith(b"%PDF-1.")
    assert pages(made) == 3


def test_the_same_report_is_the_same_file() -> None:
    assert document(morning(), named, FONTS) == document(morning(), named, FONTS)


def test_a_long_list_of_absent_people_goes_over_pages() -> None:
    assert pages(document(absent(*["Nguyễn Văn An"] * 200), named, FONTS)) > 5


def test_every_vietnamese_letter_is_in_the_typeface_composed_or_in_pieces(paper: Paper) -> None:
    shown = paper.shown(LETTERS)

    assert MISSING not in shown
    assert len(shown) == len(VOWELS) * 2 * len(TONES) + 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nguyễn\nVăn\tAn", "Nguyễn Văn An"),
        ("Nguyễn \u202eVăn An", "Nguyễn Văn An"),
        ("An 🙂 😀", f"An {MISSING} {MISSING}"),
        ("\x00An\x1b[31m", "An[31m"),
        ("王", MISSING),
        ("x" * 1000, "x" * LONGEST_CELL),
    ],
)
def test_whatever_a_list_holds_becomes_one_line_of_letters(paper: Paper, text: str, shown: str) -> None:
    assert paper.shown(text) == shown


@settings(deadline=None, max_examples=10)
@given(st.text(max_size=400), st.text(max_size=40))
def test_no_name_breaks_a_file(name: str, key: str) -> None:
    report = morning(absent=(Listing(key, name=name, place=Text(name, name)),))

    assert document(report, named, FONTS).startswith(b"%PDF")
    assert workbook(report, named).startswith(b"PK")


def test_the_workbook_has_a_sheet_for_each_table_and_one_to_sign() -> None:
    book = load_workbook(io.BytesIO(workbook(morning(), named)))

    assert book.sheetnames == [table.title.vi for table in tables(morning(), named)] + ["Ký tên"]
    figures = {row[0]: row[1] for row in book["Số liệu"].iter_rows(values_only=True)}
    assert figures["Số lượt kiểm tra / Checks"] == 50
    assert [row[1] for row in book["Vắng mặt"].iter_rows(values_only=True, min_row=2)] == [
        "Nguyễn Hoàng Ngọc Ánh",
        "Đặng Thị Quỳnh Như",
    ]


@pytest.mark.parametrize("typed", ["=1+1", '=HYPERLINK("http://example.org","An")', "+1", "-1", "@A1", "=cmd|' /C'!A0"])
def test_text_is_never_a_formula(typed: str) -> None:
    book = load_workbook(io.BytesIO(workbook(absent(typed), named)))
    cell = book["Vắng mặt"]["B2"]

    assert (cell.value, cell.data_type) == (typed, "s")


def test_a_missing_typeface_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        document(morning(), named, Fonts(FOLDER / "none.ttf", FOLDER / "none.ttf"))
