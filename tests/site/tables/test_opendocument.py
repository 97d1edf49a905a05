"""ODS packages -> rows of cells, or a fault that names the row and never its content."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.tables.reading import read_rows, read_tables
from tests.fakes.spreadsheets import ods

SECRET = "001090012345"


def text(said: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{said}</text:p></table:table-cell>'


def table(*rows: str, name: str = "S") -> str:
    body = "".join(row if row.startswith("<") else f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}"><table:table-column/>{body}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


EMPTY = "<table:table-cell {}/>"
BLANK_END = row(EMPTY.format('table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048570"')


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        pytest.param(text("Lê Bảo"), "Lê Bảo", id="a text"),
        pytest.param(text('Lê<text:s text:c="2"/>Bảo <text:span>An</text:span>'), "Lê Bảo An", id="spaces and spans"),
        pytest.param(
            '<table:table-cell office:value-type="date" office:date-value="1990-03-15T00:00:00"><text:p>15/03/90'
            "</text:p></table:table-cell>",
            "1990-03-15",
            id="a date",
        ),
        pytest.param(
            '<table:table-cell office:value-type="float" office:value="36060000123"><text:p>3,6E10</text:p>'
            "</table:table-cell>",
            "36060000123",
            id="a number",
        ),
        pytest.param(
            '<table:table-cell office:value-type="float" office:value="36060000123"><text:p>036060000123</text:p>'
            "</table:table-cell>",
            "036060000123",
            id="zeros that its format shows",
        ),
        pytest.param(
            '<table:table-cell office:value-type="string"><office:annotation><text:p>xin</text:p></office:annotation>'
            "<text:p>An</text:p></table:table-cell>",
            "An",
            id="a comment is not part of it",
        ),
    ],
)
def test_what_a_cell_says(tmp_path: Path, cell: str, said: str) -> None:
    assert [one.cells for one in read_rows(ods(tmp_path / "l.ods", table(row(cell))))] == [(said,)]


def test_rows_and_cells_that_are_repeated(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "l.ods",
        table(
            row(EMPTY.format('table:number-columns-repeated="2"'), text("a", 'table:number-columns-repeated="2"')),
            row(EMPTY.format(""), more='table:number-rows-repeated="3"'),
            row(text("b"), more='table:number-rows-repeated="2"'),
            BLANK_END,
        ),
    )
    assert [(one.number, one.cells) for one in read_rows(path)] == [(1, ("", "", "a", "a")), (5, ("b",)), (6, ("b",))]


def test_merged_cells_are_filled_down(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "l.ods",
        table(
            row(text("1"), text("P1", 'table:number-rows-spanned="2"')),
            row(text("2"), "<table:covered-table-cell/>"),
            row(text("3"), "<table:covered-table-cell/>"),
        ),
    )
    assert [one.cells for one in read_rows(path)] == [("1", "P1"), ("2", "P1"), ("3",)]


def test_header_rows_and_groups_of_rows_are_looked_through(tmp_path: Path) -> None:
    head = f"<table:table-header-rows>{row(text('h'))}</table:table-header-rows>"
    group = f"<table:table-row-group>{row(text('1'))}{row(text('2'))}</table:table-row-group>"
    path = ods(tmp_path / "l.ods", table(head, group, row(text("3"))))
    assert [one.cells for one in read_rows(path)] == [("h",), ("1",), ("2",), ("3",)]


def test_several_sheets(tmp_path: Path) -> None:
    path = ods(tmp_path / "l.ods", table(row(text("1"))) + table(row(text("2")), row(text("3"))))
    assert [[row.cells for row in one.rows] for one in read_tables(path)] == [[("1",)], [("2",), ("3",)]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(
            table(row(text(SECRET, 'table:number-columns-repeated="16384"'))), "row 1: too many cells", id="columns"
        ),
        pytest.param(
            table(row(text(SECRET), more='table:number-rows-repeated="999999999"')), "too many rows", id="rows"
        ),
        pytest.param(table(row(text("x"), more='table:number-rows-repeated="-1"')), "no number of times", id="-1"),
        pytest.param(table(row(text("x" * 500))), "row 1: a cell is too long", id="a long cell"),
        pytest.param(table(row(text("&e;"))), "not well-formed", id="an entity"),
    ],
)
def test_what_cannot_be_read_names_the_row(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(Fault) as raised:
        list(read_rows(ods(tmp_path / "l.ods", content)))
    assert raised.value.code is FaultCode.LIST_MALFORMED
    assert said in raised.value.technical
    assert SECRET not in str(raised.value)
