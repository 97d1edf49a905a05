"""The colours of a drawn face before light falls on it: skin, lips, brows, shaved cheeks, the dark of the nostrils."""

from __future__ import annotations

import math

import numpy as np

from kiosk.simulator.person.drawn.canvas import Canvas, Paint, Plane, bump, line, over, rise
from kiosk.simulator.person.drawn.looks import Looks

BLOOD = (0.02, 0.22, 0.24)
"""The shares of red, green and blue that are lost where skin is flushed."""

DARK = (0.05, 0.02, 0.018)
PARTING = (0.07, 0.02, 0.02)
MOLE = (0.12, 0.06, 0.04)
MOLE_AT, MOLE_ACROSS = (0.45, 0.95), 0.035


def painted_skin(looks: Looks, canvas: Canvas, pores: Plane) -> Paint:
    """The whole face; ``pores`` is the grain that its relief has too."""
    x, y, aside = canvas.x, canvas.y, canvas.aside
    blotches = 0.6 * canvas.grain(0.22) + 0.5 * canvas.grain(0.5)
    paint = np.asarray(looks.skin) * (1.0 + 0.035 * pores + 0.045 * blotches)[..., None]
    flush = bump(aside, y, (0.66, 0.52), (0.3, 0.25)) + 0.7 * bump(x, y, (0.0, looks.nose), (0.22, 0.15))
    flush += 0.35 * bump(x, y, (0.0, looks.chin - 0.2), (0.3, 0.15))
    paint = paint * (1.0 - looks.flush * flush[..., None] * np.array(BLOOD))
    shade = 0.22 * (1.0 + looks.age) * bump(aside, y, (0.48, 0.14), (0.2, 0.07))
    shade += 0.25 * bump(aside, y, (0.48, -0.1), (0.25, 0.1))
    paint = paint * (1.0 - shade[..., None] * np.array((0.7, 0.9, 0.85)))
    paint = _shaved(paint, looks, canvas)
    if looks.mole:
        away = np.hypot(x - MOLE_AT[0], y - MOLE_AT[1])
        paint = over(paint, MOLE, 0.85 * (1.0 - rise(0.7 * MOLE_ACROSS, 1.3 * MOLE_ACROSS, away)))
    return _brows(_nostrils(_lips(paint, looks, canvas), looks, canvas), looks, canvas)


def _shaved(paint: Paint, looks: Looks, canvas: Canvas) -> Paint:
    if not (looks.stubble or looks.moustache):
        return paint
    x, y, aside = canvas.x, canvas.y, canvas.aside
    hairs = np.clip(0.6 + 0.7 * canvas.grain(0.016), 0.0, 1.3)
    cheeks = rise(0.55, 0.95, y + 0.35 * (aside - 0.3))
    cheeks *= 1.0 - bump(x, y, (0.0, looks.mouth), (looks.mouth_width + 0.02, 0.13))
    cheeks *= 1.0 - line(aside - 0.45, 0.3) * (1.0 - rise(0.95, 1.15, y))
    lip = looks.mouth - looks.upper_lip
    above = rise(looks.nose + 0.12, looks.nose + 0.2, y) * (1.0 - rise(lip - 0.06, lip, y + 0.05 * aside))
    above *= 1.0 - rise(0.85 * looks.mouth_width, 1.15 * looks.mouth_width, aside - 0.15 * (y - looks.nose))
    grown = np.clip((0.45 * looks.stubble * cheeks + looks.moustache * above) * hairs, 0.0, 0.95)
    return over(paint, 2.2 * np.asarray(looks.hair) + 0.03, grown)


def _lips(paint: Paint, looks: Looks, canvas: Canvas) -> Paint:
    x, y, half = canvas.x, canvas.y, looks.mouth_width
    share = (x / half) ** 2
    inside = np.clip(1.0 - share, 0.0, 1.0)
    parting = looks.mouth - looks.smile * share
    bow = 1.0 - 0.35 * line(x, 0.06) + 0.18 * line(canvas.aside - 0.1, 0.07)
    upper, lower = parting - looks.upper_lip * inside**0.6 * bow, parting + looks.lower_lip * inside**0.55
    lips = rise(-0.025, 0.025, y - upper) * (1.0 - rise(-0.025, 0.025, y - lower)) * rise(0.0, 0.12, inside)
    fine = (1.0 + 0.06 * canvas.grain(0.02)) * np.where(y < parting, 0.82, 1.06)
    paint = over(paint, np.asarray(looks.lips) * fine[..., None], 0.85 * lips)
    return over(paint, PARTING, 0.9 * line(y - parting, 0.016) * rise(0.0, 0.05, np.clip(1.06 - share, 0.0, 1.0)))


def _nostrils(paint: Paint, looks: Looks, canvas: Canvas) -> Paint:
    y, aside, tip, width = canvas.y, canvas.aside, looks.nose, looks.nose_width
    holes = bump(aside, y, (0.46 * width, tip + 0.075), (0.24 * width, 0.032))
    paint = over(paint, DARK, np.clip(1.15 * holes, 0.0, 0.93))
    below = line(y - (tip + 0.1) - 0.06 * np.cos(2.2 * aside / width), 0.03)
    below *= 1.0 - rise(0.8 * width, 1.1 * width, aside)
    wings = line(np.hypot(aside - 0.72 * width, y - tip) - 0.125, 0.022) * rise(0.75 * width, 1.1 * width, aside)
    return paint * ((1.0 - 0.35 * below) * (1.0 - 0.35 * wings))[..., None]


def _brows(paint: Paint, looks: Looks, canvas: Canvas) -> Paint:
    for side in (-1.0, 1.0):
        along = (side * canvas.x - looks.brow_inner) / looks.brow_length
        inside = np.clip(along, 0.0, 1.0)
        height = looks.brow - looks.brow_arch * np.sin(0.8 * math.pi * inside) - looks.brow_tilt * along
        thick = looks.brow_thick * (1.0 - 0.65 * inside**1.6) * rise(-0.25, 0.15, along)
        brow = np.exp(-(np.abs((canvas.y - height) / np.maximum(thick, 0.012)) ** 2.6))
        brow *= rise(-0.15, 0.12, along) * (1.0 - rise(0.85, 1.12, along))
        slant = 60.0 * side * canvas.x + 110.0 * (canvas.y - height) + 5.0 * canvas.grain(0.06)
        hairs = 0.95 + 0.25 * np.sin(slant) + 0.3 * canvas.grain(0.012)
        paint = over(paint, 1.6 * np.asarray(looks.hair) + 0.012, np.clip(looks.brow_dark * brow * hairs, 0.0, 0.97))
    return paint
