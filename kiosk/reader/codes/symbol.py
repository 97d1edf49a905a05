"""A text drawn as a QR code, as cards print it: bytes of UTF-8 without an ECI, error correction M."""

from __future__ import annotations

from kiosk.domain.desks.scanner_setup import SampleCode


def qr_symbol(text: str) -> SampleCode:
    """The modules of the code, without the quiet zone of four modules that whoever draws it leaves around it."""
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode(text.encode(), zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    pixels = np.array(code.to_image(scale=1, add_quiet_zones=False), np.uint8)
    return SampleCode(text, pixels.shape[0], (pixels == 0).astype(np.uint8).tobytes())
