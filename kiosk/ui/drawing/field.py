"""How a field looks in which staff type."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from kiosk.ui.drawing.palette import ACCENT, INK, WHITE
from kiosk.ui.drawing.typeface import Weight, font


def dress_field(field: QLineEdit, size: float, *, share: float = 1.5) -> None:
    """``size`` is the staff screen's letter in pixels, ``share`` how much of it what is typed has."""
    field.setFont(font(share * size, Weight.DemiBold))
    field.setStyleSheet(
        f"QLineEdit {{ color: {INK}; background: {WHITE}; border: 2px solid #7d8ea3; border-radius: 6px;"
        f" padding: 0 {round(0.6 * size)}px; }} QLineEdit:focus {{ border: 3px solid {ACCENT}; }}"
    )
