"""What the chip's further files say, those that no check needs, as JSON: EF.COM, EF.DIR, DG5–DG12 and DG16."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.reader.lds import data_elements
from kiosk.reader.lds.catalogue import CATALOGUE
from kiosk.reader.lds.com import parse_com
from kiosk.reader.lds.data_elements import Name
from kiosk.reader.lds.dg5 import parse_dg5
from kiosk.reader.lds.dg7 import parse_dg7
from kiosk.reader.lds.dg11 import parse_dg11
from kiosk.reader.lds.dg12 import parse_dg12
from kiosk.reader.lds.dg16 import parse_dg16
from kiosk.reader.lds.ef_dir import parse_ef_dir
from kiosk.reader.lds.errors import LdsError, parsing
from kiosk.reader.lds.image_header import EncodedImage
from kiosk.reader.tlv import Tlv

Json = dict[str, Any]

_PARSERS: Mapping[File, Callable[[bytes], Any]] = {
    File.COM: parse_com,
    File.DIR: parse_ef_dir,
    File.DG5: parse_dg5,
    File.DG7: parse_dg7,
    File.DG11: parse_dg11,
    File.DG12: parse_dg12,
    File.DG16: parse_dg16,
}
_OF_THE_ISSUER = (File.DG6, File.DG8, File.DG9, File.DG10)
"""ICAO Doc 9303-10 reserves DG6 and leaves the insides of DG8 to DG10 to the issuer: all that is known are tags."""
_TAGS = frozenset({"listed", "tags"})


def contents(files: Mapping[File, bytes]) -> Json:
    """By the file's name: its fields as the parser names them, without those that are missing.

    Tags and bytes are capital hexadecimal digits. An object that no parser knows is kept whole, under ``others``:
    ``tag``, ``bytes`` and ``hex``. An image is told by ``encoding`` and ``bytes``. A file that is not well-formed has
    the one key ``problem``.
    """
    told: Json = {}
    for file, data in files.items():
        try:
            if file in _PARSERS:
                told[file.value] = _plain(_PARSERS[file](data))
            elif file in _OF_THE_ISSUER:
                told[file.value] = {"others": _plain(_objects(file, data))}
        except LdsError as error:
            told[file.value] = {"problem": str(error)}
    return told


def _objects(file: File, data: bytes) -> tuple[Tlv, ...]:
    with parsing(file.value):
        return tuple(data_elements.template(data, CATALOGUE[file].tag, file.value))


def _plain(value: Any) -> Any:
    match value:
        case Tlv():
            return {"tag": f"{value.tag:02X}", "bytes": len(value.value), "hex": value.value.hex().upper()}
        case EncodedImage():
            return {"encoding": value.encoding, "bytes": len(value.data)}
        case Name():
            return ", ".join(filter(None, (value.primary, value.secondary)))
        case bytes():
            return value.hex().upper()
        case tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            held = {each.name: getattr(value, each.name) for each in fields(value)}
            return {name: _told(name, each) for name, each in held.items() if _is_there(name, each)}
    return value


def _told(name: str, value: Any) -> Any:
    return [f"{tag:02X}" for tag in value] if name in _TAGS else _plain(value)


def _is_there(name: str, value: Any) -> bool:
    """An element that is there and empty is told; a missing one and an empty rest are not."""
    return value is not None and (name != "others" or bool(value))
