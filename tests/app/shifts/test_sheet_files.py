"""A night's flight and three shifts -> on whose off-load list it stands, and when the attendance page shows it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.app.lists.attendance_desk import KioskAttendanceDesk
from kiosk.app.lists.site_list import open_list
from kiosk.app.settings.values import Settings
from kiosk.app.shifts.files import pinned_list, shift_report
from kiosk.app.shifts.sheet_files import write_sheets
from kiosk.app.supervision.desk import KioskSupervisionDesk
from kiosk.domain.desks.supervision import Supervision
from kiosk.domain.identity import Identity, Source
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.shift import ShiftOpening
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from kiosk.site.profile import load_site

ROOT = Path(__file__).parents[3]
EVENING, NIGHT, NEXT_EVENING = "VN 1375", "VJ 305", "VJ 307"
LIST = """Booking reference;Passenger name;Document number;Date of birth;Flight;Flight date;Counter closes;Seat;Sequence
QX7M01-1;NGUYEN/VAN AN MR;001090012345;15/03/1990;VN 1375;26/06/2026;20:00;01A;1
QX7M02-1;TRAN/THI BICH NGOC MS;079185006789;20/08/1985;VJ 305;27/06/2026;00:40;01A;1
QX7M03-1;DO/MINH DUC MR;036060000123;01/02/1960;VJ 305;27/06/2026;00:40;01B;2
QX7M04-1;LE/HOANG BAO MR;001070000126;05/05/1970;VJ 307;28/06/2026;00:40;01A;1
"""


class Clock:
    """The machine's own zone, as staff read it from the wall."""

    at = datetime(2026, 6, 26, 14).astimezone(UTC)

    def now(self) -> datetime:
        return self.at

    def turn_to(self, day: int, hour: int, minute: int = 0) -> None:
        self.at = datetime(2026, 6, day, hour, minute).astimezone(UTC)


class Counter:
    """A check-in desk with flights of the evening and of the nights."""

    def __init__(self, folder: Path) -> None:
        (folder / "list.csv").write_text(LIST, "utf-8")
        (folder / "data").mkdir()
        site = ROOT / "config" / "sites" / "airport.toml"
        self.settings = Settings(
            folder / "kiosk.toml", "quay-3", site, folder / "list.csv", folder / "trust", folder / "data"
        )
        self.site, self.clock = load_site(site), Clock()
        open_list(self.settings, self.site)
        self.journal = Journal(folder / "data" / "journal.sqlite", "airport", self.clock)
        self.attendance = KioskAttendanceDesk(self.settings, self.site, self.journal, self.clock)
        self.supervision = KioskSupervisionDesk(self.settings, self.site, self.journal, self.clock, None)

    def open(self) -> int:
        opened = self.journal.open_shift(ShiftOpening("binh", pinned_list(self.settings)))
        assert opened is not None
        return opened.number

    def admit(self, key: str) -> None:
        now = self.clock.now()
        record = CheckRecord(CheckId(f"c-{key}"), "airport", now, now, 6.0, Verdict.ADMIT, (), listing_key=key)
        self.journal.commit(record, Identity(Source.CHIP, "001090012345"))

    def off_load(self) -> list[tuple[str, str]]:
        """Close the shift: flight and key of everybody on its list of who is not there."""
        assert self.journal.close_shift("lan") is not None
        report = shift_report(self.settings, self.site, self.journal, None, self.clock.now())
        assert report is not None
        _pdf, table = write_sheets(self.settings, self.site, report, self.settings.data)
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))[1:]
        assert report.absent is not None
        assert report.expected == len(report.absent) + len(report.figures.arrivals)
        return [(row[0], row[1]) for row in rows]

    def attending(self) -> list[str]:
        return [group.name for group in self.attendance.groups() or ()]

    def supervised(self, number: int) -> list[str]:
        found = self.supervision.look(StaffMember("lan", Role.SUPERVISOR), number)
        assert isinstance(found, Supervision)
        assert found.places is not None
        return [line.name.vi.removeprefix("Chuyến ") for line in found.places]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.journal.close()


def test_a_flight_of_the_night_is_on_the_evenings_off_load_list(counter: Counter) -> None:
    counter.open()
    counter.clock.turn_to(26, 22, 10)
    counter.admit("QX7M02-1")
    counter.clock.turn_to(26, 23, 30)
    assert counter.off_load() == [(EVENING, "QX7M01-1"), (NIGHT, "QX7M03-1")]


@pytest.mark.parametrize(
    ("opened", "closed", "found"),
    [
        pytest.param((26, 6), (26, 14), [EVENING], id="the morning's shift: not the night's"),
        pytest.param((26, 14), (26, 23), [EVENING, NIGHT], id="the evening's, in which its doors open"),
        pytest.param((26, 22), (27, 6), [EVENING, NIGHT], id="a shift over midnight"),
        pytest.param((27, 0), (27, 6), [NIGHT], id="a shift from midnight on"),
        pytest.param((27, 6), (27, 14), [], id="the day after: it has left"),
        pytest.param((27, 14), (27, 23), [NEXT_EVENING], id="the next evening: the next night's"),
    ],
)
def test_on_whose_lists_a_flight_stands(
    counter: Counter, opened: tuple[int, int], closed: tuple[int, int], found: list[str]
) -> None:
    counter.clock.turn_to(*opened)
    number = counter.open()
    counter.clock.turn_to(*closed)
    assert list(dict.fromkeys(flight for flight, _ in counter.off_load())) == found
    assert counter.attending() == found
    assert counter.supervised(number) == found


def test_it_comes_to_the_attendance_page_when_its_doors_open(counter: Counter) -> None:
    counter.open()
    counter.clock.turn_to(26, 21, 40)
    assert counter.attending() == [EVENING]
    counter.clock.turn_to(26, 21, 41)
    assert counter.attending() == [EVENING, NIGHT]


def test_the_supervisor_sees_it_within_the_hour(counter: Counter) -> None:
    number = counter.open()
    assert counter.supervised(number) == [EVENING]
    counter.clock.turn_to(26, 21, 41)
    assert counter.supervised(number) == [EVENING, NIGHT]
