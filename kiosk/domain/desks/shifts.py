"""Opening and closing shifts as windows and command line know it: what was done, or why it was not, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from kiosk.domain.shift import OpenShift, Shift, ShiftReport
from kiosk.domain.staff import StaffMember
from kiosk.domain.text import Text


class ShiftRefusal(StrEnum):
    """Why a shift was not opened, closed or reported on."""

    NOT_ALLOWED = "not-allowed"
    OPEN_ALREADY = "open-already"
    NOT_OPEN = "not-open"
    PART_FAILED = "part-failed"
    NO_SUCH_SHIFT = "no-such-shift"
    NOT_WRITTEN = "not-written"
    """The report's files; a shift that was to be closed is closed all the same."""


SENTENCES: Mapping[ShiftRefusal, Text] = MappingProxyType(
    {
        ShiftRefusal.NOT_ALLOWED: Text("Tài khoản này không được phép làm việc đó", "This account may not do that"),
        ShiftRefusal.OPEN_ALREADY: Text("Ca đang mở", "A shift is open already"),
        ShiftRefusal.NOT_OPEN: Text("Không có ca nào đang mở", "No shift is open"),
        ShiftRefusal.PART_FAILED: Text("Có thiết bị không đạt tự kiểm tra", "A part failed its test"),
        ShiftRefusal.NO_SUCH_SHIFT: Text("Không có ca này", "There is no such shift"),
        ShiftRefusal.NOT_WRITTEN: Text("Không ghi được biên bản", "The report cannot be written"),
    }
)


@dataclass(frozen=True, slots=True)
class FailedPart:
    """A part that keeps a shift from opening; ``detail`` is for technicians, ``remedy`` says what helps."""

    name: str
    detail: str
    remedy: Text


@dataclass(frozen=True, slots=True)
class ShiftRefused:
    """``failed`` are the parts of ``PART_FAILED``, ``detail`` what the system said."""

    why: ShiftRefusal
    failed: tuple[FailedPart, ...] = ()
    detail: str = ""

    @property
    def sentence(self) -> Text:
        return SENTENCES[self.why]


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report and where its files lie; they hold names."""

    report: ShiftReport = field(repr=False)
    files: tuple[Path, ...]


class ShiftDesk(Protocol):
    """Opens and closes the shifts of this kiosk; every method takes seconds but ``newest``, so never on a thread that
    paints. ``by`` has logged in; whether their role may is asked here once more.

    Raises ``Fault(JOURNAL_FAILED)``.
    """

    def newest(self) -> Shift | None:
        """The shift that is open, or the last one, counted up to now."""
        ...

    def open(self, by: StaffMember, *, despite_failures: bool = False) -> OpenShift | ShiftRefused:
        """Test every part, pin the list that is in force, write the opening. Raises ``Fault(LIST_MISSING |
        LIST_MALFORMED)`` as well: no shift opens without its list."""
        ...

    def close(self, by: StaffMember, folder: Path | None = None) -> WrittenReport | ShiftRefused:
        """Write the closing entry, then the report into ``folder``, or where reports of this kiosk lie."""
        ...

    def report(
        self, by: StaffMember, number: int | None = None, folder: Path | None = None
    ) -> WrittenReport | ShiftRefused:
        """The report of a shift once more, or of the newest one so far."""
        ...
