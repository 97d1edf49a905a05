"""The staff screen's seat: who is there, when it locks, what brings them back, whose word counts as a second one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.accounts.accounts import StaffAccounts
from kiosk.accounts.desk import AccountsDesk
from kiosk.domain.desks.staff import Refusal, Refused, StaffDesk
from kiosk.domain.staff import IDLE_LOCK_SECONDS, Act, Role, StaffAct, StaffMember, StaffNote
from tests.fakes.staff import HASHER, PASSWORDS, ListedJournal, MovableClock

PIN, WRONG_PIN = "271828", "314159"
BINH = StaffMember("binh", Role.OPERATOR)


class Office:
    def __init__(self, folder: Path) -> None:
        self.journal, self.clock = ListedJournal(), MovableClock()
        self.accounts = StaffAccounts(folder / "accounts.sqlite", self.journal, self.clock, HASHER)
        self.shift = 0
        self.desk: StaffDesk = AccountsDesk(self.accounts, self.journal, self.clock, shift_mark=lambda: self.shift)

    def staffed(self) -> Office:
        people = {"hoa.admin": Role.ADMINISTRATOR, "binh": Role.OPERATOR, "lan": Role.SUPERVISOR, "tam": Role.ATTENDANT}
        for login, role in people.items():
            self.accounts.add(login, role, PASSWORDS[login], by="" if login == "hoa.admin" else "hoa.admin")
        self.accounts.set_pin("binh", PIN)
        self.journal.notes.clear()
        return self

    def log_in(self, login: str = "binh") -> StaffMember | Refused:
        return self.desk.log_in(login, PASSWORDS[login])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.accounts.close()


def test_at_the_first_start_the_administrator_is_to_be_made(office: Office) -> None:
    assert office.desk.status().first_start
    assert not office.staffed().desk.status().first_start


def test_whoever_makes_the_first_account_sits_at_the_desk_at_once(office: Office) -> None:
    made = office.desk.make_administrator("hoa.admin", PASSWORDS["hoa.admin"])

    assert made == StaffMember("hoa.admin", Role.ADMINISTRATOR)
    assert office.desk.status().member == made
    assert office.desk.may(Act.MANAGE_STAFF)


def test_nobody_is_made_administrator_that_way_afterwards(office: Office) -> None:
    desk = office.staffed().desk

    assert desk.make_administrator("intruder", "mười hai con ngựa") == Refused(Refusal.NOT_ALLOWED)
    assert desk.status().member is None


def test_nobody_may_do_anything_before_a_login(office: Office) -> None:
    desk = office.staffed().desk

    assert not any(desk.may(act) for act in Act)
    office.log_in()
    assert desk.may(Act.OVERRIDE)
    assert not desk.may(Act.CHANGE_SETTINGS)


def test_the_screen_locks_itself_when_nothing_moves(office: Office) -> None:
    desk = office.staffed().desk
    office.log_in()
    office.clock.pass_by(IDLE_LOCK_SECONDS - 1)
    desk.touch()
    office.clock.pass_by(IDLE_LOCK_SECONDS - 1)
    assert desk.status().locks_in == 1.0
    office.clock.pass_by(1.0)

    assert desk.status().locked
    assert not any(desk.may(act) for act in Act)
    desk.touch()
    assert desk.status().locked, "a touch does not unlock"
    assert office.journal.notes[-1] == StaffNote(StaffAct.LOCKED, "binh")


def test_a_pin_brings_back_whoever_logged_in_before(office: Office) -> None:
    desk = office.staffed().desk
    office.log_in()
    desk.lock()

    assert desk.status().by_pin
    assert desk.unlock(WRONG_PIN) == Refused(Refusal.WRONG)
    assert desk.unlock(PIN) == StaffMember("binh", Role.OPERATOR, has_pin=True)
    assert not desk.status().locked


@pytest.mark.parametrize(
    "how", ["nobody was there", "the shift changed", "logged out", "restarted", "three times wrong"]
)
def test_when_the_password_is_needed(office: Office, how: str) -> None:
    desk = office.staffed().desk
    if how != "nobody was there":
        office.log_in()
        desk.lock()
    match how:
        case "the shift changed":
            office.shift += 1
        case "logged out":
            desk.log_out()
        case "restarted":
            desk = AccountsDesk(office.accounts, office.journal, office.clock)
        case "three times wrong":
            for _ in range(3):
                desk.unlock(WRONG_PIN)
            office.clock.pass_by(60.0)

    assert desk.unlock(PIN) == Refused(Refusal.PASSWORD_NEEDED)
    assert not desk.status().by_pin
    assert isinstance(desk.log_in("binh", PASSWORDS["binh"]), StaffMember)


@pytest.mark.parametrize(
    ("mark", "locked", "by_pin"),
    [
        pytest.param(8, False, True, id="a shift is opened while they sit there"),
        pytest.param(8, True, False, id="a shift is opened while the screen is locked"),
        pytest.param(-8, False, False, id="the shift is closed"),
    ],
)
def test_whether_the_pin_counts_when_the_shift_changes(office: Office, mark: int, locked: bool, by_pin: bool) -> None:
    desk = office.staffed().desk
    office.log_in()
    if locked:
        desk.lock()
    office.shift = mark
    desk.lock()
    assert desk.status().by_pin is by_pin


def test_a_pin_is_set_by_whoever_is_there(office: Office) -> None:
    desk = office.staffed().desk

    assert desk.set_pin(PIN) == Refused(Refusal.NOT_ALLOWED)
    office.log_in("lan")
    assert desk.set_pin(PIN) is None
    desk.lock()
    assert desk.set_pin(WRONG_PIN) == Refused(Refusal.NOT_ALLOWED)
    assert isinstance(desk.unlock(PIN), StaffMember)


@pytest.mark.parametrize(
    ("login", "password", "answer"),
    [
        pytest.param("lan", PASSWORDS["lan"], StaffMember("lan", Role.SUPERVISOR), id="a supervisor"),
        pytest.param("binh", PASSWORDS["binh"], Refused(Refusal.NOT_ALLOWED), id="the same person"),
        pytest.param("tam", PASSWORDS["tam"], Refused(Refusal.NOT_ALLOWED), id="an attendant"),
        pytest.param("hoa.admin", PASSWORDS["hoa.admin"], Refused(Refusal.NOT_ALLOWED), id="the administrator"),
        pytest.param("lan", PASSWORDS["binh"], Refused(Refusal.WRONG), id="a wrong password"),
    ],
)
def test_who_counts_as_the_second_person(
    office: Office, login: str, password: str, answer: StaffMember | Refused
) -> None:
    desk = office.staffed().desk
    office.log_in()

    assert desk.second_person(login, password, Act.CONFIRM_OVERRIDE) == answer
    assert desk.status().member == StaffMember("binh", Role.OPERATOR, has_pin=True)


def test_nobody_is_a_second_person_at_an_empty_or_locked_desk(office: Office) -> None:
    desk = office.staffed().desk
    refused = Refused(Refusal.NOT_ALLOWED)

    assert desk.second_person("lan", PASSWORDS["lan"], Act.CONFIRM_OVERRIDE) == refused
    office.log_in()
    desk.lock()
    assert desk.second_person("lan", PASSWORDS["lan"], Act.CONFIRM_OVERRIDE) == refused


def test_whoever_has_no_account_any_more_is_not_there(office: Office) -> None:
    desk = office.staffed().desk
    office.log_in()
    office.accounts.remove("binh", by="hoa.admin")

    assert desk.status().member is None
    assert not any(desk.may(act) for act in Act)


def test_another_login_takes_the_seat(office: Office) -> None:
    desk = office.staffed().desk
    office.log_in()
    office.log_in("lan")

    assert desk.status().member == StaffMember("lan", Role.SUPERVISOR)
    desk.log_out()
    assert desk.status().member is None
    assert [note.act for note in office.journal.notes] == [StaffAct.LOGGED_IN, StaffAct.LOGGED_IN, StaffAct.LOGGED_OUT]
