"""What receivers do and what time passes -> which message is tried when, what waits, and what staff are told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.delivery import TAKEN, Delivery, Fate, OutputHealth, Reachability
from kiosk.domain.outbox import OutboxMessage
from kiosk.journal.journal import Journal
from kiosk.journal.outbox import OutboxFile
from kiosk.services.outbound.courier import DELAYS, LONGEST_WAIT, Courier
from tests.fakes.staff import START, MovableClock

LOST = Delivery(Fate.LATER, "unreachable")
REFUSED = Delivery(Fate.NEVER, "refused-422")
WAIT = 10.0


class FakeReceiver:
    """Does with each message what ``behave`` says; keeps the keys that came, in order."""

    def __init__(self) -> None:
        self.behave: Callable[[OutboxMessage, Deadline], Delivery] = lambda message, deadline: TAKEN
        self.came: list[str] = []
        self.changed = threading.Condition()

    def deliver(self, message: OutboxMessage, deadline: Deadline) -> Delivery:
        with self.changed:
            self.came.append(message.key)
            self.changed.notify_all()
        return self.behave(message, deadline)


class Road:
    """An outbox in a real file, a receiver, and a courier between them whose turns the test takes."""

    def __init__(self, folder: Path) -> None:
        self.clock = MovableClock()
        self.journal = Journal(folder / "journal.sqlite", "exam", self.clock)
        self.outbox: OutboxFile = self.journal.open_outbox()
        self.receiver = FakeReceiver()
        self.healths: list[OutputHealth] = []
        self.courier = self.new_courier()

    def new_courier(self) -> Courier:
        return Courier(
            "webhook", self.outbox, self.receiver, self.clock, on_change=self.healths.append, chance=lambda: 0.5
        )

    def put(self, *keys: str) -> None:
        for key in keys:
            self.outbox.put(OutboxMessage("webhook", key, b"{}"))

    def behaves(self, *deliveries: Delivery) -> None:
        turns = iter(deliveries)
        self.receiver.behave = lambda message, deadline: next(turns)

    def tried_after(self, seconds: float) -> list[str]:
        """Which messages are tried when so much time has passed, turn by turn until nothing is due."""
        self.clock.pass_by(seconds)
        before = len(self.receiver.came)
        while self.courier.turn() == 0.0:
            pass
        return self.receiver.came[before:]


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    made = Road(tmp_path)
    yield made
    made.outbox.close()
    made.journal.close()


def test_what_is_put_goes_out_at_once_in_its_order(road: Road) -> None:
    road.put("c-1", "c-2")
    assert road.tried_after(0.0) == ["c-1", "c-2"]
    assert road.courier.health == OutputHealth("webhook", Reachability.ONLINE, delivered_at=START)


def test_an_empty_outbox_is_looked_at_again_in_a_while(road: Road) -> None:
    assert road.courier.turn() == LONGEST_WAIT


def test_a_receiver_that_is_away_is_tried_ever_more_rarely(road: Road) -> None:
    road.put("c-1")
    road.behaves(*[LOST] * 20)
    assert road.tried_after(0.0) == ["c-1"]
    for delay in (*DELAYS, DELAYS[-1]):
        assert road.tried_after(delay - 0.1) == []
        assert road.tried_after(0.1) == ["c-1"]


def test_while_a_receiver_is_away_one_message_is_tried_at_a_time(road: Road) -> None:
    road.put("c-1", "c-2", "c-3")
    road.behaves(*[LOST] * 20)
    assert len(road.tried_after(0.0)) == 1
    assert len(road.tried_after(DELAYS[0])) == 1


def test_after_an_outage_everything_goes_out_without_waiting_for_its_turn(road: Road) -> None:
    road.put("c-1", "c-2", "c-3")
    road.behaves(*[LOST] * 6, *[TAKEN] * 3)
    road.tried_after(0.0)
    for delay in DELAYS[:5]:
        road.tried_after(delay)
    assert road.courier.health.reachability is Reachability.OFFLINE
    assert sorted(road.tried_after(DELAYS[5])) == ["c-1", "c-2", "c-3"]
    assert road.courier.health.reachability is Reachability.ONLINE
    assert road.courier.health.waiting == 0


def test_a_message_that_breaks_its_receiver_holds_nobody_up(road: Road) -> None:
    road.put("bad", "c-1", "c-2")
    road.receiver.behave = lambda message, _: Delivery(Fate.LATER, "broken") if message.key == "bad" else TAKEN
    road.tried_after(0.0)
    assert set(road.tried_after(DELAYS[0])) >= {"c-1", "c-2"}
    assert road.courier.health.waiting == 1


def test_what_is_refused_is_parked_with_its_reason_and_tried_again_when_staff_say_so(road: Road) -> None:
    road.put("c-1", "c-2")
    road.behaves(REFUSED, TAKEN, TAKEN)
    assert road.tried_after(0.0) == ["c-1", "c-2"]
    health = road.courier.health
    assert (health.parked, health.waiting, health.trouble) == (1, 0, "refused-422")
    assert health.sentence is not None and "HTTP 422" in health.sentence.en
    road.outbox.release_parked("webhook")
    assert road.tried_after(0.0) == ["c-1"]
    assert road.courier.health.trouble == ""


def test_a_receiver_whose_adapter_fails_parks_the_message_and_goes_on(
    road: Road, caplog: pytest.LogCaptureFixture
) -> None:
    def behave(message: OutboxMessage, deadline: Deadline) -> Delivery:
        if message.key == "bad":
            raise KeyError("Nguyễn Văn An")
        return TAKEN

    road.put("bad", "c-1")
    road.receiver.behave = behave
    assert road.tried_after(0.0) == ["bad", "c-1"]
    assert (road.courier.health.parked, road.courier.health.trouble) == (1, "unexpected")
    assert "An" not in caplog.text


def test_health_is_told_when_it_changes_and_only_then(road: Road) -> None:
    road.put("c-1")
    road.behaves(LOST, LOST, TAKEN, TAKEN)
    for delay in (0.0, *DELAYS[:2]):
        road.tried_after(delay)
    told = [(one.reachability, one.waiting, one.trouble) for one in road.healths]
    assert told == [
        (Reachability.UNKNOWN, 1, "unreachable"),
        (Reachability.OFFLINE, 1, "unreachable"),
        (Reachability.OFFLINE, 0, ""),
    ]
    road.tried_after(1.0)
    assert len(road.healths) == 3


def test_thousands_that_go_out_after_an_outage_are_not_counted_after_each(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    count = road.outbox.count
    monkeypatch.setattr(road.outbox, "count", lambda output: counted.append(output) or count(output))
    road.put(*(f"c-{number}" for number in range(100)))
    assert len(road.tried_after(0.0)) == 100
    assert len(counted) == 2, "at the first, and when nothing is left"
    assert road.courier.health.waiting == 0


def test_a_courier_that_starts_anew_goes_on_where_the_last_one_was(road: Road) -> None:
    road.put("c-1")
    road.behaves(LOST, TAKEN)
    assert road.tried_after(0.0) == ["c-1"]
    road.courier = road.new_courier()
    assert road.tried_after(0.0) == [], "it is not due yet"
    assert road.tried_after(DELAYS[0]) == ["c-1"]


def test_delays_are_spread(road: Road) -> None:
    road.put("c-1")
    road.behaves(LOST, TAKEN)
    road.courier = Courier("webhook", road.outbox, road.receiver, road.clock, chance=lambda: 1.0)
    road.tried_after(0.0)
    assert road.tried_after(DELAYS[0] * 1.15) == []
    assert road.tried_after(DELAYS[0] * 0.05) == ["c-1"]


# On its thread


def test_on_its_thread_it_is_woken_by_a_message(road: Road) -> None:
    courier = Courier("webhook", road.outbox, road.receiver, SystemClock())
    courier.start()
    try:
        road.put("c-1")
        courier.wake()
        with road.receiver.changed:
            assert road.receiver.changed.wait_for(lambda: road.receiver.came == ["c-1"], WAIT)
    finally:
        courier.stop()
    assert road.outbox.count("webhook").waiting == 0


def test_stopping_ends_a_try_and_the_message_stays(road: Road) -> None:
    tried, left = threading.Event(), threading.Event()

    def behave(message: OutboxMessage, deadline: Deadline) -> Delivery:
        tried.set()
        while not deadline.cancelled:
            left.wait(0.01)
        return Delivery(Fate.LATER, "cancelled")

    road.receiver.behave = behave
    road.put("c-1")
    courier = Courier("webhook", road.outbox, road.receiver, SystemClock())
    courier.start()
    assert tried.wait(WAIT)
    courier.stop()
    row = road.outbox.next_due("webhook", road.clock.now())
    assert row is not None
    assert (row.message.key, row.tries) == ("c-1", 0)


def test_an_outbox_that_fails_does_not_end_the_courier(road: Road, caplog: pytest.LogCaptureFixture) -> None:
    road.outbox.close()
    courier = Courier("webhook", road.outbox, road.receiver, SystemClock())
    courier.start()
    courier.stop()
    assert "Traceback" not in caplog.text
    road.outbox = road.journal.open_outbox()
