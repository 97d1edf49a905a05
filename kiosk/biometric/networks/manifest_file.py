"""Reads a model manifest (TOML), strictly: an error names the file and the key."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

from kiosk.biometric.networks.manifest import (
    Calibration,
    DetectorModel,
    DlibModel,
    EngineModel,
    EnginePart,
    Layout,
    Manifest,
    ModelFile,
    OnnxModel,
    OperatingPoint,
    OtherNetwork,
    Recogniser,
    Scale,
    Use,
)
from kiosk.biometric.networks.toml_table import Table
from kiosk.domain.faults import Fault, FaultCode

BUILT_IN = Path(__file__).parents[1] / "models" / "manifest.toml"
"""The models that ship with the program."""

KNOWN_PACK = Path(__file__).parents[1] / "models" / "pack.toml"
"""The manifest of the model pack, whose files do not ship."""

MAX_BYTES = 256 * 1024

SCORES = (-100.0, 100.0)
"""No scale of scores goes beyond."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PACKAGE = re.compile(r"[a-z_][a-z0-9_]{0,60}")


def load_manifest(path: Path = BUILT_IN) -> Manifest:
    """Read and check a manifest; raises ``Fault(FACE_ENGINE_BROKEN)`` naming file and key.

    Only the manifest itself is looked at: whether its files are there, and whether what its engines are made of is in
    another pack, is found out where they are used.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"larger than {MAX_BYTES} bytes")
        return _manifest(Table(tomllib.loads(path.read_text("utf-8"))), path.parent)
    except OSError as error:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{path.name}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{path.name}: {error}") from error


def _manifest(root: Table, folder: Path) -> Manifest:
    manifest = Manifest(
        pack=_named(root.text("pack")),
        title=root.text("title"),
        folder=folder,
        detectors={_named(name): _detector(table) for name, table in root.named_tables("detectors")},
        recognisers={_named(name): _recogniser(table) for name, table in root.named_tables("recognisers")},
        engines={_named(name): _engine(name, table) for name, table in root.named_tables("engines")},
        networks={_named(name): _network(table) for name, table in root.named_tables("networks")},
    )
    root.finish()
    hashes: dict[str, str] = {}
    for file in manifest.files():
        if hashes.setdefault(file.file, file.sha256) != file.sha256:
            raise ValueError(f"{file.file} has two hashes")
    return manifest


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name[:60]!r} is no name: small letters, digits and hyphens")
    return name


def _model_file(table: Table) -> ModelFile:
    model = ModelFile(
        name=table.text("name"),
        file=table.text("file"),
        sha256=table.text("sha256"),
        licence=table.text("licence"),
        licence_file=table.text("licence_file"),
        origin=table.text("origin"),
    )
    for name in (model.file, model.licence_file):
        if not _FILE.fullmatch(name):
            raise ValueError(f"{name[:100]!r} is not a plain file name")
    if not _SHA256.fullmatch(model.sha256):
        raise ValueError(f"{model.file}: sha256 is not 64 hexadecimal digits")
    return model


def _detector(table: Table) -> DetectorModel:
    detector = DetectorModel(
        weights=_model_file(table),
        score_at=table.number("score_at", 0.0, 1.0),
        overlap_at=table.number("overlap_at", 0.0, 1.0),
        shorter_side=table.count("shorter_side", 32, 1080),
    )
    table.finish()
    return detector


def _recogniser(table: Table) -> Recogniser:
    kind = table.choice("kind", ("onnx", "dlib"), "onnx")
    recogniser = _onnx(table) if kind == "onnx" else _dlib(table)
    table.finish()
    return recogniser


def _onnx(table: Table) -> OnnxModel:
    weights = _model_file(table)
    points = table.pairs("points")
    if len(points) != 5:
        raise ValueError(f"{weights.file}: points are not five points")
    return OnnxModel(
        weights=weights,
        side=table.count("side", 32, 1024),
        points=points,
        colour=table.choice("colour", ("RGB", "BGR"), ""),
        mean=table.number("mean", -255.0, 255.0),
        scale=table.number("scale", 1e-6, 255.0),
        dimensions=table.count("dimensions", 16, 4096),
        layout=Layout(table.choice("layout", tuple(Layout), Layout.NCHW)),
        twice=table.flag("twice", False),
    )


def _dlib(table: Table) -> DlibModel:
    weights = _model_file(table)
    landmarks = table.table("landmarks")
    model = DlibModel(weights, _model_file(landmarks), table.text("package"))
    landmarks.finish()
    if not _PACKAGE.fullmatch(model.package):
        raise ValueError("package is no name of a Python package")
    return model


def _network(table: Table) -> OtherNetwork:
    network = OtherNetwork(_model_file(table), Use(table.text("use")))
    table.finish()
    return network


def _engine(name: str, table: Table) -> EngineModel:
    scale = Scale(table.choice("scale", tuple(Scale), Scale.SIMILARITY))
    parts = []
    for row in table.tables("parts"):
        parts.append(
            EnginePart(
                recogniser=_named(row.text("recogniser")),
                weight=row.number("weight", 1e-6, 1.0) if "weight" in row else 1.0,
                impostor_mean=row.number("impostor_mean", -1.0, 1.0) if _wanted(row, scale, "impostor_mean") else 0.0,
                impostor_sd=row.number("impostor_sd", 1e-6, 1.0) if _wanted(row, scale, "impostor_sd") else 1.0,
            )
        )
        row.finish()
    if scale is Scale.SIMILARITY and len(parts) != 1:
        raise ValueError(f"engines.{name}: several recognisers need the scale z")
    if len({part.recogniser for part in parts}) != len(parts):
        raise ValueError(f"engines.{name}: a recogniser stands twice")
    engine = EngineModel(
        name=name,
        title=table.text("title"),
        detector=_named(table.text("detector")),
        parts=tuple(parts),
        scale=scale,
        calibration=_calibration(table.table("calibration"), name) if "calibration" in table else None,
    )
    table.finish()
    return engine


def _wanted(row: Table, scale: Scale, key: str) -> bool:
    """On the scale z both moments are needed; on the other they are told where they are known."""
    return scale is Scale.Z or key in row


def _calibration(table: Table, engine: str) -> Calibration:
    points = []
    for row in table.tables("operating_points"):
        rate, accept_at = row.number("false_match_rate", 1e-9, 0.5), row.number("accept_at", *SCORES)
        interval = (row.number("low", *SCORES), row.number("high", *SCORES)) if "low" in row else None
        row.finish()
        if interval and not interval[0] <= accept_at <= interval[1]:
            raise ValueError(f"engines.{engine}.calibration: {accept_at:g} lies outside its interval")
        points.append(OperatingPoint(rate, accept_at, interval))
    further = table.pairs("measured") if "measured" in table else ()
    calibration = Calibration(
        data=table.text("data"),
        operating_points=tuple(sorted(points, key=lambda point: -point.false_match_rate)),
        measured=tuple(sorted({*further, *((point.accept_at, point.false_match_rate) for point in points)})),
        review_at=table.number("review_at", *SCORES),
        review_basis=table.text("review_basis"),
    )
    table.finish()
    if any(point.accept_at < calibration.review_at for point in points):
        raise ValueError(f"engines.{engine}.calibration.review_at lies above an operating point")
    scores, rates = zip(*calibration.measured, strict=True)
    if len(set(scores)) != len(scores) or any(b >= a for a, b in pairwise(rates)):
        raise ValueError(f"engines.{engine}.calibration: the false-match rate does not fall as the score rises")
    if not all(0.0 < rate < 1.0 for rate in rates):
        raise ValueError(f"engines.{engine}.calibration: a false-match rate is not within 0 to 1")
    return calibration
