"""Somebody before the virtual camera as time goes on: one who does what is asked, one who only holds up a print."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from kiosk.domain.liveness import Challenge
from kiosk.simulator.person.head import Head, Pose
from kiosk.simulator.person.held_print import held_up, on_a_phone
from kiosk.simulator.person.manner import Manner
from kiosk.simulator.person.picture import Picture

TURN = 28.0
"""Degrees: as far as people turn who are asked to turn their head."""

DEGREES_A_SECOND = 60.0

REACTION_SECONDS = 0.3
"""From what somebody is asked until they begin to do it."""

SHUT_SECONDS = 1.0
"""Eyes that are to be shut and opened again stay shut this long; the mouth likewise. Still asked, it is done again."""

LIDS_SECONDS, JAW_SECONDS = 0.12, 0.25
"""From open to shut."""

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
        self._pose = Pose()
        self._at: float | None = None
        self._asked: Challenge | None = None
        self._before: Challenge | None = None
        self._asked_at = -math.inf

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
        self._pose = _towards(self._pose, self._wanted(at, asked), passed)
        return self._head.posed(replace(self._pose, across=SWAY * sway, down=SWAY * sway / 2))

    def _wanted(self, at: float, asked: Challenge | None) -> Pose:
        """What the person means to look like by now: they go on with what they heard before until they react."""
        if asked is not self._asked and at - self._asked_at >= REACTION_SECONDS:
            self._before, self._asked, self._asked_at = self._asked, asked, at
        reacted = at - self._asked_at - REACTION_SECONDS
        doing = self._asked if reacted >= 0.0 else self._before
        yaw = _TURNS.get(doing, 0.0) if doing else 0.0
        if self._manner is Manner.MISTAKEN:
            yaw = -yaw
        shows = self._manner is not Manner.ONLY_TURNS and reacted % (2 * SHUT_SECONDS) < SHUT_SECONDS
        return Pose(
            yaw,
            shut=float(shows and doing is Challenge.BLINK),
            opened=float(shows and doing is Challenge.OPEN_MOUTH),
        )


_TURNS = {Challenge.TURN_LEFT: TURN, Challenge.TURN_RIGHT: -TURN}


def _towards(now: Pose, wanted: Pose, seconds: float) -> Pose:
    """The pose after this time, on the way to what is wanted no faster than people are."""
    return Pose(
        _approached(now.yaw, wanted.yaw, DEGREES_A_SECOND * seconds),
        shut=_approached(now.shut, wanted.shut, seconds / LIDS_SECONDS),
        opened=_approached(now.opened, wanted.opened, seconds / JAW_SECONDS),
    )


def _approached(now: float, wanted: float, most: float) -> float:
    return now + min(max(wanted - now, -most), most)
