"""Rules of attendance hold their own limits."""

from __future__ import annotations

import pytest

from kiosk.domain.desks.attendance import AttendanceRules


@pytest.mark.parametrize("minutes", [-1, 24 * 60 + 1])
def test_minutes_are_of_one_day(minutes: int) -> None:
    with pytest.raises(ValueError, match="minutes from 0 to 1440"):
        AttendanceRules(opens_minutes=minutes)
    with pytest.raises(ValueError, match="minutes from 0 to 1440"):
        AttendanceRules(closes_minutes=minutes)
