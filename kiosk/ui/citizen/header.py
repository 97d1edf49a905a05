"""The strip above every panel of the citizen window: where this is, whether it is mute, listen, the other language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.domain.text import Text
from kiosk.ui.captions import LISTEN
from kiosk.ui.drawing.button import Button
from kiosk.ui.drawing.language import Language, language_of
from kiosk.ui.drawing.lettering import Align
from kiosk.ui.drawing.measure import CITIZEN_TARGET_MM, millimetres, unit
from kiosk.ui.drawing.muted import MutedFlag
from kiosk.ui.drawing.palette import INK, Theme
from kiosk.ui.drawing.sentence import Sentence
from kiosk.ui.drawing.typeface import Weight

_STRIP = 6.0
"""Its height in units of the window where it has no button."""

_LARGEST_SHARE = 0.24
"""Of the window's height, on displays so small that 20 mm would leave no room for the panel."""


class Header(QWidget):
    """The site's name; a button that says the screen aloud; one that turns to the next of ``languages``.

    The latter is named in its language. Without ``on_listen`` there is nothing to listen to.
    """

    def __init__(
        self,
        languages: Sequence[Language],
        on_language: Callable[[Language], None],
        on_listen: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._languages = tuple(languages)
        self._ink = INK
        self._on_language = on_language
        self.site = Sentence(2.9, english=0.75, align=Align.LEFT_MIDDLE, weight=Weight.Medium)
        self.switch = Button(Text("", ""), least_mm=CITIZEN_TARGET_MM)
        self.switch.clicked.connect(lambda _checked=False: self._on_language(self.next_language))
        self.switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._on_listen = on_listen
        self.listen = Button(LISTEN, least_mm=CITIZEN_TARGET_MM)
        self.listen.clicked.connect(lambda _checked=False: self._listen())
        self.listen.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.muted = MutedFlag()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.site, 1)
        self._row.addWidget(self.muted)
        self._row.addWidget(self.listen)
        self._row.addWidget(self.switch)
        self.switch.hide()
        self.listen.hide()

    @property
    def next_language(self) -> Language:
        """The one after the window's, round and round."""
        codes = [one.code for one in self._languages]
        at = codes.index(language_of(self).code)
        return self._languages[(at + 1) % len(self._languages)]

    def _listen(self) -> None:
        if self._on_listen:
            self._on_listen()

    def show_header(self, site: Text | None, theme: Theme, *, offer_language: bool, offer_listening: bool) -> None:
        self.site.say(site)
        self.site.colour(theme.muted, theme.muted)
        self._ink = theme.muted
        self.switch.setVisible(offer_language and len(self._languages) > 1)
        self.listen.setVisible(offer_listening and self._on_listen is not None)
        name = self.next_language.name
        self.switch.rename(Text(name, name))
        self.rescale()

    def rescale(self) -> None:
        """Follow the window's size."""
        strip = round(_STRIP * unit(self))
        target = min(millimetres(self, CITIZEN_TARGET_MM), round(self.window().height() * _LARGEST_SHARE))
        for button in (self.switch, self.listen):
            button.setFixedSize(QSize(max(round(2.2 * target), round(22 * unit(self))), max(target, strip)))
        self.muted.dress(self._ink, round(4.4 * unit(self)))
        self._row.setSpacing(round(2 * unit(self)))
        buttons = self.switch.isVisibleTo(self) or self.listen.isVisibleTo(self)
        self.setFixedHeight(max(target, strip) if buttons else strip)
