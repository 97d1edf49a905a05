from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.trust.store.ldif import BinaryValue, binary_values, is_ldif
from tests.fakes.trust_lists import ldif


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"version: 1\n", True, id="version"),
        pytest.param(b"# made today\n\nversion:1 \n", True, id="comment before the version"),
        pytest.param(b"dn: cn=x\n", True, id="a record"),
        pytest.param(b"dn:: Y249eA==\n", True, id="a name in base64"),
        pytest.param(b"\xef\xbb\xbfDN: cn=x\n", True, id="byte order mark and capitals"),
        pytest.param(b"Dear colleagues,\ndn: cn=x\n", False, id="words before"),
        pytest.param(b"#" * 70_000 + b"\ndn: x", False, id="a comment without end"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_how_a_collection_begins(data: bytes, expected: bool) -> None:
    assert is_ldif(data) is expected


@pytest.mark.parametrize(
    ("data", "values"),
    [
        pytest.param(b"dn: cn=x\ncn: x\n", [], id="plain values only"),
        pytest.param(b"userCertificate;binary:: AAEC\n", [("usercertificate", b"\x00\x01\x02")], id="with an option"),
        pytest.param(b"photo:: AAEC", [("photo", b"\x00\x01\x02")], id="no end of line"),
        pytest.param(b"photo:: AA\n EC\n  \n", [("photo", b"\x00\x01\x02")], id="folded"),
        pytest.param(b"photo:: AA\r\n EC\r\n", [("photo", b"\x00\x01\x02")], id="folded, lines of Windows"),
        pytest.param(b"photo:: A*\n", [("photo", None)], id="another letter"),
        pytest.param(b"dn:: Y249eA==\n# photo:: AAEC\n", [], id="a name, and a comment"),
        pytest.param(b"a:: AA==\nb:: AQ==\n", [("a", b"\x00"), ("b", b"\x01")], id="two"),
        pytest.param(b"cn: x:: AAEC\n", [], id="colons inside a value"),
        pytest.param(b":: AAEC\n", [], id="no attribute"),
    ],
)
def test_binary_values(data: bytes, values: list[tuple[str, bytes | None]]) -> None:
    assert list(binary_values(data)) == [BinaryValue(attribute, value) for attribute, value in values]


@given(st.lists(st.binary(min_size=1, max_size=200)))
def test_what_was_written_comes_out(contents: list[bytes]) -> None:
    data = ldif(*(("userCertificate;binary", content) for content in contents))
    assert [value.data for value in binary_values(data)] == contents


@given(st.binary(max_size=200))
def test_any_bytes_have_values_or_none(data: bytes) -> None:
    for hostile in (data, b"dn: x\nphoto:: " + data):
        assert all(value.data is None or isinstance(value.data, bytes) for value in binary_values(hostile))
