"""Numbers of spreadsheet cells as people would have typed them: without exponents, and days as dates."""

from __future__ import annotations

import math
from datetime import date, timedelta

from kiosk.site.tables.table import EPOCH_1900

LARGEST_EXACT = 2**53
"""Beyond it, a spreadsheet's number has lost digits."""
FIRST_SURE_DAY = 61
"""Before it, programs that count from 1900 disagree about a 29 February that never was."""
MAX_DAY = 109_205
"""31/12/2198."""


def plain_number(written: str) -> str:
    """``3.6060000123E10`` is ``36060000123``; what is no whole number, or not exact, stays as it is written."""
    if written.isascii() and written.isdigit():
        return written
    try:
        value = float(written)
    except ValueError:
        return written
    whole = math.isfinite(value) and value.is_integer() and abs(value) < LARGEST_EXACT
    return str(int(value)) if whole else written


def serial_date(written: str, epoch: date) -> str:
    """A count of days since ``epoch`` as ISO 8601, its time of day dropped; empty when it is none."""
    try:
        value = float(written)
    except ValueError:
        return ""
    if not (FIRST_SURE_DAY if epoch == EPOCH_1900 else 0) <= value <= MAX_DAY:
        return ""
    return (epoch + timedelta(days=int(value))).isoformat()
