"""The staff screen's seat as windows and command line know it: who is there, what was refused and why, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from kiosk.domain.staff import Act, StaffMember
from kiosk.domain.text import Text


class Refusal(StrEnum):
    """Why an act on accounts was refused."""

    WRONG = "wrong"
    """Login, password or PIN; which of them is not told."""
    WAIT = "wait"
    PASSWORD_NEEDED = "password-needed"  # noqa: S105 - no password
    WEAK = "weak"
    NAME_TAKEN = "name-taken"
    NAME_MALFORMED = "name-malformed"
    NOT_KNOWN = "not-known"
    LAST_ADMINISTRATOR = "last-administrator"
    ADMINISTRATOR_FIRST = "administrator-first"
    NOT_ALLOWED = "not-allowed"


_SENTENCES: Mapping[Refusal, Text] = MappingProxyType(
    {
        Refusal.WRONG: Text("Tên đăng nhập, mật khẩu hoặc mã PIN không đúng", "Login, password or PIN is wrong"),
        Refusal.WAIT: Text("Hãy chờ trước khi thử lại", "Wait before the next try"),
        Refusal.PASSWORD_NEEDED: Text("Cần nhập mật khẩu", "The password is needed"),
        Refusal.WEAK: Text("Mật khẩu hoặc mã PIN quá yếu", "The password or PIN is too weak"),
        Refusal.NAME_TAKEN: Text("Tên đăng nhập đã có người dùng", "Somebody has this login already"),
        Refusal.NAME_MALFORMED: Text(
            "Tên đăng nhập gồm 2 đến 32 ký tự: chữ thường không dấu, chữ số và . _ -",
            "A login has 2 to 32 characters: lower-case letters a to z, digits and . _ -",
        ),
        Refusal.NOT_KNOWN: Text("Không có tài khoản này", "There is no such account"),
        Refusal.LAST_ADMINISTRATOR: Text("Phải còn ít nhất một quản trị viên", "The last administrator has to stay"),
        Refusal.ADMINISTRATOR_FIRST: Text(
            "Tài khoản đầu tiên phải là của quản trị viên", "The first account has to be an administrator's"
        ),
        Refusal.NOT_ALLOWED: Text("Tài khoản này không được phép làm việc đó", "This account may not do that"),
    }
)

_IN_SECONDS = Text("{sentence}; còn {seconds} giây", "{sentence}; {seconds} seconds left")


@dataclass(frozen=True, slots=True)
class Refused:
    """``seconds`` to wait before the next try counts; ``weakness`` says what is wrong with a password or PIN."""

    why: Refusal
    seconds: float = 0.0
    weakness: Text | None = None

    @property
    def sentence(self) -> Text:
        """For people; the seconds rounded up, so that they are never told too few."""
        sentence = self.weakness or _SENTENCES[self.why]
        if self.seconds <= 0.0:
            return sentence
        return _IN_SECONDS.filled(sentence=sentence, seconds=-int(-self.seconds // 1))


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """What a staff screen shows of it. ``first_start``: there are no accounts yet, the administrator is to be made.

    ``by_pin`` says that the PIN unlocks, ``locks_in`` how many seconds are left without a touch; with nobody logged in
    or a locked screen it is 0.
    """

    member: StaffMember | None
    locked: bool = False
    by_pin: bool = False
    locks_in: float = 0.0
    first_start: bool = False


class StaffDesk(Protocol):
    """One staff screen; safe from any thread. ``make_administrator``, ``log_in``, ``unlock``, ``set_pin`` and
    ``second_person`` take a tenth of a second or more, so none of them belongs on a thread that paints.

    Every method may raise ``Fault(ACCOUNTS_UNUSABLE | JOURNAL_FAILED)``; then nothing has changed.
    """

    def status(self) -> DeskStatus:
        """Quick; to be asked every second or so: it is also what locks an idle screen."""
        ...

    def may(self, act: Act) -> bool:
        """Whether whoever is at the desk, unlocked, may do this."""
        ...

    def touch(self) -> None:
        """Somebody moved or pressed something at the staff screen."""
        ...

    def make_administrator(self, login: str, password: str) -> StaffMember | Refused:
        """At the first start only: the first account, which then sits at the desk."""
        ...

    def log_in(self, login: str, password: str) -> StaffMember | Refused: ...

    def unlock(self, pin: str) -> StaffMember | Refused:
        """Come back by PIN to a locked screen."""
        ...

    def set_pin(self, pin: str) -> Refused | None:
        """A PIN for whoever is at the desk, unlocked."""
        ...

    def second_person(self, login: str, password: str, act: Act) -> StaffMember | Refused:
        """Somebody else's own login for one act; whoever is at the desk stays there."""
        ...

    def lock(self) -> None: ...

    def log_out(self) -> None: ...
