"""Whether a receiver counts as reachable: a rule with inertia over the last few tries, pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.delivery import Reachability

REMEMBERED = 5
LOST_TO_GO_OFFLINE = 2
"""Of the remembered tries. A single lost one says nothing, and neither does one that got through."""
GOOD_TO_RETURN = 2
"""In a row."""


@dataclass(frozen=True, slots=True)
class Connection:
    """The last tries, oldest first, and what they amount to. ``failures`` counts those lost in a row."""

    state: Reachability = Reachability.UNKNOWN
    tries: tuple[bool, ...] = ()
    failures: int = 0

    def after(self, reached: bool) -> Connection:
        """The connection after one more try."""
        tries = (*self.tries, reached)[-REMEMBERED:]
        after = replace(self, tries=tries, failures=0 if reached else self.failures + 1)
        if self.state is Reachability.OFFLINE:
            returned = tries[-GOOD_TO_RETURN:] == (True,) * GOOD_TO_RETURN
            # What was lost before the return does not count against it.
            return replace(after, state=Reachability.ONLINE, tries=(True,)) if returned else after
        if tries.count(False) >= LOST_TO_GO_OFFLINE:
            return replace(after, state=Reachability.OFFLINE)
        return replace(after, state=Reachability.ONLINE) if reached else after
