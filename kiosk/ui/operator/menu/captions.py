"""The words of the menu."""

from __future__ import annotations

from kiosk.domain.text import Text

BUTTON_MENU = Text("Mục khác", "More")
HEADLINE = Text("Các mục khác", "More pages")
BUTTON_OPEN = Text("Mở", "Open")
BUTTON_BACK = Text("Quay lại", "Back")
