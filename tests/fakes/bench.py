"""A running check with fakes in every port: begun, waited for, and ended with its threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from kiosk.check import events as ev
from kiosk.check.runner import CheckRunner, Ports
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Device
from kiosk.domain.site import SiteProfile
from tests.fakes.findings import AN_BY_QR, AN_CAN, READER
from tests.fakes.ports import FakeChipReader, FakeEngine, FakeFeed, FakeInspector, FakeJournal, FakeRoster

T = TypeVar("T")


class Bench:
    """A runner of this site with its fakes; ``services`` are the ports of ``Ports`` that may be left out."""

    def __init__(
        self,
        profile: SiteProfile,
        reader: FakeChipReader | None = None,
        inspector: FakeInspector | None = None,
        **services: Any,
    ) -> None:
        self.reader = reader or FakeChipReader()
        self.journal = FakeJournal()
        inspector = inspector or FakeInspector()
        ports = Ports(self.reader, inspector, FakeFeed(), FakeEngine, FakeRoster(), self.journal, **services)
        self.runner = CheckRunner(profile, ports, SystemClock())

    def check(self, *, chip: bool = True) -> None:
        """The kiosk is ready, and somebody shows their code and lays their card down, or has none that is read."""
        for device in (Device.READER, Device.LIST, Device.JOURNAL, Device.CAMERA):
            self.runner.post(ev.DeviceReady(device))
        self.runner.post(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)))
        self.runner.post(ev.CardPresented(READER) if chip else ev.ChipGivenUp())


@contextmanager
def running(bench: Bench) -> Iterator[Bench]:
    bench.runner.start()
    try:
        yield bench
    finally:
        bench.runner.stop()


def until_cancelled(begun: threading.Event, end: Callable[[], T]) -> Callable[[Deadline], T]:
    """What a device or a service does that works on and on until it is called off; then what ``end`` says."""

    def work(deadline: Deadline) -> T:
        begun.set()
        never = threading.Event()
        while not deadline.cancelled:
            never.wait(0.005)
        return end()

    return work


def ends_with_the_kiosk(bench: Bench, begun: threading.Event) -> None:
    """Stop the kiosk while something that it began goes on: no thread is left, and nothing is written."""
    before = set(threading.enumerate())
    with running(bench):
        bench.check()
        assert begun.wait(10.0)
    assert set(threading.enumerate()) <= before
    assert bench.journal.records == []
