"""Some seconds before a webcam, made of one photograph: a person who sways, a sensor that is noisy; seeded."""

from __future__ import annotations

import hashlib

import cv2
import numpy as np

FRAME_SIDE = 640

Pixels = np.ndarray


def frame(path: str, pixels: Pixels, number: int) -> Pixels:
    """The frame of this number (blue-green-red) that a webcam could have made of this picture; the same every time.

    All frames of a picture share one light and one white balance. From frame to frame the head tilts, turns a little
    (the picture is squeezed and sheared, no depth is made), moves while the shutter is open, is more or less in focus,
    and the exposure hunts. A simulation: it stands in for webcams, and turned heads are milder than real ones.
    """
    scene = _random(f"scene {path}")
    light = scene.uniform(0.6, 1.2) * scene.uniform(0.92, 1.08, 3)
    gamma, noise = scene.uniform(0.8, 1.4), scene.uniform(0.02, 0.06)
    scale = FRAME_SIDE / max(pixels.shape[:2])
    size = round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)
    still = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    return _frame(still, _random(f"frame {number} {path}"), light, gamma, noise)


def _random(what: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big"))


def _frame(still: Pixels, draw: np.random.Generator, light: Pixels, gamma: float, noise: float) -> Pixels:
    height, width = still.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), draw.normal(0, 6), draw.uniform(0.75, 1.0))
    turn[:, 2] += draw.normal(0, 0.02, 2) * (width, height)
    squeeze = np.array([[draw.uniform(0.88, 1.0), draw.normal(0, 0.06), 0], [draw.normal(0, 0.03), 1, 0], [0, 0, 1]])
    warp = turn @ squeeze
    moved = cv2.warpAffine(still, warp, (width, height), borderMode=cv2.BORDER_REFLECT)
    moved = cv2.filter2D(moved, -1, _motion(draw)) if draw.random() < 0.5 else moved
    blurred = cv2.GaussianBlur(moved, (0, 0), draw.uniform(0.6, 2.8))
    shown = (blurred.astype(np.float32) / 255.0) ** gamma * light * draw.uniform(0.8, 1.2)
    shown += draw.normal(0.0, noise, shown.shape)
    sensed = np.clip(shown * 255.0, 0, 255).astype(np.uint8)
    encoded = cv2.imencode(".jpg", sensed, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR))


def _motion(draw: np.random.Generator) -> Pixels:
    """What a straight movement of up to 12 pixels does to a point."""
    length, angle = draw.uniform(3, 12), draw.uniform(0, np.pi)
    side = 13
    kernel = np.zeros((side, side), np.float32)
    step = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    ends = [tuple(int(value) for value in np.round(side // 2 + sign * step)) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return kernel / kernel.sum()
