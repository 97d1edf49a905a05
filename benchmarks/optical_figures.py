"""Rates and times of engines that read codes, counted frame by frame; and the tables that people read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

MILD = ("clean", "tilt", "rotation", "jpeg", "holo", "clutter")
"""Kinds of damage that leave every module of a code its shade."""

ENOUGH_PIXELS = 2.0
"""A module, from which on a code with mild damage is to be read."""


@dataclass(slots=True)
class Count:
    """Frames of one group: how many, how many read exactly, how many with something wrong."""

    frames: int = 0
    exact: int = 0
    wrong: int = 0

    def add(self, exact: bool, wrong: bool) -> None:
        self.frames += 1
        self.exact += exact
        self.wrong += wrong

    def report(self) -> dict[str, float]:
        share = round(100 * self.exact / self.frames, 1) if self.frames else 0.0
        return {"frames": self.frames, "exact_percent": share, "wrong": self.wrong}


@dataclass(slots=True)
class Tally:
    """One engine's answers."""

    groups: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    found_ms: list[float] = field(default_factory=list)
    missed_ms: list[float] = field(default_factory=list)
    hung: int = 0

    def add(self, groups: list[str], truth: tuple[bytes, ...], contents: tuple[bytes, ...], cpu_ms: float) -> None:
        exact, wrong = all(one in contents for one in truth), any(one not in truth for one in contents)
        for group in groups:
            self.groups[group].add(exact, wrong)
        (self.found_ms if exact else self.missed_ms).append(cpu_ms)

    def report(self) -> dict:
        return {
            "groups": {name: count.report() for name, count in self.groups.items()},
            "cpu_ms_found": spread(self.found_ms),
            "cpu_ms_not_found": spread(self.missed_ms),
            "hung": self.hung,
        }


def spread(values: list[float]) -> dict[str, float]:
    if not values:
        return {}
    return {"median": round(float(np.median(values)), 1), "p95": round(float(np.percentile(values, 95)), 1)}


def groups_of(resolution: str, band: str, kind: str, module_pixels: float) -> list[str]:
    """The groups in which a frame is counted."""
    names = ["all", f"{band} {resolution}", f"{band} {resolution} {kind}", f"kind {kind}"]
    if module_pixels >= ENOUGH_PIXELS and kind in MILD:
        names.append("mild, 2 px and more")
    return names


def table(report: dict) -> str:
    """Markdown: one line an engine, then one a kind of damage."""
    engines = [one for one in report["engines"] if "skipped" not in one]
    if not engines:
        return "no engine could be measured"
    there = engines[0]["groups"]
    places = [name for name in there if name.split()[0] in ("main", "near") and len(name.split()) == 2]
    shown = ["all", *places, *(name for name in there if name.startswith("mild"))]
    head = ["engine", *shown, "wrong", "CPU ms read, med/p95", "not read, med/p95"]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for one in engines:
        groups = one["groups"]
        rates = [f"{groups[name]['exact_percent']:.1f}" for name in shown]
        times = [_pair(one["cpu_ms_found"]), _pair(one["cpu_ms_not_found"])]
        lines.append("| " + " | ".join([one["name"], *rates, str(groups["all"]["wrong"]), *times]) + " |")
    kinds = [name for name in there if name.startswith("kind ")]
    lines += [
        "",
        "| damage | " + " | ".join(one["name"] for one in engines) + " |",
        "|" + " --- |" * (len(engines) + 1),
    ]
    for kind in kinds:
        rates = [f"{one['groups'][kind]['exact_percent']:.0f}" for one in engines]
        lines.append(f"| {kind.removeprefix('kind ')} | " + " | ".join(rates) + " |")
    return "\n".join(lines)


def _pair(times: dict[str, float]) -> str:
    return f"{times['median']:.0f} / {times['p95']:.0f}" if times else "–"
