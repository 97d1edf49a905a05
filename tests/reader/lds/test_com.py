from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader.lds.com import parse_com
from kiosk.reader.lds.errors import LdsError

VECTORS = Path(__file__).parents[2] / "fixtures" / "vectors" / "icao9303-10-A-lds-examples.json"
CARD = bytes.fromhex("60185F0104303130375F36063034303030305C066175636D6F6E")


def test_the_card_lists_its_groups_in_its_own_order() -> None:
    com = parse_com(CARD)
    assert (com.lds_version, com.unicode_version) == ("1.7", "4.0.0")
    assert com.tags == (0x61, 0x75, 0x63, 0x6D, 0x6F, 0x6E)
    assert com.files == (Ef.DG1, Ef.DG2, Ef.DG13, Ef.DG15, Ef.DG14)  # DG3 is never read


@pytest.mark.parametrize("example", json.loads(VECTORS.read_text())["ef_com"], ids=lambda example: example["lds"])
def test_icao_examples(example: dict[str, str]) -> None:
    com = parse_com(bytes.fromhex(example["hex"]))
    assert (com.lds_version, com.unicode_version) == (example["lds"], "4.0.0")
    assert com.tags == (0x61, 0x75, 0x76, 0x6C)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(CARD[:-1], id="cut off"),
        pytest.param(CARD + b"\x00", id="bytes behind"),
        pytest.param(b"\x61" + CARD[1:], id="another file"),
        pytest.param(bytes.fromhex("60095F0104303130375C00"), id="no unicode version"),
        pytest.param(CARD.replace(b"0107", b"01A7"), id="a version that is no number"),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(LdsError):
        parse_com(data)


@given(st.binary(max_size=64) | st.binary(max_size=64).map(lambda tail: CARD[:10] + tail))
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(LdsError):
        parse_com(data)
