"""``kiosk calibrate``: from pairs or logged scores to an engine that can be installed and chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

from kiosk.app.exits import Exit
from kiosk.app.faces.setup import make_face_engine
from kiosk.app.main import app
from kiosk.app.settings.file import load_settings
from kiosk.biometric.evaluation.score_log import LoggedScore
from kiosk.domain.face import FaceRules
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.camera import FACES

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "schemas" / "kiosk.calibration-1.json").read_text("utf-8"))

PHOTOS = ("biden_2010", "collins_astronaut", "obama_2009", "obama_2010", "obama_2012")


def choose(config: Path, engine: str) -> None:
    """Name the engine in the settings, in the place of another."""
    others = [line for line in config.read_text("utf-8").splitlines() if not line.startswith("engine")]
    config.write_text("\n".join([f'engine = "{engine}"', *others]), "utf-8")


def kiosk(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
    assert result.exit_code == Exit.OK
    return result.output


def log(path: Path, impostors: int, engine: str = "sface") -> Path:
    draw = np.random.default_rng(11)
    scores = [
        *(LoggedScore(engine, float(score), False, "women") for score in draw.normal(0.08, 0.09, impostors)),
        *(LoggedScore(engine, float(score), True, "men") for score in draw.normal(0.6, 0.1, 200)),
        LoggedScore(engine, 0.5, None),
        LoggedScore("fused", 4.2, True),
    ]
    path.write_text("\n".join(score.line() for score in scores), "utf-8")
    return path


def test_logged_scores_become_an_engine_that_can_be_chosen(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "calibration"
    printed = kiosk(
        "calibrate", "--scores", log(tmp_path / "scores.jsonl", 12_000), "--out", out, "--name", "hanoi", "--json",
        "--config", config,
    )  # fmt: skip
    report: dict[str, Any] = json.loads(printed)
    jsonschema.validate(report, SCHEMA, jsonschema.Draft202012Validator)
    assert (report["schema"], report["impostor_pairs"], report["genuine_pairs"]) == ("kiosk.calibration/1", 12_000, 200)
    assert [one["false_match_rate"] for one in report["thresholds"]] == [1e-2, 1e-3]
    assert report["lacking"] == [{"false_match_rate": 1e-4, "needs": 100_000}]
    assert set(report["groups"]) == {"men", "women"}
    assert {path.name for path in out.iterdir()} == {"manifest.toml", "report.html", "roc.png", "scores.png"}
    page = (out / "report.html").read_text("utf-8")
    assert "1 scores of other engines left out" in page
    assert "1 scores without a label left out" in page

    kiosk("models", "install", out, "--config", config)
    choose(config, "hanoi")
    listed = json.loads(kiosk("models", "list", "--json", "--config", config))
    assert listed["selected"] == "hanoi"
    engine = next(engine for engine in listed["engines"] if engine["name"] == "hanoi")
    assert engine["lacks"] == []
    assert engine["calibrated_on"] == "logged scores"
    assert engine["review_basis"].startswith("measured")


def test_a_customers_engine_is_refused_until_it_has_its_own_calibration(config: Path, tmp_path: Path) -> None:
    pack, out = tmp_path / "acme", tmp_path / "calibration"
    pack.mkdir()
    (pack / "manifest.toml").write_text(
        'pack = "acme"\ntitle = "ACME"\n[engines.acme]\ntitle = "ACME"\ndetector = "yunet"\n'
        'parts = [{ recogniser = "sface" }]\n'
    )
    kiosk("models", "install", pack, "--config", config)
    choose(config, "acme")
    with pytest.raises(Fault, match="acme has no calibration of its own"):
        make_face_engine(load_settings(config), FaceRules())
    log_file = log(tmp_path / "scores.jsonl", 12_000, "acme")
    kiosk("calibrate", "--scores", log_file, "--out", out, "--config", config)
    kiosk("models", "install", out, "--config", config)
    choose(config, "acme-here")
    assert make_face_engine(load_settings(config), FaceRules()).name == "ACME"
    with pytest.raises(Fault, match=r"no threshold for a false-match rate of 0\.0001, only 0\.01, 0\.001"):
        make_face_engine(load_settings(config), FaceRules(1e-4))


def test_too_few_scores_are_refused_with_how_many_it_takes(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "calibration"
    with pytest.raises(Fault, match=r"500 impostor pairs; 0\.001 needs 10000") as caught:
        kiosk("calibrate", "--scores", log(tmp_path / "scores.jsonl", 500), "--out", out, "--config", config)
    assert caught.value.code is FaultCode.CALIBRATION_REFUSED
    assert not out.exists()


def pictures(path: Path) -> Path:
    """A list of pairs of the fixtures: a frame against a portrait."""
    lines = [
        f"{photo}_frame.jpg\t{chip}_chip_240x320.jpg\t{int(photo.split('_')[0] == chip.split('_')[0])}"
        for photo in PHOTOS
        for chip in PHOTOS
    ]
    path.write_text("\n".join([*lines, "q_no_face.jpg\tno such picture.jpg\t0"]), "utf-8")
    return path


def test_a_folder_of_pictures_is_measured_and_refused_when_it_is_small(config: Path, tmp_path: Path) -> None:
    pairs = pictures(tmp_path / "pairs.txt")
    with pytest.raises(Fault, match=r"15 impostor pairs; 0\.001 needs 10000"):
        kiosk("calibrate", "--pairs", pairs, "--images", FACES, "--out", tmp_path / "out", "--config", config)


def test_a_folder_of_pictures_gives_scores_that_tell_people_apart(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.biometric.evaluation.calibrate.NEEDED_RATES", (1e-2,))
    monkeypatch.setattr("kiosk.biometric.evaluation.calibrate.FALSE_MATCH_RATES", (1e-1,))
    monkeypatch.setattr("kiosk.biometric.evaluation.calibrate.LEAST_FALSE_MATCHES", 0.1)
    printed = kiosk(
        "calibrate", "--pairs", pictures(tmp_path / "pairs.txt"), "--images", FACES, "--engine", "sface",
        "--out", tmp_path / "out", "--config", config,
    )  # fmt: skip
    assert "genuine accepted 100.00%" in printed
    assert "1 pictures: no_face" in printed
    assert "1 pictures: missing" in printed


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--pairs", "pairs.txt"),
        ("--scores", "scores.jsonl", "--pairs", "pairs.txt", "--images", "x"),
        ("--scores", "no such file.jsonl"),
        ("--scores", "scores.jsonl", "--name", "../x"),
    ],
    ids=["nothing", "pairs without pictures", "both", "no such file", "a bad name"],
)
def test_what_cannot_be_meant_is_refused(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    log(tmp_path / "scores.jsonl", 10)
    with pytest.raises(Fault) as caught:
        kiosk("calibrate", *arguments, "--config", config)
    assert caught.value.code is FaultCode.CALIBRATION_REFUSED
