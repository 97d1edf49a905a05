"""What watching one person costs, as a check does it: prints one JSON object.

    python benchmarks/face_watch.py [--engine NAME] [--frames N] [--fps N] [--policy NAME] [--pack DIR]

A photograph of tests/fixtures/faces sways before the camera (benchmarks/face_sequences.py) at 640 × 480, 1280 × 720
and 1920 × 1080; a session looks at every frame. CPU milliseconds on one thread a frame (median, mean, 95th percentile):
most frames are only searched and measured, some make a template, some look for coverings. Then the comparison with chip
portraits, the process's import and loading time, and its peak memory after 640 × 480: the frames that the benchmark
holds are none of the engine's.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

STARTED = time.process_time()
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import cv2  # noqa: E402 - the import is part of what is measured
import numpy as np  # noqa: E402
from face_sequences import frame  # noqa: E402

from kiosk.biometric.engine import CalibratedEngine  # noqa: E402
from kiosk.biometric.model_packs import ModelPacks  # noqa: E402
from kiosk.biometric.pictures import PictureLimits, decode_picture  # noqa: E402
from kiosk.biometric.pixels import frame_of, pixels_of  # noqa: E402
from kiosk.domain.face import ChipFace, Frame, LiveFace  # noqa: E402
from kiosk.domain.liveness import LivenessPolicy, LivenessRules  # noqa: E402

IMPORTED = time.process_time()
FACES = ROOT / "tests" / "fixtures" / "faces"
SHARED_PACK = ROOT.parent / "shared" / "face-models"
SIZES = ((640, 480), (1280, 720), (1920, 1080))
CHIPS = ("obama_2010_chip_480x640.jp2", "obama_2010_chip_240x320.jpg")
DIFFERENT = 12
WARM_UP = 3
COMPARISONS = 15

Times = list[float]
_Result = TypeVar("_Result")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="auto", metavar="NAME")
    parser.add_argument("--frames", type=int, default=90, metavar="N")
    parser.add_argument("--fps", type=float, default=15.0, metavar="N")
    parser.add_argument("--policy", type=LivenessPolicy, default=LivenessPolicy.OFF, metavar="NAME")
    parser.add_argument("--pack", type=Path, default=SHARED_PACK if SHARED_PACK.is_dir() else None, metavar="DIR")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory(prefix="kiosk-face-") as folder:
        packs = ModelPacks(Path(folder))
        if given.pack is not None:
            packs.install(given.pack)
        start = time.process_time()
        engine = CalibratedEngine(packs.catalogue().plan(given.engine))
        loaded = time.process_time() - start
        rules = LivenessRules(given.policy)
        engine.session(rules).close()
    sizes, live = {}, None
    memory = 0
    for size in SIZES:
        sizes[f"{size[0]}x{size[1]}"], live = watched(engine, rules, size, given.frames, 1.0 / given.fps)
        memory = memory or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    assert live is not None
    report = {
        "engine": engine.name,
        "policy": given.policy.value,
        "fps": given.fps,
        "frame_cpu_ms": sizes,
        "comparison_cpu_ms": {chip: compared(engine, live, chip) for chip in CHIPS},
        "import_cpu_s": round(IMPORTED, 3),
        "load_cpu_s": round(loaded, 3),
        "peak_memory_mb": memory,
    }
    print(json.dumps(report, indent=2))


def watched(
    engine: CalibratedEngine, rules: LivenessRules, size: tuple[int, int], count: int, apart: float
) -> tuple[dict[str, float], LiveFace | None]:
    """What each frame of a session costs, and the person's best faces as one."""
    shown = [scene(size, number) for number in range(min(count, DIFFERENT))]
    session = engine.session(rules)
    times: Times = []
    live = None
    for number in range(count):
        seen = replace(shown[number % len(shown)], captured_at=number * apart, sequence=number + 1)
        sighting = timed(times, lambda: session.look(seen))  # noqa: B023 - called at once
        live = sighting.live or live
    session.close()
    return summary(times), live


def scene(size: tuple[int, int], number: int) -> Frame:
    """A frame of this size in whose middle the photograph stands, as high as the frame."""
    picture = decode_picture((FACES / "obama_2012_frame.jpg").read_bytes(), PictureLimits(1 << 20, 1 << 20))
    swaying = frame("obama_2012_frame.jpg", pixels_of(picture), number)
    width, height = size
    scaled = cv2.resize(swaying, (height * swaying.shape[1] // swaying.shape[0], height))
    pixels = np.full((height, width, 3), 110, np.uint8)
    left = (width - scaled.shape[1]) // 2
    pixels[:, left : left + scaled.shape[1]] = scaled
    return frame_of(pixels)


def compared(engine: CalibratedEngine, live: LiveFace, name: str) -> float:
    chip = ChipFace((FACES / name).read_bytes(), Path(name).suffix[1:])
    times: Times = []
    for _ in range(COMPARISONS):
        timed(times, lambda: engine.compare(live, chip))
    return summary(times)["median"]


def timed(times: Times, work: Callable[[], _Result]) -> _Result:
    start = time.process_time()
    result = work()
    times.append(1000.0 * (time.process_time() - start))
    return result


def summary(times: Times) -> dict[str, float]:
    found = np.array(times[WARM_UP:])
    return {
        "median": round(float(np.median(found)), 1),
        "mean": round(float(found.mean()), 1),
        "p95": round(float(np.quantile(found, 0.95)), 1),
    }


if __name__ == "__main__":
    main()
