"""Templates by one of the kiosk's engines, in a process of its own: reads a job from standard input, writes an .npz.

A process each, so that import time and peak memory are the engine's alone.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

STARTED = time.process_time()
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from face_degradation import degraded  # noqa: E402
from face_sequences import frame  # noqa: E402

from kiosk.biometric.evaluation.comparison import TemplateComparison  # noqa: E402
from kiosk.biometric.evaluation.gallery import embed_all, main_face  # noqa: E402
from kiosk.biometric.networks.engine import FaceTemplates  # noqa: E402 - the import is part of what is measured
from kiosk.biometric.networks.model_packs import ModelPacks  # noqa: E402
from kiosk.biometric.quality import is_usable, rank  # noqa: E402

IMPORTED = time.process_time()
WARM_UP = 3


class TimedEmbedder:
    """What ``EngineEmbedder`` does, with the CPU seconds of each step."""

    def __init__(self, templates: FaceTemplates, dimensions: int) -> None:
        self.dimensions = dimensions
        self.steps: dict[str, list[float]] = {"find": [], "measure": [], "template": [], "whole": []}
        self.walls: list[float] = []
        self.rank = 0.0
        self._templates = templates

    def template(self, pixels: np.ndarray) -> tuple[float, ...] | None:
        start, wall = time.process_time(), time.perf_counter()
        face = main_face(self._templates.faces(pixels), pixels.shape[1], pixels.shape[0])
        found = time.process_time()
        self.steps["find"].append(found - start)
        if face is None:
            return None
        quality = self._templates.quality(pixels, face)
        self.rank = rank(quality) + is_usable(quality)
        measured = time.process_time()
        template = self._templates.template(pixels, face, quality.luma)
        end = time.process_time()
        self.walls.append(time.perf_counter() - wall)
        for step, taken in (("measure", measured - found), ("template", end - measured), ("whole", end - start)):
            self.steps[step].append(taken)
        return template


def main() -> None:
    job = json.load(sys.stdin)
    start = time.process_time()
    plan = ModelPacks(Path(job["packs"])).catalogue().plan(job["name"])
    comparison = TemplateComparison.of(plan)
    embedder = TimedEmbedder(FaceTemplates(plan), comparison.dimensions)
    loaded = time.process_time() - start
    changes = [change for _, change in job["pictures"]]
    done = 0
    ranks = np.zeros(len(changes), np.float32)

    def change(path: str, pixels: np.ndarray) -> np.ndarray:
        kind = changes[done]
        embedder.rank = 0.0
        if not kind:
            return pixels
        if kind.startswith("frame "):
            return frame(path, pixels, int(kind.removeprefix("frame ")))
        return np.ascontiguousarray(degraded(kind, path, np.ascontiguousarray(pixels[:, :, ::-1]))[:, :, ::-1])

    def tell(count: int) -> None:
        nonlocal done
        done = count
        ranks[count - 1] = embedder.rank
        if count % 50 == 0:
            print(f"{job['name']} {count}/{len(changes)}", file=sys.stderr)

    paths = [path for path, _ in job["pictures"]]
    gallery = embed_all(embedder, Path(job["images"]), paths, change, tell)
    cost = {
        "import_cpu_s": round(IMPORTED, 3),
        "load_cpu_s": round(loaded, 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "wall_ms": round(1000 * float(np.median(embedder.walls[WARM_UP:] or embedder.walls or [0.0])), 2),
        "cpu_ms": {
            step: round(1000 * float(np.median(taken[WARM_UP:] or taken)), 2)
            for step, taken in embedder.steps.items()
            if taken
        },
    }
    missed = {reason.value: count for reason, count in gallery.missed.items()}
    np.savez(job["out"], templates=gallery.templates, ranks=ranks, facts=json.dumps({"missed": missed, "cost": cost}))


if __name__ == "__main__":
    main()
