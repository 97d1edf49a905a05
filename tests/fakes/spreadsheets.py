"""Spreadsheet packages part by part, for what no program writes: XLSX and ODS."""

from __future__ import annotations

import zipfile
from pathlib import Path

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def xlsx(
    path: Path,
    rows: str,
    *,
    shared: str = "",
    styles: str = "",
    behind: str = "",
    book: str = "",
    sheets: str = '<sheet name="S" sheetId="1" r:id="one"/>',
    more: dict[str, str] | None = None,
) -> Path:
    """A workbook whose first sheet holds ``rows`` (``<row>…``); everything else is what it takes."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELATION}">{book}<sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        f'<Relationship Id="one" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="two" Type="{_RELATION}/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><cols/><sheetData>{rows}</sheetData>{behind}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{shared}</sst>",
        "xl/styles.xml": f"<styleSheet {_MAIN}>{styles}</styleSheet>",
        **(more or {}),
    }
    return package(path, parts)


def ods(path: Path, content: str) -> Path:
    """A spreadsheet whose tables are ``content`` (``<table:table>…``)."""
    body = f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
    head = "<office:automatic-styles><style/></office:automatic-styles>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<?xml version="1.0"?><office:document-content {_ODS}>{head}{body}</office:document-content>',
    }
    return package(path, parts)


def package(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path
