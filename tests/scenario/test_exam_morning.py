"""A whole morning of an exam: 24 rooms of 24 candidates, a kiosk a room, arrivals in waves, and what goes wrong.

Through list, rules, machine and journal as they run in the kiosk; card, camera and clock are in the test's hand.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.check import events as ev
from kiosk.check.screens import CitizenScreen, citizen_screen, operator_screen
from kiosk.domain.desks.attendance import Station
from kiosk.domain.face import FaceComparison
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.override import Outcome, Override
from kiosk.domain.verdict import Reason, Verdict
from kiosk.site.profile import Site, load_site
from kiosk.site.store.photos import import_photos
from tests.fakes.findings import MATCH, MISMATCH
from tests.fakes.walk import Walk
from tests.scenario.morning import Desk, install_list

ROOT = Path(__file__).parents[2]
VIETNAM = timezone(timedelta(hours=7))
ROOMS, SEATS = 24, 24
HEADER = "SBD,Số CCCD,Số CMND,Họ và tên,Ngày sinh,Giới tính,Ngày thi,Ca thi,Phòng thi,Ghế,Môn thi,Hỗ trợ đặc biệt"
NAMES = ("Nguyễn Văn An", "Trần Thị Bích Ngọc", "Đỗ Minh Đức", "Lê Hoàng Bảo", "Phạm Thu Hà", "Võ Quốc Huy")


def clock(text: str) -> datetime:
    hours, minutes = map(int, text.split(":"))
    return datetime(2026, 6, 26, hours, minutes, tzinfo=VIETNAM)


@dataclass(frozen=True)
class Candidate:
    """A fictitious person; the list has what ``row`` says, the card what ``card`` says."""

    index: int

    @property
    def key(self) -> str:
        return f"26{self.index:04}"

    @property
    def room(self) -> str:
        return f"{101 + self.index // SEATS}"

    @property
    def seat(self) -> str:
        return f"{self.index % SEATS + 1:02}"

    @property
    def name(self) -> str:
        return NAMES[self.index % len(NAMES)]

    @property
    def born(self) -> date:
        return date(2008, 1, 1) + timedelta(days=self.index % 360)

    @property
    def sex(self) -> Sex:
        return Sex.FEMALE if self.name in {"Trần Thị Bích Ngọc", "Phạm Thu Hà"} else Sex.MALE

    @property
    def number(self) -> str:
        return f"001{3 if self.sex is Sex.FEMALE else 2}08{self.index:06}"

    def row(self, **other: str) -> str:
        cells = {
            "key": self.key,
            "number": self.number,
            "old": "",
            "name": self.name,
            "born": f"{self.born:%d/%m/%Y}",
            "sex": "Nữ" if self.sex is Sex.FEMALE else "Nam",
            "day": "26/06/2026",
            "session": "Sáng",
            "room": self.room,
            "seat": self.seat,
            "subject": "Toán",
            "care": "",
        }
        return ",".join({**cells, **other}.values())

    def card(self, **other: object) -> Identity:
        card = Identity(Source.CHIP, self.number, name=self.name, birth_date=self.born, sex=self.sex)
        return replace(card, **other)  # type: ignore[arg-type]


# What is special about whom; everybody else comes once, in time, to their own room.
ABSENT = {5, 77, 300, 575}
TOO_LATE, TOO_EARLY, WRONG_ROOM = 10, 34, 58
TWICE, REPLACED, MISSPELLED = 82, 106, 130
TOMORROW, AFTERNOON, NEEDS_CARE = 154, 178, 202
OLD_NUMBER, NO_NUMBER, LOST_ZEROS = 226, 250, 274
STRANGER, WRONG_NUMBER = 9000, 298
LEAVES, TWO_SUBJECTS, BY_STAFF = 322, 346, 370


def rows() -> Iterator[str]:
    for candidate in map(Candidate, range(ROOMS * SEATS)):
        match candidate.index:
            case 130:
                yield candidate.row(name="Phạm Thu Hằng")
            case 154:
                yield candidate.row(day="27/06/2026")
            case 178:
                yield candidate.row(session="Chiều")
            case 202:
                yield candidate.row(care="Khiếm thị")
            case 226:
                yield candidate.row(number="", old="012345678")
            case 250:
                yield candidate.row(number="")
            case 274:
                yield candidate.row(number=candidate.number.lstrip("0"))
            case 298:
                yield candidate.row(number="001208999999")
            case 346:
                yield candidate.row()
                yield candidate.row(session="Chiều", room="205", seat="11", subject="Ngữ văn")
            case _:
                yield candidate.row()


@dataclass(frozen=True)
class Arrival:
    """Somebody lays a card on the reader of a room's kiosk."""

    at: datetime
    room: str
    card: Identity
    comparison: FaceComparison
    verdict: Verdict
    reasons: tuple[Reason, ...]
    place_shown: bool
    session: str = "Sáng"
    then: str = ""
    """What staff do about it: «left» a while later, «admitted» by them."""


def arrival(
    who: Candidate,
    at: str,
    *reasons: Reason,
    verdict: Verdict = Verdict.REFER,
    room: str = "",
    card: Identity | None = None,
    comparison: FaceComparison = MATCH,
    place_shown: bool = False,
) -> Arrival:
    return Arrival(clock(at), room or who.room, card or who.card(), comparison, verdict, reasons, place_shown)


def admitted(who: Candidate, at: str, *reasons: Reason, card: Identity | None = None) -> Arrival:
    verdict = Verdict.ADMIT_WITH_ATTENTION if reasons else Verdict.ADMIT
    return arrival(who, at, *reasons, verdict=verdict, card=card, place_shown=True)


def specials() -> Iterator[Arrival]:
    c = Candidate
    yield arrival(c(TOO_LATE), "07:46", Reason.TOO_LATE, place_shown=True)
    yield arrival(c(TOO_EARLY), "06:29", Reason.TOO_EARLY, place_shown=True)
    yield admitted(c(TOO_EARLY), "06:40")
    yield arrival(c(WRONG_ROOM), "06:50", Reason.WRONG_ROOM, room="124", place_shown=True)
    yield admitted(c(WRONG_ROOM), "06:55")
    yield admitted(c(TWICE), "06:45")
    yield arrival(c(TWICE), "07:10", Reason.ALREADY_ADMITTED)
    yield arrival(c(REPLACED), "07:00", Reason.FACE_DIFFERS, comparison=MISMATCH)
    yield admitted(c(MISSPELLED), "06:41", Reason.LIST_DIFFERS)
    yield arrival(c(TOMORROW), "07:00", Reason.WRONG_DAY, place_shown=True)
    yield arrival(c(AFTERNOON), "07:00", Reason.WRONG_SESSION, place_shown=True)
    yield admitted(c(NEEDS_CARE), "06:42", Reason.NEEDS_CARE)
    yield admitted(c(OLD_NUMBER), "06:43", card=c(OLD_NUMBER).card(old_number="012345678"))
    yield arrival(c(NO_NUMBER), "06:44", Reason.POSSIBLE_LISTING)
    yield admitted(c(LOST_ZEROS), "06:46")
    yield arrival(c(WRONG_NUMBER), "06:47", Reason.POSSIBLE_LISTING, Reason.LIST_DIFFERS)
    stranger = Candidate(STRANGER).card(name="Võ Thị Sáu", birth_date=date(2007, 5, 5))
    yield arrival(c(0), "06:48", Reason.NOT_LISTED, verdict=Verdict.REFUSE, card=stranger)
    forged = c(1).card(name="Đỗ Minh Đức", birth_date=date(1960, 2, 1))
    yield arrival(c(1), "06:49", Reason.POSSIBLE_LISTING, Reason.LIST_DIFFERS, card=forged)
    yield replace(admitted(c(LEAVES), "06:51"), then="left")
    yield arrival(c(LEAVES), "08:20", Reason.RE_ENTRY)
    yield admitted(c(TWO_SUBJECTS), "07:02")
    yield replace(admitted(c(TWO_SUBJECTS), "13:05"), room="205", session="Chiều")
    yield replace(arrival(c(BY_STAFF), "07:03", Reason.FACE_DIFFERS, comparison=MISMATCH), then="admitted")


NOT_ORDINARY = {
    *ABSENT, TOO_LATE, TOO_EARLY, WRONG_ROOM, TWICE, REPLACED, MISSPELLED, TOMORROW, AFTERNOON, NEEDS_CARE,
    OLD_NUMBER, NO_NUMBER, LOST_ZEROS, WRONG_NUMBER, LEAVES, TWO_SUBJECTS, BY_STAFF,
}  # fmt: skip


def morning() -> list[Arrival]:
    """Three waves between the opening of the doors and a quarter of an hour after the start."""
    chance = random.Random(26)
    waves = (("06:30", 30), ("07:00", 15), ("07:25", 20))
    ordinary = []
    for index in range(ROOMS * SEATS):
        if index not in NOT_ORDINARY:
            begins, minutes = chance.choice(waves)
            at = clock(begins) + timedelta(seconds=chance.randrange(minutes * 60))
            ordinary.append(admitted(Candidate(index), f"{at:%H:%M}"))
    return sorted([*ordinary, *specials()], key=lambda one: one.at)


class Hall(Desk):
    """All kiosks of the hall."""

    def __init__(self, folder: Path, site: Site) -> None:
        super().__init__(folder, site, clock("06:00"))
        self.photos: dict[str, bool] = {}

    def check(self, one: Arrival) -> tuple[Walk, CitizenScreen]:
        station = Station((one.room,), one.session)
        walk, commit = self.checked(one.card, one.comparison, one.at, station=station)
        walk.send(ev.Recorded(walk.id))
        photo = operator_screen(walk.kiosk, walk.now.monotonic).list_photo
        self.photos[commit.record.listing_key] = photo is not None
        self.clock.at += timedelta(seconds=30)
        match one.then:
            case "left":
                assert self.journal.note_leaving(commit.record.listing_key, "binh") is not None
            case "admitted":
                decision = Override(walk.id, Outcome.ADMITTED, "face-compared-by-staff", "binh", self.clock.now())
                self.journal.note_override(decision)
        return walk, citizen_screen(walk.kiosk, walk.now.monotonic)


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(ROOT / "config" / "sites" / "exam.toml")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("exam")
    install_list(folder, site, [HEADER, *rows()])
    hall = Hall(folder, site)
    pictures = folder / "pictures"
    pictures.mkdir()
    for index in (REPLACED, TWICE):
        (pictures / f"{Candidate(index).number}.jpg").write_bytes(b"\xff\xd8\xff photo")
    assert import_photos(hall.lists, pictures, hall.roster.current()).kept == 2
    yield hall
    hall.journal.close()


def test_a_whole_morning_without_a_wrong_admission(hall: Hall) -> None:
    wrong = []
    for one in morning():
        walk, screen = hall.check(one)
        found = (walk.decision.verdict, set(walk.decision.reasons), screen.place is not None)
        if found != (one.verdict, set(one.reasons), one.place_shown):
            wrong.append((one.at.strftime("%H:%M"), one.room, found, one.verdict, one.reasons))
    assert wrong == []

    assert hall.photos[Candidate(REPLACED).key], "staff see the picture of registration beside the other two"

    rooms = hall.groups(Station((), "Sáng"))
    people = {one.listing.key: one for room in rooms.values() for one in room.people}
    never = {Candidate(index).key for index in {TOMORROW, AFTERNOON}}
    absent = {Candidate(index).key for index in {TOO_LATE, REPLACED, NO_NUMBER, WRONG_NUMBER, *ABSENT}}
    assert len(rooms) == ROOMS
    assert set(people) == {Candidate(index).key for index in range(ROOMS * SEATS)} - never
    assert {key for key, one in people.items() if one.arrival is None} == absent
    assert {key for key, one in people.items() if one.arrival and one.arrival.by_staff} == {Candidate(BY_STAFF).key}
    assert Counter(len(room.people) for room in rooms.values()) == {24: 22, 23: 2}

    afternoon = {
        key: [one.listing.key for one in room.people if one.arrival]
        for key, room in hall.groups(Station((), "Chiều")).items()
    }
    assert afternoon == {"205": [Candidate(TWO_SUBJECTS).key], Candidate(AFTERNOON).room: []}
    assert hall.journal.verify() is None
