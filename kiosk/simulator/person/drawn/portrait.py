"""Draws a person in a view: light on the relief of the face, hair, neck, ears, clothes and wall behind. About a second.

The shape is lit and not painted, so that another lamp gives other shadows, as between a chip's portrait and a camera.
"""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from kiosk.simulator.person.drawn.canvas import Canvas, Paint, Plane, View, line, over, rise
from kiosk.simulator.person.drawn.eyes import with_eyes, with_glasses
from kiosk.simulator.person.drawn.hair import Hair
from kiosk.simulator.person.drawn.looks import Looks
from kiosk.simulator.person.drawn.relief import chin_line, half_width, relief
from kiosk.simulator.person.drawn.skin import painted_skin
from kiosk.simulator.person.picture import Picture

GAMMA = 2.2
COLLAR, NECK = 2.05, 0.72
"""Below the eyes, and the half width of a neck in half widths of the jaw."""


def drawn(looks: Looks, view: View) -> Picture:
    """The person in this view; the same picture each time."""
    canvas = Canvas(view, looks.seed)
    pores = 0.5 * canvas.grain(0.02) + 0.35 * canvas.grain(0.05) + 0.4 * canvas.grain(0.012)
    hair = Hair(looks, canvas)
    picture = _shoulders(hair.behind(_wall(canvas)), looks, canvas, pores)
    if not hair.hides_ears:
        picture = _ears(picture, looks, canvas)
    edge = canvas.aside - half_width(looks, canvas.y)
    inside = (canvas.y > looks.crown) & (canvas.y < looks.chin + 0.02)
    head = (1.0 - rise(-1.5 * canvas.pixel, 1.5 * canvas.pixel, edge)) * inside
    picture = hair.before(over(picture, _face(looks, canvas, pores), head))
    if looks.glasses:
        picture = with_glasses(picture, looks, canvas)
    return _seen(picture, canvas)


def empty_room(view: View) -> Picture:
    """The same wall without anybody before it."""
    canvas = Canvas(view, 0)
    return _seen(_wall(canvas), canvas)


def as_jpeg2000(picture: Picture, size: int) -> bytes:
    """The picture in about this many bytes."""
    encoded = io.BytesIO()
    colours = Image.fromarray(np.ascontiguousarray(picture[..., ::-1]))
    colours.save(encoded, "JPEG2000", quality_mode="rates", quality_layers=[picture.size / size])
    return encoded.getvalue()


def _face(looks: Looks, canvas: Canvas, pores: Plane) -> Paint:
    view = canvas.view
    depth = relief(looks, canvas) + 0.0022 * (1.0 + looks.age) * pores
    down, across = np.gradient(depth / canvas.pixel)
    normals = np.stack([-across, -down, np.ones_like(depth)], -1)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    lamp = np.asarray(view.light) / np.linalg.norm(view.light)
    halfway = lamp + np.array((0.0, 0.0, 1.0))
    halfway /= np.linalg.norm(halfway)
    hollow = 1.0 - 2.6 * np.clip(_sunken(depth, 0.12 * view.unit), 0.0, 0.25)
    hollow = hollow * np.clip(1.0 - 4.0 * np.clip(_sunken(depth, 0.04 * view.unit), 0.0, 0.1), 0.5, 1.0)
    shade = view.ambient * (0.55 + 0.45 * normals[..., 2]) * hollow
    # Light wraps a little around skin, which lets some of it through.
    shade += view.strength * np.clip((normals @ lamp + 0.25) / 1.25, 0.0, 1.0) * np.sqrt(hollow)
    shade += 0.14 * np.clip(normals @ np.array((0.6, -0.2, 0.77)), 0.0, 1.0)
    gleam = 0.10 * np.clip(normals @ halfway, 0.0, 1.0) ** 28 * (0.6 + 0.4 * hollow)
    lit = painted_skin(looks, canvas, pores) * shade[..., None] + gleam[..., None]
    return with_eyes(lit, looks, canvas, shade)


def _sunken(depth: Plane, around: float) -> Plane:
    """How far each place lies behind what is around it."""
    return np.asarray(cv2.GaussianBlur(depth, (0, 0), around) - depth, np.float64)


def _wall(canvas: Canvas) -> Paint:
    upper, lower = canvas.view.wall
    height = np.clip((canvas.y + 2.0) / 5.0, 0.0, 1.0)
    ground: Paint = np.broadcast_to(np.asarray(upper), (*height.shape, 3)).copy()
    return over(ground, lower, height) * (1.0 + 0.02 * canvas.grain(0.6))[..., None]


def _shoulders(picture: Paint, looks: Looks, canvas: Canvas, pores: Plane) -> Paint:
    x, y, aside, view, pixel = canvas.x, canvas.y, canvas.aside, canvas.view, canvas.pixel
    wide = NECK * looks.jaw + 0.05 * rise(1.6, 2.2, y)
    round_ = 0.75 * np.sqrt(np.clip(1.0 - (x / (wide + 0.02)) ** 2, 0.0, 1.0))
    below_chin = 1.0 - 0.55 * np.exp(-np.clip(y - chin_line(looks, x), 0.0, 9.0) / 0.25)
    lit = 0.8 * view.ambient + 0.7 * view.strength * np.clip(0.6 + 0.5 * x * np.sign(view.light[0]), 0.0, 1.0)
    skin = 0.92 * np.asarray(looks.skin) * (round_ * below_chin * lit * (1.0 + 0.03 * pores))[..., None]
    neck = (1.0 - rise(-2.0 * pixel, 2.0 * pixel, aside - wide)) * (y > 0.9)
    picture = over(picture, skin, neck)
    top = COLLAR + 0.33 * np.clip(aside - 0.55, 0.0, 3.0) ** 1.15 + 0.25 * line(x, 0.4)
    cloth = (0.75 + 0.12 * canvas.grain(0.3)) * (view.ambient + 0.6 * view.strength)
    cloth = cloth * (1.0 - 0.25 * rise(0.8, 2.2, aside)) * (1.0 - 0.35 * line(y - top - 0.03, 0.04))
    return over(picture, np.asarray(view.shirt) * cloth[..., None], rise(-2.0 * pixel, 2.0 * pixel, y - top))


def _ears(picture: Paint, looks: Looks, canvas: Canvas) -> Paint:
    y, aside, view = canvas.y, canvas.aside, canvas.view
    away = np.hypot((aside - looks.cheek - 0.03) / 0.16, (y - 0.18 - 0.08 * (aside - 1.1)) / 0.36)
    shell = 0.8 - 0.3 * away + 0.25 * np.cos(14.0 * np.hypot(aside - looks.cheek - 0.02, 0.5 * (y - 0.18)))
    skin = np.asarray(looks.skin) * (0.98, 0.85, 0.82) * ((view.ambient + 0.45 * view.strength) * shell)[..., None]
    return over(picture, skin, 1.0 - rise(0.9, 1.0, away))


def _seen(picture: Paint, canvas: Canvas) -> Picture:
    """What a camera makes of it: tint, gamma, a lens that is not quite sharp, noise; blue-green-red."""
    view = canvas.view
    seen = np.clip(picture * view.tint, 0.0, 1.0) ** (1.0 / GAMMA)
    seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), view.blur), np.float64)
    seen += view.noise * np.random.default_rng(0).normal(size=seen.shape)
    return np.clip(255.0 * seen[..., ::-1], 0.0, 255.0).astype(np.uint8)
