"""Flat pictures of invented ID cards, front and back of both generations, with their QR code and their MRZ.

``draw_card`` draws one; ``optical_scenes.place`` holds it into a camera's frame. Nothing of a real card's design is
copied: what counts for a reader is where code and lines are, how large, and on what ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from optical_people import Generation, Person, mrz_lines, qr_text
from PIL import Image, ImageDraw, ImageFont

Pixels = np.ndarray
Corners = np.ndarray
"""Four points (x, y), float: of a code or of lines as a person reads them, from the top left, clockwise."""

CARD_MM = (85.6, 53.98)
"""ID-1 (ISO/IEC 7810)."""

PIXELS_A_MM = 24

MRZ_PITCH_MM = 2.54
MRZ_LINE_MM = 4.23
MRZ_LEFT_MM = 4.7
MRZ_FIRST_BASELINE_MM = 40.4
"""Three lines of OCR-B size 1 in the zone of 23.2 mm at the lower edge (ICAO Doc 9303-5)."""

GROUNDS = 12
"""So many different grounds there are; each is drawn once a run, which takes longer than the rest of a card."""

TEXT_FONT = Path(__file__).resolve().parent.parent / "kiosk" / "ui" / "fonts" / "BeVietnamPro-Medium.ttf"
"""Of everything but the MRZ; and of the MRZ where no OCR-B is given and nobody will read it."""

OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")


@dataclass(frozen=True, slots=True)
class QrPrint:
    """How a code is printed: its side without the quiet zone, its error correction, and whether an ECI says UTF-8."""

    millimetres: float = 18.0
    level: str = "M"
    eci: bool = False


@dataclass(frozen=True, slots=True)
class FlatCard:
    """A card's side at ``PIXELS_A_MM``, blue-green-red, with the truth about it.

    ``text`` and ``qr`` are ``None`` on a side without a code, ``lines`` and ``mrz`` on one without an MRZ.
    ``modules`` is the number of modules along a side of the code.
    """

    pixels: Pixels
    text: str | None = None
    qr: Corners | None = None
    modules: int = 0
    lines: tuple[str, ...] | None = None
    mrz: Corners | None = None
    size_mm: tuple[float, float] = CARD_MM


def ocr_b() -> Path | None:
    """OCR-B where Debian's package ``fonts-ocr-b`` puts it; ``None`` without that package."""
    return OCR_B if OCR_B.is_file() else None


def draw_card(
    person: Person,
    generation: Generation,
    side: str,
    draw: np.random.Generator,
    *,
    font_path: Path | None = None,
    qr: QrPrint | None = None,
) -> FlatCard:
    """One side, ``front`` or ``back``; colours and pattern of the ground are drawn by chance.

    The QR code is on the front of the 2021 card and on the back of the 2024 card, the MRZ on both backs.
    ``font_path`` is an OCR-B font; without one the MRZ is drawn in another and is of no use to an OCR.
    """
    canvas = ground(int(draw.integers(GROUNDS))).copy()
    ink = tuple(int(value) for value in draw.integers(15, 60, 3))
    with_qr = (side == "front") is (generation is Generation.CCCD_2021)
    if side == "front":
        _draw_front(canvas, person, ink)
    else:
        _draw_back(canvas, draw, ink)
    text, corners, modules = None, None, 0
    if with_qr:
        text = qr_text(person, generation)
        top_left = (62.5, 4.0) if side == "front" else (63.0, 3.5)
        corners, modules = _draw_qr(canvas, text, qr or QrPrint(), top_left, ink)
    lines, mrz = None, None
    if side == "back":
        lines = mrz_lines(person)
        mrz = draw_mrz(canvas, lines, font_path, ink, (MRZ_LEFT_MM, MRZ_FIRST_BASELINE_MM))
    return FlatCard(canvas, text, corners, modules, lines, mrz)


def qr_picture(content: str, level: str, eci: bool) -> Pixels:
    """A QR code of UTF-8 text, with or without an ECI that says so, at one pixel a module and without a quiet zone.

    By OpenCV's encoder: zxing-cpp's writes ECI 899 («binary») before bytes, which no card's code has, and mixes modes
    so that OpenCV cannot read its codes with an ECI. But OpenCV's takes too small a version for some texts with an ECI;
    those are zxing-cpp's.
    """
    how = cv2.QRCodeEncoder_Params()
    how.mode = cv2.QRCodeEncoder_MODE_ECI if eci else cv2.QRCodeEncoder_MODE_BYTE
    how.correction_level = getattr(cv2, f"QRCodeEncoder_CORRECT_LEVEL_{level}")
    picture = cv2.QRCodeEncoder.create(how).encode(content)
    read = zxingcpp.read_barcodes(np.kron(np.pad(picture, 2, constant_values=255), np.ones((4, 4), np.uint8)))
    if [one.bytes for one in read] != [content.encode()]:
        code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level=level, eci="UTF-8")
        picture = np.array(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    rows, columns = np.where(picture == 0)
    return picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def draw_mrz(
    canvas: Pixels,
    lines: tuple[str, ...],
    font_path: Path | None,
    ink: tuple[int, ...],
    at_mm: tuple[float, float],
    line_mm: float = MRZ_LINE_MM,
) -> Corners:
    """Lines of an MRZ in cells of 2.54 mm, the first one's baseline at ``at_mm``; returns the corners around them."""
    font = ImageFont.truetype(str(font_path or TEXT_FONT), 100)
    # OCR-B has one width for all signs, which is the pitch; of another font the largest stands for it.
    size = 100 * MRZ_PITCH_MM * PIXELS_A_MM / max(font.getlength(sign) for sign in "0W<")
    font = font.font_variant(size=size)
    picture = Image.fromarray(canvas)
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        y = (at_mm[1] + row * line_mm) * PIXELS_A_MM
        for column, sign in enumerate(line):
            x = (at_mm[0] + (column + 0.5) * MRZ_PITCH_MM) * PIXELS_A_MM
            pen.text((x, y), sign, font=font, fill=ink, anchor="ms")
    canvas[:] = np.asarray(picture)
    left, right = at_mm[0], at_mm[0] + len(lines[0]) * MRZ_PITCH_MM
    top, bottom = at_mm[1] - 2.6, at_mm[1] + (len(lines) - 1) * line_mm + 0.4
    return _box(left, top, right, bottom)


def _draw_qr(
    canvas: Pixels, text: str, how: QrPrint, top_left: tuple[float, float], ink: tuple[int, ...]
) -> tuple[Corners, int]:
    picture = qr_picture(text, how.level, how.eci)
    modules = picture.shape[0]
    # The outer edges of the code stay within the same corner of the card, whatever its size.
    left, top = top_left[0] + (18.0 - how.millimetres) / 2, top_left[1] + (18.0 - how.millimetres) / 2
    side = round(how.millimetres * PIXELS_A_MM)
    fine = cv2.resize(picture, (modules * 16, modules * 16), interpolation=cv2.INTER_NEAREST)
    dark = 1.0 - cv2.resize(fine, (side, side), interpolation=cv2.INTER_AREA)[:, :, None] / 255.0
    x, y = round(left * PIXELS_A_MM), round(top * PIXELS_A_MM)
    quiet = round(side / modules * 2.5)
    zone = canvas[max(y - quiet, 0) : y + side + quiet, x - quiet : x + side + quiet]
    zone[:] = (zone * 0.25 + 0.75 * 238).astype(np.uint8)
    patch = canvas[y : y + side, x : x + side]
    patch[:] = (patch * (1.0 - dark) + np.array(ink) * dark).astype(np.uint8)
    return _box(x / PIXELS_A_MM, y / PIXELS_A_MM, (x + side) / PIXELS_A_MM, (y + side) / PIXELS_A_MM), modules


def _box(left: float, top: float, right: float, bottom: float) -> Corners:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64) * PIXELS_A_MM


@cache
def ground(number: int, size_mm: tuple[float, float] = CARD_MM) -> Pixels:
    """A pale ground with fine waves, as security print has them."""
    draw = np.random.default_rng(number)
    width, height = (round(side * PIXELS_A_MM) for side in size_mm)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    pale = draw.uniform(205, 240, 3).astype(np.float32)
    other = np.clip(pale + draw.uniform(-22, 10, 3), 0, 250).astype(np.float32)
    share = (x / width)[:, :, None]
    ground = pale * (1 - share) + other * share
    for _ in range(3):
        angle, pitch, bend = draw.uniform(0, np.pi), draw.uniform(9, 26), draw.uniform(0.5, 3.0)
        along = x * np.cos(angle) + y * np.sin(angle) + bend * 12 * np.sin(x / 90 + y / 140)
        waves = (np.sin(along * 2 * np.pi / pitch) > 0.75).astype(np.float32)
        ground -= waves[:, :, None] * draw.uniform(4, 14, 3).astype(np.float32)
    return np.clip(ground, 0, 255).astype(np.uint8)


def _draw_front(canvas: Pixels, person: Person, ink: tuple[int, ...]) -> None:
    left, top, right, bottom = (round(value * PIXELS_A_MM) for value in (3.5, 17.0, 23.5, 45.0))
    cv2.rectangle(canvas, (left, top), (right, bottom), (205, 190, 185), -1)
    middle = ((left + right) // 2, top + (bottom - top) * 2 // 5)
    cv2.ellipse(canvas, middle, (130, 165), 0, 0, 360, (150, 165, 195), -1)
    cv2.ellipse(canvas, (middle[0], bottom), (215, 200), 0, 180, 360, (90, 80, 85), -1)
    rows = [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 4.0, 6.5, 1.9),
        ("CĂN CƯỚC CÔNG DÂN", 4.0, 12.5, 2.8),
        (f"Số / No.: {person.number}", 26.0, 20.0, 2.4),
        (f"Họ và tên / Full name: {person.name}", 26.0, 27.0, 2.3),
        (f"Ngày sinh: {person.born:%d/%m/%Y}   Giới tính: {person.sex}", 26.0, 32.0, 2.3),
        (f"Nơi thường trú: {person.residence[:38]}", 26.0, 42.0, 2.1),
        (person.residence[38:], 26.0, 46.0, 2.1),
    ]
    write(canvas, rows, ink)


def _draw_back(canvas: Pixels, draw: np.random.Generator, ink: tuple[int, ...]) -> None:
    x, y = round(6 * PIXELS_A_MM), round(12 * PIXELS_A_MM)
    cv2.rectangle(canvas, (x, y), (x + 300, y + 260), (120, 190, 205), -1)
    for step in range(1, 4):
        cv2.line(canvas, (x + step * 75, y), (x + step * 75, y + 260), (70, 110, 130), 4)
    cv2.line(canvas, (x, y + 130), (x + 300, y + 130), (70, 110, 130), 4)
    for left in (27.0, 41.0):
        cx, cy = round((left + 6) * PIXELS_A_MM), round(20 * PIXELS_A_MM)
        for ring in range(12, 130, 14):
            turn = float(draw.uniform(0, 180))
            cv2.ellipse(canvas, (cx, cy), (ring, round(ring * 1.2)), turn, 0, 320, (120, 110, 110), 4)
    rows = [("Đặc điểm nhận dạng / Personal identification", 6.0, 5.0, 1.9), ("Ngày, tháng, năm", 27.0, 31.5, 1.9)]
    write(canvas, rows, ink)


def write(canvas: Pixels, rows: list[tuple[str, float, float, float]], ink: tuple[int, ...]) -> None:
    """Rows of text, left edge, baseline and height in millimetres."""
    picture = Image.fromarray(canvas)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(TEXT_FONT), 10)
    for text, left, baseline, height in rows:
        place = (left * PIXELS_A_MM, baseline * PIXELS_A_MM)
        pen.text(place, text, font=font.font_variant(size=height * PIXELS_A_MM), fill=ink, anchor="ls")
    canvas[:] = np.asarray(picture)
