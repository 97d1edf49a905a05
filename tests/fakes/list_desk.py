"""A desk for lists without files behind it: what it is told to show, and what was asked of it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.desks.list_import import ColumnChoice, KeptList, ListPreview, ListReading, ReadingStoppedError
from kiosk.domain.desks.trust_import import Fact, FolderEntry, FolderListing, ImportResult, Weight
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.text import Text

DAY = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
FILE = Path("/media/usb/danh-sach-thi.xlsx")


def _same(text: str) -> Text:
    return Text(text, text)


COLUMNS = (
    ColumnChoice("key", Text("Mã trong danh sách", "Key in the list"), "SBD", True),
    ColumnChoice("number", Text("Số định danh", "Number"), "", True),
    ColumnChoice("name", Text("Họ và tên", "Name"), "Họ và tên", True),
    ColumnChoice("birth_date", Text("Ngày sinh", "Date of birth"), "Ngày sinh", True),
    ColumnChoice("room", Text("Phòng", "Room"), "Phòng thi", False),
    ColumnChoice("sex", Text("Giới tính", "Sex"), "", False),
)
HEADERS = ("SBD", "Mã ĐDCD", "Họ và tên", "Ngày sinh", "Phòng thi")

GOOD = ListPreview(
    1,
    FILE,
    Text("Dùng được: 1.204 người, 3 dòng cần xem", "Can be used: 1,204 people; look at 3 rows"),
    Weight.CAUTION,
    facts=(
        Fact(Text("Tệp", "File"), _same("danh-sach-thi.xlsx")),
        Fact(Text("Trang tính", "Sheet"), _same("Danh sách")),
        Fact(Text("Dòng tiêu đề", "Header row"), _same("4")),
        Fact(Text("Vị trí lấy từ cột", "Place from the columns"), _same("«Phòng thi», «Ghế»")),
        Fact(Text("SHA-256", "SHA-256"), _same("5f3a0c11d2e4b677…")),
    ),
    changes=(
        Fact(Text("So với phiên bản 3 đang dùng", "Beside version 3, which is in force")),
        Fact(Text("Thêm vào", "Added"), Text("12 người", "12 people")),
        Fact(Text("Bỏ đi", "Removed"), Text("4 người", "4 people"), Weight.CAUTION),
        Fact(
            Text("Thay đổi", "Changed"),
            Text("31 người", "31 people"),
            Weight.CAUTION,
            Text("dòng 7, 8, 9, 14, 22, 40 và 25 dòng nữa", "rows 7, 8, 9, 14, 22, 40 and 25 more"),
        ),
        Fact(Text("Giữ nguyên", "As before"), Text("1.161 người", "1.161 people")),
    ),
    problems=(
        Fact(Text("Thiếu số định danh", "No number"), Text("dòng 18, 203", "rows 18, 203"), Weight.CAUTION),
        Fact(
            Text("Không hiểu ngày sinh", "The birth date is not understood"),
            Text("dòng 77", "rows 77"),
            Weight.CAUTION,
        ),
    ),
    columns=COLUMNS,
    headers=HEADERS,
)
BAD = ListPreview(
    2,
    FILE,
    Text("Không dùng được: 2 dòng phải sửa", "Cannot be used: 2 rows have to be corrected"),
    Weight.BAD,
    facts=GOOD.facts,
    changes=GOOD.changes,
    problems=(
        Fact(
            Text("Mã trùng với một dòng ở trên", "The key stands in a row above too"),
            Text("dòng 41, 42", "rows 41, 42"),
            Weight.BAD,
        ),
    ),
    columns=COLUMNS,
    headers=HEADERS,
    obstacle=Text("Sửa các dòng có dấu chéo rồi mở lại tệp", "Correct the rows with a cross, then open the file again"),
)
PREVIEWS = {"good": GOOD, "bad rows": BAD}

KEPT = (
    KeptList(3, "danh-sach-thi-v3.xlsx", 1196, 2, DAY, True),
    KeptList(2, "danh-sach-thi-v2.xlsx", 1180, 0, DAY, False),
    KeptList(1, "danh-sach-so-bo.csv", 1175, 12, DAY, False),
)


SEVERAL = ListPreview(
    3,
    FILE,
    Text("Trang tính nào là danh sách?", "Which sheet is the list?"),
    Weight.CAUTION,
    obstacle=Text("Trang tính nào là danh sách?", "Which sheet is the list?"),
    sheets=("Ca sáng", "Ca chiều"),
)


class SlowFile:
    """A file that is read row by row as a test says; once nobody wants it, it ends by itself."""

    def __init__(self) -> None:
        self.begun, self.goes_on = threading.Event(), threading.Event()
        self.rows = 0
        self.stopped = False

    def read_by(self, reading: ListReading) -> None:
        if self.rows:
            reading.read(self.rows)
        self.begun.set()
        assert self.goes_on.wait(10.0)
        try:
            reading.read(self.rows + 1)
        except ReadingStoppedError:
            self.stopped = True
            raise


class FakeListDesk:
    """Every file is ``preview``; ``fault`` is raised in place of every answer about a file."""

    def __init__(self) -> None:
        self.preview = GOOD
        self.versions = KEPT
        self.fault: FaultCode | None = None
        self.columns: list[Mapping[str, str]] = []
        self.sheets: list[str] = []
        self.held: SlowFile | None = None
        self.done: list[tuple[str, int, str]] = []
        self.dropped = 0

    def browse(self, folder: Path | None) -> FolderListing:
        if folder is None:
            place = FolderEntry("USB", Path("/media/usb"), is_folder=True)
            return FolderListing(Text("Chọn nơi để tệp", "Choose where the file is"), (place,))
        entry = FolderEntry(FILE.name, FILE, is_folder=False, size=184_000, changed=DAY)
        return FolderListing(_same("/media/usb"), (entry,), folder)

    def kept(self) -> tuple[KeptList, ...]:
        return self.versions

    def look(
        self,
        file: Path,
        columns: Mapping[str, str] | None = None,
        sheet: str = "",
        reading: ListReading | None = None,
    ) -> ListPreview:
        self.columns.append(dict(columns or {}))
        self.sheets.append(sheet)
        if self.held is not None and reading is not None:
            self.held.read_by(reading)
        if self.fault is not None:
            raise Fault(self.fault, "list.csv: row 2")
        return replace(self.preview, sheet=sheet) if sheet else self.preview

    def install(self, number: int, by: str) -> ImportResult:
        return self._done("install", number, by)

    def restore(self, number: int, by: str) -> ImportResult:
        return self._done("restore", number, by)

    def drop(self) -> None:
        self.dropped += 1

    def _done(self, act: str, number: int, by: str) -> ImportResult:
        if self.fault is not None:
            raise Fault(self.fault)
        self.done.append((act, number, by))
        return ImportResult(Text("Đã dùng danh sách mới", "The new list is in force"), Weight.GOOD)
