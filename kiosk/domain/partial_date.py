"""A date of which only the year, or only month and year, may be known: birth dates as old papers have them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

_PRINTED = re.compile(r"(?:(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-])?([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
YEARS = (1850, 2150)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """``month`` and ``day`` are 0 where they are not known; no day without its month. Hidden from ``repr``."""

    year: int = field(repr=False)
    month: int = field(default=0, repr=False)
    day: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for what no calendar has; the message holds nothing of it."""
        if not YEARS[0] <= self.year <= YEARS[1] or (self.day and not self.month):
            raise ValueError("no such date")
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            raise ValueError("no such date") from None

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @classmethod
    def birth(cls, day: date | None) -> PartialDate | None:
        """A birth date as card or list has it; ``None`` for one that is not given, or of no living person's century.

        A chip that anybody may have made, or a list with a slip in it, says any year that a calendar has.
        """
        return cls.of(day) if day is not None and YEARS[0] <= day.year <= YEARS[1] else None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """``15/03/1990``, ``03/1990``, ``1990`` or ``1990-03-15``; raises ``ValueError``."""
        if iso := _ISO.fullmatch(text):
            return cls(int(iso[1]), _needed(iso[2]), _needed(iso[3]))
        printed = _PRINTED.fullmatch(text)
        if printed is None:
            raise ValueError("no date")
        day, month, year = printed.groups()
        return cls(int(year), _needed(month) if month else 0, _needed(day) if day else 0)

    @property
    def whole(self) -> date | None:
        """The day, where all of it is known."""
        return date(self.year, self.month, self.day) if self.day else None

    @property
    def iso(self) -> str:
        """``1990-03-15``, ``1990-03`` or ``1990``, as FHIR and ISO 8601 write them."""
        parts = (f"{self.year:04}", f"{self.month:02}", f"{self.day:02}")
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])

    @property
    def printed(self) -> str:
        """``15/03/1990``, ``03/1990`` or ``1990``, as Vietnamese papers write them."""
        return "/".join(reversed(self.iso.split("-")))

    def agrees(self, other: PartialDate) -> bool:
        """Whether both can be the same day: what one of them leaves open counts for nothing."""
        mine, others = (self.year, self.month, self.day), (other.year, other.month, other.day)
        return all(left == right or not left or not right for left, right in zip(mine, others, strict=True))

    def age_at(self, today: date) -> int:
        """Whole years, as young as the date allows: what is not known of it is taken for the end of the year."""
        month, day = self.month or 12, self.day or 31
        return today.year - self.year - ((today.month, today.day) < (month, day))


def _needed(digits: str) -> int:
    """A month or day that is written must not be zero."""
    number = int(digits)
    if not number:
        raise ValueError("no such date")
    return number
