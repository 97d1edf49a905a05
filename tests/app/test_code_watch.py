"""Card codes out of the camera: once each, only while they are wanted, and a lost camera is said once."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.app.code_post import CodePost
from kiosk.app.code_watch import CodeWatch
from kiosk.check.events import CardCodeRead, CodeRejected, DeviceFailed, DeviceReady, Event
from kiosk.domain.clock import SystemClock
from kiosk.domain.face import Frame
from kiosk.domain.faults import Device, FaultCode
from tests.fakes.ports import FakeFeed

AN = "001090012345|012345678|Nguyễn Văn An|15031990|Nam|Số 1, Quận 1, TP. Hồ Chí Minh|10052021"
NGOC = "079185006789||Trần Thị Bích Ngọc|20081985|Nữ|131 Hùng Vương, Quảng Ngãi|15082024||||"
WAIT = 5.0


class Bench:
    """A watch over a fake camera; ``shown`` is what the next frames hold."""

    def __init__(self) -> None:
        self.feed = FakeFeed()
        self.shown: list[str] = []
        self.wanted = True
        self.posted: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.looks = 0
        take = CodePost(self.posted.put, SystemClock()).take
        self.watch = CodeWatch(self.feed, self._read, take, self.posted.put, lambda: self.wanted)

    def _read(self, frame: Frame) -> list[str]:
        self.looks += 1
        return list(self.shown)

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
        bench.shown = [AN]
        first = bench.next()
        assert isinstance(first, CardCodeRead)
        assert first.identity.number == "001090012345"
        bench.look_again()
        bench.shown = [NGOC]
        second = bench.next()
        assert isinstance(second, CardCodeRead)
        assert second.identity.number == "079185006789"


def test_a_code_of_something_else_is_rejected_with_its_reason() -> None:
    with Bench().running() as bench:
        bench.shown = ["https://example.org"]
        assert bench.next() == CodeRejected(FaultCode.CODE_LINK)


def test_nothing_is_looked_at_while_no_code_is_wanted() -> None:
    bench = Bench()
    bench.wanted = False
    with bench.running():
        bench.shown = [AN]
        bench.watch._stop.wait(0.5)
        assert bench.looks == 0
        bench.wanted = True
        assert isinstance(bench.next(), CardCodeRead)


def test_a_camera_that_is_lost_and_comes_back_is_said_once_each() -> None:
    bench = Bench()
    bench.feed.fault = FaultCode.CAMERA_LOST
    with bench.running():
        assert bench.next() == DeviceFailed(FaultCode.CAMERA_LOST)
        bench.feed.fault = None
        assert bench.next() == DeviceReady(Device.CAMERA)
        assert bench.posted.empty()
