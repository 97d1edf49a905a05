"""The colours of both windows, one theme a tone; a test holds every pair of text and ground to WCAG contrast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtGui import QColor

from kiosk.check.screens import Tone

TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3 (AA) for text of any size; 1.4.11 asks 3:1 for shapes that carry meaning."""

SHAPE_CONTRAST = 3.0


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one ground, as ``#rrggbb``: ``ink`` and ``muted`` are texts on it, ``mark`` its shapes.

    ``panel`` is a raised surface on the ground and ``panel_ink`` the text there.
    """

    ground: str
    ink: str
    muted: str
    mark: str
    panel: str
    panel_ink: str


INK = "#10243e"
MUTED = "#4a5b70"
PAPER = "#f4f7fb"
WHITE = "#ffffff"
ACCENT = "#0b5fa5"
RULE = "#d3dce7"
TRACK = "#dbe4ee"
GOLD = "#e3b341"

THEMES: Mapping[Tone, Theme] = MappingProxyType(
    {
        Tone.NEUTRAL: Theme(PAPER, INK, MUTED, ACCENT, WHITE, INK),
        Tone.SUCCESS: Theme("#0a6b3b", WHITE, "#d7f2e3", WHITE, WHITE, "#0a6b3b"),
        Tone.ATTENTION: Theme("#ffc94d", INK, "#3a3523", INK, "#fff3d1", INK),
        Tone.REFER: Theme("#2c3c96", WHITE, "#dde2ff", WHITE, WHITE, "#2c3c96"),
        Tone.REFUSE: Theme("#a3191f", WHITE, "#ffdfdf", WHITE, WHITE, "#a3191f"),
        Tone.TROUBLE: Theme("#2e3a47", WHITE, "#d5dde6", "#ffc94d", "#445364", WHITE),
    }
)
"""The ground of a whole screen. Green, amber, indigo, red and slate differ in lightness too, and each has its shape."""

HEADLINE_NEUTRAL = Theme(INK, WHITE, "#cbd8e6", WHITE, WHITE, INK)
"""The staff screen's headline while there is no verdict."""

MARKS: Mapping[Tone, str] = MappingProxyType(
    {
        Tone.NEUTRAL: MUTED,
        Tone.SUCCESS: "#0a6b3b",
        Tone.ATTENTION: "#8a5300",
        Tone.REFER: "#2c3c96",
        Tone.REFUSE: "#a3191f",
        Tone.TROUBLE: "#2e3a47",
    }
)
"""The same tones as small symbols and words on white or on paper."""

ZONES: Mapping[Tone, str] = MappingProxyType(
    {Tone.REFUSE: "#f6c9c9", Tone.ATTENTION: "#ffe3a3", Tone.SUCCESS: "#bfe6cf"}
)
"""The pale grounds of the score bar's three zones; INK stands on them."""

VIDEO_SHADE = "#0b1726"
GUIDE_SEEKING = "#ffffff"
GUIDE_GOOD = "#3ddc84"


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2, definition of «relative luminance»)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2, definition of «contrast ratio»)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour(name: str, alpha: float = 1.0) -> QColor:
    """``#rrggbb`` as Qt wants it."""
    made = QColor(name)
    made.setAlphaF(alpha)
    return made
