"""The attendance sheet: a page a room, everybody with a line to sign, and nothing that the profile does not name."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.arrivals import Arrival, Awaited, Group
from kiosk.domain.site import Listing
from kiosk.journal.report import attendance_sheet as sheets
from kiosk.journal.report.attendance_sheet import Columns, attendance_sheet, off_load_rows, off_load_sheet
from kiosk.journal.report.pdf import Fonts, Paper
from tests.fakes.shifts import morning
from tests.fakes.staff import START

FOLDER = Path(__file__).parents[3] / "kiosk" / "ui" / "fonts"
FONTS = Fonts(FOLDER / "BeVietnamPro-Regular.ttf", FOLDER / "BeVietnamPro-Bold.ttf")
COLUMNS = Columns(("key", "name", "subject"), {"subject": "Môn thi"})


ZONE = morning().made_at.tzinfo


def person(key: str, arrival: Arrival | None = None, left_at: datetime | None = None) -> Awaited:
    details = (("subject", "Toán"), ("care", "x"))
    return Awaited(
        Listing(key, "001090012345", "", "Đặng Thị Quỳnh Như", "15/03/1990", details=details), arrival, left_at
    )


ROOMS = (
    Group("101", (person("01", Arrival(START, "01")), person("02"))),
    Group("102", (person("03", Arrival(START + timedelta(minutes=31), "03", by_staff=True)),)),
)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is put on paper, in its order."""
    found: list[str] = []
    shown = Paper.shown

    def heard(self: Paper, value: Any) -> str:
        text = shown(self, value)
        found.append(text)
        return text

    monkeypatch.setattr(Paper, "shown", heard)
    return found


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", made))


def test_a_page_a_room_with_everybody_and_a_line_to_sign(said: list[str]) -> None:
    made = attendance_sheet(morning(), ROOMS, COLUMNS, FONTS)

    assert made.startswith(b"%PDF-1.")
    assert pages(made) == 2
    header = ["TT", "Mã", "Họ và tên", "Môn thi", "Giờ vào", "Ký tên"]
    name, begin = "Đặng Thị Quỳnh Như", said.index("TT")
    assert said[begin : begin + 18] == [
        *header,
        *("1", "01", name, "Toán", f"{START.astimezone(morning().made_at.tzinfo):%H:%M}", ""),
        *("2", "02", name, "Toán", sheets.ABSENT.vi, ""),
    ]
    assert "Bảng điểm danh · 102" in said
    assert any(text.endswith("(CB)") for text in said)


def test_nothing_that_the_profile_does_not_name(said: list[str]) -> None:
    attendance_sheet(morning(), ROOMS, Columns(("key",)), FONTS)
    assert not any("Quỳnh" in text or "001090012345" in text or "1990" in text for text in said)


def test_a_shift_that_is_open_is_said_to_be(said: list[str]) -> None:
    attendance_sheet(morning(closing=None), ROOMS, COLUMNS, FONTS)
    assert any("tạm thời" in text for text in said)


def test_a_hall_of_many_fills_pages() -> None:
    people = tuple(person(f"{seat:03}") for seat in range(60))
    assert pages(attendance_sheet(morning(), (Group("101", people),), COLUMNS, FONTS)) > 2


def test_nobody_is_a_page_that_says_so(said: list[str]) -> None:
    assert pages(attendance_sheet(morning(), (), COLUMNS, FONTS)) == 1
    assert "Không có / None" in said


def test_who_did_not_come(said: list[str]) -> None:
    assert pages(off_load_sheet(morning(), ROOMS, COLUMNS, FONTS)) == 2
    assert "02" in said
    assert "01" not in said
    assert "Ký tên" not in said
    assert sheets.LEFT_AT.vi not in said, "a column for nobody"
    assert off_load_rows(ROOMS, COLUMNS, ZONE) == (
        ("Nhóm", "Mã", "Họ và tên", "Môn thi", "Ra ngoài lúc"),
        ("101", "02", "Đặng Thị Quỳnh Như", "Toán", ""),
    )


OUT = Group("101", (person("01", Arrival(START, "01"), START + timedelta(minutes=20)), person("02")))
LEFT = f"{(START + timedelta(minutes=20)).astimezone(ZONE):%H:%M}"


def test_who_left_stands_on_the_sheet_as_out(said: list[str]) -> None:
    attendance_sheet(morning(), (OUT,), COLUMNS, FONTS)
    assert f"{START.astimezone(ZONE):%H:%M}, ra {LEFT}" in said
    assert "Có trong danh sách: 2 · Đã vào: 1 · Vắng: 1 · Đang ở ngoài: 1" in said


def test_who_left_and_did_not_come_back_is_not_there_either(said: list[str]) -> None:
    off_load_sheet(morning(), (OUT,), COLUMNS, FONTS)
    assert sheets.LEFT_AT.vi in said
    assert LEFT in said
    assert [(row[1], row[-1]) for row in off_load_rows((OUT,), COLUMNS, ZONE)[1:]] == [("01", LEFT), ("02", "")]


def test_the_same_sheet_is_the_same_file() -> None:
    assert attendance_sheet(morning(), ROOMS, COLUMNS, FONTS) == attendance_sheet(morning(), ROOMS, COLUMNS, FONTS)
