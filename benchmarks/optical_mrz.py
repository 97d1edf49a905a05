"""How many machine-readable zones are read from camera frames, and what that costs: prints one JSON object.

    python benchmarks/optical_mrz.py [--limit N] [--seed N] [--sequences N] [--format NAME]... [--font FILE]
                                     [--library NAME]... [--images DIR] [--table]

The frames are those of optical.py: invented people's documents with twelve kinds of damage at three resolutions, the
same for the same seed, here always the side with the zone: N frames a kind and resolution of the ID card (TD1), a third
as many each of a TD2 and of a passport (TD3). «lines» counts frames in which all is right to the last character but the
name (the line or the part of a line that has no check digit), «exact» all characters, «accepted» what would count,
«wrong» what of that was not so. «kiosk» reads a frame as a still picture; «kiosk, one frame» is what the kiosk takes
from a camera's frame that no other confirms. Libraries are other people's readers in an environment that is made under
build/; each one's text goes through the same repair and check digits as ours. Sequences: optical_mrz_sequences.py.
``optical.py --mrz`` calls this too.
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
from optical_cards import Pixels, ocr_b  # noqa: E402
from optical_figures import spread  # noqa: E402
from optical_mrz_libraries import LIBRARIES, Library, UnavailableError  # noqa: E402
from optical_mrz_sequences import FORMATS, SIZES, checked, draw, frame_of  # noqa: E402
from optical_mrz_sequences import measured as sequences  # noqa: E402
from optical_scenes import MAIN, NEAR, RESOLUTIONS, Damage, conditions_of, place  # noqa: E402

from kiosk.reader.scan.mrz.following import SEARCHES, ZoneFollower  # noqa: E402
from kiosk.reader.scan.mrz.layout import Reading  # noqa: E402
from kiosk.reader.scan.mrz.reading import MrzReader  # noqa: E402

OURS, ALONE = "kiosk", "kiosk, one frame"
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

    def add(self, sample: Sample, reading: Reading | None, cpu_ms: float, *, alone: bool = False) -> None:
        """``alone``: no other frame will confirm it, so that less is accepted, and no name."""
        lines = reading.lines if reading else ()
        accepted = reading is not None and (reading.certain if alone else reading.holds)
        named = accepted and not alone and reading is not None and reading.name_margin >= SURE_NAME
        right = checked(lines) == checked(sample.lines)
        for group in sample.groups:
            count = self.groups[group]
            count["frames"] += 1
            count["lines"] += right
            count["exact"] += lines == sample.lines
            count["accepted"] += accepted
            count["wrong"] += accepted and not right
            count["named"] += named
            count["wrong name"] += named and lines != sample.lines
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
    formats: tuple[str, ...] = FORMATS,
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
        samples = own_images(images) if images else frames(seed, limit, font, formats)
        report: dict = {"seed": seed, "engines": measured(opened, samples) + skipped}
        if not images:
            report["sequences"] = {
                form: {size: sequences(form, size, seed, many_sequences, font) for size in SIZES}
                for form in formats
                if many_sequences
            }
        return report
    finally:
        for one in opened:
            one.close()


def measured(libraries: list[Library], samples: Iterator[Sample]) -> list[dict]:
    reader, follower = MrzReader(), ZoneFollower()
    tallies = {name: Tally() for name in (OURS, ALONE, *(one.name for one in libraries))}
    for number, sample in enumerate(samples):
        frame = frame_of(sample.pixels)
        start = time.thread_time()
        seen = reader.read(frame, seconds=60.0)
        tallies[OURS].add(sample, seen.reading, 1000 * (time.thread_time() - start))
        follower.forget()
        # Whatever the search finds at any of its widths, as if the hand did not move.
        looks = [follower.read(frame) for _ in SEARCHES]
        best = next((one for one in looks if one.reading is not None and one.reading.certain), looks[-1])
        tallies[ALONE].add(sample, best.reading, best.milliseconds, alone=True)
        for one in libraries:
            tallies[one.name].add(sample, *one.read(sample.pixels))
        if number % 50 == 0:
            print(f"frame {number}", file=sys.stderr)
    return [{"name": name, **tally.report()} for name, tally in tallies.items()]


def frames(seed: int, limit: int, font: Path | None, formats: tuple[str, ...]) -> Iterator[Sample]:
    """Every kind of damage at every resolution, the document's width spread evenly over both bands."""
    for form in formats:
        every = limit if form == "td1" else (limit + 2) // 3
        for resolution, size in RESOLUTIONS.items():
            for band, (low, high), many in (("main", MAIN, every), ("near", NEAR, (every + 2) // 3)):
                for kind in Damage:
                    for number in range(many):
                        begin = [seed, 3, size[0], band == "near", list(Damage).index(kind), number]
                        seeded = np.random.default_rng(begin + ([] if form == "td1" else [FORMATS.index(form)]))
                        share = low + (high - low) * (number + seeded.random()) / many
                        document = draw(form, seeded, font, number)
                        scene = place(document, size, conditions_of(kind, share, size[0], seeded), seeded)
                        assert document.lines is not None
                        pitch = _pitch_band(scene.character_pixels)
                        where = [f"{form} {band} {resolution}", f"format {form}"] if len(formats) > 1 else []
                        groups = ["all", *where, f"{band} {resolution}", f"kind {kind.value}", f"pitch {pitch}"]
                        yield Sample(scene.pixels, document.lines, groups)


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


def table(report: dict) -> str:
    """Markdown: one line a reader, then one a format, a kind of damage and a band of pixels a character."""
    engines = [one for one in report["engines"] if "skipped" not in one]
    places = [name for name in engines[0]["groups"] if name.split()[0] in ("main", "near")]
    head = ["reader", "lines", "all", "accepted", "wrong", *places, "CPU ms accepted", "not"]
    rows = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for one in engines:
        groups, every = one["groups"], one["groups"]["all"]
        rates = [every["lines_percent"], every["exact_percent"], every["accepted_percent"], every["wrong"]]
        rates += [groups[name]["lines_percent"] for name in places]
        times = [_pair(one["cpu_ms_accepted"]), _pair(one["cpu_ms_not_accepted"])]
        rows.append("| " + " | ".join([one["name"], *map(str, rates), *times]) + " |")
    for kind in ("format", "td", "kind", "pitch"):
        if not any(one.startswith(kind) for one in engines[0]["groups"]):
            continue
        head = " | ".join(f"{one['name']}: lines / all / accepted / wrong" for one in engines)
        rows += ["", f"| {kind} | frames | {head} |", "|" + " --- |" * (len(engines) + 2)]
        for name in sorted((one for one in engines[0]["groups"] if one.startswith(kind)), key=_order):
            cells = [
                " / ".join(f"{one['groups'][name][f'{key}_percent']:.0f}" for key in ("lines", "exact", "accepted"))
                + f" / {one['groups'][name]['wrong']}"
                for one in engines
            ]
            count = str(engines[0]["groups"][name]["frames"])
            label = name if kind == "td" else name.partition(" ")[2]
            rows.append("| " + " | ".join([label, count, *cells]) + " |")
    return "\n".join(rows)


def _order(name: str) -> tuple[int, str]:
    digits = "".join(char for char in name if char.isdigit())
    return (int(digits) if digits else 0) + ("more" in name), name


def _pair(times: dict[str, float]) -> str:
    return f"{times['median']:.0f} / {times['p95']:.0f}" if times else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="frames a kind of damage and resolution")
    parser.add_argument("--seed", type=int, default=2026, metavar="N")
    parser.add_argument("--sequences", type=int, default=20, metavar="N", help="hand-held cards a resolution")
    parser.add_argument("--format", action="append", choices=FORMATS, help="all three without this option")
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
        formats=tuple(given.format or FORMATS),
    )
    print(table(report) if given.table else json.dumps(report, indent=2, ensure_ascii=False))
    if given.table:
        rest = {name: value for name, value in report.items() if name != "engines"}
        print(json.dumps(rest, ensure_ascii=False))


if __name__ == "__main__":
    main()
