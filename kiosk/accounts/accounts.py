"""The accounts of one kiosk's staff on the disk: adding and removing people, their passwords and PINs, every login."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.accounts.database import connect, failures, transaction
from kiosk.accounts.secrets_at_rest import SecretHasher
from kiosk.domain.clock import Clock
from kiosk.domain.desks.staff import Refusal, Refused
from kiosk.domain.staff import (
    PIN_FAILURES,
    Role,
    StaffAct,
    StaffJournal,
    StaffMember,
    StaffNote,
    is_login,
    password_weakness,
    pin_weakness,
    wait_left,
)

NOBODY = ""
"""Under this login the failures of all names without an account are counted together."""


class StaffAccounts:
    """Safe from any thread; a login takes some tenths of a second, so none belongs on a thread that paints.

    Every change and every login, failed ones too, is written into ``journal`` before it takes effect. A refusal is a
    value. Raises ``Fault(ACCOUNTS_UNUSABLE)`` for what the file or the system does, and ``Fault(JOURNAL_FAILED)``,
    after which nothing has changed and nobody is logged in.
    """

    def __init__(self, path: Path, journal: StaffJournal, clock: Clock, hasher: SecretHasher | None = None) -> None:
        self._connection = connect(path)
        self._journal = journal
        self._clock = clock
        self._hasher = hasher or SecretHasher()
        self._lock = threading.Lock()
        self._trying = threading.Lock()

    def close(self) -> None:
        with self._lock, failures():
            self._connection.close()

    def members(self) -> tuple[StaffMember, ...]:
        """Everybody with an account, by login; empty at the first start, when only an administrator can be added."""
        with self._lock, failures():
            rows = self._connection.execute("SELECT login, role, pin IS NOT NULL FROM staff ORDER BY login").fetchall()
            return tuple(StaffMember(login, Role(role), bool(has_pin)) for login, role, has_pin in rows)

    def add(self, login: str, role: Role, password: str, *, by: str) -> StaffMember | Refused:
        """``by`` is the administrator's login; empty at the first start only."""
        if not is_login(login):
            return Refused(Refusal.NAME_MALFORMED)
        weakness = password_weakness(login, password)
        if weakness is not None:
            return Refused(Refusal.WEAK, weakness=weakness)
        kept = self._hasher.made(password)
        with self._lock, failures(), transaction(self._connection):
            (people,) = self._connection.execute("SELECT count(*) FROM staff").fetchone()
            if not people and role is not Role.ADMINISTRATOR:
                return Refused(Refusal.ADMINISTRATOR_FIRST)
            if people and not self._is_administrator(by):
                return Refused(Refusal.NOT_ALLOWED)
            if self._row(login) is not None:
                return Refused(Refusal.NAME_TAKEN)
            self._connection.execute(
                "INSERT INTO staff (login, role, password, added_at) VALUES (?, ?, ?, ?)",
                (login, role, kept, self._clock.now().isoformat()),
            )
            self._journal.note_staff(StaffNote(StaffAct.ADDED, by, login))
        return StaffMember(login, role)

    def remove(self, login: str, *, by: str) -> Refused | None:
        """Take somebody's account away; the last administrator's stays."""
        with self._lock, failures(), transaction(self._connection):
            if not self._is_administrator(by):
                return Refused(Refusal.NOT_ALLOWED)
            row = self._row(login)
            if row is None:
                return Refused(Refusal.NOT_KNOWN)
            others = "SELECT count(*) FROM staff WHERE role = ? AND login <> ?"
            (left,) = self._connection.execute(others, (Role.ADMINISTRATOR, login)).fetchone()
            if row.role is Role.ADMINISTRATOR and not left:
                return Refused(Refusal.LAST_ADMINISTRATOR)
            self._connection.execute("DELETE FROM staff WHERE login = ?", (login,))
            self._connection.execute("DELETE FROM failure WHERE login = ?", (login,))
            self._journal.note_staff(StaffNote(StaffAct.REMOVED, by, login))
        return None

    def set_password(self, login: str, password: str, *, by: str) -> Refused | None:
        """A new password for oneself or, by an administrator, for somebody who has forgotten theirs.

        The PIN goes with the old password, and whatever wait was left."""
        weakness = password_weakness(login, password)
        if weakness is not None:
            return Refused(Refusal.WEAK, weakness=weakness)
        kept = self._hasher.made(password)
        with self._lock, failures(), transaction(self._connection):
            if self._row(login) is None:
                return Refused(Refusal.NOT_KNOWN)
            if by != login and not self._is_administrator(by):
                return Refused(Refusal.NOT_ALLOWED)
            self._connection.execute("UPDATE staff SET password = ?, pin = NULL WHERE login = ?", (kept, login))
            self._connection.execute("DELETE FROM failure WHERE login = ?", (login,))
            self._journal.note_staff(StaffNote(StaffAct.PASSWORD_CHANGED, by, login))
        return None

    def set_pin(self, login: str, pin: str) -> Refused | None:
        """A PIN for oneself, with which an unattended screen is unlocked; whoever sets one has just logged in."""
        weakness = pin_weakness(pin)
        if weakness is not None:
            return Refused(Refusal.WEAK, weakness=weakness)
        kept = self._hasher.made(pin)
        with self._lock, failures(), transaction(self._connection):
            if self._row(login) is None:
                return Refused(Refusal.NOT_KNOWN)
            self._connection.execute("UPDATE staff SET pin = ? WHERE login = ?", (kept, login))
            self._journal.note_staff(StaffNote(StaffAct.PIN_CHANGED, login))
        return None

    def log_in(self, login: str, password: str) -> StaffMember | Refused:
        """Whose login and password these are. While somebody has to wait no password counts, not even the right one."""
        return self._tried(login, password, by_pin=False)

    def unlock(self, login: str, pin: str) -> StaffMember | Refused:
        """The same by PIN; after ``PIN_FAILURES`` wrong tries the password is needed."""
        return self._tried(login, pin, by_pin=True)

    def _tried(self, login: str, secret: str, *, by_pin: bool) -> StaffMember | Refused:
        """One try at a time; the file is free meanwhile for whoever only looks, such as a screen that paints."""
        with self._trying:
            row, refused = self._admitted_to_try(login, by_pin=by_pin)
            if refused is not None:
                return refused
            kept = None if row is None else row.pin if by_pin else row.password
            fits = self._hasher.fits(kept, secret)
            renewed = (
                self._hasher.made(secret)
                if row is not None and fits and not by_pin and self._hasher.is_outdated(row.password)
                else None
            )
            with self._lock, failures(), transaction(self._connection):
                if row is None or not fits:
                    name = row.login if row else NOBODY
                    act = StaffAct.UNLOCK_FAILED if by_pin else StaffAct.LOGIN_FAILED
                    self._journal.note_staff(StaffNote(act, name))
                    return self._failed(name)
                if renewed is not None:
                    self._connection.execute("UPDATE staff SET password = ? WHERE login = ?", (renewed, row.login))
                self._connection.execute("DELETE FROM failure WHERE login = ?", (row.login,))
                self._journal.note_staff(StaffNote(StaffAct.UNLOCKED if by_pin else StaffAct.LOGGED_IN, row.login))
            return StaffMember(row.login, row.role, row.pin is not None)

    def _admitted_to_try(self, login: str, *, by_pin: bool) -> tuple[_Row | None, Refused | None]:
        """The account, if there is one, and why a secret would not even be looked at."""
        with self._lock, failures(), transaction(self._connection):
            row = self._row(login)
            count, seconds = self._failures(row.login if row else NOBODY)
        if seconds > 0.0:
            return row, Refused(Refusal.WAIT, seconds)
        if by_pin and (row is None or row.pin is None or count >= PIN_FAILURES):
            return row, Refused(Refusal.PASSWORD_NEEDED)
        return row, None

    # Inside a transaction

    def _failures(self, login: str) -> tuple[int, float]:
        """How often in a row, and the seconds to wait. A time of failure that lies ahead is one by a wrong clock."""
        found = self._connection.execute("SELECT count, last_at FROM failure WHERE login = ?", (login,)).fetchone()
        if found is None:
            return 0, 0.0
        count, last_at, now = int(found[0]), datetime.fromisoformat(found[1]), self._clock.now()
        if last_at > now:
            last_at = now
            self._connection.execute("UPDATE failure SET last_at = ? WHERE login = ?", (now.isoformat(), login))
        return count, wait_left(count, last_at, now)

    def _failed(self, login: str) -> Refused:
        now = self._clock.now()
        self._connection.execute(
            "INSERT INTO failure VALUES (?, 1, ?) "
            "ON CONFLICT (login) DO UPDATE SET count = count + 1, last_at = excluded.last_at",
            (login, now.isoformat()),
        )
        _, seconds = self._failures(login)
        return Refused(Refusal.WRONG, seconds)

    def _is_administrator(self, login: str) -> bool:
        row = self._row(login)
        return row is not None and row.role is Role.ADMINISTRATOR

    def _row(self, login: str) -> _Row | None:
        query = "SELECT login, role, password, pin FROM staff WHERE login = ?"
        found: sqlite3.Row | None = self._connection.execute(query, (login,)).fetchone()
        return _Row(found[0], Role(found[1]), found[2], found[3]) if found else None


@dataclass(frozen=True, slots=True)
class _Row:
    login: str
    role: Role
    password: str
    pin: str | None

    def __repr__(self) -> str:
        return f"_Row({self.login!r})"
