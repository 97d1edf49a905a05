"""docs/biometrics.md says what the program does: thresholds, limits, the example of a customer's pack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.biometric.evaluation.calibrate import LEAST_FALSE_MATCHES, TRUSTED_FALSE_MATCHES, pairs_needed
from kiosk.biometric.evaluation.score_log import parse_scores
from kiosk.biometric.networks.manifest import EngineModel, OnnxModel
from kiosk.biometric.networks.manifest_file import BUILT_IN, KNOWN_PACK, load_manifest
from kiosk.biometric.networks.scoring import operating_point

PAGE = (Path(__file__).parents[2] / "docs" / "biometrics.md").read_text("utf-8")
ENGINES: dict[str, EngineModel] = {**load_manifest(BUILT_IN).engines, **load_manifest(KNOWN_PACK).engines}


@pytest.mark.parametrize("name", ENGINES)
def test_the_thresholds(name: str) -> None:
    row = re.search(rf"^\| `{name}` \| ≥ ([\d.]+) \(.*?1e-3.*?\) \| ([\d.]+).*? \| ([\d.]+) \(1e-4\) \|$", PAGE, re.M)
    assert row is not None
    calibration = ENGINES[name].calibration
    assert calibration is not None
    assert float(row[1]) == operating_point(calibration, 1e-3).accept_at
    assert float(row[2]) == calibration.review_at
    assert float(row[3]) == operating_point(calibration, 1e-4).accept_at


def test_every_review_threshold_that_was_not_measured_is_told_as_such() -> None:
    for name, engine in ENGINES.items():
        assert engine.calibration is not None
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` | ≥"))
        assert ("1e-2, **measured**" in row) is engine.calibration.review_basis.startswith("measured")


def test_the_formula_of_the_fused_score() -> None:
    sface, omz = ENGINES["fused"].parts
    for part, name in ((sface, "SFace"), (omz, "OMZ")):
        assert f"{part.weight:g}·(cos_{name} − {part.impostor_mean:g})/{part.impostor_sd:g}" in PAGE


def test_the_example_of_a_customers_pack_is_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    path = tmp_path / "manifest.toml"
    path.write_text(example, "utf-8")
    pack = load_manifest(path)
    assert isinstance(pack.recognisers["acme"], OnnxModel)
    assert pack.engines["acme"].calibration is None


def test_the_example_of_a_logged_score_is_one() -> None:
    (line,) = re.findall(r'^    (\{"engine".*\})$', PAGE, re.M)
    assert parse_scores([line])[0].engine == "sface"


def test_how_many_pairs_a_threshold_takes() -> None:
    told = re.search(r"\(([\d,]+) pairs for 1e-2, ([\d,]+) for\n1e-3, ([\d,]+) for 1e-4\); below (\d+)", PAGE)
    assert told is not None
    assert [int(number.replace(",", "")) for number in told.groups()] == [
        *map(pairs_needed, (1e-2, 1e-3, 1e-4)),
        TRUSTED_FALSE_MATCHES,
    ]
    assert f"at least {LEAST_FALSE_MATCHES} impostor pairs" in PAGE
