"""zxing-cpp as this program uses it: two-dimensional codes only, as bytes, with the ECI that a code declares."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import zxingcpp

from kiosk.reader.scan.pixels import Grey
from kiosk.reader.scan.sighting import CodeKind, Point, Quad

MAX_CODES = 16
"""A frame with more of them holds no card for us; the rest is not looked at."""

_FORMATS = {
    CodeKind.QR: zxingcpp.BarcodeFormat.QRCodeModel2,
    CodeKind.PDF417: zxingcpp.BarcodeFormat.PDF417,
    CodeKind.AZTEC: zxingcpp.BarcodeFormat.AztecCode,
}
_KINDS = {"QR Code": CodeKind.QR, "PDF417": CodeKind.PDF417, "Aztec": CodeKind.AZTEC}

_WITH_ECI = ("]Q2\\", "]Q4\\", "]Q6\\")

_STRONG_PERCENT = 10
"""A share of correction words below this can leave nothing but detection (PDF417 level 0 has two words)."""


@dataclass(frozen=True, slots=True)
class Found:
    """One code on the picture that was given, in that picture's own pixels."""

    content: bytes = field(repr=False)
    kind: CodeKind
    corners: Quad
    eci: int | None
    weak: bool


def decode(grey: Grey, kinds: Collection[CodeKind], *, inverted: bool = False) -> tuple[Found, ...]:
    """Every code of these kinds that can be read whole; never raises.

    No rotation is tried for QR and Aztec codes, whose finder patterns are found at any angle; a PDF417 needs it.
    ``inverted`` also looks for light on dark, as telephones show codes at night.
    """
    formats = zxingcpp.BarcodeFormats([_FORMATS[kind] for kind in kinds])
    read = zxingcpp.read_barcodes(
        grey,
        formats=formats,
        try_rotate=CodeKind.PDF417 in kinds,
        try_invert=inverted,
        text_mode=zxingcpp.TextMode.HexECI,
    )
    return tuple(_found(code) for code in read[:MAX_CODES] if code.bytes)


def _found(code: zxingcpp.Barcode) -> Found:
    at = code.position
    corners = (_point(at.top_left), _point(at.top_right), _point(at.bottom_right), _point(at.bottom_left))
    level = code.ec_level
    weak = level.endswith("%") and level[:-1].isdigit() and int(level[:-1]) < _STRONG_PERCENT
    return Found(code.bytes, _KINDS[str(code.symbology)], corners, _eci(code.text), weak)


def _point(one: zxingcpp.Point) -> Point:
    return float(one.x), float(one.y)


def _eci(hexadecimal: str) -> int | None:
    """The character set that a QR code declares, out of ``]Q2\\000026…`` in hexadecimal; ``None`` where it does not.

    The protocol of ISO/IEC 15424 and AIM ITS/04-001: a symbology identifier, then a backslash and six digits.
    """
    head = bytes.fromhex(hexadecimal[:30]).decode("latin-1")
    declared = head[4:]
    return int(declared) if head[:4] in _WITH_ECI and declared.isdecimal() else None
