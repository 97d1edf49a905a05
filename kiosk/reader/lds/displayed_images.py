"""Images to be shown to people, as DG5 and DG7 hold them: their number, then one data object an image."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.reader.lds.data_elements import template
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.image_header import EncodedImage
from kiosk.reader.tlv import Tlv

_COUNT = 0x02

MAX_IMAGES = 9
"""ICAO Doc 9303-10, tables 60 and 64."""


@dataclass(frozen=True, slots=True)
class DisplayedImages:
    """The images in the order of the file, of whatever format; ``others`` keeps the objects of unknown tags."""

    images: tuple[EncodedImage, ...] = ()
    others: tuple[Tlv, ...] = ()


def displayed_images(data: bytes, outer: int, tag: int, file: str) -> DisplayedImages:
    """The images of ``tag`` in the template ``outer``; raises ``LdsError`` or ``TlvError``."""
    inside = template(data, outer, file)
    images = tuple(EncodedImage(item.value) for item in inside if item.tag == tag)
    if len(images) > MAX_IMAGES:
        raise LdsError(f"{file}: too many images")
    return DisplayedImages(images, tuple(item for item in inside if item.tag not in (tag, _COUNT)))
