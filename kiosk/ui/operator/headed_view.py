"""A view of the staff screen that has a headline over its pages, of which one is shown."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout

from kiosk.check.screens import Tone
from kiosk.domain.text import Text
from kiosk.ui.operator.further_view import FurtherView
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.page import Page


class HeadedView(FurtherView):
    """The first page that is put in is the one that is shown at first."""

    def __init__(self) -> None:
        super().__init__()
        self.headline = Headline()
        self._pages: list[Page] = []
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addLayout(self._stack, 1)

    def put_in(self, *pages: Page) -> None:
        """Have these pages below the headline."""
        for page in pages:
            self._pages.append(page)
            self._stack.addWidget(page)

    def turn_to(self, page: Page, headline: Text, tone: Tone = Tone.NEUTRAL) -> None:
        """Show this page under these words."""
        self.headline.show_headline(headline, tone, None)
        self._stack.setCurrentWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.headline.rescale()
        for page in self._pages:
            page.rescale()
