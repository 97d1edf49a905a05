"""How well living people are told from pictures of them: prints one JSON object, or a table.

    python benchmarks/face_liveness.py --live DIR --attack DIR [--pack DIR] [--rate FPS] [--limit N] [--json]
    python benchmarks/face_liveness.py --simulated [DIR] [--pack DIR] [--repeats N] [--seed N] [--json]
    python benchmarks/face_liveness.py --synthetic [--without-pack] [--rate FPS]... [--repeats N] [--json]

--live and --attack: every video and every folder of pictures (in the order of their names) is one presentation, and so
is every single picture that lies there directly. The first folder below DIR is a species of attack. Pictures of a
folder are taken 1 / FPS seconds apart (10), videos play at their own times, at most 15 frames a second of them. What
cannot be read is told and left out. Told, in the words of ISO/IEC 30107-3, of which this is no test:

apcer, bpcer    shares of attacks taken for living people, and of living people taken for attacks, by the passive part
                alone (the model pack), at the shipped threshold and at the one from which nobody is asked to move; each
                with the interval that drawing subjects 1,000 times gives (95 %)
eer             equal error rate of the same scores
no_response     presentations of which too few frames were good enough: they count in none of these
unanswered      what whole sessions under «passive_then_active» come to before anybody moves as asked: passed, failed,
                or asked to move; and how many of them were doubted, since the surroundings moved with the face
cost            CPU milliseconds of the passive part, a frame

--simulated: the pictures of DIR (tests/fixtures/faces) as people, reprints and screens, made by a program
(benchmarks/face_attacks.py), --repeats of each. It compares the parts; it says nothing about real attacks.

--synthetic: the photographs in tests/fixtures/faces are played as rough heads that do what they are asked, as
recordings that do not hear, and as prints (kiosk/simulator/person), against the active challenge. It shows that the
parts work together, and nothing about people, prints or screens before real cameras.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

import numpy as np  # noqa: E402
from face_attacks import ATTACKS, RATE, SIZE, live  # noqa: E402
from face_pad_figures import figures  # noqa: E402
from face_played import Stage, played, summary, turned  # noqa: E402
from face_presentations import Bench, Presentation, found_in  # noqa: E402

from kiosk.biometric.camera.folder_camera import PICTURE_LIMITS, PICTURE_SUFFIXES  # noqa: E402
from kiosk.biometric.camera.pictures import PictureError, decode_picture  # noqa: E402
from kiosk.biometric.camera.pixels import Pixels, pixels_of  # noqa: E402
from kiosk.biometric.networks.detection import FaceDetector, FaceFound  # noqa: E402
from kiosk.biometric.networks.manifest_file import load_manifest  # noqa: E402
from kiosk.biometric.quality import GATES  # noqa: E402

SHARED_PACK = ROOT.parent / "shared" / "face-models"
FACES = ROOT / "tests" / "fixtures" / "faces"
MOST_OF_PICTURE = 0.26
"""Distance between the eyes as a share of the picture's width above which a face is nearer than anybody comes."""

DEFECTS = "q_"
"""Fixtures whose names begin so have one defect each, and show nobody as a kiosk's camera does."""

Json = dict[str, object]


def measure(arguments: argparse.Namespace) -> Json:
    """Presentations of two folders."""
    bench, told = Bench(arguments.pack), {}
    for kind, folder in (("live", arguments.live), ("attack", arguments.attack)):
        found = [one for number, one in enumerate(found_in(folder)) if number < (arguments.limit or sys.maxsize)]
        told[kind] = [bench.look(one.frames(arguments.rate[0]), one.name, one.species) for one in found]
    return {"benchmark": "face-liveness/2", **figures(told["live"], told["attack"]), **_cost(told)}


def simulated(arguments: argparse.Namespace) -> Json:
    """People and attacks made of the pictures of one folder."""
    bench, told = Bench(arguments.pack), {"live": [], "attack": []}
    for name, pixels, face in _people(arguments.simulated, arguments.limit):
        for repeat in range(arguments.repeats):
            chance = np.random.default_rng([arguments.seed, repeat, zlib.crc32(pixels.tobytes())])
            told["live"].append(bench.look(_timed(live(pixels, face, chance)), name))
            for species in arguments.species or ATTACKS:
                shown = ATTACKS[species](pixels, face, chance)
                told["attack"].append(bench.look(_timed(shown), name, species))
    made = len(told["live"]) // max(1, arguments.repeats)
    return {"benchmark": "face-simulated/1", "pictures": made, **figures(**_sides(told)), **_cost(told)}


def _sides(told: dict[str, list[Presentation]]) -> dict[str, list[Presentation]]:
    return {"live": told["live"], "attacks": told["attack"]}


def _people(folder: Path, limit: int | None) -> Iterator[tuple[str, Pixels, FaceFound]]:
    """Every picture of the folder and below with one face of a size that a kiosk sees, and whose it is.

    A folder in it is a person, as in LFW; a picture that lies in it directly is one too.
    """
    shipped = load_manifest()
    detector = FaceDetector(shipped.folder, shipped.detectors["yunet"])
    least = next(gate.usable[0] for gate in GATES if gate.measure == "eye_distance")
    given = 0
    for path in sorted(folder.rglob("*")):
        wanted = path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(DEFECTS)
        if not wanted or "chip" in path.name or given == limit:
            continue
        try:
            pixels = pixels_of(decode_picture(path.read_bytes(), PICTURE_LIMITS))
        except (OSError, PictureError) as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        faces = detector.faces(pixels)
        share = faces[0].eye_distance / pixels.shape[1] if len(faces) == 1 else 0.0
        if not least / SIZE <= share <= MOST_OF_PICTURE:
            print(f"{path.name}: not one face of a size that a kiosk sees", file=sys.stderr)
            continue
        given += 1
        yield path.relative_to(folder).parts[0], pixels, faces[0]


def _timed(frames: list[Pixels]) -> Iterator[tuple[float, Pixels]]:
    return ((number / RATE, pixels) for number, pixels in enumerate(frames))


def _cost(told: dict[str, list[Presentation]]) -> Json:
    costs = [cost for found in told.values() for one in found for cost in one.milliseconds]
    return {"cost": {"passive_ms": round(median(costs), 2) if costs else None}}


def synthetic(arguments: argparse.Namespace) -> Json:
    """Virtual people and recordings against the challenge."""
    stage = Stage(FACES, None if arguments.without_pack else arguments.pack)
    rows = list(played(stage, arguments.rate, arguments.repeats, arguments.seed))
    return {
        "benchmark": "face-liveness-synthetic/2",
        "pack": stage.expressions,
        "parallax": turned(stage),
        "summary": summary(rows),
        "played": rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--live", type=Path, metavar="DIR")
    parser.add_argument("--attack", type=Path, metavar="DIR")
    parser.add_argument("--simulated", type=Path, nargs="?", const=FACES, metavar="DIR")
    parser.add_argument("--species", action="append", choices=ATTACKS, help="--simulated with these alone")
    parser.add_argument("--synthetic", action="store_true")
    parser.add_argument("--pack", type=Path, metavar="DIR", help="the model pack; ../shared/face-models without it")
    parser.add_argument("--without-pack", action="store_true", help="--synthetic with turns of the head alone")
    parser.add_argument("--rate", type=float, action="append", metavar="FPS")
    parser.add_argument("--repeats", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=2026, metavar="N")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N presentations of each kind, or N pictures")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    arguments.rate = arguments.rate or [10.0]
    arguments.pack = arguments.pack or SHARED_PACK
    if not all(1.0 <= rate <= 120.0 for rate in arguments.rate):
        parser.error("--rate: 1 to 120 frames a second")
    if not arguments.pack.is_dir() and not (arguments.synthetic and arguments.without_pack):
        parser.error("the passive part and expressions need the model pack: --pack DIR")
    folders = [arguments.simulated] if arguments.simulated else [arguments.live, arguments.attack]
    if not arguments.synthetic and not all(folder and folder.is_dir() for folder in folders):
        parser.error("--live and --attack are two folders; or --simulated; or --synthetic")
    found = synthetic(arguments) if arguments.synthetic else (simulated if arguments.simulated else measure)(arguments)
    print(json.dumps(found, indent=2) if arguments.json else _table(found))


def _table(found: Json) -> str:
    lines = []
    for key, value in found.items():
        if isinstance(value, list):
            lines += [f"{key}:", *("  ".join(f"{cell}" for cell in row.values()) for row in value)]
        elif isinstance(value, dict):
            lines += [f"{key}:", *(f"  {name}: {json.dumps(inner)}" for name, inner in value.items())]
        else:
            lines.append(f"{key}: {value}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
