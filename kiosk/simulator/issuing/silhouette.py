"""Drawn pictures: a portrait without a face, for cards on which no comparison is wanted, and a signature."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

SIZE = (240, 320)


def silhouette() -> bytes:
    """A JPEG of head and shoulders in grey; no detector finds a face in it."""
    image = Image.new("RGB", SIZE, (214, 218, 222))
    pen = ImageDraw.Draw(image)
    pen.ellipse((70, 60, 170, 190), fill=(120, 126, 132))
    pen.rounded_rectangle((20, 215, 220, 400), radius=70, fill=(120, 126, 132))
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=90)
    return encoded.getvalue()


def handwriting() -> bytes:
    """A JPEG of a signature that nobody writes."""
    image = Image.new("L", (240, 80), 255)
    pen = ImageDraw.Draw(image)
    strokes = ((15, 55), (35, 15), (45, 60), (70, 25), (85, 58), (110, 35), (130, 58), (165, 20), (180, 60), (225, 45))
    pen.line(strokes, fill=40, width=3, joint="curve")
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=80)
    return encoded.getvalue()
