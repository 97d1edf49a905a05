"""EF.DIR: the applications on the card (ISO/IEC 7816-4, ICAO Doc 9303-10 §3.11.2); unsigned, a hint."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.reader.lds import data_elements as elements
from kiosk.reader.lds.catalogue import LDS1_AID
from kiosk.reader.lds.data_elements import ElementError, Table, read_elements
from kiosk.reader.lds.errors import parsing
from kiosk.reader.lds.interindustry import data_objects
from kiosk.reader.tlv import Tlv, iterate

_APPLICATION, _AID = 0x61, 0x4F

NAMES = {
    LDS1_AID: "eMRTD",
    bytes.fromhex("A0000002472001"): "travel records",
    bytes.fromhex("A0000002472002"): "visa records",
    bytes.fromhex("A0000002472003"): "additional biometrics",
}
"""The applications of ICAO Doc 9303-10, table 31."""


@dataclass(frozen=True, slots=True)
class Application:
    """``aid`` is ``None`` in a template that gives none, or one that is longer than sixteen bytes.

    ``others`` keeps the template's other objects.
    """

    aid: bytes | None = None
    label: str | None = None
    others: tuple[Tlv, ...] = ()

    @property
    def name(self) -> str:
        """By ICAO's table; empty for any other application."""
        return NAMES.get(self.aid or b"", "")


@dataclass(frozen=True, slots=True)
class Directory:
    """The applications in the order of the file; ``others`` keeps what is none."""

    applications: tuple[Application, ...] = ()
    others: tuple[Tlv, ...] = ()


@parsing("EF.DIR")
def parse_ef_dir(data: bytes) -> Directory:
    """Applications in templates, or as bare identifiers; raises ``LdsError``."""
    applications: list[Application] = []
    others: list[Tlv] = []
    for item in data_objects(data, "EF.DIR"):
        if item.tag in (_APPLICATION, _AID):
            row = iterate(item.value) if item.tag == _APPLICATION else (item,)
            applications.append(Application(**read_elements(row, _TABLE)))
        else:
            others.append(item)
    return Directory(tuple(applications), tuple(others))


def _aid(value: bytes) -> bytes:
    if not 1 <= len(value) <= 16:
        raise ElementError("one to sixteen bytes")
    return value


_TABLE: Table = {_AID: ("aid", _aid), 0x50: ("label", elements.text)}
