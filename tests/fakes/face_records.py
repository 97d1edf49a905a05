"""Builds face image data blocks of ISO/IEC 39794-5, block by block, and headers of images that have no pixels."""

from __future__ import annotations

from kiosk.reader import tlv


def small(number: int) -> bytes:
    """The contents of an INTEGER that is not negative."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def representation(image: bytes, *beside: bytes, size: tuple[int, int] | None = (413, 531), code: int = 3) -> bytes:
    """One RepresentationBlock; ``beside`` are its optional blocks as encoded."""
    information = tlv.encode(0xA0, tlv.encode(0x80, small(code)))
    if size is not None:
        information += tlv.encode(0xA7, tlv.encode(0x80, small(size[0])) + tlv.encode(0x81, small(size[1])))
    image_2d = tlv.encode(0x80, image) + tlv.encode(0xA1, information)
    return representation_of(tlv.encode(0xA0, tlv.encode(0xA0, image_2d)), *beside)


def representation_of(image_representation: bytes, *beside: bytes) -> bytes:
    """One RepresentationBlock with whatever stands for its image representation."""
    body = tlv.encode(0x80, b"\x01") + tlv.encode(0xA1, image_representation) + b"".join(beside)
    return tlv.encode(0x30, body)


def face_block(*representations: bytes, behind: bytes = b"") -> bytes:
    """FaceImageDataBlock of generation 3, year 2019; ``behind`` are further components as encoded."""
    version = tlv.encode(0xA0, tlv.encode(0x80, b"\x03") + tlv.encode(0x81, small(2019)))
    return tlv.encode(0x65, version + tlv.encode(0xA1, b"".join(representations)) + behind)


def face_template(*representations: bytes) -> bytes:
    """The value of the data object 7F2E."""
    return tlv.encode(0xA1, face_block(*representations))


def jpeg_header(
    width: int = 240, height: int = 320, components: int = 3, bits: int = 8, *, frame: int = 0xC0, before: bytes = b""
) -> bytes:
    """A JPEG up to its first scan; ``before`` are segments that come before the frame header."""
    body = bytes((bits,)) + height.to_bytes(2, "big") + width.to_bytes(2, "big") + bytes((components,))
    body += bytes(3 * components)
    return b"\xff\xd8" + before + jpeg_segment(frame, body) + b"\xff\xda\x00\x02"


def jpeg_segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def code_stream(
    width: int = 240,
    height: int = 320,
    components: int = 3,
    *,
    depth: int = 7,
    tile: tuple[int, int] | None = None,
    left: int = 0,
    top: int = 0,
    step: int = 1,
) -> bytes:
    """A JPEG 2000 code stream up to its SIZ segment; one tile unless ``tile`` gives another size."""
    tile_width, tile_height = tile or (left + width, top + height)
    numbers = (left + width, top + height, left, top, tile_width, tile_height, 0, 0)
    body = bytes(2) + b"".join(number.to_bytes(4, "big") for number in numbers) + components.to_bytes(2, "big")
    body += bytes((depth, step, step)) * components
    return b"\xff\x4f\xff\x51" + (len(body) + 2).to_bytes(2, "big") + body


def jp2(
    stream: bytes | None = None,
    *,
    width: int = 240,
    height: int = 320,
    components: int = 3,
    inside: bytes | None = None,
) -> bytes:
    """A JP2 whose image header claims these numbers; ``inside`` replaces the contents of the header box."""
    claimed = height.to_bytes(4, "big") + width.to_bytes(4, "big") + components.to_bytes(2, "big") + b"\x07\x07\x00\x00"
    stream = code_stream() if stream is None else stream
    return (
        box(b"jP  ", b"\r\n\x87\n")
        + box(b"ftyp", b"jp2 \x00\x00\x00\x00jp2 ")
        + box(b"jp2h", box(b"ihdr", claimed) if inside is None else inside)
        + box(b"jp2c", stream)
    )


def box(kind: bytes, contents: bytes) -> bytes:
    return (8 + len(contents)).to_bytes(4, "big") + kind + contents
