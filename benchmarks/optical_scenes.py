"""A flat card held into a camera's frame, with one of twelve kinds of damage; and sequences of one held by hand.

Distances in pixels (motion, defocus) are those of a frame 1280 wide and grow with the frame.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from optical_cards import PIXELS_A_MM, Corners, FlatCard, Pixels

RESOLUTIONS = {"640": (640, 480), "1280": (1280, 720), "1920": (1920, 1080)}
MAIN, NEAR = (0.20, 0.60), (0.60, 0.95)
"""The card's width as a share of the frame's: as people hold it, and held close."""

SUPERSAMPLED = 2
FOCAL = 1.2
"""Focal length in frame widths: a webcam's field of view of some 45°."""


class Damage(StrEnum):
    CLEAN = "clean"
    TILT = "tilt"
    ROTATION = "rotation"
    MOTION = "motion"
    DEFOCUS = "defocus"
    NOISE = "noise"
    LOW_LIGHT = "lowlight"
    GLARE = "glare"
    JPEG = "jpeg"
    HOLOGRAM = "holo"
    CLUTTER = "clutter"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What happens to one frame. Angles in degrees, ``motion`` and ``defocus`` in pixels of the frame itself.

    ``share`` is the card's width in frame widths, ``light`` multiplies, ``jpeg`` is the quality, ``glare`` and
    ``hologram`` are strengths from 0 to 1, ``decoys`` a number of false finder patterns beside the card.
    """

    share: float
    turn: float = 0.0
    tilt: float = 0.0
    tilt_axis: float = 0.0
    middle: tuple[float, float] = (0.5, 0.5)
    lens: float = 0.6
    motion: float = 0.0
    motion_angle: float = 0.0
    defocus: float = 0.0
    noise: float = 2.0
    light: float = 1.0
    glare: float = 0.0
    jpeg: int = 92
    hologram: float = 0.0
    decoys: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame (height × width × 3, blue-green-red) and where on it the card, its code and its lines are.

    ``module_pixels`` is the mean side of a module of the QR code, ``character_pixels`` the mean pitch of the MRZ; 0
    where there is none.
    """

    pixels: Pixels
    card: FlatCard
    corners: Corners
    qr: Corners | None
    mrz: Corners | None
    conditions: Conditions
    module_pixels: float
    character_pixels: float


def conditions_of(kind: Damage, share: float, width: int, draw: np.random.Generator) -> Conditions:
    """The kind's damage by chance; everything else mild, as in a good room."""
    scale = width / 1280
    plain = Conditions(
        share,
        turn=draw.uniform(-8, 8),
        tilt=draw.uniform(0, 10),
        tilt_axis=draw.uniform(0, 360),
        middle=(draw.uniform(0.0, 1.0), draw.uniform(0.0, 1.0)),
        lens=draw.uniform(0.4, 0.8),
        noise=draw.uniform(1.0, 3.0),
        light=draw.uniform(0.85, 1.05),
        jpeg=int(draw.integers(88, 96)),
    )
    if kind is not Damage.MIXED:
        return _damaged(plain, kind, 1.0, scale, draw)
    others = [one for one in Damage if one not in (Damage.CLEAN, Damage.MIXED)]
    for one in draw.choice(np.array(others, dtype=object), 3, replace=False):
        plain = _damaged(plain, one, 0.5, scale, draw)
    return plain


def _damaged(plain: Conditions, kind: Damage, much: float, scale: float, draw: np.random.Generator) -> Conditions:
    """``much`` is the share of the way from harmless to the kind's worst."""
    match kind:
        case Damage.TILT:
            return replace(plain, tilt=draw.uniform(15, 15 + 20 * much))
        case Damage.ROTATION:
            return replace(plain, turn=draw.uniform(0, 360))
        case Damage.MOTION:
            return replace(plain, motion=draw.uniform(2, 2 + 8 * much) * scale, motion_angle=draw.uniform(0, 180))
        case Damage.DEFOCUS:
            return replace(plain, defocus=draw.uniform(0.8, 0.8 + 2.8 * much) * scale)
        case Damage.NOISE:
            return replace(plain, noise=draw.uniform(8, 8 + 22 * much))
        case Damage.LOW_LIGHT:
            return replace(plain, light=draw.uniform(0.7 - 0.6 * much, 0.7), noise=draw.uniform(4, 4 + 5 * much))
        case Damage.GLARE:
            return replace(plain, glare=draw.uniform(0.4, 0.4 + 0.6 * much))
        case Damage.JPEG:
            return replace(plain, jpeg=int(draw.integers(round(44 - 32 * much), 45)))
        case Damage.HOLOGRAM:
            return replace(plain, hologram=draw.uniform(0.4, 0.4 + 0.6 * much))
        case Damage.CLUTTER:
            return replace(plain, decoys=int(draw.integers(4, 10)))
        case _:
            return plain


def place(
    card: FlatCard,
    size: tuple[int, int],
    conditions: Conditions,
    draw: np.random.Generator,
    sensor: np.random.Generator | None = None,
) -> Scene:
    """The card in a frame of ``size`` (width, height); what is to be read lies wholly within it.

    Where the card is too wide for that at its angle, it is moved away. ``draw`` makes background and glare, and the
    noise too unless ``sensor`` does.
    """
    width, height = size
    corners_mm = _box(*card.size_mm)
    targets = np.concatenate([one for one in (card.qr, card.mrz) if one is not None] or [corners_mm * PIXELS_A_MM])
    share = conditions.share
    while True:
        to_frame = _homography(replace(conditions, share=share), width, card.size_mm)
        span = np.ptp(_moved(targets, to_frame), axis=0)
        if span[0] <= 0.96 * width and span[1] <= 0.96 * height:
            break
        share *= 0.96
    to_frame = _shift(to_frame, targets, corners_mm * PIXELS_A_MM, size, conditions.middle)
    frame = _background(size, conditions.decoys, draw)
    qr, mrz = (None if one is None else _moved(one, to_frame) for one in (card.qr, card.mrz))
    flat = card.pixels
    if conditions.hologram:
        flat = _hologram(flat, conditions.hologram, draw)
    if conditions.glare:
        centre = card.qr if card.qr is not None else card.mrz
        flat = _glare(flat, centre if centre is not None else corners_mm * PIXELS_A_MM, conditions.glare, draw)
    frame = _laid(frame, flat, to_frame)
    frame = _photographed(frame, conditions, sensor or draw)
    return Scene(
        frame,
        card,
        _moved(corners_mm * PIXELS_A_MM, to_frame),
        qr,
        mrz,
        replace(conditions, share=share),
        0.0 if qr is None else math.sqrt(cv2.contourArea(qr.astype(np.float32))) / card.modules,
        0.0 if mrz is None or card.lines is None else float(np.linalg.norm(mrz[1] - mrz[0])) / len(card.lines[0]),
    )


class HeldCard:
    """One card that is brought into view and held by hand: what the camera sees of it at any time.

    The hand drifts and trembles (so do distance and tilt), what moves is smeared by the exposure, and the autofocus
    needs some tenths of a second, once past its aim. Light and noise are those of the room.
    """

    def __init__(self, card: FlatCard, size: tuple[int, int], draw: np.random.Generator) -> None:
        scale = size[0] / 1280
        self.card, self._size = card, size
        self._share = draw.uniform(0.32, 0.6)
        self._aim, self._settle = draw.uniform(1.5, 4.0) * scale, draw.uniform(0.12, 0.3)
        self._rest = draw.uniform(0.0, 0.7) * scale
        self._light, self._noise = draw.uniform(0.5, 1.05), draw.uniform(2.0, 7.0)
        self._exposure = draw.uniform(0.008, 0.03)
        self._middle = draw.uniform(0.3, 0.7, 2)
        self._turn, self._tilt = draw.uniform(-25, 25), draw.uniform(2, 22)
        self._sway = [(draw.uniform(0.3, 1.2), draw.uniform(0, 2 * math.pi), draw.uniform(0.3, 1.0)) for _ in range(5)]
        self._tremble = [(draw.uniform(4.0, 9.0), draw.uniform(0, 2 * math.pi)) for _ in range(2)]
        self._approach = draw.uniform(0.1, 0.4)
        self._background = int(draw.integers(2**32))

    def scene(self, at: float) -> Scene:
        """The frame at ``at`` seconds after the card came into view."""
        speed = (self._position(at + 0.005) - self._position(at - 0.005)) / 0.01 * np.array(self._size)
        smear = speed * self._exposure
        focus = abs(self._aim * math.exp(-at / self._settle) * math.cos(at / self._settle * 1.5)) + self._rest
        wander = [much * math.sin(2 * math.pi * pace * at + phase) for pace, phase, much in self._sway[2:]]
        conditions = Conditions(
            self._share * (1 + 0.06 * wander[0]),
            turn=self._turn + 3 * wander[1],
            tilt=self._tilt + 4 * wander[2],
            tilt_axis=self._turn * 4,
            middle=tuple(self._position(at)),
            motion=float(np.linalg.norm(smear)),
            motion_angle=math.degrees(math.atan2(smear[1], smear[0])),
            defocus=focus if focus > 0.3 else 0.0,
            noise=self._noise,
            light=self._light,
            jpeg=85,
        )
        # The background stays, the noise does not.
        draw = np.random.default_rng(self._background)
        return place(self.card, self._size, conditions, draw, np.random.default_rng([self._background, int(at * 1e3)]))

    def _position(self, at: float) -> np.ndarray:
        slow = np.array([much * math.sin(2 * math.pi * pace * at + phase) for pace, phase, much in self._sway[:2]])
        quick = np.array([math.sin(2 * math.pi * pace * at + phase) for pace, phase in self._tremble])
        arriving = np.array([0.0, 0.27]) * math.exp(-2 * at / self._approach)
        return self._middle + 0.05 * slow + 0.002 * quick + arriving


def _box(width: float, height: float) -> Corners:
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def _moved(points: Corners, matrix: np.ndarray) -> Corners:
    return cv2.perspectiveTransform(points[None].astype(np.float64), matrix)[0]


def _homography(conditions: Conditions, width: int, size_mm: tuple[float, float]) -> np.ndarray:
    """From pixels of the flat card to pixels of the frame, with the card's middle at the origin."""
    axis, tilt, turn = (math.radians(one) for one in (conditions.tilt_axis, conditions.tilt, conditions.turn))
    lean, _ = cv2.Rodrigues(np.array([math.cos(axis), math.sin(axis), 0.0]) * tilt)
    spin, _ = cv2.Rodrigues(np.array([0.0, 0.0, 1.0]) * turn)
    rotation = lean @ spin
    focal = FOCAL * width
    distance = focal * size_mm[0] / (conditions.share * width)
    to_plane = np.array([[1 / PIXELS_A_MM, 0, -size_mm[0] / 2], [0, 1 / PIXELS_A_MM, -size_mm[1] / 2], [0, 0, 1]])
    pose = np.column_stack([rotation[:, 0], rotation[:, 1], [0.0, 0.0, distance]])
    return np.diag([focal, focal, 1.0]) @ pose @ to_plane


def _shift(
    matrix: np.ndarray, targets: Corners, outline: Corners, size: tuple[int, int], middle: tuple[float, float]
) -> np.ndarray:
    """Move the card so that the targets, and if it fits the whole card, lie in the frame; ``middle`` says where."""
    frame = np.array(size, np.float64)
    points = _moved(outline, matrix)
    if not np.all(np.ptp(points, axis=0) <= 0.98 * frame):
        points = _moved(targets, matrix)
    low, high = 0.01 * frame - points.min(axis=0), 0.99 * frame - points.max(axis=0)
    at = low + (high - low) * np.clip(middle, 0.0, 1.0)
    return np.array([[1, 0, at[0]], [0, 1, at[1]], [0, 0, 1.0]]) @ matrix


def _laid(frame: Pixels, flat: Pixels, to_frame: np.ndarray) -> Pixels:
    """The card over the background, without aliasing: both are sampled finer than the frame, then averaged."""
    height, width = frame.shape[:2]
    outline = _moved(_box(flat.shape[1], flat.shape[0]), to_frame)
    longest = max(np.linalg.norm(outline[1] - outline[0]), np.linalg.norm(outline[2] - outline[3]))
    shrink = min(1.0, SUPERSAMPLED * 1.25 * float(longest) / flat.shape[1])
    small = cv2.resize(flat, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    left, top = np.floor(np.maximum(outline.min(axis=0), 0)).astype(int)
    right, bottom = np.ceil(np.minimum(outline.max(axis=0), [width, height])).astype(int)
    grow = np.array([[SUPERSAMPLED, 0, -left * SUPERSAMPLED], [0, SUPERSAMPLED, -top * SUPERSAMPLED], [0, 0, 1.0]])
    # Pixel centres: half a pixel of the card is not half a pixel of the frame.
    back = np.array([[1 / shrink, 0, 0.5 / shrink - 0.5], [0, 1 / shrink, 0.5 / shrink - 0.5], [0, 0, 1.0]])
    centre = np.array([[1, 0, (SUPERSAMPLED - 1) / 2], [0, 1, (SUPERSAMPLED - 1) / 2], [0, 0, 1.0]])
    fine = ((right - left) * SUPERSAMPLED, (bottom - top) * SUPERSAMPLED)
    matrix = centre @ grow @ to_frame @ back
    card = cv2.warpPerspective(small, matrix, fine, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(np.full(small.shape[:2], 255, np.uint8), matrix, fine, flags=cv2.INTER_LINEAR)
    coarse = (right - left, bottom - top)
    card = cv2.resize(card, coarse, interpolation=cv2.INTER_AREA)
    share = cv2.resize(mask, coarse, interpolation=cv2.INTER_AREA)[:, :, None] / 255.0
    part = frame[top:bottom, left:right]
    part[:] = (part * (1 - share) + card * share + 0.5).astype(np.uint8)
    return frame


def _photographed(frame: Pixels, conditions: Conditions, draw: np.random.Generator) -> Pixels:
    """Lens, focus, motion, light, sensor noise and compression, in the order in which a camera adds them."""
    blurred = cv2.GaussianBlur(frame, (0, 0), conditions.lens)
    if conditions.defocus:
        blurred = cv2.filter2D(blurred, -1, disc_kernel(conditions.defocus))
    if conditions.motion > 0.5:
        blurred = cv2.filter2D(blurred, -1, line_kernel(conditions.motion, conditions.motion_angle))
    height, width = frame.shape[:2]
    # Of a colour sensor's noise most is brightness, because every colour is made of its neighbours' too.
    noise, colour = np.empty((height, width, 1), np.float32), np.empty((height, width, 3), np.float32)
    cv2.setRNGSeed(int(draw.integers(2**31)))
    cv2.randn(noise, 0.0, conditions.noise)
    cv2.randn(colour, 0.0, conditions.noise * 0.5)
    noise = noise.reshape(height, width, 1) + colour
    seen = np.clip(blurred * np.float32(conditions.light) + noise, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, conditions.jpeg])
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)


def disc_kernel(radius: float) -> np.ndarray:
    """A point out of focus: a disc, its edge not jagged."""
    half = math.ceil(radius) + 1
    fine = 9
    at = (np.arange((2 * half + 1) * fine) + 0.5) / fine - half - 0.5
    disc = (at[:, None] ** 2 + at[None, :] ** 2 <= radius**2).astype(np.float32)
    kernel = cv2.resize(disc, (2 * half + 1, 2 * half + 1), interpolation=cv2.INTER_AREA)
    return kernel / kernel.sum()


def line_kernel(length: float, angle: float) -> np.ndarray:
    """A point that moves straight on while the shutter is open."""
    half = math.ceil(length / 2) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    steps = max(2, math.ceil(length * 8))
    for step in (np.arange(steps) + 0.5) / steps - 0.5:
        x = half + step * length * math.cos(math.radians(angle))
        y = half + step * length * math.sin(math.radians(angle))
        left, top = math.floor(x), math.floor(y)
        for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
            weight = (1 - abs(x - left - column)) * (1 - abs(y - top - row))
            if weight > 0:
                kernel[top + row, left + column] += weight
    return kernel / kernel.sum()


def _background(size: tuple[int, int], decoys: int, draw: np.random.Generator) -> Pixels:
    """A room out of focus: a gradient with shapes; with decoys, squares in squares like a QR code's finder patterns."""
    width, height = size
    shades = draw.uniform(40, 210, (6, 9, 1)) + draw.uniform(-20, 20, (6, 9, 3))
    frame = cv2.resize(shades.astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
    for _ in range(int(draw.integers(3, 9))):
        corner = draw.uniform(0, 1, 4) * [width, height, width * 0.4, height * 0.4]
        colour = tuple(int(one) for one in np.clip(draw.uniform(30, 220) + draw.uniform(-30, 30, 3), 0, 255))
        x, y, w, h = corner.astype(int)
        cv2.rectangle(frame, (x, y), (x + w, y + h), colour, -1)
    frame = cv2.GaussianBlur(frame, (0, 0), width / 400)
    for _ in range(decoys):
        side = int(draw.integers(3, 14)) * 7
        x, y = int(draw.uniform(0, max(1, width - side))), int(draw.uniform(0, max(1, height - side)))
        for inset, shade in ((0, 25), (side // 7, 230), (2 * side // 7, 25)):
            cv2.rectangle(frame, (x + inset, y + inset), (x + side - inset, y + side - inset), (shade,) * 3, -1)
        # Text-like texture beside it, which binarisers and locators trip over.
        for row in range(5):
            for column in range(int(draw.integers(5, 25))):
                if draw.random() < 0.6:
                    left, top = x + side + column * 6, y + row * 12
                    cv2.rectangle(frame, (left, top), (left + 3, top + 8), (40, 40, 40), -1)
    return frame


def _glare(flat: Pixels, target: Corners, strength: float, draw: np.random.Generator) -> Pixels:
    """The image of a lamp on the glossy side, over a part of the code or of the lines."""
    height, width = flat.shape[:2]
    low, high = target.min(axis=0), target.max(axis=0)
    x, y = draw.uniform(low, high)
    side = float(np.min(high - low))
    radius_x, radius_y = draw.uniform(0.15, 0.5, 2) * side
    at_y, at_x = np.ogrid[:height, :width]
    far = ((at_x - x) / radius_x) ** 2 + ((at_y - y) / radius_y) ** 2
    spot = (np.exp(-far) * strength * 1.25).clip(0, 1).astype(np.float32)[:, :, None]
    return (flat * (1 - spot) + 255 * spot).astype(np.uint8)


def _hologram(flat: Pixels, strength: float, draw: np.random.Generator) -> Pixels:
    """Bands of all colours that lie over the print."""
    height, width = flat.shape[:2]
    at_y, at_x = np.mgrid[:height, :width].astype(np.float32)
    angle, pitch = draw.uniform(0, math.pi), draw.uniform(150, 500)
    along = (at_x * math.cos(angle) + at_y * math.sin(angle)) * 2 * math.pi / pitch
    bands = np.stack([np.sin(along + shift) for shift in (0.0, 2.1, 4.2)], axis=2)
    where = np.sin(at_x / draw.uniform(120, 400)) * np.sin(at_y / draw.uniform(120, 400))
    return np.clip(flat + bands * np.clip(where, 0, 1)[:, :, None] * 75 * strength, 0, 255).astype(np.uint8)
