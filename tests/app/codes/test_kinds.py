"""The site says which codes are looked for, and the settings may say otherwise: a table."""

from __future__ import annotations

import pytest

from kiosk.app.codes.kinds import code_kinds
from kiosk.app.settings.values import Codes
from kiosk.reader.scan.engines import ENGINE_NAMES, QR_ONLY, make_engine

ALL = {"qr", "pdf417", "aztec"}


@pytest.mark.parametrize(
    ("codes", "boarding_passes", "kinds"),
    [
        pytest.param(Codes(), False, {"qr"}, id="an exam"),
        pytest.param(Codes(), True, ALL, id="an airport"),
        pytest.param(Codes(formats=("qr",)), True, {"qr"}, id="an airport that reads passes with a scanner"),
        pytest.param(Codes(formats=("qr", "aztec")), False, {"qr", "aztec"}, id="the settings have the last word"),
        pytest.param(Codes(engine="zxing"), True, ALL, id="another engine that reads them"),
        pytest.param(Codes(engine="opencv"), True, {"qr"}, id="an engine that does not"),
    ],
)
def test_what_is_looked_for(codes: Codes, boarding_passes: bool, kinds: set[str]) -> None:
    assert code_kinds(codes, boarding_passes=boarding_passes) == kinds


@pytest.mark.parametrize("engine", [name for name in ENGINE_NAMES if name != "pyzbar"])
def test_every_engine_can_be_made_for_an_airport(engine: str) -> None:
    assert make_engine(engine, code_kinds(Codes(engine=engine), boarding_passes=True)).name == engine


def test_engines_of_one_library_that_read_qr_codes_only_exist() -> None:
    assert set(ENGINE_NAMES) > QR_ONLY
