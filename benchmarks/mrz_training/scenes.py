"""Training frames: documents with and without a zone in rooms that are full of other things, small and in grey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.mrz_training.glyphs import Glyphs
from benchmarks.mrz_training.lines import lines
from benchmarks.mrz_training.strips import Array, Grey, blotches, damaged, paper

WIDTH = 640
PITCH = 16
"""Pixels a character on the flat document."""

MILLIMETRE = PITCH / 2.54
SIZES = {30: (85.6, 54.0), 36: (105.0, 74.0), 44: (125.0, 88.0)}
"""TD1, TD2 and TD3 by their columns, in millimetres (ICAO Doc 9303-5, -6, -4)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """``pixels`` is H × ``WIDTH``; a zone is its four corners as one reads it, from the top left, and its columns."""

    pixels: Grey
    zones: tuple[tuple[Array, int], ...]


class Rooms:
    """Scenes; ``photographs`` are backgrounds beside the painted ones."""

    def __init__(self, glyphs: Glyphs, photographs: Sequence[Path]) -> None:
        self._glyphs = glyphs
        read = (cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in photographs)
        self._photographs = [picture for picture in read if picture is not None]

    def scene(self, rng: np.random.Generator) -> Scene:
        height = int(rng.choice([360, 480], p=[0.7, 0.3]))
        frame = self._room(height, rng)
        zones = []
        pitch = 10.0
        for _ in range(int(rng.choice([0, 1, 2], p=[0.08, 0.8, 0.12]))):
            with_zone = rng.random() < 0.9
            flat, corners, columns = self._document(rng, with_zone)
            if rng.random() < 0.25:
                flat = flat + blotches(*flat.shape, rng) * rng.uniform(5, 50)
            seen, matrix = _held(flat.shape, frame.shape, rng)
            mask = cv2.fillConvexPoly(np.zeros(frame.shape, np.uint8), np.round(seen).astype(np.int32), 255)
            scale = np.linalg.norm(seen[1] - seen[0]) / flat.shape[1]
            if scale < 0.7:
                flat = cv2.GaussianBlur(flat, (0, 0), 0.35 / scale)
            warped = cv2.warpPerspective(flat, matrix, frame.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
            frame = np.where(mask > 0, warped, frame)
            # A zone under a second document is none any more, as far as it is covered: leave such scenes out.
            zones = [zone for zone in zones if not _covered(zone[0], mask)]
            if with_zone:
                zones.append((cv2.perspectiveTransform(corners[None], matrix)[0], columns))
            pitch = PITCH * scale
        return Scene(damaged(frame.astype(np.float32), max(pitch, 5.0), rng), tuple(zones))

    def _room(self, height: int, rng: np.random.Generator) -> Array:
        shades = rng.uniform(10, 240, (int(rng.integers(2, 7)), int(rng.integers(2, 10)))).astype(np.float32)
        frame = cv2.resize(shades, (WIDTH, height), interpolation=cv2.INTER_LINEAR)
        if self._photographs and rng.random() < 0.4:
            picture = self._photographs[int(rng.integers(len(self._photographs)))]
            frame = cv2.resize(picture, (WIDTH, height)).astype(np.float32)
        for _ in range(int(rng.integers(0, 14))):
            x, y, w, h = (rng.uniform(0, 1, 4) * [WIDTH, height, 260, 200]).astype(int)
            shade, thick = rng.uniform(0, 255), int(rng.choice([-1, 1, 2, 5]))
            if rng.random() < 0.6:
                cv2.rectangle(frame, (x, y), (x + w, y + h), shade, thick)
            else:
                cv2.ellipse(frame, (x, y), (w // 2, h // 2), rng.uniform(0, 180), 0, 360, shade, thick)
        if rng.random() < 0.5:
            frame = cv2.GaussianBlur(frame, (0, 0), rng.uniform(0.5, 4))
        for _ in range(int(rng.integers(0, 8))):
            _decoy(frame, rng)
        return frame

    def _document(self, rng: np.random.Generator, with_zone: bool) -> tuple[Array, Array, int]:
        text = lines(rng)
        columns = len(text[0])
        wide, high = SIZES[columns]
        width, height = round(wide * MILLIMETRE), round(high * MILLIMETRE)
        flat = paper(height, width, rng)
        spacing = float(rng.choice([4.23, 6.35])) if rng.random() < 0.6 else float(rng.uniform(3.9, 6.8))
        for _ in range(int(rng.integers(2, 9))):
            _decoy(flat, rng)
        left = (wide - columns * 2.54) / 2 + rng.normal(0, 1)
        below = rng.uniform(2.0, 7.0)
        first = high - below - 1.3 - (len(text) - 1) * spacing
        corners = np.array(
            [
                [left, first - 1.3],
                [left + columns * 2.54, first - 1.3],
                [left + columns * 2.54, high - below],
                [left, high - below],
            ]
        )
        if with_zone:
            top = round((first - spacing) * MILLIMETRE)
            ink = self._glyphs.sheet(text, spacing / 2.54, PITCH, rng)
            at = round(left * MILLIMETRE)
            clear = max(0, round((first - 2.5) * MILLIMETRE))
            if rng.random() < 0.8:
                flat[clear:] = (
                    paper(height, width, rng)[clear:] if rng.random() < 0.5 else flat[clear:] * 0.3 + 0.7 * flat.mean()
                )
            top, ink = max(top, 0), ink[max(0, -top) :]
            part = flat[top : top + ink.shape[0], max(at, 0) : max(at, 0) + ink.shape[1]]
            ink = ink[: part.shape[0], : part.shape[1]]
            part[:] = part * (1 - ink) + ink * rng.uniform(10, 80)
        return np.clip(flat, 0, 255).astype(np.float32), (corners * MILLIMETRE).astype(np.float32), columns


def _decoy(frame: Array, rng: np.random.Generator) -> None:
    """Print that is no zone: lines of text, bars, squares of a code, stripes."""
    height, width = frame.shape
    x, y = int(rng.uniform(-20, width)), int(rng.uniform(0, height))
    ink, kind = rng.uniform(0, 255), rng.random()
    if kind < 0.5:
        face = int(
            rng.choice(
                [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_DUPLEX]
            )
        )
        size, step = rng.uniform(0.25, 1.0), rng.uniform(14, 40)
        for row in range(int(rng.integers(1, 5))):
            count = int(rng.integers(4, 40))
            text = "".join(
                rng.choice(list("abcdeghiklmnopqrstuvxyABCDEHIKLMNOPRSTUV0123456789 /,.:-<")) for _ in range(count)
            )
            cv2.putText(frame, text, (x, int(y + row * step)), face, size, ink, int(rng.integers(1, 3)), cv2.LINE_AA)
    elif kind < 0.75:
        cell, rows, columns = int(rng.integers(2, 9)), int(rng.integers(1, 30)), int(rng.integers(8, 40))
        gap = cell + int(rng.integers(0, 6))
        for row in range(rows):
            for column in range(columns):
                if rng.random() < 0.5:
                    left, top = x + column * cell, y + row * gap
                    cv2.rectangle(frame, (left, top), (left + cell - 1, top + cell - 1), ink, -1)
    else:
        period, length, count = rng.uniform(2, 14), int(rng.uniform(5, 120)), int(rng.integers(5, 50))
        angle = rng.uniform(0, np.pi)
        along, over = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        for bar in range(count):
            start = np.array([x, y]) + along * bar * period
            end = start + over * length
            cv2.line(frame, tuple(start.astype(int)), tuple(end.astype(int)), ink, int(rng.integers(1, 4)), cv2.LINE_AA)


def _held(flat: tuple[int, ...], frame: tuple[int, ...], rng: np.random.Generator) -> tuple[Array, Array]:
    """Where the document's corners are seen, and the homography there; most of it lies in the frame."""
    height, width = flat
    share = rng.uniform(0.18, 0.45 if rng.random() < 0.6 else 0.98)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    # The share is meant for an ID-1 card; a passport held as far away is larger.
    scale = share * frame[1] / (85.6 * MILLIMETRE)
    centred = (corners - corners.mean(0)) * min(scale, 0.98 * frame[1] / width)
    if rng.random() < 0.5:
        centred = centred * np.array([rng.uniform(0.75, 1.0), rng.uniform(0.75, 1.0)])
        depth = 1 + (centred / np.abs(centred).max(0)) @ rng.uniform(-0.1, 0.1, 2)
        centred = centred * depth[:, None]
    angle = (
        rng.uniform(0, 2 * np.pi) if rng.random() < 0.5 else rng.normal(0, 0.15) + (np.pi if rng.random() < 0.1 else 0)
    )
    turned = centred @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    span = np.ptp(turned, axis=0)
    size = np.array([frame[1], frame[0]], np.float64)
    if rng.random() < 0.85:
        turned = turned * min(1.0, float((0.99 * size / span).min()))
    low, high = -turned.min(0), size - turned.max(0)
    seen = (turned + low + (high - low) * rng.uniform(0, 1, 2)).astype(np.float32)
    return seen, cv2.getPerspectiveTransform(corners, seen)


def _covered(corners: Array, mask: Grey) -> bool:
    points = np.concatenate([corners, (corners + np.roll(corners, 1, axis=0)) / 2, corners.mean(0)[None]])
    inside = np.clip(np.round(points).astype(int), 0, [mask.shape[1] - 1, mask.shape[0] - 1])
    return bool((mask[inside[:, 1], inside[:, 0]] > 0).any())
