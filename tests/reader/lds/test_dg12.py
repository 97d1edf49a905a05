from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.data_elements import Name
from kiosk.reader.lds.dg12 import Dg12, parse_dg12
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.image_header import EncodedImage
from kiosk.reader.tlv import Tlv
from tests.fakes.lds_files import J2K, JPEG


def dg12(*elements: tuple[int, bytes]) -> bytes:
    return tlv.encode(0x6C, b"".join(tlv.encode(tag, value) for tag, value in elements))


ALL = dg12(
    (0x5C, bytes.fromhex("5F195F26A05F1B5F1C5F1D5F1E5F555F56")),
    (0x5F19, "Cục Quản lý xuất nhập cảnh".encode()),
    (0x5F26, b"20210510"),
    (0xA0, tlv.encode(0x02, b"\x02") + tlv.encode(0x5F1A, b"SMITH<<BRENDA<P") + tlv.encode(0x5F1A, b"DOE<<JILL")),
    (0x5F1B, b"NONE"),
    (0x5F1C, b"EXIT TAX"),
    (0x5F1D, JPEG),
    (0x5F1E, J2K),
    (0x5F55, b"20210510134501"),
    (0x5F56, b"PERSO-7"),
)


def test_all_elements() -> None:
    document = parse_dg12(ALL)
    assert document == Dg12(
        issuing_authority="Cục Quản lý xuất nhập cảnh",
        issued="20210510",
        other_persons=(Name("SMITH", "BRENDA P"), Name("DOE", "JILL")),
        endorsements="NONE",
        tax_exit_requirements="EXIT TAX",
        front=EncodedImage(JPEG),
        rear=EncodedImage(J2K),
        personalized="20210510134501",
        personalization_system="PERSO-7",
        listed=(0x5F19, 0x5F26, 0xA0, 0x5F1B, 0x5F1C, 0x5F1D, 0x5F1E, 0x5F55, 0x5F56),
    )
    assert document.issue_date == date(2021, 5, 10)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(dg12(), Dg12(), id="an empty file"),
        pytest.param(dg12((0x5F26, bytes.fromhex("20210510"))), Dg12(issued="20210510"), id="packed date of issue"),
        pytest.param(
            dg12((0x5F55, bytes.fromhex("20210510134501"))), Dg12(personalized="20210510134501"), id="packed time"
        ),
        pytest.param(dg12((0x5F1A, b"DOE<<JILL")), Dg12(other_persons=(Name("DOE", "JILL"),)), id="person alone"),
    ],
)
def test_shapes(data: bytes, expected: Dg12) -> None:
    assert parse_dg12(data) == expected


@pytest.mark.parametrize(
    ("tag", "field"),
    [
        (0x5F19, "issuing_authority"), (0x5F26, "issued"), (0x5F1B, "endorsements"), (0x5F1C, "tax_exit_requirements"),
        (0x5F1D, "front"), (0x5F1E, "rear"), (0x5F55, "personalized"), (0x5F56, "personalization_system"),
    ],
)  # fmt: skip
def test_an_empty_element_is_empty_and_not_missing(tag: int, field: str) -> None:
    assert getattr(parse_dg12(dg12((tag, b""))), field) in ("", EncodedImage(b""))
    assert getattr(parse_dg12(dg12()), field) is None


@pytest.mark.parametrize("odd", [(0x5F71, b"\x01"), (0x5F26, b"10.05.21"), (0x5F55, b"20210510"), (0x5F19, b"\xff")])
def test_an_odd_element_is_kept_and_hides_no_other(odd: tuple[int, bytes]) -> None:
    document = parse_dg12(dg12(odd, (0x5F1B, b"NONE")))
    assert (document.others, document.endorsements) == ((Tlv(*odd),), "NONE")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(ALL[:-1], id="cut off"),
        pytest.param(b"\x6b" + ALL[1:], id="another file"),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(LdsError):
        parse_dg12(data)


def test_nothing_personal_in_repr() -> None:
    assert not any(secret in repr(parse_dg12(ALL)) for secret in ("SMITH", "DOE", "EXIT", "2021"))


@given(
    st.binary(max_size=80)
    | st.tuples(st.integers(0, len(ALL) - 1), st.integers(0, 255)).map(
        lambda at: ALL[: at[0]] + bytes((at[1],)) + ALL[at[0] + 1 :]
    )
)
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(LdsError):
        parse_dg12(data)
