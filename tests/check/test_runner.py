"""One check with real threads and fake ports: what is carried out, by whom, and what an accident becomes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.check import events as ev
from kiosk.check.runner import CheckRunner, Ports
from kiosk.check.states import AwaitingKey, Idle, Kiosk, OutOfService, ShowingResult
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.clock import Clock, Deadline, SystemClock
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.domain.verdict import Decision, Reason, Verdict
from tests.fakes.findings import AN_BY_QR, AN_CAN, LISTED, PROFILE, READER, reading
from tests.fakes.ports import FakeChipReader, FakeEngine, FakeFeed, FakeInspector, FakeJournal, FakeRoster

WAIT = 10.0


class Bench:
    """A runner with its fakes, and a way to wait for a state."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.chip = FakeChipReader()
        self.inspector = FakeInspector()
        self.feed = FakeFeed()
        self.engine = FakeEngine()
        self.roster = FakeRoster()
        self.journal = FakeJournal()
        ports = Ports(self.chip, self.inspector, self.feed, lambda: self.engine, self.roster, self.journal)
        self.runner = CheckRunner(PROFILE, ports, clock or SystemClock())
        self._changed = threading.Condition()
        self.seen: list[Kiosk] = []
        self.runner.subscribe(self._see)

    def _see(self, kiosk: Kiosk) -> None:
        with self._changed:
            self.seen.append(kiosk)
            self._changed.notify_all()

    def until(self, wanted: Callable[[Kiosk], bool]) -> Kiosk:
        """The first state so far, or to come, that is wanted."""
        with self._changed:
            found = self._changed.wait_for(lambda: next((one for one in self.seen if wanted(one)), None), WAIT)
        assert found, f"never came; the last phase was {self.runner.kiosk.phase!r}"
        return found

    def ready(self) -> None:
        for device in (Device.READER, Device.LIST, Device.JOURNAL):
            self.runner.post(ev.DeviceReady(device))
        self.until(lambda kiosk: isinstance(kiosk.phase, Idle))

    def check(self) -> Decision:
        """One check of somebody with code and card, to the verdict that is shown."""
        self.runner.post(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)))
        self.runner.post(ev.CardPresented(READER))
        phase = self.until(lambda kiosk: isinstance(kiosk.phase, ShowingResult)).phase
        assert isinstance(phase, ShowingResult)
        return phase.decision


@contextmanager
def running(bench: Bench) -> Iterator[Bench]:
    bench.runner.start()
    try:
        yield bench
    finally:
        bench.runner.stop()


def test_a_good_check_is_admitted_and_written() -> None:
    with running(Bench()) as bench:
        bench.ready()
        assert bench.check().verdict is Verdict.ADMIT
        assert [record.verdict for record in bench.journal.records] == [Verdict.ADMIT]


def test_the_camera_is_closed_when_nobody_needs_it() -> None:
    with running(Bench()) as bench:
        bench.ready()
        assert not bench.feed.running
        bench.check()
    assert not bench.feed.running


@pytest.mark.parametrize(
    ("hours", "reasons"),
    [(1.0, (Reason.ALREADY_ADMITTED,)), (PROFILE.remembered_hours + 1.0, ())],
    ids=["this morning", "yesterday"],
)
def test_someone_who_was_admitted_before_is_referred(hours: float, reasons: tuple[Reason, ...]) -> None:
    with running(Bench()) as bench:
        bench.journal.admitted = datetime.now(UTC) - timedelta(hours=hours)
        bench.ready()
        assert bench.check().reasons == reasons


def broken() -> None:
    raise RuntimeError("a mistake of ours")


@pytest.mark.parametrize(
    ("sabotage", "reason"),
    [
        (lambda bench: setattr(bench.chip, "behave", lambda _: broken()), Reason.DEVICE_FAILED),
        (lambda bench: setattr(bench.inspector, "behave", broken), Reason.DEVICE_FAILED),
        (lambda bench: setattr(bench.roster, "behave", broken), Reason.LIST_NOT_ASKED),
        (lambda bench: setattr(bench.engine, "_compare", broken), Reason.DEVICE_FAILED),
        (lambda bench: setattr(bench.chip, "behave", lambda _: reading(FaultCode.CARD_MUTE)), Reason.CHIP_NOT_READ),
    ],
    ids=["reader breaks", "inspector breaks", "list breaks", "engine breaks", "chip is mute"],
)
def test_an_accident_refers_and_the_kiosk_goes_on(sabotage: Callable[[Bench], None], reason: Reason) -> None:
    with running(Bench()) as bench:
        sabotage(bench)
        bench.ready()
        decision = bench.check()
        assert decision.verdict is Verdict.REFER
        assert reason in decision.reasons


def test_a_journal_that_fails_shows_no_verdict() -> None:
    with running(Bench()) as bench:
        bench.journal.fault = FaultCode.JOURNAL_FAILED
        bench.ready()
        bench.runner.post(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)))
        bench.runner.post(ev.CardPresented(READER))
        bench.until(lambda kiosk: isinstance(kiosk.phase, OutOfService))
        assert not any(isinstance(kiosk.phase, ShowingResult) for kiosk in bench.seen)


def test_a_camera_that_comes_back_ends_the_trouble() -> None:
    bench = Bench()
    bench.feed.fault = FaultCode.CAMERA_MISSING
    with running(bench):
        bench.until(lambda kiosk: isinstance(kiosk.phase, OutOfService))
        bench.feed.fault = None
        bench.ready()
    assert bench.journal.faults == [FaultCode.CAMERA_MISSING], "noted once, however often it was probed"


def test_a_reading_stops_at_its_next_command_when_the_card_goes() -> None:
    stopped = threading.Event()

    def endless(deadline: Deadline) -> ChipReading:
        while not deadline.cancelled:
            stopped.wait(0.005)
        stopped.set()
        return reading(FaultCode.CANCELLED)

    with running(Bench()) as bench:
        bench.chip.behave = endless
        bench.ready()
        bench.runner.post(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)))
        bench.runner.post(ev.CardPresented(READER))
        bench.until(lambda kiosk: kiosk.check is not None and kiosk.check.progress is not None)
        bench.runner.post(ev.CardRemoved(READER))
        assert stopped.wait(WAIT)


def test_stopping_ends_every_thread() -> None:
    before = set(threading.enumerate())
    with running(Bench()) as bench:
        bench.ready()
        bench.check()
    assert set(threading.enumerate()) <= before


def test_a_list_that_is_missing_is_said_as_what_it_is() -> None:
    def missing() -> None:
        raise Fault(FaultCode.LIST_MISSING, "exam.csv")

    with running(Bench()) as bench:
        bench.roster.behave = missing  # type: ignore[assignment]
        bench.ready()
        assert bench.check().reasons == (Reason.DEVICE_FAILED,)


def test_listed_people_are_found_only_once_per_check() -> None:
    asked: list[int] = []

    def count() -> object:
        asked.append(1)
        return LISTED

    with running(Bench()) as bench:
        bench.roster.behave = count  # type: ignore[assignment]
        bench.ready()
        bench.check()
    assert asked == [1]


def test_a_mistake_in_the_machine_itself_ends_in_a_screen_and_not_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Bench()) as bench:
        bench.ready()
        monkeypatch.setattr("kiosk.check.runner.advance", lambda *_: broken())
        bench.runner.post(ev.CardPresented(READER))
        kiosk = bench.until(lambda kiosk: isinstance(kiosk.phase, OutOfService))
        assert kiosk.faults == {FaultCode.UNEXPECTED}
        assert kiosk.check is None


def test_what_an_unfinished_reading_left_is_wiped_with_the_check() -> None:
    with running(Bench()) as bench:
        bench.ready()
        bench.check()
        assert not bench.chip.forgotten.is_set()
        bench.runner.post(ev.Dismissed())
        assert bench.chip.forgotten.wait(WAIT)


def test_a_mistake_in_the_machine_forgets_whoever_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Bench()) as bench:
        bench.ready()
        bench.runner.post(ev.CardPresented(READER))
        bench.until(lambda kiosk: isinstance(kiosk.phase, AwaitingKey))
        monkeypatch.setattr("kiosk.check.runner.advance", lambda *_: broken())
        bench.runner.post(ev.MoreTimeAsked())
        bench.until(lambda kiosk: FaultCode.UNEXPECTED in kiosk.faults)
        assert bench.chip.forgotten.wait(WAIT)
        assert bench.feed.closed.wait(WAIT)


def test_whoever_fails_at_hearing_of_a_check_keeps_it_from_nobody_else() -> None:
    bench = Bench()
    heard: list[Kiosk] = []

    def fail(kiosk: Kiosk) -> None:
        if isinstance(kiosk.phase, AwaitingKey | OutOfService):
            broken()

    bench.runner.subscribe(fail)
    bench.runner.subscribe(heard.append)
    with running(bench):
        bench.ready()
        bench.runner.post(ev.CardPresented(READER))
        kiosk = bench.until(lambda kiosk: FaultCode.UNEXPECTED in kiosk.faults)
        assert isinstance(kiosk.phase, OutOfService)
        bench.runner.post(ev.ScreenTakenOver("binh"))
        bench.until(lambda kiosk: kiosk.taken_over is not None)
    assert heard == bench.seen


def test_a_flood_of_words_ends_nobody_s_time() -> None:
    """A scanner that repeats itself without a pause: the clock goes on between two of its words."""

    class Hurried(SystemClock):
        """A tenth of a second goes by whenever somebody looks."""

        now_at = 0.0

        def monotonic(self) -> float:
            self.now_at += 0.05
            return self.now_at

    bench = Bench(Hurried())
    for device in Device:
        bench.runner.post(ev.DeviceReady(device))
    bench.runner.post(ev.CodeRejected(FaultCode.CODE_MALFORMED))
    for _ in range(1000):
        bench.runner.post(ev.MoreTimeAsked())
    bench.runner.post(ev.ScreenTakenOver("binh"))
    with running(bench):
        kiosk = bench.until(lambda kiosk: kiosk.taken_over is not None)
    assert kiosk.phase == Idle(), "the notice is gone"
