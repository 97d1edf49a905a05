"""What a site may do with data of people: what they agree to, how long lists stay, which fields go out."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.outputs import OutputRules
from kiosk.domain.text import Text

LIST_DAYS_LIMITS = (1, 3650)

CORRECTABLE = ("number", "old_number", "name", "birth_date", "sex")
"""The fields in which a card may correct a list."""

SHEETS = ("attendance_sheet", "off_load")
SHEET_FIELDS = ("key", "name", "birth_date", "number", "old_number")
"""The fields of the list that a printed sheet may show; the list's own columns come beside them by their names."""


@dataclass(frozen=True, slots=True)
class DataRules:
    """``consent`` is what a person agrees to before the chip is read (``None``: agreed to elsewhere).

    Lists that are no longer in force are taken away after ``list_days``. ``corrections`` are the fields that may be
    written from the card into a file for the list's owner; empty: no such file. ``outputs`` says what goes out about a
    check, and to whom. ``attendance_sheet`` are the columns of the sheet that is signed at the end of a shift, a page a
    room or flight, ``off_load`` those of the list of who did not come; empty: no such sheet.
    """

    consent: Text | None = None
    list_days: int = 30
    corrections: frozenset[str] = frozenset()
    outputs: OutputRules = field(default_factory=OutputRules)
    attendance_sheet: tuple[str, ...] = ()
    off_load: tuple[str, ...] = ()
