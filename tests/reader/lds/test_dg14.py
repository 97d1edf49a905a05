"""EF.DG14: recorded files, a made one, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.lds.dg14 import parse_dg14
from kiosk.reader.lds.errors import LdsError
from tests.fakes.vectors import vectors


def test_a_recorded_file_with_aes() -> None:
    found = parse_dg14(bytes.fromhex(vectors("gmrtd-chip-authentication-at")["dg14"]))

    assert [info.protocol for info in found.chip_authentication] == ["0.4.0.127.0.7.2.2.3.2.2"]
    assert [info.protocol for info in found.chip_authentication_keys] == ["0.4.0.127.0.7.2.2.1.2"]


def test_a_recorded_file_that_announces_a_key_and_no_protocol() -> None:
    found = parse_dg14(bytes.fromhex(vectors("gmrtd-chip-authentication-fr")["dg14"]))

    assert found.chip_authentication == ()
    assert len(found.chip_authentication_keys) == 1


def test_the_hash_of_active_authentication() -> None:
    example = vectors("own-active-authentication-ecdsa")

    found = parse_dg14(bytes.fromhex(example["dg14_with_active_authentication_info"])).active_authentication

    assert found is not None
    assert found.signature_algorithm == "0.4.0.127.0.7.1.1.4.1.3"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="empty"),
        pytest.param("6E00", id="nothing inside"),
        pytest.param("6F023100", id="tag of another file"),
        pytest.param("6E03310000", id="a byte behind it"),
        pytest.param("6E0331", id="cut"),
    ],
)
def test_what_is_no_dg14_is_refused(data: str) -> None:
    with pytest.raises(LdsError):
        parse_dg14(bytes.fromhex(data))


def test_an_empty_set_announces_nothing() -> None:
    assert parse_dg14(bytes.fromhex("6E023100")).infos == ()


@given(st.binary(max_size=60))
def test_any_bytes_are_a_dg14_or_refused(data: bytes) -> None:
    try:
        parse_dg14(b"\x6e" + bytes((len(data),)) + data)
    except LdsError:
        return
