"""EF.DG12: additional details of the document, all of them optional (ICAO Doc 9303-10 §4.7.12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiosk.reader.lds import data_elements as elements
from kiosk.reader.lds.data_elements import Name, Table
from kiosk.reader.lds.errors import parsing
from kiosk.reader.lds.image_header import EncodedImage
from kiosk.reader.tlv import Tlv

_DG12, _OTHER_PERSON = 0x6C, 0x5F1A

_TABLE: Table = {
    elements.TAG_LIST: ("listed", elements.tags),
    0x5F19: ("issuing_authority", elements.text),
    0x5F26: ("issued", elements.digits_of_day),
    0x5F1B: ("endorsements", elements.text),
    0x5F1C: ("tax_exit_requirements", elements.text),
    0x5F1D: ("front", EncodedImage),
    0x5F1E: ("rear", EncodedImage),
    0x5F55: ("personalized", elements.digits_of_moment),
    0x5F56: ("personalization_system", elements.text),
}


@dataclass(frozen=True, slots=True)
class Dg12:
    """``None`` where an element is missing; ``""`` or ``()`` where it is empty.

    ``issued`` is ``YYYYMMDD`` with zeros for unknown parts, ``personalized`` the time ``YYYYMMDDhhmmss`` (no zone is
    given), ``personalization_system`` a serial number. ``front`` and ``rear`` are images of the document. ``listed`` is
    the tag list of the file, unchecked against its elements; ``others`` keeps whatever is unknown, repeated, or not
    what its tag says.
    """

    issuing_authority: str | None = None
    issued: str | None = field(default=None, repr=False)
    other_persons: tuple[Name, ...] = field(default=(), repr=False)
    endorsements: str | None = field(default=None, repr=False)
    tax_exit_requirements: str | None = field(default=None, repr=False)
    front: EncodedImage | None = field(default=None, repr=False)
    rear: EncodedImage | None = field(default=None, repr=False)
    personalized: str | None = field(default=None, repr=False)
    personalization_system: str | None = None
    listed: tuple[int, ...] | None = None
    others: tuple[Tlv, ...] = ()

    @property
    def issue_date(self) -> date | None:
        return elements.calendar_day(self.issued)


@parsing("DG12")
def parse_dg12(data: bytes) -> Dg12:
    """Raises ``LdsError`` only where the BER-TLV itself is broken or too large."""
    left, other_persons = elements.take_names(elements.template(data, _DG12, "DG12"), _OTHER_PERSON)
    return Dg12(other_persons=other_persons, **elements.read_elements(left, _TABLE))
