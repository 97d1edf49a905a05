"""``kiosk list left``: staff note that somebody who had come in was seen to leave."""

from __future__ import annotations

import sys

from kiosk.app.exits import Exit
from kiosk.app.settings.values import Settings
from kiosk.app.staff.acts import asking, known, opened, refused
from kiosk.domain.desks.staff import Refused
from kiosk.domain.staff import Act


def note_leaving(settings: Settings, key: str, *, by: str, from_stdin: bool) -> Exit:
    """Raises ``Fault(ACCOUNTS_UNUSABLE | JOURNAL_FAILED)``."""
    with opened(settings) as (accounts, journal):
        who = known(accounts, by, asking(from_stdin), Act.OVERRIDE)
        if isinstance(who, Refused):
            return refused(who)
        at = journal.note_leaving(key, who.login)
    if at is None:
        print(
            "kiosk: Chưa có ai với mã này vào trong\n       Nobody with this key has come in",
            file=sys.stderr,
        )
        return Exit.USAGE
    print(f"{key}  {at.astimezone():%H:%M}")
    return Exit.OK
