"""How a workbook shows its numbers: as dates, or with leading zeros (ECMA-376 part 1 §18.8.30 and §18.8.31)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as Tree

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
MAX_DIGITS = 20


@dataclass(frozen=True, slots=True)
class CellFormat:
    """``digits`` is the width to which a number is filled up with zeros; 0: not at all."""

    is_date: bool = False
    digits: int = 0


def read_formats(styles: bytes) -> list[CellFormat]:
    """The formats that cells refer to by index, of a styles part without a document type; it may be empty.

    Raises ``xml.etree.ElementTree.ParseError``.
    """
    if not styles:
        return [CellFormat()]
    root = Tree.fromstring(styles)  # noqa: S314 - the caller has refused document types
    codes = {
        node.get("numFmtId", ""): node.get("formatCode", "") for node in root.iter() if node.tag.endswith("}numFmt")
    }
    listed = next((node for node in root if node.tag.endswith("}cellXfs")), ())
    return [_format(node.get("numFmtId", "0"), codes) for node in listed] or [CellFormat()]


def _format(number: str, codes: dict[str, str]) -> CellFormat:
    code = codes.get(number)
    if code is None:
        return CellFormat(is_date=number.isdigit() and int(number[:4]) in _BUILT_IN_DATES)
    plain = _LITERAL.sub("", code.partition(";")[0]).lower()
    if re.search("[dmy]", plain):
        return CellFormat(is_date=True)
    zeros = re.fullmatch("0+", plain)
    return CellFormat(digits=len(plain) if zeros and len(plain) <= MAX_DIGITS else 0)
