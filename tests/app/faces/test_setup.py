"""The face engine that a settings file asks for: which one, and whether its scores are kept."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from kiosk.app.faces.setup import make_face_engine
from kiosk.app.settings.values import ScoreLogging, Settings
from kiosk.biometric.evaluation.score_log import load_scores
from kiosk.domain.face import FaceRules
from kiosk.domain.liveness import LivenessPolicy, LivenessRules
from tests.fakes.camera import FACES, chip_face, picture


def settings(folder: Path) -> Settings:
    return Settings(
        file=folder / "kiosk.toml",
        name="gate 1",
        site=folder / "site.toml",
        roster=None,
        trust=folder,
        data=folder,
        engine="sface",
    )


def compared(wanted: Settings) -> None:
    """One comparison by the engine that these settings ask for."""
    engine = make_face_engine(wanted, FaceRules())
    live = engine.session(LivenessRules(LivenessPolicy.OFF)).look(picture("obama_2012_frame.jpg")).live
    assert live is not None
    engine.compare(live, chip_face("obama_2010_chip_240x320.jpg"))


def test_scores_are_not_kept_unless_asked_for(tmp_path: Path) -> None:
    compared(settings(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_scores_are_kept_so_that_calibrate_reads_them(tmp_path: Path) -> None:
    (tmp_path / "cohort").mkdir()
    shutil.copy(FACES / "biden_2010_frame.jpg", tmp_path / "cohort" / "1.jpg")
    log = ScoreLogging(tmp_path / "scores.jsonl", tmp_path / "cohort", "evening")
    compared(replace(settings(tmp_path), score_log=log))
    scores = load_scores(tmp_path / "scores.jsonl")
    assert [(score.engine, score.same, score.group) for score in scores] == [
        ("sface", None, "evening"),
        ("sface", False, "evening"),
    ]
