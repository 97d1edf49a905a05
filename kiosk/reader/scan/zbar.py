"""ZBar through pyzbar's bindings, in its binary mode: by default it takes letters of two bytes for Shift-JIS.

Imported only where the settings name this engine; needs the optional group ``pyzbar`` and the system's libzbar0.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from pyzbar import wrapper

from kiosk.reader.scan.pixels import Grey
from kiosk.reader.scan.sighting import CodeKind, CodeSighting, Stage

_CFG_ENABLE, _CFG_BINARY = 0, 4
"""zbar.h, ``zbar_config_t``; the bindings do not name the second one."""

_GREY_FORMAT = int.from_bytes(b"Y800", "little")
_QR_SYMBOL = int(wrapper.ZBarSymbol.QRCODE)


class ZBar:
    """One scanner that looks for QR codes only; for one thread."""

    def __init__(self) -> None:
        self._scanner = wrapper.zbar_image_scanner_create()
        wrapper.zbar_image_scanner_set_config(self._scanner, 0, _CFG_ENABLE, 0)
        wrapper.zbar_image_scanner_set_config(self._scanner, _QR_SYMBOL, _CFG_ENABLE, 1)
        wrapper.zbar_image_scanner_set_config(self._scanner, _QR_SYMBOL, _CFG_BINARY, 1)

    def __del__(self) -> None:
        wrapper.zbar_image_scanner_destroy(self._scanner)

    def decode(self, grey: Grey) -> list[CodeSighting]:
        height, width = grey.shape
        pixels = grey.tobytes()
        image = wrapper.zbar_image_create()
        try:
            wrapper.zbar_image_set_format(image, _GREY_FORMAT)
            wrapper.zbar_image_set_size(image, width, height)
            wrapper.zbar_image_set_data(image, ctypes.cast(ctypes.c_char_p(pixels), ctypes.c_void_p), len(pixels), None)
            if wrapper.zbar_scan_image(self._scanner, image) <= 0:
                return []
            return list(_symbols(image))
        finally:
            wrapper.zbar_image_destroy(image)


def _symbols(image: object) -> Iterator[CodeSighting]:
    symbol = wrapper.zbar_image_first_symbol(image)
    while symbol:
        length = wrapper.zbar_symbol_get_data_length(symbol)
        content = ctypes.string_at(wrapper.zbar_symbol_get_data(symbol), length)
        if content and wrapper.zbar_symbol_get_loc_size(symbol) == 4:
            a, b, c, d = (
                (float(wrapper.zbar_symbol_get_loc_x(symbol, at)), float(wrapper.zbar_symbol_get_loc_y(symbol, at)))
                for at in range(4)
            )
            # ZBar counts the corners the other way round.
            yield CodeSighting(content, CodeKind.QR, (a, d, c, b), stage=Stage.LIBRARY)
        symbol = wrapper.zbar_symbol_next(symbol)
