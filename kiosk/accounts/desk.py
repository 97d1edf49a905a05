"""Who works at the staff screen right now: login, quick unlock by PIN, lock by hand or after a while, log out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.accounts.accounts import StaffAccounts
from kiosk.domain.clock import Clock
from kiosk.domain.desks.staff import DeskStatus, Refusal, Refused
from kiosk.domain.staff import IDLE_LOCK_SECONDS, Act, Role, StaffAct, StaffJournal, StaffMember, StaffNote, may


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """Who is logged in; ``locked`` hides everything until they come back, ``active_at`` is monotonic seconds."""

    member: StaffMember
    active_at: float
    locked: bool = False


class AccountsDesk:
    """A ``StaffDesk`` over the accounts of this kiosk.

    A PIN unlocks only for whoever has logged in with the password since the shift began or the program started.
    Raises what ``StaffAccounts`` raises.
    """

    def __init__(
        self,
        accounts: StaffAccounts,
        journal: StaffJournal,
        clock: Clock,
        *,
        shift_mark: Callable[[], int] = lambda: 0,
        idle_seconds: float = IDLE_LOCK_SECONDS,
    ) -> None:
        """``shift_mark`` gives a number that changes when a shift is opened or closed, above 0 while one is open."""
        self._accounts = accounts
        self._journal = journal
        self._clock = clock
        self._idle_seconds = idle_seconds
        self._lock = threading.RLock()
        self._seat: AtTheDesk | None = None
        self._shift_mark = shift_mark
        self._mark = 0
        self._known: dict[str, int] = {}
        """Who has logged in by password, and in which shift."""

    def status(self) -> DeskStatus:
        members = {member.login: member for member in self._accounts.members()}
        with self._lock:
            seat = self._current()
            if seat is not None and seat.member.login not in members:
                seat = self._seat = None  # the account was taken away meanwhile
            if seat is None:
                return DeskStatus(None, first_start=not members)
            self._follow_shift()
            by_pin = seat.member.has_pin and self._knows(seat.member)
            left = 0.0 if seat.locked else seat.active_at + self._idle_seconds - self._clock.monotonic()
            return DeskStatus(seat.member, seat.locked, by_pin, left)

    def may(self, act: Act) -> bool:
        """Whether whoever is at the desk, unlocked, may do this."""
        with self._lock:
            seat = self._current()
            return seat is not None and not seat.locked and may(seat.member.role, act)

    def touch(self) -> None:
        """Somebody moved or pressed something at the staff screen."""
        with self._lock:
            seat = self._current()
            if seat is not None and not seat.locked:
                self._seat = replace(seat, active_at=self._clock.monotonic())

    def make_administrator(self, login: str, password: str) -> StaffMember | Refused:
        """At the first start only: the first account, which then sits at the desk."""
        made = self._accounts.add(login, Role.ADMINISTRATOR, password, by="")
        return made if isinstance(made, Refused) else self.log_in(login, password)

    def log_in(self, login: str, password: str) -> StaffMember | Refused:
        """Take the place of whoever was at the desk."""
        answer = self._accounts.log_in(login, password)
        if isinstance(answer, StaffMember):
            mark = self._shift_mark()
            with self._lock:
                self._known[answer.login] = self._mark = mark
                self._seat = AtTheDesk(answer, self._clock.monotonic())
        return answer

    def unlock(self, pin: str) -> StaffMember | Refused:
        """Come back by PIN to a locked screen."""
        with self._lock:
            seat = self._current()
            if seat is None or not self._knows(seat.member):
                return Refused(Refusal.PASSWORD_NEEDED)
        answer = self._accounts.unlock(seat.member.login, pin)
        with self._lock:
            if isinstance(answer, StaffMember):
                self._seat = AtTheDesk(answer, self._clock.monotonic())
            elif answer.why is Refusal.PASSWORD_NEEDED:
                self._known.pop(seat.member.login, None)
        return answer

    def set_pin(self, pin: str) -> Refused | None:
        """A PIN for whoever is at the desk, unlocked."""
        with self._lock:
            seat = self._current()
        if seat is None or seat.locked:
            return Refused(Refusal.NOT_ALLOWED)
        refused = self._accounts.set_pin(seat.member.login, pin)
        if refused is None:
            with self._lock:
                if self._seat is not None and self._seat.member.login == seat.member.login:
                    self._seat = replace(self._seat, member=replace(self._seat.member, has_pin=True))
        return refused

    def second_person(self, login: str, password: str, act: Act) -> StaffMember | Refused:
        """Somebody else's own login for one act; whoever is at the desk stays there."""
        with self._lock:
            seat = self._current()
        if seat is None or seat.locked or seat.member.login == login:
            return Refused(Refusal.NOT_ALLOWED)
        answer = self._accounts.log_in(login, password)
        if isinstance(answer, StaffMember) and not may(answer.role, act):
            return Refused(Refusal.NOT_ALLOWED)
        return answer

    def lock(self) -> None:
        with self._lock:
            if self._seat is not None and not self._seat.locked:
                self._follow_shift()
                self._seat = replace(self._seat, locked=True)
                self._journal.note_staff(StaffNote(StaffAct.LOCKED, self._seat.member.login))

    def log_out(self) -> None:
        with self._lock:
            if self._seat is not None:
                login, self._seat = self._seat.member.login, None
                self._known.pop(login, None)
                self._journal.note_staff(StaffNote(StaffAct.LOGGED_OUT, login))

    def _follow_shift(self) -> None:
        """Whoever sits here unlocked while a shift is opened has logged in for it, not for the one before."""
        mark, before = self._shift_mark(), self._mark
        self._mark = mark
        seat = self._seat
        if mark > 0 and seat is not None and not seat.locked and self._known.get(seat.member.login) == before != mark:
            self._known[seat.member.login] = mark

    def _knows(self, member: StaffMember) -> bool:
        """Whether this person has logged in by password in the shift that runs."""
        known = self._known.get(member.login)
        return known is not None and known == self._shift_mark()

    def _current(self) -> AtTheDesk | None:
        """Whoever is there, locked if nothing moved for too long."""
        seat = self._seat
        if seat is not None and not seat.locked and self._clock.monotonic() - seat.active_at >= self._idle_seconds:
            self.lock()
        return self._seat
