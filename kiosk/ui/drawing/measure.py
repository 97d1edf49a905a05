"""Sizes on the screen: a unit that follows the window, and millimetres that follow the display."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

CITIZEN_TARGET_MM = 20.0
"""Below 20 mm standing people miss keys; above it nothing is gained (Colle & Hiszem 2004)."""

STAFF_TARGET_MM = 12.0

_MM_PER_INCH = 25.4
_USUAL_DPI = 96.0
_CREDIBLE_DPI = (60.0, 400.0)
"""Displays tell their size by EDID; televisions and adapters tell nonsense."""


def unit(widget: QWidget) -> float:
    """One hundredth of the window's shorter side in pixels, the measure of all that is drawn large."""
    size = widget.window().size()
    return min(size.width(), size.height()) / 100.0


def millimetres(widget: QWidget, mm: float) -> int:
    """``mm`` on the widget's display in device-independent pixels."""
    screen = widget.screen()
    dpi = screen.physicalDotsPerInch()
    low, high = _CREDIBLE_DPI
    if not low <= dpi <= high:
        dpi = _USUAL_DPI
    return round(mm / _MM_PER_INCH * dpi)


def letter(widget: QWidget) -> float:
    """The staff screen's letter size in pixels: many lines must stand side by side, none smaller than 11.5."""
    size = widget.window().size()
    across = 105 if size.width() > size.height() else 66
    return max(11.5, min(size.width() / across, size.height() / 59))
