"""Object identifiers: known ones, and every one there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import oid


@pytest.mark.parametrize(
    ("dotted", "contents"),
    [
        ("0.4.0.127.0.7.2.2.4.2.2", "04007F00070202040202"),
        ("1.2.840.10045.2.1", "2A8648CE3D0201"),
        ("2.23.136.1.1.5", "678108010105"),
        ("1.3.36.3.3.2.8.1.1.7", "2B2403030208010107"),
        ("2.999.3", "883703"),
    ],
)
def test_known_identifiers(dotted: str, contents: str) -> None:
    assert oid.encode(dotted).hex().upper() == contents
    assert oid.decode(bytes.fromhex(contents)) == dotted


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x2a\x86", id="cut off"),
        pytest.param(b"\x2a\x80\x01", id="arc with a leading zero"),
        pytest.param(b"\x80\x01", id="first arc with a leading zero"),
        pytest.param(b"\x2a" * 65, id="longer than any real one"),
    ],
)
def test_malformed_identifiers(contents: bytes) -> None:
    with pytest.raises(oid.OidError):
        oid.decode(contents)


@given(
    st.tuples(st.integers(0, 2), st.integers(0, 39)).flatmap(
        lambda first: st.lists(st.integers(0, 2**40), max_size=6).map(lambda rest: (*first, *rest))
    )
)
def test_there_and_back(arcs: tuple[int, ...]) -> None:
    dotted = ".".join(map(str, arcs))

    assert oid.decode(oid.encode(dotted)) == dotted


@given(st.binary(max_size=20))
def test_what_decodes_encodes_to_the_same_bytes(contents: bytes) -> None:
    try:
        dotted = oid.decode(contents)
    except oid.OidError:
        return
    assert oid.encode(dotted) == contents
