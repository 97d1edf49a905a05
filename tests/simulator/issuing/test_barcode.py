from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from kiosk.simulator.card import imprint
from kiosk.simulator.card.person import AN, PEOPLE, Citizen
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.issuing import barcode

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ ,./0123456789"


def read(picture: barcode.Picture) -> list[bytes]:
    return [found.bytes for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("citizen", PEOPLE.values(), ids=PEOPLE)
def test_the_code_in_a_frame_reads_as_the_exact_text(citizen: Citizen, profile: str) -> None:
    text = imprint.qr_text(citizen, PROFILES[profile])
    frame = barcode.code_frame(text)
    assert frame.shape == (480, 640, 3)
    assert read(frame) == [text.encode("utf-8")]


@given(st.text(alphabet=LETTERS, min_size=1, max_size=120))
def test_every_letter_survives(residence: str) -> None:
    text = imprint.qr_text(replace(AN, residence=residence), PROFILES["cccd-2021"])
    enlarged = cv2.resize(barcode.symbol(text), None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST)
    assert [found.bytes.decode("utf-8") for found in zxingcpp.read_barcodes(enlarged)] == [text]


def test_the_symbol_has_its_quiet_zone_and_no_grey() -> None:
    symbol = barcode.symbol("001090012345")
    assert set(np.unique(symbol)) == {0, 255}
    assert (symbol.shape[0] - 2 * barcode.QUIET_ZONE - 17) % 4 == 0
    assert symbol[: barcode.QUIET_ZONE].min() == 255
    assert symbol[barcode.QUIET_ZONE, barcode.QUIET_ZONE] == 0


def test_the_picture_is_the_frame_as_png() -> None:
    picture = barcode.code_picture("001090012345")
    assert picture.startswith(b"\x89PNG")
    decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert np.array_equal(decoded, barcode.code_frame("001090012345"))


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=str)
@pytest.mark.parametrize("tilt", [0.0, 20.0, 90.0], ids=str)
def test_other_frames_and_tilts(size: tuple[int, int], tilt: float) -> None:
    frame = barcode.code_frame("001090012345|", size=size, module=8, tilt=tilt)
    assert frame.shape == (size[1], size[0], 3)
    assert read(frame) == [b"001090012345|"]


def test_a_code_larger_than_its_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit into a frame"):
        barcode.code_frame("001090012345", size=(100, 100))


def test_a_text_larger_than_any_code_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit into a QR code"):
        barcode.symbol("x" * 5000)
