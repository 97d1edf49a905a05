"""Every engine that the settings can name reads the same card; what cannot be had is said before the first frame."""

from __future__ import annotations

import sys

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.scan.engines import ENGINE_NAMES, make_engine
from kiosk.reader.scan.sighting import CodeKind
from tests.fakes.code_pictures import (
    CARD_2021,
    TWO_BYTE_LETTERS,
    Grey,
    frame_of_grey,
    scene,
    symbol_with_eci,
    symbol_without_eci,
)


@pytest.mark.parametrize("name", ENGINE_NAMES)
@pytest.mark.parametrize(
    "picture",
    [
        symbol_without_eci(CARD_2021, 5.0),
        symbol_without_eci(TWO_BYTE_LETTERS, 5.0),
        symbol_with_eci(CARD_2021, 5.0),
    ],
    ids=["card", "two-byte letters", "card with an ECI"],
)
def test_each_engine_reads_to_the_byte(name: str, picture: Grey) -> None:
    try:
        engine = make_engine(name)
    except Fault as fault:
        if name != "pyzbar":  # the only one that may be missing: an optional group
            raise
        pytest.skip(fault.technical)
    reading = engine.read(scene(picture))
    assert engine.name == name
    assert engine.lacking is None
    assert reading.texts[0] in (CARD_2021, TWO_BYTE_LETTERS)
    (left, top), _, (right, bottom), _ = reading.codes[0].corners
    assert 100 < left < right < 500 and 180 < top < bottom < 600
    engine.forget()
    assert engine.read(frame_of_grey(picture[:10, :10])).codes == ()
    assert engine.read(scene()).codes == ()


@pytest.mark.parametrize(
    ("name", "kinds", "said"),
    [
        ("best", {CodeKind.QR}, "best is none of cascade, zxing, opencv, pyzbar"),
        ("", {CodeKind.QR}, "none of"),
        ("opencv", {CodeKind.QR, CodeKind.AZTEC}, "opencv reads QR codes only"),
        ("pyzbar", {CodeKind.PDF417}, "pyzbar reads QR codes only"),
    ],
    ids=["unknown", "empty", "OpenCV and Aztec", "pyzbar and PDF417"],
)
def test_what_cannot_be_had_is_said(name: str, kinds: set[CodeKind], said: str) -> None:
    with pytest.raises(Fault) as caught:
        make_engine(name, kinds)
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED
    assert said in caught.value.technical


def test_a_missing_plug_in_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyzbar", None)
    monkeypatch.delitem(sys.modules, "kiosk.reader.scan.zbar", raising=False)
    with pytest.raises(Fault, match="pyzbar or libzbar0 is not installed"):
        make_engine("pyzbar")
