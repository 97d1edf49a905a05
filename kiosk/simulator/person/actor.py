"""Somebody before the virtual camera as time goes on: one who does what is asked, one who only holds up a print."""

from __future__ import annotations

import math

import cv2
import numpy as np

from kiosk.domain.liveness import Challenge
from kiosk.simulator.person.head import Head, Picture, Pose
from kiosk.simulator.person.held_print import held_up, on_a_phone
from kiosk.simulator.person.manner import Manner

TURN = 28.0
"""Degrees: as far as people turn who are asked to turn their head."""

DEGREES_A_SECOND = 60.0

SWAY, SWAY_SECONDS = 0.03, 4.0
"""In eye distances, 2 mm: how a standing person sways."""

WAVE, WAVE_SECONDS = 35.0, 3.0
"""Degrees to either side: how a print is turned by somebody who tries to make it look alive."""

NOISE = 2.0
"""Standard deviation of a camera's noise, in grey levels."""

_NOISES = 5
"""Pictures of noise, drawn once and then laid over the photograph in turn, each shifted by chance."""


class Actor:
    """Plays one photograph in one manner. The same ``seed`` gives the same noise."""

    def __init__(self, head: Head, manner: Manner = Manner.ALIVE, seed: int = 0) -> None:
        self._head = head
        self._manner = manner
        self._chance = np.random.default_rng(seed)
        shape = head.picture.shape
        self._noise = [self._chance.normal(0.0, NOISE, shape).round().astype(np.int16) for _ in range(_NOISES)]
        self._yaw = 0.0
        self._at: float | None = None

    def picture(self, at: float, asked: Challenge | None = None) -> Picture:
        """What the camera sees at this time (seconds, never going back) while this is asked of the person."""
        passed = 0.0 if self._at is None else at - self._at
        self._at = at
        drawn = self._drawn(at, passed, asked)
        noise = np.roll(self._noise[self._chance.integers(_NOISES)], self._chance.integers(drawn.shape[0]), axis=0)
        return cv2.add(drawn, noise, dtype=cv2.CV_8U).astype(np.uint8, copy=False)

    def _drawn(self, at: float, passed: float, asked: Challenge | None) -> Picture:
        sway = math.sin(2.0 * math.pi * at / SWAY_SECONDS)
        match self._manner:
            case Manner.STILL_PRINT:
                return self._head.picture
            case Manner.WAVED_PRINT:
                wave = WAVE * math.sin(2.0 * math.pi * at / WAVE_SECONDS)
                return held_up(self._head.picture, yaw=wave, pitch=wave / 4, across=0.02 * sway)
            case Manner.PHONE:
                return on_a_phone(self._head.picture, across=0.02 * sway)
            case Manner.UNWILLING:
                return self._head.posed(Pose(across=SWAY * sway))
        wanted = _TURNS.get(asked, 0.0) if asked else 0.0
        if self._manner is Manner.MISTAKEN:
            wanted = -wanted
        step = DEGREES_A_SECOND * passed
        self._yaw += min(max(wanted - self._yaw, -step), step)
        return self._head.posed(Pose(yaw=self._yaw, across=SWAY * sway, down=SWAY * sway / 2))


_TURNS = {Challenge.TURN_LEFT: TURN, Challenge.TURN_RIGHT: -TURN}
"""Nobody here can blink or open their mouth: a photograph has no eyelids to draw."""
