"""A staff with passwords, a journal that lists what it is told, and a clock that tests move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher

from kiosk.accounts.secrets_at_rest import SecretHasher
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.staff import StaffNote

START = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
HASHER = SecretHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""As cheap as Argon2id gets."""

PASSWORDS = {
    "hoa.admin": "bảy con mèo xanh",
    "binh": "ghế gỗ bên cửa sổ",
    "lan": "trời mưa đá tháng tư",
    "tam": "đường về quê ngoại",
}


class MovableClock:
    def __init__(self) -> None:
        self._now = START
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def pass_by(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def set_back(self, seconds: float) -> None:
        """The wall clock only; nobody turns the monotonic one."""
        self._now -= timedelta(seconds=seconds)


class ListedJournal:
    """Keeps notes in order; ``full`` like a disk."""

    def __init__(self) -> None:
        self.notes: list[StaffNote] = []
        self.full = False

    def note_staff(self, note: StaffNote) -> int:
        if self.full:
            raise Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL")
        self.notes.append(note)
        return len(self.notes)
