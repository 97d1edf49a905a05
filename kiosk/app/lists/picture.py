"""A list's photograph as a frame for the staff's eyes."""

from __future__ import annotations

from kiosk.biometric.camera.pictures import PictureError, PictureLimits, decode_picture
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.site import ListPhoto

LIMITS = PictureLimits(max_bytes=2 << 20, max_pixels=24_000_000)
"""What ``kiosk list photos`` takes in; telephones make pictures of 12 million pixels."""

FORMATS = frozenset({"JPEG", "PNG"})


def decode_list_photo(photo: ListPhoto) -> Frame:
    """Raises ``Fault(CHIP_PHOTO_UNUSABLE)``; the picture's own first bytes decide how it is decoded."""
    try:
        return decode_picture(photo.image, LIMITS, FORMATS)
    except PictureError as error:
        raise Fault(FaultCode.CHIP_PHOTO_UNUSABLE, str(error)) from error
