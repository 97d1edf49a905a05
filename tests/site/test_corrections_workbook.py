"""The corrections file as a workbook: the same rows, and no cell that a spreadsheet would work out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site import corrections_workbook as module
from kiosk.site.corrections import HEADER, safe_cell
from kiosk.site.corrections_workbook import corrections_workbook

ROW = ("2026-06-26T07:00+07:00", "000101", "Họ và tên", "Nguyễn Văn Ân", "Nguyễn Văn An", "đã xác minh cơ quan cấp")


def written(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "corrections.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *(tuple(map(safe_cell, row)) for row in rows)])
    return path


def cells(made: bytes | None) -> list[list[tuple[object, str]]]:
    assert made is not None
    sheet = load_workbook(io.BytesIO(made)).active
    assert sheet is not None
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


def test_the_same_rows(tmp_path: Path) -> None:
    read = cells(corrections_workbook(written(tmp_path, ROW)))
    assert [tuple(value for value, _ in row) for row in read] == [HEADER, ROW]


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "@SUM(A1)", "'=1", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    (_, row) = cells(corrections_workbook(written(tmp_path, (*ROW[:3], cell, *ROW[4:]))))
    assert row[3] == (cell.removeprefix("'") if cell == "'=1" else cell, "s")


def test_while_there_are_none(tmp_path: Path) -> None:
    assert corrections_workbook(tmp_path / "corrections.csv") is None


def test_lines_of_another_shape_are_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, ROW)
    with path.open("a", encoding="utf-8") as file:
        file.write("a note of somebody's\n")
    assert len(cells(corrections_workbook(path))) == 2


def test_a_file_beyond_its_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", -40_000)
    with pytest.raises(Fault) as raised:
        corrections_workbook(written(tmp_path, ROW))
    assert raised.value.code is FaultCode.LIST_MALFORMED


@given(st.binary(max_size=300))
def test_any_bytes_are_a_workbook_or_a_fault(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "corrections.csv"
    path.write_bytes(data)
    try:
        assert corrections_workbook(path) is not None
    except Fault as fault:
        assert fault.code is FaultCode.LIST_MALFORMED
