"""The staff screen's seat in training: whoever trains sits there, and every login and PIN is right."""

from __future__ import annotations

from kiosk.domain.desks.staff import DeskStatus, Refusal, Refused
from kiosk.domain.staff import Act, Role, StaffMember, is_login, may

TRAINEE = "tap-su"


class OpenSeat:
    """A ``StaffDesk`` without accounts: nothing real can be seen or decided behind it."""

    def __init__(self) -> None:
        self._login = TRAINEE
        self._seated = True
        self._locked = False

    def status(self) -> DeskStatus:
        member = StaffMember(self._login, Role.SUPERVISOR, has_pin=True) if self._seated else None
        return DeskStatus(member, self._seated and self._locked, by_pin=self._seated)

    def may(self, act: Act) -> bool:
        return self._seated and not self._locked and may(Role.SUPERVISOR, act)

    def touch(self) -> None:
        """An idle screen does not lock itself: there is nothing to protect."""

    def make_administrator(self, login: str, password: str) -> StaffMember | Refused:
        return self.log_in(login, password)

    def log_in(self, login: str, password: str) -> StaffMember | Refused:
        if not is_login(login):
            return Refused(Refusal.NAME_MALFORMED)
        self._login, self._seated, self._locked = login, True, False
        return StaffMember(login, Role.SUPERVISOR, has_pin=True)

    def unlock(self, pin: str) -> StaffMember | Refused:
        return self.log_in(self._login, pin)

    def set_pin(self, pin: str) -> Refused | None:
        return None

    def second_person(self, login: str, password: str, act: Act) -> StaffMember | Refused:
        """Somebody else, as at work; their password is not asked about."""
        if not is_login(login):
            return Refused(Refusal.NAME_MALFORMED)
        return Refused(Refusal.NOT_ALLOWED) if login == self._login else StaffMember(login, Role.SUPERVISOR)

    def lock(self) -> None:
        self._locked = True

    def log_out(self) -> None:
        self._seated = False
