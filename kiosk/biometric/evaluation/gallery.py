"""A folder of pictures as templates: each picture is looked at once, and what fails is counted by its reason."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np

from kiosk.biometric.camera.pictures import EVERY_FORMAT, PictureError, PictureLimits, decode_picture
from kiosk.biometric.camera.pixels import Pixels, pixels_of
from kiosk.biometric.evaluation.comparison import Templates
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.engine import FaceTemplates
from kiosk.biometric.networks.recognition import Template

PICTURE_LIMITS = PictureLimits(max_bytes=32 * 1024 * 1024, max_pixels=40_000_000)

LIKE_SIZE = 0.5
"""Of the largest face's eye distance: smaller ones stand behind and are not who the picture is of."""


class Missed(StrEnum):
    """Why a picture has no template."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    NO_FACE = "no_face"


class Embedder(Protocol):
    """Whatever makes a template of a picture: an engine of ours, or another library in the benchmark."""

    dimensions: int

    def template(self, pixels: Pixels) -> Sequence[float] | None:
        """``None`` where no face is found; pixels are blue-green-red."""
        ...


class EngineEmbedder:
    """An engine's template of the face that a picture is of, of whatever quality: so its thresholds were measured."""

    def __init__(self, templates: FaceTemplates, dimensions: int) -> None:
        self._templates = templates
        self.dimensions = dimensions

    def template(self, pixels: Pixels) -> Template | None:
        face = main_face(self._templates.faces(pixels), pixels.shape[1], pixels.shape[0])
        if face is None:
            return None
        return self._templates.template(pixels, face, self._templates.quality(pixels, face).luma)


def main_face(faces: tuple[FaceFound, ...], width: int, height: int) -> FaceFound | None:
    """The face nearest to the middle of the picture among those of like size; ``faces`` come largest first."""
    large = [face for face in faces if face.eye_distance >= LIKE_SIZE * faces[0].eye_distance]
    middle = (width / 2, height / 2)
    return min(large, key=lambda face: math.dist(face.center, middle), default=None)


@dataclass(frozen=True, slots=True)
class Gallery:
    """Templates of pictures, a row each in the order of ``paths``; rows without a template are not a number."""

    paths: tuple[str, ...] = field(repr=False)
    templates: Templates = field(repr=False)
    missed: Counter[Missed]

    def rows(self, paths: Iterable[str]) -> Templates:
        """The templates of these pictures, in their order."""
        places = {path: at for at, path in enumerate(self.paths)}
        return self.templates[[places[path] for path in paths]]


def embed_all(
    embedder: Embedder,
    folder: Path,
    paths: Sequence[str],
    change: Callable[[str, Pixels], Pixels] | None = None,
    on_picture: Callable[[int], None] = lambda done: None,
) -> Gallery:
    """Make the templates of these pictures below ``folder``; ``change`` may alter each picture before.

    Whatever is wrong with a single picture is counted and never ends the work; an engine that fails does.
    """
    templates = np.full((len(paths), embedder.dimensions), np.nan, np.float32)
    missed: Counter[Missed] = Counter()
    for at, path in enumerate(paths):
        pixels = _picture(folder / path)
        if isinstance(pixels, Missed):
            missed[pixels] += 1
        else:
            template = embedder.template(pixels if change is None else change(path, pixels))
            if template is None:
                missed[Missed.NO_FACE] += 1
            else:
                templates[at] = template
        on_picture(at + 1)
    return Gallery(tuple(paths), templates, missed)


def _picture(path: Path) -> Pixels | Missed:
    try:
        if path.stat().st_size > PICTURE_LIMITS.max_bytes:
            return Missed.UNREADABLE
        return pixels_of(decode_picture(path.read_bytes(), PICTURE_LIMITS, EVERY_FORMAT))
    except OSError:
        return Missed.MISSING
    except PictureError:
        return Missed.UNREADABLE
