"""EF.DG7: the holder's signature or usual mark as an image (ICAO Doc 9303-10 §4.7.7)."""

from __future__ import annotations

from kiosk.reader.lds.displayed_images import DisplayedImages, displayed_images
from kiosk.reader.lds.errors import parsing

_DG7, _SIGNATURE = 0x67, 0x5F43


@parsing("DG7")
def parse_dg7(data: bytes) -> DisplayedImages:
    """Raises ``LdsError``; what format an image has is not checked."""
    return displayed_images(data, _DG7, _SIGNATURE, "DG7")
