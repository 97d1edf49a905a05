"""Queue numbers that the kiosk gives out itself: for whom, from which number on, and in which words."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.text import Text

FIRST_LIMITS = (1, 9000)
LAST_NUMBER = 9999


@dataclass(frozen=True, slots=True)
class QueueRules:
    """``per`` is the list's own column whose cells have a queue each (a clinic); ``own`` the column in which the list
    may have a number already, and then none is given. ``words`` hold ``{value}``.

    Kiosks that serve the same queues begin at numbers set apart (``first``).
    """

    words: Text
    per: str = "room"
    own: str = "queue"
    first: int = 1

    def __post_init__(self) -> None:
        if not FIRST_LIMITS[0] <= self.first <= FIRST_LIMITS[1]:
            raise ValueError(f"queues begin at {FIRST_LIMITS[0]} to {FIRST_LIMITS[1]}")
