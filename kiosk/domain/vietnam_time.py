"""The time of day in Vietnam, which has no summer time: what its services and forms mean, wherever the clock is set."""

from __future__ import annotations

from datetime import timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
