from __future__ import annotations

import base64
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.trust.store.armor import Block, bare_base64, blocks, decode_base64, is_armored

BEGIN, END = b"-----BEGIN X-----\n", b"-----END X-----\n"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(BEGIN + b"AAEC\n" + END, [("X", b"\x00\x01\x02")], id="one"),
        pytest.param(b"before\n" + BEGIN + b"AA\nEC" + END + b"after", [("X", b"\x00\x01\x02")], id="text around it"),
        pytest.param((BEGIN + b"AAEC\n" + END) * 2, [("X", b"\x00\x01\x02")] * 2, id="two"),
        pytest.param(BEGIN + b"Proc-Type: 4\nA: b\n\nAAEC\n" + END, [("X", b"\x00\x01\x02")], id="headers of RFC 1421"),
        pytest.param(BEGIN + b"A: b\r\n \r\nAAEC\r\n" + END, [("X", b"\x00\x01\x02")], id="headers, lines of Windows"),
        pytest.param(BEGIN + END, [("X", b"")], id="empty"),
        pytest.param(BEGIN + b"AAEC", [("X", None)], id="without an end"),
        pytest.param(BEGIN + b"AA" + BEGIN + b"AAEC" + END, [("X", None), ("X", b"\x00\x01\x02")], id="one in another"),
        pytest.param(BEGIN + b"AAEC\n-----END Y-----\n", [("X", None)], id="another's end"),
        pytest.param(BEGIN + b"A?EC" + END, [("X", None)], id="another letter"),
        pytest.param(BEGIN + b"AAE" + END, [("X", None)], id="a letter missing"),
        pytest.param(b"-----BEGIN " + b"X" * 41 + b"-----\nAAEC\n", [("", None)], id="a label without end"),
    ],
)
def test_blocks(data: bytes, found: list[tuple[str, bytes | None]]) -> None:
    assert list(blocks(data)) == [Block(label, content) for label, content in found]
    assert is_armored(data) == bool(found)


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        pytest.param(b"AAEC\r\nAA==\n", b"\x00\x01\x02\x00", id="lines"),
        pytest.param(b"AAEC", b"\x00\x01\x02", id="without an end of line"),
        pytest.param(b"AAEC\x00", None, id="another byte"),
        pytest.param(b"AA=CAAEC", None, id="padding in the middle"),
        pytest.param(b"AAE", None, id="padding missing"),
        pytest.param(b"words in a row.", None, id="words"),
    ],
)
def test_bare_base64(data: bytes, decoded: bytes | None) -> None:
    assert bare_base64(data) == decoded


@given(st.binary(max_size=300), st.integers(1, 80))
def test_what_was_encoded_comes_out(data: bytes, width: int) -> None:
    text = "\r\n".join(textwrap.wrap(base64.b64encode(data).decode(), width)).encode()
    assert decode_base64(text) == data
    assert list(blocks(BEGIN + text + b"\n" + END)) == [Block("X", data)]


@given(st.binary(max_size=200), st.integers(0, 200))
def test_any_bytes_have_blocks_or_none(data: bytes, at: int) -> None:
    for hostile in (data, data[:at] + BEGIN + data[at:], BEGIN + data + END):
        assert all(block.data is None or isinstance(block.data, bytes) for block in blocks(hostile))
