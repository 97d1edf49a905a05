"""The facial record of ISO/IEC 19794-5:2005: fixed fields and offsets, one block an image."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.face_image import MAX_IMAGES, FaceImage, FacialInformation, face_image

MAGIC = b"FAC\x00"

_RECORD_HEADER, _BLOCK_HEADER, _FEATURE_POINT, _IMAGE_HEADER = 14, 20, 8, 12
"""Sizes of §5.4 to §5.7: record header, facial information, one feature point, image header."""


def facial_images(record: bytes) -> Iterator[FaceImage]:
    """The images in the order of the record; raises ``LdsError`` at the first that is malformed."""
    if not record.startswith(MAGIC):
        raise LdsError("DG2: no facial record of ISO/IEC 19794-5")
    if len(record) < _RECORD_HEADER or _number(record, 8, 4) > len(record):
        raise LdsError("DG2: the facial record is cut off")
    count = _number(record, 12, 2)
    if count > MAX_IMAGES:
        raise LdsError("DG2: too many images in a facial record")
    at = _RECORD_HEADER
    for _ in range(count):
        size = _number(record, at, 4)
        if size > len(record) - at:
            raise LdsError("DG2: a facial block is cut off")
        yield _image(record[at : at + size])
        at += size


def _image(block: bytes) -> FaceImage:
    if len(block) < _BLOCK_HEADER:
        raise LdsError("DG2: a facial block is too short")
    at = _BLOCK_HEADER + _FEATURE_POINT * _number(block, 4, 2)
    if at + _IMAGE_HEADER > len(block):
        raise LdsError("DG2: a facial block is too short")
    details = FacialInformation(
        sex=block[6],
        eye_colour=block[7],
        hair_colour=block[8],
        properties=_number(block, 9, 3),
        expression=_number(block, 12, 2),
        pose=tuple(block[14:17]),
        pose_uncertainty=tuple(block[17:20]),
        feature_points=tuple(
            block[start : start + _FEATURE_POINT] for start in range(_BLOCK_HEADER, at, _FEATURE_POINT)
        ),
        image_type=block[at],
        data_type=block[at + 1],
        colour_space=block[at + 6],
        source=block[at + 7],
        device=_number(block, at + 8, 2),
        quality=_number(block, at + 10, 2),
    )
    return face_image(block[at + _IMAGE_HEADER :], _number(block, at + 2, 2), _number(block, at + 4, 2), details)


def _number(data: bytes, at: int, size: int) -> int:
    """A big-endian number; raises ``LdsError`` where the data end before."""
    if at + size > len(data):
        raise LdsError("DG2: a facial block is too short")
    return int.from_bytes(data[at : at + size], "big")
