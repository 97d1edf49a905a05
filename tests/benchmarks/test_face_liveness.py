"""``benchmarks/face_liveness.py`` and ``face_replays.py`` on small, partly broken data: every figure is there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from kiosk.biometric.camera.pixels import pixels_of
from kiosk.biometric.liveness.orders import orders
from kiosk.simulator.person.held_print import on_a_phone
from tests.fakes.camera import FACES, picture
from tests.fakes.models import needs_model_pack, yunet

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from face_attacks import ATTACKS  # noqa: E402

pytestmark = pytest.mark.long

FACE = "obama_2012_frame.jpg"


def run(script: str, *arguments: str) -> tuple[dict[str, Any], str]:
    """What a benchmark prints as JSON, and what it tells on stderr."""
    command = [sys.executable, str(ROOT / "benchmarks" / script), *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    told: dict[str, Any] = json.loads(done.stdout)
    return told, done.stderr


def video(path: Path, rate: float, frames: int, size: tuple[int, int]) -> None:
    """A photograph that trembles a little."""
    shown = cv2.resize(pixels_of(picture(FACE)), size)
    codec = cv2.VideoWriter.fourcc(*"MJPG")
    writer = cv2.VideoWriter(str(path), codec, rate, size)
    assert writer.isOpened()
    for number in range(frames):
        writer.write(np.roll(shown, number % 3, axis=1))
    writer.release()


@pytest.fixture
def strangers(tmp_path: Path) -> tuple[Path, Path]:
    """Somebody else's data: videos of different rates and sizes, single pictures, and files that are none of these."""
    live, attack = tmp_path / "live", tmp_path / "attack"
    (live / "somebody").mkdir(parents=True)
    (attack / "phone" / "one").mkdir(parents=True)
    (attack / "paper").mkdir()
    (attack / "nothing in it").mkdir()
    video(live / "slow.avi", 5.0, 8, (640, 480))
    video(live / "fast.avi", 60.0, 40, (1280, 960))
    for number, name in enumerate(("biden_2010_frame.jpg", FACE, "q_no_face.jpg")):
        shutil.copy(FACES / name, live / "somebody" / f"{number}.jpg")
    small = cv2.resize(pixels_of(picture(FACE)), (320, 240))
    cv2.imwrite(str(live / "somebody" / "3.png"), small)
    shutil.copy(FACES / "collins_astronaut_frame.jpg", live / "alone.JPG")
    (live / "broken.avi").write_bytes(b"RIFF no video")
    (live / "empty.mp4").write_bytes(b"")
    (live / "no picture.jpg").write_bytes(b"\xff\xd8\xff nothing")
    (live / "notes.txt").write_text("not for the benchmark")
    for number in range(6):
        shown = on_a_phone(pixels_of(picture(FACE)), 0.002 * number)
        cv2.imwrite(str(attack / "phone" / "one" / f"{number}.jpg"), shown)
    shutil.copy(FACES / FACE, attack / "paper" / "1.jpg")
    return live, attack


@needs_model_pack
def test_what_cannot_be_read_is_told_and_the_rest_is_measured(strangers: tuple[Path, Path]) -> None:
    live, attack = strangers
    told, errors = run("face_liveness.py", "--live", str(live), "--attack", str(attack))
    for name in ("broken.avi", "empty.mp4", "no picture.jpg"):
        assert name in errors
    assert set(told["species"]) == {"paper", "phone"}
    whole = told["all"]
    assert whole["live"] + whole["attacks"] + whole["no_response"] == 9
    assert (whole["live"], whole["attacks"]) == (3, 2), "the folder of four sizes has too few good frames"
    assert whole["passive"]["threshold"] == 0.5
    for rate in (whole["eer"], whole["passive"]["apcer"], whole["passive"]["bpcer"]):
        value, low, high = rate
        assert 0.0 <= low <= value <= high <= 1.0
    assert told["species"]["phone"]["passive"]["apcer"] == [0.0, 0.0, 0.0]
    assert whole["unanswered"]["attacks"]["sessions"] == 1


@needs_model_pack
def test_a_photograph_gives_people_and_attacks() -> None:
    told, _ = run("face_liveness.py", "--simulated", "--limit", "1", "--repeats", "1", "--species", "telephone")
    assert (told["pictures"], told["all"]["live"], told["all"]["attacks"]) == (1, 1, 1)
    assert told["all"]["unanswered"]["live"] == {"sessions": 1, "passed": 1, "doubted": 0}
    assert told["all"]["unanswered"]["attacks"]["failed"] == 1
    assert told["all"]["passive"]["apcer"][0] == 0.0


@pytest.mark.parametrize("species", ATTACKS)
def test_every_species_shows_a_face_in_pictures_of_a_camera(species: str) -> None:
    pixels = np.asarray(cv2.resize(pixels_of(picture(FACE)), (320, 240)), np.uint8)
    shots = ATTACKS[species](pixels, yunet().faces(pixels)[0], np.random.default_rng(1))
    assert len(shots) >= 16 and {shot.shape[1] for shot in shots} == {640}
    assert yunet().faces(shots[0]) and yunet().faces(shots[-1])


@pytest.mark.parametrize("arguments", [(), ("--live", "."), ("--simulated", "nowhere"), ("--synthetic", "--rate", "0")])
def test_what_is_asked_for_wrongly_ends_with_a_word(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "face_liveness.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    assert done.returncode == 2 and "error:" in done.stderr and "Traceback" not in done.stderr


def test_people_pass_and_recordings_pass_no_more_often_than_the_orders_say() -> None:
    told, _ = run("face_replays.py", "--runs", "60")
    rows = {(row["pack"], row["shown"]): row for row in told["rows"]}
    for pack in (False, True):
        assert rows[pack, "obeying"]["passed"] == 1.0
        most = 2 / len(orders(expressions=pack))
        recordings = [row for (with_pack, _), row in rows.items() if with_pack is pack and row["at_most"] is not None]
        assert len(recordings) == 4
        for row in recordings:
            assert row["at_most"] == pytest.approx(most, abs=1e-4)
            assert row["passed_95"][0] <= most, row["shown"]
