"""A QR code on the screen: black on white whatever the theme, whole pixels to a module, its quiet zone around it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColorConstants, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.domain.desks.scanner_setup import SampleCode
from kiosk.ui.drawing.measure import letter

QUIET_MODULES = 4
"""ISO/IEC 18004 §9.1."""
_ON_A_SHEET = 18.0
"""In letters."""


class SymbolView(QWidget):
    """Draws one code as large as whole pixels allow."""

    def __init__(self) -> None:
        super().__init__()
        self._code: SampleCode | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def heightForWidth(self, width: int) -> int:
        """On a sheet: a square that leaves room for the lines below it."""
        return round(min(width, _ON_A_SHEET * letter(self)))

    def show_code(self, code: SampleCode) -> None:
        self._code = code
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        code = self._code
        if code is None:
            return
        across = code.side + 2 * QUIET_MODULES
        module = max(1, min(self.width(), self.height()) // across)
        left, top = (self.width() - module * across) // 2, (self.height() - module * across) // 2
        painter = QPainter(self)
        painter.fillRect(left, top, module * across, module * across, QColorConstants.White)
        painter.translate(left + module * QUIET_MODULES, top + module * QUIET_MODULES)
        for row in range(code.side):
            for column in range(code.side):
                if code.is_dark(column, row):
                    painter.fillRect(QRectF(column * module, row * module, module, module), QColorConstants.Black)
