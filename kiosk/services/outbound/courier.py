"""The courier: a thread that takes messages from the outbox to their receiver, and waits longer with each lost try."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from datetime import timedelta

from kiosk.domain.accident import told
from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.delivery import Delivery, Fate, OutputHealth, Reachability, Receiver
from kiosk.domain.faults import Fault
from kiosk.domain.outbox import Outbox, OutboxRow
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.outbound.reachability import Connection

DELAYS = (2.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds after the first, the second … lost try; the last one from then on."""

SPREAD = 0.2
"""Of a delay, up or down: kiosks that lost the same receiver do not come back to it all at once."""

TELL_SECONDS = 1.0
"""While thousands go out after an outage, they are not counted after each."""

LONGEST_WAIT = 60.0
"""A look at the outbox costs nothing, and another program may have put something there."""

_log = logging.getLogger(__name__)
_chance = secrets.SystemRandom().random


class Courier:
    """Delivers one output. ``start`` it, ``wake`` it when a message was put, ``stop`` it; all safe from any thread.

    While the receiver is away one message is tried at a time and the others wait; what the receiver refuses is parked
    and holds nobody up. ``on_change`` is told the newest health, on the courier's thread.
    """

    def __init__(
        self,
        output: str,
        outbox: Outbox,
        receiver: Receiver,
        clock: Clock,
        *,
        seconds: float = 10.0,
        on_change: Callable[[OutputHealth], None] = lambda health: None,
        chance: Callable[[], float] = _chance,
    ) -> None:
        self._output = output
        self._outbox = outbox
        self._receiver = receiver
        self._clock = clock
        self._seconds = seconds
        self._on_change = on_change
        self._chance = chance
        self._connection = Connection()
        self._trouble = ""
        self._quiet_until = 0.0
        self._tells_at = 0.0
        self._health = OutputHealth(output)
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._deadline: Deadline | None = None
        self._thread = threading.Thread(target=self._run, name=f"courier-{output}", daemon=True)

    @property
    def health(self) -> OutputHealth:
        """The newest health; an immutable value."""
        return self._health

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something may wait."""
        self._wanted.set()

    def stop(self) -> None:
        """End at once, in the middle of a try too; what was not taken stays in the outbox."""
        self._stopping.set()
        self._wanted.set()
        deadline = self._deadline
        if deadline is not None:
            deadline.cancel()
        if self._thread.is_alive():
            self._thread.join(timeout=5.0)

    # On the courier's thread

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                wait = self.turn()
            except Fault as fault:
                _log.warning("the outbox cannot be used: %s", fault)
                wait = LONGEST_WAIT
            except Exception as error:
                _log.error("the courier failed: %s", told(error))
                wait = LONGEST_WAIT
            if wait > 0.0:
                self._wanted.wait(wait)
            self._wanted.clear()

    def turn(self) -> float:
        """Do what is due, one message at most; the seconds until there may be more to do."""
        quiet = self._quiet_until - self._clock.monotonic()
        if quiet > 0.0:
            return min(quiet, LONGEST_WAIT)
        row = self._outbox.next_due(self._output, self._clock.now())
        if row is None:
            return self._told()
        delivery = self._tried(row)
        self._settle(row, delivery)
        if delivery.fate is not Fate.TAKEN or self._clock.monotonic() >= self._tells_at:
            self._told()
        return 0.0

    def _tried(self, row: OutboxRow) -> Delivery:
        self._deadline = Deadline(self._clock, self._seconds)
        if self._stopping.is_set():
            self._deadline.cancel()
        try:
            return self._receiver.deliver(row.message, self._deadline)
        except Exception as error:
            # One message that its receiver's adapter chokes on must not stop those behind it.
            _log.error("a delivery failed: %s", told(error))
            return Delivery(Fate.NEVER, ServiceTrouble.UNEXPECTED.value)
        finally:
            self._deadline = None

    def _settle(self, row: OutboxRow, delivery: Delivery) -> None:
        if delivery.trouble == ServiceTrouble.CANCELLED:
            return
        was = self._connection.state
        self._connection = self._connection.after(delivery.fate is not Fate.LATER)
        match delivery.fate:
            case Fate.TAKEN:
                self._outbox.delivered(row.number)
                self._trouble = ""
            case Fate.NEVER:
                self._outbox.parked(row.number, delivery.trouble)
                self._trouble = delivery.trouble
                _log.warning("%s: a message was parked: %s", self._output, delivery.trouble)
            case Fate.LATER:
                wait = self._delay(max(row.tries, self._connection.failures - 1))
                self._outbox.postponed(row.number, self._clock.now() + timedelta(seconds=wait), delivery.trouble)
                self._quiet_until = self._clock.monotonic() + self._delay(self._connection.failures - 1)
                self._trouble = delivery.trouble
        if was is Reachability.OFFLINE and self._connection.state is Reachability.ONLINE:
            self._outbox.hasten(self._output)
        if was is not self._connection.state:
            _log.info("%s: %s", self._output, self._connection.state)

    def _delay(self, lost: int) -> float:
        return DELAYS[min(lost, len(DELAYS) - 1)] * (1.0 + SPREAD * (2.0 * self._chance() - 1.0))

    def _told(self) -> float:
        """Tell the health where it changed; the seconds until the next message is due."""
        self._tells_at = self._clock.monotonic() + TELL_SECONDS
        count = self._outbox.count(self._output)
        health = OutputHealth(
            self._output,
            self._connection.state,
            count.waiting,
            count.parked,
            count.expired,
            count.oldest_at,
            count.delivered_at,
            self._trouble or count.trouble,
        )
        if health != self._health:
            self._health = health
            self._on_change(health)
        if count.due_at is None:
            return LONGEST_WAIT
        return min(LONGEST_WAIT, max(0.0, (count.due_at - self._clock.now()).total_seconds()))
