"""The data elements that DG11, DG12 and DG16 are made of: texts, names, dates, and the template around them.

ICAO Doc 9303-10 §4.7.11, §4.7.12 and §4.7.16. All elements are optional and may be empty. An element of an unknown
tag, one that comes twice, and one whose value is not what its tag says is kept as it is: one odd element of an issuer
must not hide the others. EF.ATR/INFO and EF.DIR are read by the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from kiosk.reader.composed_text import TextError, composed
from kiosk.reader.lds.catalogue import MAX_FILE_SIZE
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.tlv import Tlv, TlvError, iterate, parse_one

TAG_LIST, CONTENT_SPECIFIC, _INTEGER = 0x5C, 0xA0, 0x02

MAX_ELEMENTS = 256
"""DG11, the richest, defines thirteen."""


class ElementError(ValueError):
    """A value is not of the kind that its tag says; it stays inside this module's callers."""


Decoder = Callable[[bytes], Any]
Table = Mapping[int, tuple[str, Decoder]]
"""Tag of a data element → name of the field it fills, and how its value is read."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name by its primary and secondary identifiers, fillers replaced by spaces (ICAO Doc 9303-3 §4.6)."""

    primary: str = field(default="", repr=False)
    secondary: str = field(default="", repr=False)


def template(data: bytes, tag: int, file: str) -> list[Tlv]:
    """The elements inside the one template of a file; raises ``LdsError`` or ``TlvError``."""
    if len(data) > MAX_FILE_SIZE:
        raise LdsError(f"{file}: too large")
    return bounded(parse_one(data, tag).value, file)


def bounded(row: bytes, file: str) -> list[Tlv]:
    """The objects in a row; raises ``LdsError`` for more than ``MAX_ELEMENTS``, or ``TlvError``."""
    elements = list(islice(iterate(row), MAX_ELEMENTS + 1))
    if len(elements) > MAX_ELEMENTS:
        raise LdsError(f"{file}: too many data elements")
    return elements


def read_elements(elements: Iterable[Tlv], table: Table) -> dict[str, Any]:
    """The fields by their names; under ``others`` what is not in the table, came before, or cannot be read."""
    fields: dict[str, Any] = {}
    others: list[Tlv] = []
    for element in elements:
        name, decode = table.get(element.tag, ("", text))
        if not name or name in fields:
            others.append(element)
            continue
        try:
            fields[name] = decode(element.value)
        except ElementError:
            others.append(element)
    return {**fields, "others": tuple(others)}


def take_names(elements: Iterable[Tlv], tag: int) -> tuple[list[Tlv], tuple[Name, ...]]:
    """The names of ``tag``, which may repeat, and the elements that are left.

    They stand in a content-specific template behind their number, or, in early documents, among the other elements.
    """
    left: list[Tlv] = []
    names: list[Name] = []
    for element in elements:
        found = _names(element, tag)
        if found is None:
            left.append(element)
        else:
            names.extend(found)
    return left, tuple(names)


def _names(element: Tlv, tag: int) -> list[Name] | None:
    """``None`` for any other element, and for a template that holds more than names and their number."""
    try:
        if element.tag == CONTENT_SPECIFIC:
            items = [item for item in bounded(element.value, "") if item.tag != _INTEGER]
        else:
            items = [element]
        return [name(item.value) for item in items] if all(item.tag == tag for item in items) else None
    except (ElementError, TlvError, LdsError):
        return None


def text(value: bytes) -> str:
    """UTF-8, in Unicode NFC."""
    try:
        return composed(value.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ElementError("no UTF-8") from error
    except TextError as error:
        raise ElementError(str(error)) from error


def parts(value: bytes) -> tuple[str, ...]:
    """A text in pieces separated by ``<``; none for an empty value."""
    return tuple(text(value).split("<")) if value else ()


def name(value: bytes) -> Name:
    """Two identifiers separated by ``<<``; a name that has one only is a primary identifier."""
    primary, _, secondary = text(value).partition("<<")
    return Name(_words(primary), _words(secondary))


def digits_of_day(value: bytes) -> str:
    """``YYYYMMDD`` of a date in eight ASCII digits or four bytes of packed digits; empty for an empty value.

    Unknown parts are zeros; a month or day that no calendar has makes the value unreadable.
    """
    digits = _digits(value, 8)
    if digits and not (_among(digits[4:6], 12) and _among(digits[6:8], 31)):
        raise ElementError("no date")
    return digits


def digits_of_moment(value: bytes) -> str:
    """``YYYYMMDDhhmmss`` of a time in fourteen ASCII digits or seven bytes of packed digits; empty for an empty one."""
    digits = _digits(value, 14)
    if digits and not (_among(digits[4:6], 12) and _among(digits[6:8], 31) and _among(digits[8:10], 23)):
        raise ElementError("no time")
    return digits


def tags(value: bytes) -> tuple[int, ...]:
    """A tag list: tags of one, two or three bytes in a row (ISO/IEC 7816-4 §8.5)."""
    found: list[int] = []
    at = 0
    while at < len(value):
        start = at
        at += 1
        if value[start] & 0x1F == 0x1F:
            while at < len(value) and value[at] & 0x80:
                at += 1
            at += 1
        if at > len(value) or at - start > 3:
            raise ElementError("no tag list")
        found.append(int.from_bytes(value[start:at], "big"))
    return tuple(found)


def calendar_day(digits: str | None) -> date | None:
    """The day that ``YYYYMMDD`` names; ``None`` where a part is unknown or the calendar has no such day."""
    if not digits:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _digits(value: bytes, count: int) -> str:
    if not value:
        return ""
    digits = value.hex() if 2 * len(value) == count else value.decode("latin-1")
    if not re.fullmatch(rf"[0-9]{{{count}}}", digits):
        raise ElementError(f"not {count} digits")
    return digits


def _among(two_digits: str, highest: int) -> bool:
    return int(two_digits) <= highest


def _words(part: str) -> str:
    return " ".join(part.replace("<", " ").split())
