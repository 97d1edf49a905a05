from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import tlv
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.sod import MAX_SIZE, parse_security_object, unwrap_sod
from tests.fakes.lds_files import security_object

HASHES = [(1, b"\x01" * 32), (2, b"\x02" * 32), (15, b"\x0f" * 32)]


@pytest.mark.parametrize(("version", "lds_version"), [(0, ""), (1, "0107")])
def test_versions(version: int, lds_version: str) -> None:
    listed = parse_security_object(security_object(HASHES, version=version))
    assert (listed.version, listed.lds_version) == (version, lds_version)
    assert listed.hash_algorithm == "2.16.840.1.101.3.4.2.1"
    assert listed.hashes == dict(HASHES)


@pytest.mark.parametrize(
    ("file", "expected"),
    [(Ef.DG1, b"\x01" * 32), (Ef.DG15, b"\x0f" * 32), (Ef.DG13, None), (Ef.COM, None), (Ef.SOD, None)],
)
def test_hash_of_a_file(file: Ef, expected: bytes | None) -> None:
    assert parse_security_object(security_object(HASHES)).hash_of(file) == expected


def test_the_file_is_a_wrapper() -> None:
    assert unwrap_sod(tlv.encode(0x77, b"cms")) == b"cms"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(tlv.encode(0x76, b"cms"), id="another file"),
        pytest.param(tlv.encode(0x77, b"cms")[:-1], id="cut off"),
        pytest.param(tlv.encode(0x77, bytes(MAX_SIZE)), id="too large"),
    ],
)
def test_malformed_wrapper(data: bytes) -> None:
    with pytest.raises(LdsError):
        unwrap_sod(data)


@pytest.mark.parametrize(
    "der",
    [
        pytest.param(b"", id="empty"),
        pytest.param(security_object(HASHES)[:-1], id="cut off"),
        pytest.param(security_object(HASHES) + b"\x00", id="bytes behind"),
        pytest.param(security_object([*HASHES, (2, b"\x03" * 32)]), id="a data group twice"),
        pytest.param(security_object(HASHES, version=2), id="unknown version"),
        pytest.param(security_object(HASHES, algorithm=""), id="no algorithm"),
        pytest.param(b"\x31" + security_object(HASHES)[1:], id="a SET, as signed attributes are"),
    ],
)
def test_malformed_list(der: bytes) -> None:
    with pytest.raises(LdsError):
        parse_security_object(der)


@given(
    st.binary(max_size=100)
    | st.tuples(st.integers(0, len(security_object(HASHES)) - 1), st.integers(0, 255)).map(
        lambda at: security_object(HASHES)[: at[0]] + bytes((at[1],)) + security_object(HASHES)[at[0] + 1 :]
    )
)
def test_hostile_bytes_give_the_typed_error_only(data: bytes) -> None:
    for parse in (unwrap_sod, parse_security_object):
        with contextlib.suppress(LdsError):
            parse(data)
