"""Open eyes of a drawn face: the white, the iris with its pupil and a lamp's gleam, lids and lashes; and glasses."""

from __future__ import annotations

import numpy as np

from kiosk.simulator.person.drawn.canvas import Canvas, Paint, Plane, bump, line, over, rise
from kiosk.simulator.person.drawn.looks import Looks

WHITE, CORNER, PUPIL = (0.66, 0.61, 0.58), (0.55, 0.3, 0.27), (0.006, 0.005, 0.005)
LASHES, WATERLINE, FRAME = (0.012, 0.009, 0.008), (0.16, 0.08, 0.06), (0.03, 0.03, 0.035)
IRIS_RADIUS, PUPIL_RADIUS = 0.118, 0.05
"""In eye distances: 7.4 and 3 mm."""


def with_eyes(face: Paint, looks: Looks, canvas: Canvas, shade: Plane) -> Paint:
    """The lit face with both eyes in it; ``shade`` is the light that falls on the skin."""
    for side in (-1.0, 1.0):
        face = _with_eye(face, looks, canvas, shade, side)
    return face


def _with_eye(face: Paint, looks: Looks, canvas: Canvas, shade: Plane, side: float) -> Paint:
    width = looks.eye_width
    x = side * canvas.x - 0.5
    y = canvas.y + looks.eye_tilt * x / 0.26
    along, away = np.clip(x / width, -1.0, 1.0), np.abs(x)
    upper = np.minimum(-looks.eye_open * (1.0 - np.abs(along + 0.08) ** 2.1), 0.0)
    lower = np.maximum(0.62 * looks.eye_open * (1.0 - np.abs(along - 0.06) ** 2.4), 0.0)
    opened = rise(-0.012, 0.012, y - upper) * (1.0 - rise(-0.012, 0.012, y - lower)) * (away < width)
    face = over(face, _ball(looks, canvas, x, y, side, along, upper), opened)
    lashes = line(y - upper + 0.008, 0.022) * (1.0 - rise(0.98 * width, 1.1 * width, away))
    face = over(face, LASHES, 0.93 * lashes)
    waterline = line(y - lower - 0.004, 0.014) * (1.0 - rise(0.9 * width, 1.02 * width, away))
    face = over(face, np.asarray(WATERLINE) * shade[..., None], 0.55 * waterline)
    if looks.lid_fold > 0.005:
        fold = line(y - 1.15 * upper + looks.lid_fold + 0.02, 0.016)
        face = face * (1.0 - 0.5 * fold * (1.0 - rise(0.85 * width, 1.15 * width, away)))[..., None]
    return face


def _ball(looks: Looks, canvas: Canvas, x: Plane, y: Plane, side: float, along: Plane, upper: Plane) -> Paint:
    view = canvas.view
    ball = np.asarray(WHITE) * (1.0 - 0.45 * along**2)[..., None]
    ball = over(ball, CORNER, 0.8 * bump(x, y, (-0.93 * looks.eye_width, 0.01), (0.035, 0.03)))
    radius, angle = np.hypot(x, y + 0.008), np.arctan2(y + 0.008, x)
    iris = np.asarray(looks.iris) * (1.1 + 0.19 * np.sin(23.0 * angle + 3.0 * np.sin(7.0 * angle)))[..., None]
    iris = over(iris, 0.25 * np.asarray(looks.iris), rise(0.75 * IRIS_RADIUS, IRIS_RADIUS, radius))
    iris = iris * (1.0 + 0.9 * rise(-0.02, 0.08, y + 0.008))[..., None]
    ball = over(ball, iris, 1.0 - rise(0.93 * IRIS_RADIUS, 1.06 * IRIS_RADIUS, radius))
    ball = over(ball, PUPIL, 1.0 - rise(0.85 * PUPIL_RADIUS, 1.1 * PUPIL_RADIUS, radius))
    facing = view.light[2] / float(np.linalg.norm(view.light))
    ball = ball * (0.8 + view.strength * max(0.2, facing)) * (view.ambient + 0.35)
    ball = ball * (1.0 - 0.6 * line(y - upper, 0.05))[..., None]
    lamp = 1.0 if view.light[0] > 0.0 else -1.0
    gleam = bump(side * x, y, (0.035 * lamp, -0.04), (0.022, 0.022))
    gleam += 0.3 * bump(side * x, y, (-0.05 * lamp, 0.04), (0.02, 0.015))
    return np.asarray(ball + 0.95 * np.clip(gleam, 0.0, 1.0)[..., None], np.float64)


def with_glasses(face: Paint, looks: Looks, canvas: Canvas) -> Paint:
    """Two clear lenses in a thin frame."""
    x, y, aside = canvas.x, canvas.y, canvas.aside
    lens = (np.abs((aside - 0.52) / 0.37) ** 3.2 + np.abs((y - 0.04) / 0.27) ** 3.2) ** (1 / 3.2)
    face = over(face, FRAME, 0.95 * line(lens - 1.0, 0.06))
    face = over(face, FRAME, 0.95 * line(y + 0.06 + 0.05 * np.cos(8.0 * x), 0.028) * (aside < 0.17))
    return over(face, FRAME, 0.9 * line(y + 0.03, 0.03) * (aside > 0.87) * (aside < looks.cheek))
