"""The staff screen's import of lists against real files and a real folder of versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from kiosk.app.lists.desk import KioskListDesk
from kiosk.app.lists.site_list import list_folder
from kiosk.app.settings.values import Settings
from kiosk.app.staff.import_folders import ImportFolders
from kiosk.domain.desks.list_import import ListPreview, ListReading, ReadingStoppedError
from kiosk.domain.desks.trust_import import Fact, Weight
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.staff import StaffAct, StaffNote
from kiosk.site.profile import load_site
from kiosk.site.store.chosen_columns import chosen_columns
from tests.fakes.staff import ListedJournal, MovableClock

EXAM = Path(__file__).parents[3] / "config" / "sites" / "exam.toml"
COLUMNS = load_site(EXAM).columns
HEADER = "SBD;Số CCCD;Họ và tên;Ngày sinh;Phòng thi"
AN = "01;001090012345;Nguyễn Văn An;15/03/1990;101"
NGOC = "02;079185006789;Trần Thị Bích Ngọc;20/08/1985;101"


class Kiosk:
    """A desk with its folders, a journal of staff, and the notes about versions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        trust, data = folder / "trust", folder / "data"
        self.settings = Settings(folder / "kiosk.toml", "test", EXAM, roster=None, trust=trust, data=data)
        self.journal = ListedJournal()
        self.noted: list[tuple[str, int]] = []
        self.desk = KioskListDesk(
            self.settings,
            COLUMNS,
            self.journal,
            MovableClock(),
            ImportFolders((folder,), media=()),
            lambda _settings, act, version: self.noted.append((act, version)),
        )

    def write(self, *rows: str, header: str = HEADER) -> Path:
        file = self.folder / "list.csv"
        file.write_text("\n".join((header, *rows)), "utf-8")
        return file

    def look(self, *rows: str) -> ListPreview:
        return self.desk.look(self.write(*rows))

    @property
    def in_force(self) -> list[int]:
        return [one.number for one in self.desk.kept() if one.in_force]


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path)
    yield made
    made.desk.drop()


def said(facts: tuple[Fact, ...]) -> str:
    return "; ".join(f"{one.label.en}: {one.value.en} {one.detail.en if one.detail else ''}".strip() for one in facts)


def test_a_good_file_is_looked_at_and_nothing_counts_yet(kiosk: Kiosk) -> None:
    preview = kiosk.look(AN, NGOC)
    assert (preview.weight, preview.obstacle) == (Weight.GOOD, None)
    assert "2 people" in preview.headline.en
    assert "first one" in said(preview.changes)
    assert kiosk.in_force == []


def test_what_is_installed_counts_and_says_who_did_it(kiosk: Kiosk) -> None:
    result = kiosk.desk.install(kiosk.look(AN).number, "lan")
    assert result.weight is Weight.GOOD
    assert kiosk.in_force == [1]
    assert kiosk.journal.notes == [StaffNote(StaffAct.IMPORTED_LIST, "lan")]
    assert kiosk.noted == [("import", 1)]


def test_the_next_file_is_compared_with_the_list_in_force(kiosk: Kiosk) -> None:
    kiosk.desk.install(kiosk.look(AN, NGOC).number, "lan")
    changes = said(kiosk.look(AN.replace(";101", ";205"), "03;;Lê Ngọc Diệp;30/06/2006;205").changes)
    assert "Added: 1 people" in changes
    assert "Removed: 1 people" in changes
    assert "Changed: 1 people" in changes
    assert "rows 2" in changes


def test_rows_that_would_turn_people_away_keep_the_list_from_counting(kiosk: Kiosk) -> None:
    kiosk.desk.install(kiosk.look(AN).number, "lan")
    preview = kiosk.look(AN, AN.replace("01;", "03;", 1))
    assert preview.weight is Weight.BAD
    assert preview.obstacle is not None
    assert "rows 3" in said(preview.problems)
    with pytest.raises(Fault):
        kiosk.desk.install(preview.number, "lan")
    assert kiosk.in_force == [1]


def test_columns_that_are_not_known_are_named_and_remembered(kiosk: Kiosk) -> None:
    file = kiosk.write(AN, header="SBD;Mã ĐDCD;Họ và tên;Ngày sinh;Phòng thi")
    preview = kiosk.desk.look(file)
    assert preview.obstacle is not None
    assert preview.headers == ("SBD", "Mã ĐDCD", "Họ và tên", "Ngày sinh", "Phòng thi")
    found = {one.field: one.header for one in preview.columns}
    assert (found["name"], found["number"]) == ("Họ và tên", "")

    again = kiosk.desk.look(file, {"number": "Mã ĐDCD"})
    assert again.weight is Weight.GOOD
    kiosk.desk.install(again.number, "lan")
    assert chosen_columns(list_folder(kiosk.settings)) == {"number": "Mã ĐDCD"}


def test_columns_of_a_file_that_was_not_installed_are_not_remembered(kiosk: Kiosk) -> None:
    kiosk.desk.look(kiosk.write(AN, header="SBD;Mã ĐDCD;Họ và tên;Ngày sinh;P"), {"number": "Mã ĐDCD"})
    kiosk.desk.drop()
    assert chosen_columns(list_folder(kiosk.settings)) == {}


def workbook(folder: Path, sheets: dict[str, tuple[str, ...]]) -> Path:
    """Sheets by name, each with a header of its own as the first row."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row.split(";"))
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


def test_of_a_workbook_with_several_lists_one_is_chosen(kiosk: Kiosk) -> None:
    file = workbook(kiosk.folder, {"Bìa": ("KỲ THI",), "Sáng": (HEADER, AN), "Chiều": (HEADER, AN, NGOC)})
    asked = kiosk.desk.look(file)
    assert asked.sheets == ("Sáng", "Chiều")
    assert asked.obstacle is not None
    with pytest.raises(Fault):
        kiosk.desk.install(asked.number, "lan")

    chosen = kiosk.desk.look(file, sheet="Chiều")
    assert (chosen.weight, chosen.sheet, chosen.sheets) == (Weight.GOOD, "Chiều", ())
    assert "2 people" in chosen.headline.en
    kiosk.desk.install(chosen.number, "lan")
    assert kiosk.in_force == [1]


def test_columns_of_a_chosen_sheet_are_its_own(kiosk: Kiosk) -> None:
    other = "SBD;Mã ĐDCD;Họ và tên;Ngày sinh;Phòng thi;Môn thi"
    file = workbook(kiosk.folder, {"Sáng": (HEADER, AN), "Khác": (other, f"{NGOC};Toán")})
    preview = kiosk.desk.look(file, sheet="Khác")
    assert preview.obstacle is not None
    assert preview.headers == tuple(other.split(";"))
    assert preview.sheet == "Khác"


def test_a_reading_that_is_stopped_leaves_no_draft(kiosk: Kiosk) -> None:
    kiosk.desk.install(kiosk.look(AN).number, "lan")
    reading = ListReading()
    reading.stop()
    with pytest.raises(ReadingStoppedError):
        kiosk.desk.look(kiosk.write(AN, NGOC), reading=reading)
    assert not list(list_folder(kiosk.settings).glob(".draft*"))
    assert kiosk.in_force == [1]
    assert kiosk.look(AN, NGOC).weight is Weight.GOOD, "the next file is read as ever"


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"<html>", b"%PDF-1.7"], ids=["empty", "bytes", "web", "pdf"]
)
def test_a_file_that_is_no_list_is_a_fault(kiosk: Kiosk, content: bytes) -> None:
    file = kiosk.folder / "list.csv"
    file.write_bytes(content)
    with pytest.raises(Fault) as caught:
        kiosk.desk.look(file)
    assert caught.value.code in (FaultCode.LIST_MALFORMED, FaultCode.LIST_MISSING)


def test_an_older_version_is_taken_back(kiosk: Kiosk) -> None:
    for rows in ((AN,), (AN, NGOC)):
        kiosk.desk.install(kiosk.look(*rows).number, "lan")
    assert kiosk.in_force == [2]
    kiosk.desk.restore(1, "hoa.admin")
    assert kiosk.in_force == [1]
    assert kiosk.journal.notes[-1] == StaffNote(StaffAct.RESTORED_LIST, "hoa.admin")
    assert kiosk.noted[-1] == ("restore", 1)


def test_without_an_entry_in_the_journal_the_list_before_stays(kiosk: Kiosk) -> None:
    kiosk.desk.install(kiosk.look(AN).number, "lan")
    preview = kiosk.look(AN, NGOC)
    kiosk.journal.full = True
    with pytest.raises(Fault) as caught:
        kiosk.desk.install(preview.number, "lan")
    assert caught.value.code is FaultCode.JOURNAL_FAILED
    assert kiosk.in_force == [1]


def test_a_preview_that_was_dropped_cannot_be_installed(kiosk: Kiosk) -> None:
    preview = kiosk.look(AN)
    kiosk.desk.drop()
    assert not list(list_folder(kiosk.settings).glob(".draft*"))
    with pytest.raises(Fault):
        kiosk.desk.install(preview.number, "lan")


def test_only_the_newest_preview_counts(kiosk: Kiosk) -> None:
    older = kiosk.look(AN)
    kiosk.look(AN, NGOC)
    with pytest.raises(Fault):
        kiosk.desk.install(older.number, "lan")
