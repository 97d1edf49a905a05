"""EF.DG2: the portraits in their CBEFF templates (ICAO Doc 9303-10 §4.7.2); no image is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.reader import tlv
from kiosk.reader.lds import face_19794, face_39794
from kiosk.reader.lds.errors import LdsError, parsing
from kiosk.reader.lds.face_image import MAX_IMAGES, FaceImage

__all__ = ["MAX_IMAGES", "FaceImage", "parse_dg2"]

_DG2, _GROUP, _TEMPLATE = 0x75, 0x7F61, 0x7F60
_DATA_BLOCKS = (0x5F2E, 0x7F2E)
"""Meant for ISO/IEC 19794 and ISO/IEC 39794; the first bytes inside decide, as early documents mixed the two up."""


@parsing("DG2")
def parse_dg2(data: bytes) -> tuple[FaceImage, ...]:
    """All portraits in the order of the file, one at least; raises ``LdsError``."""
    group = tlv.parse_one(tlv.parse_one(data, _DG2).value, _GROUP).value
    images: list[FaceImage] = []
    for template in tlv.iterate(group):
        if template.tag == _TEMPLATE:
            images.extend(_images(template.value))
        if len(images) > MAX_IMAGES:
            raise LdsError("DG2: too many images")
    if not images:
        raise LdsError("DG2: no image")
    return tuple(images)


def _images(template: bytes) -> Iterator[FaceImage]:
    objects = list(tlv.iterate(template))
    blocks = [item.value for item in objects if item.tag in _DATA_BLOCKS]
    if len(blocks) != 1:
        raise LdsError(f"DG2: {len(blocks)} data blocks in one template")
    beside = tuple(item for item in objects if item.tag not in _DATA_BLOCKS)
    known = face_19794.facial_images if blocks[0].startswith(face_19794.MAGIC) else face_39794.face_images
    for image in known(blocks[0]):
        yield replace(image, template=beside)
