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

from kiosk.app.shifts.files import FONTS
from kiosk.domain.outbox import DamagedRow, OutboxMessage, OutboxRow
from kiosk.domain.outputs import NOT_IN_FILES, WORDS, OutputField
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.text import Text
from kiosk.journal.report.checks import Export, TooWideError, as_csv, as_pdf, as_xlsx, checks_table
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


def table(*rows: OutboxRow | DamagedRow, fields: frozenset[OutputField] = ALL) -> Table:
    return checks_table(rows, fields, EXPORT, named, {})


@pytest.mark.parametrize(
    ("made_at", "shown"),
    [(datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC), "22/11/2026 08:02:03"), (None, "")],
    ids=["its time is known", "nothing is known"],
)
def test_a_damaged_message_is_a_row_that_says_so_and_hides_no_other(made_at: datetime | None, shown: str) -> None:
    made = table(kept(name="An"), DamagedRow(2, made_at), kept(name="Bích"), fields=frozenset({OutputField.NAME}))
    assert [row[3] for row in made.rows] == ["An", "", "Bích"]
    assert made.rows[1] == (shown, "Không đọc được", "", "")


def test_every_field_as_people_read_it() -> None:
    made = table(kept(**EVERYTHING))
    titles = [column.title for column in made.columns]
    assert titles[3:] == [WORDS[one].vi for one in OutputField if one in ALL]
    assert dict(zip(titles, made.rows[0], strict=True)) == {
        "Lúc": "22/11/2026 08:02:03",
        "Kết quả": "Cho vào",
        "Cán bộ": "",
        "Lý do": "lý do clone-not-checked",
        "Số giây": "6.2",
        "Nguồn": "chip",
        "Chữ ký của thẻ": "CHAIN_TRUSTED",
        "Kết quả so khuôn mặt": "match 0.71",
        "Mã trong danh sách": "HN-0001",
        "Tình trạng trong danh sách": "expected",
        "Vị trí": "Phòng 12 – Ghế 07",
        "Số định danh": "001090012345",
        "Số CMND cũ": "012345678",
        "Số giấy tờ": "090012345",
        "Họ và tên": "Nguyễn Văn An",
        "Ngày sinh": "15/03/1990",
        "Giới tính": "Nam",
        "Quốc tịch": "VNM",
        "Ngày cấp": "10/05/2021",
        "Có giá trị đến": "15/03/2030",
        "Quê quán": "Hà Nội",
        "Nơi cư trú": "Quận 1",
        "Đặc điểm nhân dạng": "Nốt ruồi",
        "Họ tên cha": "Nguyễn Văn Bình",
        "Họ tên mẹ": "Trần Thị Lan",
        "Họ tên vợ hoặc chồng": "Lê Thị Hoa",
        "Dân tộc": "Kinh",
        "Tôn giáo": "Không",
    }


def test_what_the_profile_does_not_name_any_more_goes_out_no_more() -> None:
    made = table(kept(**EVERYTHING), fields=frozenset({OutputField.NAME}))
    assert [column.title for column in made.columns] == ["Lúc", "Kết quả", "Cán bộ", "Họ và tên"]
    assert "001090012345" not in as_csv(made).decode()


def test_what_was_not_kept_is_an_empty_cell() -> None:
    (row,) = table(kept("REFER"), fields=frozenset({OutputField.NAME, OutputField.EXPIRY_DATE})).rows
    assert row[3:] == ("", "")


def test_what_staff_decided_stands_beside_the_verdict() -> None:
    decided = {CheckId("c-1"): Outcome.ADMITTED, CheckId("c-2"): Outcome.REFUSED}
    (row,) = checks_table([kept("REFER")], NAME, EXPORT, named, decided).rows
    assert row[1:] == ("Chuyển cán bộ", "Cho vào", "")


def test_a_card_that_does_not_expire() -> None:
    (row,) = table(kept(expiry_date="never"), fields=frozenset({OutputField.EXPIRY_DATE})).rows
    assert row[3] == "Không thời hạn"


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


FONT_FILES = Fonts(FONTS / "BeVietnamPro-Regular.ttf", FONTS / "BeVietnamPro-Bold.ttf")
WIDE = NAME | {OutputField.NUMBER, OutputField.BIRTH_DATE, OutputField.RESIDENCE, OutputField.REASONS, OutputField.KEY}


@pytest.mark.parametrize(
    ("fields", "size"), [(NAME, b"595.28 841.89"), (WIDE, b"841.89 595.28")], ids=["upright", "turned"]
)
def test_a_pdf_of_many_pages(fields: frozenset[OutputField], size: bytes) -> None:
    one = kept(**EVERYTHING)
    made = table(*(replace(one, number=number) for number in range(60)), fields=fields)
    data = as_pdf(made, EXPORT, FONT_FILES)
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") >= 2
    assert size in data


def test_a_page_does_not_hold_every_field() -> None:
    with pytest.raises(TooWideError):
        as_pdf(table(kept(**EVERYTHING)), EXPORT, FONT_FILES)
