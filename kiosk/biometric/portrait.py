"""The chip's portrait as a frame, for the comparison and for the operator's eyes."""

from __future__ import annotations

from kiosk.biometric.camera.pictures import PictureError, PictureLimits, decode_picture
from kiosk.domain.face import ChipFace, Frame, PhotoSource
from kiosk.domain.faults import Fault, FaultCode

PORTRAIT_LIMITS = PictureLimits(max_bytes=1024 * 1024, max_pixels=8_000_000)
"""Portraits on chips have about 15 kB and 480 × 640 pixels; this leaves room for every document that is issued."""

PORTRAIT_FORMATS = frozenset({"JPEG", "JPEG2000"})

LIST_LIMITS = PictureLimits(max_bytes=2 * 1024 * 1024, max_pixels=24_000_000)
LIST_FORMATS = frozenset({"JPEG", "PNG"})
"""Pictures of registration, as a list takes them: some are what a telephone made."""


def decode_portrait(chip: ChipFace) -> Frame:
    """Decode JPEG, JP2 or a raw JPEG 2000 codestream, of a list's picture JPEG or PNG.

    Raises ``Fault(CHIP_PHOTO_UNUSABLE)``.

    The image's own first bytes decide how it is decoded, not what the data group says of it (ISO/IEC 19794-5, image
    data type): the chip's bytes are not to be believed twice.
    """
    listed = chip.source is PhotoSource.LIST
    limits, formats = (LIST_LIMITS, LIST_FORMATS) if listed else (PORTRAIT_LIMITS, PORTRAIT_FORMATS)
    try:
        return decode_picture(chip.image, limits, formats)
    except PictureError as error:
        raise Fault(FaultCode.CHIP_PHOTO_UNUSABLE, str(error)) from error
