"""The quality gates: which measure asks for what, in which order, and what may still be compared."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.quality import GATES, first_fault, hint_for, is_badly_lit, is_usable, rank
from kiosk.domain.face import Covering, FaceHint, FaceQuality

GOOD = FaceQuality(eye_distance=90.0, luma=125.0, sharpness=500.0, roll=0.0, yaw=0.0, detection=0.95)


@pytest.mark.parametrize(
    ("change", "hint", "usable"),
    [
        ({}, FaceHint.GOOD, True),
        ({"eye_distance": 59.0}, FaceHint.CLOSER, True),
        ({"eye_distance": 39.0}, FaceHint.CLOSER, False),
        ({"yaw": 0.13}, FaceHint.LOOK_STRAIGHT, True),
        ({"yaw": -0.13}, FaceHint.LOOK_STRAIGHT, True),
        ({"yaw": -0.26}, FaceHint.LOOK_STRAIGHT, False),
        ({"roll": -11.0}, FaceHint.LOOK_STRAIGHT, True),
        ({"roll": 26.0}, FaceHint.LOOK_STRAIGHT, False),
        ({"luma": 69.0}, FaceHint.MORE_LIGHT, True),
        ({"luma": 39.0}, FaceHint.MORE_LIGHT, False),
        ({"dark": 0.16}, FaceHint.MORE_LIGHT, True),
        ({"dark": 0.41}, FaceHint.MORE_LIGHT, False),
        ({"asymmetry": 0.41}, FaceHint.MORE_LIGHT, True),
        ({"asymmetry": 0.61}, FaceHint.MORE_LIGHT, False),
        ({"luma": 201.0}, FaceHint.LESS_LIGHT, True),
        ({"luma": 231.0}, FaceHint.LESS_LIGHT, False),
        ({"bright": 0.16}, FaceHint.LESS_LIGHT, True),
        ({"bright": 0.41}, FaceHint.LESS_LIGHT, False),
        ({"sharpness": 149.0}, FaceHint.HOLD_STILL, True),
        ({"sharpness": 59.0}, FaceHint.HOLD_STILL, False),
        ({"eyes_shut": 0.56}, FaceHint.OPEN_EYES, True),
        ({"mouth_open": 0.26}, FaceHint.CLOSE_MOUTH, True),
        ({"sharpness": 10.0, "eye_distance": 30.0, "yaw": 0.5}, FaceHint.CLOSER, False),
        ({"sharpness": 10.0, "yaw": 0.2}, FaceHint.LOOK_STRAIGHT, False),
    ],
    ids=lambda value: " ".join(f"{k}={v}" for k, v in value.items()) or "good" if isinstance(value, dict) else "",
)
def test_gate(change: dict[str, float], hint: FaceHint, usable: bool) -> None:
    quality = replace(GOOD, **change)
    assert hint_for(quality) is hint
    assert is_usable(quality) is usable


@pytest.mark.parametrize(
    ("worn", "other", "hint"),
    [
        ({Covering.MASK}, {}, FaceHint.REMOVE_MASK),
        ({Covering.SUNGLASSES}, {}, FaceHint.REMOVE_SUNGLASSES),
        ({Covering.HAT}, {}, FaceHint.REMOVE_HAT),
        ({Covering.MASK, Covering.HAT}, {}, FaceHint.REMOVE_MASK),
        ({Covering.MASK}, {"dark": 0.9}, FaceHint.REMOVE_MASK),
        ({Covering.MASK}, {"eye_distance": 30.0}, FaceHint.CLOSER),
    ],
    ids=["mask", "sunglasses", "hat", "mask and hat", "a black mask in bad light", "mask, far away"],
)
def test_what_is_worn(worn: set[Covering], other: dict[str, float], hint: FaceHint) -> None:
    assert hint_for(replace(GOOD, coverings=frozenset(worn), **other)) is hint  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "badly_lit"),
    [({}, False), ({"dark": 0.5}, True), ({"luma": 235.0}, True), ({"dark": 0.5, "sharpness": 10.0}, False)],
    ids=["good", "dark", "bright", "dark and blurred"],
)
def test_only_its_light_is_bad(change: dict[str, float], badly_lit: bool) -> None:
    assert is_badly_lit(replace(GOOD, **change)) is badly_lit  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"eye_distance": 40.0, "luma": 25.0, "sharpness": 15.0, "yaw": -0.3}, None),
        ({"sharpness": 11.0}, "sharpness"),
        ({"sharpness": 6000.0}, "sharpness"),
        ({"luma": 19.0}, "luma"),
        ({"bright": 0.71}, "bright"),
        ({"yaw": -0.36}, "yaw"),
        ({"luma": math.nan}, "luma"),
    ],
)
def test_a_chip_portrait(change: dict[str, float], fault: str | None) -> None:
    assert first_fault(replace(GOOD, **change)) == fault  # type: ignore[arg-type]


def test_hints_come_in_the_order_of_the_domain() -> None:
    order = [list(FaceHint).index(gate.hint) for gate in GATES]
    assert order == sorted(order)


def test_what_is_good_is_usable() -> None:
    for gate in GATES:
        assert gate.usable[0] <= gate.good[0]
        assert gate.good[1] <= gate.usable[1]


@pytest.mark.parametrize("measure", sorted({gate.measure for gate in GATES}))
def test_a_measure_that_is_no_number_is_never_usable(measure: str) -> None:
    assert not is_usable(replace(GOOD, **{measure: math.nan}))


QUALITIES = st.builds(FaceQuality, **{field.name: st.floats(-300, 2000) for field in fields(FaceQuality)})


@given(QUALITIES)
def test_rank_stays_within_nought_and_one(quality: FaceQuality) -> None:
    assert 0.0 <= rank(quality) <= 1.0


@pytest.mark.parametrize(
    "worse",
    [
        {"eye_distance": 50.0},
        {"luma": 60.0},
        {"luma": 210.0},
        {"sharpness": 160.0},
        {"roll": -9.0},
        {"yaw": 0.1},
        {"detection": 0.7},
        {"dark": 0.1},
        {"bright": 0.1},
        {"asymmetry": 0.3},
    ],
    ids=lambda worse: next(iter(worse)),
)
def test_a_worse_measure_ranks_lower(worse: dict[str, float]) -> None:
    assert rank(replace(GOOD, **worse)) < rank(GOOD)
