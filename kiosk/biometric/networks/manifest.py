"""What a manifest says: weights with hash and licence, how a network's input is made, what an engine's scores mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

Points = tuple[tuple[float, float], ...]
"""Five points: image-left eye, image-right eye, nose tip, image-left and image-right corner of the mouth."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of weights, with its rights. ``sha256`` in lower-case hexadecimal."""

    name: str
    file: str
    sha256: str
    licence: str
    licence_file: str
    origin: str


@dataclass(frozen=True, slots=True)
class DetectorModel:
    """A YuNet detector. ``shorter_side``: pixels of a picture's shorter side that the detector is shown."""

    weights: ModelFile
    score_at: float
    overlap_at: float
    shorter_side: int


class Layout(StrEnum):
    """In which order a network wants its input: planes of colours, or pixels of colours."""

    NCHW = "NCHW"
    NHWC = "NHWC"


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """A network that turns a square aligned face into a template, compared by the cosine.

    ``points`` is where the five points of a face lie in that square of ``side`` pixels; pixels become
    ``(pixel - mean) * scale`` in the order of ``colour`` (``RGB`` or ``BGR``) and ``layout``. ``twice``: the network
    takes two pictures at once; the face is shown to it twice.
    """

    weights: ModelFile
    side: int
    points: Points
    colour: str
    mean: float
    scale: float
    dimensions: int
    layout: Layout = Layout.NCHW
    twice: bool = False


@dataclass(frozen=True, slots=True)
class DlibModel:
    """dlib's ResNet with the five-point landmarks that align for it; both files come inside a Python package."""

    weights: ModelFile
    landmarks: ModelFile
    package: str


Recogniser = OnnxModel | DlibModel


@dataclass(frozen=True, slots=True)
class EnginePart:
    """One recogniser of an engine.

    ``impostor_mean`` and ``impostor_sd`` are those of its similarity on the engine's calibration data.
    """

    recogniser: str
    weight: float
    impostor_mean: float
    impostor_sd: float


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """The score at which this share of impostor pairs of the calibration data was accepted.

    ``interval`` is the 95 % confidence interval of ``accept_at`` where it is known.
    """

    false_match_rate: float
    accept_at: float
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What an engine's scores mean, and on which data that was measured.

    ``operating_points`` may be chosen as thresholds; ``measured`` are all points (score, false-match rate) that the
    data gave, rising with the score. ``review_basis`` says where ``review_at`` comes from.
    """

    data: str
    operating_points: tuple[OperatingPoint, ...]
    measured: tuple[tuple[float, float], ...]
    review_at: float
    review_basis: str


class Scale(StrEnum):
    """What a score is: the similarity of the one recogniser, or the weighted sum of standardised similarities."""

    SIMILARITY = "similarity"
    Z = "z"


@dataclass(frozen=True, slots=True)
class EngineModel:
    """One way of comparing faces. Without a ``calibration`` of its own it must not judge anybody."""

    name: str
    title: str
    detector: str
    parts: tuple[EnginePart, ...]
    scale: Scale
    calibration: Calibration | None


class Use(StrEnum):
    """What a network that belongs to no engine is for."""

    LIVENESS = "liveness"
    LANDMARKS = "landmarks"
    EXPRESSION = "expression"


@dataclass(frozen=True, slots=True)
class OtherNetwork:
    """A network of a pack that serves something else than the comparison."""

    weights: ModelFile
    use: Use


@dataclass(frozen=True, slots=True)
class Manifest:
    """One pack of models: everything by its name. ``folder`` is where the files lie."""

    pack: str
    title: str
    folder: Path
    detectors: Mapping[str, DetectorModel] = field(default_factory=dict)
    recognisers: Mapping[str, Recogniser] = field(default_factory=dict)
    engines: Mapping[str, EngineModel] = field(default_factory=dict)
    networks: Mapping[str, OtherNetwork] = field(default_factory=dict)

    def files(self) -> tuple[ModelFile, ...]:
        """Every file that lies in ``folder``; those of Python packages do not."""
        return (
            *(detector.weights for detector in self.detectors.values()),
            *(model.weights for model in self.recognisers.values() if isinstance(model, OnnxModel)),
            *(network.weights for network in self.networks.values()),
        )
