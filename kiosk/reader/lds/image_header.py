"""What an encoded image says of itself in its header: JPEG, JP2 and raw JPEG 2000, looked at and never decoded.

Markers are those of ISO/IEC 10918-1 Annex B, boxes those of ISO/IEC 15444-1 Annex I, the code stream's SIZ that of its
§A.5.1. Whoever decodes asks here first: the caps keep a picture of a few bytes from asking for gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.reader.lds.errors import LdsError

JPEG, JP2, J2K = "jpeg", "jp2", "j2k"

MAX_PIXELS = 8_000_000
MAX_SIDE = 1 << 14
MAX_COMPONENTS = 4
MAX_BITS = 16
MAX_TILES = 1024
"""Portraits on chips have some 480 × 640 pixels in one tile; ICAO's profiles stay far below each of these caps."""

_MAGIC = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", JP2),
    (b"\xff\x4f\xff\x51", J2K),
)
_NO_FRAME_HEADER = frozenset({0xC4, 0xC8, 0xCC})
"""The markers between C0 and CF that begin no frame: Huffman tables, a reserved one, arithmetic conditioning."""

_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_IMAGE_HEADER_BOX = 14
_SIZ_FIXED = 38


class ImageHeaderError(LdsError):
    """An image has no header that can be read, or one that promises more than a portrait has."""


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """``width`` and ``height`` in pixels, ``bits`` of the deepest component, ``encoding`` by ``encoding_of``."""

    encoding: str
    width: int
    height: int
    components: int
    bits: int

    def __post_init__(self) -> None:
        if not (0 < self.width <= MAX_SIDE and 0 < self.height <= MAX_SIDE and self.width * self.height <= MAX_PIXELS):
            raise ImageHeaderError(f"image: {self.width} × {self.height} pixels")
        if not (0 < self.components <= MAX_COMPONENTS and 0 < self.bits <= MAX_BITS):
            raise ImageHeaderError(f"image: {self.components} components of {self.bits} bits")


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """An image as the chip has it; ``encoding`` is empty where the first bytes are those of no known format."""

    data: bytes = field(repr=False)

    @property
    def encoding(self) -> str:
        return encoding_of(self.data) or ""

    def header(self) -> ImageHeader:
        """Raises ``ImageHeaderError``."""
        return read_image_header(self.data)


def encoding_of(image: bytes) -> str | None:
    """``jpeg``, ``jp2`` or ``j2k`` by the first bytes; ``None`` for anything else."""
    return next((name for magic, name in _MAGIC if image.startswith(magic)), None)


def read_image_header(image: bytes) -> ImageHeader:
    """The header of an image within the caps; raises ``ImageHeaderError``. Touches no more than the header."""
    match encoding_of(image):
        case "jpeg":
            return _jpeg(image)
        case "jp2":
            return _jp2(image)
        case "j2k":
            return _code_stream(image, J2K)
        case _:
            raise ImageHeaderError("image: neither JPEG nor JPEG 2000")


def _jpeg(image: bytes) -> ImageHeader:
    """The first frame header, which comes before any scan."""
    at = 2
    while True:
        if _number(image, at, 1) != 0xFF:
            raise ImageHeaderError("image: no JPEG marker where one must be")
        while _number(image, at, 1) == 0xFF:  # any number of fill bytes may come before a marker
            at += 1
        marker = image[at]
        length = _number(image, at + 1, 2)
        if marker in (_START_OF_SCAN, _END_OF_IMAGE) or marker < 0xC0 or length < 2:
            raise ImageHeaderError("image: no JPEG frame header before the scans")
        if marker <= 0xCF and marker not in _NO_FRAME_HEADER:
            break
        at += 1 + length
    return ImageHeader(
        JPEG,
        width=_number(image, at + 6, 2),
        height=_number(image, at + 4, 2),
        components=_number(image, at + 8, 1),
        bits=_number(image, at + 3, 1),
    )


def _jp2(image: bytes) -> ImageHeader:
    """The code stream's own header, with which the image header box in front of it must agree."""
    claimed: tuple[int, int, int] | None = None
    for kind, start, end in _boxes(image, 0, len(image)):
        if kind == b"jp2h" and claimed is None:
            claimed = _claimed(image, start, end)
        elif kind == b"jp2c":
            header = _code_stream(image[start:end], JP2)
            if claimed != (header.height, header.width, header.components):
                raise ImageHeaderError("image: the JP2 boxes promise another image than there is")
            return header
    raise ImageHeaderError("image: a JP2 without a code stream")


def _claimed(image: bytes, start: int, end: int) -> tuple[int, int, int]:
    """Height, width and number of components by the image header box, which is the first inside ``jp2h``."""
    for kind, at, stop in _boxes(image, start, end):
        if kind == b"ihdr" and stop - at == _IMAGE_HEADER_BOX:
            return _number(image, at, 4), _number(image, at + 4, 4), _number(image, at + 8, 2)
        break
    raise ImageHeaderError("image: a JP2 without an image header")


def _boxes(image: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of the contents of each box in a row."""
    while at < end:
        length, kind, start = _number(image, at, 4), image[at + 4 : at + 8], at + 8
        if length == 1:
            length, start = _number(image, at + 8, 8), at + 16
        stop = end if length == 0 else at + length
        if not start <= stop <= end:
            raise ImageHeaderError("image: a JP2 box is cut off")
        yield kind, start, stop
        at = stop


def _code_stream(stream: bytes, encoding: str) -> ImageHeader:
    """The SIZ segment, which comes right behind the start of the code stream."""
    if not stream.startswith(_MAGIC[-1][0]):
        raise ImageHeaderError("image: no JPEG 2000 code stream")
    length, components = _number(stream, 4, 2), _number(stream, 40, 2)
    right, bottom, left, top, tile_width, tile_height, tile_left, tile_top = (
        _number(stream, at, 4) for at in range(8, 40, 4)
    )
    if components > MAX_COMPONENTS or length != _SIZ_FIXED + 3 * components:
        raise ImageHeaderError("image: the JPEG 2000 header does not add up")
    if not (tile_left <= left < tile_left + tile_width and tile_top <= top < tile_top + tile_height):
        raise ImageHeaderError("image: JPEG 2000 tiles beside the image")
    tiles = -(-(right - tile_left) // tile_width) * -(-(bottom - tile_top) // tile_height)
    if tiles > MAX_TILES:
        raise ImageHeaderError("image: too many JPEG 2000 tiles")
    parts = [(_number(stream, at, 1), _number(stream, at + 1, 2)) for at in range(42, 42 + 3 * components, 3)]
    if any(steps & 0xFF == 0 or steps >> 8 == 0 for _, steps in parts):
        raise ImageHeaderError("image: a JPEG 2000 component without a sampling step")
    bits = max(((depth & 0x7F) + 1 for depth, _ in parts), default=0)
    return ImageHeader(encoding, width=right - left, height=bottom - top, components=components, bits=bits)


def _number(data: bytes, at: int, size: int) -> int:
    """A big-endian number; raises ``ImageHeaderError`` where the data end before."""
    if at + size > len(data):
        raise ImageHeaderError("image: cut off in its header")
    return int.from_bytes(data[at : at + size], "big")
