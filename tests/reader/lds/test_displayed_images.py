"""DG5 and DG7 have one layout with two tags."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.dg5 import parse_dg5
from kiosk.reader.lds.dg7 import parse_dg7
from kiosk.reader.lds.displayed_images import MAX_IMAGES, DisplayedImages
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.image_header import EncodedImage
from kiosk.reader.tlv import Tlv
from tests.fakes.lds_files import J2K, JPEG

Parser = Callable[[bytes], DisplayedImages]
FILES = [pytest.param(parse_dg5, 0x65, 0x5F40, id="DG5"), pytest.param(parse_dg7, 0x67, 0x5F43, id="DG7")]


def file(outer: int, tag: int, *images: bytes, behind: bytes = b"") -> bytes:
    objects = b"".join(tlv.encode(tag, image) for image in images)
    return tlv.encode(outer, tlv.encode(0x02, bytes((len(images),))) + objects + behind)


@pytest.mark.parametrize(("parse", "outer", "tag"), FILES)
@pytest.mark.parametrize(
    "images",
    [
        pytest.param((JPEG,), id="one"),
        pytest.param((JPEG, J2K), id="two"),
        pytest.param((b"",), id="an empty one"),
        pytest.param((b"GIF89a",), id="of another format"),
        pytest.param((), id="none"),
    ],
)
def test_images_in_their_order(parse: Parser, outer: int, tag: int, images: tuple[bytes, ...]) -> None:
    assert parse(file(outer, tag, *images)) == DisplayedImages(tuple(EncodedImage(image) for image in images))


@pytest.mark.parametrize(("parse", "outer", "tag"), FILES)
def test_other_objects_are_kept(parse: Parser, outer: int, tag: int) -> None:
    assert parse(file(outer, tag, JPEG, behind=tlv.encode(0x53, b"x"))).others == (Tlv(0x53, b"x"),)


@pytest.mark.parametrize(("parse", "outer", "tag"), FILES)
@pytest.mark.parametrize("damage", ["empty", "cut off", "bytes behind", "another file", "too many"])
def test_malformed(parse: Parser, outer: int, tag: int, damage: str) -> None:
    good = file(outer, tag, JPEG)
    data = {
        "empty": b"",
        "cut off": good[:-1],
        "bytes behind": good + b"\x00",
        "another file": b"\x61" + good[1:],
        "too many": file(outer, tag, *[JPEG] * (MAX_IMAGES + 1)),
    }[damage]
    with pytest.raises(LdsError):
        parse(data)


@given(st.binary(max_size=40) | st.binary(max_size=40).map(lambda body: tlv.encode(0x67, body)))
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(LdsError):
        parse_dg7(data)
