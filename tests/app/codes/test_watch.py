"""Card codes out of the camera: once each, only while they are wanted, and a lost camera is said once."""

from __future__ import annotations

import logging
import queue
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.app.codes.frame_looks import Choice
from kiosk.app.codes.post import CodePost
from kiosk.app.codes.watch import CodeWatch
from kiosk.check.events import CardCodeRead, CodeRejected, CodeSeen, DeviceFailed, DeviceReady, Event, KeyTyped
from kiosk.domain.access_key import Can, MrzKey
from kiosk.domain.clock import SystemClock
from kiosk.domain.face import Frame
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.reader.scan.duty import DutyCycle
from kiosk.reader.scan.sighting import CodeKind, CodeSighting, FrameReading
from tests.fakes.lds_files import MRZ_A
from tests.fakes.ports import FakeFeed

AN = "001090012345|012345678|Nguyễn Văn An|15031990|Nam|Số 1, Quận 1, TP. Hồ Chí Minh|10052021"
NGOC = "079185006789||Trần Thị Bích Ngọc|20081985|Nữ|131 Hùng Vương, Quảng Ngãi|15082024||||"
LINK = "https://example.org"
PASS = "M1NGUYEN/VAN AN       EABC123 SGNHANVN 0123 123Y012A0001 100"
WAIT = 5.0


def seen(content: str | bytes, *, weak: bool = False, kind: CodeKind = CodeKind.QR) -> CodeSighting:
    held = content if isinstance(content, bytes) else content.encode()
    return CodeSighting(held, kind, ((0, 0), (1, 0), (1, 1), (0, 1)), weak=weak)


class Zones:
    """A zone watch whose looks the test decides; it remembers which codes it was told of."""

    def __init__(self) -> None:
        self.shown = Choice()
        self.urgent = False
        self.codes: list[bytes] = []

    def look(self, frame: Frame) -> Choice:
        return self.shown

    def code_seen(self, content: bytes, at: float) -> None:
        self.codes.append(content)

    def forget(self) -> None:
        self.shown = Choice()


class Bench:
    """A watch over a fake camera, and the engine that it makes; ``shown`` is what the next frames hold."""

    name = "fake"

    def __init__(self, *, own_camera: bool = False, broken: Fault | None = None, zones: Zones | None = None) -> None:
        self.feed = FakeFeed()
        self.shown: list[CodeSighting] = []
        self.wanted = True
        self.posted: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.made = False
        self.looks = 0
        self.forgotten = 0
        self.accidents = 0
        self.lacking: Fault | None = None
        self._broken = broken
        take = CodePost(self.posted.put, SystemClock()).take
        duty = DutyCycle(1.0, shortest_pause=0.01)
        self.watch = CodeWatch(
            self.feed,
            self._made,
            take,
            self.posted.put,
            lambda: self.wanted,
            duty=duty,
            own_camera=own_camera,
            make_zones=(lambda: zones) if zones else None,
        )

    def _made(self) -> Bench:
        if self._broken:
            raise self._broken
        self.made = True
        return self

    def read(self, frame: Frame) -> FrameReading:
        self.looks += 1
        if self.looks <= self.accidents:
            raise ValueError("001090012345")
        return FrameReading(tuple(self.shown))

    def forget(self) -> None:
        self.forgotten += 1

    @contextmanager
    def running(self) -> Iterator[Bench]:
        self.watch.start()
        try:
            yield self
        finally:
            self.watch.stop()

    def next(self) -> Event:
        return self.posted.get(timeout=WAIT)

    def look_again(self) -> None:
        """Wait until three more frames were looked at."""
        before = self.looks
        for _ in range(500):
            if self.looks >= before + 3:
                return
            self.feed.wait_newer(0, 0.0)
            self.watch._stop.wait(0.02)
        pytest.fail("the watch looks at no frames")


def test_a_code_that_stays_in_view_is_said_once_and_the_next_persons_at_once() -> None:
    with Bench().running() as bench:
        bench.shown = [seen(AN)]
        first = bench.next()
        assert isinstance(first, CardCodeRead)
        assert first.identity.number == "001090012345"
        bench.look_again()
        bench.shown = [seen(NGOC)]
        second = bench.next()
        assert isinstance(second, CardCodeRead)
        assert second.identity.number == "079185006789"


def test_a_code_of_something_else_is_rejected_with_its_reason() -> None:
    with Bench().running() as bench:
        bench.shown = [seen(LINK)]
        assert bench.next() == CodeRejected(FaultCode.CODE_LINK)


def test_nothing_is_looked_at_while_no_code_is_wanted() -> None:
    with Bench().running() as bench:
        bench.look_again()
        bench.wanted = False
        bench.watch._stop.wait(0.2)
        looks = bench.looks
        bench.shown = [seen(AN)]
        bench.watch._stop.wait(0.2)
        assert bench.looks == looks
        assert bench.forgotten > 0, "where the last person's code was says nothing about the next one's"
        bench.wanted = True
        assert isinstance(bench.next(), CardCodeRead)


def test_the_engine_is_made_when_a_code_is_wanted_for_the_first_time() -> None:
    bench = Bench()
    bench.wanted = False
    bench.shown = [seen(AN)]
    with bench.running():
        bench.watch._stop.wait(0.2)
        assert not bench.made
        bench.wanted = True
        assert isinstance(bench.next(), CardCodeRead)
        assert bench.made


def test_a_watch_that_was_never_wanted_can_be_stopped() -> None:
    bench = Bench()
    bench.wanted = False
    with bench.running():
        pass
    assert not bench.watch._thread.is_alive()


def test_a_camera_that_is_lost_and_comes_back_is_said_once_each() -> None:
    bench = Bench()
    bench.feed.fault = FaultCode.CAMERA_LOST
    with bench.running():
        assert bench.next() == DeviceFailed(FaultCode.CAMERA_LOST)
        bench.feed.fault = None
        assert bench.next() == DeviceReady(Device.CAMERA)
        assert bench.posted.empty()


def test_a_camera_of_its_own_that_is_lost_stops_nothing_and_is_closed_at_the_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench = Bench(own_camera=True)
    bench.feed.fault = FaultCode.CAMERA_LOST
    with caplog.at_level(logging.WARNING), bench.running():
        bench.watch._stop.wait(0.1)
        bench.feed.fault = None
        bench.shown = [seen(AN)]
        assert isinstance(bench.next(), CardCodeRead)
    assert not bench.feed.running
    assert ["lost" in line or "again" in line for line in caplog.messages] == [True, True]


def test_an_engine_that_cannot_be_made_is_said() -> None:
    with Bench(broken=Fault(FaultCode.SETTINGS_MALFORMED, "codes.engine")).running() as bench:
        assert bench.next() == DeviceFailed(FaultCode.SETTINGS_MALFORMED)


def test_an_accident_at_a_frame_is_logged_without_what_it_was_about_and_the_next_frame_is_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench = Bench()
    bench.accidents = 2
    bench.shown = [seen(AN)]
    with bench.running():
        assert isinstance(bench.next(), CardCodeRead)
    assert len(caplog.messages) == 2
    assert all("ValueError at " in line and "001090012345" not in line for line in caplog.messages)


def test_several_cards_are_said_once_until_one_is_alone() -> None:
    with Bench().running() as bench:
        bench.shown = [seen(AN), seen(NGOC)]
        assert bench.next() == CodeRejected(FaultCode.SEVERAL_CODES)
        bench.look_again()
        bench.shown = [seen(NGOC)]
        second = bench.next()
        assert isinstance(second, CardCodeRead)
        assert second.identity.number == "079185006789"
        bench.shown = [seen(AN), seen(NGOC)]
        assert bench.next() == CodeRejected(FaultCode.SEVERAL_CODES)
        assert bench.posted.empty()


def test_a_code_with_thin_error_correction_is_taken_when_two_frames_agree() -> None:
    bench = Bench()
    bench.shown = [seen(PASS, weak=True, kind=CodeKind.PDF417)]
    with bench.running():
        assert isinstance(bench.next(), CodeSeen)
        assert bench.looks >= 2


class TestZones:
    def test_the_zone_of_frames_without_a_code_gives_keys(self) -> None:
        zones = Zones()
        zones.shown = Choice("\n".join(MRZ_A[at : at + 30] for at in (0, 30, 60)).encode())
        with Bench(zones=zones).running() as bench:
            event = bench.next()
        assert isinstance(event, KeyTyped)
        assert event.keys == (Can("012345"), MrzKey("090012345", "900315", "300315"))

    def test_a_code_comes_before_a_zone_and_is_told_to_it(self) -> None:
        zones = Zones()
        zones.shown = Choice(b"nobody asks for it")
        bench = Bench(zones=zones)
        bench.shown = [seen(AN)]
        with bench.running():
            assert isinstance(bench.next(), CardCodeRead)
            bench.look_again()
        assert set(zones.codes) == {AN.encode()}
        assert bench.posted.empty()

    def test_the_zone_of_another_card_is_a_second_card(self) -> None:
        zones = Zones()
        zones.shown = Choice(several=True)
        with Bench(zones=zones).running() as bench:
            assert bench.next() == CodeRejected(FaultCode.SEVERAL_CODES)

    def test_what_the_person_can_change_is_told(self) -> None:
        zones = Zones()
        zones.shown = Choice(hint=FaultCode.ZONE_TOO_SMALL)
        with Bench(zones=zones).running() as bench:
            assert bench.next() == CodeRejected(FaultCode.ZONE_TOO_SMALL)
