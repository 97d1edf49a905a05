"""Takes the blur of a moving hand or a lens out of focus from a QR code, without knowing the blur beforehand.

A QR code's modules are as good as random, so the spectrum of a sharp one is known but for its scale: what its spectrum
lacks is the blur's. The spectrum of the square is compared with those of a bank of blurs (straight motion of some
length and angle, a disc of some radius; their transforms are sinc and 2·J1(z)/z), the nearest is refined, and a Wiener
filter takes it out. What comes out is read or not by the code's own Reed-Solomon decoding: a wrong guess reads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.reader.scan.pixels import Grey

SIDE = 256
"""Pixels along the square that is worked on: some 4 a module for a card's code with its margin."""

MARGIN = 0.2
"""Around the code on each side, as a share of its own side: room for the window and for a detector's error."""

TAPER = 48
"""Pixels over which the square fades into its mean, so that its edges do not ring."""

LENS = 0.5
"""The lens and the sensor's pixels blur every picture, as a Gauss of about this many pixels of the frame does."""

NOISE = (0.002, 0.01, 0.1)
"""Shares of noise power in that of the signal that a Wiener filter may suppose, from a quiet picture to a dark one."""

_BAND = (5 / SIDE, 56 / SIDE)
"""Cycles a pixel that are compared: below lies the card's light, above the code's own first zero."""

_MODULE = SIDE / 70
_FLOOR = 1e-4

_RADII = (1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.25, 7.0, 8.0, 9.0)
_LENGTHS = (3.0, 4.0, 5.0, 6.0, 7.0, 8.5, 10.0, 12.0, 14.5, 17.0)
_ANGLES = 16

Reals = npt.NDArray[np.float32]
Complexes = npt.NDArray[np.complex64]


@dataclass(frozen=True, slots=True)
class Blur:
    """A straight motion where ``angle`` (degrees) is set, else a disc.

    ``size`` is the motion's length or the disc's radius, in the square's pixels.
    """

    size: float
    angle: float | None = None


class Blurred:
    """One square, ``SIDE`` × ``SIDE``, with its spectrum; ``factor`` is its scale over the frame's."""

    def __init__(self, square: Grey, factor: float) -> None:
        self._mean = float(square.mean())
        self._factor = factor
        self._spectrum = np.fft.rfft2((square.astype(np.float32) - self._mean) * _window()).astype(np.complex64)

    def likeliest(self) -> Blur | None:
        """The blur of the bank that fits the spectrum best, refined; ``None`` where no blur does."""
        power = cv2.blur(np.square(np.abs(self._spectrum)), (3, 3))
        bank = _bank()
        # An enlarged picture holds nothing beyond its own pixels' frequencies.
        used = bank.radius < min(_BAND[1], 100 / SIDE / max(self._factor, 1e-3))
        if not used.any():
            return None
        seen = np.log(power[bank.where] + 1e-3)[used]
        plain = bank.sharp[used]
        misfits = _misfits(seen, bank.powers[:, used] * plain)
        nearest = int(np.argmin(misfits))
        if nearest == 0:
            return None
        blur = bank.blurs[nearest]
        x, y = bank.x[used], bank.y[used]
        for step in (1.0, 0.5):
            near = _neighbours(blur, step)
            blur = near[
                int(np.argmin(_misfits(seen, np.stack([np.square(_transform(one, x, y)) for one in near]) * plain)))
            ]
        return blur

    def without(self, blur: Blur, noise: float) -> Grey:
        """The square as it may have been before this blur, stretched to black and white."""
        x, y, radius = _frequencies()
        lens = np.exp(-2 * np.square(np.pi * LENS * self._factor * radius))
        transform = _transform(blur, x, y) * lens
        restored = np.fft.irfft2(self._spectrum * transform / (np.square(transform) + noise), s=(SIDE, SIDE))
        low, high = np.percentile(restored[TAPER:-TAPER:2, TAPER:-TAPER:2], (2, 98))
        stretched = (restored - low) * (255 / max(float(high - low), 1e-6))
        return cast(Grey, np.clip(stretched, 0, 255).astype(np.uint8))


@dataclass(frozen=True, slots=True)
class _Bank:
    """Blurs and the power of their transforms over the band; the first is none at all."""

    blurs: tuple[Blur, ...]
    powers: Reals
    sharp: Reals
    where: npt.NDArray[np.bool_]
    x: Reals
    y: Reals
    radius: Reals


@cache
def _frequencies() -> tuple[Reals, Reals, Reals]:
    """Cycles a pixel along x and y, and their length, over the half plane that a real picture needs."""
    x = np.broadcast_to(np.fft.rfftfreq(SIDE)[None, :], (SIDE, SIDE // 2 + 1)).astype(np.float32)
    y = np.broadcast_to(np.fft.fftfreq(SIDE)[:, None], (SIDE, SIDE // 2 + 1)).astype(np.float32)
    return x, y, np.hypot(x, y)


@cache
def _bank() -> _Bank:
    x, y, radius = _frequencies()
    # Every second bin of every second row: neighbours say the same, since the window smears them.
    every_second = np.zeros(radius.shape, np.bool_)
    every_second[::2, ::2] = every_second[1::2, 1::2] = True
    where = (radius > _BAND[0]) & (radius < _BAND[1]) & every_second
    discs = [Blur(size) for size in _RADII]
    motions = [Blur(size, angle * 180 / _ANGLES) for size in _LENGTHS for angle in range(_ANGLES)]
    blurs = (Blur(0.0), *discs, *motions)
    powers = np.stack([np.square(_transform(blur, x[where], y[where])) for blur in blurs])
    sharp = np.square(np.sinc(radius[where] * _MODULE)) * np.square(np.sinc(radius[where] * _MODULE * 0.35))
    return _Bank(blurs, powers, sharp.astype(np.float32), where, x[where], y[where], radius[where])


@cache
def _window() -> Reals:
    edge = 0.5 - 0.5 * np.cos(np.pi * (np.arange(TAPER) + 0.5) / TAPER)
    line = np.concatenate([edge, np.ones(SIDE - 2 * TAPER), edge[::-1]])
    return np.outer(line, line).astype(np.float32)


@cache
def _jinc_table() -> tuple[Reals, Reals]:
    """2·J1(z)/z for z from 0 to 40, by its integral (Abramowitz and Stegun 9.1.20)."""
    z = np.linspace(0.0, 40.0, 2001)
    angle = (np.arange(200) + 0.5) / 200 * np.pi
    values = (np.cos(z[:, None] * np.cos(angle)) * np.square(np.sin(angle))).mean(axis=1) * 2
    return z.astype(np.float32), values.astype(np.float32)


def _transform(blur: Blur, x: Reals, y: Reals) -> Reals:
    if blur.angle is not None:
        angle = np.deg2rad(blur.angle)
        return cast(Reals, np.sinc(blur.size * (x * np.cos(angle) + y * np.sin(angle))).astype(np.float32))
    z, values = _jinc_table()
    return np.interp(2 * np.pi * blur.size * np.hypot(x, y), z, values).astype(np.float32)


def _neighbours(blur: Blur, step: float) -> list[Blur]:
    if blur.angle is None:
        return [Blur(blur.size + change * step * 0.3) for change in (-1, 0, 1)]
    return [
        Blur(blur.size * (1 + longer * step * 0.07), blur.angle + turned * step * 3.5)
        for longer in (-1, 0, 1)
        for turned in (-1, 0, 1)
    ]


def _misfits(seen: Reals, expected: Reals) -> Reals:
    """Variance of the difference of the logarithms, for each row of expected powers."""
    difference = seen - np.log(expected + np.float32(_FLOOR))
    return cast(Reals, difference.var(axis=1))
