"""When a Vietnamese ID card expires, worked out from birth and issue: the QR does not say, but the BAC key needs it.

Ages and the two-year rule: law of 2014 (cards issued before 1 July 2024) and law 26/2023, article 21. The day exactly
two years before an age and birthdays on 29 February are not documented, so there are several candidates.
"""

from __future__ import annotations

from datetime import date

LAW_OF_2023 = date(2024, 7, 1)
"""The first day of issue under the law of 2023; also the day on which the «Căn cước» took over from the «CCCD»."""

_AGES_BEFORE, _AGES_SINCE = (25, 40, 60), (14, 25, 40, 60)

MAX_CANDIDATES = 4
"""Cards slow down after wrong keys: no more are tried."""


def expiry_date(birth: date, issued: date) -> date | None:
    """The last day of validity by the rule, ``None`` when the card does not expire.

    A card that is issued within the two years before an age is valid until the next age.
    """
    step = _first_step(birth, issued)
    ages = _ages(issued)
    return _birthdays(birth, ages[step])[0] if step < len(ages) else None


def expiry_candidates(birth: date, issued: date) -> tuple[date | None, ...]:
    """Up to four expiry dates, likeliest first: the rule's, the neighbouring ages', never (``None``).

    Empty when the dates contradict each other.
    """
    if issued < birth:
        return ()
    ages = _ages(issued)
    step = _first_step(birth, issued)
    steps = [step, *(near for near in (step + 1, step - 1) if 0 <= near < len(ages))]
    dated = [day for near in steps if near < len(ages) for day in _birthdays(birth, ages[near]) if day > issued]
    return (None, *dated) if step == len(ages) else (*dated[: MAX_CANDIDATES - 1], None)


def _ages(issued: date) -> tuple[int, ...]:
    return _AGES_SINCE if issued >= LAW_OF_2023 else _AGES_BEFORE


def _first_step(birth: date, issued: date) -> int:
    """Index of the first age that lies more than two years ahead; one past the last when there is none."""
    ages = _ages(issued)
    return next((i for i, age in enumerate(ages) if issued < _birthdays(birth, age - 2)[0]), len(ages))


def _birthdays(birth: date, age: int) -> tuple[date, ...]:
    """The birthday at an age; two readings for 29 February in a year that has none."""
    year = birth.year + age
    try:
        return (birth.replace(year=year),)
    except ValueError:
        return date(year, 2, 28), date(year, 3, 1)
