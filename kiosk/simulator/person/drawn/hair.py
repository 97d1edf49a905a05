"""Hair of a drawn person: what falls behind the neck, and what lies over skull and forehead."""

from __future__ import annotations

import numpy as np

from kiosk.simulator.person.drawn.canvas import Canvas, Paint, Plane, bump, over, rise
from kiosk.simulator.person.drawn.looks import Haircut, Looks
from kiosk.simulator.person.drawn.relief import half_width

BOB_ENDS = 1.55
"""Below the eyes."""


class Hair:
    """The hair of one person in one view, drawn in two layers."""

    def __init__(self, looks: Looks, canvas: Canvas) -> None:
        x, y, view = canvas.x, canvas.y, canvas.view
        self._looks = looks
        self._canvas = canvas
        self._fine = 0.4 * canvas.grain(0.018)
        self._strands = canvas.streaks(0.02, 0.6)
        lit = 0.45 * view.strength * np.clip(0.6 - 0.5 * y + 0.4 * view.light[0] * x, 0.0, 2.0)
        tone = np.clip(0.8 + lit + 0.35 * self._fine + 0.22 * self._strands, 0.25, 3.0)
        gleam = 0.05 * bump(x, y, (0.9 * view.light[0], -1.25), (0.6, 0.16)) * (1.0 + 0.6 * self._strands)
        self._paint: Paint = np.asarray(looks.hair) * tone[..., None] + np.clip(gleam, 0.0, 0.2)[..., None]

    @property
    def hides_ears(self) -> bool:
        return self._looks.haircut is Haircut.BOB

    def behind(self, picture: Paint) -> Paint:
        """Under neck and shoulders."""
        if not self.hides_ears:
            return picture
        y, pixel = self._canvas.y, self._canvas.pixel
        wide = (1.36 + 0.12 * np.sin(2.1 * y + 1.0)) * _vaulted(y)
        falls = (1.0 - rise(-4 * pixel, 4 * pixel, self._canvas.aside - wide)) * self._above_ends(BOB_ENDS)
        falls = falls * (y > self._looks.crown - 0.2)
        return over(picture, 0.8 * self._paint, falls)

    def before(self, picture: Paint) -> Paint:
        """Over skull, forehead and temples."""
        looks, canvas = self._looks, self._canvas
        y, aside = canvas.y, canvas.aside
        share = aside / np.maximum(half_width(looks, y), 0.1)
        skull = np.hypot(canvas.x / max(1.08 * looks.cheek, 1.2), y / (looks.crown - 0.16))
        cap = (1.0 - rise(0.97, 1.03, skull + 0.018 * self._fine)) * (y < 0.35)
        if looks.haircut is Haircut.BOB:
            wide = 1.36 * _vaulted(y)
            sides = rise(0.86, 0.98, share + 0.02 * self._strands) * rise(-1.0, -0.8, y)
            sides = sides * (1.0 - rise(1.35, 1.5, y)) * (aside < wide)
        else:
            sides = cap * rise(0.93, 1.02, share) * (1.0 - rise(0.1, 0.3, y))
        top = cap * (1.0 - rise(-0.06, 0.06, y - self._edge() + 0.06 * self._strands))
        return over(picture, self._paint, np.clip(top + sides, 0.0, 1.0))

    def _edge(self) -> Plane:
        """How far below the eyes the hair over the forehead ends."""
        x, aside, hairline = self._canvas.x, self._canvas.aside, self._looks.hairline
        match self._looks.haircut:
            case Haircut.SHORT:
                edge = hairline + 0.10 * np.cos(3.0 * x) + 1.21 * np.clip(aside - 0.62, 0.0, 1.0)
            case Haircut.RECEDING:
                bays = 0.35 * np.exp(-(((aside - 0.45) / 0.22) ** 2))
                edge = hairline - bays + 1.8 * np.clip(aside - 0.75, 0.0, 1.0)
            case Haircut.FRINGE:
                edge = -0.52 + 0.05 * np.cos(9.0 * x) + 0.9 * np.clip(aside - 0.85, 0.0, 1.0)
            case Haircut.BOB:
                edge = hairline - 0.15 + 1.35 * np.clip(np.abs(x - 0.12) - 0.12, 0.0, 2.0) ** 1.35
        return np.asarray(edge, np.float64)

    def _above_ends(self, ends: float) -> Plane:
        return 1.0 - rise(ends - 0.1, ends + 0.1, self._canvas.y + 0.05 * self._strands)


def _vaulted(y: Plane) -> Plane:
    """The share of its full width that hair has at this height: it closes over the crown."""
    return np.asarray(np.sqrt(np.clip(1.0 - np.clip((-0.35 - y) / 1.5, 0.0, 1.0) ** 2.2, 0.0, 1.0)), np.float64)
