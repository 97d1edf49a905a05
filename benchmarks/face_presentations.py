"""Presentations to a face camera, from files or from memory, and what engine and liveness check make of each."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from kiosk.biometric.camera.folder_camera import PICTURE_LIMITS, PICTURE_SUFFIXES
from kiosk.biometric.camera.pictures import PictureError, decode_picture
from kiosk.biometric.camera.pixels import Pixels, frame_of, pixels_of
from kiosk.biometric.camera.sources import VIDEO_SUFFIXES
from kiosk.biometric.liveness.passive import MIN_FRAMES, PictureNetworks
from kiosk.biometric.networks.engine import CalibratedEngine, FaceTemplates
from kiosk.biometric.networks.engine_choice import EngineCatalogue, EnginePlan
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.biometric.networks.opencv import cv2
from kiosk.biometric.quality import is_usable
from kiosk.domain.liveness import LivenessPolicy, LivenessReport, LivenessRules

MAX_FRAMES = 400
MOST_A_SECOND = 15.0
"""Of a video's frames more are skipped: most kiosks see no more."""

USUAL_RATE = 25.0
"""Of a video that does not say, or says something that no camera does."""

Frames = Iterable[tuple[float, Pixels]]
"""Each with its seconds, which grow."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """What one video, folder or picture came to.

    ``subject``: what is drawn again and again for intervals; ``species``: the kind of attack, empty for people.
    """

    subject: str
    species: str
    scores: tuple[float, ...]
    report: LivenessReport
    frames: int
    milliseconds: tuple[float, ...]

    @property
    def score(self) -> float | None:
        """Of a single picture its own, of a sequence the median of enough good frames; ``None`` where there are not."""
        enough = bool(self.scores) and len(self.scores) >= min(MIN_FRAMES, self.frames)
        return float(median(self.scores)) if enough else None


class Bench:
    """The engine with the model pack, and its passive networks by themselves."""

    def __init__(self, pack: Path) -> None:
        manifest = replace(load_manifest(KNOWN_PACK), folder=pack)
        plan: EnginePlan = EngineCatalogue([load_manifest(), manifest]).plan("fused")
        self._engine = CalibratedEngine(plan)
        self._templates = FaceTemplates(plan)
        self._pictures = PictureNetworks(plan.networks)

    def look(self, frames: Frames, subject: str, species: str = "") -> Presentation:
        """Show these frames to a session under «passive_then_active» that nobody answers when it asks to move."""
        session = self._engine.session(LivenessRules(LivenessPolicy.PASSIVE_THEN_ACTIVE))
        scores, costs, report, seen = [], [], LivenessReport(), 0
        for number, (at, pixels) in enumerate(frames, 1):
            seen = number
            report = session.look(frame_of(pixels, 100.0 + at, number)).liveness
            faces = self._templates.faces(pixels)
            if faces and is_usable(self._templates.quality(pixels, faces[0])):
                began = time.process_time()
                scores.append(self._pictures.living(pixels, faces[0]))
                costs.append(1000.0 * (time.process_time() - began))
        session.close()
        return Presentation(subject, species, tuple(scores), report, seen, tuple(costs))


@dataclass(frozen=True, slots=True)
class Found:
    """A presentation in a folder, not read yet."""

    name: str
    species: str
    files: tuple[Path, ...]

    def frames(self, rate: float) -> Iterator[tuple[float, Pixels]]:
        """Its frames; what cannot be read is told on stderr and left out."""
        if self.files[0].suffix.lower() in VIDEO_SUFFIXES:
            return _video(self.files[0])
        return _pictures(self.files, rate)


def found_in(folder: Path) -> Iterator[Found]:
    """Every video, every picture that lies in the folder itself, and every folder of pictures below.

    The first folder on the way to it is an attack's species. Folders that cannot be listed are told and left out.
    """
    for path in _listed(folder):
        if path.is_dir():
            yield from _below(path, folder, path.name)
        elif path.suffix.lower() in (*PICTURE_SUFFIXES, *VIDEO_SUFFIXES):
            yield Found(path.name, "", (path,))


def _below(folder: Path, root: Path, species: str) -> Iterator[Found]:
    inside = _listed(folder)
    pictures = tuple(path for path in inside if path.is_file() and path.suffix.lower() in PICTURE_SUFFIXES)
    if pictures:
        yield Found(str(folder.relative_to(root)), species, pictures)
    for path in inside:
        if path.is_dir():
            yield from _below(path, root, species)
        elif path.suffix.lower() in VIDEO_SUFFIXES:
            yield Found(str(path.relative_to(root)), species, (path,))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        print(f"{folder.name}: {error.strerror}", file=sys.stderr)
        return []


def _pictures(files: Sequence[Path], rate: float) -> Iterator[tuple[float, Pixels]]:
    for number, file in enumerate(files[:MAX_FRAMES]):
        try:
            yield number / rate, pixels_of(decode_picture(file.read_bytes(), PICTURE_LIMITS))
        except (OSError, PictureError) as error:
            print(f"{file.name}: {error}", file=sys.stderr)


def _video(file: Path) -> Iterator[tuple[float, Pixels]]:
    """Frames at the video's own times where it has them, at its rate where those do not grow."""
    try:
        capture = cv2.VideoCapture(str(file))
    except cv2.error as error:
        print(f"{file.name}: {error.code}", file=sys.stderr)
        return
    rate = float(capture.get(cv2.CAP_PROP_FPS))
    rate = rate if 1.0 <= rate <= 240.0 else USUAL_RATE
    at, taken, number = -1.0, -1.0, 0
    try:
        for _ in range(MAX_FRAMES):
            while True:
                told = float(capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000.0
                there, picture = capture.read()
                if not there or picture is None:
                    if not number:
                        print(f"{file.name}: no frames", file=sys.stderr)
                    return
                at = told if at < told < at + 2.0 else (at + 1.0 / rate if number else 0.0)
                number += 1
                if at - taken >= 1.0 / MOST_A_SECOND - 1e-3 or taken < 0.0:
                    break
            taken = at
            yield at, np.asarray(picture if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)
    finally:
        capture.release()
