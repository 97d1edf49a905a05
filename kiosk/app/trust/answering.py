"""Who answers for a change of trust at the command line: staff by their logins; a name while there is no staff yet."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.app.settings.values import Settings
from kiosk.app.staff.acts import ACCOUNTS, Ask, known, opened
from kiosk.app.trust.acts import operators
from kiosk.domain.desks.staff import Refused
from kiosk.domain.staff import Act
from kiosk.domain.text import Text

NO_STAFF_YET = Text(
    "Máy chưa có tài khoản nào, nên không ai xác nhận được tên mình; nhật ký cũng ghi như vậy (xem «kiosk staff add»)",
    "There are no accounts yet, so nobody can prove their name; the journal says so too (see «kiosk staff add»)",
)


@dataclass(frozen=True, slots=True)
class Answering:
    """``people`` are logins whose passwords were given (``proven``), or names that nobody has proven.

    ``staffed``: this kiosk has accounts, and what somebody has to vouch for takes a login.
    """

    people: tuple[str, ...]
    proven: bool
    staffed: bool

    @property
    def may_vouch(self) -> bool:
        return self.proven or not self.staffed


def answering(settings: Settings, given: Sequence[str], ask: Ask) -> Answering | Refused:
    """Whoever was named, once their password fits and they are administrators; says so where nobody can be asked.

    Raises ``Fault(ACCOUNTS_UNUSABLE | JOURNAL_FAILED | SETTINGS_MALFORMED)``.
    """
    # Looking must make no file: whoever runs this as root would leave one that the kiosk cannot write.
    if (settings.data / ACCOUNTS).is_file():
        with opened(settings) as (accounts, _):
            if accounts.members():
                for login in given:
                    who = known(accounts, login, ask, Act.IMPORT_TRUST)
                    if isinstance(who, Refused):
                        return who
                return Answering(operators(given), proven=bool(given), staffed=True)
    print(f"kiosk: {NO_STAFF_YET.vi}\n       {NO_STAFF_YET.en}", file=sys.stderr)
    return Answering(operators(given), proven=False, staffed=False)
