"""A list that staff search and a screen that they take over, without a kiosk behind them."""

from __future__ import annotations

from datetime import date

from kiosk.domain.desks.by_hand import Hindrance
from kiosk.domain.desks.list_search import FoundPeople, FoundPerson
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.site import Listing
from kiosk.domain.text import Text


def person(key: str, name: str, number: str = "", birth: date = date(1990, 3, 15)) -> FoundPerson:
    """A row of the list about somebody invented."""
    known = Identity(Source.LIST, number, name=name, birth_date=birth)
    room = Text("Phòng 203 – Ghế 17", "Room 203 – Seat 17")
    return FoundPerson(known, Listing(key, number, name=name, birth_date=f"{birth:%d/%m/%Y}", place=room))


PEOPLE = (
    person("TS-0417", "Nguyễn Văn An", "001090012345"),
    person("TS-0418", "Nguyễn Văn Anh", "001206004416", date(2006, 1, 1)),
    person("TS-0533", "Trần Thị Bích Ngọc", "079185006789", date(1985, 9, 2)),
)


class FakeHandDesk:
    """Finds whom it is told to, and remembers who was taken up by whom."""

    def __init__(self) -> None:
        self.found = FoundPeople(PEOPLE)
        self.asked: list[str] = []
        self.begun: list[tuple[FoundPerson, str]] = []
        self.why: Hindrance | None = None
        self.fault: FaultCode | None = None

    def find(self, typed: str) -> FoundPeople:
        self.asked.append(typed)
        if self.fault is not None:
            raise Fault(self.fault)
        return self.found

    def hindrance(self) -> Hindrance | None:
        return self.why

    def begin(self, person: FoundPerson, by: str) -> Hindrance | None:
        if self.why is None:
            self.begun.append((person, by))
        return self.why


class FakeTakeOverDesk:
    """Holds the screen for as long as it is told."""

    def __init__(self) -> None:
        self.left: float | None = None
        self.told: list[tuple[str, str]] = []

    def held(self) -> float | None:
        return self.left

    def take(self, by: str) -> None:
        self.told.append(("take", by))
        self.left = 600.0

    def release(self, by: str) -> None:
        self.told.append(("release", by))
        self.left = None
