"""How many codes of cards are read from camera frames, and what that costs: prints one JSON object, or tables.

    python benchmarks/optical.py [--limit N] [--seed N] [--engine NAME]... [--library NAME]... [--sequences N]
                                 [--texts N] [--images DIR] [--mrz] [--json]

Frames are made here, from invented people (optical_people.py), drawn cards (optical_cards.py) and twelve kinds of
damage (optical_scenes.py), the same for the same seed. Each is sent to every engine and library, each in a process of
its own with one thread; libraries live in an environment that is made under build/ («--library none» leaves them out).

frames      N frames of each kind of damage at 640×480, 1280×720 and 1920×1080 with the card at 20–60 % of the width
            («main»), and a third as many at 60–95 % («near»): exact strings, wrong ones, CPU ms of a frame
charset     pristine codes of N texts, ordinary ones and ones whose letters all take two bytes, with and without ECI
sequences   a card brought into view by hand: seconds until it is first read by the kiosk's engine at its share of the
            processor, by each frame's measured CPU time
images      --images DIR reads pictures of DIR instead of made ones; DIR/truth.json says what each holds:
            {"picture.jpg": "text" or ["text", …]}
mrz         --mrz: the machine-readable zone instead (optical_mrz.py)
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import cv2  # noqa: E402
import numpy as np  # noqa: E402
from optical_cards import FlatCard, Pixels, QrPrint, draw_card, qr_picture  # noqa: E402
from optical_engines import LIBRARIES, Reader, UnavailableError, make_environment  # noqa: E402
from optical_figures import Tally, groups_of, spread, table  # noqa: E402
from optical_people import Generation, made_up, qr_text, two_byte_text  # noqa: E402
from optical_scenes import MAIN, NEAR, RESOLUTIONS, Damage, HeldCard, conditions_of, place  # noqa: E402

from kiosk.app.settings.values import Codes  # noqa: E402

RATE = 30.0
"""Frames a second of a webcam at these sizes."""

SEQUENCE_SECONDS = 3.0
SEQUENCE_SIZES = ("1280", "1920")


@dataclass(frozen=True, slots=True)
class Sample:
    """One frame, what is to be read in it, and the groups in which it counts."""

    pixels: Pixels
    truth: tuple[bytes, ...]
    groups: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="frames a kind of damage and resolution")
    parser.add_argument("--seed", type=int, default=2026, metavar="N")
    parser.add_argument("--engine", action="append", metavar="NAME", help="of the kiosk; cascade without this option")
    parser.add_argument("--library", action="append", choices=[*LIBRARIES, "none"])
    parser.add_argument("--sequences", type=int, default=40, metavar="N", help="hand-held cards a resolution")
    parser.add_argument("--texts", type=int, default=50, metavar="N", help="texts of each kind for the character sets")
    parser.add_argument("--images", type=Path, metavar="DIR")
    parser.add_argument("--mrz", action="store_true", help="the machine-readable zone instead")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.mrz:
        from optical_mrz import measure as measure_mrz

        print(json.dumps(measure_mrz(given.limit, given.seed, given.images), indent=2, ensure_ascii=False))
        return
    readers, skipped = opened(given.engine or ["cascade"], given.library or list(LIBRARIES))
    try:
        samples = own_images(given.images) if given.images else frames(given.seed, given.limit)
        report = {"seed": given.seed, "cores": os.cpu_count(), "engines": measured(readers, samples) + skipped}
        if not given.images:
            report["charset"] = charset(readers, given.seed, given.texts)
            engines = [one for one in readers if one.name not in LIBRARIES]
            report["sequences"] = {
                one.name: {size: sequences(one, size, given.seed, given.sequences) for size in SEQUENCE_SIZES}
                for one in engines
                if given.sequences
            }
    finally:
        for one in readers:
            one.close()
    if given.json:
        print(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        print(table(report))
        rest = {name: report[name] for name in ("charset", "sequences") if name in report}
        print("\n" + json.dumps({**rest, "skipped": skipped}, indent=2, ensure_ascii=False))


def opened(engines: list[str], libraries: list[str]) -> tuple[list[Reader], list[dict]]:
    """The processes that run here, and why others do not."""
    readers: list[Reader] = []
    skipped: list[dict] = []
    wanted = [(name, False) for name in engines] + [(name, True) for name in libraries if name != "none"]
    for name, library in wanted:
        try:
            if library:
                make_environment()
            readers.append(Reader(name, library))
        except UnavailableError as reason:
            skipped.append({"name": name, "skipped": str(reason)})
    return readers, skipped


def measured(readers: list[Reader], samples: Iterator[Sample]) -> list[dict]:
    tallies = {reader.name: Tally() for reader in readers}
    for number, sample in enumerate(samples):
        for reader in readers:
            reader.send(sample.pixels)
            # One after the other: side by side they would slow each other down.
            answer = reader.answer()
            tallies[reader.name].add(sample.groups, sample.truth, answer.contents, answer.cpu_ms)
            tallies[reader.name].hung += answer.hung
        if number % 50 == 0:
            print(f"frame {number}", file=sys.stderr)
    return [{"name": name, **tally.report()} for name, tally in tallies.items()]


def frames(seed: int, limit: int) -> Iterator[Sample]:
    """Every kind of damage at every resolution, the card's width spread evenly over both bands."""
    for resolution, size in RESOLUTIONS.items():
        for band, (low, high), many in (("main", MAIN, limit), ("near", NEAR, (limit + 2) // 3)):
            for kind in Damage:
                for number in range(many):
                    draw = np.random.default_rng([seed, size[0], band == "near", list(Damage).index(kind), number])
                    card = drawn(number, draw)
                    share = low + (high - low) * (number + draw.random()) / many
                    scene = place(card, size, conditions_of(kind, share, size[0], draw), draw)
                    groups = groups_of(resolution, band, kind.value, scene.module_pixels)
                    yield Sample(scene.pixels, (str(card.text).encode(),), groups)


def drawn(number: int, draw: np.random.Generator) -> FlatCard:
    """The side with the code of one of both generations, level M or L, with an ECI or without."""
    generation = list(Generation)[number % 2]
    print_ = QrPrint(draw.uniform(15, 20), "ML"[number // 2 % 2], bool(number // 4 % 2))
    side = "front" if generation is Generation.CCCD_2021 else "back"
    return draw_card(made_up(draw, generation), generation, side, draw, qr=print_)


def own_images(folder: Path) -> Iterator[Sample]:
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    for name, texts in truth.items():
        picture = cv2.imread(str(folder / name), cv2.IMREAD_COLOR)
        if picture is None:
            sys.exit(f"{name} is no picture that OpenCV can read")
        held = tuple(text.encode() for text in ([texts] if isinstance(texts, str) else texts))
        yield Sample(picture, held, ["all", f"main {picture.shape[1]}"])


def charset(readers: list[Reader], seed: int, many: int) -> dict[str, dict[str, float]]:
    """Exact strings of pristine codes, per cent."""
    draw = np.random.default_rng([seed, 1])
    texts = {
        "ordinary": [qr_text(made_up(draw, one), one) for one in list(Generation) * (many // 2)],
        "two-byte letters": [two_byte_text(draw) for _ in range(many)],
    }
    report: dict[str, dict[str, float]] = {}
    for kind, some in texts.items():
        for eci in (False, True):
            read = dict.fromkeys((reader.name for reader in readers), 0)
            for text in some:
                picture = np.pad(qr_picture(text, "M", eci), 4, constant_values=255)
                pixels = cv2.cvtColor(np.kron(picture, np.ones((5, 5), np.uint8)), cv2.COLOR_GRAY2BGR)
                for reader in readers:
                    reader.send(pixels)
                    read[reader.name] += reader.answer().contents == (text.encode(),)
            name = f"{kind}, {'ECI' if eci else 'no ECI'}"
            report[name] = {one: round(100 * count / max(1, len(some)), 1) for one, count in read.items()}
    return report


def sequences(reader: Reader, resolution: str, seed: int, many: int) -> dict[str, object]:
    """Seconds from a card's coming into view to its first exact reading, at the share that the settings give."""
    share = Codes().share
    first: list[float] = []
    wrong = 0
    for number in range(many):
        draw = np.random.default_rng([seed, 2, int(resolution), number])
        held = HeldCard(drawn(number, draw), RESOLUTIONS[resolution], draw)
        truth, at = (str(held.card.text).encode(),), 0.0
        while at < SEQUENCE_SECONDS:
            # The newest frame of a camera that runs by itself.
            shown = math.floor(at * RATE) / RATE
            reader.send(held.scene(shown).pixels, keep=at > 0)
            answer = reader.answer()
            wrong += any(one not in truth for one in answer.contents)
            at += answer.cpu_ms / 1000
            if answer.contents == truth:
                first.append(at)
                break
            at = max(at + answer.cpu_ms / 1000 * (1 / share - 1), shown + 1 / RATE)
    within = sum(one <= 1.0 for one in first)
    return {
        "cards": many,
        "within_1_s_percent": round(100 * within / max(1, many), 1),
        "read_percent": round(100 * len(first) / max(1, many), 1),
        "seconds": {name: round(value / 1000, 2) for name, value in spread([1000 * one for one in first]).items()},
        "wrong": wrong,
    }


if __name__ == "__main__":
    main()
