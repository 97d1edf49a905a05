"""Templates are directions: of length one, finite, comparable only among themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.networks import recognition
from kiosk.biometric.networks.opencv import cv2
from kiosk.biometric.networks.recognition import cosine, unit
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.models import sface

VECTORS = st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4).filter(lambda v: math.hypot(*v) > 1e-3)


@given(VECTORS)
def test_a_template_has_length_one(vector: list[float]) -> None:
    assert math.hypot(*unit(vector)) == pytest.approx(1.0)


@given(VECTORS, VECTORS)
def test_cosine_is_symmetric_and_bounded(one: list[float], other: list[float]) -> None:
    score = cosine(unit(one), unit(other))
    assert -1.0 <= score <= 1.0
    assert score == pytest.approx(cosine(unit(other), unit(one)))


@given(VECTORS, st.floats(1e-2, 1e2))
def test_cosine_ignores_length(vector: list[float], times: float) -> None:
    assert cosine(tuple(vector), tuple(times * value for value in vector)) == pytest.approx(1.0)


NAN, INF = math.nan, math.inf


@pytest.mark.parametrize("vector", [(0.0, 0.0), (NAN, 1.0), (INF, 1.0), (INF, NAN), (), (1e-9, 0.0)])
def test_a_vector_without_a_direction_is_no_template(vector: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="without a direction"):
        unit(vector)


def test_templates_of_different_networks_do_not_compare() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        cosine((1.0, 0.0), (1.0, 0.0, 0.0))


class FakeNetwork:
    def __init__(self, answer: list[float]) -> None:
        self._answer = np.array([answer], np.float32)

    def setInput(self, _: np.ndarray) -> None:
        pass

    def forward(self) -> np.ndarray:
        return self._answer


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ([NAN] * 128, "without a direction"),
        ([1.0] * 127 + [INF], "without a direction"),
        ([0.0] * 128, "without a direction"),
        ([1.0] * 127, "127 dimensions"),
    ],
    ids=["not a number", "infinite", "zero", "wrong length"],
)
def test_a_network_that_answers_nonsense_is_a_broken_engine(
    monkeypatch: pytest.MonkeyPatch, answer: list[float], what: str
) -> None:
    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", lambda _: FakeNetwork(answer))
    monkeypatch.setattr(recognition, "without_last_layer", lambda _: None)
    with pytest.raises(Fault, match=what) as caught:
        sface().embed(np.zeros((112, 112, 3), np.uint8))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN
    assert "face_recognition_sface" in caught.value.technical


@pytest.mark.parametrize(
    ("features", "what"),
    [
        ([NAN] * 50_176, "without a direction"),
        ([1.0] * 50_175 + [INF], "without a direction"),
        ([0.0] * 50_176, "without a direction"),
        ([1.0] * 128, "128 features"),
    ],
    ids=["not numbers", "infinite", "zero", "as many as a template has"],
)
def test_features_that_are_nonsense_for_the_last_layer_are_a_broken_engine(
    monkeypatch: pytest.MonkeyPatch, features: list[float], what: str
) -> None:
    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", lambda _: FakeNetwork(features))
    with pytest.raises(Fault, match=what) as caught:
        sface().embed(np.zeros((112, 112, 3), np.uint8))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


def test_the_real_networks_template_has_length_one_even_for_a_black_square() -> None:
    template = sface().embed(np.zeros((112, 112, 3), np.uint8))
    assert len(template) == 128
    assert math.hypot(*template) == pytest.approx(1.0)
