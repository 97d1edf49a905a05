"""A morning at check-in: two flights, passes as airlines print them, a passport, an infant, and who does not come.

Through list, rules, machine and journal as they run in the kiosk; card, scanner, camera and clock are the test's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.codes.post import event_of
from kiosk.check import events as ev
from kiosk.check.screens import CitizenScreen, Tone, citizen_screen
from kiosk.domain.desks.attendance import Station
from kiosk.domain.face import FaceComparison
from kiosk.domain.identity import Identity, Source
from kiosk.domain.travel import PassWanted, TravelRules
from kiosk.domain.verdict import Reason, Verdict
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.journal.report.attendance_sheet import Columns, off_load_rows
from kiosk.reader.codes.boarding_pass import parse_boarding_pass
from kiosk.site.profile import load_site
from tests.fakes.findings import MATCH, MISMATCH
from tests.fakes.walk import Walk
from tests.scenario.morning import Desk, install_list

ROOT = Path(__file__).parents[2]
DAY = date(2026, 6, 26)
SITE = load_site(ROOT / "config" / "sites" / "airport.toml")
HEADER = (
    "Booking reference;Booking;Passenger name;Document number;Date of birth;Flight;Flight date;Counter closes;Gate;"
    "Seat;Sequence;Watch list;SSR"
)
SURNAMES = ("NGUYEN", "TRAN", "DO", "LE", "PHAM", "VO")
GIVEN = ("VAN AN", "THI BICH NGOC", "MINH DUC", "HOANG BAO", "THU HA", "QUOC HUY")
PER_FLIGHT = 36

TWICE, ABSENT, NO_PASS, ANOTHERS_PASS, YESTERDAYS_PASS, OTHER_SEAT = 1, 2, 3, 4, 5, 6
WATCHED, INFANT, FOREIGNER, REPLACED, LATE, EARLY = 7, 8, 9, 10, 11, 40
WHEELCHAIR, MISSPELLED, TWO_LEGS, LONG_NAME, NO_SHOW_VJ = 41, 42, 43, 44, 45


@dataclass(frozen=True)
class Passenger:
    """A fictitious person, their row and their pass."""

    index: int

    @property
    def flight(self) -> str:
        return "VN 1371" if self.index < PER_FLIGHT else "VJ 301"

    @property
    def key(self) -> str:
        return f"{self.booking}-1"

    @property
    def booking(self) -> str:
        return f"QX7M{self.index:02}"

    @property
    def surname(self) -> str:
        return "CONG HUYEN TON NU" if self.index == LONG_NAME else SURNAMES[self.index % 6]

    @property
    def given(self) -> str:
        return "HOANG BICH NGOC ANH" if self.index == LONG_NAME else GIVEN[self.index // 6 % 6]

    @property
    def born(self) -> date:
        return date(2025, 9, 1) if self.index == INFANT else date(1980, 1, 1) + timedelta(days=self.index)

    @property
    def number(self) -> str:
        return "12AB34567" if self.index == FOREIGNER else f"001080{self.index:06}"

    @property
    def seat(self) -> str:
        return f"{self.index // 6 + 1:02}{'ABCDEF'[self.index % 6]}"

    def row(self) -> str:
        name = f"{self.surname}/{'VAN ANH' if self.index == MISSPELLED else self.given} MR"
        closes = "07:40" if self.flight == "VN 1371" else "09:10"
        watch, care = ("x" if self.index == which else "" for which in (WATCHED, WHEELCHAIR))
        cells = (self.key, self.booking, name, self.number, f"{self.born:%d/%m/%Y}", self.flight, f"{DAY:%d/%m/%Y}")
        return ";".join((*cells, closes, "12", self.seat, f"{self.index + 1}", watch, care))

    def document(self) -> Identity:
        name = f"{self.surname} {self.given}"
        if self.index == FOREIGNER:
            return Identity(
                Source.CHIP, document_number=self.number, mrz_name=name, birth_date=self.born, nationality="FRA"
            )
        return Identity(Source.CHIP, self.number, name=name, mrz_name=name, birth_date=self.born, nationality="VNM")

    def code(self, *, day: date = DAY, seat: str = "", legs: int = 1) -> str:
        """The pass as it is printed (IATA Resolution 792, mandatory fields alone)."""
        name = f"{self.surname}/{self.given} MR"[:20]
        flight = self.flight.replace(" ", "")
        first = _leg(self.booking, "HUI", "SGN", flight, day, seat or self.seat, self.index + 1)
        return f"M{legs}{name:<20}E{first}{_leg(self.booking, 'SGN', 'SIN', 'VN651', day, '11C', 7) * (legs - 1)}"


def _leg(booking: str, origin: str, destination: str, flight: str, day: date, seat: str, sequence: int) -> str:
    number = f"{int(flight[2:]):04} "
    return f"{booking:<7}{origin}{destination}{flight[:2]:<3}{number}{day:%j}Y0{seat}{sequence:04} 100"


def clock(text: str) -> datetime:
    hours, minutes = map(int, text.split(":"))
    return datetime(2026, 6, 26, hours, minutes, tzinfo=VIETNAM)


@dataclass(frozen=True)
class Arrival:
    at: datetime
    who: Passenger
    code: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    comparison: FaceComparison = MATCH
    tone: Tone | None = None


def arrival(who: int, at: str, *reasons: Reason, code: str | None = None, **more: object) -> Arrival:
    """Admitted plainly without a reason, referred with one, unless it is said otherwise."""
    verdict = Verdict.REFER if reasons else Verdict.ADMIT
    code = Passenger(who).code() if code is None else code
    return replace(Arrival(clock(at), Passenger(who), code, verdict, reasons), **more)  # type: ignore[arg-type]


ATTENTION = Verdict.ADMIT_WITH_ATTENTION
SPECIAL = (
    arrival(TWICE, "06:00"),
    arrival(TWICE, "06:30", Reason.ALREADY_ADMITTED),
    arrival(NO_PASS, "06:01", Reason.BOARDING_MISSING, code=""),
    arrival(ANOTHERS_PASS, "06:02", Reason.BOARDING_DIFFERS, code=Passenger(20).code()),
    arrival(YESTERDAYS_PASS, "06:03", Reason.BOARDING_DIFFERS, code=Passenger(5).code(day=date(2026, 6, 25))),
    arrival(OTHER_SEAT, "06:04", Reason.BOARDING_DIFFERS, code=Passenger(6).code(seat="30F")),
    arrival(WATCHED, "06:05", Reason.WATCHED, verdict=ATTENTION, tone=Tone.SUCCESS),
    arrival(INFANT, "06:06", Reason.INFANT),
    arrival(FOREIGNER, "06:07"),
    arrival(REPLACED, "06:08", Reason.FACE_DIFFERS, comparison=MISMATCH),
    arrival(LATE, "07:41", Reason.TOO_LATE),
    arrival(EARLY, "06:09", Reason.TOO_EARLY),
    arrival(EARLY, "06:15"),
    arrival(WHEELCHAIR, "06:40", Reason.NEEDS_CARE, verdict=ATTENTION, tone=Tone.ATTENTION),
    arrival(MISSPELLED, "06:41", Reason.LIST_DIFFERS, verdict=ATTENTION, tone=Tone.ATTENTION),
    arrival(TWO_LEGS, "06:42", code=Passenger(TWO_LEGS).code(legs=2)),
    arrival(LONG_NAME, "06:43"),
)  # fmt: skip
NOT_ORDINARY = {one.who.index for one in SPECIAL} | {ABSENT, NO_SHOW_VJ}
NO_SHOWS = {
    "VN 1371": {ABSENT, NO_PASS, ANOTHERS_PASS, YESTERDAYS_PASS, OTHER_SEAT, INFANT, REPLACED, LATE},
    "VJ 301": {NO_SHOW_VJ},
}


def morning() -> list[Arrival]:
    ordinary = (
        arrival(index, f"{6 + (index * 7 + 10) // 60 % 2}:{(index * 7 + 10) % 60:02}")
        if index < PER_FLIGHT
        else arrival(index, f"{7 + (index * 5) // 60 % 2}:{(index * 5) % 60:02}")
        for index in range(2 * PER_FLIGHT)
        if index not in NOT_ORDINARY
    )
    in_time = [replace(one, at=min(one.at, clock("07:39"))) if one.who.index < PER_FLIGHT else one for one in ordinary]
    return sorted([*in_time, *SPECIAL], key=lambda one: one.at)


class CheckIn(Desk):
    """The check-in desk of both flights."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, SITE, clock("05:30"), travel=TravelRules(PassWanted.ALWAYS, "HUI"))

    def check(self, one: Arrival) -> tuple[Walk, CitizenScreen]:
        shown = (event_of(parse_boarding_pass(one.code), DAY),) if one.code else ()
        walk, _ = self.checked(one.who.document(), one.comparison, one.at, *shown)
        walk.send(ev.Recorded(walk.id))
        return walk, citizen_screen(walk.kiosk, walk.now.monotonic)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CheckIn]:
    folder = tmp_path_factory.mktemp("flight")
    assert install_list(folder, SITE, [HEADER, *(Passenger(index).row() for index in range(2 * PER_FLIGHT))]) == ()
    made = CheckIn(folder)
    yield made
    made.journal.close()


def test_a_whole_morning_without_a_wrong_admission(desk: CheckIn) -> None:
    wrong = []
    for one in morning():
        walk, screen = desk.check(one)
        found = (walk.decision.verdict, set(walk.decision.reasons))
        tone_is_right = one.tone in {None, screen.tone}
        if found != (one.verdict, set(one.reasons)) or not tone_is_right:
            wrong.append((one.who.index, one.at.strftime("%H:%M"), found, screen.tone))
        if walk.decision.verdict is Verdict.ADMIT:
            assert screen.place is not None
            assert screen.place.vi == f"Chuyến {one.who.flight} · Cửa 12 · Ghế {one.who.seat}"
    assert wrong == [], wrong

    flights = desk.groups(Station())
    assert {name: len(group.people) for name, group in flights.items()} == {"VN 1371": PER_FLIGHT, "VJ 301": PER_FLIGHT}
    assert {name: {one.listing.key for one in group.absent} for name, group in flights.items()} == {
        name: {Passenger(index).key for index in absent} for name, absent in NO_SHOWS.items()
    }
    rows = off_load_rows(tuple(flights.values()), Columns(SITE.profile.data.off_load), VIETNAM)
    assert len(rows) == 1 + sum(map(len, NO_SHOWS.values()))
    assert rows[-1] == ("VJ 301", Passenger(NO_SHOW_VJ).key, _listed_name(NO_SHOW_VJ), "08D", "46", "")
    assert desk.journal.verify() is None


def _listed_name(index: int) -> str:
    return f"{Passenger(index).surname}/{Passenger(index).given} MR"
