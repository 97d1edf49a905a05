"""The model manifest: which weights the face engine may load, how their input is made, how they are calibrated."""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode

DEFAULT_MANIFEST = Path(__file__).parent / "models" / "manifest.toml"

MAX_MODEL_BYTES = 64 * 1024 * 1024

Points = tuple[tuple[float, float], ...]
"""Five points: image-left eye, image-right eye, nose tip, image-left and image-right corner of the mouth."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of weights beside the manifest, with its rights."""

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


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """The score at which this share of impostor pairs of the calibration data was accepted."""

    false_match_rate: float
    accept_at: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What scores mean, and on which data that was measured; ``review_basis`` says where ``review_at`` comes from."""

    data: str
    impostor_mean: float
    impostor_sd: float
    operating_points: tuple[OperatingPoint, ...]
    review_at: float
    review_basis: str


@dataclass(frozen=True, slots=True)
class RecogniserModel:
    """A network that turns a square aligned face into a template.

    ``points`` is where the five points of a face lie in that square of ``side`` pixels; pixels become
    ``(pixel - mean) * scale`` in the order of ``colour`` (``RGB`` or ``BGR``).
    """

    weights: ModelFile
    side: int
    points: Points
    colour: str
    mean: float
    scale: float
    dimensions: int
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Manifest:
    """The models of one engine, in the folder where their files lie."""

    folder: Path
    detector: DetectorModel
    recogniser: RecogniserModel


def load_manifest(path: Path = DEFAULT_MANIFEST) -> Manifest:
    """Read and check a manifest; raises ``Fault(FACE_ENGINE_BROKEN)`` naming file and key."""
    try:
        root = _Table(tomllib.loads(path.read_text("utf-8")), "")
        manifest = Manifest(path.parent, _detector(root.table("detector")), _recogniser(root.table("recogniser")))
        root.finish()
    except (OSError, ValueError) as error:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{path.name}: {error}") from error
    return manifest


def load_weights(folder: Path, model: ModelFile) -> bytes:
    """The bytes of a model file whose hash is the manifest's; raises ``Fault(FACE_ENGINE_BROKEN)`` naming the file."""
    path = folder / model.file
    try:
        if path.stat().st_size > MAX_MODEL_BYTES:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{model.file}: larger than {MAX_MODEL_BYTES} bytes")
        weights = path.read_bytes()
    except OSError as error:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{model.file}: {error.strerror}") from error
    if hashlib.sha256(weights).hexdigest() != model.sha256:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{model.file}: SHA-256 is not the manifest's")
    return weights


class _Table:
    """One TOML table, read key by key; every key must be asked for and have its type."""

    def __init__(self, values: Mapping[str, object], where: str) -> None:
        self._values = dict(values)
        self._where = where

    def text(self, key: str) -> str:
        value = self._take(key)
        if not isinstance(value, str) or not value:
            raise ValueError(f"{self._where}{key} is not a text")
        return value

    def number(self, key: str, low: float, high: float) -> float:
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{self._where}{key} is not a number")
        if not low <= value <= high:
            raise ValueError(f"{self._where}{key} is not within {low:g} to {high:g}")
        return float(value)

    def count(self, key: str, low: int, high: int) -> int:
        value = self.number(key, low, high)
        if value != int(value):
            raise ValueError(f"{self._where}{key} is not a whole number")
        return int(value)

    def table(self, key: str) -> _Table:
        value = self._take(key)
        if not isinstance(value, dict):
            raise ValueError(f"{self._where}{key} is not a table")
        return _Table(value, f"{self._where}{key}.")

    def tables(self, key: str) -> list[_Table]:
        value = self._take(key)
        if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
            raise ValueError(f"{self._where}{key} is not a list of tables")
        return [_Table(row, f"{self._where}{key}.{at}.") for at, row in enumerate(value)]

    def points(self, key: str) -> Points:
        value = self._take(key)
        if not isinstance(value, list) or len(value) != 5:
            raise ValueError(f"{self._where}{key} are not five points")
        points = []
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(axis, float) for axis in pair):
                raise ValueError(f"{self._where}{key} has a point without x and y")
            points.append((pair[0], pair[1]))
        return tuple(points)

    def finish(self) -> None:
        """Raise for keys that nobody asked for: a misspelt threshold must not be a silent default."""
        if self._values:
            raise ValueError(f"{self._where}{min(self._values)} is not known")

    def _take(self, key: str) -> object:
        try:
            return self._values.pop(key)
        except KeyError:
            raise ValueError(f"{self._where}{key} is missing") from None


def _model_file(table: _Table) -> ModelFile:
    model = ModelFile(
        name=table.text("name"),
        file=table.text("file"),
        sha256=table.text("sha256"),
        licence=table.text("licence"),
        licence_file=table.text("licence_file"),
        origin=table.text("origin"),
    )
    if Path(model.file).name != model.file:
        raise ValueError(f"{model.file} is not a plain file name")
    return model


def _detector(table: _Table) -> DetectorModel:
    detector = DetectorModel(
        weights=_model_file(table),
        score_at=table.number("score_at", 0.0, 1.0),
        overlap_at=table.number("overlap_at", 0.0, 1.0),
        shorter_side=table.count("shorter_side", 32, 1080),
    )
    table.finish()
    return detector


def _recogniser(table: _Table) -> RecogniserModel:
    recogniser = RecogniserModel(
        weights=_model_file(table),
        side=table.count("side", 32, 1024),
        points=table.points("points"),
        colour=table.text("colour"),
        mean=table.number("mean", -255.0, 255.0),
        scale=table.number("scale", 1e-6, 255.0),
        dimensions=table.count("dimensions", 16, 4096),
        calibration=_calibration(table.table("calibration")),
    )
    if recogniser.colour not in ("RGB", "BGR"):
        raise ValueError("recogniser.colour is neither RGB nor BGR")
    table.finish()
    return recogniser


def _calibration(table: _Table) -> Calibration:
    points = []
    for row in table.tables("operating_points"):
        points.append(OperatingPoint(row.number("false_match_rate", 1e-9, 1.0), row.number("accept_at", -1.0, 1.0)))
        row.finish()
    calibration = Calibration(
        data=table.text("data"),
        impostor_mean=table.number("impostor_mean", -1.0, 1.0),
        impostor_sd=table.number("impostor_sd", 1e-6, 1.0),
        operating_points=tuple(points),
        review_at=table.number("review_at", -1.0, 1.0),
        review_basis=table.text("review_basis"),
    )
    table.finish()
    if any(point.accept_at < calibration.review_at for point in points):
        raise ValueError("recogniser.calibration.review_at lies above an operating point")
    return calibration
