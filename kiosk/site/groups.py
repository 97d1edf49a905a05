"""Who is expected, by room or by flight, who of them has come in and who is out: pure rules over list and journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from kiosk.domain.arrivals import Arrival, Awaited, Group, Leaving
from kiosk.domain.desks.attendance import AttendanceRules
from kiosk.domain.site import Listing
from kiosk.site.attendance import day_of, start_of

_Noted = TypeVar("_Noted", Arrival, Leaving)


def groups_of(
    expected: Sequence[Listing],
    arrivals: Iterable[Arrival],
    rules: AttendanceRules,
    day: date,
    zone: tzinfo | None = None,
    leavings: Iterable[Leaving] = (),
) -> tuple[Group, ...]:
    """The groups in the order of the list. ``expected`` are the rows of a shift at this kiosk, ``day`` is that of rows
    that name none, ``zone`` the site's.

    Somebody with several rows in one group stands there once. Of their comings, one counts for the row whose doors were
    the last to open before it. Whoever left stands as out in the row to which they had come, until they come again.
    """
    comings, goings = _by_key(arrivals), _by_key(leavings)
    starts: dict[str, set[datetime]] = {}
    for one in expected:
        starts.setdefault(one.key, set()).add(_opening(one, rules, day, zone))
    found: dict[str, dict[str, Awaited]] = {}
    for one in expected:
        opens, openings = _opening(one, rules, day, zone), sorted(starts[one.key])
        first = opens == openings[0]
        following = next((later for later in openings if later > opens), None)
        came = [
            coming
            for coming in comings.get(one.key, ())
            if (first or coming.at >= opens) and (following is None or coming.at < following)
        ]
        here = Awaited(one, came[0], _left(came[-1], comings[one.key], goings.get(one.key, ()))) if came else None
        group = found.setdefault(dict(one.details).get(rules.grouped_by, ""), {})
        group[one.key] = _joined(group.get(one.key, Awaited(one)), here)
    return tuple(Group(name, tuple(people.values())) for name, people in found.items())


def _left(came: Arrival, comings: Sequence[Arrival], goings: Sequence[Leaving]) -> datetime | None:
    """When somebody left after this coming, if they did so before their next one."""
    back = next((coming.at for coming in comings if coming.at > came.at), None)
    left = [going.at for going in goings if going.at >= came.at and (back is None or going.at < back)]
    return left[-1] if left else None


def _joined(known: Awaited, here: Awaited | None) -> Awaited:
    """One person by two rows of a group: the first of their comings, and whether they are out after the last."""
    if here is None or here.arrival is None:
        return known
    if known.arrival is None:
        return Awaited(known.listing, here.arrival, here.left_at)
    newer = here if here.arrival.at >= known.arrival.at else known
    return Awaited(known.listing, known.arrival, newer.left_at)


def _by_key(noted: Iterable[_Noted]) -> dict[str, list[_Noted]]:
    found: dict[str, list[_Noted]] = {}
    for one in sorted(noted, key=lambda one: one.at):
        found.setdefault(one.key, []).append(one)
    return found


def _opening(row: Listing, rules: AttendanceRules, day: date, zone: tzinfo | None) -> datetime:
    """When the doors open for this row; midnight where the list says no time."""
    details = dict(row.details)
    day = day_of(details) or day
    starts = start_of(details, rules, day)
    opens = starts - timedelta(minutes=rules.opens_minutes) if starts else datetime.combine(day, time())
    return opens.replace(tzinfo=zone) if zone else opens.astimezone()
