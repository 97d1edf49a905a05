"""A kiosk's own scores: what a line holds, when strangers are compared, and what a broken disk does."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import pytest

from kiosk.biometric import score_keeping
from kiosk.biometric.evaluation.score_log import LoggedScore, load_scores
from kiosk.biometric.networks.engine import CalibratedEngine
from kiosk.biometric.score_keeping import MAX_COHORT, ScoreKeepingEngine, ScoreLog, load_cohort
from kiosk.domain.face import LiveFace
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.liveness import LivenessPolicy, LivenessRules
from tests.fakes.camera import FACES, chip_face, picture

RULES = LivenessRules(LivenessPolicy.OFF)
SCORE = LoggedScore("sface", 0.5, None, "")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "scores.jsonl"


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    folder = tmp_path / "cohort"
    folder.mkdir()
    for name in ("biden_2010_frame.jpg", "collins_astronaut_frame.jpg", "q_no_face.jpg"):
        shutil.copy(FACES / name, folder / name)
    return folder


def looked(engine: ScoreKeepingEngine) -> LiveFace:
    live = engine.session(RULES).look(picture("obama_2012_frame.jpg")).live
    assert live is not None
    return live


def test_a_comparison_is_a_line_and_nobody_knows_of_whom(engine: CalibratedEngine, log: Path) -> None:
    keeping = ScoreKeepingEngine(engine, "sface", ScoreLog(log), "night")
    comparison = keeping.compare(looked(keeping), chip_face("obama_2010_chip_480x640.jp2"))
    (line,) = log.read_text("utf-8").splitlines()
    assert json.loads(line) == {"engine": "sface", "score": round(comparison.score, 4), "same": None, "group": "night"}
    assert keeping.name == engine.name
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_cohort_gives_strangers_once_a_session(engine: CalibratedEngine, log: Path, cohort: Path) -> None:
    keeping = ScoreKeepingEngine(engine, "sface", ScoreLog(log), cohort=load_cohort(engine.templates, cohort))
    for _ in range(2):
        live = looked(keeping)
        for _ in range(3):
            keeping.compare(live, chip_face("obama_2010_chip_480x640.jp2"))
    scores = load_scores(log)
    assert [score.same for score in scores] == [None, False, False, None, None] * 2
    assert max(score.score for score in scores if score.same is False) < 0.31


def test_a_chip_that_cannot_be_compared_is_no_score(engine: CalibratedEngine, log: Path) -> None:
    keeping = ScoreKeepingEngine(engine, "sface", ScoreLog(log))
    live = looked(keeping)
    with pytest.raises(Fault):
        keeping.compare(live, chip_face("q_no_face.jpg"))
    assert not log.exists()


@pytest.mark.parametrize(
    ("files", "why"), [([], "0 portraits"), ([f"{at}.jpg" for at in range(MAX_COHORT + 1)], "101 portraits")]
)
def test_a_cohort_of_nobody_or_of_too_many_is_a_wrong_setting(
    engine: CalibratedEngine, tmp_path: Path, files: list[str], why: str
) -> None:
    for name in files:
        (tmp_path / name).touch()
    with pytest.raises(Fault, match=why) as caught:
        load_cohort(engine.templates, tmp_path)
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED


def test_a_cohort_that_is_not_there_is_a_wrong_setting(engine: CalibratedEngine, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="no-such-folder") as caught:
        load_cohort(engine.templates, tmp_path / "no-such-folder")
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED


def test_a_full_log_grows_no_more(monkeypatch: pytest.MonkeyPatch, log: Path) -> None:
    line = len(SCORE.line()) + 1
    monkeypatch.setattr(score_keeping, "MAX_BYTES", 2 * line + 1)
    for _ in range(4):
        ScoreLog(log).write([SCORE])
    assert log.stat().st_size == 2 * line


def test_a_disk_that_refuses_is_told_once(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    keeping = ScoreLog(tmp_path / "no-such-folder" / "scores.jsonl")
    with caplog.at_level(logging.WARNING):
        keeping.write([SCORE])
        keeping.write([SCORE])
    assert [record.getMessage() for record in caplog.records] == ["scores are not logged: No such file or directory"]
