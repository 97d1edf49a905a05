"""Verdicts and a site's rule -> who gets a queue number, and how the person is shown it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.runner import CheckRunner, Ports
from kiosk.check.screens import citizen_screen
from kiosk.check.states import Idle, Kiosk, ShowingResult
from kiosk.domain.clock import SystemClock
from kiosk.domain.face import FaceComparison
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.domain.hospital.queue import QueueRules
from kiosk.domain.site import Listing, SiteProfile
from kiosk.domain.text import Text
from kiosk.domain.vietnam_time import VIETNAM
from tests.fakes.findings import AN_BY_QR, AN_CAN, INSPECTED, LISTED, LIVE, MATCH, MISMATCH, PROFILE, READER
from tests.fakes.ports import FakeChipReader, FakeEngine, FakeFeed, FakeInspector, FakeJournal, FakeRoster
from tests.fakes.walk import Walk

GIVES = replace(PROFILE, queue=QueueRules(Text("Số thứ tự {value}", "Number {value}")))


def decided(profile: SiteProfile, comparison: FaceComparison = MATCH) -> Walk:
    walk = Walk(Kiosk(profile, Idle())).code_then_card().face_seen().chip_read()
    walk.send(ev.DocumentInspected(walk.id, INSPECTED), ev.ListAnswered(walk.id, LISTED))
    while not walk.all(fx.CommitRecord):
        walk.send(ev.FaceCompared(walk.id, comparison, LIVE), ev.LiveFaceFound(walk.id, replace(LIVE)))
    return walk


@pytest.mark.parametrize(
    ("profile", "comparison", "gets_one"),
    [
        pytest.param(GIVES, MATCH, True, id="admitted"),
        pytest.param(GIVES, MISMATCH, False, id="referred"),
        pytest.param(PROFILE, MATCH, False, id="a site that gives none"),
    ],
)
def test_who_gets_one(profile: SiteProfile, comparison: FaceComparison, gets_one: bool) -> None:
    (commit,) = decided(profile, comparison).all(fx.CommitRecord)
    assert commit.queued == (LISTED.listing if gets_one else None)


@pytest.mark.parametrize(
    ("number", "place"),
    [
        pytest.param(7, Text("Phòng 12 – Ghế 07 · Số thứ tự 7", "Room 12 – Seat 07 · Number 7"), id="behind the place"),
        pytest.param(None, Text("Phòng 12 – Ghế 07", "Room 12 – Seat 07"), id="it could not be written"),
    ],
)
def test_what_the_person_is_shown(number: int | None, place: Text) -> None:
    walk = decided(GIVES)
    walk.send(ev.Recorded(walk.id, number))
    assert citizen_screen(walk.kiosk, walk.now.monotonic).place == place


class Numbers:
    """Gives out the numbers it is told to; ``error`` is what writing meets."""

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error
        self.asked: list[tuple[str, date]] = []

    def issue(self, listing: Listing, day: date) -> int | None:
        self.asked.append((listing.key, day))
        if self._error:
            raise self._error
        return 7


@pytest.mark.parametrize(
    ("error", "place"),
    [
        pytest.param(None, "Phòng 12 – Ghế 07 · Số thứ tự 7", id="written, then shown"),
        pytest.param(Fault(FaultCode.LIST_MISSING), "Phòng 12 – Ghế 07", id="not written: the verdict stands"),
        pytest.param(ValueError("of ours"), "Phòng 12 – Ghế 07", id="a mistake of ours: the verdict stands"),
    ],
)
def test_the_runner_asks_once_the_verdict_is_written(error: Exception | None, place: str) -> None:
    numbers, journal, shown = Numbers(error), FakeJournal(), threading.Event()
    ports = Ports(FakeChipReader(), FakeInspector(), FakeFeed(), FakeEngine, FakeRoster(), journal, queue=numbers)
    runner = CheckRunner(GIVES, ports, SystemClock())
    seen: list[Kiosk] = []

    def see(kiosk: Kiosk) -> None:
        if isinstance(kiosk.phase, ShowingResult) and not seen:
            seen.append(kiosk)
            shown.set()

    runner.subscribe(see)
    runner.start()
    try:
        for device in (Device.READER, Device.LIST, Device.JOURNAL):
            runner.post(ev.DeviceReady(device))
        runner.post(ev.DeviceReady(Device.CAMERA))
        runner.post(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)))
        runner.post(ev.CardPresented(READER))
        assert shown.wait(20.0)
    finally:
        runner.stop()
    told = citizen_screen(seen[0], 0.0).place
    assert told is not None
    assert told.vi == place
    (record,) = journal.records
    assert numbers.asked == [("HN-0001", record.decided_at.astimezone(VIETNAM).date())]
