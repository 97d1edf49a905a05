"""Kept messages and the fields that a profile names -> a table, and the files that are made of it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from openpyxl import load_workbook

from kiosk.app.shift_files import FONTS
from kiosk.domain.outbox import OutboxMessage, OutboxRow
from kiosk.domain.outputs import NOT_IN_FILES, WORDS, OutputField
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.text import Text
from kiosk.journal.report.checks import Export, as_csv, as_pdf, as_xlsx, checks_table
from kiosk.journal.report.content import Table
from kiosk.journal.report.pdf import Fonts
from tests.fakes.released import EVERYTHING

HANOI = timezone(timedelta(hours=7))
MADE = datetime(2026, 11, 22, 18, 0, tzinfo=HANOI)
EXPORT = Export("Phòng thi", "quay-3", Text("ca 7", "of shift 7"), MADE)
ALL = frozenset(OutputField) - NOT_IN_FILES


def named(table: str, code: str) -> Text:
    return Text(f"lý do {code}", f"reason {code}")


def kept(verdict: str = "ADMIT", **released: Any) -> OutboxRow:
    told = {"check": "c-1", "site": "exam", "at": "2026-11-22T01:02:03.000+00:00", "verdict": verdict}
    message = OutboxMessage("export", "c-1", json.dumps(told | {"released": released}).encode())
    return OutboxRow(1, message, datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC))


def table(*rows: OutboxRow, fields: frozenset[OutputField] = ALL) -> Table:
    return checks_table(rows, fields, EXPORT, named, {})


def test_every_field_as_people_read_it() -> None:
    made = table(kept(**EVERYTHING))
    titles = [column.title.en for column in made.columns]
    assert titles == ["At", "Verdict", "Staff", *(WORDS[one].en for one in OutputField if one in ALL)]
    cells = {
        title: cell.vi if isinstance(cell, Text) else cell for title, cell in zip(titles, made.rows[0], strict=True)
    }
    assert cells == {
        "At": "22/11/2026 08:02:03",
        "Verdict": "Cho vào",
        "Staff": "",
        "Reasons": "lý do clone-not-checked",
        "Seconds": "6.2",
        "Source": "chip",
        "Signature of the card": "CHAIN_TRUSTED",
        "Outcome of the face comparison": "match 0.71",
        "Key in the list": "HN-0001",
        "Standing in the list": "expected",
        "Place": "Phòng 12 – Ghế 07",
        "Number": "001090012345",
        "Old number": "012345678",
        "Document number": "090012345",
        "Name": "Nguyễn Văn An",
        "Date of birth": "15/03/1990",
        "Sex": "Nam",
        "Nationality": "VNM",
        "Date of issue": "10/05/2021",
        "Date of expiry": "15/03/2030",
        "Place of origin": "Hà Nội",
        "Residence": "Quận 1",
        "Identifying features": "Nốt ruồi",
        "Father's name": "Nguyễn Văn Bình",
        "Mother's name": "Trần Thị Lan",
        "Spouse's name": "Lê Thị Hoa",
        "Ethnicity": "Kinh",
        "Religion": "Không",
    }


def test_what_the_profile_does_not_name_any_more_goes_out_no_more() -> None:
    made = table(kept(**EVERYTHING), fields=frozenset({OutputField.NAME}))
    assert [column.title.en for column in made.columns] == ["At", "Verdict", "Staff", "Name"]
    assert "001090012345" not in as_csv(made).decode()


def test_what_was_not_kept_is_an_empty_cell() -> None:
    (row,) = table(kept("REFER"), fields=frozenset({OutputField.NAME, OutputField.EXPIRY_DATE})).rows
    assert row[3:] == ("", "")


def test_what_staff_decided_stands_beside_the_verdict() -> None:
    decided = {CheckId("c-1"): Outcome.ADMITTED, CheckId("c-2"): Outcome.REFUSED}
    (row,) = checks_table([kept("REFER")], NAME, EXPORT, named, decided).rows
    assert [cell.en if isinstance(cell, Text) else cell for cell in row[1:]] == ["Referred to staff", "Admitted", ""]


def test_a_card_that_does_not_expire() -> None:
    (row,) = table(kept(expiry_date="never"), fields=frozenset({OutputField.EXPIRY_DATE})).rows
    assert row[3] == Text("Không thời hạn", "never expires")


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
NAME = frozenset({OutputField.NAME})


@pytest.mark.parametrize("name", FORMULAS)
def test_no_cell_of_a_csv_file_is_a_formula(name: str) -> None:
    data = as_csv(table(kept(name=name), fields=NAME))
    assert data.startswith(b"\xef\xbb\xbf")
    _, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row[3] == f"'{name}"


@pytest.mark.parametrize("name", FORMULAS)
def test_no_cell_of_a_workbook_is_a_formula(name: str) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(table(kept(name=name), fields=NAME), EXPORT)))
    cell = book.active.cell(2, 4)
    assert (cell.data_type, cell.value.strip()) == ("s", name.strip())


def test_numbers_of_people_keep_their_zeros_in_a_workbook() -> None:
    made = table(kept(number="001090012345"), fields=frozenset({OutputField.NUMBER}))
    book = load_workbook(io.BytesIO(as_xlsx(made, EXPORT)))
    assert book.active.cell(2, 4).value == "001090012345"
    assert book.sheetnames == ["Danh sách lượt kiểm tra ca 7"]


@pytest.mark.parametrize("fields", [NAME, ALL], ids=["narrow", "wide"])
def test_a_pdf_of_many_pages(fields: frozenset[OutputField]) -> None:
    fonts = Fonts(FONTS / "BeVietnamPro-Regular.ttf", FONTS / "BeVietnamPro-Bold.ttf")
    one = kept(**EVERYTHING)
    made = table(*(replace(one, number=number) for number in range(60)), fields=fields)
    data = as_pdf(made, EXPORT, fonts)
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") >= 2
