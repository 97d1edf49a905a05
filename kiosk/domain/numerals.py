"""Numbers as people read them in each language: 1.025.154 and 6,2 in Vietnamese, 1,025,154 and 6.2 in English."""

from __future__ import annotations

from kiosk.domain.text import Text

_SWAPPED = str.maketrans(",.", ".,")


def whole(number: int) -> Text:
    """A count, its thousands parted."""
    return _written(f"{number:,}")


def decimal(number: float, places: int) -> Text:
    """A measured number, rounded to so many places behind the decimal sign."""
    return _written(f"{number:,.{places}f}")


def one_in(rate: float) -> Text:
    """A small share as one of so many: 0.001 is 1/1.000, and 1/1,000."""
    return _written(f"1/{round(1 / rate):,}")


def _written(english: str) -> Text:
    return Text(english.translate(_SWAPPED), english)
