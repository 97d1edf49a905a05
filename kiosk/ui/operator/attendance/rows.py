"""The rows of the attendance page: rooms or flights with their counts, and people by name."""

from __future__ import annotations

from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.check.screens import Tone
from kiosk.domain.arrivals import Awaited, Group
from kiosk.domain.text import Text
from kiosk.ui.drawing.palette import ACCENT, MARKS, colour
from kiosk.ui.drawing.shapes import Mark, draw_mark
from kiosk.ui.operator.attendance import captions
from kiosk.ui.operator.choice_rows import Choice

MOST_NAMED = 200
"""People who are named at most: whoever calls out names does not call a thousand."""

AttendanceRow: TypeAlias = Choice[Group | Awaited | None]


def called(group: Group) -> Text:
    return Text(group.name, group.name) if group.name else captions.WITHOUT_GROUP


def group_row(group: Group) -> AttendanceRow:
    absent = len(group.absent)
    about = captions.CAME.filled(came=group.came, expected=len(group.people), absent=absent)
    return Choice(
        group, called(group), about if absent else captions.ALL_CAME, partial(_draw_group, complete=not absent)
    )


def people_rows(people: tuple[Awaited, ...]) -> tuple[AttendanceRow, ...]:
    """The first ``MOST_NAMED`` of them, and how many more there are."""
    named = [_person(one) for one in people[:MOST_NAMED]]
    if len(people) > MOST_NAMED:
        more = captions.MORE.filled(n=len(people) - MOST_NAMED)
        named.append(Choice(None, more, Text("", ""), lambda _painter, _box: None))
    return tuple(named)


def _person(awaited: Awaited) -> AttendanceRow:
    listing = awaited.listing
    about = " · ".join(part for part in (listing.key, listing.place.vi) if part)
    english = " · ".join(part for part in (listing.key, listing.place.en) if part)
    name = listing.name or listing.key
    return Choice(awaited, Text(name, name), Text(about, english), _draw_person)


def _draw_group(painter: QPainter, box: QRectF, *, complete: bool) -> None:
    mark, tone = (Mark.TICK, Tone.SUCCESS) if complete else (Mark.RING, Tone.ATTENTION)
    draw_mark(painter, box, mark, colour(MARKS[tone]))


def _draw_person(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.PERSON, colour(ACCENT))
