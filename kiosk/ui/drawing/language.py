"""The languages of a window: which one it says large, and which small below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` is its tag (BCP 47), ``name`` what it calls itself, ``say`` a text in it."""

    code: str
    name: str
    say: Callable[[Text], str]


VIETNAMESE = Language("vi", "Tiếng Việt", lambda text: text.vi)
ENGLISH = Language("en", "English", lambda text: text.en)


def language_of(widget: QWidget) -> Language:
    """The language of the widget's window; Vietnamese where the window offers none."""
    chosen = getattr(widget.window(), "language", VIETNAMESE)
    return chosen if isinstance(chosen, Language) else VIETNAMESE


def spoken(widget: QWidget, text: Text) -> tuple[str, str]:
    """What the widget's window says large, and what small: «» where both would be the same.

    Below Vietnamese stands English; below every other language Vietnamese, for the staff who help.
    """
    chosen = language_of(widget)
    large = chosen.say(text)
    small = text.en if chosen.code == VIETNAMESE.code else text.vi
    return large, "" if small == large else small


def read_out(widget: QWidget, text: Text) -> str:
    """What a screen reader is given: both languages, the window's first."""
    large, small = spoken(widget, text)
    return f"{large} / {small}" if small else large


def tell_language_changed(window: QWidget) -> None:
    """Have every widget of the window lay its words out anew."""
    for widget in window.findChildren(QWidget):
        QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
