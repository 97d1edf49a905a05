"""The staff screen's seat before the journal is open: nobody can log in to acts that would not be written down."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.domain.desks.staff import DeskStatus, Refused, StaffDesk
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.staff import Act, StaffMember


class LateStaffDesk:
    """The port ``StaffDesk`` by way of ``make``, which is called until it gives one; safe from any thread."""

    def __init__(self, make: Callable[[], StaffDesk | None]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: StaffDesk | None = None

    def _known(self) -> StaffDesk | None:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    @property
    def _desk(self) -> StaffDesk:
        desk = self._known()
        if desk is None:
            raise Fault(FaultCode.JOURNAL_FAILED, "not open")
        return desk

    def status(self) -> DeskStatus:
        desk = self._known()
        return DeskStatus(None) if desk is None else desk.status()

    def may(self, act: Act) -> bool:
        desk = self._known()
        return desk is not None and desk.may(act)

    def touch(self) -> None:
        desk = self._known()
        if desk is not None:
            desk.touch()

    def make_administrator(self, login: str, password: str) -> StaffMember | Refused:
        return self._desk.make_administrator(login, password)

    def log_in(self, login: str, password: str) -> StaffMember | Refused:
        return self._desk.log_in(login, password)

    def unlock(self, pin: str) -> StaffMember | Refused:
        return self._desk.unlock(pin)

    def set_pin(self, pin: str) -> Refused | None:
        return self._desk.set_pin(pin)

    def second_person(self, login: str, password: str, act: Act) -> StaffMember | Refused:
        return self._desk.second_person(login, password, act)

    def lock(self) -> None:
        self._desk.lock()

    def log_out(self) -> None:
        self._desk.log_out()
