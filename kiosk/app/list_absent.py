"""``kiosk list absent``: who of the list has not come in during the open shift, room by room."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kiosk.app.exits import Exit
from kiosk.app.settings import Settings
from kiosk.app.site_list import list_folder
from kiosk.domain.attendance import Station
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.site import Listing
from kiosk.site.attendance import ROOM, is_expected_at
from kiosk.site.profile import load_site
from kiosk.site.store.installed import open_current

Json = dict[str, Any]


def show_absent(settings: Settings, rooms: Sequence[str], session: str, *, as_json: bool) -> Exit:
    """Rows whose people have not come in, by the site's own keys. Raises ``Fault(LIST_MISSING | JOURNAL_FAILED)``."""
    station = Station(tuple(rooms) or settings.station.rooms, session or settings.station.session)
    site, today = load_site(settings.site), SystemClock().now().astimezone().date()
    roster = open_current(list_folder(settings), site.columns)
    expected = [one for one in roster.listings() if is_expected_at(one, site.profile.attendance, station, today)]
    came = _admitted_keys(settings, site.profile.name)
    told = absent_json(expected, came)
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return Exit.OK
    for room in told["rooms"]:
        print(
            f"{room['room'] or '–'}: {room['came']} of {room['expected']}; absent: {', '.join(room['absent']) or '–'}"
        )
    print(f"{told['came']} of {told['expected']} have come in, {told['expected'] - told['came']} have not")
    return Exit.OK


def absent_json(expected: Sequence[Listing], came: frozenset[str]) -> Json:
    """The shape ``kiosk.list-absent/1``: keys of the list only, no names."""
    rooms: dict[str, list[str]] = {}
    size: Counter[str] = Counter()
    for one in expected:
        room = dict(one.details).get(ROOM, "")
        size[room] += 1
        absent = rooms.setdefault(room, [])
        if one.key not in came:
            absent.append(one.key)
    return {
        "schema": "kiosk.list-absent/1",
        "expected": len(expected),
        "came": len(expected) - sum(map(len, rooms.values())),
        "rooms": [
            {"room": room, "expected": size[room], "came": size[room] - len(absent), "absent": absent}
            for room, absent in rooms.items()
        ],
    }


def _admitted_keys(settings: Settings, site: str) -> frozenset[str]:
    from kiosk.journal.journal import Journal

    file = settings.data / "journal.sqlite"
    if not file.is_file():
        raise Fault(FaultCode.JOURNAL_FAILED, "there is no journal yet")
    with Journal(file, site, SystemClock()) as journal:
        shift = journal.newest_shift()
    if shift is None:
        raise Fault(FaultCode.JOURNAL_FAILED, "no shift was opened yet")
    return shift.figures.admitted_keys
