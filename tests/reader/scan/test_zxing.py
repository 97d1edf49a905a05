"""Codes as bytes, with the kind, the ECI and the strength that the symbol itself has."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.reader.scan.sighting import UTF_8_ECI, CodeKind
from kiosk.reader.scan.zxing import MAX_CODES, Found, decode
from tests.fakes.code_pictures import BOARDING_PASS, CARD_2021, TWO_BYTE_LETTERS, Grey, symbol, symbol_without_eci

ALL = tuple(CodeKind)
QR = (CodeKind.QR,)


def only(grey: Grey, kinds: tuple[CodeKind, ...] = ALL) -> Found:
    (found,) = decode(grey, kinds)
    return found


@pytest.mark.parametrize(
    ("picture", "eci"),
    [
        (symbol_without_eci(TWO_BYTE_LETTERS, 4.0), None),
        (symbol(TWO_BYTE_LETTERS, 4.0, eci="UTF-8"), UTF_8_ECI),
        (symbol(TWO_BYTE_LETTERS.encode(), 4.0), 899),
    ],
    ids=["none", "UTF-8", "binary"],
)
def test_bytes_are_the_same_whatever_the_code_declares(picture: Grey, eci: int | None) -> None:
    found = only(picture)
    assert (found.content, found.eci, found.kind) == (TWO_BYTE_LETTERS.encode(), eci, CodeKind.QR)


@pytest.mark.parametrize(
    ("form", "options", "kind", "weak"),
    [
        (zxingcpp.BarcodeFormat.Aztec, {}, CodeKind.AZTEC, False),
        (zxingcpp.BarcodeFormat.PDF417, {}, CodeKind.PDF417, False),
        (zxingcpp.BarcodeFormat.PDF417, {"ec_level": "0"}, CodeKind.PDF417, True),
        (zxingcpp.BarcodeFormat.QRCode, {"ec_level": "L"}, CodeKind.QR, False),
    ],
    ids=["Aztec", "PDF417", "PDF417 with two correction words", "QR of the lowest level"],
)
def test_boarding_passes(form: zxingcpp.BarcodeFormat, options: dict[str, str], kind: CodeKind, weak: bool) -> None:
    picture = symbol(BOARDING_PASS.encode(), 4.0, form, **options)
    found = only(picture)
    assert (found.content, found.kind, found.weak) == (BOARDING_PASS.encode(), kind, weak)
    assert only(np.ascontiguousarray(np.rot90(picture))).content == BOARDING_PASS.encode()
    assert kind is CodeKind.QR or decode(picture, QR) == ()


@pytest.mark.parametrize(
    "form",
    [zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.ITF],
    ids=["EAN", "Code 128", "ITF"],
)
def test_one_dimensional_codes_are_never_read(form: zxingcpp.BarcodeFormat) -> None:
    assert (
        decode(
            symbol("01234567890128", 4.0, form)
            if form != zxingcpp.BarcodeFormat.EAN13
            else symbol("012345678905", 4.0, form),
            ALL,
        )
        == ()
    )


def test_mirrored_and_inverted() -> None:
    picture = symbol_without_eci(CARD_2021, 4.0)
    assert only(np.ascontiguousarray(picture[:, ::-1])).content == CARD_2021.encode()
    assert decode(255 - picture, QR) == ()
    assert [one.content for one in decode(255 - picture, QR, inverted=True)] == [CARD_2021.encode()]


def test_corners_begin_at_the_codes_own_top_left() -> None:
    picture = np.pad(symbol_without_eci("A", 10.0), 60, constant_values=255)
    upright, turned = only(picture).corners, only(np.ascontiguousarray(np.rot90(picture, 2))).corners
    side = picture.shape[0] - 1
    assert upright[0][0] < upright[2][0] and upright[0][1] < upright[2][1]
    assert turned[0] == pytest.approx((side - upright[0][0], side - upright[0][1]), abs=2)


def test_a_sheet_of_codes_is_cut_short() -> None:
    sheet = np.vstack(
        [np.hstack([symbol_without_eci(f"{row} {column}", 3.0) for column in range(8)]) for row in range(5)]
    )
    assert len(decode(sheet, QR)) == MAX_CODES


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80))
def test_every_text_comes_back_to_the_byte(text: str) -> None:
    assert only(symbol(text, 3.0, eci="UTF-8"), QR).content == text.encode()


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=80))
def test_every_bytes_come_back(content: bytes) -> None:
    assert only(symbol(content, 3.0), QR).content == content


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 200), st.integers(1, 200), st.integers(0, 2**32 - 1))
def test_noise_of_any_shape_holds_nothing(height: int, width: int, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    assert decode(noise, ALL, inverted=True) == ()
    assert decode(cv2.blur(noise, (5, 5)), ALL) == ()
