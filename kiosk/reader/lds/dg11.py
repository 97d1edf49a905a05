"""EF.DG11: additional details of the holder, all of them optional (ICAO Doc 9303-10 §4.7.11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiosk.reader.lds import data_elements as elements
from kiosk.reader.lds.data_elements import Name, Table
from kiosk.reader.lds.errors import parsing
from kiosk.reader.lds.image_header import EncodedImage
from kiosk.reader.tlv import Tlv

_DG11, _OTHER_NAME = 0x6B, 0x5F0F

_TABLE: Table = {
    elements.TAG_LIST: ("listed", elements.tags),
    0x5F0E: ("name", elements.name),
    0x5F10: ("personal_number", elements.text),
    0x5F2B: ("birth", elements.digits_of_day),
    0x5F11: ("place_of_birth", elements.parts),
    0x5F42: ("address", elements.parts),
    0x5F12: ("telephone", elements.text),
    0x5F13: ("profession", elements.text),
    0x5F14: ("title", elements.text),
    0x5F15: ("summary", elements.text),
    0x5F16: ("proof_of_citizenship", EncodedImage),
    0x5F17: ("other_documents", elements.parts),
    0x5F18: ("custody", elements.text),
}


@dataclass(frozen=True, slots=True)
class Dg11:
    """``None`` where an element is missing; ``""`` or ``()`` where it is empty.

    ``birth`` is ``YYYYMMDD`` with zeros for unknown parts. ``place_of_birth`` and ``address`` are the pieces between
    their separators, ``other_documents`` the numbers of other valid travel documents. ``listed`` is the tag list of the
    file, unchecked against its elements; ``others`` keeps whatever is unknown, repeated, or not what its tag says.
    """

    name: Name | None = field(default=None, repr=False)
    other_names: tuple[Name, ...] = field(default=(), repr=False)
    personal_number: str | None = field(default=None, repr=False)
    birth: str | None = field(default=None, repr=False)
    place_of_birth: tuple[str, ...] | None = field(default=None, repr=False)
    address: tuple[str, ...] | None = field(default=None, repr=False)
    telephone: str | None = field(default=None, repr=False)
    profession: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    summary: str | None = field(default=None, repr=False)
    proof_of_citizenship: EncodedImage | None = field(default=None, repr=False)
    other_documents: tuple[str, ...] | None = field(default=None, repr=False)
    custody: str | None = field(default=None, repr=False)
    listed: tuple[int, ...] | None = None
    others: tuple[Tlv, ...] = ()

    @property
    def birth_date(self) -> date | None:
        return elements.calendar_day(self.birth)


@parsing("DG11")
def parse_dg11(data: bytes) -> Dg11:
    """Raises ``LdsError`` only where the BER-TLV itself is broken or too large."""
    left, other_names = elements.take_names(elements.template(data, _DG11, "DG11"), _OTHER_NAME)
    return Dg11(other_names=other_names, **elements.read_elements(left, _TABLE))
