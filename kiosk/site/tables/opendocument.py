"""OpenDocument spreadsheets (OASIS ODF 1.3 part 3), read as a stream like workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree as Tree

from kiosk.site.tables.numbers import plain_number
from kiosk.site.tables.package import Package, open_package
from kiosk.site.tables.table import MAX_COLUMNS, MAX_ROWS, Row, Table, bounded_rows, malformed
from kiosk.site.tables.xml_elements import Elements, MalformedXmlError

MAX_TABLES = 200
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_WRAPPERS = frozenset({"table-header-rows", "table-row-group", "table-rows"})
_CONTENT = "content.xml"


def opendocument_tables(path: Path) -> Iterator[Table]:
    """The sheets in their order; what hides a sheet is a style, which is not looked at.

    Raises ``Fault(LIST_MALFORMED)`` and ``OSError``.
    """
    with open_package(path) as package:
        if _CONTENT not in package.parts:
            raise malformed(path.name, "a sheet is missing")
        for number in range(1, MAX_TABLES + 1):
            rows = _rows(package, number)
            first = next(rows, None)
            if first is None:
                return
            yield Table(f"{number}", _again(first, rows))


def _again(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _rows(package: Package, number: int) -> Iterator[Row]:
    try:
        with package.open(_CONTENT) as stream:
            rows = Elements(stream, "table-row", "table", number, _WRAPPERS)
            yield from bounded_rows(_numbered(rows, package.name), package.name)
    except MalformedXmlError as error:
        raise malformed(package.name, str(error)) from None


def _numbered(rows: Iterable[Tree.Element], name: str) -> Iterator[tuple[int, list[str]]]:
    reach: dict[int, tuple[int, str]] = {}
    number = 0
    for row in rows:
        times = _count(row, "number-rows-repeated")
        cells = _cells(row, number + 1, reach, name)
        # What stands in many rows alike is blank to the end of the sheet, or no list.
        for _ in range(min(times, MAX_ROWS + 1) if any(cells) else 1):
            number += 1
            yield number, list(cells)
        if not any(cells):
            number += times - 1


def _cells(row: Tree.Element, number: int, reach: dict[int, tuple[int, str]], name: str) -> list[str]:
    cells: list[str] = []
    column = 0
    for cell in row:
        kind = cell.tag.removeprefix(_TABLE)
        if kind not in {"table-cell", "covered-table-cell"}:
            continue
        text = _value(cell)
        until, value = reach.get(column, (0, ""))
        if kind == "covered-table-cell" and not text and number <= until:
            text = value
        spanned = _count(cell, "number-rows-spanned")
        if text and spanned > 1:
            reach[column] = (number + spanned - 1, text)
        times = _count(cell, "number-columns-repeated")
        if text:
            if column + times > MAX_COLUMNS:
                raise malformed(name, f"row {number}: too many cells")
            cells.extend([""] * (column - len(cells)))
            cells.extend([text] * times)
        column += times
    return cells


def _value(cell: Tree.Element) -> str:
    """A date in ISO 8601, a number as it is shown if that says more, else the text of all paragraphs."""
    shown = "\n".join(_paragraph(part) for part in cell if part.tag == f"{_TEXT}p").strip()
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "")[:10]
    if kind == "float":
        value = plain_number(cell.get(f"{_OFFICE}value", ""))
        with_zeros = shown.isascii() and shown.isdigit() and shown.lstrip("0") == value.lstrip("0")
        return shown if with_zeros else value
    return shown


def _paragraph(part: Tree.Element) -> str:
    """The text of one paragraph; spaces, tabs and line breaks are elements of their own."""
    said = [part.text or ""]
    for child in part:
        kind = child.tag.removeprefix(_TEXT)
        said.append(" " if kind in {"s", "tab", "line-break"} else _paragraph(child) if kind in {"span", "a"} else "")
        said.append(child.tail or "")
    return "".join(said)


def _count(node: Tree.Element, name: str) -> int:
    written = node.get(f"{_TABLE}{name}", "1")
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        raise MalformedXmlError("a cell that is repeated no number of times")
    return max(1, int(written))
