"""Files that are imported one after the other -> which list counts, what it changes, and what is kept."""

from __future__ import annotations

import os
import sqlite3
import stat
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.desks.list_import import ListReading, ReadingStoppedError
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.site import Admission
from kiosk.site.columns import ListColumns, PlacePart
from kiosk.site.entries import Problem
from kiosk.site.store import database, versions
from kiosk.site.store.difference import ChangedRow, Difference
from kiosk.site.store.followed import follow_file, is_followed
from kiosk.site.store.installation import Preview, importing, kept_versions, restore
from kiosk.site.store.installed import InstalledRoster, open_current

AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
COLUMNS = ListColumns(
    headers=(
        ("key", ("SBD",)),
        ("number", ("Số CCCD",)),
        ("name", ("Họ và tên",)),
        ("birth_date", ("Ngày sinh",)),
        ("sex", ("Giới tính",)),
    ),
    place=(PlacePart(("Phòng",), "Phòng {value}", "Room {value}"),),
    details=(("session", ("Ca",)),),
)
HEADER = "SBD;Số CCCD;Họ và tên;Ngày sinh;Giới tính;Phòng;Ca"
AN = "01;001090012345;Nguyễn Văn An;15/03/1990;Nam;101;Sáng"
NGOC = "02;079185006789;Trần Thị Bích Ngọc;20/08/1985;Nữ;101;Sáng"
DUC = "03;036060000123;Đỗ Minh Đức;01/02/1960;Nam;102;Chiều"
PERSON = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An", birth_date=date(1990, 3, 15))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "lists"


def written(tmp_path: Path, *rows: str, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join([HEADER, *rows]), "utf-8")
    return path


def install(folder: Path, file: Path, columns: ListColumns = COLUMNS) -> int:
    with importing(folder, file, columns) as draft:
        return draft.install(AT)


def preview(folder: Path, file: Path) -> Preview:
    with importing(folder, file, COLUMNS) as draft:
        return draft.preview


def left_over(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock"}


class Impatient(ListReading):
    """Is stopped once so many rows are read, or at the comparison."""

    def __init__(self, at: int | None) -> None:
        super().__init__()
        self.at = at
        self.told: list[int] = []

    def read(self, rows: int) -> None:
        self.told.append(rows)
        if self.at is not None and rows >= self.at:
            self.stop()
        super().read(rows)

    def compare(self) -> None:
        self.stop()
        super().compare()


@pytest.mark.parametrize(
    ("at", "told"),
    [(1000, [1000]), (2000, [1000, 2000]), (None, [1000, 2000, 2500])],
    ids=["soon", "later", "when all is read"],
)
def test_a_reading_that_is_stopped_changes_nothing(
    folder: Path, tmp_path: Path, at: int | None, told: list[int]
) -> None:
    install(folder, written(tmp_path, AN))
    before = left_over(folder)
    many = written(tmp_path, *(f"{key};;Lê Ngọc Diệp;30/06/2006;Nữ;101;Sáng" for key in range(2500)), name="many.csv")
    reading = Impatient(at)
    with pytest.raises(ReadingStoppedError), importing(folder, many, COLUMNS, reading=reading):
        pytest.fail("it was to be stopped")
    assert reading.told == told
    assert left_over(folder) == before
    assert InstalledRoster(folder, COLUMNS).find(PERSON, AT).admission is Admission.EXPECTED


def test_a_list_is_installed_and_asked(folder: Path, tmp_path: Path) -> None:
    assert install(folder, written(tmp_path, AN, NGOC)) == 1
    answer = InstalledRoster(folder, COLUMNS).find(PERSON, AT)
    assert answer.admission is Admission.EXPECTED
    assert answer.listing is not None
    assert (answer.listing.key, answer.listing.place.vi) == ("01", "Phòng 101")
    assert answer.listing.details == (("session", "Sáng"),)


def test_nobody_else_may_read_the_list(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "list-1.sqlite").stat().st_mode) == 0o600


def test_a_preview_changes_nothing(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN))
    before = left_over(folder)
    assert preview(folder, written(tmp_path, AN, NGOC)).draft.people == 2
    assert left_over(folder) == before
    assert [version.people for version in kept_versions(folder)] == [1]


def test_the_difference_to_the_present_list(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN, NGOC, DUC))
    moved = NGOC.replace("101", "102").replace("Ngọc", "Hà")
    new = "04;001305004417;Phạm Thu Hà;22/11/2005;Nữ;101;Sáng"
    found = preview(folder, written(tmp_path, AN, moved, new)).difference
    assert found == Difference(1, 1, 1, 1, {"name": 1, "place": 1}, (ChangedRow(3, ("name", "place")),))


def test_a_birth_date_written_otherwise_is_no_change(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN))
    found = preview(folder, written(tmp_path, AN.replace("15/03/1990", "1990-03-15"))).difference
    assert found is not None
    assert (found.changed, found.unchanged) == (0, 1)


def test_a_bad_list_leaves_the_present_one_in_force(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN))
    file = written(tmp_path, AN, AN.replace("01;", "05;", 1), NGOC.replace("02;", ";", 1))
    with importing(folder, file, COLUMNS) as draft:
        assert [(one.row, one.problem) for one in draft.preview.draft.fatal] == [
            (3, Problem.NUMBER_TWICE),
            (4, Problem.NO_KEY),
        ]
        with pytest.raises(Fault, match=r"row 3: the number stands .*; row 4: no key") as raised:
            draft.install(AT)
    assert raised.value.code is FaultCode.LIST_MALFORMED
    assert "001090012345" not in str(raised.value)
    assert left_over(folder) == {"list-1.sqlite", "current"}
    assert len(open_current(folder, COLUMNS)) == 1


def test_whoever_has_to_write_it_down_first_may_stop_it(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN))

    def refuse(version: int) -> None:
        raise Fault(FaultCode.JOURNAL_FAILED, str(version))

    with importing(folder, written(tmp_path, NGOC), COLUMNS) as draft, pytest.raises(Fault, match="2"):
        draft.install(AT, refuse)
    assert versions.current(folder) == 1


def test_a_running_kiosk_asks_the_next_list_at_once(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN))
    roster = InstalledRoster(folder, COLUMNS)
    install(folder, written(tmp_path, NGOC))
    assert roster.find(PERSON, AT).admission is Admission.NOT_LISTED
    restore(folder, 1)
    assert roster.find(PERSON, AT).admission is Admission.EXPECTED


def test_old_versions_are_kept_and_bounded(folder: Path, tmp_path: Path) -> None:
    for _ in range(versions.KEPT + 3):
        install(folder, written(tmp_path, AN))
    kept = kept_versions(folder)
    assert [version.number for version in kept] == [8, 7, 6, 5, 4]
    assert [version.number for version in kept if version.in_force] == [8]
    restore(folder, 4)
    assert install(folder, written(tmp_path, NGOC)) == 9
    assert [version.number for version in kept_versions(folder) if version.in_force] == [9]


def test_versions_that_are_old_are_taken_away_but_the_one_in_force(folder: Path, tmp_path: Path) -> None:
    for _ in range(3):
        install(folder, written(tmp_path, AN))
    for version in (1, 3):
        os.utime(versions.path_of(folder, version), (0, 0))
    versions.remove_older(folder, timedelta(days=30))
    assert versions.installed(folder) == (3, 2)


def test_a_version_that_is_not_kept(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN))
    with pytest.raises(Fault, match="version 7 is not kept") as raised:
        restore(folder, 7)
    assert raised.value.code is FaultCode.LIST_MISSING
    assert versions.current(folder) == 1


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        pytest.param(lambda folder: (folder / "list-1.sqlite").unlink(), FaultCode.LIST_MALFORMED, id="gone"),
        pytest.param(
            lambda folder: (folder / "list-1.sqlite").write_bytes(b"x" * 9999), FaultCode.LIST_MALFORMED, id="junk"
        ),
        pytest.param(lambda folder: (folder / "current").write_text("../1"), FaultCode.LIST_MALFORMED, id="a path"),
        pytest.param(lambda folder: (folder / "current").write_bytes(b"\xff"), FaultCode.LIST_MISSING, id="bytes"),
        pytest.param(lambda folder: (folder / "current").unlink(), FaultCode.LIST_MISSING, id="nothing in force"),
    ],
)
def test_a_damaged_folder_is_told(folder: Path, tmp_path: Path, damage: object, code: FaultCode) -> None:
    install(folder, written(tmp_path, AN))
    damage(folder)  # type: ignore[operator]
    with pytest.raises(Fault) as raised:
        InstalledRoster(folder, COLUMNS)
    assert raised.value.code is code


def test_a_database_of_another_program(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN))
    path = folder / "list-1.sqlite"
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE entry (row)")
    connection.close()
    with pytest.raises(Fault, match="not a list of this program"):
        open_current(folder, COLUMNS)


def test_a_list_of_another_profile_has_to_be_imported_again(folder: Path, tmp_path: Path) -> None:
    install(folder, written(tmp_path, AN))
    other = replace(COLUMNS, place=(PlacePart(("Ghế",), "{value}", "{value}"),))
    with pytest.raises(Fault, match="imported for another profile"):
        open_current(folder, other)


def test_a_list_of_an_older_program_has_to_be_imported_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(folder, written(tmp_path, AN))
    monkeypatch.setattr(database, "SCHEMA_VERSION", database.SCHEMA_VERSION + 1)
    with pytest.raises(Fault, match="import it again"):
        open_current(folder, COLUMNS)


# The file that the settings name


def test_a_file_is_imported_when_it_changed(folder: Path, tmp_path: Path) -> None:
    file = written(tmp_path, AN)
    assert not is_followed(folder, file, COLUMNS)
    assert [follow_file(folder, file, COLUMNS), follow_file(folder, file, COLUMNS)] == [1, None]
    assert is_followed(folder, file, COLUMNS)
    written(tmp_path, AN, NGOC)
    assert follow_file(folder, file, COLUMNS) == 2


def test_what_was_imported_since_stays_in_force(folder: Path, tmp_path: Path) -> None:
    file = written(tmp_path, AN)
    follow_file(folder, file, COLUMNS)
    install(folder, written(tmp_path, NGOC, name="other.csv"))
    assert follow_file(folder, file, COLUMNS) is None
    assert versions.current(folder) == 2


def test_another_profile_imports_the_file_again(folder: Path, tmp_path: Path) -> None:
    file = written(tmp_path, AN)
    follow_file(folder, file, COLUMNS)
    assert follow_file(folder, file, replace(COLUMNS, details=())) == 2
