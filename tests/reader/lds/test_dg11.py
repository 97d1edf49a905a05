from __future__ import annotations

import contextlib
import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.catalogue import MAX_FILE_SIZE
from kiosk.reader.lds.data_elements import MAX_ELEMENTS, Name
from kiosk.reader.lds.dg11 import Dg11, parse_dg11
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.image_header import EncodedImage
from kiosk.reader.tlv import Tlv
from tests.fakes.lds_files import JPEG

VECTORS = Path(__file__).parents[2] / "fixtures" / "vectors" / "icao9303-10-A-lds-examples.json"


def dg11(*elements: tuple[int, bytes]) -> bytes:
    listed = b"".join(tag.to_bytes(2 if tag > 0xFF else 1, "big") for tag, _ in elements)
    body = tlv.encode(0x5C, listed) + b"".join(tlv.encode(tag, value) for tag, value in elements)
    return tlv.encode(0x6B, body)


OTHER_NAMES = tlv.encode(0x02, b"\x02") + tlv.encode(0x5F0F, b"DOE<<JACK") + tlv.encode(0x5F0F, b"JACKY")
ALL = dg11(
    (0x5F0E, "NGUYỄN<<VĂN<AN".encode()),
    (0xA0, OTHER_NAMES),
    (0x5F10, b"001090012345"),
    (0x5F2B, b"19900315"),
    (0x5F11, "THÁI BÌNH<VIỆT NAM".encode()),
    (0x5F42, b"123 MAPLE RD<ANYTOWN<MN"),
    (0x5F12, b"+16125551212"),
    (0x5F13, b"TRAVEL AGENT"),
    (0x5F14, b"DR"),
    (0x5F15, b"SUMMARY"),
    (0x5F16, JPEG),
    (0x5F17, b"C1234567<D7654321"),
    (0x5F18, b"CUSTODY"),
)


def test_all_elements() -> None:
    holder = parse_dg11(ALL)
    assert holder == Dg11(
        name=Name("NGUYỄN", "VĂN AN"),
        other_names=(Name("DOE", "JACK"), Name("JACKY")),
        personal_number="001090012345",
        birth="19900315",
        place_of_birth=("THÁI BÌNH", "VIỆT NAM"),
        address=("123 MAPLE RD", "ANYTOWN", "MN"),
        telephone="+16125551212",
        profession="TRAVEL AGENT",
        title="DR",
        summary="SUMMARY",
        proof_of_citizenship=EncodedImage(JPEG),
        other_documents=("C1234567", "D7654321"),
        custody="CUSTODY",
        listed=(
            0x5F0E, 0xA0, 0x5F10, 0x5F2B, 0x5F11, 0x5F42, 0x5F12, 0x5F13, 0x5F14, 0x5F15, 0x5F16, 0x5F17, 0x5F18,
        ),
    )  # fmt: skip
    assert holder.birth_date == date(1990, 3, 15)


def test_icao_example() -> None:
    printed = json.loads(VECTORS.read_text())["dg11"]["printed_elements"]
    holder = parse_dg11(dg11(*((int(tag, 16), value.encode()) for tag, value in printed)))
    assert holder == Dg11(
        name=Name("SMITH", "JOHN J"),
        place_of_birth=("ANYTOWN", "MN"),
        address=("123 MAPLE RD", "ANYTOWN", "MN"),
        telephone="16125551212",
        profession="TRAVEL<AGENT",
        listed=(0x5F0E, 0x5F11, 0x5F42, 0x5F12, 0x5F13),
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(tlv.encode(0x6B, b""), Dg11(), id="an empty file"),
        pytest.param(tlv.encode(0x6B, tlv.encode(0x5C, b"")), Dg11(listed=()), id="an empty list"),
        pytest.param(
            dg11((0x5F2B, bytes.fromhex("19900315"))), Dg11(birth="19900315", listed=(0x5F2B,)), id="packed birth date"
        ),
        pytest.param(dg11((0x5F2B, b"19900000")), Dg11(birth="19900000", listed=(0x5F2B,)), id="day unknown"),
        pytest.param(
            dg11((0x5F0F, b"DOE<<JACK")),
            Dg11(other_names=(Name("DOE", "JACK"),), listed=(0x5F0F,)),
            id="other name without its template, as early samples have it",
        ),
        pytest.param(
            tlv.encode(0x6B, tlv.encode(0x5C, b"\x5f\x10")), Dg11(listed=(0x5F10,)), id="listed, but not there"
        ),
        pytest.param(tlv.encode(0x6B, tlv.encode(0x5F10, b"1")), Dg11(personal_number="1"), id="there, but not listed"),
    ],
)
def test_shapes(data: bytes, expected: Dg11) -> None:
    assert parse_dg11(data) == expected


@pytest.mark.parametrize(
    ("tag", "field"),
    [
        (0x5F0E, "name"), (0x5F10, "personal_number"), (0x5F2B, "birth"), (0x5F11, "place_of_birth"),
        (0x5F42, "address"), (0x5F12, "telephone"), (0x5F13, "profession"), (0x5F14, "title"), (0x5F15, "summary"),
        (0x5F16, "proof_of_citizenship"), (0x5F17, "other_documents"), (0x5F18, "custody"),
    ],
)  # fmt: skip
def test_an_empty_element_is_empty_and_not_missing(tag: int, field: str) -> None:
    """Readers that take an empty element for an error lose the whole file (JMRTD bugs 87 and 88)."""
    holder = parse_dg11(dg11((tag, b"")))
    assert getattr(holder, field) in ("", (), Name(), EncodedImage(b""))
    assert getattr(parse_dg11(dg11()), field) is None
    assert holder.others == ()


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param((0x5F71, b"\x01"), id="unknown tag"),
        pytest.param((0x5F2B, b"15/03/90"), id="no date"),
        pytest.param((0x5F10, b"\xff\xfe"), id="no UTF-8"),
        pytest.param((0xA0, b"\x01"), id="other names cut off"),
    ],
)
def test_an_odd_element_is_kept_and_hides_no_other(odd: tuple[int, bytes]) -> None:
    holder = parse_dg11(dg11(odd, (0x5F13, b"PILOT")))
    assert (holder.others, holder.profession) == ((Tlv(*odd),), "PILOT")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(ALL[:-1], id="cut off"),
        pytest.param(ALL + b"\x00", id="bytes behind"),
        pytest.param(b"\x6c" + ALL[1:], id="another file"),
        pytest.param(tlv.encode(0x6B, b"\x5f\x0e\x05AB"), id="an element cut off"),
        pytest.param(dg11((0x5F18, bytes(MAX_FILE_SIZE))), id="too large"),
        pytest.param(tlv.encode(0x6B, b"\x02\x00" * (MAX_ELEMENTS + 1)), id="too many elements"),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(LdsError):
        parse_dg11(data)


def test_nothing_personal_in_repr() -> None:
    shown = repr(parse_dg11(ALL))
    assert not any(secret in shown for secret in ("NGUYỄN", "001090012345", "1990", "MAPLE", "JACK", "C1234567"))
    assert {one.name for one in fields(Dg11) if one.repr} == {"listed", "others"}


@given(
    st.binary(max_size=80)
    | st.lists(st.tuples(st.sampled_from([0xA0, 0x5C, 0x5F0E, 0x5F2B, 0x5F16]), st.binary(max_size=20))).map(
        lambda elements: dg11(*elements)
    )
    | st.tuples(st.integers(0, len(ALL) - 1), st.integers(0, 255)).map(
        lambda at: ALL[: at[0]] + bytes((at[1],)) + ALL[at[0] + 1 :]
    )
)
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(LdsError):
        parse_dg11(data)
