"""A measured calibration as a pack that «kiosk models install» takes: the same networks under new thresholds."""

from __future__ import annotations

import json
from dataclasses import replace

from kiosk.biometric.evaluation.calibrate import MeasuredCalibration
from kiosk.biometric.networks.manifest import Calibration, EngineModel, Scale


def pack_manifest(name: str, engine: EngineModel, measured: MeasuredCalibration) -> str:
    """The text of a ``manifest.toml``: a pack without files whose engine ``name`` is ``engine`` newly calibrated."""
    parts = engine.parts
    if engine.scale is Scale.SIMILARITY:
        parts = tuple(
            replace(part, impostor_mean=measured.impostor_mean, impostor_sd=measured.impostor_sd) for part in parts
        )
    part_lines = [
        f"  {{ recogniser = {_text(part.recogniser)}, weight = {_number(part.weight)}, "
        f"impostor_mean = {_number(part.impostor_mean)}, impostor_sd = {_number(part.impostor_sd)} }},"
        for part in parts
    ]
    lines = [
        f"pack = {_text(name)}",
        f"title = {_text(f'Calibration of {engine.title}')}",
        "",
        f"[engines.{name}]",
        f"title = {_text(engine.title)}",
        f"detector = {_text(engine.detector)}",
        f"scale = {_text(engine.scale)}",
        "parts = [",
        *part_lines,
        "]",
        "",
        f"[engines.{name}.calibration]",
        *_calibration(measured.calibration),
    ]
    return "\n".join(lines) + "\n"


def _calibration(calibration: Calibration) -> list[str]:
    points = []
    for point in calibration.operating_points:
        low, high = point.interval or (point.accept_at, point.accept_at)
        points.append(
            f"  {{ false_match_rate = {_number(point.false_match_rate)}, accept_at = {_number(point.accept_at)}, "
            f"low = {_number(low)}, high = {_number(high)} }},"
        )
    return [
        f"data = {_text(calibration.data)}",
        "operating_points = [",
        *points,
        "]",
        f"review_at = {_number(calibration.review_at)}",
        f"review_basis = {_text(calibration.review_basis)}",
    ]


def _text(value: str) -> str:
    """A basic string of TOML, which writes its escapes as JSON does."""
    return json.dumps(value, ensure_ascii=True)


def _number(value: float) -> str:
    return repr(float(value))
