"""The people who work at a kiosk: their roles, what each may do, and the rules of passwords, PINs and lock-outs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

from kiosk.domain.record import CheckId
from kiosk.domain.text import Text


class Role(StrEnum):
    """Who somebody is at the site, from the least to the most that they may do."""

    ATTENDANT = "attendant"
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """What staff do at a kiosk. Nothing of it is done without a login."""

    SEE_EVIDENCE = "see-evidence"
    """Evidence of a check side by side; the least that a login is for."""
    HELP_PERSON = "help-person"
    """Begin anew, close a result, go on without the chip: whatever decides nothing."""
    SEARCH_LIST = "search-list"
    TAKE_OVER = "take-over"
    """Blank the citizen's screen, or give it back."""
    OVERRIDE = "override"
    CONFIRM_OVERRIDE = "confirm-override"
    """As the second person, where the site wants two."""
    UNDO_OVERRIDE = "undo-override"
    IMPORT_LIST = "import-list"
    IMPORT_TRUST = "import-trust"
    OPEN_SHIFT = "open-shift"
    CLOSE_SHIFT = "close-shift"
    SEE_REPORT = "see-report"
    """Figures of all shifts, and their reports."""
    TRAIN = "train"
    LEAVE_KIOSK = "leave-kiosk"
    """Out of the full screen, to the machine's own desktop."""
    CHANGE_SETTINGS = "change-settings"
    MANAGE_STAFF = "manage-staff"


_EVERYBODY = frozenset(Role)
_FROM_OPERATOR = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR})
_FROM_SUPERVISOR = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_WHO_DECIDES = frozenset({Role.OPERATOR, Role.SUPERVISOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

ALLOWED: Mapping[Act, frozenset[Role]] = MappingProxyType(
    {
        Act.SEE_EVIDENCE: _EVERYBODY,
        Act.HELP_PERSON: _EVERYBODY,
        Act.SEARCH_LIST: _FROM_OPERATOR,
        Act.TAKE_OVER: _FROM_OPERATOR,
        Act.OVERRIDE: _WHO_DECIDES,
        Act.CONFIRM_OVERRIDE: _WHO_DECIDES,
        Act.UNDO_OVERRIDE: _WHO_DECIDES,
        Act.IMPORT_LIST: _FROM_SUPERVISOR,
        Act.IMPORT_TRUST: _ADMINISTRATOR,
        Act.OPEN_SHIFT: _FROM_OPERATOR,
        Act.CLOSE_SHIFT: _FROM_SUPERVISOR,
        Act.SEE_REPORT: _FROM_SUPERVISOR,
        Act.TRAIN: _EVERYBODY,
        Act.LEAVE_KIOSK: _FROM_SUPERVISOR,
        Act.CHANGE_SETTINGS: _ADMINISTRATOR,
        Act.MANAGE_STAFF: _ADMINISTRATOR,
    }
)
"""Which roles may do what. An administrator looks after the machine and decides about nobody at the door: whoever can
make accounts must not be able to admit people with them unnoticed."""


def may(role: Role, act: Act) -> bool:
    return role in ALLOWED[act]


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody with an account. ``login`` names them in the journal; it is no number of a person."""

    login: str
    role: Role
    has_pin: bool = False


LOGIN_CHARACTERS = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_LONG_NUMBER = re.compile(r"[0-9]{9}")


def is_login(login: str) -> bool:
    """2 to 32 lower-case letters, digits, dots, hyphens and underscores; no number by which citizens are known."""
    return bool(LOGIN_CHARACTERS.fullmatch(login)) and not _LONG_NUMBER.search(login)


PASSWORD_LENGTHS = (10, 128)
MANY_LETTERS = 6
"""So many different characters a password has beside common words."""
PIN_LENGTHS = (6, 8)

_COMMON = ("password", "matkhau", "123456", "qwerty", "admin", "kiosk", "vietnam", "abc123", "111111", "cancuoc")

PASSWORD_SHORT = Text("Mật khẩu phải có ít nhất 10 ký tự", "The password needs at least 10 characters")
PASSWORD_LONG = Text("Mật khẩu dài quá 128 ký tự", "The password is longer than 128 characters")
PASSWORD_SIMPLE = Text(
    "Mật khẩu quá dễ đoán; hãy dùng vài từ không liên quan đến nhau",
    "The password is easy to guess; use a few words that have nothing to do with each other",
)
PIN_WRONG_LENGTH = Text("Mã PIN gồm 6 đến 8 chữ số", "The PIN has 6 to 8 digits")
PIN_SIMPLE = Text("Mã PIN quá dễ đoán", "The PIN is easy to guess")


def password_weakness(login: str, password: str) -> Text | None:
    """Why this password may not be used. Length counts; kinds of characters do not (NIST SP 800-63B §5.1.1.2)."""
    if len(password) < PASSWORD_LENGTHS[0]:
        return PASSWORD_SHORT
    if len(password) > PASSWORD_LENGTHS[1]:
        return PASSWORD_LONG
    rest = password.casefold()
    for common in sorted((login, *_COMMON), key=len, reverse=True):
        rest = rest.replace(common, "")
    if len(set(rest)) < MANY_LETTERS or _is_run(rest):
        return PASSWORD_SIMPLE
    return None


def pin_weakness(pin: str) -> Text | None:
    """Why this PIN may not be used."""
    if not PIN_LENGTHS[0] <= len(pin) <= PIN_LENGTHS[1] or not (pin.isascii() and pin.isdigit()):
        return PIN_WRONG_LENGTH
    if len(set(pin)) < 3 or _is_run(pin):
        return PIN_SIMPLE
    return None


def _is_run(text: str) -> bool:
    """Whether each character follows the one before by the same step: 123456, 987654, aaaa."""
    return len({ord(after) - ord(before) for before, after in pairwise(text)}) <= 1


FREE_FAILURES = 3
"""So often somebody may mistype before they have to wait."""
FIRST_WAIT_SECONDS = 15.0
LONGEST_WAIT_SECONDS = 1800.0
PIN_FAILURES = 3
"""After so many wrong PINs the password is wanted again."""

IDLE_LOCK_SECONDS = 300.0
"""Without a touch or a key for so long, the staff screen locks itself."""


def wait_after(failures: int) -> float:
    """Seconds to wait before the next try, after so many failures in a row: doubling, up to half an hour."""
    if failures < FREE_FAILURES:
        return 0.0
    return min(FIRST_WAIT_SECONDS * 2.0 ** min(failures - FREE_FAILURES, 16), LONGEST_WAIT_SECONDS)


def wait_left(failures: int, failed_at: datetime, now: datetime) -> float:
    """Seconds that are left of the wait; all of it by a clock that was put back behind the last failure."""
    passed = max(0.0, (now - failed_at).total_seconds())
    return max(0.0, wait_after(failures) - passed)


class StaffAct(StrEnum):
    """What the journal is told about accounts and logins."""

    ADDED = "staff-added"
    REMOVED = "staff-removed"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - no password
    PIN_CHANGED = "pin-changed"
    LOGGED_IN = "logged-in"
    LOGIN_FAILED = "login-failed"
    UNLOCKED = "unlocked"
    UNLOCK_FAILED = "unlock-failed"
    LOCKED = "locked"
    LOGGED_OUT = "logged-out"
    CHECKS_EXPORTED = "checks-exported"
    PARKED_RELEASED = "parked-released"
    ASKED_INSURANCE = "asked-insurance"
    REGISTERED_PATIENT = "registered-patient"
    """What a hospital's system is given of a patient goes out; whether it took them is another entry."""
    QUEUE_NUMBER_GIVEN = "queue-number-given"
    IMPORTED_LIST = "imported-list"
    RESTORED_LIST = "restored-list"
    RECEIVED_NO_CARD = "received-no-card"
    RECEIVED_CHILD = "received-child"
    RECEIVED_EMERGENCY = "received-emergency"
    TOOK_OVER = "took-over"
    RELEASED = "released"
    """The citizen's screen was given back; without a name where nobody did it, and the time was over."""
    ATTENTION_SEEN = "attention-seen"
    """Somebody was admitted with something to know about them, and staff know it."""


@dataclass(frozen=True, slots=True)
class StaffNote:
    """One entry of the journal: ``by`` did ``act``, to ``subject`` where that is somebody else. Both are logins; ``by``
    is empty where nobody is known: a login that does not exist, or the first administrator's making. ``check_id`` is
    the check that it was about, where it was about one."""

    act: StaffAct
    by: str = ""
    subject: str = ""
    check_id: CheckId | None = None

    def __post_init__(self) -> None:
        if any(name and not is_login(name) for name in (self.by, self.subject)):
            raise ValueError("a note about staff names logins and nothing else")


class StaffJournal(Protocol):
    """Where acts of staff are written down, before they take effect."""

    def note_staff(self, note: StaffNote) -> int:
        """The entry's sequence number. Raises ``Fault(JOURNAL_FAILED)``."""
        ...
