"""The last layer of a recogniser, taken off its network and kept as small as it is in the file.

OpenCV unpacks quantised weights when it reads them and packs dense ones a second time for its own multiplication: the
6.4 million bytes of SFace's last layer become 51 MB. Multiplied here, block by block, they stay what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kiosk.biometric.networks.onnx_fields import (
    GRAPH,
    GRAPH_INITIALISER,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    GRAPH_VALUE_INFO,
    INFO_NAME,
    Field,
    Node,
    contents,
    fields,
    name_of,
    node,
    tensor,
    written,
)

ROWS = 8
"""Of the weights that are unpacked at a time: 1.6 MB for SFace, which stay in the processor's cache."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DenseLayer:
    """``factor · (weights · features) + offset``, the weights as whole numbers in blocks that share a scale.

    ``weights``: outputs × blocks × numbers of a block; ``zeros`` (what stands for 0) and ``scales``: outputs × blocks;
    ``factor`` and ``offset``: outputs. ONNX DequantizeLinear (opset 21), Gemm and BatchNormalization in one.
    """

    weights: npt.NDArray[np.int8]
    zeros: Floats
    scales: Floats
    factor: Floats
    offset: Floats

    def of(self, features: Floats) -> Floats:
        """The layer's answer to finite numbers, of whatever shape; raises ``ValueError`` where they are not as many."""
        outputs, blocks, size = self.weights.shape
        values = features.reshape(blocks, size)
        answer = np.empty(outputs, np.float32)
        sums = values.sum(axis=1)
        for at in range(0, outputs, ROWS):
            rows = slice(at, at + ROWS)
            products = np.einsum("obn,bn->ob", self.weights[rows].astype(np.float32), values)
            answer[rows] = ((products - self.zeros[rows] * sums) * self.scales[rows]).sum(axis=1)
        return answer * self.factor + self.offset


def without_last_layer(model: bytes) -> tuple[bytes, DenseLayer] | None:
    """The network that ends before its last layer, and that layer.

    ``None`` where the network does not end in a dense layer with quantised weights and a batch normalisation, or cannot
    be read: then it is OpenCV's as a whole.
    """
    try:
        return _Network(memoryview(model)).split()
    except (LookupError, OverflowError, ValueError):
        return None


class _Network:
    """An ONNX model whose nodes and weights can be looked up by the names of what they give."""

    def __init__(self, model: memoryview) -> None:
        self._model = list(fields(model))
        self._graph = [part for whole in self._model if whole.number == GRAPH for part in fields(contents(whole))]
        self._nodes = [node(contents(part)) for part in self._graph if part.number == GRAPH_NODE]
        self._by_output = {name: step for step in self._nodes for name in step.outputs}
        self._weights = {
            name_of(contents(part)): contents(part) for part in self._graph if part.number == GRAPH_INITIALISER
        }

    def split(self) -> tuple[bytes, DenseLayer]:
        """Raises ``ValueError`` or ``LookupError`` for a network of another kind."""
        (output,) = (name_of(contents(part), INFO_NAME) for part in self._graph if part.number == GRAPH_OUTPUT)
        last = self._step(output, "BatchNormalization")
        dense = self._step(last.inputs[0], "Gemm", alpha=1.0, beta=1.0, transA=0.0, transB=1.0)
        features, weights, bias = dense.inputs
        unpacked = [self._step(name, "DequantizeLinear") for name in (weights, bias)]
        layer = self._layer(last, *unpacked)
        steps = (last, dense, *unpacked)
        names = {name for step in steps for name in (*step.inputs, *step.outputs)} - {features}
        if any(names & {*step.inputs, *step.outputs} for step in self._nodes if step not in steps):
            raise ValueError("the last layer's weights serve another layer too")
        return self._written(features, names), layer

    def _step(self, output: str, operation: str, **attributes: float) -> Node:
        """The node that gives this output; raises unless it does this, with attributes that are 1 or 0 as given."""
        step = self._by_output[output]
        usual = {"alpha": 1.0, "beta": 1.0}
        if step.operation != operation:
            raise ValueError(f"{step.operation} instead of {operation}")
        if any(step.attributes.get(name, usual.get(name, 0.0)) != value for name, value in attributes.items()):
            raise ValueError(f"a {operation} of another kind")
        return step

    def _layer(self, last: Node, weights: Node, bias: Node) -> DenseLayer:
        packed, zeros, scales = self._blocks(weights)
        gamma, beta, mean, variance = (self._floats(name) for name in last.inputs[1:])
        some, theirs, sizes = self._blocks(bias)
        with np.errstate(all="ignore"):
            added = ((some - theirs[..., None]) * sizes[..., None]).ravel()
            factor = gamma / np.sqrt(variance + np.float32(last.attributes.get("epsilon", 1e-5)))
            offset = beta + (added - mean) * factor
        if packed.ndim != 3 or {len(packed)} != {one.size for one in (factor, offset, added)}:
            raise ValueError("a dense layer of other dimensions")
        if not all(np.isfinite(numbers).all() for numbers in (scales, factor, offset)):
            raise ValueError("a layer of what are no numbers")
        return DenseLayer(packed, zeros, scales, factor.astype(np.float32), offset.astype(np.float32))

    def _blocks(self, step: Node) -> tuple[npt.NDArray[np.int8], Floats, Floats]:
        """Quantised numbers in the blocks of their last axis, what stands for 0 in each, and its scale."""
        packed, scales, zeros = (tensor(self._weights[name]) for name in step.inputs)
        size = int(step.attributes.get("block_size", 0))
        if packed.dtype != np.int8 or step.attributes.get("axis", 1) != packed.ndim - 1 or size < 1:
            raise ValueError("weights quantised in another way")
        blocks = packed.reshape(*packed.shape[:-1], -1, size)
        if scales.shape != blocks.shape[:-1] or zeros.shape != scales.shape:
            raise ValueError("scales for other blocks")
        return blocks.astype(np.int8, copy=False), zeros.astype(np.float32), scales.astype(np.float32, copy=False)

    def _floats(self, name: str) -> Floats:
        return tensor(self._weights[name]).astype(np.float32, copy=False)

    def _written(self, output: str, without: set[str]) -> bytes:
        """The model without nodes, weights and shapes of these names, ending in ``output``."""
        names: dict[int, Callable[[Field], set[str]]] = {
            GRAPH_NODE: lambda part: set(node(contents(part)).outputs),
            GRAPH_INITIALISER: lambda part: {name_of(contents(part))},
            GRAPH_VALUE_INFO: lambda part: {name_of(contents(part), INFO_NAME)},
        }
        kept = [
            part.whole
            for part in self._graph
            if part.number != GRAPH_OUTPUT and not (part.number in names and names[part.number](part) & without)
        ]
        shapes = [contents(part) for part in self._graph if part.number == GRAPH_VALUE_INFO]
        end = {name_of(shape, INFO_NAME): shape for shape in shapes}[output]
        graph = written(GRAPH, b"".join([*kept, written(GRAPH_OUTPUT, bytes(end))]))
        return b"".join([*(part.whole for part in self._model if part.number != GRAPH), graph])
