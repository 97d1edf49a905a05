"""DG2 as the personaliser writes it: the portrait in a record of ISO/IEC 19794-5 or 39794-5, in CBEFF templates."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

from kiosk.domain.identity import Sex
from kiosk.reader import tlv
from kiosk.simulator import der
from kiosk.simulator.card.card_profile import FaceFormat

_JPEG, _JP2, _CODESTREAM = b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"
_STARTS = (_JPEG, _JP2, _CODESTREAM)

_FORMAT_TYPES = {FaceFormat.ISO_19794: b"\x00\x08", FaceFormat.ISO_39794: b"\x00\x2a"}
"""CBEFF format types under the owner ISO/IEC JTC 1/SC 37."""

_JPEG_39794, _JPEG2000_39794 = 2, 3
_RGB_39794, _GREY_39794 = 2, 5


@dataclass(frozen=True, slots=True)
class Photo:
    """An image with what its record must say about it."""

    data: bytes = field(repr=False)
    width: int
    height: int
    grey: bool

    @classmethod
    def open(cls, data: bytes) -> Photo:
        """Raises ``ValueError`` for what is no JPEG, JP2 or JPEG 2000 codestream."""
        if not data.startswith(_STARTS):
            raise ValueError("the photo is neither JPEG nor JPEG 2000")
        try:
            with Image.open(io.BytesIO(data)) as image:
                width, height, grey = *image.size, image.mode == "L"
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
            raise ValueError("the photo cannot be read") from error
        if not (0 < width <= 0xFFFF and 0 < height <= 0xFFFF):
            raise ValueError("the photo is too large for its record")
        return cls(data, width, height, grey)

    @property
    def jpeg(self) -> bool:
        return self.data.startswith(_JPEG)


def dg2(photo: bytes, sex: Sex, face_format: FaceFormat = FaceFormat.ISO_19794, images: int = 1) -> bytes:
    """The same face image so many times, each in a template of its own (ICAO Doc 9303-10 §4.7.2, §4.5.6)."""
    opened = Photo.open(photo)
    header = tlv.encode(
        0xA1,
        tlv.encode(0x80, b"\x01\x01")  # version of the patron header
        + tlv.encode(0x81, b"\x02")  # facial features
        + tlv.encode(0x82, b"\x00")  # no subtype
        + tlv.encode(0x87, b"\x01\x01")  # format owner: JTC 1/SC 37
        + tlv.encode(0x88, _FORMAT_TYPES[face_format]),
    )
    if face_format is FaceFormat.ISO_19794:
        block = tlv.encode(0x5F2E, _record_19794(opened, sex))
    else:
        block = tlv.encode(0x7F2E, tlv.encode(0xA1, _block_39794(opened)))
    template = tlv.encode(0x7F60, header + block)
    return tlv.encode(0x75, tlv.encode(0x7F61, der.integer(images) + images * template))


def _record_19794(photo: Photo, sex: Sex) -> bytes:
    """ISO/IEC 19794-5:2005 §5: facial record header, facial information, image information, image."""
    kind = b"\x00" if photo.jpeg else b"\x01"
    image_block = (
        b"\x01"  # full frontal
        + kind
        + photo.width.to_bytes(2, "big")
        + photo.height.to_bytes(2, "big")
        + (b"\x03" if photo.grey else b"\x01")  # 8-bit grey or 24-bit RGB
        + b"\x02"  # a still picture from a digital camera
        + bytes(4)  # device type and quality: unspecified
    )
    gender = {Sex.MALE: b"\x01", Sex.FEMALE: b"\x02"}.get(sex, b"\x00")
    features = bytes(2) + gender + bytes(1 + 1 + 3 + 2 + 3 + 3)  # no feature points; colours, pose: unspecified
    length = 4 + len(features) + len(image_block) + len(photo.data)
    face = length.to_bytes(4, "big") + features + image_block + photo.data
    return b"FAC\x00010\x00" + (14 + len(face)).to_bytes(4, "big") + b"\x00\x01" + face


def _block_39794(photo: Photo) -> bytes:
    """FaceImageDataBlock of ISO/IEC 39794-5:2019 with one two-dimensional representation and what it must have.

    Tags are implicit, and explicit around the choices: the image format, the colour space, the representation itself.
    """
    version = tlv.encode(0xA0, _number(0x80, 3) + _number(0x81, 2019))
    image_format = tlv.encode(0xA0, _number(0x80, _JPEG_39794 if photo.jpeg else _JPEG2000_39794))
    size = tlv.encode(0xA7, _number(0x80, photo.width) + _number(0x81, photo.height))
    colours = tlv.encode(0xA9, _number(0x80, _GREY_39794 if photo.grey else _RGB_39794))
    information = tlv.encode(0xA1, image_format + size + colours)
    representation_2d = tlv.encode(0xA0, tlv.encode(0x80, photo.data) + information)
    representation = tlv.encode(0xA1, tlv.encode(0xA0, representation_2d))
    blocks = tlv.encode(0xA1, der.sequence(_number(0x80, 0), representation))
    return tlv.encode(0x65, version + blocks)


def _number(tag: int, value: int) -> bytes:
    return tlv.encode(tag, tlv.parse_one(der.integer(value)).value)


def enlarged(photo: bytes, size: int) -> bytes:
    """The same picture in exactly ``size`` bytes, filled up where decoders do not look.

    Raises ``ValueError`` when the picture is larger already, or too close to that size for the filling's own header.
    """
    missing = size - len(photo)
    if missing == 0:
        return photo
    if photo.startswith(_JP2) and missing >= 8:
        return photo + missing.to_bytes(4, "big") + b"free" + bytes(missing - 8)
    if photo.startswith(_JPEG):
        return photo[:2] + _segments(b"\xff\xfe", missing) + photo[2:]
    if photo.startswith(_CODESTREAM):
        end = 4 + int.from_bytes(photo[4:6], "big")  # behind SIZ, the only marker with a place of its own
        return photo[:end] + _segments(b"\xff\x64", missing, b"\x00\x00") + photo[end:]
    raise ValueError("the photo cannot be filled up to that size")


def _segments(marker: bytes, size: int, start: bytes = b"") -> bytes:
    """Comment segments of ``size`` bytes together."""
    filled = b""
    least = 4 + len(start)
    while size:
        take = min(size, 0xFFFF)
        if 0 < size - take < least:
            take = size - least
        if take < least:
            raise ValueError("the photo cannot be filled up to that size")
        filled += marker + (take - 2).to_bytes(2, "big") + start.ljust(take - 4, b"\x00")
        size -= take
    return filled
