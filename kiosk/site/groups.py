"""Who is expected, by room or by flight, and who of them has come in: pure rules over the list and the arrivals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from kiosk.domain.arrivals import Arrival, Awaited, Group
from kiosk.domain.attendance import AttendanceRules
from kiosk.domain.site import Listing
from kiosk.site.attendance import start_of


def groups_of(
    expected: Sequence[Listing],
    arrivals: Iterable[Arrival],
    rules: AttendanceRules,
    day: date,
    zone: tzinfo | None = None,
) -> tuple[Group, ...]:
    """The groups in the order of the list. ``expected`` are the rows of that day at this kiosk, ``zone`` the site's.

    Somebody with several rows in one group stands there once. Of their comings, one counts for the row whose doors were
    the last to open before it.
    """
    comings: dict[str, list[Arrival]] = {}
    for arrival in sorted(arrivals, key=lambda one: one.at):
        comings.setdefault(arrival.key, []).append(arrival)
    starts: dict[str, set[datetime]] = {}
    for one in expected:
        starts.setdefault(one.key, set()).add(_opening(one, rules, day, zone))
    found: dict[str, dict[str, Awaited]] = {}
    for one in expected:
        opens, openings = _opening(one, rules, day, zone), sorted(starts[one.key])
        first = opens == openings[0]
        following = next((later for later in openings if later > opens), None)
        came = next(
            (
                coming
                for coming in comings.get(one.key, ())
                if (first or coming.at >= opens) and (following is None or coming.at < following)
            ),
            None,
        )
        group = found.setdefault(dict(one.details).get(rules.grouped_by, ""), {})
        known = group.get(one.key)
        if known is None or known.arrival is None:
            group[one.key] = Awaited(one if known is None else known.listing, came)
    return tuple(Group(name, tuple(people.values())) for name, people in found.items())


def _opening(row: Listing, rules: AttendanceRules, day: date, zone: tzinfo | None) -> datetime:
    """When the doors open for this row; midnight where the list says no time."""
    starts = start_of(dict(row.details), rules, day)
    opens = starts - timedelta(minutes=rules.opens_minutes) if starts else datetime.combine(day, time())
    return opens.replace(tzinfo=zone) if zone else opens.astimezone()
