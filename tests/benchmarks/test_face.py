"""``benchmarks/face.py`` on a small, partly broken folder like LFW: every picture is counted, every figure is there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kiosk.biometric.camera.pixels import pixels_of
from kiosk.domain.face import Covering
from tests.fakes.camera import FACES, picture
from tests.fakes.models import needs_model_pack, yunet

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]

PEOPLE = {
    "Joe_B": ("biden_2010_frame.jpg", "biden_2010_chip_240x320.jpg"),
    "Eileen_C": ("collins_astronaut_frame.jpg", "collins_astronaut_chip_240x320.jpg"),
    "Barack_O": ("obama_2009_frame.jpg", "obama_2010_frame.jpg", "obama_2012_frame.jpg", "q_no_face.jpg"),
}

PAIRS = """\
2\t3
Joe_B\t1\t2
Barack_O\t1\t2
Barack_O\t1\t3
Joe_B\t1\tEileen_C\t1
Barack_O\t1\tJoe_B\t2
Barack_O\t3\tEileen_C\t2
Eileen_C\t1\t2
Barack_O\t2\t3
Barack_O\t2\t4
Joe_B\t2\tEileen_C\t2
Barack_O\t2\tJoe_B\t1
Barack_O\t5\tEileen_C\t1
"""


@pytest.fixture
def lfw(tmp_path: Path) -> Path:
    folder = tmp_path / "lfw"
    for person, pictures in PEOPLE.items():
        (folder / person).mkdir(parents=True)
        for number, name in enumerate(pictures, 1):
            shutil.copy(FACES / name, folder / person / f"{person}_{number:04d}.jpg")
    (tmp_path / "pairs.txt").write_text(PAIRS, "utf-8")
    return folder


def benchmark(images: Path, pairs: Path, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "benchmarks/face.py", str(images), "--pairs", str(pairs), "--library", "none", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=110,
    )
    return json.loads(done.stdout) if "--json" in arguments else done.stdout


def test_one_engine_in_both_conditions(lfw: Path, tmp_path: Path) -> None:
    report = benchmark(
        lfw, tmp_path / "pairs.txt", "--engine", "sface", "--no-sequences", "--json", "--plots", str(tmp_path / "plots")
    )
    assert (report["pairs"], report["genuine"], report["pictures"]) == (12, 6, 9)
    assert report["everybody_against_everybody"]
    (engine,) = report["engines"]
    for condition in ("clean", "chip_webcam"):
        found = engine[condition]
        # The pair with the cup of coffee is a genuine one that cannot be told; all others are.
        assert found["accuracy"] == pytest.approx(11 / 12)
        assert found["tar_at_far"]["0.01"] is None
        assert found["shipped"]["0.001"]["far"]["rate"] == 0.0
        assert found["shipped"]["0.001"]["tar"]["rate"] == pytest.approx(5 / 6)
    assert engine["clean"]["missed"] == {"no_face": 1, "missing": 1}
    # Two of Joe, two of Eileen, three of Barack have a face.
    assert engine["clean"]["impostor_pairs"] == 2 * 2 + 2 * 3 + 2 * 3
    assert set(engine["cost"]["cpu_ms"]) == {"find", "measure", "template", "whole"}
    assert {path.name for path in (tmp_path / "plots").iterdir()} == {"roc.png", "scores-sface.png"}


def test_broken_pictures_are_counted_and_end_nothing(lfw: Path, tmp_path: Path) -> None:
    (lfw / "Joe_B" / "Joe_B_0001.jpg").write_bytes(b"")
    torn = lfw / "Eileen_C" / "Eileen_C_0001.jpg"
    torn.write_bytes(torn.read_bytes()[:3000])
    found = benchmark(lfw, tmp_path / "pairs.txt", "--engine", "sface", "--json", "--no-degraded", "--no-sequences")[
        "engines"
    ][0]
    assert found["clean"]["missed"] == {"unreadable": 2, "no_face": 1, "missing": 1}
    assert "chip_webcam" not in found


@pytest.mark.parametrize(
    ("folder", "pairs", "more", "said"),
    [
        ("lfw", "", (), "odd.txt: no pairs"),
        ("lfw", "1\t1\nJoe_B\t1\t2\n", (), "odd.txt: 1 pairs instead of 1 × 2 × 1"),
        ("lfw", "Nobody/1.jpg Somebody/2.jpg 0\n", (), "none of the 2 pictures of the list is in"),
        (".", PAIRS, (), "is it the folder of people?"),
        ("nowhere", PAIRS, (), "is no folder"),
        ("lfw", PAIRS, ("--limit", "0"), "0 pairs are none"),
        ("lfw", PAIRS, ("--plots", "odd.txt"), "odd.txt: File exists"),
    ],
    ids=[
        "no pairs", "fewer pairs than promised", "names of other people", "the folder above", "no folder",
        "no pair wanted", "no folder for plots",
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_told_in_a_line(
    lfw: Path, tmp_path: Path, folder: str, pairs: str, more: tuple[str, ...], said: str
) -> None:
    (tmp_path / "odd.txt").write_text(pairs, "utf-8")
    given = [str(ROOT / "benchmarks" / "face.py"), folder, "--pairs", "odd.txt", "--library", "none", *more]
    done = subprocess.run(
        [sys.executable, *given], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_other_kinds_of_pictures_stand_in_for_jpeg_and_grey_ones_count(lfw: Path, tmp_path: Path) -> None:
    """As in copies of LFW that somebody converted; one person has a single picture, the list was saved on Windows."""
    for person, number, kind in (
        ("Joe_B", 1, "png"),
        ("Joe_B", 2, "pgm"),
        ("Eileen_C", 1, "bmp"),
        ("Barack_O", 1, "webp"),
    ):
        path = lfw / person / f"{person}_{number:04d}.jpg"
        with Image.open(path) as found:
            found.convert("L" if kind == "pgm" else "RGB").save(path.with_suffix(f".{kind}"))
        path.unlink()
    (lfw / "Eileen_C" / "Eileen_C_0002.jpg").unlink()
    pairs = tmp_path / "windows.txt"
    pairs.write_text("1\t1\nJoe_B\t1\t2\nEileen_C\t1\tBarack_O\t1\n".replace("\n", "\r\n"), "utf-8-sig")
    (engine,) = benchmark(lfw, pairs, "--engine", "sface", "--json", "--no-degraded", "--no-sequences")["engines"]
    assert engine["clean"]["missed"] == {}
    assert engine["clean"]["impostor_pairs"] == 2 + 2 + 1


def test_a_plain_list_whose_folders_are_not_people_compares_only_its_pairs(lfw: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "plain.txt"
    pairs.write_text(
        "Joe_B/Joe_B_0001.jpg Joe_B/Joe_B_0002.jpg 1\nBarack_O/Barack_O_0001.jpg Barack_O/Barack_O_0002.jpg 0\n"
    )
    report = benchmark(lfw, pairs, "--engine", "sface", "--json", "--no-degraded", "--no-sequences")
    assert not report["everybody_against_everybody"]
    assert report["engines"][0]["clean"]["impostor_pairs"] == 1


def test_an_engine_that_is_not_there_is_skipped_with_the_reason(lfw: Path, tmp_path: Path) -> None:
    said = benchmark(
        lfw, tmp_path / "pairs.txt", "--engine", "arcface", "--engine", "sface", "--limit", "4", "--no-sequences"
    )
    assert "arcface           skipped: " in said
    assert "no face engine 'arcface'" in said
    assert "4 pairs" in said


def test_single_frames_the_best_and_the_average(lfw: Path, tmp_path: Path) -> None:
    arguments = ("--engine", "sface", "--json", "--no-degraded", "--sequence-limit", "6")
    (engine,) = benchmark(lfw, tmp_path / "pairs.txt", *arguments)["engines"]
    single, best, average = (engine[condition] for condition in ("one_frame", "best_frame", "average"))
    assert best["impostor_pairs"] == average["impostor_pairs"]
    assert single["impostor_pairs"] == 8 * best["impostor_pairs"]
    assert average["separation"]["d_prime"] > single["separation"]["d_prime"]
    assert average["missed"] == best["missed"]
    assert "chip_webcam" not in engine


@needs_model_pack
def test_the_fused_engine_separates_further(lfw: Path, tmp_path: Path) -> None:
    report = benchmark(lfw, tmp_path / "pairs.txt", "--engine", "fused", "--json", "--no-degraded", "--no-sequences")
    assert report["engines"][0]["clean"]["shipped"]["0.0001"]["tar"]["rate"] == pytest.approx(5 / 6)


def test_a_degraded_picture_is_the_same_each_time_and_of_the_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from face_degradation import degraded  # type: ignore[import-not-found]

    rgb = np.random.default_rng(2).integers(0, 256, (250, 250, 3), np.uint8)
    chip, webcam = (degraded(kind, "a/b.jpg", rgb) for kind in ("chip", "webcam"))
    assert (chip.shape, webcam.shape) == ((320, 240, 3), (500, 500, 3))
    assert np.array_equal(webcam, degraded("webcam", "a/b.jpg", rgb))
    assert not np.array_equal(webcam, degraded("webcam", "a/c.jpg", rgb))


def test_a_frame_is_the_same_each_time_and_another_than_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from face_sequences import frame  # type: ignore[import-not-found]

    pixels = pixels_of(picture("obama_2012_frame.jpg"))
    one = frame("a/b.jpg", pixels, 1)
    assert one.shape == pixels.shape
    assert np.array_equal(one, frame("a/b.jpg", pixels, 1))
    assert not np.array_equal(one, frame("a/b.jpg", pixels, 2))


def test_what_is_drawn_is_the_same_each_time_and_only_on_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from face_coverings import DRAWINGS, cover  # type: ignore[import-not-found]

    pixels = pixels_of(picture("obama_2012_frame.jpg"))
    (face, *_) = yunet().faces(pixels)
    left, right = round(face.left - face.width), round(face.left + 2 * face.width)
    for what in sorted(set(DRAWINGS) - {"nothing", "tone"}):
        drawn = cover(what, pixels, face.points, 5)
        assert np.array_equal(drawn, cover(what, pixels, face.points, 5)), what
        assert not np.array_equal(drawn, pixels), what
        assert np.array_equal(drawn[:, :left], pixels[:, :left]), what
        assert np.array_equal(drawn[:, right:], pixels[:, right:]), what
    assert np.array_equal(cover("nothing", pixels, face.points, 5), pixels)
    assert {what.split(",")[0] for what in DRAWINGS} >= {covering.value for covering in Covering}
