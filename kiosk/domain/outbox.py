"""What waits to be delivered to somebody outside: written with the verdict, kept until it was taken, then wiped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

LONGEST_PAYLOAD = 512 * 1024
"""Bytes of one message: a photograph of a chip in base64 with everything that is printed on the card, and some."""

KEEP_DAYS_LIMITS = (1, 90)

_OUTPUT = re.compile(r"[a-z][a-z0-9-]{0,31}")
_KEY = re.compile(r"[A-Za-z0-9._:-]{1,80}")
_TROUBLE = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One thing for one ``output`` («webhook», «check-in»…).

    ``key`` makes it unique there: whatever is put twice under it is delivered once. It begins with the check's id and
    is no person's number. ``payload`` is the output's own form; only fields that the site's profile releases stand in
    it.
    """

    output: str
    key: str
    payload: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not _OUTPUT.fullmatch(self.output):
            raise ValueError("an output has a name in lower-case letters, digits and hyphens")
        if not _KEY.fullmatch(self.key):
            raise ValueError("a message's key has letters, digits and . _ : -")
        if len(self.payload) > LONGEST_PAYLOAD:
            raise ValueError(f"a message has at most {LONGEST_PAYLOAD} bytes")


class DeliveryState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    PARKED = "parked"
    """Its receiver will not take it as it is; it waits for staff."""
    EXPIRED = "expired"
    """It was kept as long as the site allows, and wiped without having been delivered."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message in the outbox. ``tries`` counts the deliveries that failed, ``trouble`` says why the last one did."""

    number: int
    message: OutboxMessage
    made_at: datetime
    tries: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class DamagedRow:
    """A message in the outbox that cannot be opened any more. ``made_at`` is ``None`` where even that is damaged."""

    number: int
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutboxCount:
    """How full the outbox of one output is. ``due_at`` is when the next message may be tried, ``oldest_at`` when the
    oldest one that waits was made; ``None`` where nothing waits. ``trouble`` is why the last parked one was parked."""

    waiting: int = 0
    parked: int = 0
    expired: int = 0
    due_at: datetime | None = None
    oldest_at: datetime | None = None
    delivered_at: datetime | None = None
    trouble: str = ""


def is_trouble(word: str) -> bool:
    """Whether this may stand in the outbox as a reason: a word in kebab-case, never a sentence of somebody outside."""
    return _TROUBLE.fullmatch(word) is not None


class Outbox(Protocol):
    """The outbox; safe from any thread. Every method raises ``Fault(JOURNAL_FAILED)``.

    Messages about a verdict are handed to ``Journal.commit``, which writes both or neither; ``put`` is for what belongs
    to no verdict.
    """

    def put(self, message: OutboxMessage) -> bool:
        """Keep a message; false when the output has had one under this key."""
        ...

    def next_due(self, output: str, at: datetime) -> OutboxRow | None:
        """The oldest message that may be tried now."""
        ...

    def delivered(self, number: int) -> None:
        """It was taken: its payload is wiped, its key is remembered for as long as undelivered ones are kept."""
        ...

    def postponed(self, number: int, until: datetime, trouble: str) -> None:
        """It was not taken, but may be later. A message that was delivered meanwhile stays so."""
        ...

    def hasten(self, output: str) -> None:
        """What was postponed may be tried now: its receiver is back."""
        ...

    def parked(self, number: int, trouble: str) -> None:
        """It will not be taken as it is."""
        ...

    def release_parked(self, output: str) -> int:
        """Try the parked ones again, because staff mended what kept them back; how many."""
        ...

    def expire(self, longest: timedelta, ran: timedelta | None) -> int:
        """Wipe what was kept for longer; how many messages were lost by it. Delivered ones are forgotten altogether.

        Time is what the program counts by calling this again and again: ``ran`` is what passed since the last call by a
        monotonic clock, ``None`` at the first call of a run. No message is wiped for what the wall clock says alone.
        """
        ...

    def count(self, output: str) -> OutboxCount: ...

    def messages(self, output: str, since: datetime, until: datetime) -> Iterator[OutboxRow | DamagedRow]:
        """Those made in this time whose payload is still there, in order; one that is damaged hides no other."""
        ...

    def close(self) -> None: ...
