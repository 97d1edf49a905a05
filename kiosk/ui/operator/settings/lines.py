"""A setting as a row and as lines of the staff screen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.check.screens import Line, Tone
from kiosk.domain.desks.settings import Setting, SettingsRefused
from kiosk.domain.text import Text
from kiosk.ui.drawing.palette import MARKS, colour
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.operator.choice_rows import Choice
from kiosk.ui.operator.settings import captions


def setting_row(setting: Setting, drafts: Mapping[str, str]) -> Choice[str]:
    """Its name and the value that it would have; what is not saved yet has a mark."""
    changed = setting.key in drafts

    def icon(painter: QPainter, box: QRectF) -> None:
        draw_mark(painter, box, Mark.EXCLAMATION if changed else Mark.NONE, colour(MARKS[Tone.ATTENTION]))

    return Choice(setting.key, setting.name, setting.called(drafts.get(setting.key, setting.value)), icon)


def setting_lines(setting: Setting, drafts: Mapping[str, str]) -> tuple[Line, ...]:
    """Everything about one setting."""
    lines = [Line(setting.name, Text("", "")), Line(captions.NOW, setting.called(setting.value))]
    if setting.key in drafts:
        lines.append(Line(captions.NEW, setting.called(drafts[setting.key]), Tone.ATTENTION))
    if setting.options:
        named = [option.name for option in setting.options]
        lines.append(
            Line(captions.CHOICES, Text(" · ".join(one.vi for one in named), " · ".join(one.en for one in named)))
        )
    if setting.note.vi:
        lines.append(Line(captions.NOTE, setting.note))
    if setting.fixed:
        lines.append(Line(captions.NOTE, captions.FIXED.filled(name=setting.fixed), Tone.ATTENTION))
    lines.append(Line(captions.EFFECT, captions.AT_ONCE if setting.at_once else captions.AFTER_RESTART))
    lines.append(Line(captions.KEY, Text(setting.key, setting.key)))
    return tuple(lines)


def refusal_lines(refused: SettingsRefused) -> tuple[Line, ...]:
    """Why nothing was written."""
    return (Line(refused.why, Text(refused.detail, refused.detail), Tone.REFUSE),)
