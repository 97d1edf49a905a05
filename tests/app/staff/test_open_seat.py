"""The seat of training: everybody gets in, and two people are still two people."""

from __future__ import annotations

from kiosk.app.staff.open_seat import TRAINEE, OpenSeat
from kiosk.domain.desks.staff import Refusal, Refused, StaffDesk
from kiosk.domain.staff import Act, Role, StaffMember, is_login


def test_somebody_sits_there_from_the_beginning() -> None:
    seat: StaffDesk = OpenSeat()

    assert is_login(TRAINEE)
    assert seat.status().member == StaffMember(TRAINEE, Role.SUPERVISOR, has_pin=True)
    assert seat.may(Act.OVERRIDE)
    assert not seat.may(Act.CHANGE_SETTINGS)
    assert not seat.may(Act.IMPORT_TRUST)


def test_locks_and_logins_are_practised() -> None:
    seat = OpenSeat()
    seat.lock()
    assert seat.status().locked
    assert not seat.may(Act.SEE_EVIDENCE)
    assert isinstance(seat.unlock("1"), StaffMember)
    assert not seat.status().locked

    seat.log_out()
    assert seat.status().member is None
    assert not seat.may(Act.SEE_EVIDENCE)
    seat.log_in("lan", "")
    member = seat.status().member
    assert member is not None
    assert member.login == "lan"


def test_the_second_person_is_another_one() -> None:
    seat = OpenSeat()

    assert seat.second_person(TRAINEE, "", Act.CONFIRM_OVERRIDE) == Refused(Refusal.NOT_ALLOWED)
    assert isinstance(seat.second_person("lan", "", Act.CONFIRM_OVERRIDE), StaffMember)
    assert isinstance(seat.second_person("Lan!", "", Act.CONFIRM_OVERRIDE), Refused)
