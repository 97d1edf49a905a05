"""EF.DG5: the portrait as it is printed (ICAO Doc 9303-10 §4.7.5)."""

from __future__ import annotations

from kiosk.reader.lds.displayed_images import DisplayedImages, displayed_images
from kiosk.reader.lds.errors import parsing

_DG5, _PORTRAIT = 0x65, 0x5F40


@parsing("DG5")
def parse_dg5(data: bytes) -> DisplayedImages:
    """Raises ``LdsError``; what format an image has is not checked."""
    return displayed_images(data, _DG5, _PORTRAIT, "DG5")
