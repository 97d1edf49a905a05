"""What ``kiosk staff`` does: opens accounts and journal, asks for passwords, says what was refused."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from kiosk.accounts.accounts import StaffAccounts
from kiosk.app.exits import Exit
from kiosk.app.settings.values import Settings
from kiosk.domain.clock import SystemClock
from kiosk.domain.desks.staff import Refusal, Refused
from kiosk.domain.staff import Act, Role, StaffMember, may
from kiosk.journal.journal import Journal
from kiosk.site.profile import load_site

ACCOUNTS = "accounts.sqlite"
JOURNAL = "journal.sqlite"

Ask = Callable[[str], str]


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[StaffAccounts, Journal]]:
    """Accounts and journal of this kiosk. Raises ``Fault(ACCOUNTS_UNUSABLE | JOURNAL_FAILED | SETTINGS_MALFORMED)``."""
    clock = SystemClock()
    with Journal(settings.data / JOURNAL, load_site(settings.site).profile.name, clock) as journal:
        accounts = StaffAccounts(settings.data / ACCOUNTS, journal, clock)
        try:
            yield accounts, journal
        finally:
            accounts.close()


def asking(from_stdin: bool) -> Ask:
    """How passwords come in: typed unseen, or a line each of standard input, for programs."""
    if not from_stdin:
        return lambda prompt: getpass.getpass(f"{prompt}: ")

    def line(prompt: str) -> str:
        text = sys.stdin.readline()
        if not text:
            raise typer.BadParameter(f"standard input ended before: {prompt}", param_hint="--stdin")
        return text.rstrip("\r\n")

    return line


def known(accounts: StaffAccounts, login: str, ask: Ask, act: Act) -> StaffMember | Refused:
    """Whoever says they are ``login``, once their password fits and their role may do this."""
    answer = accounts.log_in(login, ask(f"Password of {login}"))
    if isinstance(answer, StaffMember) and not may(answer.role, act):
        return Refused(Refusal.NOT_ALLOWED)
    return answer


def add_member(settings: Settings, login: str, role: Role, *, by: str, from_stdin: bool) -> Exit:
    ask = asking(from_stdin)
    with opened(settings) as (accounts, _):
        if by:
            who = known(accounts, by, ask, Act.MANAGE_STAFF)
            if isinstance(who, Refused):
                return refused(who)
        password = _new_password(ask, login, twice=not from_stdin)
        answer = accounts.add(login, role, password, by=by)
        if isinstance(answer, Refused):
            return refused(answer)
    print(f"{login}: {role}")
    return Exit.OK


def list_members(settings: Settings, *, as_json: bool) -> Exit:
    with opened(settings) as (accounts, _):
        members = accounts.members()
    if as_json:
        people = [{"login": one.login, "role": one.role.value, "has_pin": one.has_pin} for one in members]
        print(json.dumps({"schema": "kiosk.staff-list/1", "members": people}, ensure_ascii=False, indent=2))
    else:
        for one in members:
            print(f"{one.login:<32}  {one.role}{'  PIN' if one.has_pin else ''}")
    return Exit.OK


def remove_member(settings: Settings, login: str, *, by: str, from_stdin: bool) -> Exit:
    with opened(settings) as (accounts, _):
        who = known(accounts, _required(by), asking(from_stdin), Act.MANAGE_STAFF)
        answer = who if isinstance(who, Refused) else accounts.remove(login, by=by)
    return Exit.OK if answer is None else refused(answer)


def change_password(settings: Settings, login: str, *, by: str, from_stdin: bool) -> Exit:
    ask = asking(from_stdin)
    by = by or login
    with opened(settings) as (accounts, _):
        act = Act.SEE_EVIDENCE if by == login else Act.MANAGE_STAFF
        who = known(accounts, by, ask, act)
        if isinstance(who, Refused):
            return refused(who)
        answer = accounts.set_password(login, _new_password(ask, login, twice=not from_stdin), by=by)
    return Exit.OK if answer is None else refused(answer)


def refused(answer: Refused) -> Exit:
    """Say why, in both languages."""
    print(f"kiosk: {answer.sentence.vi}\n       {answer.sentence.en}", file=sys.stderr)
    return Exit.USAGE


def _required(by: str) -> str:
    if not by:
        raise typer.BadParameter("say who does it", param_hint="--by")
    return by


def _new_password(ask: Ask, login: str, *, twice: bool) -> str:
    password = ask(f"New password of {login}")
    if twice and ask("Once more") != password:
        raise typer.BadParameter("the two differ", param_hint="password")
    return password
