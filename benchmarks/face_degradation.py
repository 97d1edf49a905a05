"""What a chip and a webcam make of a photograph: seeded, so that every engine is shown the same pixels.

Only numpy and Pillow, since the libraries that are measured beside ours run in an environment of their own.
"""

from __future__ import annotations

import hashlib
import io

import numpy as np
from PIL import Image, ImageFilter

CHIP_SIZE = (240, 320)
CHIP_BYTES = 12_000
"""Portraits of 240 × 320 pixels on chips have about this size (ICAO Doc 9303-9 recommends 15 to 20 kB a portrait)."""

WEBCAM_SIDE = 500


def degraded(kind: str, path: str, rgb: np.ndarray) -> np.ndarray:
    """A picture (height × width × 3, red first) as ``chip`` or ``webcam``; the same for the same path."""
    seed = int.from_bytes(hashlib.sha256(f"{kind} {path}".encode()).digest()[:8], "big")
    draw = np.random.default_rng(seed)
    picture = Image.fromarray(rgb)
    return np.asarray(_chip(picture) if kind == "chip" else _webcam(picture, draw))


def _chip(picture: Image.Image) -> Image.Image:
    """The middle at 3:4, 240 × 320 pixels, as JPEG 2000 of about 12 kB."""
    width, height = picture.size
    cut = min(width, height * 3 // 4)
    tall = cut * 4 // 3
    left, top = (width - cut) // 2, (height - tall) // 2
    small = picture.crop((left, top, left + cut, top + tall)).resize(CHIP_SIZE, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    rate = CHIP_SIZE[0] * CHIP_SIZE[1] * 3 / CHIP_BYTES
    small.save(out, "JPEG2000", quality_mode="rates", quality_layers=[rate], irreversible=True)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def _webcam(picture: Image.Image, draw: np.random.Generator) -> Image.Image:
    """500 pixels, out of focus, another exposure and white balance, noise of a small sensor, JPEG of quality 60."""
    scale = WEBCAM_SIDE / max(picture.size)
    large = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)
    blurred = large.filter(ImageFilter.GaussianBlur(draw.uniform(0.8, 2.0)))
    light = (np.asarray(blurred, np.float32) / 255.0) ** draw.uniform(0.7, 1.5)
    light *= draw.uniform(0.75, 1.15) * draw.uniform(0.92, 1.08, 3).astype(np.float32)
    light += draw.normal(0.0, draw.uniform(0.01, 0.035), light.shape).astype(np.float32)
    noisy = Image.fromarray(np.clip(light * 255.0, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    noisy.save(out, "JPEG", quality=60)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")
