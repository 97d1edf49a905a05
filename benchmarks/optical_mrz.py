"""How many machine-readable zones are read from camera frames, and what that costs: prints one JSON object.

    python benchmarks/optical_mrz.py [--limit N] [--seed N] [--sequences N] [--font FILE] [--library NAME]...
                                     [--images DIR] [--table]

The frames are those of optical.py: invented people's cards with twelve kinds of damage at three resolutions, the same
for the same seed, here always the side with the zone. «lines» counts frames whose lines 1 and 2 are right to the last
character, «exact» all 90 characters, «accepted» what the kiosk would have taken, «wrong» what of that was not so.
Libraries are other people's readers in an environment that is made under build/; each one's text goes through the same
repair and check digits as ours. ``optical.py --mrz`` calls this too.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import cv2  # noqa: E402
import numpy as np  # noqa: E402
from optical_cards import FlatCard, Pixels, draw_card, ocr_b  # noqa: E402
from optical_figures import spread  # noqa: E402
from optical_mrz_libraries import LIBRARIES, Library, UnavailableError  # noqa: E402
from optical_people import Generation, made_up  # noqa: E402
from optical_scenes import MAIN, NEAR, RESOLUTIONS, Damage, HeldCard, conditions_of, place  # noqa: E402

from kiosk.app.settings import Codes  # noqa: E402
from kiosk.domain.face import Frame  # noqa: E402
from kiosk.reader.scan.mrz.layout import Reading  # noqa: E402
from kiosk.reader.scan.mrz.reading import MrzReader  # noqa: E402
from kiosk.reader.scan.mrz.voting import MrzVoter  # noqa: E402

OURS = "kiosk"
RATE = 30.0
SEQUENCE_SECONDS = 3.0
SEQUENCE_SIZES = ("1280", "1920")
SURE_NAME = 2.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One frame, its lines, the pixels of a character in it, and the groups in which it counts."""

    pixels: Pixels
    lines: tuple[str, ...]
    groups: list[str]


@dataclass(slots=True)
class Tally:
    """One reader's answers: of each group frames, lines right, all right, accepted, and what was wrong of that."""

    groups: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    accepted_ms: list[float] = field(default_factory=list)
    other_ms: list[float] = field(default_factory=list)

    def add(self, sample: Sample, reading: Reading | None, cpu_ms: float) -> None:
        lines = reading.lines if reading else ()
        accepted = reading is not None and reading.holds
        named = accepted and reading is not None and reading.name_margin >= SURE_NAME
        right = lines[:2] == sample.lines[:2]
        for group in sample.groups:
            count = self.groups[group]
            count["frames"] += 1
            count["lines"] += right
            count["exact"] += lines == sample.lines
            count["accepted"] += accepted
            count["wrong"] += accepted and not right
            count["named"] += named
            count["wrong name"] += named and lines[2:] != sample.lines[2:]
        (self.accepted_ms if accepted else self.other_ms).append(cpu_ms)

    def report(self) -> dict:
        groups = {}
        for name, count in self.groups.items():
            percent = {
                f"{key}_percent": round(100 * count[key] / count["frames"], 1) for key in ("lines", "exact", "accepted")
            }
            rest = {key.replace(" ", "_"): count[key] for key in ("frames", "wrong", "named", "wrong name")}
            groups[name] = rest | percent
        return {
            "groups": groups,
            "cpu_ms_accepted": spread(self.accepted_ms),
            "cpu_ms_not_accepted": spread(self.other_ms),
        }


def measure(
    limit: int,
    seed: int,
    images: Path | None,
    *,
    many_sequences: int = 20,
    font: Path | None = None,
    libraries: tuple[str, ...] = (),
) -> dict:
    """All figures; ``images`` is a folder with truth.json as optical.py has it, a text being all lines joined."""
    font = font or ocr_b()
    if font is None and images is None:
        return {"skipped": "no OCR-B: install Debian's package fonts-ocr-b, or name a font by --font"}
    opened: list[Library] = []
    skipped = []
    for name in libraries:
        try:
            opened.append(Library(name))
        except UnavailableError as reason:
            skipped.append({"name": name, "skipped": str(reason)})
    try:
        samples = own_images(images) if images else frames(seed, limit, font)
        report: dict = {"seed": seed, "engines": measured(opened, samples) + skipped}
        if not images:
            report["sequences"] = {size: sequences(size, seed, many_sequences, font) for size in SEQUENCE_SIZES}
        return report
    finally:
        for one in opened:
            one.close()


def measured(libraries: list[Library], samples: Iterator[Sample]) -> list[dict]:
    reader = MrzReader()
    tallies = {name: Tally() for name in (OURS, *(one.name for one in libraries))}
    for number, sample in enumerate(samples):
        start = time.process_time()
        seen = reader.read(_frame(sample.pixels), seconds=60.0)
        tallies[OURS].add(sample, seen.reading, 1000 * (time.process_time() - start))
        for one in libraries:
            tallies[one.name].add(sample, *one.read(sample.pixels))
        if number % 50 == 0:
            print(f"frame {number}", file=sys.stderr)
    return [{"name": name, **tally.report()} for name, tally in tallies.items()]


def frames(seed: int, limit: int, font: Path | None) -> Iterator[Sample]:
    """Every kind of damage at every resolution, the card's width spread evenly over both bands."""
    for resolution, size in RESOLUTIONS.items():
        for band, (low, high), many in (("main", MAIN, limit), ("near", NEAR, (limit + 2) // 3)):
            for kind in Damage:
                for number in range(many):
                    draw = np.random.default_rng([seed, 3, size[0], band == "near", list(Damage).index(kind), number])
                    share = low + (high - low) * (number + draw.random()) / many
                    scene = place(_card(number, draw, font), size, conditions_of(kind, share, size[0], draw), draw)
                    assert scene.card.lines is not None
                    pitch = scene.character_pixels
                    groups = ["all", f"{band} {resolution}", f"kind {kind.value}", f"pitch {_pitch_band(pitch)}"]
                    yield Sample(scene.pixels, scene.card.lines, groups)


def _card(number: int, draw: np.random.Generator, font: Path | None) -> FlatCard:
    generation = list(Generation)[number % 2]
    return draw_card(made_up(draw, generation), generation, "back", draw, font_path=font)


def _pitch_band(pixels: float) -> str:
    bounds = (5, 6, 7, 8, 10, 12, 15, 20, 30)
    return next((f"< {bound}" for bound in bounds if pixels < bound), "30 and more")


def own_images(folder: Path) -> Iterator[Sample]:
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    for name, text in truth.items():
        picture = cv2.imread(str(folder / name), cv2.IMREAD_COLOR)
        if picture is None:
            sys.exit(f"{name} is no picture that OpenCV can read")
        columns = {90: 30, 72: 36, 88: 44}[len(text)]
        lines = tuple(text[at : at + columns] for at in range(0, len(text), columns))
        yield Sample(picture, lines, ["all", f"main {picture.shape[1]}"])


def sequences(resolution: str, seed: int, many: int, font: Path | None) -> dict[str, object]:
    """Seconds from a card's coming into view to its first result by several frames, at the share of the processor."""
    share = Codes().share
    reader = MrzReader()
    first: list[float] = []
    wrong = wrong_names = named = 0
    for number in range(many):
        draw = np.random.default_rng([seed, 4, int(resolution), number])
        held = HeldCard(_card(number, draw, font), RESOLUTIONS[resolution], draw)
        assert held.card.lines is not None
        voter, at = MrzVoter(), 0.0
        while at < SEQUENCE_SECONDS:
            shown = np.floor(at * RATE) / RATE
            picture = _frame(held.scene(shown).pixels)
            start = time.process_time()
            result = voter.add(reader.read(picture), at)
            spent = time.process_time() - start
            at += spent
            if result is not None:
                right = tuple(result.lines[:2]) == held.card.lines[:2]
                wrong += not right
                named += bool(result.name)
                wrong_names += bool(result.name) and result.lines[2] != held.card.lines[2]
                if right:
                    first.append(at)
                break
            at = max(at + spent * (1 / share - 1), shown + 1 / RATE)
    return {
        "cards": many,
        "within_1_s_percent": round(100 * sum(one <= 1.0 for one in first) / max(1, many), 1),
        "read_percent": round(100 * len(first) / max(1, many), 1),
        "seconds": {name: value / 1000 for name, value in spread([1000 * one for one in first]).items()},
        "wrong": wrong,
        "named": named,
        "wrong_names": wrong_names,
    }


def table(report: dict) -> str:
    """Markdown: one line a reader, then one a kind of damage and one a band of pixels a character."""
    engines = [one for one in report["engines"] if "skipped" not in one]
    places = [name for name in engines[0]["groups"] if name.split()[0] in ("main", "near")]
    head = ["reader", "lines 1–2", "all 90", "accepted", "wrong", *places, "CPU ms accepted", "not"]
    rows = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for one in engines:
        groups, every = one["groups"], one["groups"]["all"]
        rates = [every["lines_percent"], every["exact_percent"], every["accepted_percent"], every["wrong"]]
        rates += [groups[name]["lines_percent"] for name in places]
        times = [_pair(one["cpu_ms_accepted"]), _pair(one["cpu_ms_not_accepted"])]
        rows.append("| " + " | ".join([one["name"], *map(str, rates), *times]) + " |")
    for kind in ("kind", "pitch"):
        rows += ["", f"| {kind} | frames | " + " | ".join(f"{one['name']}: lines / all" for one in engines) + " |"]
        rows.append("|" + " --- |" * (len(engines) + 2))
        for name in sorted((one for one in engines[0]["groups"] if one.startswith(kind)), key=_order):
            cells = [
                f"{one['groups'][name]['lines_percent']:.0f} / {one['groups'][name]['exact_percent']:.0f}"
                for one in engines
            ]
            count = str(engines[0]["groups"][name]["frames"])
            rows.append("| " + " | ".join([name.partition(" ")[2], count, *cells]) + " |")
    return "\n".join(rows)


def _order(name: str) -> tuple[int, str]:
    digits = "".join(char for char in name if char.isdigit())
    return (int(digits) if digits else 0) + ("more" in name), name


def _pair(times: dict[str, float]) -> str:
    return f"{times['median']:.0f} / {times['p95']:.0f}" if times else "–"


def _frame(pixels: Pixels) -> Frame:
    height, width = pixels.shape[:2]
    return Frame(width, height, pixels.tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="frames a kind of damage and resolution")
    parser.add_argument("--seed", type=int, default=2026, metavar="N")
    parser.add_argument("--sequences", type=int, default=20, metavar="N", help="hand-held cards a resolution")
    parser.add_argument("--font", type=Path, metavar="FILE", help="an OCR-B font; Debian's without this option")
    parser.add_argument("--library", action="append", choices=LIBRARIES, default=[])
    parser.add_argument("--images", type=Path, metavar="DIR")
    parser.add_argument("--table", action="store_true", help="tables instead of JSON")
    given = parser.parse_args()
    report = measure(
        given.limit,
        given.seed,
        given.images,
        many_sequences=given.sequences,
        font=given.font,
        libraries=tuple(given.library),
    )
    print(table(report) if given.table else json.dumps(report, indent=2, ensure_ascii=False))
    if given.table:
        rest = {name: value for name, value in report.items() if name != "engines"}
        print(json.dumps(rest, ensure_ascii=False))


if __name__ == "__main__":
    main()
