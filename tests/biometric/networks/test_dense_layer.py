"""The last layer comes off networks of one form only, and what is left with it answers as the whole did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.networks.dense_layer import without_last_layer
from kiosk.biometric.networks.manifest import OnnxModel
from kiosk.biometric.networks.manifest_file import load_manifest
from kiosk.biometric.networks.opencv import cv2
from tests.fakes import onnx_models

FEATURES, OUTPUTS, BLOCK = 8, 4, 4


def weights() -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    return {
        "w": random.integers(-128, 128, (OUTPUTS, FEATURES), np.int8),
        "w_scale": random.random((OUTPUTS, FEATURES // BLOCK), np.float32),
        "w_zero": random.integers(-128, 128, (OUTPUTS, FEATURES // BLOCK), np.int8),
        "b": random.integers(-128, 128, OUTPUTS, np.int8),
        "b_scale": random.random(OUTPUTS // BLOCK, np.float32),
        "b_zero": random.integers(-128, 128, OUTPUTS // BLOCK, np.int8),
        "gamma": random.random(OUTPUTS, np.float32),
        "beta": random.random(OUTPUTS, np.float32),
        "mean": random.random(OUTPUTS, np.float32),
        "variance": random.random(OUTPUTS, np.float32) + np.float32(0.5),
    }


Nodes = dict[str, tuple[str, tuple[str, ...], dict[str, float]]]


def nodes() -> Nodes:
    """What each node does, by the name of its output."""
    return {
        "flat": ("Flatten", ("data",), {}),
        "wf": ("DequantizeLinear", ("w", "w_scale", "w_zero"), {"axis": 1, "block_size": BLOCK}),
        "bf": ("DequantizeLinear", ("b", "b_scale", "b_zero"), {"axis": 0, "block_size": BLOCK}),
        "dense": ("Gemm", ("flat", "wf", "bf"), {"alpha": 1.0, "beta": 1.0, "transA": 0, "transB": 1}),
        "out": ("BatchNormalization", ("dense", "gamma", "beta", "mean", "variance"), {"epsilon": 0.25}),
    }


def written(steps: Nodes, tensors: dict[str, np.ndarray], output: str = "out") -> bytes:
    made = [onnx_models.node(what, inputs, name, attributes) for name, (what, inputs, attributes) in steps.items()]
    return onnx_models.model(made, tensors, output, ["flat", "dense"])


def expected(features: np.ndarray) -> np.ndarray:
    """The layer as ONNX defines its three steps, in double precision."""
    w = {name: values.astype(np.float64) for name, values in weights().items()}
    dense = (w["w"] - np.repeat(w["w_zero"], BLOCK, 1)) * np.repeat(w["w_scale"], BLOCK, 1)
    added = (w["b"] - np.repeat(w["b_zero"], BLOCK)) * np.repeat(w["b_scale"], BLOCK)
    return (dense @ features + added - w["mean"]) / np.sqrt(w["variance"] + 0.25) * w["gamma"] + w["beta"]


def test_the_layer_answers_as_onnx_says() -> None:
    found = without_last_layer(written(nodes(), weights()))
    assert found is not None
    features = np.random.default_rng(4).random(FEATURES, np.float32)
    answer = found[1].of(features.reshape(1, FEATURES))
    assert np.allclose(answer, expected(features), rtol=1e-5, atol=1e-3)


def test_what_is_left_holds_nothing_of_the_layer() -> None:
    found = without_last_layer(written(nodes(), weights()))
    assert found is not None
    flat = onnx_models.model([onnx_models.node("Flatten", ("data",), "flat", {})], {}, "flat", ["flat"])
    # The order of the fields is another.
    assert sorted(found[0]) == sorted(flat)


def test_sface_answers_as_the_whole_network_does() -> None:
    shipped = load_manifest()
    model = shipped.recognisers["sface"]
    assert isinstance(model, OnnxModel)
    whole = (shipped.folder / model.weights.file).read_bytes()
    found = without_last_layer(whole)
    assert found is not None
    body, layer = found
    picture = np.random.default_rng(5).random((1, 3, 112, 112), np.float32) * 255
    answers = []
    for network in (body, whole):
        loaded = cv2.dnn.readNetFromONNX(np.frombuffer(network, np.uint8))
        loaded.setInput(picture)
        answers.append(np.asarray(loaded.forward(), np.float32))
    assert np.allclose(layer.of(answers[0]), answers[1].ravel(), atol=1e-5)
    assert layer.weights.nbytes < len(whole) * 0.65
    assert len(body) < len(whole) * 0.4


def test_other_numbers_of_features_are_refused() -> None:
    found = without_last_layer(written(nodes(), weights()))
    assert found is not None
    with pytest.raises(ValueError, match="reshape"):
        found[1].of(np.zeros(FEATURES + 1, np.float32))


def _changed(name: str, change: Callable[[Any], Any]) -> bytes:
    steps = nodes()
    steps[name] = change(steps[name])
    return written(steps, weights())


def _with(**changed: np.ndarray) -> bytes:
    return written(nodes(), weights() | changed)


def _attributes(**attributes: float) -> Callable[[Any], Any]:
    return lambda step: (step[0], step[1], step[2] | attributes)


OTHERS = {
    "nothing": b"",
    "no fields": b"\xff" * 40,
    "cut short": written(nodes(), weights())[:-1],
    "no normalisation": written({name: step for name, step in nodes().items() if name != "out"}, weights(), "dense"),
    "another last step": _changed("out", lambda step: ("Relu", ("dense",), {})),
    "weights not turned": _changed("dense", _attributes(transB=0)),
    "features turned": _changed("dense", _attributes(transA=1)),
    "a factor": _changed("dense", _attributes(alpha=2.0)),
    "no bias": _changed("dense", lambda step: (step[0], step[1][:2], step[2])),
    "weights as they are": _changed("dense", lambda step: (step[0], ("flat", "w", "bf"), step[2])),
    "scales along the outputs": _changed("wf", _attributes(axis=0)),
    "one scale for all": _changed("wf", _attributes(block_size=0)),
    "another block": _changed("wf", _attributes(block_size=2)),
    "no zero point": _changed("wf", lambda step: (step[0], step[1][:2], step[2])),
    "weights in floating point": _with(w=np.zeros((OUTPUTS, FEATURES), np.float32)),
    "fewer scales": _with(w_scale=np.zeros((OUTPUTS, 1), np.float32)),
    "a variance below nothing": _with(variance=np.full(OUTPUTS, -1.0, np.float32)),
    "a variance of nothing": _with(variance=np.full(OUTPUTS, -0.25, np.float32)),
    "scales without end": _with(w_scale=np.full((OUTPUTS, FEATURES // BLOCK), np.inf, np.float32)),
    "no number": _with(mean=np.full(OUTPUTS, np.nan, np.float32)),
    "numbers that grow over all bounds": _with(b_scale=np.full(OUTPUTS // BLOCK, 3e38, np.float32)),
    "fewer outputs": _with(gamma=np.zeros(OUTPUTS - 1, np.float32)),
    "weights that are not there": written(nodes(), {name: it for name, it in weights().items() if name != "w"}),
    "weights with another use": written(nodes() | {"more": ("Relu", ("wf",), {})}, weights()),
    "a shape that is not told": onnx_models.model(
        [onnx_models.node(what, inputs, name, more) for name, (what, inputs, more) in nodes().items()],
        weights(),
        "out",
        [],
    ),
}


@pytest.mark.parametrize("model", OTHERS.values(), ids=OTHERS.keys())
def test_other_networks_are_left_whole(model: bytes) -> None:
    assert without_last_layer(model) is None


@given(st.data())
def test_a_changed_file_is_cut_or_left_whole(data: st.DataObject) -> None:
    model = bytearray(written(nodes(), weights()))
    for _ in range(data.draw(st.integers(1, 4))):
        model[data.draw(st.integers(0, len(model) - 1))] = data.draw(st.integers(0, 255))
    found = without_last_layer(bytes(model))
    assert found is None or found[1].weights.ndim == 3
