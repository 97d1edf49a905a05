"""ONNX files as the protocol-buffer fields they are made of: as much of them as taking a layer off a network needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

# Numbers of fields in onnx.proto3.
GRAPH = 7
GRAPH_NODE, GRAPH_INITIALISER, GRAPH_OUTPUT, GRAPH_VALUE_INFO = 1, 5, 12, 13
INFO_NAME = 1
_NODE_INPUT, _NODE_OUTPUT, _NODE_OPERATION, _NODE_ATTRIBUTE = 1, 2, 4, 5
_ATTRIBUTE_NAME, _ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2, 3
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_FLOATS, _TENSOR_NAME, _TENSOR_RAW = 1, 2, 4, 8, 9

_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5

_TYPES: Mapping[int, npt.DTypeLike] = {1: np.dtype("<f4"), 3: np.dtype("i1")}
"""``TensorProto.DataType``: the two kinds of numbers that are read."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message: its number, its value, and the bytes of both as they stand in the file."""

    number: int
    value: int | memoryview = field(repr=False)
    whole: memoryview = field(repr=False)


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a network: what it does, and the names of what goes in and comes out."""

    operation: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, float]


def fields(message: memoryview) -> Iterator[Field]:
    """The fields of a message in their order; raises ``ValueError`` for what is none."""
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        value: int | memoryview
        match key & 7:
            case 0:
                value, at = _varint(message, at)
            case 1 | 2 | 5 as wire:
                size = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}.get(wire)
                if size is None:
                    size, at = _varint(message, at)
                if size > len(message) - at:
                    raise ValueError("a field that is longer than its message")
                value, at = message[at : at + size], at + size
            case wire:
                raise ValueError(f"wire type {wire}")
        yield Field(key >> 3, value, message[start:at])


def written(number: int, content: bytes) -> bytes:
    """A field of bytes, a string or a message."""
    return _number(number << 3 | _LENGTH) + _number(len(content)) + content


def node(message: memoryview) -> Node:
    """Raises ``ValueError``, as everything here does for what it cannot read."""
    inputs, outputs, operation, attributes = [], [], "", {}
    for part in fields(message):
        if part.number == _NODE_INPUT:
            inputs.append(text(part))
        elif part.number == _NODE_OUTPUT:
            outputs.append(text(part))
        elif part.number == _NODE_OPERATION:
            operation = text(part)
        elif part.number == _NODE_ATTRIBUTE:
            name, value = _attribute(contents(part))
            attributes[name] = value
    return Node(operation, tuple(inputs), tuple(outputs), attributes)


def tensor(message: memoryview) -> npt.NDArray[np.float32] | npt.NDArray[np.int8]:
    """The numbers of a tensor in memory of its own."""
    dims: list[int] = []
    kind, numbers = 0, memoryview(b"")
    for part in fields(message):
        if part.number == _TENSOR_DIMS:
            dims.extend(_dimensions(part.value))
        elif part.number == _TENSOR_TYPE and isinstance(part.value, int):
            kind = part.value
        elif part.number in (_TENSOR_FLOATS, _TENSOR_RAW):
            numbers = contents(part)
    if kind not in _TYPES:
        raise ValueError(f"numbers of type {kind}")
    return np.frombuffer(numbers, _TYPES[kind]).reshape(dims).copy()


def name_of(message: memoryview, number: int = _TENSOR_NAME) -> str:
    """The name in a message, a tensor's unless ``number`` says where else it stands; empty without one."""
    return next((text(part) for part in fields(message) if part.number == number), "")


def text(part: Field) -> str:
    return str(contents(part), "utf-8")


def contents(part: Field) -> memoryview:
    if isinstance(part.value, int):
        raise ValueError(f"field {part.number} is a number")
    return part.value


def _attribute(message: memoryview) -> tuple[str, float]:
    """Name and number of an attribute; a string, tensor or list counts as 0."""
    name, value = "", 0.0
    for part in fields(message):
        if part.number == _ATTRIBUTE_NAME:
            name = text(part)
        elif part.number == _ATTRIBUTE_FLOAT:
            value = np.frombuffer(contents(part), "<f4").item()
        elif part.number == _ATTRIBUTE_INT and isinstance(part.value, int):
            value = part.value
    return name, value


def _dimensions(value: int | memoryview) -> list[int]:
    """A dimension by itself, or several packed into one field."""
    if isinstance(value, int):
        return [value]
    found, at = [], 0
    while at < len(value):
        number, at = _varint(value, at)
        found.append(number)
    return found


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            break
        byte, at = message[at], at + 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
    raise ValueError("a number without an end")


def _number(number: int) -> bytes:
    groups = []
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*groups, number])
