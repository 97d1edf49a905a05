"""A drawn portrait without a face, for cards on which no comparison is wanted."""

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
