"""How often a recording of the holder passes the challenge: measured by chance, beside what it should be.

    python benchmarks/face_replays.py [--runs N] [--seed N] [--rate FPS] [--json]

The challenge (kiosk/biometric/liveness/challenge.py) is given what a camera would measure: parallax, eyes and mouth of
somebody who obeys, or of a recording that nobody's prompts change. No pictures are drawn, so that thousands of runs
take seconds; whole sessions with pictures are played by benchmarks/face_liveness.py --synthetic.

obeying         reacts after 0.25 to 0.7 s, turns at 40 to 90 degrees a second, and does what is asked
earlier check   a recording of the same person who obeyed another check, begun with the challenge
one of each     every movement once, a second of looking straight between them, begun with the challenge, in a loop
twenty          twenty movements by chance, with pauses longer than any of the challenge's, in a loop
prepared        the order that passes most often, with pauses longer than any of the challenge's
on command      somebody plays the right clip a second after each prompt: nothing here tells that from a person

«at most»: a draw is one of so many orders, all as likely, and one mistake draws once more, so that no recording that is
not changed while it plays can pass more often than that, whatever was recorded.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kiosk.biometric.evaluation.statistics import wilson  # noqa: E402
from kiosk.biometric.liveness.challenge import MAX_MISTAKES, ChallengeRun  # noqa: E402
from kiosk.biometric.liveness.gestures import Measured  # noqa: E402
from kiosk.biometric.liveness.orders import EXPRESSIONS, PAUSE_SECONDS, TURNS, orders  # noqa: E402
from kiosk.domain.authenticity import CheckStatus  # noqa: E402
from kiosk.domain.liveness import Challenge, LivenessRules  # noqa: E402

Json = dict[str, object]
Body = tuple[float, float, float]
"""Parallax, eyes, mouth."""

REST: Body = (0.0, 0.15, 0.03)
SHOWN: dict[Challenge | None, Body] = {
    Challenge.TURN_LEFT: (0.16, 0.15, 0.03),
    Challenge.TURN_RIGHT: (-0.16, 0.15, 0.03),
    Challenge.BLINK: (0.0, 0.70, 0.03),
    Challenge.OPEN_MOUTH: (0.0, 0.15, 0.55),
}
SPEEDS: Body = (0.35, 3.0, 2.0)
"""A second: 60 degrees, lids and jaw."""

NOISE: Body = (0.008, 0.03, 0.02)
COMPARED_SECONDS = 0.3
HELD_SECONDS = 0.8
"""For how long a movement of a recording lasts."""

LONG_REST = PAUSE_SECONDS[1] + 0.9
"""A recording that rests so long is never surprised by a prompt."""

Performance = Callable[[float, Challenge | None], Body]
"""What is shown at a time, to whom this is asked."""


def obeying(chance: random.Random, least: float = 0.25, most: float = 0.7) -> Performance:
    """Somebody who does what is asked after a reaction time between these."""
    now, last, heard, doing, since = REST, 0.0, None, None, 0.0
    reaction, pace = chance.uniform(least, most), chance.uniform(0.7, 1.5)

    def show(at: float, asked: Challenge | None) -> Body:
        nonlocal now, last, heard, doing, since, reaction
        if asked is not heard:
            heard, since, reaction = asked, at, chance.uniform(least, most)
        if at - since >= reaction:
            doing = heard
        ended = doing in EXPRESSIONS and (at - since - reaction) % 2.0 > 1.0
        now = moved(now, REST if ended else SHOWN.get(doing, REST), pace * (at - last))
        last = at
        return now

    return show


def moved(now: Body, wanted: Body, seconds: float) -> Body:
    """On the way from one to the other for so long."""
    return tuple(  # type: ignore[return-value]
        one + min(max(other - one, -speed * seconds), speed * seconds)
        for one, other, speed in zip(now, wanted, SPEEDS, strict=True)
    )


def recording(movements: Sequence[Challenge], rest: float, begin: float = 0.0) -> Performance:
    """These movements in a loop, with so many seconds of looking straight before each, whatever is asked."""
    now, last = REST, 0.0
    cycle = rest + HELD_SECONDS

    def show(at: float, asked: Challenge | None) -> Body:
        nonlocal now, last
        number, within = divmod(at + begin, cycle)
        wanted = SHOWN[movements[int(number) % len(movements)]] if within >= rest else REST
        now = moved(now, wanted, at - last)
        last = at
        return now

    return show


def earlier_check(chance: random.Random, rate: float, *, expressions: bool) -> Performance:
    """What was recorded while somebody obeyed another check; begun with the challenge, and then again."""
    told: list[Body] = []
    person = obeying(chance)

    def recorded(at: float, asked: Challenge | None) -> Body:
        told.append(person(at, asked))
        return told[-1]

    play(recorded, chance, rate, expressions=expressions)
    return lambda at, asked: told[round(at * rate) % len(told)]


def play(performance: Performance, chance: random.Random, rate: float, *, expressions: bool) -> tuple[bool, float]:
    """Whether the challenge is passed, and when it ended."""
    run = ChallengeRun(LivenessRules().active_seconds, random.Random(chance.random()), expressions=expressions)
    run.start(0.0)
    compared, frame = 0.0, 0
    while run.running:
        frame += 1
        at = frame / rate
        body = performance(at, run.prompt.challenge if run.prompt else None)
        parallax, eyes, mouth = (one + chance.gauss(0.0, noise) for one, noise in zip(body, NOISE, strict=True))
        frontal = abs(parallax) < 0.10
        same = None
        if frontal and at - compared >= COMPARED_SECONDS:
            compared, same = at, True
        run.tick(at)
        run.look(Measured(at, parallax, frontal, same, *((eyes, mouth) if expressions else (None, None))))
    return run.finding.status is CheckStatus.PASSED, frame / rate


def performances(chance: random.Random, rate: float, *, expressions: bool) -> Iterator[tuple[str, Performance]]:
    """One of each kind of person and recording."""
    every = [*TURNS, *(EXPRESSIONS if expressions else ())]
    chosen = chance.choice(orders(expressions=expressions))
    yield "obeying", obeying(chance)
    yield "earlier check", earlier_check(chance, rate, expressions=expressions)
    yield "one of each", recording(chance.sample(every, len(every)), 1.0, chance.uniform(0.0, 1.0))
    yield "twenty", recording(chance.choices(every, k=20), LONG_REST)
    yield "prepared", recording(chosen, LONG_REST)
    yield "on command", obeying(chance, 1.0, 1.2)


@dataclass
class Tally:
    """How often one kind passed, and how long each took."""

    passed: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, passed: bool, seconds: float) -> None:
        self.passed += passed
        self.seconds.append(seconds)


def measured(runs: int, seed: int, rate: float) -> Iterator[Json]:
    for expressions in (False, True):
        chance = random.Random(seed)
        tallies: dict[str, Tally] = {}
        for _ in range(runs):
            for kind, performance in performances(chance, rate, expressions=expressions):
                tallies.setdefault(kind, Tally()).add(*play(performance, chance, rate, expressions=expressions))
        count = len(orders(expressions=expressions))
        for kind, tally in tallies.items():
            told = wilson(tally.passed, runs)
            recorded = kind not in ("obeying", "on command")
            yield {
                "pack": expressions,
                "shown": kind,
                "runs": runs,
                "passed": round(told.value, 4),
                "passed_95": [round(told.low, 4), round(told.high, 4)],
                "at_most": round((1 + MAX_MISTAKES) / count, 4) if recorded else None,
                "seconds": round(median(tally.seconds), 1),
                "seconds_95": round(sorted(tally.seconds)[math.ceil(0.95 * len(tally.seconds)) - 1], 1),
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--rate", type=float, default=10.0, metavar="FPS")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = list(measured(arguments.runs, arguments.seed, arguments.rate))
    if arguments.json:
        print(json.dumps({"benchmark": "face-replays/1", "rate": arguments.rate, "rows": rows}, indent=2))
        return
    for row in rows:
        print("  ".join(f"{cell}" for cell in row.values()))


if __name__ == "__main__":
    main()
