"""Encoded pictures to frames, under caps: whatever the bytes hold, a frame or one typed error comes out."""

from __future__ import annotations

import io
from dataclasses import dataclass

from kiosk.domain.face import Frame


class PictureError(ValueError):
    """The bytes are no picture that may be used; the text names the reason and nothing of the contents."""


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """What a decoder may be asked to do.

    ``scans`` bounds a progressive JPEG, in which each pass of some bytes makes the decoder walk the whole picture, and
    ``tiles`` a JPEG 2000, for each tile of which the decoder takes twelve kilobytes before it looks at a pixel.
    """

    max_bytes: int
    max_pixels: int
    scans: int = 64
    tiles: int = 1024


FORMATS = {
    b"\xff\xd8\xff": "JPEG",
    b"\x00\x00\x00\x0cjP  ": "JPEG2000",
    b"\xff\x4f\xff\x51": "JPEG2000",
    b"\x89PNG\r\n": "PNG",
    b"P5": "PPM",
    b"P6": "PPM",
    b"BM": "BMP",
    b"RIFF": "WEBP",
}
"""First bytes → Pillow's decoder: JFIF/Exif, JP2 in boxes, raw JPEG 2000 codestream, PNG; what sets of faces use."""

USUAL_FORMATS = frozenset({"JPEG", "JPEG2000", "PNG"})
EVERY_FORMAT = frozenset(FORMATS.values())
"""For folders of pictures that somebody wants measured."""

_MODES = frozenset({"L", "LA", "RGB", "RGBA", "YCbCr", "CMYK", "P", "1"})

_START_OF_SCAN = b"\xff\xda"
_START_OF_CODESTREAM = b"\xff\x4f\xff\x51"


def load_decoders() -> None:
    """Import what decoding needs, 0.1 s that nobody should wait for in the middle of a check."""
    from PIL import Jpeg2KImagePlugin, JpegImagePlugin, PngImagePlugin  # noqa: F401 - registered by being imported


def decode_picture(data: bytes, limits: PictureLimits, formats: frozenset[str] = USUAL_FORMATS) -> Frame:
    """The picture as a blue-green-red frame (grey ones too); raises ``PictureError``.

    Size and kind are checked before a pixel is decoded. Pillow rejects truncated files, and JPEG 2000 whose boxes
    promise another size than the codestream has.
    """
    from PIL import Image

    if not data or len(data) > limits.max_bytes:
        raise PictureError(f"{len(data)} bytes")
    kind = next((name for start, name in FORMATS.items() if data.startswith(start)), None)
    if kind is None or kind not in formats:
        raise PictureError("unknown format")
    if kind == "JPEG" and data.count(_START_OF_SCAN) > limits.scans:
        raise PictureError("too many scans")
    if kind == "JPEG2000" and _tiles(data) > limits.tiles:
        raise PictureError("too many tiles")
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
            width, height = picture.size
            if not 0 < width * height <= limits.max_pixels:
                raise PictureError(f"{width} × {height} pixels")
            if picture.mode not in _MODES:
                raise PictureError(f"mode {picture.mode}")
            rgb = picture.convert("RGB")
    except PictureError:
        raise
    except Exception as error:  # Pillow's plug-ins raise whatever their parsers stumble over
        raise PictureError(type(error).__name__) from error
    return Frame(width, height, rgb.tobytes("raw", "BGR"))


def _tiles(data: bytes) -> int:
    """The most tiles that any codestream in ``data`` announces (SIZ, ISO/IEC 15444-1 §A.5.1), wherever it stands."""
    most, at = 0, data.find(_START_OF_CODESTREAM)
    while at >= 0:
        numbers = [int.from_bytes(data[start : start + 4], "big") for start in range(at + 8, at + 40, 4)]
        right, bottom, _, _, width, height, left, top = numbers
        if width and height:
            most = max(most, -(-(right - left) // width) * -(-(bottom - top) // height))
        at = data.find(_START_OF_CODESTREAM, at + 1)
    return most
