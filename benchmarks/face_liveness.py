"""How well living people are told from pictures of them: prints one JSON object, or a table.

    python benchmarks/face_liveness.py --live DIR --attack DIR [--pack DIR] [--rate FPS] [--limit N] [--json]
    python benchmarks/face_liveness.py --synthetic [--rate FPS]... [--json]

In both folders every video and every folder of pictures (in the order of their names) is one presentation, and so is
every single picture that lies there directly; subfolders of subfolders are looked into. Pictures of a folder are taken
``1 / FPS`` seconds apart (10), videos play at their own rate. Told, in the words of ISO/IEC 30107-3, of which this is
no test:

apcer, bpcer    shares of attacks taken for living people, and of living people taken for attacks, at the shipped
                threshold and at the one from which nobody is asked to move; by the passive part alone (the model pack),
                over presentations and over single frames, with 95 % intervals
eer             equal error rate of the same scores
no_response     presentations of which too few frames were good enough: they count in none of these
session         what the parts of the whole session find that need no answer to a challenge (the same face, movement,
                depth), and what the report amounts to under the policy «passive»
cost            CPU milliseconds of the passive part, a frame

--synthetic needs no data: five photographs in tests/fixtures/faces are played as rough heads that do what they are
asked, and as prints that are waved or stand still (kiosk/simulator/person), against the active challenge. It shows that
the parts work together. It shows nothing about people, prints or screens before real cameras.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from kiosk.biometric.camera import VIDEO_SUFFIXES  # noqa: E402
from kiosk.biometric.detection import FaceDetector  # noqa: E402
from kiosk.biometric.engine import CalibratedEngine, FaceTemplates  # noqa: E402
from kiosk.biometric.engine_choice import EngineCatalogue, EnginePlan  # noqa: E402
from kiosk.biometric.evaluation.statistics import equal_error_rate, share_at_least  # noqa: E402
from kiosk.biometric.folder_camera import PICTURE_LIMITS, PICTURE_SUFFIXES  # noqa: E402
from kiosk.biometric.liveness.passive import CERTAIN_AT, LIVE_AT, MIN_FRAMES, PictureNetworks  # noqa: E402
from kiosk.biometric.liveness.shape import parallax  # noqa: E402
from kiosk.biometric.manifest_file import KNOWN_PACK, load_manifest  # noqa: E402
from kiosk.biometric.opencv import cv2  # noqa: E402
from kiosk.biometric.pictures import PictureError, decode_picture  # noqa: E402
from kiosk.biometric.pixels import Pixels, frame_of, pixels_of  # noqa: E402
from kiosk.biometric.quality import is_usable  # noqa: E402
from kiosk.domain.liveness import LivenessPolicy, LivenessReport, LivenessRules  # noqa: E402
from kiosk.simulator.person.actor import Actor  # noqa: E402
from kiosk.simulator.person.head import Head, Pose  # noqa: E402
from kiosk.simulator.person.held_print import held_up  # noqa: E402
from kiosk.simulator.person.manner import Manner  # noqa: E402

SHARED_PACK = ROOT.parent / "shared" / "face-models"
FACES = ROOT / "tests" / "fixtures" / "faces"
MAX_FRAMES = 600
PLAYED_SECONDS = 15.0

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Presentation:
    """What one video, folder or picture came to."""

    scores: tuple[float, ...]
    report: LivenessReport
    frames: int
    milliseconds: tuple[float, ...]


class Bench:
    """The engine with the model pack, and its passive networks by themselves."""

    def __init__(self, pack: Path) -> None:
        manifest = replace(load_manifest(KNOWN_PACK), folder=pack)
        plan: EnginePlan = EngineCatalogue([load_manifest(), manifest]).plan("fused")
        self._engine = CalibratedEngine(plan)
        self._templates = FaceTemplates(plan)
        self._pictures = PictureNetworks(plan.networks)

    def look(self, frames: Iterator[tuple[float, Pixels]]) -> Presentation:
        session = self._engine.session(LivenessRules(LivenessPolicy.PASSIVE))
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
        return Presentation(tuple(scores), report, seen, tuple(costs))


def presentations(folder: Path, rate: float, *, loose: bool = True) -> Iterator[Iterator[tuple[float, Pixels]]]:
    """The presentations in a folder and below, each as its frames with their seconds.

    ``loose``: each picture that lies in the folder itself is a presentation, instead of all of them together.
    """
    pictures = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in PICTURE_SUFFIXES]
    for together in [[path] for path in pictures] if loose else [pictures] if pictures else []:
        yield _pictures(together, rate)
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from presentations(path, rate, loose=False)
        elif path.suffix.lower() in VIDEO_SUFFIXES:
            yield _video(path)


def _pictures(files: Sequence[Path], rate: float) -> Iterator[tuple[float, Pixels]]:
    for number, file in enumerate(files[:MAX_FRAMES]):
        try:
            yield number / rate, pixels_of(decode_picture(file.read_bytes(), PICTURE_LIMITS))
        except (OSError, PictureError) as error:
            print(f"{file.name}: {error}", file=sys.stderr)


def _video(file: Path) -> Iterator[tuple[float, Pixels]]:
    capture = cv2.VideoCapture(str(file))
    rate = capture.get(cv2.CAP_PROP_FPS)
    rate = rate if 1.0 <= rate <= 120.0 else 25.0
    try:
        for number in range(MAX_FRAMES):
            there, picture = capture.read()
            if not there:
                return
            yield number / rate, np.asarray(picture, np.uint8)
    finally:
        capture.release()


def measured(bench: Bench, folder: Path, rate: float, limit: int | None) -> list[Presentation]:
    found: list[Presentation] = []
    for frames in presentations(folder, rate):
        if limit is not None and len(found) >= limit:
            break
        found.append(bench.look(frames))
    return found


def median_scores(found: Sequence[Presentation]) -> np.ndarray:
    """One score a presentation; of a single picture its own, of a sequence the median of enough frames."""
    enough = [one for one in found if len(one.scores) >= min(MIN_FRAMES, one.frames) and one.scores]
    return np.array([median(one.scores) for one in enough], np.float32)


def rates(live: np.ndarray, attack: np.ndarray) -> Json:
    """The error rates of two heaps of scores; empty where one of them is."""
    if not len(live) or not len(attack):
        return {"live": len(live), "attack": len(attack)}
    told: Json = {"live": len(live), "attack": len(attack), "eer": round(equal_error_rate(live, attack), 5)}
    for name, threshold in (("shipped", LIVE_AT), ("certain", CERTAIN_AT)):
        passed, accepted = share_at_least(live, threshold), share_at_least(attack, threshold)
        told[name] = {
            "threshold": threshold,
            "apcer": round(accepted.value, 5),
            "apcer_95": [round(accepted.low, 5), round(accepted.high, 5)],
            "bpcer": round(1.0 - passed.value, 5),
            "bpcer_95": [round(1.0 - passed.high, 5), round(1.0 - passed.low, 5)],
        }
    return told


def session_words(found: Sequence[Presentation]) -> Json:
    """How often each part of the sessions found what, and what the reports amount to."""
    parts = Counter(
        f"{one.part.value}: {one.status.value}" + (f" ({one.reason.value})" if one.reason else "")
        for presentation in found
        if presentation.frames > 1
        for one in presentation.report.findings
    )
    amounts = Counter(one.report.status.value for one in found if one.frames > 1)
    return {"reports": dict(amounts), "parts": dict(sorted(parts.items()))}


def measure(arguments: argparse.Namespace) -> Json:
    bench = Bench(arguments.pack)
    live = measured(bench, arguments.live, arguments.rate[0], arguments.limit)
    attack = measured(bench, arguments.attack, arguments.rate[0], arguments.limit)
    costs = [cost for one in (*live, *attack) for cost in one.milliseconds]
    return {
        "benchmark": "face-liveness/1",
        "presentations": rates(median_scores(live), median_scores(attack)),
        "frames": rates(
            np.array([score for one in live for score in one.scores], np.float32),
            np.array([score for one in attack for score in one.scores], np.float32),
        ),
        "no_response": {
            "live": len(live) - len(median_scores(live)),
            "attack": len(attack) - len(median_scores(attack)),
        },
        "session": {"live": session_words(live), "attack": session_words(attack)},
        "cost": {"passive_ms": round(median(costs), 2) if costs else None},
    }


def synthetic(rate_list: Sequence[float], pack: Path | None) -> Json:
    """Rough heads and prints made of photographs, against the active challenge."""
    shipped = load_manifest()
    detector = FaceDetector(shipped.folder, shipped.detectors["yunet"])
    packs = [shipped] if pack is None else [shipped, replace(load_manifest(KNOWN_PACK), folder=pack)]
    engine = CalibratedEngine(EngineCatalogue(packs).plan("auto"))
    rows: list[Json] = []
    for rate in rate_list:
        for file in sorted(FACES.glob("[bco]*_frame.jpg")):
            pixels = pixels_of(decode_picture(file.read_bytes(), PICTURE_LIMITS))
            left, right, *_ = detector.faces(pixels)[0].points
            for manner in Manner:
                report, seconds = _played(engine, Actor(Head(pixels, left, right), manner), rate)
                reasons = [one.reason.value for one in report.findings if one.reason]
                rows.append(
                    {
                        "rate": rate,
                        "photograph": file.stem.removesuffix("_frame"),
                        "manner": manner.value,
                        "liveness": report.status.value,
                        "seconds": round(seconds, 1),
                        "not_passed": reasons,
                    }
                )
    return {"benchmark": "face-liveness-synthetic/1", "parallax": turned(detector), "played": rows}


def turned(detector: FaceDetector) -> list[Json]:
    """For each angle the parallax of the heads and of the same photographs as prints: smallest, median, largest."""
    rows: list[Json] = []
    for angle in (10, 15, 20, 25, 30, 40):
        heads, prints = [], []
        for file in sorted(FACES.glob("[bco]*_frame.jpg")):
            pixels = pixels_of(decode_picture(file.read_bytes(), PICTURE_LIMITS))
            straight = detector.faces(pixels)[0].points
            held = detector.faces(held_up(pixels))[0].points
            head = Head(pixels, straight[0], straight[1])
            for side in (-1, 1):
                heads.append(side * parallax(straight, detector.faces(head.posed(Pose(side * angle)))[0].points))
                prints.append(abs(parallax(held, detector.faces(held_up(pixels, side * angle))[0].points)))
        row: Json = {"degrees": angle}
        for name, values in (("head", heads), ("print", prints)):
            row[name] = [round(value, 3) for value in (min(values), median(values), max(values))]
        rows.append(row)
    return rows


def _played(engine: CalibratedEngine, actor: Actor, rate: float) -> tuple[LivenessReport, float]:
    session = engine.session(LivenessRules(LivenessPolicy.ACTIVE))
    asked, report, at = None, LivenessReport(), 0.0
    for number in range(round(PLAYED_SECONDS * rate)):
        at = number / rate
        sighting = session.look(frame_of(actor.picture(at, asked), 100.0 + at, number + 1))
        if sighting.live is not None and sighting.liveness.wants_challenge:
            session.start_challenge()
        asked, report = sighting.prompt.challenge if sighting.prompt else None, sighting.liveness
        if number > 3 and not report.pending:
            break
    session.close()
    return report, at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--live", type=Path, metavar="DIR")
    parser.add_argument("--attack", type=Path, metavar="DIR")
    parser.add_argument("--synthetic", action="store_true")
    parser.add_argument("--pack", type=Path, metavar="DIR", help="the model pack; ../shared/face-models without it")
    parser.add_argument("--rate", type=float, action="append", metavar="FPS")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N presentations of each kind")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not all(1.0 <= rate <= 120.0 for rate in arguments.rate or []):
        parser.error("--rate: 1 to 120 frames a second")
    if arguments.synthetic:
        found = synthetic(arguments.rate or [10.0, 2.0], arguments.pack)
    else:
        if not (arguments.live and arguments.live.is_dir() and arguments.attack and arguments.attack.is_dir()):
            parser.error("--live and --attack are two folders; or --synthetic")
        arguments.rate = arguments.rate or [10.0]
        arguments.pack = arguments.pack or SHARED_PACK
        if not arguments.pack.is_dir():
            parser.error("the passive part needs the model pack: --pack DIR")
        found = measure(arguments)
    if arguments.json:
        print(json.dumps(found, indent=2))
        return
    for key, value in found.items():
        if isinstance(value, list):
            for row in value:
                print("  ".join(f"{cell}" for cell in row.values()))
        else:
            print(f"{key}: {json.dumps(value, indent=2) if isinstance(value, dict) else value}")


if __name__ == "__main__":
    main()
