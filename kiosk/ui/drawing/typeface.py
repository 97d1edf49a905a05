"""Loads the typeface that ships with the program, so that no machine's own fonts decide how Vietnamese looks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

FAMILY = "Be Vietnam Pro"
FONT_FILES = (
    "BeVietnamPro-Regular.ttf",
    "BeVietnamPro-Medium.ttf",
    "BeVietnamPro-SemiBold.ttf",
    "BeVietnamPro-Bold.ttf",
)
FONT_FOLDER = Path(__file__).parent.parent / "fonts"

Weight = QFont.Weight


def load_typeface() -> None:
    """Register the four weights; needs a ``QGuiApplication``. Registering twice does no harm.

    Raises ``FileNotFoundError`` when the installation lacks a file: better at start than with squares for letters.
    """
    for name in FONT_FILES:
        path = FONT_FOLDER / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(f"typeface file {name} is missing or unreadable")


def font(pixels: float, weight: Weight = Weight.Normal) -> QFont:
    """The typeface at a size in device-independent pixels (at least one). Shared: not to be changed."""
    return _font(max(1, round(pixels)), weight)


def metrics(pixels: float, weight: Weight = Weight.Normal) -> QFontMetricsF:
    """The measures of ``font``."""
    return _metrics(max(1, round(pixels)), weight)


@lru_cache(maxsize=512)
def _font(pixels: int, weight: Weight) -> QFont:
    made = QFont(FAMILY)
    made.setWeight(weight)
    made.setPixelSize(pixels)
    return made


@lru_cache(maxsize=512)
def _metrics(pixels: int, weight: Weight) -> QFontMetricsF:
    return QFontMetricsF(_font(pixels, weight))
