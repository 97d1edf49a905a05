"""The figures of ``benchmarks/face.py``: from scores to rates, and from rates to lines of a table."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kiosk.biometric.evaluation.pairs import Pair
from kiosk.biometric.evaluation.statistics import (
    Rate,
    Scores,
    accuracy_over_folds,
    equal_error_rate,
    share_at_least,
    threshold_at,
)
from kiosk.biometric.networks.manifest import Calibration

CONDITIONS = ("clean", "chip_webcam", "one_frame", "best_frame", "average")

FAR = (1e-2, 1e-3, 1e-4, 1e-5)

Figures = dict[str, Any]


def rates(
    pairs: tuple[Pair, ...], listed: Scores, strangers: Scores | None, calibration: Calibration | None
) -> Figures:
    """What the scores of the listed pairs and of strangers amount to; without strangers the listed impostors count."""
    same = np.array([pair.same for pair in pairs], np.bool_)
    genuine, impostors = listed[same], listed[~same]
    crowd = impostors[np.isfinite(impostors)] if strangers is None else strangers
    accuracy = accuracy_over_folds(listed, same, [pair.fold for pair in pairs])
    shipped = calibration.operating_points if calibration else ()
    return {
        "accuracy": known(accuracy.mean),
        "standard_error": known(accuracy.standard_error),
        "eer": known(equal_error_rate(genuine, impostors)),
        "separation": separation(genuine, crowd),
        "impostor_pairs": int(crowd.size),
        "tar_at_far": {f"{rate:g}": at_rate(genuine, crowd, rate) for rate in FAR},
        "shipped": {
            f"{point.false_match_rate:g}": {
                "accept_at": point.accept_at,
                "far": rate_json(share_at_least(crowd, point.accept_at)),
                "tar": rate_json(share_at_least(genuine, point.accept_at)),
            }
            for point in shipped
        },
    }


def separation(genuine: Scores, crowd: Scores) -> Figures | None:
    """How far both kinds of pairs lie apart: says something where there are too few pairs for a rate.

    ``d_prime`` is the distance of the means in units of the mean standard deviation (Daugman's decidability index).
    """
    genuine, crowd = genuine[np.isfinite(genuine)], crowd[np.isfinite(crowd)]
    if genuine.size < 2 or crowd.size < 2:
        return None
    spread = math.sqrt((float(genuine.var()) + float(crowd.var())) / 2)
    return {
        "d_prime": round((float(genuine.mean()) - float(crowd.mean())) / spread, 3) if spread else None,
        "genuine_mean": round(float(genuine.mean()), 4),
        "genuine_lowest": round(float(genuine.min()), 4),
        "impostor_mean": round(float(crowd.mean()), 4),
        "impostor_highest": round(float(crowd.max()), 4),
    }


def at_rate(genuine: Scores, crowd: Scores, rate: float) -> Figures | None:
    """``None`` where the impostor pairs are too few for this rate."""
    try:
        threshold = threshold_at(crowd, rate)
    except ValueError:
        return None
    return {
        "threshold": threshold.accept_at,
        "false_matches": threshold.false_matches,
        "tar": rate_json(share_at_least(genuine, threshold.accept_at)),
    }


def rate_json(rate: Rate) -> Figures:
    return {"rate": known(rate.value), "interval": [rate.low, rate.high]}


def known(value: float) -> float | None:
    return None if math.isnan(value) else value


def table(report: Figures) -> str:
    """A line for each engine and condition."""
    lines = [
        f"{report['pairs']} pairs ({report['genuine']} genuine) of {report['pictures']} pictures",
        f"{'engine':<18}{'condition':<13}{'accuracy':>9}{'EER':>8}"
        + "".join(f"{f'TAR@{rate:g}':>11}" for rate in FAR)
        + f"{'d prime':>9}{'missed':>8}{'CPU ms':>8}{'MB':>6}",
    ]
    for engine in report["engines"]:
        if "skipped" in engine:
            lines.append(f"{engine['name']:<18}skipped: {engine['skipped']}")
            continue
        for condition in CONDITIONS:
            if condition in engine:
                lines.append(row(engine, condition))
    return "\n".join(lines)


def row(engine: Figures, condition: str) -> str:
    found, cost = engine[condition], engine["cost"]
    tars = [found["tar_at_far"][f"{rate:g}"] for rate in FAR]
    return (
        f"{engine['name']:<18}{condition:<13}{percent(found['accuracy']):>9}{percent(found['eer']):>8}"
        + "".join(f"{percent(tar['tar']['rate']) if tar else '-':>11}" for tar in tars)
        + f"{plain((found['separation'] or {}).get('d_prime')):>9}"
        + f"{sum(found['missed'].values()):>8}{cost['cpu_ms'].get('whole', 0):>8.1f}{cost['peak_memory_mb']:>6}"
    )


def percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.2f}"


def plain(number: float | None) -> str:
    return "-" if number is None else f"{number:.2f}"
