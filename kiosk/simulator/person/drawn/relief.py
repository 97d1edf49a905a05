"""The shape of a drawn head: its outline, and how far each point of the face lies before its middle."""

from __future__ import annotations

import numpy as np

from kiosk.simulator.person.drawn.canvas import Canvas, Plane, bump, line, rise
from kiosk.simulator.person.drawn.looks import Looks

_STEPS, _SMOOTHED = 600, 41
"""Heights at which the outline is worked out, and over how many of them its corners are rounded."""


def half_width(looks: Looks, height: Plane) -> Plane:
    """Of the head, at these heights below the eyes; nought above the crown and below the chin."""
    knots = sorted(
        (
            (looks.crown, 0.0),
            (looks.crown + 0.12, 0.55),
            (looks.crown + 0.4, 0.93),
            (-0.6, 0.938 * looks.cheek),
            (0.0, looks.cheek),
            (0.5, 0.985 * looks.cheek),
            (1.0, 0.495 * (looks.cheek + looks.jaw)),
            (1.35, 0.88 * looks.jaw),
            (looks.chin - 0.16, looks.chin_width + 0.12),
            (looks.chin - 0.04, 0.62 * looks.chin_width),
            (looks.chin, 0.0),
        )
    )
    heights = np.linspace(looks.crown - 0.3, looks.chin + 0.3, _STEPS)
    widths = np.interp(heights, [place for place, _ in knots], [width for _, width in knots])
    kernel = np.hanning(_SMOOTHED)
    rounded = np.convolve(np.pad(widths, _SMOOTHED // 2, mode="edge"), kernel / kernel.sum(), mode="valid")
    return np.asarray(np.interp(height, heights, rounded), np.float64)


def chin_line(looks: Looks, across: Plane) -> Plane:
    """How far below the eyes the lower edge of the face is, at these places."""
    heights = np.linspace(0.6, looks.chin, 60)
    widths = half_width(looks, heights)
    order = np.argsort(widths)
    return np.asarray(np.interp(np.abs(across), widths[order], heights[order], left=looks.chin, right=0.6), np.float64)


def relief(looks: Looks, canvas: Canvas) -> Plane:
    """Skull, sockets, nose, cheeks, lips, chin and the lines of age."""
    x, y, aside = canvas.x, canvas.y, canvas.aside
    depth = _skull(looks, canvas)
    depth -= looks.socket * bump(aside, y, (0.42, -0.02), (0.27, 0.17))
    depth -= 0.06 * bump(x, y, (0.0, -0.03), (0.2, 0.13))
    depth += 0.05 * bump(aside, y, (0.42, -0.32), (0.33, 0.11))
    depth += 0.03 * bump(x, y, (0.0, -0.25), (0.12, 0.12))
    depth += 0.10 * bump(aside, y, (0.5, 0.0), (0.19, 0.13))
    depth += looks.cheekbone * bump(aside, y, (0.68, 0.45), (0.28, 0.22))
    depth -= 0.05 * bump(aside, y, (0.72, 1.05), (0.2, 0.3))
    depth += 0.10 * bump(x, y, (0.0, looks.chin - 0.22), (0.25, 0.16))
    depth += 0.03 * bump(x, y, (0.0, -0.75), (0.6, 0.25))
    depth += _nose(looks, canvas)
    depth += _mouth(looks, canvas)
    return depth - looks.age * _furrows(canvas)


def _skull(looks: Looks, canvas: Canvas) -> Plane:
    x, y = canvas.aside, canvas.y
    share = np.clip(x / np.maximum(half_width(looks, y), 1e-3), 0.0, 1.0)
    reach = np.where(y > 0.1, looks.chin + 0.15, 0.45 - looks.crown)
    upright = np.clip(1.0 - (np.abs(y - 0.1) / reach) ** 2.6, 0.0, 1.0)
    return np.asarray(1.25 * np.sqrt(1.0 - share**2.3) * upright**0.45, np.float64)


def _nose(looks: Looks, canvas: Canvas) -> Plane:
    x, y, aside, length = canvas.x, canvas.y, canvas.aside, looks.nose
    growing = np.clip((y + 0.1) / (length + 0.1), 0.0, 1.0) ** 1.3
    height = looks.nose_bridge + (looks.nose_height - looks.nose_bridge) * growing
    height = height * rise(-0.32, -0.05, y) * (1.0 - rise(length - 0.02, length + 0.14, y))
    ridge = np.exp(-((aside / (0.085 + 0.05 * np.clip(y / length, 0.0, 1.0))) ** 2.2))
    raised = height * (ridge + 0.5 * np.exp(-((x / 0.2) ** 2)))
    raised += 0.13 * bump(x, y, (0.0, length - 0.03), (0.48 * looks.nose_width, 0.10))
    raised += 0.15 * bump(aside, y, (0.78 * looks.nose_width, length + 0.02), (0.085, 0.085))
    return np.asarray(raised - 0.05 * bump(aside, y, (1.28 * looks.nose_width, length), (0.06, 0.12)), np.float64)


def _mouth(looks: Looks, canvas: Canvas) -> Plane:
    x, y, aside, half = canvas.x, canvas.y, canvas.aside, looks.mouth_width
    parting = y - (looks.mouth - looks.smile * (x / half) ** 2)
    round_ = np.sqrt(np.clip(1.0 - (x / half) ** 2, 0.0, 1.0))
    raised = 0.10 * bump(x, y, (0.0, looks.mouth), (0.42, 0.28))
    raised -= 0.03 * bump(x, y, (0.0, (looks.nose + looks.mouth) / 2 + 0.03), (0.045, 0.12))
    raised += 0.06 * round_ * line(parting + 0.55 * looks.upper_lip, 0.6 * looks.upper_lip)
    raised += 0.08 * round_ * line(parting - 0.6 * looks.lower_lip, 0.6 * looks.lower_lip)
    raised -= 0.06 * round_ * line(parting, 0.022)
    raised -= 0.05 * bump(aside, y, (half + 0.03, looks.mouth), (0.05, 0.06))
    raised -= 0.06 * bump(x, y, (0.0, looks.mouth + looks.lower_lip + 0.12), (0.25, 0.07))
    beside = aside - (looks.nose_width + 0.06 + 0.28 * (y - looks.nose))
    along = rise(looks.nose - 0.05, looks.nose + 0.1, y) * (1.0 - rise(looks.nose + 0.3, looks.nose + 0.55, y))
    return np.asarray(raised - (0.02 + 0.05 * looks.age) * line(beside, 0.05) * along, np.float64)


def _furrows(canvas: Canvas) -> Plane:
    """Of the forehead and below the eyes."""
    x, y, aside = canvas.x, canvas.y, canvas.aside
    cut = 0.025 * line(y - 0.24 + 0.25 * (aside - 0.5) ** 2, 0.03) * line(aside - 0.48, 0.2)
    for number, height in enumerate((-0.62, -0.75, -0.88)):
        cut += 0.018 * line(y - height - 0.03 * np.cos(3.0 * x + number), 0.018) * (1.0 - rise(0.5, 0.8, aside))
    return np.asarray(cut, np.float64)
