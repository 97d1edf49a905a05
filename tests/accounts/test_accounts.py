"""Accounts on a real file: who gets one, who may take it away, and what wrong words cost."""

from __future__ import annotations

import sqlite3
import stat
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kiosk.accounts.accounts import StaffAccounts
from kiosk.accounts.secrets_at_rest import SecretHasher
from kiosk.domain.desks.staff import Refusal, Refused
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.staff import PASSWORD_SHORT, PIN_FAILURES, Role, StaffAct, StaffMember, StaffNote
from tests.fakes.staff import HASHER, PASSWORDS, ListedJournal, MovableClock

ROLES = {"hoa.admin": Role.ADMINISTRATOR, "binh": Role.OPERATOR, "lan": Role.SUPERVISOR, "tam": Role.ATTENDANT}
WRONG = "không phải mật khẩu này"
PIN, WRONG_PIN = "271828", "314159"


class Office:
    """The accounts of a small staff, opened again as often as a test likes."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "data" / "accounts.sqlite"
        self.journal = ListedJournal()
        self.clock = MovableClock()
        self.accounts = self.opened()
        for login, role in ROLES.items():
            by = "" if role is Role.ADMINISTRATOR else "hoa.admin"
            assert self.accounts.add(login, role, PASSWORDS[login], by=by) == StaffMember(login, role)
        self.journal.notes.clear()

    def opened(self) -> StaffAccounts:
        return StaffAccounts(self.path, self.journal, self.clock, HASHER)

    def reopen(self) -> None:
        self.accounts.close()
        self.accounts = self.opened()

    def fail(self, login: str, times: int) -> Refused:
        """Wrong passwords, each as soon as one counts again."""
        answer: StaffMember | Refused | None = None
        for _ in range(times):
            self.clock.pass_by(answer.seconds if isinstance(answer, Refused) else 0.0)
            answer = self.accounts.log_in(login, WRONG)
        assert isinstance(answer, Refused)
        return answer


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.accounts.close()


def test_the_first_account_is_an_administrators(tmp_path: Path) -> None:
    journal = ListedJournal()
    accounts = StaffAccounts(tmp_path / "accounts.sqlite", journal, MovableClock(), HASHER)

    assert accounts.members() == ()
    assert accounts.add("binh", Role.OPERATOR, PASSWORDS["binh"], by="") == Refused(Refusal.ADMINISTRATOR_FIRST)
    first = accounts.add("hoa.admin", Role.ADMINISTRATOR, PASSWORDS["hoa.admin"], by="")
    again = accounts.add("lan", Role.ADMINISTRATOR, PASSWORDS["lan"], by="")

    assert first == StaffMember("hoa.admin", Role.ADMINISTRATOR)
    assert again == Refused(Refusal.NOT_ALLOWED)
    assert accounts.members() == (first,)
    assert journal.notes == [StaffNote(StaffAct.ADDED, "", "hoa.admin")]
    accounts.close()


@pytest.mark.parametrize(
    ("login", "password", "by", "refused"),
    [
        pytest.param("binh", "một mật khẩu khác", "hoa.admin", Refused(Refusal.NAME_TAKEN), id="taken"),
        pytest.param("Bình", "một mật khẩu khác", "hoa.admin", Refused(Refusal.NAME_MALFORMED), id="no login"),
        pytest.param("mai", "ngắn", "hoa.admin", Refused(Refusal.WEAK, weakness=PASSWORD_SHORT), id="weak"),
        pytest.param("mai", "một mật khẩu khác", "lan", Refused(Refusal.NOT_ALLOWED), id="by a supervisor"),
        pytest.param("mai", "một mật khẩu khác", "", Refused(Refusal.NOT_ALLOWED), id="by nobody"),
        pytest.param("mai", "một mật khẩu khác", "kim", Refused(Refusal.NOT_ALLOWED), id="by somebody unknown"),
    ],
)
def test_who_gets_no_account(office: Office, login: str, password: str, by: str, refused: Refused) -> None:
    assert office.accounts.add(login, Role.OPERATOR, password, by=by) == refused
    assert [member.login for member in office.accounts.members()] == sorted(ROLES)
    assert office.journal.notes == []


@pytest.mark.parametrize(
    ("login", "by", "refused"),
    [
        ("binh", "hoa.admin", None),
        ("binh", "binh", Refused(Refusal.NOT_ALLOWED)),
        ("kim", "hoa.admin", Refused(Refusal.NOT_KNOWN)),
        ("hoa.admin", "hoa.admin", Refused(Refusal.LAST_ADMINISTRATOR)),
    ],
)
def test_taking_an_account_away(office: Office, login: str, by: str, refused: Refused | None) -> None:
    assert office.accounts.remove(login, by=by) == refused
    assert (login in {member.login for member in office.accounts.members()}) is (refused is not None and login in ROLES)


def test_an_administrator_can_go_when_there_is_another(office: Office) -> None:
    office.accounts.add("mai", Role.ADMINISTRATOR, "một mật khẩu khác", by="hoa.admin")

    assert office.accounts.remove("hoa.admin", by="mai") is None


def test_a_login_and_what_the_journal_hears(office: Office) -> None:
    assert office.accounts.log_in("binh", PASSWORDS["binh"]) == StaffMember("binh", Role.OPERATOR)
    assert office.accounts.log_in("binh", WRONG) == Refused(Refusal.WRONG)
    assert office.accounts.log_in("kim", PASSWORDS["binh"]) == Refused(Refusal.WRONG)

    assert office.journal.notes == [
        StaffNote(StaffAct.LOGGED_IN, "binh"),
        StaffNote(StaffAct.LOGIN_FAILED, "binh"),
        StaffNote(StaffAct.LOGIN_FAILED),
    ]


def test_letters_count_the_same_from_any_keyboard(office: Office) -> None:
    in_pieces = unicodedata.normalize("NFD", PASSWORDS["binh"])

    assert in_pieces != PASSWORDS["binh"]
    assert isinstance(office.accounts.log_in("binh", in_pieces), StaffMember)


def test_while_somebody_waits_not_even_the_right_password_counts(office: Office) -> None:
    assert office.fail("binh", 3) == Refused(Refusal.WRONG, 15.0)
    office.clock.pass_by(14.0)
    assert office.accounts.log_in("binh", PASSWORDS["binh"]) == Refused(Refusal.WAIT, 1.0)
    office.clock.pass_by(1.0)
    assert isinstance(office.accounts.log_in("binh", PASSWORDS["binh"]), StaffMember)
    assert office.fail("binh", 1) == Refused(Refusal.WRONG), "a login starts the count anew"


def test_the_wait_is_one_persons(office: Office) -> None:
    office.fail("binh", 5)

    assert isinstance(office.accounts.log_in("lan", PASSWORDS["lan"]), StaffMember)


def test_names_without_an_account_wait_together(office: Office) -> None:
    for name in ("kim", "mai", "x" * 1000):
        office.accounts.log_in(name, WRONG)

    assert office.accounts.log_in("son", WRONG) == Refused(Refusal.WAIT, 15.0)


def test_the_wait_outlives_a_restart(office: Office) -> None:
    office.fail("binh", 4)
    office.reopen()

    assert office.accounts.log_in("binh", PASSWORDS["binh"]) == Refused(Refusal.WAIT, 30.0)


def test_a_clock_put_back_starts_the_wait_anew_and_no_longer_one(office: Office) -> None:
    office.fail("binh", 4)
    office.clock.set_back(86400.0)

    assert office.accounts.log_in("binh", PASSWORDS["binh"]) == Refused(Refusal.WAIT, 30.0)
    office.clock.pass_by(30.0)
    assert isinstance(office.accounts.log_in("binh", PASSWORDS["binh"]), StaffMember)


def test_a_pin_unlocks_until_it_was_wrong_too_often(office: Office) -> None:
    assert office.accounts.unlock("binh", PIN) == Refused(Refusal.PASSWORD_NEEDED), "no PIN yet"
    assert office.accounts.set_pin("binh", PIN) is None
    assert office.accounts.unlock("binh", PIN) == StaffMember("binh", Role.OPERATOR, has_pin=True)
    for _ in range(PIN_FAILURES):
        assert isinstance(office.accounts.unlock("binh", WRONG_PIN), Refused)
    office.clock.pass_by(3600.0)

    assert office.accounts.unlock("binh", PIN) == Refused(Refusal.PASSWORD_NEEDED)
    assert isinstance(office.accounts.log_in("binh", PASSWORDS["binh"]), StaffMember)
    assert isinstance(office.accounts.unlock("binh", PIN), StaffMember)


@pytest.mark.parametrize(
    ("login", "by", "refused"),
    [
        ("binh", "binh", None),
        ("binh", "hoa.admin", None),
        ("binh", "lan", Refused(Refusal.NOT_ALLOWED)),
        ("kim", "hoa.admin", Refused(Refusal.NOT_KNOWN)),
    ],
)
def test_a_new_password(office: Office, login: str, by: str, refused: Refused | None) -> None:
    office.accounts.set_pin("binh", PIN)
    office.fail("binh", 5)
    changed = "một mật khẩu khác"

    assert office.accounts.set_password(login, changed, by=by) == refused
    if refused is None:
        assert office.accounts.log_in("binh", changed) == StaffMember("binh", Role.OPERATOR), "no wait, and no PIN"
    else:
        assert isinstance(office.accounts.log_in("binh", changed), Refused)


def test_nothing_happens_that_the_journal_cannot_hold(office: Office) -> None:
    office.journal.full = True
    acts = [
        lambda: office.accounts.log_in("binh", PASSWORDS["binh"]),
        lambda: office.accounts.add("mai", Role.OPERATOR, "một mật khẩu khác", by="hoa.admin"),
        lambda: office.accounts.remove("binh", by="hoa.admin"),
        lambda: office.accounts.set_password("binh", "một mật khẩu khác", by="binh"),
        lambda: office.accounts.set_pin("binh", PIN),
    ]
    for act in acts:
        with pytest.raises(Fault) as caught:
            act()
        assert caught.value.code is FaultCode.JOURNAL_FAILED
    office.journal.full = False

    assert [member.login for member in office.accounts.members()] == sorted(ROLES)
    assert office.accounts.log_in("binh", PASSWORDS["binh"]) == StaffMember("binh", Role.OPERATOR)


class SlowHasher(SecretHasher):
    """Does not come to an end before the test says so."""

    def __init__(self) -> None:
        super().__init__(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.begun, self.go_on = threading.Event(), threading.Event()

    def fits(self, kept: str | None, secret: str) -> bool:
        self.begun.set()
        assert self.go_on.wait(10.0)
        return super().fits(kept, secret)


def test_who_only_looks_does_not_wait_for_a_login(office: Office) -> None:
    office.accounts.close()
    slow = SlowHasher()
    office.accounts = StaffAccounts(office.path, office.journal, office.clock, slow)
    answers: list[StaffMember | Refused] = []
    trying = threading.Thread(target=lambda: answers.append(office.accounts.log_in("binh", PASSWORDS["binh"])))
    trying.start()
    assert slow.begun.wait(10.0)

    members = office.accounts.members()  # would never come back if it waited

    slow.go_on.set()
    trying.join(10.0)
    assert [member.login for member in members] == sorted(ROLES)
    assert answers == [StaffMember("binh", Role.OPERATOR)]


def test_only_the_owner_may_read_the_file_and_no_secret_is_in_it(office: Office) -> None:
    office.accounts.set_pin("binh", PIN)

    assert stat.S_IMODE(office.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(office.path.parent.stat().st_mode) == 0o700
    contents = office.path.read_bytes()
    assert b"$argon2id$" in contents
    assert not any(password.encode() in contents for password in (*PASSWORDS.values(), PIN))


def test_a_hash_of_weaker_parameters_is_made_anew_at_the_next_login(office: Office) -> None:
    office.accounts.close()
    stronger = SecretHasher(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    office.accounts = StaffAccounts(office.path, office.journal, office.clock, stronger)

    assert isinstance(office.accounts.log_in("binh", PASSWORDS["binh"]), StaffMember)
    with sqlite3.connect(office.path) as connection:
        (kept,) = connection.execute("SELECT password FROM staff WHERE login = 'binh'").fetchone()
    connection.close()
    assert "m=16,t=2" in kept


@pytest.mark.parametrize("what", ["text", "another program's", "a newer one", "a folder", "a link"])
def test_what_is_no_file_of_accounts_is_refused_and_left_alone(tmp_path: Path, what: str) -> None:
    path = tmp_path / "accounts.sqlite"
    match what:
        case "text":
            path.write_text("login,password\n" * 100)
        case "a folder":
            path.mkdir()
        case "a link":
            (tmp_path / "elsewhere").write_bytes(b"")
            path.symlink_to(tmp_path / "elsewhere")
        case _:
            connection = sqlite3.connect(path)
            application, version = (1, 1) if what == "another program's" else (0x4B535446, 2)
            connection.execute(f"PRAGMA application_id = {application}")
            connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("CREATE TABLE other (x)")
            connection.commit()
            connection.close()
    before = path.read_bytes() if path.is_file() else b""

    with pytest.raises(Fault) as caught:
        StaffAccounts(path, ListedJournal(), MovableClock(), HASHER)

    assert caught.value.code is FaultCode.ACCOUNTS_UNUSABLE
    assert (path.read_bytes() if path.is_file() else b"") == before
