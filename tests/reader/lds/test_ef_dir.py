from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.ef_dir import NAMES, Application, Directory, parse_ef_dir
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.tlv import Tlv

EMRTD, TRAVEL, VISA, BIOMETRICS = NAMES
ICAO = b"".join(tlv.encode(0x61, tlv.encode(0x4F, aid)) for aid in NAMES)
OTHER = bytes.fromhex("E80704007F00070302")


def test_the_applications_of_icao() -> None:
    found = parse_ef_dir(ICAO)
    assert [one.aid for one in found.applications] == [EMRTD, TRAVEL, VISA, BIOMETRICS]
    assert [one.name for one in found.applications] == [
        "eMRTD", "travel records", "visa records", "additional biometrics",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", Directory(), id="an empty file"),
        pytest.param(ICAO[:11] + bytes(9), Directory((Application(EMRTD),)), id="padding behind"),
        pytest.param(tlv.encode(0x4F, EMRTD), Directory((Application(EMRTD),)), id="a bare identifier"),
        pytest.param(
            tlv.encode(0x61, tlv.encode(0x4F, OTHER) + tlv.encode(0x50, b"eID") + tlv.encode(0x73, b"")),
            Directory((Application(OTHER, "eID", (Tlv(0x73, b""),)),)),
            id="label and other objects",
        ),
        pytest.param(tlv.encode(0x61, b""), Directory((Application(),)), id="a template without identifier"),
        pytest.param(
            tlv.encode(0x61, tlv.encode(0x4F, bytes(17)) + tlv.encode(0x50, b"\xff")),
            Directory((Application(others=(Tlv(0x4F, bytes(17)), Tlv(0x50, b"\xff"))),)),
            id="an identifier that is too long, a label that is no text",
        ),
        pytest.param(tlv.encode(0x53, b"x"), Directory(others=(Tlv(0x53, b"x"),)), id="no application"),
    ],
)
def test_shapes(data: bytes, expected: Directory) -> None:
    assert parse_ef_dir(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ICAO[:-1], id="cut off"),
        pytest.param(b"\x61\x01\x4f", id="a template cut off inside"),
        pytest.param(bytes(5000), id="too large"),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(LdsError):
        parse_ef_dir(data)


@given(st.binary(max_size=60) | st.binary(max_size=20).map(lambda body: tlv.encode(0x61, body)))
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(LdsError):
        parse_ef_dir(data)
