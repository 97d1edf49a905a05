"""A morning with staff: accounts, a shift, somebody who is referred and admitted by two, the report of it all."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from kiosk.accounts import accounts as rooms
from kiosk.app.shifts import desk as shift_desk
from kiosk.app.staff.acts import opened
from kiosk.check.overrides import steps as st
from kiosk.check.states import Idle, ShowingResult
from kiosk.devices.probe import Health, Probe
from kiosk.domain.desks.shifts import ShiftRefusal, ShiftRefused, WrittenReport
from kiosk.domain.override import Outcome
from kiosk.domain.shift import OpenShift
from kiosk.domain.staff import Act, Role, StaffMember
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.staff import HASHER, PASSWORDS
from tests.scenario.house import FACES, LIVE, WAIT_SECONDS, House, card

SOMEBODY_ELSE = "biden_2010_frame.jpg"
WANTED = "list-is-wrong"


class Staffed(House):
    """The exam's kiosk with somebody else before the camera, so that the holder of the card is referred."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (self.camera / LIVE).unlink()
        shutil.copy(FACES / SOMEBODY_ELSE, self.camera)
        self._overridden = threading.Condition()

    def until_overrides(self, such: type[st.Step]) -> st.Overriding:
        """Wait until the newest step is of this kind."""
        with self._overridden:
            assert self._overridden.wait_for(lambda: isinstance(self.assembly.overrides.state.step, such), WAIT_SECONDS)
        return self.assembly.overrides.state

    def heard(self, state: st.Overriding) -> None:
        with self._overridden:
            self._overridden.notify_all()

    def check(self) -> ShowingResult:
        self.lay(card())
        self.type_can("012345")
        phase = self.until(ShowingResult).phase
        assert isinstance(phase, ShowingResult)
        self.reader.remove()
        return phase


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Staffed:
    monkeypatch.setattr(rooms, "SecretHasher", lambda: HASHER)
    monkeypatch.setattr(shift_desk, "examine_kiosk", lambda settings, but: (Probe("disk", Health.OK),))
    return Staffed(tmp_path)


def logged_in(house: Staffed, login: str) -> StaffMember:
    member = house.assembly.staff_desk.log_in(login, PASSWORDS[login])
    assert isinstance(member, StaffMember)
    return member


def test_a_morning_with_staff(house: Staffed) -> None:
    with house.open():
        house.until(Idle)
        house.assembly.overrides.subscribe(house.heard)
        staff, shifts = house.assembly.staff_desk, house.assembly.desks.make_shift_desk()

        # The first start: an administrator, who decides about nobody.
        assert staff.status().first_start
        assert isinstance(staff.make_administrator("hoa.admin", PASSWORDS["hoa.admin"]), StaffMember)
        assert not staff.may(Act.OVERRIDE)
        with opened(house.settings) as (accounts, _):  # as «kiosk staff add» does beside the running kiosk
            for login, role in (("binh", Role.OPERATOR), ("lan", Role.SUPERVISOR)):
                assert isinstance(accounts.add(login, role, PASSWORDS[login], by="hoa.admin"), StaffMember)

        binh = logged_in(house, "binh")
        begun = shifts.open(binh)
        assert isinstance(begun, OpenShift)
        assert begun.opening.pinned is not None

        # Somebody whose face the machine does not know.
        result = house.check()
        assert result.decision.verdict is Verdict.REFER
        assert Reason.FACE_DIFFERS in result.decision.reasons
        (waiting,) = house.assembly.overrides.state.queue

        for event in (st.Begun(waiting.check_id, binh), st.Chosen(WANTED), st.Confirmed()):
            house.assembly.overrides.post(event)
        house.until_overrides(st.AwaitingSecond)
        lan = staff.second_person("lan", PASSWORDS["lan"], Act.CONFIRM_OVERRIDE)
        assert isinstance(lan, StaffMember)
        house.assembly.overrides.post(st.SecondConfirmed(lan))
        (done,) = house.until_overrides(st.Resting).done
        assert done.override.outcome is Outcome.ADMITTED

        # The same card again: staff have admitted this person.
        house.until(Idle)
        assert Reason.ALREADY_ADMITTED in house.check().decision.reasons

        assert shifts.close(binh) == ShiftRefused(ShiftRefusal.NOT_ALLOWED)
        closed = shifts.close(lan)
        assert isinstance(closed, WrittenReport)
        figures = closed.report.figures
        assert (figures.checks, figures.admitted, figures.overridden) == (2, 1, 1)
        assert closed.report.expected is not None
        assert closed.report.absent is not None
        assert len(closed.report.absent) == closed.report.expected - 1
        assert closed.report.broken_at is None
        assert all(file.is_file() for file in closed.files)
        assert house.assembly.overrides.state.queue == (), "nobody waits into the next shift"

        # The PIN of the shift before does not count in the next one.
        assert staff.set_pin("271828") is None
        staff.lock()
        assert not staff.status().by_pin
