"""A trained network as an ONNX file: ``python -m benchmarks.mrz_training.export recogniser IN.pt OUT.onnx``.

Written by hand from convolutions, ReLU and additions, with batch normalisation folded into the weights (half precision
on the disk), so that the file holds nothing that OpenCV might read differently.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from benchmarks.mrz_training.network import locator, recogniser


class _Graph:
    """Nodes in order; each takes the last one's output unless told otherwise."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.last = "picture"

    def add(self, kind: str, inputs: list[str], **attributes: object) -> None:
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        self.last = name

    def constant(self, values: torch.Tensor) -> str:
        name = f"w{len(self.weights)}"
        rounded = values.detach().numpy().astype(np.float16).astype(np.float32)
        self.weights.append(numpy_helper.from_array(rounded, name))
        return name

    def layers(self, module: nn.Module) -> None:
        steps = list(module.children())
        at = 0
        while at < len(steps):
            step = steps[at]
            if isinstance(step, nn.Conv2d):
                norm = steps[at + 1] if at + 1 < len(steps) and isinstance(steps[at + 1], nn.BatchNorm2d) else None
                self._convolution(step, norm)
                at += 1 if norm is None else 2
            elif isinstance(step, nn.ReLU):
                self.add("Relu", [self.last])
                at += 1
            else:
                before = self.last
                self.layers(step.steps)
                self.add("Add", [before, self.last])
                at += 1

    def _convolution(self, step: nn.Conv2d, norm: nn.BatchNorm2d | None) -> None:
        weight, bias = step.weight, step.bias
        if norm is not None:
            factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            weight, bias = weight * factor[:, None, None, None], norm.bias - norm.running_mean * factor
        self.add(
            "Conv",
            [self.last, self.constant(weight), self.constant(bias)],
            kernel_shape=list(step.kernel_size),
            strides=list(step.stride),
            pads=[*step.padding, *step.padding],
            dilations=list(step.dilation),
            group=step.groups,
        )


def exported(network: nn.Sequential) -> onnx.ModelProto:
    """The network as an ONNX model from ``picture`` (1 × 1 × H × W) to ``cells``."""
    graph = _Graph()
    graph.layers(network.eval())
    graph.add("Identity", [graph.last])
    graph.nodes[-1].output[0] = "cells"
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 1, "height", "width"])
    cells = helper.make_tensor_value_info("cells", TensorProto.FLOAT, [1, "channels", "rows", "columns"])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "mrz", [picture], [cells], graph.weights),
        opset_imports=[helper.make_opsetid("", 13)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    return model


def main() -> None:
    kind, source, target = sys.argv[1:]
    network = {"recogniser": recogniser, "locator": locator}[kind]()
    network.load_state_dict(torch.load(source))
    Path(target).write_bytes(exported(network).SerializeToString())


if __name__ == "__main__":
    main()
