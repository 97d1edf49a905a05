"""EF.DG13 of Vietnam's ID card: the holder's data with their Vietnamese letters, one numbered SEQUENCE a field.

ICAO leaves DG13 to the issuing state. The layout is not published; it was worked out from cards by several public
readers that agree, and is taken apart here by its real BER structure and never by offsets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from kiosk.domain.names import fold
from kiosk.reader import tlv
from kiosk.reader.composed_text import TextError, composed
from kiosk.reader.lds.errors import LdsError, parsing

_DG13, _SEQUENCE, _SET, _INTEGER, _OID = 0x6D, 0x30, 0x31, 0x02, 0x06
_STRINGS = {0x0C: "utf-8", 0x13: "ascii", 0x16: "ascii", 0x1E: "utf-16-be"}
_FORMAT = bytes.fromhex("28D316010008")
"""1.0.10646.1.0.8, the object identifier of UTF-8, with which the list of fields begins."""

MAX_SIZE = 1 << 16
_TEXTS = {
    1: "number",
    2: "name",
    3: "birth",
    4: "sex",
    5: "nationality",
    6: "ethnicity",
    7: "religion",
    8: "origin",
    9: "residence",
    10: "features",
    11: "issued",
    12: "expiry",
    15: "old_number",
    16: "sixteenth",
}
_PARENTS, _SPOUSE = 13, 14


@dataclass(frozen=True, slots=True)
class Dg13:
    """The fields as texts in Unicode NFC: ``None`` where a field is missing, ``""`` where it is empty.

    Dates are as printed (``DD/MM/YYYY``; ``expiry`` may be «Không thời hạn»). ``ethnicity`` and ``religion`` are
    sensitive personal data by law: they are parsed so that nothing is misread, and kept only for an output that a
    site's profile names. ``parents`` has the father first. ``unknown`` keeps the encoded values of fields whose number
    or shape is not known, ``trailing`` counts bytes behind the structure.
    """

    number: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    birth: str | None = field(default=None, repr=False)
    sex: str | None = field(default=None, repr=False)
    nationality: str | None = field(default=None, repr=False)
    ethnicity: str | None = field(default=None, repr=False)
    religion: str | None = field(default=None, repr=False)
    origin: str | None = field(default=None, repr=False)
    residence: str | None = field(default=None, repr=False)
    features: str | None = field(default=None, repr=False)
    issued: str | None = field(default=None, repr=False)
    expiry: str | None = field(default=None, repr=False)
    parents: tuple[str, ...] = field(default=(), repr=False)
    spouse: str | None = field(default=None, repr=False)
    old_number: str | None = field(default=None, repr=False)
    chip_id: str | None = field(default=None, repr=False)
    unknown: Mapping[int, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    trailing: int = 0

    @property
    def birth_date(self) -> date | None:
        return _day(self.birth)

    @property
    def issue_date(self) -> date | None:
        return _day(self.issued)

    @property
    def expiry_date(self) -> date | None:
        return _day(self.expiry)

    @property
    def never_expires(self) -> bool:
        return fold(self.expiry or "") == "KHONG THOI HAN"


@parsing("DG13")
def parse_dg13(data: bytes) -> Dg13:
    """Raises ``LdsError`` for another country's layout, for a field that comes twice, and for broken BER."""
    if len(data) > MAX_SIZE:
        raise LdsError("DG13: too large")
    outer, end = tlv.parse_first(data)
    if outer.tag != _DG13:
        raise LdsError(f"DG13: tag {outer.tag:X}")
    body, inner_end = tlv.parse_first(outer.value)
    match list(tlv.iterate(body.value)) if body.tag == _SEQUENCE else []:
        case [tlv.Tlv(tag=0x02), tlv.Tlv(tag=0x06, value=oid), tlv.Tlv(tag=0x31, value=fields)] if oid == _FORMAT:
            pass
        case _:
            raise LdsError("DG13: not the layout of Vietnam")
    return _fields(fields, trailing=len(data) - end + len(outer.value) - inner_end)


def _fields(data: bytes, trailing: int) -> Dg13:
    texts: dict[str, str] = {}
    parents: tuple[str, ...] = ()
    unknown: dict[int, bytes] = {}
    seen: set[int] = set()
    for item in tlv.iterate(data):
        index, encoded = _numbered(item)
        if index in seen:
            raise LdsError(f"DG13: field {index} comes twice")
        seen.add(index)
        values = list(tlv.iterate(encoded))
        relatives = _relatives(values) if index in (_PARENTS, _SPOUSE) else ()
        if not values:
            continue
        if index == _PARENTS and relatives:
            parents = relatives
        elif index == _SPOUSE and len(relatives) == 1:
            texts["spouse"] = relatives[0]
        elif index in _TEXTS and len(values) == 1 and values[0].tag in _STRINGS:
            texts[_TEXTS[index]] = _text(values[0])
        else:
            unknown[index] = encoded
    return Dg13(**_with_sixteenth(texts), parents=parents, unknown=MappingProxyType(unknown), trailing=trailing)


def _numbered(item: tlv.Tlv) -> tuple[int, bytes]:
    """The number of a field, and its values as encoded."""
    number, end = tlv.parse_first(item.value)
    if item.tag != _SEQUENCE or number.tag != _INTEGER or not 1 <= len(number.value) <= 2:
        raise LdsError("DG13: a field without a number")
    return int.from_bytes(number.value, "big"), item.value[end:]


def _relatives(values: list[tlv.Tlv]) -> tuple[str, ...]:
    """The names in one SEQUENCE of several or in several SEQUENCEs of one or none; empty for any other shape."""
    if not all(value.tag == _SEQUENCE for value in values):
        return ()
    groups = [list(tlv.iterate(value.value)) for value in values]
    if not all(string.tag in _STRINGS for group in groups for string in group):
        return ()
    return tuple(name for group in groups for name in ([_text(string) for string in group] or [""]))


def _text(item: tlv.Tlv) -> str:
    try:
        return composed(item.value.decode(_STRINGS[item.tag]))
    except UnicodeDecodeError as error:
        raise LdsError("DG13: a text in another encoding than its tag says") from error
    except TextError as error:
        raise LdsError(f"DG13: {error}") from error


def _with_sixteenth(texts: dict[str, str]) -> dict[str, str]:
    """Field 16 has 16 hexadecimal digits, probably the chip's; one source says the old number: nine digits are that."""
    sixteenth = texts.pop("sixteenth", None)
    if sixteenth is None:
        return texts
    if len(sixteenth) == 9 and sixteenth.isdecimal() and not texts.get("old_number"):
        return {**texts, "old_number": sixteenth}
    return {**texts, "chip_id": sixteenth}


def _day(printed: str | None) -> date | None:
    try:
        return datetime.strptime(printed or "", "%d/%m/%Y").date()
    except ValueError:
        return None
