"""A seat at the staff screen in which somebody always sits, without accounts or passwords behind it."""

from __future__ import annotations

from kiosk.domain.staff import Act, Role, StaffMember, may
from kiosk.domain.staff_desk import DeskStatus, Refusal, Refused


class Seated:
    """The port ``StaffDesk``: ``login`` sits there unlocked; everybody else is refused."""

    def __init__(self, login: str = "lan", role: Role = Role.SUPERVISOR) -> None:
        self._member = StaffMember(login, role)

    def status(self) -> DeskStatus:
        return DeskStatus(self._member, locks_in=300.0)

    def may(self, act: Act) -> bool:
        return may(self._member.role, act)

    def touch(self) -> None:
        """Nothing locks here."""

    def make_administrator(self, login: str, password: str) -> StaffMember | Refused:
        return Refused(Refusal.NOT_ALLOWED)

    def log_in(self, login: str, password: str) -> StaffMember | Refused:
        return Refused(Refusal.WRONG)

    def unlock(self, pin: str) -> StaffMember | Refused:
        return Refused(Refusal.WRONG)

    def set_pin(self, pin: str) -> Refused | None:
        return None

    def second_person(self, login: str, password: str, act: Act) -> StaffMember | Refused:
        return Refused(Refusal.WRONG)

    def lock(self) -> None:
        """Stays unlocked."""

    def log_out(self) -> None:
        """Stays seated."""
