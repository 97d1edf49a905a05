"""Small ONNX files, written field by field: a flat picture, a dense layer with quantised weights, a normalisation."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import numpy as np

from kiosk.biometric.networks.onnx_fields import written

_INT8, _FLOAT = 3, 1


def number(field: int, value: int) -> bytes:
    """A field that is a number of up to 28 bits."""
    groups = [value >> shift & 0x7F for shift in (0, 7, 14, 21)]
    while len(groups) > 1 and not groups[-1]:
        groups.pop()
    return bytes([field << 3, *(group | 0x80 for group in groups[:-1]), groups[-1]])


def tensor(name: str, values: np.ndarray) -> bytes:
    kind = _INT8 if values.dtype == np.int8 else _FLOAT
    dims = b"".join(number(1, size) for size in values.shape)
    return dims + number(2, kind) + written(8, name.encode()) + written(9, values.tobytes())


def node(operation: str, inputs: Sequence[str], output: str, attributes: Mapping[str, float]) -> bytes:
    parts = [written(1, name.encode()) for name in inputs]
    parts += [written(2, output.encode()), written(4, operation.encode())]
    for name, value in attributes.items():
        stated = number(3, value) if isinstance(value, int) else b"\x15" + struct.pack("<f", value)
        parts.append(written(5, written(1, name.encode()) + stated))
    return b"".join(parts)


def model(nodes: Sequence[bytes], tensors: Mapping[str, np.ndarray], output: str, shaped: Sequence[str]) -> bytes:
    """A model with these nodes and weights; ``shaped``: the values in between whose kind it tells."""
    graph = [written(1, one) for one in nodes]
    graph += [written(5, tensor(name, values)) for name, values in tensors.items()]
    graph += [written(12, info(output)), *(written(13, info(name)) for name in shaped)]
    return number(1, 8) + written(7, b"".join(graph))


def info(name: str) -> bytes:
    """The name of a value, and that it is made of floating-point numbers."""
    return written(1, name.encode()) + written(2, written(1, number(1, _FLOAT)))
