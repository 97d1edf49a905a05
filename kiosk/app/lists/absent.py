"""``kiosk list absent``: who of the list has not come in during the open shift or is out, by room or by flight."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from kiosk.app.exits import Exit
from kiosk.app.lists.attendance_desk import KioskAttendanceDesk
from kiosk.app.settings.values import Settings
from kiosk.domain.arrivals import Group
from kiosk.domain.clock import SystemClock
from kiosk.domain.desks.attendance import Station
from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.profile import load_site

Json = dict[str, Any]


def show_absent(
    settings: Settings,
    rooms: Sequence[str],
    session: str,
    *,
    as_json: bool,
    watch: float = 0.0,
    wait: Callable[[float], None] = time.sleep,
) -> Exit:
    """Rows whose people have not come in, or left and have not come back, by the list's own keys.

    With ``watch`` again every so many seconds, until somebody stops it (Ctrl-C). Raises
    ``Fault(LIST_MISSING | JOURNAL_FAILED)``.
    """
    from kiosk.journal.journal import Journal

    station = Station(tuple(rooms) or settings.station.rooms, session or settings.station.session)
    site, file = load_site(settings.site), settings.data / "journal.sqlite"
    if not file.is_file():
        raise Fault(FaultCode.JOURNAL_FAILED, "there is no journal yet")
    with Journal(file, site.profile.name, SystemClock()) as journal:
        desk = KioskAttendanceDesk(replace(settings, station=station), site, journal)
        try:
            _tell(desk, as_json=as_json)
            while watch:
                wait(watch)
                _tell(desk, as_json=as_json)
        except KeyboardInterrupt:
            pass
    return Exit.OK


def _tell(desk: KioskAttendanceDesk, *, as_json: bool) -> None:
    groups = desk.groups()
    if groups is None:
        raise Fault(FaultCode.JOURNAL_FAILED, "no shift was opened yet")
    told = absent_json(groups)
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2), flush=True)
        return
    for room in told["rooms"]:
        out = f"; out: {', '.join(room['out'])}" if room["out"] else ""
        absent = ", ".join(room["absent"]) or "–"
        print(f"{room['room'] or '–'}: {room['came']} of {room['expected']}; absent: {absent}{out}")
    left = told["expected"] - told["came"]
    out = f" ({told['out']} of them out now)" if told["out"] else ""
    print(f"{told['came']} of {told['expected']} have come in{out}, {left} have not", flush=True)


def absent_json(groups: Sequence[Group]) -> Json:
    """The shape ``kiosk.list-absent/1``: keys of the list only, no names."""
    return {
        "schema": "kiosk.list-absent/1",
        "expected": sum(len(group.people) for group in groups),
        "came": sum(group.came for group in groups),
        "out": sum(len(group.out) for group in groups),
        "rooms": [
            {
                "room": group.name,
                "expected": len(group.people),
                "came": group.came,
                "absent": [one.listing.key for one in group.absent],
                "out": [one.listing.key for one in group.out],
            }
            for group in groups
        ],
    }
