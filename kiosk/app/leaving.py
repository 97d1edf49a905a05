"""What comes after the windows are closed: nothing, the program anew, or its training."""

from __future__ import annotations

import os
import sys
from enum import Enum

TRAINING = "--training"


class Leaving(Enum):
    """Why the windows were closed."""

    END = "end"
    RESTART = "restart"
    TRAIN = "train"
    BACK_TO_WORK = "back-to-work"


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
