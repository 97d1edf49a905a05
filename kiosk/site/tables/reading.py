"""Opens a list's file as tables, by what it is and not by what it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.tables.table import Row, Table, malformed

MAX_BYTES = 512 << 20
_LOOKED_AT = 512
_SEARCHED = 4 << 20

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_tables(path: Path) -> Iterator[Table]:
    """The tables of an XLSX, XLS, ODS or CSV file, one after the other; each is to be read before the next.

    Raises ``Fault(LIST_MISSING)`` when the file is not there or cannot be opened, and ``Fault(LIST_MALFORMED)``,
    naming the row where there is one, when it is too large or not what it seems.
    """
    try:
        if not path.is_file():
            path.open("rb").close()
            raise malformed(path.name, "no ordinary file")
        if path.stat().st_size > MAX_BYTES:
            raise malformed(path.name, f"larger than {MAX_BYTES} bytes")
        yield from _reader(path)(path)
    except OSError as error:
        raise Fault(FaultCode.LIST_MISSING, f"{path.name}: {error.strerror or type(error).__name__}") from error


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of the first table that has any."""
    for table in read_tables(path):
        first = next(table.rows, None)
        if first is not None:
            yield first
            yield from table.rows
            return


def _reader(path: Path) -> Callable[[Path], Iterator[Table]]:
    """The readers are loaded when they are needed: most kiosks only ever see one kind of file."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if start.startswith(_ZIP):
        return _package_reader(path)
    if start.startswith(_OLE):
        if _is_encrypted(path):
            raise malformed(path.name, "protected by a password; save it without one")
        from kiosk.site.tables.binary_workbook import binary_workbook_tables

        return binary_workbook_tables
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        # Web portals give such pages the name of a spreadsheet, and spreadsheet programs open them.
        raise malformed(path.name, "a web page or XML, not a spreadsheet; open it and save it as XLSX")
    from kiosk.site.tables.delimited import delimited_tables

    return delimited_tables


def _package_reader(path: Path) -> Callable[[Path], Iterator[Table]]:
    from kiosk.site.tables.package import open_package

    with open_package(path) as package:
        parts, kind = package.parts, package.read("mimetype").strip()
    if "xl/workbook.xml" in parts:
        from kiosk.site.tables.workbook import workbook_tables

        return workbook_tables
    if kind == b"application/vnd.oasis.opendocument.spreadsheet" or "content.xml" in parts:
        from kiosk.site.tables.opendocument import opendocument_tables

        return opendocument_tables
    raise malformed(path.name, "a package, but no spreadsheet")


def _is_encrypted(path: Path) -> bool:
    """Whether a compound file holds an encrypted package instead of a workbook (MS-OFFCRYPTO §2.1.1)."""
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read(_SEARCHED)
