"""How an exception that nobody expected is told to the log: its type and the places in the code, never its message."""

from __future__ import annotations

import traceback
from pathlib import Path


def told(error: BaseException) -> str:
    """``ValueError at runner.py:120 _step > machine.py:88 advance``.

    The message is left out because it may hold what the error was about: a name, a number, a key.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {places or 'no place'}"
