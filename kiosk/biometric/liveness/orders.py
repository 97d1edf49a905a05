"""Which movements a person is asked for, in which order: every allowed order, each as likely as any other."""

from __future__ import annotations

from functools import cache
from itertools import product

from kiosk.domain.liveness import Challenge

TURNS = (Challenge.TURN_LEFT, Challenge.TURN_RIGHT)
EXPRESSIONS = (Challenge.BLINK, Challenge.OPEN_MOUTH)

Order = tuple[Challenge, ...]

PAUSE_SECONDS = (0.1, 0.5)
"""For how long somebody looks straight before the next movement is asked for: by chance between these."""


@cache
def orders(*, expressions: bool) -> tuple[Order, ...]:
    """All orders from which one is drawn. A recording of one of them passes by the chance of one in as many.

    Where eyes and mouth can be read, three movements with a turn and an expression among them: 48 orders. Else four
    turns to both sides, since with nothing but left and right three of them have six orders, and four have fourteen.
    """
    if expressions:
        drawn = product((*TURNS, *EXPRESSIONS), repeat=3)
        return tuple(order for order in drawn if set(order) & set(TURNS) and set(order) & set(EXPRESSIONS))
    return tuple(order for order in product(TURNS, repeat=4) if len(set(order)) == len(TURNS))
