"""What stands before the virtual camera, and how it behaves. Cheap to import."""

from __future__ import annotations

from enum import StrEnum


class Manner(StrEnum):
    """Somebody who does what is asked, only the turns of it, nothing, or the opposite; or a print, on a stand or turned
    by hand, or a telephone that shows the photograph."""

    ALIVE = "alive"
    ONLY_TURNS = "only_turns"
    UNWILLING = "unwilling"
    MISTAKEN = "mistaken"
    STILL_PRINT = "still_print"
    WAVED_PRINT = "waved_print"
    PHONE = "phone"
