"""How soon the printed lines of a document held by hand are read: the kiosk's own looks, in simulated time.

What the kiosk does with frames, looking for codes too, is run as it is (``FrameLooks``, ``DutyCycle`` at the settings'
share). The clock is simulated: it moves by each look's processor time and by the rests between looks, so that other
work on the machine makes no figure worse than its caches do.
"""

from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np
from optical_cards import FlatCard, Pixels, draw_card
from optical_documents import LAYOUTS, draw_document
from optical_figures import spread
from optical_people import Generation, made_up
from optical_scenes import RESOLUTIONS, HeldCard

from kiosk.app.codes.frame_looks import FrameLooks, is_ours
from kiosk.app.codes.watch import SHORTEST_PAUSE
from kiosk.app.codes.zone_watch import make_zone_watch
from kiosk.app.settings.values import Codes
from kiosk.domain.face import Frame
from kiosk.reader.scan.duty import DutyCycle
from kiosk.reader.scan.engines import make_engine

RATE = 30.0
"""Frames a second of a webcam at these sizes."""

SECONDS = 3.0
SIZES = ("1280", "1920")
FORMATS = ("td1", *LAYOUTS)


def draw(form: str, draw: np.random.Generator, font: Path | None, number: int = 0) -> FlatCard:
    """The side with the zone; of the ID card that of 2021, which has no code beside it, for even numbers."""
    if form != "td1":
        return draw_document(form, draw, font)
    generation = list(Generation)[number % 2]
    return draw_card(made_up(draw, generation), generation, "back", draw, font_path=font)


def checked(lines: tuple[str, ...]) -> tuple[str, ...]:
    """What of the lines check digits, codes and states hold; all but the name."""
    return lines[:2] if len(lines) == 3 else (*(one[:5] for one in lines[:1]), *lines[1:])


def frame_of(pixels: Pixels, at: float = 0.0) -> Frame:
    height, width = pixels.shape[:2]
    return Frame(width, height, pixels.tobytes(), captured_at=at)


class Clock:
    """Simulated seconds since the document came into view, and the processor's of the looks so far."""

    def __init__(self) -> None:
        self.at = self.worked = 0.0

    def processor(self) -> float:
        return self.worked

    def look(self, looks: FrameLooks, frame: Frame) -> bytes | None:
        start = time.thread_time()
        found = looks.look(frame).content
        spent = time.thread_time() - start
        self.at, self.worked = self.at + spent, self.worked + spent
        return found


def measured(form: str, resolution: str, seed: int, many: int, font: Path | None) -> dict[str, object]:
    """Seconds from a document's coming into view to the first result, of ``many`` documents."""
    looks = FrameLooks(make_engine(wanted=is_ours), make_zone_watch())
    looks.look(frame_of(np.zeros((720, 1280, 3), np.uint8)))
    first: list[float] = []
    costs: list[float] = []
    wrong = 0
    for number in range(many):
        seeded = np.random.default_rng([seed, 4, int(resolution), number, FORMATS.index(form)])
        held = HeldCard(draw(form, seeded, font), RESOLUTIONS[resolution], seeded)
        assert held.card.lines is not None
        clock = Clock()
        duty = DutyCycle(Codes().share, SHORTEST_PAUSE, clock.processor)
        looks.forget()
        while clock.at < SECONDS:
            # The newest frame of a camera that runs by itself.
            shown = math.floor(clock.at * RATE) / RATE
            frame = frame_of(held.scene(shown).pixels, at=1000.0 + shown)
            duty.begin()
            before = clock.worked
            found = clock.look(looks, frame)
            costs.append(1000 * (clock.worked - before))
            if found is not None:
                right = checked(tuple(found.decode().split("\n"))) == checked(held.card.lines)
                wrong += not right
                first += [clock.at] if right else []
                break
            clock.at = max(clock.at + duty.pause(urgent=looks.urgent), shown + 1 / RATE)
    return {
        "documents": many,
        "within_1_s_percent": round(100 * sum(one <= 1.0 for one in first) / max(1, many), 1),
        "read_percent": round(100 * len(first) / max(1, many), 1),
        "seconds": {name: round(value / 1000, 2) for name, value in spread([1000 * one for one in first]).items()},
        "cpu_ms_a_frame": spread(costs),
        "wrong": wrong,
    }
