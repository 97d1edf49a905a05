"""People, prints and screens before a camera, all made from one photograph: a simulation, the same for the same seed.

Nothing here was printed, shown or filmed. Each presentation is a list of frames a tenth of a second apart:

live            the person sways before a background that stays; a camera's blur, noise, light and JPEG on top
print, fills    a reprint (paler colours, the printer's dots, paper) that fills the picture, held in a hand
print, bent     the same, bent around an upright axis, with gloss
print, edge     a reprint whose edges are in sight before a wall, held in a hand
print, stand    a reprint that fills the picture and does not move
screen, fills   a screen (its dots against the camera's, a dark band that runs, bluish light) that fills the picture
screen, edge    a screen whose dark edge is in sight, held in a hand
telephone       the face on a small screen
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.opencv import cv2
from kiosk.simulator.person.held_print import held_up, on_a_phone

FRAMES = 16
STAND_FRAMES = 36
"""Of what does not move at all, which is told after three seconds."""

RATE = 10.0
SIZE = 640
"""Pixels across of the camera's picture."""

Chance = np.random.Generator
Presenter = Callable[[Pixels, FaceFound, Chance], list[Pixels]]


@dataclass(frozen=True, slots=True)
class Hand:
    """How something is held: its way in the picture (shares of its width) and its tilt (degrees), frame by frame."""

    across: np.ndarray
    down: np.ndarray
    yaw: np.ndarray
    pitch: np.ndarray


def held(chance: Chance, way: float, tilt: float) -> Hand:
    """A slow wavering of this size about a place and a tilt that are drawn."""
    return Hand(
        _wavering(chance, way),
        _wavering(chance, way / 2),
        chance.uniform(-tilt, tilt) + _wavering(chance, tilt / 4),
        chance.uniform(-tilt / 2, tilt / 2) + _wavering(chance, tilt / 6),
    )


def _wavering(chance: Chance, size: float) -> np.ndarray:
    at = np.arange(FRAMES) / RATE
    one, two = chance.uniform(0.25, 0.6), chance.uniform(0.8, 1.6)
    turn = chance.uniform(0.0, 2 * math.pi, 2)
    wave = np.sin(2 * math.pi * one * at + turn[0]) + 0.3 * np.sin(2 * math.pi * two * at + turn[1])
    return np.asarray(size * (wave - wave[0]))


def live(picture: Pixels, face: FaceFound, chance: Chance) -> list[Pixels]:
    mask, behind = _person(picture, face)
    way = _wavering(chance, chance.uniform(0.03, 0.12)), _wavering(chance, chance.uniform(0.01, 0.05))
    shots = []
    camera = Camera(chance)
    for across, down in zip(*way, strict=True):
        shift = np.array([[1.0, 0.0, across * face.eye_distance], [0.0, 1.0, down * face.eye_distance]])
        size = picture.shape[1], picture.shape[0]
        moved = cv2.warpAffine(picture, shift, size, borderMode=cv2.BORDER_REPLICATE)
        there = cv2.warpAffine(mask, shift, size, borderMode=cv2.BORDER_REPLICATE)[..., None]
        shots.append(camera.shot(moved * there + behind * (1.0 - there)))
    return shots


def _person(picture: Pixels, face: FaceFound) -> tuple[np.ndarray, Pixels]:
    """Where the person is (0–1), and the picture without them, made up from what lies beside them."""
    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    across, down = (round(value) for value in face.center)
    cv2.ellipse(mask, (across, down), (round(0.78 * face.width), round(0.85 * face.height)), 0, 0, 360, 255, -1)
    neck = down + round(0.45 * face.height)
    body = [(across - 0.5 * face.width, neck), (across + 0.5 * face.width, neck)]
    body += [(across + 1.6 * face.width, height), (across - 1.6 * face.width, height)]
    cv2.fillPoly(mask, [np.array(body, np.float64).round().astype(np.int32)], 255)
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    hole = cv2.dilate(cv2.resize(mask, small.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.ones((5, 5), np.uint8))
    filled = cv2.resize(cv2.inpaint(small, hole, 3, cv2.INPAINT_TELEA), (width, height))
    kept = cv2.GaussianBlur(mask, (0, 0), 2.0)[..., None] / 255.0
    return cv2.GaussianBlur(mask, (0, 0), 3.0) / 255.0, (picture * (1 - kept) + filled * kept).astype(np.uint8)


class Camera:
    """One webcam: its light, its sharpness, its noise."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._gain = chance.uniform(0.85, 1.1) * chance.uniform(0.94, 1.06, 3)
        self._blur = chance.uniform(0.3, 0.9)
        self._noise = chance.uniform(1.0, 3.5)
        self._quality = int(chance.integers(70, 95))

    def shot(self, seen: np.ndarray) -> Pixels:
        """What this camera makes of a view of any size."""
        high = round(seen.shape[0] * SIZE / seen.shape[1])
        small = cv2.resize(np.asarray(seen, np.float32), (SIZE, high), interpolation=cv2.INTER_AREA)
        lit = cv2.GaussianBlur(small, (0, 0), self._blur) * self._gain
        lit += self._chance.normal(0.0, self._noise, lit.shape)
        coded = cv2.imencode(".jpg", np.clip(lit, 0, 255).astype(np.uint8), (cv2.IMWRITE_JPEG_QUALITY, self._quality))
        return np.asarray(cv2.imdecode(coded[1], cv2.IMREAD_COLOR), np.uint8)


def reprint(picture: Pixels, chance: Chance, *, bent: bool = False) -> Pixels:
    """The photograph on paper: fewer colours, the printer's dots, paper's own tint."""
    large = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    grey = large.mean(axis=2, keepdims=True)
    paper = np.array([chance.uniform(225, 245), chance.uniform(232, 248), chance.uniform(236, 250)])
    ink = grey + chance.uniform(0.65, 0.9) * (large - grey)
    printed = 22 + ink / 255.0 * (paper - 22)
    pitch, angle = chance.uniform(2.2, 4.0), math.radians(chance.uniform(15, 75))
    down, across = np.mgrid[0 : large.shape[0], 0 : large.shape[1]].astype(np.float32)
    for channel, turn in enumerate((0.0, 0.5, 1.0)):
        slant = angle + turn
        dots = np.cos(2 * math.pi / pitch * (across * math.cos(slant) + down * math.sin(slant)))
        dots *= np.cos(2 * math.pi / pitch * (-across * math.sin(slant) + down * math.cos(slant)))
        printed[..., channel] += chance.uniform(4.0, 14.0) * dots
    printed = cv2.GaussianBlur(printed, (0, 0), chance.uniform(0.6, 1.4))
    if bent:
        width = large.shape[1]
        deep = chance.uniform(0.05, 0.12) * width * chance.choice([-1.0, 1.0])
        bow = deep * np.sin(2 * math.pi * across / width) / 2
        printed = cv2.remap(printed, (across + bow).astype(np.float32), down, cv2.INTER_LINEAR)
        centre, wide = chance.uniform(0.2, 0.8) * width, chance.uniform(0.05, 0.12) * width
        printed += chance.uniform(15, 45) * np.exp(-(((across - centre) / wide) ** 2))[..., None]
    return np.clip(printed, 0, 255).astype(np.uint8)


def screen(picture: Pixels, chance: Chance, at: float) -> Pixels:
    """The photograph on a screen at this time: dots that beat with the camera's, a band of refreshing, bluish light."""
    shown = picture.astype(np.float32)
    shown = 255.0 * (shown / 255.0) ** chance.uniform(0.85, 1.1) * np.array([1.06, 1.0, 0.94])
    down, across = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    beat, slant = 2 * math.pi / chance.uniform(5.0, 14.0), chance.uniform(-0.4, 0.4)
    for channel, turn in enumerate((0.0, 2.1, 4.2)):
        shown[..., channel] *= 1.0 + 0.04 * np.cos(beat * (across + slant * down) + turn)
    middle = (at * chance.uniform(0.3, 0.8) % 1.3) * picture.shape[0]
    band = np.exp(-(((down - middle) / (0.12 * picture.shape[0])) ** 2))
    return np.clip(shown * (1.0 - 0.10 * band)[..., None], 0, 255).astype(np.uint8)


def _print_fills(picture: Pixels, face: FaceFound, chance: Chance) -> list[Pixels]:
    return _filling(reprint(picture, chance), chance)


def _print_bent(picture: Pixels, face: FaceFound, chance: Chance) -> list[Pixels]:
    return _filling(reprint(picture, chance, bent=True), chance)


def _print_stand(picture: Pixels, face: FaceFound, chance: Chance) -> list[Pixels]:
    printed, camera = reprint(picture, chance), Camera(chance)
    return [camera.shot(printed) for _ in range(STAND_FRAMES)]


def _print_edge(picture: Pixels, face: FaceFound, chance: Chance) -> list[Pixels]:
    return _before_a_wall(reprint(_closer(picture, face), chance), chance)


def _screen_fills(picture: Pixels, face: FaceFound, chance: Chance) -> list[Pixels]:
    seed = int(chance.integers(1 << 30))
    hand, camera = held(chance, chance.uniform(0.006, 0.02), 6.0), Camera(chance)
    shots = []
    for number in range(FRAMES):
        shown = screen(picture, np.random.default_rng(seed), number / RATE)
        shots.append(camera.shot(_cut(_posed(shown, hand, number))))
    return shots


def _screen_edge(picture: Pixels, face: FaceFound, chance: Chance) -> list[Pixels]:
    shown = screen(_closer(picture, face), chance, 0.3)
    edge = round(0.04 * shown.shape[1])
    framed = cv2.copyMakeBorder(shown, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(15, 15, 15))
    return _before_a_wall(np.asarray(framed, np.uint8), chance)


def _telephone(picture: Pixels, face: FaceFound, chance: Chance) -> list[Pixels]:
    way, camera = _wavering(chance, 0.03), Camera(chance)
    shown = screen(picture, chance, 0.3)
    return [camera.shot(on_a_phone(shown, float(across))) for across in way]


def _filling(printed: Pixels, chance: Chance) -> list[Pixels]:
    hand, camera = held(chance, chance.uniform(0.006, 0.02), 8.0), Camera(chance)
    return [camera.shot(_cut(_posed(printed, hand, number))) for number in range(FRAMES)]


def _before_a_wall(thing: Pixels, chance: Chance) -> list[Pixels]:
    """The thing at 55 to 75 % of the picture before a wall with something on it."""
    hand, camera, share = held(chance, chance.uniform(0.01, 0.03), 10.0), Camera(chance), chance.uniform(0.55, 0.75)
    high, wide = thing.shape[:2]
    light = chance.integers(110, 180) + chance.integers(-25, 25, (9, 12, 1)) + chance.integers(-8, 8, (9, 12, 3))
    wall = cv2.resize(light.astype(np.uint8), (wide, high), interpolation=cv2.INTER_CUBIC)
    shots = []
    for number in range(FRAMES):
        plane = np.full((high, wide), 255, np.uint8)
        posed, there = (_small(_posed(one, hand, number), share) for one in (thing, plane))
        shots.append(camera.shot(np.where(there[..., None] > 127, posed, wall)))
    return shots


def _small(picture: Pixels, share: float) -> Pixels:
    """The picture in the middle of black of the same size."""
    high, wide = picture.shape[:2]
    about = np.array([[share, 0.0, (1 - share) * wide / 2], [0.0, share, (1 - share) * high / 2]])
    return np.asarray(cv2.warpAffine(picture, about, (wide, high)), np.uint8)


def _posed(thing: Pixels, hand: Hand, number: int) -> Pixels:
    across, down = float(hand.across[number]), float(hand.down[number])
    return held_up(thing, float(hand.yaw[number]), float(hand.pitch[number]), across, down)


def _cut(seen: Pixels) -> Pixels:
    """The middle, so that no edge is in sight."""
    high, wide = seen.shape[:2]
    return seen[round(0.09 * high) : round(0.91 * high), round(0.09 * wide) : round(0.91 * wide)]


def _closer(picture: Pixels, face: FaceFound) -> Pixels:
    """As much of the photograph as a portrait shows, in the picture's own shape."""
    high, wide = picture.shape[:2]
    half_wide = min(1.7 * face.width, wide / 2)
    half_high = half_wide * high / wide
    across, down = face.center
    left = min(max(across - half_wide, 0.0), wide - 2 * half_wide)
    top = min(max(down - half_high, 0.0), max(0.0, high - 2 * half_high))
    part = picture[int(top) : int(top + 2 * half_high), int(left) : int(left + 2 * half_wide)]
    return np.asarray(cv2.resize(part, (wide, high), interpolation=cv2.INTER_CUBIC), np.uint8)


ATTACKS: dict[str, Presenter] = {
    "print, fills": _print_fills,
    "print, bent": _print_bent,
    "print, edge": _print_edge,
    "print, stand": _print_stand,
    "screen, fills": _screen_fills,
    "screen, edge": _screen_edge,
    "telephone": _telephone,
}
