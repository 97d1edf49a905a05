"""The passive part: two networks say of each good frame how much it looks like a living face; the median counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.liveness.names import PICTURE_NETWORKS
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.manifest import OtherNetwork
from kiosk.biometric.networks.model_files import load_weights
from kiosk.biometric.networks.opencv import cv2
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.liveness import LivenessFinding, LivenessPart, LivenessReason

SIDE = 80

MIN_FRAMES = 5
"""The median of five frames was right on 146 attacks and 195 live groups of NUAA; single frames were not."""

MAX_FRAMES = 60

LIVE_AT = 0.5
"""APCER 0.2 %, BPCER 0.1 % on single frames of NUAA (prints only): docs/biometrics.md."""

CERTAIN_AT = 0.65
"""APCER 0.1 %, BPCER 1.8 % there. Between the two a site that also asks for a movement asks for it."""

_LIVE = 1
"""The networks' classes: a print, a living face, a screen."""


@dataclass(frozen=True, slots=True)
class PictureModel:
    """One network and how much of the picture around the face it is shown, in widths of the face's box."""

    network: str
    margin: float


MODELS = tuple(PictureModel(name, margin) for name, margin in zip(PICTURE_NETWORKS, (2.7, 4.0), strict=True))


class PictureNetworks:
    """The pair of networks through OpenCV; one thread at a time."""

    def __init__(self, networks: Mapping[str, tuple[Path, OtherNetwork]]) -> None:
        """Load the weights; raises ``Fault(FACE_ENGINE_BROKEN)``, and ``KeyError`` where a network is missing."""
        self._loaded = tuple((model, *_loaded(*networks[model.network])) for model in MODELS)

    def living(self, pixels: Pixels, face: FaceFound) -> float:
        """How much this face looks like a living one, 0 to 1; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        scores = [self._score(pixels, face, *loaded) for loaded in self._loaded]
        return sum(scores) / len(scores)

    def _score(self, pixels: Pixels, face: FaceFound, model: PictureModel, network: cv2.dnn.Net, file: str) -> float:
        crop = cropped(pixels, face, model.margin)
        try:
            network.setInput(cv2.dnn.blobFromImage(crop, 1.0, (SIDE, SIDE), swapRB=False, crop=False))
            answer = np.asarray(network.forward()).ravel()
        except cv2.error as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{file}: {error.code}") from error
        if answer.size != 3 or not np.isfinite(answer).all():
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{file}: no answer of three shares")
        return float(answer[_LIVE])


def cropped(pixels: Pixels, face: FaceFound, margin: float) -> Pixels:
    """The face with its surroundings, ``margin`` times its box, in ``SIDE`` × ``SIDE`` pixels.

    A box that reaches over the edge is moved inside, and shrunk where even that does not do, as Minivision's own
    ``CropImage`` does: the networks were trained on pictures without borders of one colour.
    """
    height, width = pixels.shape[:2]
    margin = min(margin, (width - 1) / max(face.width, 1.0), (height - 1) / max(face.height, 1.0))
    wide, high = face.width * margin, face.height * margin
    across, down = face.center
    left = min(max(across - wide / 2, 0.0), width - 1 - wide)
    top = min(max(down - high / 2, 0.0), height - 1 - high)
    part = pixels[int(top) : int(top + high) + 1, int(left) : int(left + wide) + 1]
    return cv2.resize(part, (SIDE, SIDE)).astype(np.uint8, copy=False)


class PassiveCheck:
    """Gathers the scores of one person's good frames."""

    def __init__(self, networks: PictureNetworks | None, live_at: float) -> None:
        """From a median of ``live_at`` the part is passed; between ``LIVE_AT`` and that it is in doubt."""
        self._networks = networks
        self._live_at = live_at
        self._scores: list[float] = []

    def look(self, pixels: Pixels, face: FaceFound) -> None:
        """Take note of a good frame; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        if self._networks is not None and len(self._scores) < MAX_FRAMES:
            self._scores.append(self._networks.living(pixels, face))

    @property
    def finding(self) -> LivenessFinding:
        if self._networks is None:
            return LivenessFinding(LivenessPart.PASSIVE, CheckStatus.NOT_DONE, LivenessReason.NO_MODELS)
        if len(self._scores) < MIN_FRAMES:
            return LivenessFinding(LivenessPart.PASSIVE, CheckStatus.NOT_DONE, LivenessReason.TOO_FEW_FRAMES)
        score = median(self._scores)
        if score < LIVE_AT:
            return LivenessFinding(LivenessPart.PASSIVE, CheckStatus.FAILED, LivenessReason.LIKE_A_PICTURE)
        if score < self._live_at:
            return LivenessFinding(LivenessPart.PASSIVE, CheckStatus.NOT_DONE, LivenessReason.IN_DOUBT)
        return LivenessFinding(LivenessPart.PASSIVE, CheckStatus.PASSED)


def _loaded(folder: Path, network: OtherNetwork) -> tuple[cv2.dnn.Net, str]:
    weights = load_weights(folder, network.weights)
    try:
        return cv2.dnn.readNetFromONNX(np.frombuffer(weights, np.uint8)), network.weights.file
    except cv2.error as error:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{network.weights.file}: {error.code}") from error
