from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.data_elements import MAX_ELEMENTS, Name
from kiosk.reader.lds.dg16 import Dg16, PersonToNotify, parse_dg16
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.tlv import Tlv


def person(number: int, *elements: tuple[int, bytes]) -> bytes:
    return tlv.encode(0xA0 + number, b"".join(tlv.encode(tag, value) for tag, value in elements))


def dg16(*objects: bytes) -> bytes:
    return tlv.encode(0x70, tlv.encode(0x02, bytes((len(objects),))) + b"".join(objects))


SMITH = person(
    1, (0x5F50, b"20020101"), (0x5F51, b"SMITH<<CHARLES<R"), (0x5F52, b"19525551212"), (0x5F53, b"MAPLE RD<ANYTOWN")
)
TWO = dg16(SMITH, person(2, (0x5F51, b"BROWN<<MARY<J")))


def test_persons_in_their_order() -> None:
    parsed = parse_dg16(TWO)
    assert parsed == Dg16(
        persons=(
            PersonToNotify("20020101", Name("SMITH", "CHARLES R"), "19525551212", ("MAPLE RD", "ANYTOWN")),
            PersonToNotify(name=Name("BROWN", "MARY J")),
        )
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(tlv.encode(0x70, b""), Dg16(), id="an empty file"),
        pytest.param(dg16(person(1)), Dg16(persons=(PersonToNotify(),)), id="a person without elements"),
        pytest.param(
            dg16(person(1, (0x5F50, b""), (0x5F51, b""), (0x5F52, b""), (0x5F53, b""))),
            Dg16(persons=(PersonToNotify("", Name(), "", ()),)),
            id="a person of empty elements",
        ),
        pytest.param(
            dg16(person(1, (0x5F50, b"soon"), (0x5F71, b"x"))),
            Dg16(persons=(PersonToNotify(others=(Tlv(0x5F50, b"soon"), Tlv(0x5F71, b"x"))),)),
            id="odd elements",
        ),
        pytest.param(
            tlv.encode(0x70, tlv.encode(0x53, b"x") + person(16)),
            Dg16(persons=(PersonToNotify(),), others=(Tlv(0x53, b"x"),)),
            id="another object, and a sixteenth person",
        ),
    ],
)
def test_shapes(data: bytes, expected: Dg16) -> None:
    assert parse_dg16(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(TWO[:-1], id="cut off"),
        pytest.param(b"\x6f" + TWO[1:], id="another file"),
        pytest.param(dg16(b"\xa1\x01\x5f"), id="a person cut off"),
        pytest.param(dg16(tlv.encode(0xA1, b"\x02\x00" * (MAX_ELEMENTS + 1))), id="a person of too many elements"),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(LdsError):
        parse_dg16(data)


def test_nothing_personal_in_repr() -> None:
    assert not any(secret in repr(parse_dg16(TWO)) for secret in ("SMITH", "BROWN", "1952", "MAPLE", "2002"))


@given(
    st.binary(max_size=60)
    | st.tuples(st.integers(0, len(TWO) - 1), st.integers(0, 255)).map(
        lambda at: TWO[: at[0]] + bytes((at[1],)) + TWO[at[0] + 1 :]
    )
)
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(LdsError):
        parse_dg16(data)
