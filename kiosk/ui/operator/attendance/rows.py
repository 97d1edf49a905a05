"""The rows of the attendance page: rooms or flights with their counts, and people by name."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.check.screens import Tone
from kiosk.domain.arrivals import Awaited, Group
from kiosk.domain.numerals import whole
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
    counts = captions.CAME.filled(came=whole(group.came), expected=whole(len(group.people)), absent=whole(absent))
    about = with_out(counts if absent else captions.ALL_CAME, len(group.out))
    return Choice(group, called(group), about, partial(_draw_group, complete=not absent))


def with_out(said: Text, out: int) -> Text:
    """The same sentence, and how many are out, where anybody is."""
    return captions.WITH_OUT.filled(said=said, n=whole(out)) if out else said


def clock(at: datetime | None) -> str:
    """The hour and minute here."""
    return f"{at.astimezone():%H:%M}" if at else ""


def people_rows(people: tuple[Awaited, ...]) -> tuple[AttendanceRow, ...]:
    """The first ``MOST_NAMED`` of them, those who are out before the others, and how many more there are."""
    named = [_person(one) for one in sorted(people, key=lambda one: one.left_at is None)[:MOST_NAMED]]
    if len(people) > MOST_NAMED:
        more = captions.MORE.filled(n=whole(len(people) - MOST_NAMED))
        named.append(Choice(None, more, Text("", ""), lambda _painter, _box: None))
    return tuple(named)


def _person(awaited: Awaited) -> AttendanceRow:
    listing = awaited.listing
    about = " · ".join(part for part in (listing.key, listing.place.vi) if part)
    english = " · ".join(part for part in (listing.key, listing.place.en) if part)
    name, said = listing.name or listing.key, Text(about, english)
    if awaited.left_at is None:
        return Choice(awaited, Text(name, name), said, _draw_person)
    return Choice(
        awaited, Text(name, name), captions.OUT_SINCE.filled(about=said, at=clock(awaited.left_at)), _draw_out
    )


def _draw_group(painter: QPainter, box: QRectF, *, complete: bool) -> None:
    mark, tone = (Mark.TICK, Tone.SUCCESS) if complete else (Mark.RING, Tone.ATTENTION)
    draw_mark(painter, box, mark, colour(MARKS[tone]))


def _draw_out(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.EXCLAMATION, colour(MARKS[Tone.ATTENTION]))


def _draw_person(painter: QPainter, box: QRectF) -> None:
    draw_mark(painter, box, Mark.PERSON, colour(ACCENT))
