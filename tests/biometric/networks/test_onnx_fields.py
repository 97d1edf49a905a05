"""ONNX's protocol-buffer fields: what is read of them, and what is not."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.networks.onnx_fields import contents, fields, name_of, node, tensor, written
from tests.fakes import onnx_models


@given(st.integers(1, 2**28 // 8), st.binary(max_size=300))
def test_what_is_written_is_read(number: int, content: bytes) -> None:
    message = written(number, content)
    (part,) = fields(memoryview(message * 1))
    assert (part.number, bytes(contents(part)), bytes(part.whole)) == (number, content, message)


@pytest.mark.parametrize(
    ("message", "found"),
    [
        (b"", []),
        (b"\x08\x96\x01", [(1, 150)]),
        (b"\x15\x00\x00\x80\x3f", [(2, b"\x00\x00\x80\x3f")]),
        (b"\x19" + bytes(8), [(3, bytes(8))]),
        (b"\x0a\x02hi\x10\x01", [(1, b"hi"), (2, 1)]),
    ],
    ids=["nothing", "a number", "four bytes", "eight bytes", "bytes and a number"],
)
def test_the_kinds_of_fields(message: bytes, found: list[tuple[int, int | bytes]]) -> None:
    parts = list(fields(memoryview(message)))
    values = [part.value if isinstance(part.value, int) else bytes(part.value) for part in parts]
    assert [(part.number, value) for part, value in zip(parts, values, strict=True)] == found


@pytest.mark.parametrize(
    "message",
    [b"\x08", b"\x08\x80", b"\x08" + b"\xff" * 11, b"\x0a\x05hi", b"\x15\x00", b"\x0b", b"\x0c"],
    ids=["no value", "half a number", "no end", "longer than the file", "half a float", "a group", "its end"],
)
def test_what_is_no_field_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError, match=r"field|number|wire"):
        list(fields(memoryview(message)))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(message: bytes) -> None:
    for read in (lambda it: list(fields(it)), node, tensor, name_of):
        with contextlib.suppress(ValueError, OverflowError):
            read(memoryview(message))


@pytest.mark.parametrize("kind", [np.int8, np.float32])
def test_a_tensor(kind: type[np.generic]) -> None:
    values = np.arange(-3, 3).astype(kind).reshape(2, 3)
    message = memoryview(onnx_models.tensor("weights", values))
    assert name_of(message) == "weights"
    assert np.array_equal(tensor(message), values)
    assert tensor(message).dtype == kind


@pytest.mark.parametrize(
    "message",
    [
        onnx_models.number(2, 7),
        onnx_models.number(1, 3) + onnx_models.number(2, 3) + written(9, b"ab"),
        onnx_models.number(2, 1) + written(9, b"abc"),
    ],
    ids=["numbers of another type", "fewer than its dimensions say", "half a number"],
)
def test_what_is_no_tensor_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        tensor(memoryview(message))


def test_dimensions_may_be_packed() -> None:
    message = written(1, bytes([2, 3])) + onnx_models.number(2, 3) + written(9, bytes(6))
    assert tensor(memoryview(message)).shape == (2, 3)


def test_a_node() -> None:
    found = node(memoryview(onnx_models.node("Gemm", ("a", "b"), "c", {"transB": 1, "alpha": 0.5})))
    assert (found.operation, found.inputs, found.outputs) == ("Gemm", ("a", "b"), ("c",))
    assert found.attributes == {"transB": 1, "alpha": 0.5}
