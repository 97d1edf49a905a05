"""The supervisor's desk over a journal, an installed list and a folder that kiosks share."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from typer.testing import CliRunner

from kiosk.app.lists.site_list import open_list
from kiosk.app.main import app
from kiosk.app.settings.values import Settings
from kiosk.app.shifts.files import pinned_list
from kiosk.app.supervision.desk import KioskSupervisionDesk, OwnFigures, places_of
from kiosk.app.supervision.figures_file import figures_json, read_figures, write_figures
from kiosk.app.supervision.figures_post import FiguresPost
from kiosk.domain.desks.shifts import ShiftRefusal, ShiftRefused
from kiosk.domain.desks.supervision import KioskShift, Supervision
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.shift import ShiftOpening
from kiosk.domain.site import Listing
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from kiosk.site.profile import load_site
from tests.fakes.staff import MovableClock
from tests.fakes.supervision import told

ROOT = Path(__file__).parents[3]
WAIT = 10.0
LAN, BINH = StaffMember("lan", Role.SUPERVISOR), StaffMember("binh", Role.OPERATOR)


class Hall:
    """One kiosk with a shift that is open."""

    def __init__(self, folder: Path) -> None:
        self.share = folder / "share"
        self.share.mkdir()
        site = ROOT / "config" / "sites" / "exam.toml"
        sample = ROOT / "config" / "lists" / "exam-sample.csv"
        self.settings = Settings(
            folder / "kiosk.toml", "quay-3", site, sample, folder / "trust", folder / "data", shared_figures=self.share
        )
        self.settings.data.mkdir()
        self.site = load_site(site)
        self.clock = MovableClock()
        open_list(self.settings, self.site)
        self.journal = Journal(self.settings.data / "journal.sqlite", "exam", self.clock)
        self.desk = KioskSupervisionDesk(self.settings, self.site, self.journal, self.clock, self.share)

    def open(self) -> int:
        opened = self.journal.open_shift(ShiftOpening("binh", pinned_list(self.settings)))
        assert opened is not None
        return opened.number

    def check(self, verdict: Verdict, key: str = "") -> None:
        self.clock.pass_by(30.0)
        now = self.clock.now()
        check_id = CheckId(f"c-{now.timestamp()}")
        self.journal.commit(CheckRecord(check_id, "exam", now, now, 6.2, verdict, (), listing_key=key), None)

    def share_figures(self, shift: KioskShift) -> None:
        write_figures(self.share, shift.kiosk, figures_json(shift.kiosk, "exam", [shift], shift.made_at))

    def look(self, number: int) -> Supervision:
        found = self.desk.look(LAN, number)
        assert isinstance(found, Supervision)
        return found


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.journal.close()


def test_a_shift_is_counted_place_by_place(hall: Hall) -> None:
    number = hall.open()
    keys = [listing.key for listing in _listed(hall)]
    hall.check(Verdict.ADMIT, keys[0])
    hall.check(Verdict.REFER, keys[1])

    places = hall.look(number).places
    assert places is not None
    assert sum(place.expected for place in places) == len(keys)
    assert (sum(place.came for place in places), sum(place.undecided for place in places)) == (1, 1)
    assert sum(place.absent for place in places) == len(keys) - 2
    assert [(place.name.vi, place.name.en) for place in places] == [
        ("Phòng 101", "Room 101"),
        ("Phòng 102", "Room 102"),
    ]


def _listed(hall: Hall) -> list[Listing]:
    from kiosk.app.shifts.files import listed_for

    (opened,) = hall.journal.opened_shifts(1)
    listed = listed_for(hall.settings, hall.site, opened)
    assert listed
    return list(listed)


def test_other_kiosks_stand_beside_by_their_shifts_of_the_same_time(hall: Hall) -> None:
    first = hall.open()
    hall.clock.pass_by(3600.0)
    hall.journal.close_shift("lan")
    hall.clock.pass_by(3600.0)
    second = hall.open()
    now = hall.clock.now()
    hall.share_figures(
        replace(told("quay-1"), opened_at=now - timedelta(hours=3), closed_at=now - timedelta(hours=1.5))
    )
    hall.share_figures(replace(told("quay-2"), opened_at=now, closed_at=None))

    assert [one.kiosk for one in hall.look(first).kiosks] == ["quay-3", "quay-1"]
    assert [one.kiosk for one in hall.look(second).kiosks] == ["quay-3", "quay-2"]
    assert hall.look(second).site.checks == 50


def test_who_asks_is_asked_back(hall: Hall) -> None:
    number = hall.open()

    assert hall.desk.shifts(BINH) == ()
    assert hall.desk.look(BINH, number) == ShiftRefused(ShiftRefusal.NOT_ALLOWED)
    assert hall.desk.look(LAN, number + 1) == ShiftRefused(ShiftRefusal.NO_SUCH_SHIFT)
    assert [shift.number for shift in hall.desk.shifts(LAN)] == [number]


def test_what_this_kiosk_tells_the_others(hall: Hall) -> None:
    first = hall.open()
    hall.check(Verdict.ADMIT)
    hall.journal.close_shift("lan")
    second = hall.open()
    hall.check(Verdict.REFER)
    post = FiguresPost(hall.share, "quay-3", "exam", hall.journal, hall.clock)
    post.write()

    newest, before = read_figures(hall.share / "figures-quay-3.json")
    assert (newest.number, newest.closed_at, newest.tally.checks) == (second, None, 1)
    assert (before.number, before.closed_at is not None, before.tally.times) == (first, True, ((12, 1),))


def test_a_program_that_ends_tells_how_it_left_its_shift(hall: Hall) -> None:
    hall.open()
    post = FiguresPost(hall.share, "quay-3", "exam", hall.journal, hall.clock, every=3600.0)
    post.start()
    hall.journal.close_shift("lan")
    post.stop()

    (shift,) = read_figures(hall.share / "figures-quay-3.json")
    assert shift.closed_at is not None


def test_what_is_closed_is_counted_once(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.open()
    hall.journal.close_shift("lan")
    hall.open()
    own = OwnFigures("quay-3", "exam", hall.journal)
    first = own.newest(hall.clock.now())
    asked: list[int] = []
    monkeypatch.setattr(hall.journal, "shift", lambda number: asked.append(number))

    assert own.newest(hall.clock.now()) == first
    assert asked == []


def test_a_folder_that_is_gone_stops_nobody_and_is_said_once(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    hall.open()
    post = FiguresPost(hall.share / "gone", "quay-3", "exam", hall.journal, hall.clock)
    post.write()
    post.write()

    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_mistake_of_ours_ends_no_thread_and_names_nobody(
    hall: Hall, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    twice = threading.Event()

    def fail(of: OwnFigures, at: datetime) -> NoReturn:
        tries.append("once more")
        if len(tries) > 1:
            twice.set()
        raise KeyError("Nguyễn Văn An")

    monkeypatch.setattr(OwnFigures, "newest", fail)
    post = FiguresPost(hall.share, "quay-3", "exam", hall.journal, hall.clock, every=0.001)
    post.start()
    assert twice.wait(WAIT), "it is tried again"
    post.stop()

    assert not post._thread.is_alive()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "KeyError" in caplog.text and "Nguyễn" not in caplog.text


@pytest.mark.parametrize(
    ("details", "place", "name"),
    [
        pytest.param({"room": "101"}, "Phòng 101 – Ghế 3", "Phòng 101", id="room"),
        pytest.param({"session": "VN 213"}, "Chuyến VN 213 – Cửa 17", "Chuyến VN 213", id="flight"),
        pytest.param({"room": "101"}, "", "101", id="without words of its own"),
        pytest.param({}, "Ghế 3", "", id="nowhere"),
    ],
)
def test_places_have_the_words_of_the_site(details: dict[str, str], place: str, name: str) -> None:
    ((found, keys),) = places_of([Listing("1", place=Text(place, place), details=tuple(details.items()))])

    assert (found.vi, keys) == (name, {"1"})


def test_the_command_prints_numbers_and_asks_for_no_password(hall: Hall) -> None:
    hall.open()
    hall.check(Verdict.ADMIT, "000101")
    config = hall.settings.file
    config.write_text(
        f'name = "quay-3"\nsite = "{hall.settings.site}"\ntrust = "trust"\ndata = "data"\n', encoding="utf-8"
    )
    ran = CliRunner().invoke(app, ["shift", "figures", "--config", str(config), "--json"])

    assert ran.exit_code == 0, ran.output
    figures = json.loads(ran.stdout)
    assert (figures["schema"], figures["shifts"][0]["checks"]) == ("kiosk.figures/1", 1)
    assert "000101" not in ran.stdout
