"""Labelled scores become thresholds with their uncertainty, or are refused with what is lacking."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kiosk.biometric.evaluation.calibrate import LabelledScores, MeasuredCalibration, calibrate, pairs_needed
from kiosk.biometric.evaluation.pack_text import pack_manifest
from kiosk.biometric.evaluation.report import calibration_page, warnings
from kiosk.biometric.evaluation.statistics import Scores
from kiosk.biometric.networks.manifest import EngineModel
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.biometric.networks.scoring import operating_point
from kiosk.domain.faults import Fault, FaultCode


def normal(count: int, mean: float = 0.084, sd: float = 0.095) -> Scores:
    return np.random.default_rng(count).normal(mean, sd, count).astype(np.float32)


def measured(impostors: int, genuine: int = 500) -> MeasuredCalibration:
    return calibrate(LabelledScores(normal(genuine, 0.6, 0.1), normal(impostors)), "a drawn crowd")


@pytest.mark.parametrize(
    ("impostors", "rates", "lacking"),
    [
        (10_000, [1e-2, 1e-3], {1e-4: 100_000}),
        (99_999, [1e-2, 1e-3], {1e-4: 100_000}),
        (100_000, [1e-2, 1e-3, 1e-4], {}),
    ],
)
def test_thresholds_are_given_for_rates_with_enough_pairs(
    impostors: int, rates: list[float], lacking: dict[float, int]
) -> None:
    found = measured(impostors)
    assert [point.false_match_rate for point in found.calibration.operating_points] == rates
    assert found.lacking == lacking


def test_thresholds_of_a_normal_crowd_are_where_theory_has_them() -> None:
    found = measured(200_000)
    assert (found.impostor_mean, found.impostor_sd) == pytest.approx((0.084, 0.095), abs=2e-3)
    for threshold, sigmas in zip(found.thresholds, (2.326, 3.090, 3.719), strict=True):
        assert threshold.low <= 0.084 + sigmas * 0.095 <= threshold.high
    assert found.calibration.review_at == found.thresholds[0].accept_at
    assert found.calibration.review_basis == "measured: a false-match rate of 0.01"


@pytest.mark.parametrize(
    ("impostors", "why"),
    [
        (np.empty(0, np.float32), "0 impostor pairs; 0.001 needs 10000"),
        (normal(9_999), "9999 impostor pairs; 0.001 needs 10000"),
        (np.full(20_000, 0.1, np.float32), "the impostor scores are all alike"),
        (np.repeat(np.array([0.1, 0.9], np.float32), 10_000), "two false-match rates have one threshold"),
        (np.concatenate([normal(15_000), np.full(5_000, -np.inf, np.float32)]), "no face in 25% of the impostor"),
    ],
    ids=["none", "too few", "all alike", "too coarse", "faces not found"],
)
def test_data_that_give_no_calibration_are_refused(impostors: Scores, why: str) -> None:
    with pytest.raises(Fault, match=why) as caught:
        calibrate(LabelledScores(normal(100), impostors), "x")
    assert caught.value.code is FaultCode.CALIBRATION_REFUSED


def test_pairs_without_a_face_do_not_make_thresholds_look_better() -> None:
    impostors = normal(20_000)
    with_missed = np.concatenate([impostors, np.full(2_000, -np.inf, np.float32)])
    plain = calibrate(LabelledScores(normal(10), impostors), "x")
    assert calibrate(LabelledScores(normal(10), with_missed), "x").thresholds == plain.thresholds


@pytest.mark.parametrize(("rate", "pairs"), [(1e-2, 1000), (1e-3, 10_000), (1e-4, 100_000)])
def test_pairs_needed(rate: float, pairs: int) -> None:
    assert pairs_needed(rate) == pairs


ENGINES = {**load_manifest().engines, **load_manifest(KNOWN_PACK).engines}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_a_calibration_comes_back_from_its_manifest(tmp_path: Path, engine: EngineModel) -> None:
    found = measured(100_000)
    path = tmp_path / "manifest.toml"
    path.write_text(pack_manifest("here", engine, found), "utf-8")
    back = load_manifest(path).engines["here"]
    assert back.calibration == found.calibration
    assert operating_point(found.calibration, 1e-4).accept_at == found.thresholds[2].accept_at
    assert [part.recogniser for part in back.parts] == [part.recogniser for part in engine.parts]
    assert back.scale is engine.scale


def test_the_report_warns_of_what_rests_on_little() -> None:
    said = warnings(calibrate(LabelledScores(np.empty(0, np.float32), normal(20_000)), "x"))
    assert said == [
        "No threshold for a false-match rate of 0.0001: it takes 100,000 impostor pairs.",
        "The threshold for 0.001 rests on 20 impostor pairs; with fewer than 30 its rate is known only roughly.",
        "No genuine pairs: how many holders are turned away was not measured.",
    ]


def test_the_report_shows_groups_and_escapes_what_it_was_given() -> None:
    groups = {"women": LabelledScores(normal(50, 0.6), normal(200)), "": LabelledScores(normal(5), normal(0))}
    page = calibration_page("<sface>", measured(20_000), groups, {"Scores": b"\x89PNG"}, ["3 pictures: <missing>"])
    assert "<td>women</td>" in page
    assert "(no label)" in page
    assert "&lt;missing&gt;" in page
    assert "<sface>" not in page
    assert 'src="data:image/png;base64,iVBORw=="' in page
