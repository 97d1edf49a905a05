"""What a score means, on the shipped calibrations: the fused sum, the thresholds, what may be claimed of a score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.networks.manifest import Calibration, EngineModel
from kiosk.biometric.networks.manifest_file import BUILT_IN, KNOWN_PACK, load_manifest
from kiosk.biometric.networks.scoring import false_matches_at, operating_point, score_of
from kiosk.domain.face import Bound
from kiosk.domain.faults import Fault, FaultCode

ENGINES: dict[str, EngineModel] = {**load_manifest(BUILT_IN).engines, **load_manifest(KNOWN_PACK).engines}


def calibration(name: str) -> Calibration:
    found = ENGINES[name].calibration
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("engine", "similarities", "score"),
    [
        ("sface", (0.5,), 0.5),
        ("sface", (-0.1,), -0.1),
        ("fused", (0.084, 0.133), 0.0),
        ("fused", (0.084 + 0.095, 0.133), 0.7),
        ("fused", (0.084, 0.133 + 0.123), 0.3),
        ("fused", (1.0, 1.0), 0.7 * 0.916 / 0.095 + 0.3 * 0.867 / 0.123),
    ],
)
def test_score(engine: str, similarities: tuple[float, ...], score: float) -> None:
    assert score_of(ENGINES[engine], similarities) == pytest.approx(score)


@pytest.mark.parametrize(
    ("engine", "rate", "accept_at"),
    [("sface", 1e-3, 0.388), ("sface", 1e-4, 0.444), ("fused", 1e-2, 2.22), ("fused", 0.001, 2.93)],
)
def test_threshold_for_a_rate(engine: str, rate: float, accept_at: float) -> None:
    assert operating_point(calibration(engine), rate).accept_at == accept_at


@pytest.mark.parametrize(("engine", "rate"), [("sface", 1e-2), ("sface", 5e-6), ("fused", 1e-5), ("dlib", 2e-3)])
def test_a_rate_that_was_not_measured_is_refused(engine: str, rate: float) -> None:
    with pytest.raises(Fault, match=r"only .*0\.001, 0\.0001") as caught:
        operating_point(calibration(engine), rate)
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED


@pytest.mark.parametrize(
    ("engine", "score", "rate", "bound"),
    [
        ("fused", -3.0, 1e-2, Bound.AT_LEAST),
        ("fused", 2.2199, 1e-2, Bound.AT_LEAST),
        ("fused", 2.22, 1e-2, Bound.ABOUT),
        ("fused", (2.22 + 2.93) / 2, 10**-2.5, Bound.ABOUT),
        ("fused", 2.93, 1e-3, Bound.ABOUT),
        ("fused", 3.48, 1e-4, Bound.AT_MOST),
        ("fused", 9.0, 1e-4, Bound.AT_MOST),
        ("sface", 0.3, 2.6e-3, Bound.AT_LEAST),
        ("sface", 0.363, 2.2e-3, Bound.ABOUT),
        ("sface", 0.8, 1e-4, Bound.AT_MOST),
        ("dlib", 0.4, 0.354, Bound.ABOUT),
    ],
)
def test_what_is_claimed_of_a_score(engine: str, score: float, rate: float, bound: Bound) -> None:
    estimate = false_matches_at(calibration(engine), score)
    assert estimate.rate == pytest.approx(rate)
    assert estimate.bound is bound


@given(st.sampled_from(sorted(ENGINES)), st.floats(-10, 10), st.floats(0, 5))
def test_a_greater_score_never_claims_a_greater_rate(engine: str, score: float, more: float) -> None:
    found = calibration(engine)
    assert false_matches_at(found, score + more).rate <= false_matches_at(found, score).rate * (1 + 1e-9)


@given(st.sampled_from(sorted(ENGINES)), st.floats(-10, 10))
def test_no_claim_goes_beyond_what_was_measured(engine: str, score: float) -> None:
    rates = [rate for _, rate in calibration(engine).measured]
    assert min(rates) * (1 - 1e-9) <= false_matches_at(calibration(engine), score).rate <= max(rates) * (1 + 1e-9)
