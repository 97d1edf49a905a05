"""What watching one person costs, as a check does it: prints one JSON object.

    python benchmarks/face_watch.py [--engine NAME] [--frames N] [--fps N] [--policy NAME] [--pack DIR]

A photograph of tests/fixtures/faces sways before the camera (benchmarks/face_sequences.py) at 640 × 480, 1280 × 720
and 1920 × 1080; a session looks at every frame. CPU milliseconds on one thread a frame (median, mean, 95th percentile):
most frames are only searched and measured, some make a template, some look for coverings. Then the comparison with chip
portraits, the process's import and loading time, and its peak memory: the engine loaded, 640 × 480 watched with a
challenge asked for halfway, a chip compared. Another process draws the frames, and they are read one at a time, so that
what they take is none of the engine's.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

STARTED = time.process_time()
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the import is part of what is measured

from kiosk.biometric.camera.pictures import PictureLimits, decode_picture, load_decoders  # noqa: E402
from kiosk.biometric.camera.pixels import frame_of, pixels_of  # noqa: E402
from kiosk.biometric.networks.engine import CalibratedEngine  # noqa: E402
from kiosk.biometric.networks.model_packs import ModelPacks  # noqa: E402
from kiosk.domain.face import ChipFace, LiveFace  # noqa: E402
from kiosk.domain.liveness import LivenessPolicy, LivenessRules  # noqa: E402

IMPORTED = time.process_time()
FACES = ROOT / "tests" / "fixtures" / "faces"
SHARED_PACK = ROOT.parent / "shared" / "face-models"
SIZES = ((640, 480), (1280, 720), (1920, 1080))
PERSON = "obama_2012_frame.jpg"
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
    with tempfile.TemporaryDirectory(prefix="kiosk-face-") as folder:
        report = measured(given, Path(folder))
    print(json.dumps(report, indent=2))


def measured(given: argparse.Namespace, scratch: Path) -> dict[str, object]:
    packs = ModelPacks(scratch / "packs")
    if given.pack is not None:
        packs.install(given.pack)
    drawing = multiprocessing.get_context("spawn").Process(target=draw, args=(scratch,))
    drawing.start()
    drawing.join()
    load_decoders()
    start = time.process_time()
    engine = CalibratedEngine(packs.catalogue().plan(given.engine))
    rules = LivenessRules(given.policy)
    engine.session(rules).close()
    loaded = time.process_time() - start
    memory = {"loaded": peak_memory()}
    frames, comparisons = {}, {}
    for size in SIZES:
        name = f"{size[0]}x{size[1]}"
        frames[name], live = watched(engine, rules, scratch / name, given.frames, 1.0 / given.fps)
        if len(memory) == 1:
            memory["watched"] = peak_memory()
            comparisons = {chip: compared(engine, live, chip) for chip in CHIPS}
            memory["compared"] = peak_memory()
    return {
        "engine": engine.name,
        "policy": given.policy.value,
        "fps": given.fps,
        "frame_cpu_ms": frames,
        "comparison_cpu_ms": comparisons,
        "import_cpu_s": round(IMPORTED, 3),
        "load_cpu_s": round(loaded, 3),
        "peak_memory_mb": memory,
    }


def peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def watched(
    engine: CalibratedEngine, rules: LivenessRules, scenes: Path, count: int, apart: float
) -> tuple[dict[str, float], LiveFace]:
    """What each frame of a session costs, and the person's best faces as one; a movement is asked for halfway."""
    shown = sorted(scenes.iterdir())
    session = engine.session(rules)
    times: Times = []
    live = None
    for number in range(count):
        if number == count // 2:
            session.start_challenge()
        seen = frame_of(np.load(shown[number % len(shown)]), number * apart, number + 1)
        sighting = timed(times, lambda: session.look(seen))  # noqa: B023 - called at once
        live = sighting.live or live
    session.close()
    assert live is not None
    return summary(times), live


def draw(scratch: Path) -> None:
    """Frames of every size, in the middle of which the swaying photograph stands, as high as the frame."""
    import cv2
    from face_sequences import frame

    picture = pixels_of(decode_picture((FACES / PERSON).read_bytes(), PictureLimits(1 << 20, 1 << 20)))
    for width, height in SIZES:
        folder = scratch / f"{width}x{height}"
        folder.mkdir()
        for number in range(DIFFERENT):
            swaying = frame(PERSON, picture, number)
            scaled = cv2.resize(swaying, (height * swaying.shape[1] // swaying.shape[0], height))
            pixels = np.full((height, width, 3), 110, np.uint8)
            left = (width - scaled.shape[1]) // 2
            pixels[:, left : left + scaled.shape[1]] = scaled
            np.save(folder / f"{number:02}.npy", pixels)


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
