"""Shifts of several kiosks with invented figures, and a supervisor's desk that tells them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain.desks.shifts import ShiftRefusal, ShiftRefused
from kiosk.domain.desks.supervision import KioskShift, PlaceLine, Supervision, tally_of
from kiosk.domain.faults import Fault
from kiosk.domain.shift import OpenShift, Shift
from kiosk.domain.staff import Act, StaffMember, may
from kiosk.domain.text import Text
from tests.fakes.shifts import morning
from tests.fakes.staff import START

_REPORT = morning()
FIGURES = replace(
    _REPORT.figures,
    times=((11, 20), (13, 25), (29, 5)),
    chip_reads=48,
    chip_first_try=45,
    face_checks=47,
    face_retries=6,
)
OPENED = replace(_REPORT.shift, at=START)
LIVE = Shift(OPENED, None, FIGURES)
PAST = Shift(
    replace(OPENED, number=640, at=START - timedelta(days=1)),
    replace(_REPORT.closing, at=START - timedelta(hours=20)) if _REPORT.closing else None,
    FIGURES,
)

PLACES = (
    PlaceLine(Text("Phòng 101", "Room 101"), 24, 22, 1, 0, 1),
    PlaceLine(Text("Phòng 102", "Room 102"), 24, 20, 0, 2, 0),
)


def told(kiosk: str, minutes_ago: float = 0.0, *, number: int = 7) -> KioskShift:
    """An open shift as a kiosk told it so long before ten o'clock."""
    made_at = START + timedelta(hours=3) - timedelta(minutes=minutes_ago)
    return KioskShift(kiosk, "exam", number, START, None, made_at, tally_of(FIGURES))


ALONE = Supervision(LIVE, (told("quay-3", number=812),), START + timedelta(hours=3), PLACES)
SEVERAL = replace(
    ALONE,
    kiosks=(told("quay-3", number=812), told("quay-1"), told("quay-2", 12.0)),
    unreadable=("figures-quay-9.json",),
)
YESTERDAY = replace(ALONE, shift=PAST, places=None)


class FakeSupervisionDesk:
    """Tells what it was given, for shifts that it has; ``trouble`` is raised instead."""

    def __init__(self, *looks: Supervision) -> None:
        self.looks = {look.shift.opened.number: look for look in looks}
        self.asked: list[int] = []
        self.trouble: Fault | None = None

    def shifts(self, by: StaffMember) -> tuple[OpenShift, ...]:
        if self.trouble:
            raise self.trouble
        newest = sorted(self.looks, reverse=True)
        return tuple(self.looks[number].shift.opened for number in newest) if may(by.role, Act.SEE_REPORT) else ()

    def look(self, by: StaffMember, number: int) -> Supervision | ShiftRefused:
        self.asked.append(number)
        return self.looks[number] if number in self.looks else ShiftRefused(ShiftRefusal.NO_SUCH_SHIFT)
