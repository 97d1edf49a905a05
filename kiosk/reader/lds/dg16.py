"""EF.DG16: the persons to notify in an emergency (ICAO Doc 9303-10 §4.7.16)."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.reader.lds import data_elements as elements
from kiosk.reader.lds.data_elements import Name, Table
from kiosk.reader.lds.errors import parsing
from kiosk.reader.tlv import Tlv

_DG16, _COUNT = 0x70, 0x02
_TEMPLATES = range(0xA0, 0xBF)
"""``Ax`` with a number that grows by one a person: A1, A2 …"""

_TABLE: Table = {
    0x5F50: ("recorded", elements.digits_of_day),
    0x5F51: ("name", elements.name),
    0x5F52: ("telephone", elements.text),
    0x5F53: ("address", elements.parts),
}


@dataclass(frozen=True, slots=True)
class PersonToNotify:
    """``recorded`` is ``YYYYMMDD``; ``None`` where an element is missing, ``""`` or ``()`` where it is empty."""

    recorded: str | None = field(default=None, repr=False)
    name: Name | None = field(default=None, repr=False)
    telephone: str | None = field(default=None, repr=False)
    address: tuple[str, ...] | None = field(default=None, repr=False)
    others: tuple[Tlv, ...] = ()


@dataclass(frozen=True, slots=True)
class Dg16:
    """The persons in the order of the file; ``others`` keeps what is no template of a person."""

    persons: tuple[PersonToNotify, ...] = ()
    others: tuple[Tlv, ...] = ()


@parsing("DG16")
def parse_dg16(data: bytes) -> Dg16:
    """Raises ``LdsError`` only where the BER-TLV itself is broken or too large."""
    inside = elements.template(data, _DG16, "DG16")
    return Dg16(
        persons=tuple(
            PersonToNotify(**elements.read_elements(elements.bounded(item.value, "DG16"), _TABLE))
            for item in inside
            if item.tag in _TEMPLATES
        ),
        others=tuple(item for item in inside if item.tag not in _TEMPLATES and item.tag != _COUNT),
    )
