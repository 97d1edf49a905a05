"""``kiosk calibrate``: from a folder of pairs or from logged scores to a calibration, its report and a pack."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np

from kiosk.app.exits import Exit
from kiosk.app.faces.setup import model_packs
from kiosk.app.settings.values import Settings
from kiosk.biometric.evaluation import plots
from kiosk.biometric.evaluation.calibrate import LabelledScores, MeasuredCalibration, calibrate
from kiosk.biometric.evaluation.comparison import TemplateComparison
from kiosk.biometric.evaluation.gallery import EngineEmbedder, embed_all
from kiosk.biometric.evaluation.pack_text import pack_manifest
from kiosk.biometric.evaluation.pairs import Pair, load_pairs
from kiosk.biometric.evaluation.report import calibration_json, calibration_page, warnings
from kiosk.biometric.evaluation.score_log import LoggedScore, load_scores
from kiosk.biometric.evaluation.statistics import Scores, roc
from kiosk.biometric.networks.engine_choice import EnginePlan
from kiosk.domain.faults import Fault, FaultCode

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Found:
    """Scores with their labels, for the whole and for each group, and what was counted on the way."""

    scores: LabelledScores
    groups: dict[str, LabelledScores]
    data: str
    notes: tuple[str, ...]


def calibrate_engine(
    settings: Settings,
    *,
    pairs: Path | None,
    images: Path | None,
    scores: Path | None,
    engine: str,
    everybody: bool,
    name: str,
    out: Path,
    as_json: bool,
) -> Exit:
    """Measure, and write ``manifest.toml``, ``report.html``, ``roc.png`` and ``scores.png`` into ``out``.

    Raises ``Fault(CALIBRATION_REFUSED)`` when the data give no calibration, and the engine's own faults.
    """
    plan = model_packs(settings).catalogue().plan(engine or settings.engine)
    name = name or f"{plan.engine.name}-here"
    if not _NAME.fullmatch(name):
        raise Fault(FaultCode.CALIBRATION_REFUSED, "--name: small letters, digits and hyphens")
    if (pairs is None) == (scores is None) or (pairs is not None and images is None):
        raise Fault(FaultCode.CALIBRATION_REFUSED, "give either --pairs with --images, or --scores")
    if scores is not None:
        found = _from_log(load_scores(scores), plan.engine.name)
    else:
        assert pairs is not None and images is not None  # as checked above
        found = _from_pictures(plan, load_pairs(pairs), images, everybody)
    measured = calibrate(found.scores, found.data)
    _write(out, name, plan, measured, found)
    report = calibration_json(plan.engine.name, measured, found.groups)
    if as_json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print(plan, measured, found, out)
    return Exit.OK


def _from_log(logged: Sequence[LoggedScore], engine: str) -> Found:
    ours = [one for one in logged if one.engine == engine]
    known = [one for one in ours if one.same is not None]
    values = np.array([one.score for one in known], np.float32)
    same = np.array([bool(one.same) for one in known], np.bool_)
    notes = (
        f"{len(logged) - len(ours)} scores of other engines left out",
        f"{len(ours) - len(known)} scores without a label left out",
    )
    return Found(_labelled(values, same), _by_group(values, same, [one.group for one in known]), "logged scores", notes)


def _from_pictures(plan: EnginePlan, pairs: Sequence[Pair], images: Path, everybody: bool) -> Found:
    from kiosk.biometric.networks.engine import FaceTemplates

    comparison = TemplateComparison.of(plan)
    paths = sorted({path for pair in pairs for path in (pair.first, pair.second)})
    gallery = embed_all(
        EngineEmbedder(FaceTemplates(plan), comparison.dimensions), images, paths, on_picture=_progress(len(paths))
    )
    values = comparison.pairs(gallery.rows(pair.first for pair in pairs), gallery.rows(pair.second for pair in pairs))
    same = np.array([pair.same for pair in pairs], np.bool_)
    scores = _labelled(values, same)
    data = f"{len(pairs)} pairs of {len(paths)} pictures"
    if everybody:
        people = [str(PurePosixPath(path).parent) for path in paths]
        scores = replace(scores, impostors=comparison.strangers(gallery.templates, people))
        data = f"{len(set(people))} people in {len(paths)} pictures, everybody against everybody"
    notes = [f"{count} pictures: {reason.value}" for reason, count in sorted(gallery.missed.items())]
    return Found(scores, _by_group(values, same, [pair.group for pair in pairs]), data, tuple(notes))


def _labelled(values: Scores, same: np.ndarray) -> LabelledScores:
    return LabelledScores(values[same], values[~same])


def _by_group(values: Scores, same: np.ndarray, groups: Sequence[str]) -> dict[str, LabelledScores]:
    """Each group's scores; none where nothing carries a label."""
    if not any(groups):
        return {}
    labels = np.array(groups)
    return {name: _labelled(values[labels == name], same[labels == name]) for name in sorted(set(groups))}


def _write(out: Path, name: str, plan: EnginePlan, measured: MeasuredCalibration, found: Found) -> None:
    thresholds = [one.accept_at for one in measured.thresholds]
    title = f"{plan.engine.title}, {found.data}"
    diagrams = {
        "Scores": plots.histogram_png(found.scores.genuine, found.scores.impostors, thresholds, title),
    }
    if found.scores.genuine.size:
        curves = {"all": roc(found.scores.genuine, found.scores.impostors)}
        curves |= {
            group or "(no label)": roc(scores.genuine, scores.impostors)
            for group, scores in found.groups.items()
            if scores.genuine.size and scores.impostors.size
        }
        diagrams["Receiver operating characteristic"] = plots.roc_png(curves, title)
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "manifest.toml").write_text(pack_manifest(name, plan.engine, measured), "utf-8")
        page = calibration_page(plan.engine.title, measured, found.groups, diagrams, found.notes)
        (out / "report.html").write_text(page, "utf-8")
        for file, png in zip(("scores.png", "roc.png"), diagrams.values(), strict=False):
            (out / file).write_bytes(png)
    except OSError as error:
        raise Fault(FaultCode.CALIBRATION_REFUSED, f"{out.name}: {error.strerror}") from error


def _print(plan: EnginePlan, measured: MeasuredCalibration, found: Found, out: Path) -> None:
    print(f"{plan.engine.title}: {found.data}")
    print(f"  impostors: {measured.impostor_pairs}, mean {measured.impostor_mean:.4f}, sd {measured.impostor_sd:.4f}")
    for one in measured.thresholds:
        accepted = measured.genuine_accepted[one.false_match_rate]
        genuine = f"genuine accepted {accepted.value:.2%}" if accepted.count else "no genuine pairs"
        print(
            f"  false-match rate {one.false_match_rate:g}: accept at {one.accept_at:.4f} "
            f"({one.low:.4f} to {one.high:.4f}), {genuine}"
        )
    for line in (*warnings(measured), *found.notes):
        print(f"  {line}")
    print(f"written to {out}; «kiosk models install {out}» makes the engine selectable")


def _progress(pictures: int) -> Callable[[int], None]:
    """Tell every hundredth picture on standard error, where a person looks on."""

    def tell(done: int) -> None:
        if sys.stderr.isatty() and (done % 100 == 0 or done == pictures):
            print(f"\r{done}/{pictures} pictures", end="\n" if done == pictures else "", file=sys.stderr, flush=True)

    return tell
