"""The manual way from end to end, with the reader dead: list, staff's decision and journal are the real ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.app.late_records import LateRecords
from kiosk.app.staff.hand_desk import RunningHandDesk, RunningTakeOverDesk
from kiosk.check import events as ev
from kiosk.check.overrides import steps as st
from kiosk.check.overrides.runner import OverrideRunner
from kiosk.check.runner import CheckRunner, Ports
from kiosk.check.screens import ScreenKind, Tone, citizen_screen
from kiosk.check.states import CheckingByHand, Kiosk, OutOfService, ShowingResult
from kiosk.domain.clock import SystemClock
from kiosk.domain.desks.attendance import AttendanceRules, Station
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.override import OverrideRules
from kiosk.domain.shift import ShiftOpening
from kiosk.domain.site import Admission
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.verdict import Reason, Verdict
from kiosk.journal.journal import Journal
from kiosk.site.attendance import AttendingRoster
from kiosk.site.profile import load_site
from kiosk.site.roster import load_roster
from tests.fakes.findings import PROFILE
from tests.fakes.ports import FakeChipReader, FakeEngine, FakeFeed, FakeInspector

EXAM = Path(__file__).parents[2] / "config" / "sites" / "exam.toml"
LIST = """SBD;Số CCCD;Họ và tên;Ngày sinh;Phòng thi;Ghế
TS-01;001090012345;Nguyễn Văn An;15/03/1990;101;07
TS-02;;Lê Hoàng Bảo;10/06/2012;101;08
"""
BINH = StaffMember("binh", Role.OPERATOR)
WAIT = 10.0


class House:
    """A kiosk without a reader, at which Bình sits."""

    def __init__(self, folder: Path) -> None:
        clock = SystemClock()
        file = folder / "list.csv"
        file.write_text(LIST, "utf-8")
        self.records = LateRecords()
        self.records.roster = AttendingRoster(load_roster(file, load_site(EXAM).columns), AttendanceRules(), Station())
        self.journal = Journal(folder / "journal.sqlite", PROFILE.name, clock)
        self.records.journal = self.journal
        ports = Ports(
            FakeChipReader(),
            FakeInspector(),
            FakeFeed(),
            FakeEngine,
            self.records,
            self.records,
            staff_journal=self.records,
        )
        self.runner = CheckRunner(PROFILE, ports, clock)
        self.overrides = OverrideRunner(OverrideRules(), self.records, clock, self.runner.post)
        self.desk = RunningHandDesk(self.records, self.runner, clock)
        self.take_over = RunningTakeOverDesk(self.runner, clock)
        self._changed = threading.Condition()
        self.runner.subscribe(self.overrides.observe)
        self.runner.subscribe(self._note)
        self.overrides.subscribe(self._note)

    def _note(self, _state: object) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, wanted: Callable[[Kiosk], bool]) -> Kiosk:
        """The state, once it is wanted."""
        with self._changed:
            assert self._changed.wait_for(lambda: wanted(self.runner.kiosk), WAIT), self.runner.kiosk.phase
        return self.runner.kiosk

    def open(self) -> None:
        self.runner.start()
        for device in (Device.LIST, Device.JOURNAL, Device.CAMERA):
            self.runner.post(ev.DeviceReady(device))
        self.runner.post(ev.DeviceFailed(FaultCode.NO_READER))
        self.until(lambda kiosk: isinstance(kiosk.phase, OutOfService))

    def look_after(self, typed: str) -> ShowingResult:
        """Find them, look at them, and have it written down."""
        (person,) = self.desk.find(typed).people
        assert self.desk.begin(person, BINH.login) is None
        looking = self.until(
            lambda kiosk: isinstance(kiosk.phase, CheckingByHand) and kiosk.phase.check.live is not None
        )
        assert looking.check is not None
        self.runner.post(ev.HandCheckDone(looking.check.id))
        phase = self.until(lambda kiosk: isinstance(kiosk.phase, ShowingResult)).phase
        assert isinstance(phase, ShowingResult)
        return phase

    def decide(self, result: ShowingResult, reason: str) -> Kiosk:
        with self._changed:
            assert self._changed.wait_for(lambda: self.overrides.state.find(result.check.id) is not None, WAIT)
        for event in (st.Begun(result.check.id, BINH), st.Chosen(reason), st.Confirmed()):
            self.overrides.post(event)
        return self.until(lambda kiosk: isinstance(kiosk.phase, ShowingResult) and kiosk.phase.by_staff is not None)

    def close(self) -> None:
        self.overrides.stop()
        self.runner.stop()
        self.journal.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    made.open()
    yield made
    made.close()


def shown(kiosk: Kiosk) -> tuple[ScreenKind, Tone, str]:
    screen = citizen_screen(kiosk, 0.0)
    return screen.kind, screen.tone, screen.place.vi if screen.place else ""


def test_somebody_is_admitted_by_hand_although_the_reader_is_dead(house: House) -> None:
    result = house.look_after("van an")
    assert (result.decision.verdict, result.decision.findings[0].reason) == (Verdict.REFER, Reason.CHECKED_BY_HAND)
    assert shown(house.runner.kiosk)[0] is ScreenKind.WAIT_FOR_STAFF

    kind, tone, place = shown(house.decide(result, "device-failed"))
    assert (kind, tone) == (ScreenKind.RESULT, Tone.SUCCESS)
    assert "101" in place
    assert house.journal.verify() is None


def test_whoever_comes_again_is_known(house: House) -> None:
    house.decide(house.look_after("TS-01"), "device-failed")
    again = house.look_after("012345")
    assert again.check.evidence.listing is not None
    assert again.check.evidence.listing.admission is Admission.ALREADY_ADMITTED
    assert Reason.ALREADY_ADMITTED in again.decision.reasons


def test_somebody_without_a_number_is_possible_and_decided_about(house: House) -> None:
    result = house.look_after("le hoang bao")
    assert Reason.POSSIBLE_LISTING in result.decision.reasons
    assert shown(house.decide(result, "device-failed"))[1] is Tone.SUCCESS


def test_somebody_without_a_number_is_known_again_by_their_row_within_the_shift(house: House) -> None:
    assert house.journal.open_shift(ShiftOpening("binh", pinned=None)) is not None
    house.decide(house.look_after("TS-02"), "device-failed")
    assert Reason.ALREADY_ADMITTED in house.look_after("TS-02").decision.reasons


def test_whoever_is_turned_away_sees_no_place(house: House) -> None:
    kiosk = house.decide(house.look_after("TS-01"), "another-person")
    assert shown(kiosk) == (ScreenKind.RESULT, Tone.REFUSE, "")


def test_a_screen_that_is_taken_over_shows_nothing_of_it(house: House) -> None:
    house.take_over.take(BINH.login)
    house.until(lambda kiosk: kiosk.taken_over is not None)
    kiosk = house.decide(house.look_after("TS-01"), "device-failed")
    assert shown(kiosk) == (ScreenKind.WAIT_FOR_STAFF, Tone.NEUTRAL, "")
    house.take_over.release(BINH.login)
    assert shown(house.until(lambda kiosk: kiosk.taken_over is None))[1] is Tone.SUCCESS
