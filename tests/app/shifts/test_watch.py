"""A kiosk that needs a shift: out of service until one is open, and again when it is closed."""

from __future__ import annotations

import queue
from dataclasses import replace

import pytest

from kiosk.app.shifts.watch import ShiftWatch
from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.machine import advance
from kiosk.check.states import Idle, Instant, OutOfService
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.domain.shift import Shift
from tests.fakes.shifts import morning
from tests.ui.situations import NOW, SITUATIONS, WALL

AT = Instant(NOW, WALL)
REPORT = morning()
CLOSED = Shift(REPORT.shift, REPORT.closing, REPORT.figures)
OPEN = replace(CLOSED, closing=None)
CLOSED_NOW = ev.DeviceFailed(FaultCode.SHIFT_NOT_OPEN)
OPEN_NOW = ev.DeviceReady(Device.SHIFT)


class Shifts:
    """As much of a journal as is looked at."""

    def __init__(self) -> None:
        self.newest: Shift | Fault | None = None
        self.asked = 0

    def shift_mark(self) -> int:
        return id(self.newest)

    def newest_shift(self) -> Shift | None:
        self.asked += 1
        if isinstance(self.newest, Fault):
            raise self.newest
        return self.newest


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        pytest.param([None], [], id="there was never one: it was said at the start"),
        pytest.param([OPEN], [OPEN_NOW], id="one is open"),
        pytest.param([OPEN, OPEN], [OPEN_NOW], id="said once"),
        pytest.param([CLOSED], [], id="the last one is closed"),
        pytest.param([OPEN, CLOSED], [OPEN_NOW, CLOSED_NOW], id="it is closed"),
        pytest.param([OPEN, Fault(FaultCode.JOURNAL_FAILED, "")], [OPEN_NOW], id="a journal in trouble closes nothing"),
        pytest.param([CLOSED, OPEN, CLOSED, OPEN], [OPEN_NOW, CLOSED_NOW, OPEN_NOW], id="one after the other"),
    ],
)
def test_what_is_said_of_shifts(seen: list[Shift | Fault | None], said: list[ev.Event]) -> None:
    shifts, posted = Shifts(), list[ev.Event]()
    watch = ShiftWatch(shifts, posted.append)
    for newest in seen:
        shifts.newest = newest
        watch.look()
    assert posted == said


def test_figures_are_not_counted_again_for_nothing() -> None:
    shifts = Shifts()
    watch = ShiftWatch(shifts, lambda _event: None)
    shifts.newest = OPEN
    for _ in range(5):
        watch.look()
    assert shifts.asked == 1


def test_from_its_start_a_kiosk_waits_for_the_shift() -> None:
    shifts, posted = Shifts(), list[ev.Event]()
    watch = ShiftWatch(shifts, posted.append, seconds=60.0)
    watch.start()
    watch.stop()
    assert posted[0] == CLOSED_NOW


def test_without_a_shift_no_card_begins_a_check() -> None:
    waiting, effects = advance(SITUATIONS["idle"](), CLOSED_NOW, AT)
    assert isinstance(waiting.phase, OutOfService)
    assert not any(isinstance(effect, fx.NoteFault) for effect in effects)  # the journal knows its shifts
    waiting, _ = advance(waiting, ev.CardPresented("reader"), AT)
    assert isinstance(waiting.phase, OutOfService)
    opened, _ = advance(replace(waiting, cards=frozenset()), OPEN_NOW, AT)
    assert isinstance(opened.phase, Idle)


def test_a_check_under_way_is_brought_to_its_end() -> None:
    checking = SITUATIONS["admit"]()
    after, _ = advance(checking, CLOSED_NOW, AT)
    assert after.check is not None


def test_a_mistake_at_looking_does_not_end_the_looking() -> None:
    """Whatever it was, a shift that is closed afterwards is noticed."""
    told: queue.SimpleQueue[ev.Event] = queue.SimpleQueue()
    answers: list[Shift | Exception] = [OPEN, KeyError("figures"), CLOSED]

    class Failing(Shifts):
        def shift_mark(self) -> int:
            return len(answers)

        def newest_shift(self) -> Shift | None:
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            if isinstance(answer, Exception):
                raise answer.with_traceback(None)
            return answer

    watch = ShiftWatch(Failing(), told.put, seconds=0.0)
    watch.start()
    try:
        assert [told.get(timeout=10.0) for _ in range(3)] == [CLOSED_NOW, OPEN_NOW, CLOSED_NOW]
    finally:
        watch.stop()
