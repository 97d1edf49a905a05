"""A staff screen's seat without accounts: somebody sits there from the beginning."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.desks.staff import DeskStatus, Refusal, Refused
from kiosk.domain.staff import Act, Role, StaffMember, may


class FakeSeat:
    """A ``StaffDesk`` that asks nobody for a password; ``status_now`` may be replaced."""

    def __init__(self, role: Role | None = Role.SUPERVISOR, login: str = "lan") -> None:
        member = StaffMember(login, role, has_pin=True) if role else None
        self.status_now = DeskStatus(member, locks_in=300.0 if member else 0.0)

    def status(self) -> DeskStatus:
        return self.status_now

    def may(self, act: Act) -> bool:
        status = self.status_now
        return status.member is not None and not status.locked and may(status.member.role, act)

    def touch(self) -> None:
        """Nobody is ever idle here."""

    def make_administrator(self, login: str, password: str) -> StaffMember | Refused:
        return self.log_in(login, password)

    def log_in(self, login: str, password: str) -> StaffMember | Refused:
        return Refused(Refusal.WRONG)

    def unlock(self, pin: str) -> StaffMember | Refused:
        return Refused(Refusal.WRONG)

    def set_pin(self, pin: str) -> Refused | None:
        return None

    def second_person(self, login: str, password: str, act: Act) -> StaffMember | Refused:
        return Refused(Refusal.NOT_ALLOWED)

    def lock(self) -> None:
        self.status_now = replace(self.status_now, locked=True, by_pin=True, locks_in=0.0)

    def log_out(self) -> None:
        self.status_now = DeskStatus(None)
