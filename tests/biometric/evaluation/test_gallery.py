"""Pictures become rows of templates; what fails is counted by its reason and ends nothing."""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kiosk.biometric.camera.pictures import PictureLimits
from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.evaluation import gallery as module
from kiosk.biometric.evaluation.gallery import EngineEmbedder, Missed, embed_all, main_face
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.engine import FaceTemplates
from kiosk.biometric.networks.engine_choice import built_in_engines
from tests.fakes.camera import FACES


class Brightness:
    """A template of two numbers; dark pictures show no face."""

    dimensions = 2

    def template(self, pixels: Pixels) -> Sequence[float] | None:
        luma = float(pixels.mean())
        return None if luma < 60 else (luma, 1.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("obama_2009_frame.jpg", "obama_2010_frame.jpg", "q_dark.jpg"):
        shutil.copy(FACES / name, tmp_path)
    (tmp_path / "torn.jpg").write_bytes((FACES / "obama_2009_frame.jpg").read_bytes()[:4000])
    (tmp_path / "note.jpg").write_bytes(b"no picture")
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "folder.jpg").mkdir()
    return tmp_path


PATHS = (
    "obama_2009_frame.jpg", "torn.jpg", "note.jpg", "empty.jpg", "folder.jpg", "gone.jpg", "q_dark.jpg",
    "obama_2010_frame.jpg",
)  # fmt: skip


def test_what_fails_is_counted_and_leaves_its_row_empty(folder: Path) -> None:
    told: list[int] = []
    found = embed_all(Brightness(), folder, PATHS, on_picture=told.append)
    assert found.missed == {Missed.UNREADABLE: 3, Missed.MISSING: 2, Missed.NO_FACE: 1}
    assert np.isfinite(found.templates).all(axis=1).tolist() == [True, *[False] * 6, True]
    assert told == list(range(1, 9))


def test_rows_come_by_their_paths(folder: Path) -> None:
    found = embed_all(Brightness(), folder, PATHS)
    rows = found.rows([PATHS[7], PATHS[0], PATHS[7]])
    assert rows[0].tolist() == rows[2].tolist() == found.templates[7].tolist()


def test_a_change_is_made_before_the_template(folder: Path) -> None:
    found = embed_all(Brightness(), folder, PATHS[:1], lambda path, pixels: np.full_like(pixels, 200))
    assert found.templates[0].tolist() == [200.0, 1.0]


def test_a_file_that_is_too_large_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PICTURE_LIMITS", PictureLimits(max_bytes=1000, max_pixels=1000))
    assert embed_all(Brightness(), folder, PATHS[:1]).missed == {Missed.UNREADABLE: 1}


def test_names_stay_out_of_repr(folder: Path) -> None:
    assert "obama" not in repr(embed_all(Brightness(), folder, PATHS))


def face(across: float, size: float) -> FaceFound:
    return FaceFound(
        across - size, 100 - size, 2 * size, 2 * size, ((across - size / 2, 90), (across + size / 2, 90)), 1
    )


@pytest.mark.parametrize(
    ("faces", "chosen"),
    [
        ((), None),
        ((face(20, 10),), 0),
        ((face(20, 12), face(100, 10)), 1),
        ((face(20, 40), face(100, 10)), 0),
    ],
    ids=["nobody", "alone", "the middle one of like size", "a small one behind"],
)
def test_whom_a_picture_is_of(faces: tuple[FaceFound, ...], chosen: int | None) -> None:
    assert main_face(faces, 200, 200) == (None if chosen is None else faces[chosen])


def test_an_engines_template_of_a_picture_is_of_length_one(folder: Path) -> None:
    embedder = EngineEmbedder(FaceTemplates(built_in_engines().plan("sface")), 128)
    found = embed_all(embedder, folder, PATHS)
    assert math.hypot(*found.templates[0]) == pytest.approx(1.0, abs=1e-5)
    # A dark face is compared here: the thresholds were measured on pictures of every quality.
    assert found.missed == {Missed.UNREADABLE: 3, Missed.MISSING: 2}
