"""Training strips: a zone on a card, through a poor camera, cut out again about right, with every character's place."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.mrz_training.glyphs import CHARACTERS, Glyphs, Grey
from benchmarks.mrz_training.lines import lines

PITCH = 12
HEIGHT, WIDTH = 112, 416
PATCH_PITCH = 20

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Strip:
    """``pixels`` is ``HEIGHT`` × ``WIDTH``; ``places`` has a row (x, y, class) for each character in it."""

    pixels: Grey
    places: Array


def strip(glyphs: Glyphs, rng: np.random.Generator) -> Strip:
    """One zone of invented text, damaged at random."""
    text = lines(rng)
    columns, spacing = len(text[0]), float(rng.uniform(1.5, 2.6))
    if rng.random() < 0.4:
        spacing = float(rng.choice([4.23, 6.35]) / 2.54)
    patch, origin = _patch(glyphs, text, spacing, rng)
    places = np.array(
        [
            (
                origin[0] + (at + 0.5) * PATCH_PITCH,
                origin[1] + (row + 1) * spacing * PATCH_PITCH,
                CHARACTERS.index(char),
            )
            for row, line in enumerate(text)
            for at, char in enumerate(line)
        ],
        np.float32,
    )
    pitch = float(np.exp(rng.uniform(np.log(5.5), np.log(26.0))))
    to_frame, size = _camera(patch.shape, pitch / PATCH_PITCH, rng)
    shrink = min(1.0, pitch / PATCH_PITCH * 1.2)
    if shrink < 0.7:
        patch = cv2.GaussianBlur(patch, (0, 0), 0.35 / shrink)
    frame = cv2.warpPerspective(patch, to_frame, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    frame = damaged(frame, pitch, rng)
    back = _cut(places, to_frame, columns, spacing * (len(text) - 1), rng)
    flags = cv2.INTER_AREA if pitch > PITCH else cv2.INTER_CUBIC if rng.random() < 0.3 else cv2.INTER_LINEAR
    pixels = _shrunk_warp(frame, back, pitch, flags)
    seen = cv2.perspectiveTransform(places[None, :, :2], back @ to_frame)[0]
    inside = (seen > -4).all(1) & (seen[:, 0] < WIDTH + 4) & (seen[:, 1] < HEIGHT + 4)
    return Strip(pixels, np.column_stack([seen[inside], places[inside, 2]]).astype(np.float32))


def _patch(
    glyphs: Glyphs, text: tuple[str, ...], spacing: float, rng: np.random.Generator
) -> tuple[Array, tuple[int, int]]:
    """The part of the card around the zone, ``PATCH_PITCH`` pixels a character, and where the ink begins in it."""
    ink = glyphs.sheet(text, spacing, PATCH_PITCH, rng)
    left, right = (int(rng.uniform(1.5, 3.0) * PATCH_PITCH) for _ in range(2))
    above, below = int(2.5 * PATCH_PITCH), int(rng.uniform(0.2, 2.0) * PATCH_PITCH)
    height, width = ink.shape[0] + above + below, ink.shape[1] + left + right
    ground = paper(height, width, rng)
    canvas = np.zeros((height, width), np.float32)
    canvas[above : above + ink.shape[0], left : left + ink.shape[1]] = ink
    dark = float(rng.uniform(0.03, 0.35))
    patch = ground * (1 - canvas) + canvas * dark * ground.mean()
    if rng.random() < 0.5:
        _print_above(patch, above, rng)
    if rng.random() < 0.8:
        patch = _on_table(patch, rng)
    return np.clip(patch, 0, 255).astype(np.float32), (left, above)


def paper(height: int, width: int, rng: np.random.Generator) -> Array:
    """Light paper with a gradient, fine wavy lines and blotches."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ground = np.full((height, width), rng.uniform(140, 250), np.float32)
    ground += rng.normal(0, 12) * (x / width - 0.5) + rng.normal(0, 12) * (y / height - 0.5)
    for _ in range(int(rng.integers(0, 4))):
        angle, period = rng.uniform(0, np.pi), rng.uniform(4, 40)
        wave = np.sin(
            (x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period + 3 * np.sin(y / rng.uniform(15, 90))
        )
        ground += rng.uniform(2, 22) * (wave > rng.uniform(-0.5, 0.8) if rng.random() < 0.5 else wave)
    if rng.random() < 0.4:
        ground += blotches(height, width, rng) * rng.uniform(5, 45)
    return ground


def blotches(height: int, width: int, rng: np.random.Generator) -> Array:
    """Smooth noise between -1 and 1: holograms, shadows."""
    cells = int(rng.integers(2, 8)), int(rng.integers(4, 24))
    coarse = rng.uniform(-1, 1, cells).astype(np.float32)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def _print_above(patch: Array, height: int, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(1, 4))):
        text = "".join(rng.choice(list("abcdefghiklmnoprstuvyABCDEHKLMN 0123456789/,.-")) for _ in range(30))
        at = int(rng.uniform(0, patch.shape[1] * 0.7)), int(rng.uniform(4, height))
        face = int(rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX]))
        cv2.putText(patch, text, at, face, rng.uniform(0.3, 0.9), rng.uniform(10, 120), int(rng.integers(1, 3)))


def _on_table(patch: Array, rng: np.random.Generator) -> Array:
    """The card's edges below and at the sides, and what it lies on."""
    height, width = patch.shape
    table = rng.uniform(5, 250) + blotches(height, width, rng) * rng.uniform(0, 60)
    table += rng.normal(0, rng.uniform(0, 20), (height, width))
    left, right = (int(rng.uniform(0, 1.5) * PATCH_PITCH) for _ in range(2))
    below = int(rng.uniform(0, 0.3) * PATCH_PITCH)
    out = table.astype(np.float32)
    out[: height - below, left : width - right] = patch[: height - below, left : width - right]
    return out


def _camera(shape: tuple[int, ...], scale: float, rng: np.random.Generator) -> tuple[Array, tuple[int, int]]:
    """A homography from patch to frame at about this scale, tilted and turned, and the frame's size (width, height)."""
    height, width = shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    centred = (corners - corners.mean(0)) * scale
    if rng.random() < 0.5:
        centred *= np.array([rng.uniform(0.75, 1.0), rng.uniform(0.75, 1.0)])
        depth = 1 + (centred / np.abs(centred).max(0)) @ rng.uniform(-0.12, 0.12, 2)
        centred = centred * depth[:, None]
    angle = rng.uniform(0, 2 * np.pi) if rng.random() < 0.4 else rng.normal(0, 0.12)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = centred @ turn
    low, high = turned.min(0), turned.max(0)
    seen = (turned - low + rng.uniform(0, 1, 2)).astype(np.float32)
    size = int(np.ceil(high[0] - low[0])) + 2, int(np.ceil(high[1] - low[1])) + 2
    return cv2.getPerspectiveTransform(corners, seen), size


def damaged(frame: Array, pitch: float, rng: np.random.Generator) -> Grey:
    """What lens, hand, light, sensor and compression do; ``pitch`` is the pixels a character in this frame."""
    frame = cv2.GaussianBlur(frame, (0, 0), rng.uniform(0.3, 0.9))
    kind = rng.random()
    if kind < 0.3:
        radius = min(rng.uniform(0.05, 0.32) * pitch, 4.5)
        frame = cv2.filter2D(frame, -1, _disc(radius))
    elif kind < 0.55:
        frame = cv2.filter2D(frame, -1, _streak(min(rng.uniform(0.1, 0.85) * pitch, 14.0), rng.uniform(0, np.pi)))
    if rng.random() < 0.3:
        frame = frame + blotches(*frame.shape, rng) * rng.uniform(5, 60)
    if rng.random() < 0.25:
        frame = frame + _glare(frame.shape, rng)
    light = rng.uniform(0.08, 0.7) if rng.random() < 0.3 else rng.uniform(0.6, 1.1)
    frame = np.clip(frame, 0, 255) * light + rng.uniform(0, 10)
    frame = frame + rng.standard_normal(frame.shape, np.float32) * (
        rng.uniform(6, 30) if rng.random() < 0.3 else rng.uniform(0.5, 7)
    )
    grey = np.clip(frame, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        quality = int(rng.uniform(12, 95))
        grey = cv2.imdecode(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)
    return np.asarray(grey, np.uint8)


def _disc(radius: float) -> Array:
    side = int(np.ceil(radius)) * 2 + 3
    y, x = np.mgrid[0:side, 0:side] - side // 2
    kernel = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return (kernel / kernel.sum()).astype(np.float32)


def _streak(length: float, angle: float) -> Array:
    side = int(np.ceil(length)) // 2 * 2 + 3
    kernel = np.zeros((side, side), np.float32)
    for at in np.linspace(-length / 2, length / 2, 4 * side):
        x, y = side / 2 - 0.5 + at * np.cos(angle), side / 2 - 0.5 + at * np.sin(angle)
        kernel[round(y), round(x)] += 1
    kernel = cv2.GaussianBlur(kernel, (0, 0), 0.4)
    return kernel / kernel.sum()


def _glare(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    across, down = rng.uniform(0, shape[1]), rng.uniform(0, shape[0])
    wide, high = rng.uniform(0.05, 0.35, 2) * shape[1]
    spot = np.exp(-(((x - across) / wide) ** 2) - ((y - down) / high) ** 2)
    return (rng.uniform(40, 260) * spot).astype(np.float32)


def _cut(places: Array, to_frame: Array, columns: int, tall: float, rng: np.random.Generator) -> Array:
    """The homography frame → strip that a locator would find: about level, about ``PITCH`` pixels a character."""
    seen = cv2.perspectiveTransform(places[None, :, :2], to_frame)[0]
    rows = len(places) // columns
    corners = seen[[0, columns - 1, rows * columns - 1, (rows - 1) * columns]]
    wide, high = (columns - 1) * PITCH, tall * PITCH
    # A window of the strip's width anywhere on a longer zone; the zone's middle line about in the middle.
    left = rng.uniform(WIDTH - wide - 22, 22) if wide + 44 > WIDTH else (WIDTH - wide) / 2 + rng.normal(0, 5)
    top = (HEIGHT - high) / 2 + rng.normal(0, 5)
    wanted = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    middle = wanted.mean(0)
    zoom = np.array([rng.normal(1, 0.04), rng.normal(1, 0.06)])
    angle, shear = rng.normal(0, 0.015), rng.normal(0, 0.03)
    turn = np.array([[1, angle + shear], [-angle, 1]])
    wanted = ((wanted - middle) * zoom) @ turn + middle + np.array([left, top])
    wanted += rng.normal(0, 1.5, wanted.shape)
    return cv2.getPerspectiveTransform(corners.astype(np.float32), wanted.astype(np.float32))


def _shrunk_warp(frame: Grey, back: Array, pitch: float, flags: int) -> Grey:
    """Warp as the reader does: a frame with more pixels than the strip is shrunk first, else dots would be skipped."""
    shrink = PITCH / pitch
    if shrink < 0.75:
        small = cv2.resize(frame, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        grow = np.diag([frame.shape[1] / small.shape[1], frame.shape[0] / small.shape[0], 1.0])
        frame, back, flags = small, back @ grow, cv2.INTER_LINEAR
    warp_flags = cv2.INTER_CUBIC if flags == cv2.INTER_CUBIC else cv2.INTER_LINEAR
    warped = cv2.warpPerspective(frame, back, (WIDTH, HEIGHT), flags=warp_flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.uint8)
