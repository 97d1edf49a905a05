"""How the windows come to be closed, and what comes after: nothing, the program anew, or its training."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum

TRAINING = "--training"


class Leaving(Enum):
    """Why the windows were closed."""

    END = "end"
    RESTART = "restart"
    TRAIN = "train"
    BACK_TO_WORK = "back-to-work"


_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))
"""What a service manager, a terminal and a desktop that logs out send to a program that is to end."""


@contextmanager
def ending_by_signals(end: Callable[[], None]) -> Iterator[None]:
    """Within it these signals call ``end`` and not death: what is to be written is written, devices are closed.

    On the main thread only. Python hears of a signal when it runs next, and the windows tick ten times a second.
    """
    before = {one: signal.signal(one, lambda number, frame: end()) for one in _ENDING}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def arguments_for(leaving: Leaving, given: list[str]) -> list[str]:
    """The command line of the next program, from the one of this; ``given`` are the words behind the program's name."""
    rest = [word for word in given if word != TRAINING]
    begins_training = leaving is Leaving.TRAIN or (leaving is Leaving.RESTART and TRAINING in given)
    return [*rest, TRAINING] if begins_training else rest


def begin_anew(leaving: Leaving) -> None:
    """Put the next program in the place of this one, under the same process number: whoever supervises it (a service,
    a desktop) notices nothing. Returns where nothing is to follow."""
    if leaving is Leaving.END:
        return
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(  # noqa: S606 - our own interpreter, no shell
        sys.executable, [sys.executable, "-m", "kiosk", *arguments_for(leaving, sys.argv[1:])]
    )
