"""EF.COM: the versions and the list of data groups, unsigned and so only a hint (ICAO Doc 9303-10 §4.6.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader import tlv
from kiosk.reader.lds.catalogue import CATALOGUE
from kiosk.reader.lds.errors import LdsError, parsing

_COM, _LDS_VERSION, _UNICODE_VERSION, _TAG_LIST = 0x60, 0x5F01, 0x5F36, 0x5C

_FILES_BY_TAG = {entry.tag: file for file, entry in CATALOGUE.items() if file.value.startswith("DG")}


@dataclass(frozen=True, slots=True)
class Com:
    """``lds_version`` as ``1.7``, ``unicode_version`` as ``4.0.0``, ``tags`` in the order of the file."""

    lds_version: str
    unicode_version: str
    tags: tuple[int, ...]

    @property
    def files(self) -> tuple[ElementaryFile, ...]:
        """The data groups that this program knows by their tags; other tags stay in ``tags``."""
        return tuple(_FILES_BY_TAG[tag] for tag in self.tags if tag in _FILES_BY_TAG)


@parsing("COM")
def parse_com(data: bytes) -> Com:
    """Raises ``LdsError``."""
    objects = {item.tag: item.value for item in tlv.iterate(tlv.parse_one(data, _COM).value)}
    try:
        lds, unicode, tags = (objects[tag] for tag in (_LDS_VERSION, _UNICODE_VERSION, _TAG_LIST))
    except KeyError as error:
        raise LdsError(f"COM: no object {error.args[0]:X}") from error
    return Com(_version(lds, 2), _version(unicode, 3), tuple(tags))


def _version(digits: bytes, parts: int) -> str:
    """Two ASCII digits a part."""
    if not re.fullmatch(rb"[0-9]{%d}" % (2 * parts), digits):
        raise LdsError(f"COM: a version has {2 * parts} digits")
    return ".".join(str(int(digits[at : at + 2])) for at in range(0, 2 * parts, 2))
