"""What loading list and journal runs into -> what the kiosk is told of it, until both are there."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kiosk.app.records_loader import RecordsLoader
from kiosk.check import events as ev
from kiosk.check.machine import advance
from kiosk.check.states import Idle, Instant, Kiosk, OutOfService
from kiosk.domain.faults import Device, Fault, FaultCode
from tests.fakes.findings import PROFILE
from tests.fakes.staff import START

WAIT = 10.0
MISSING = Fault(FaultCode.LIST_MISSING)
MISTAKE = KeyError("Nguyễn Văn An")
OTHER_MISTAKE = ValueError("001090012345")

FAILED = ev.DeviceFailed(FaultCode.UNEXPECTED)
WELL = ev.DeviceReady(Device.PROGRAM)
LIST, JOURNAL = ev.DeviceReady(Device.LIST), ev.DeviceReady(Device.JOURNAL)


def failing(*troubles: Exception) -> Callable[[], None]:
    """Something that is there once it has met these."""
    left = list(troubles)

    def load() -> None:
        if left:
            raise left.pop(0).with_traceback(None)

    return load


@contextmanager
def loading(loads: dict[Device, Callable[[], None]], pause: float = 0.0) -> Iterator[queue.Queue[ev.Event]]:
    posted: queue.Queue[ev.Event] = queue.Queue()
    loader = RecordsLoader(loads, posted.put, pause)
    loader.start()
    try:
        yield posted
    finally:
        loader.stop()
        assert not loader._thread.is_alive()


@pytest.mark.parametrize(
    ("of_list", "of_journal", "told"),
    [
        ([], [], [LIST, JOURNAL]),
        ([MISSING], [], [ev.DeviceFailed(FaultCode.LIST_MISSING), JOURNAL, LIST]),
        ([MISTAKE], [], [FAILED, JOURNAL, WELL, LIST]),
        ([MISTAKE, MISSING], [], [FAILED, JOURNAL, ev.DeviceFailed(FaultCode.LIST_MISSING), WELL, LIST]),
        ([MISTAKE], [OTHER_MISTAKE, OTHER_MISTAKE], [FAILED, FAILED, LIST, FAILED, WELL, JOURNAL]),
    ],
    ids=["both are there", "no list yet", "a mistake of ours", "a mistake, then no list", "mistakes in both"],
)
def test_what_is_told_until_both_are_there(
    of_list: list[Exception], of_journal: list[Exception], told: list[ev.Event]
) -> None:
    with loading({Device.LIST: failing(*of_list), Device.JOURNAL: failing(*of_journal)}) as posted:
        assert [posted.get(timeout=WAIT) for _ in told] == told
    assert posted.empty()


def test_a_mistake_is_logged_once_and_without_what_it_was_about(caplog: pytest.LogCaptureFixture) -> None:
    with loading({Device.LIST: failing(MISTAKE, MISTAKE, MISTAKE)}) as posted:
        assert [posted.get(timeout=WAIT) for _ in range(5)] == [FAILED, FAILED, FAILED, WELL, LIST]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "KeyError" in caplog.text and "Nguyễn" not in caplog.text


def test_whoever_stops_does_not_wait_for_the_next_try() -> None:
    with loading({Device.LIST: failing(MISSING, MISSING)}, pause=3600.0) as posted:
        assert posted.get(timeout=WAIT) == ev.DeviceFailed(FaultCode.LIST_MISSING)


def troubled(*faults: FaultCode) -> Kiosk:
    return Kiosk(PROFILE, OutOfService(), faults=frozenset(faults))


def test_what_fails_after_it_was_there_is_loaded_again_until_it_works() -> None:
    full = Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL")
    later: list[Exception] = []

    def journal() -> None:
        if later:
            raise later.pop(0).with_traceback(None)

    loads: dict[Device, Callable[[], None]] = {Device.LIST: failing(), Device.JOURNAL: journal}
    posted: queue.Queue[ev.Event] = queue.Queue()
    loader = RecordsLoader(loads, posted.put, 0.0)
    loader.start()
    try:
        assert [posted.get(timeout=WAIT) for _ in range(2)] == [LIST, JOURNAL]
        later += [full, full]
        for _ in range(3):
            loader.observe(troubled(FaultCode.JOURNAL_FAILED, FaultCode.NO_READER))
        assert [posted.get(timeout=WAIT) for _ in range(3)] == [*[ev.DeviceFailed(full.code)] * 2, JOURNAL]
        loader.observe(troubled(FaultCode.NO_READER))
        loader.observe(troubled(FaultCode.JOURNAL_FAILED))
        assert posted.get(timeout=WAIT) == JOURNAL, "and as often as it fails"
    finally:
        loader.stop()
    assert posted.empty()


def test_what_was_never_there_is_asked_for_in_its_own_time() -> None:
    posted: queue.Queue[ev.Event] = queue.Queue()
    loader = RecordsLoader({Device.LIST: failing(MISSING)}, posted.put, 3600.0)
    loader.start()
    try:
        assert posted.get(timeout=WAIT) == ev.DeviceFailed(FaultCode.LIST_MISSING)
        loader.observe(troubled(FaultCode.LIST_MISSING))
    finally:
        loader.stop()
    assert posted.empty()


def test_a_kiosk_is_out_of_service_after_a_mistake_and_serves_when_it_is_past() -> None:
    kiosk, now = Kiosk(PROFILE, awaited=frozenset({Device.LIST})), Instant(1000.0, START)
    kiosk, _ = advance(kiosk, FAILED, now)
    assert isinstance(kiosk.phase, OutOfService)
    for event in (WELL, LIST):
        kiosk, _ = advance(kiosk, event, now)
    assert kiosk.phase == Idle()
