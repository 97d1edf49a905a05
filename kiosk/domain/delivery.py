"""Delivering what waits in the outbox: what became of one try, who takes messages, and how an output is doing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from kiosk.domain.clock import Deadline
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.text import Text


class Fate(StrEnum):
    """What became of a message."""

    TAKEN = "taken"
    LATER = "later"
    """Nobody took it, but somebody may: network, receiver or its certificate failed."""
    NEVER = "never"
    """Its receiver was there and does not want it as it is; trying again changes nothing."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome of one try; ``trouble`` is a word in kebab-case, empty for what was taken."""

    fate: Fate
    trouble: str = ""


TAKEN = Delivery(Fate.TAKEN)


class Receiver(Protocol):
    """Somebody outside who takes messages; called on the courier's thread only."""

    def deliver(self, message: OutboxMessage, deadline: Deadline) -> Delivery:
        """Hand it over within the deadline. Never raises for what network or receiver do."""
        ...


class Reachability(StrEnum):
    """Whether the receiver of an output answers, with some inertia: one lost try is no outage."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class OutputHealth:
    """How one output is doing, for staff.

    ``waiting`` messages are on their way, ``parked`` ones wait for staff, ``expired`` ones were wiped undelivered.
    ``oldest_at`` is when the oldest waiting one was made, ``delivered_at`` the last time one was taken; ``trouble`` is
    the last thing that went wrong since then.
    """

    output: str
    reachability: Reachability = Reachability.UNKNOWN
    waiting: int = 0
    parked: int = 0
    expired: int = 0
    oldest_at: datetime | None = None
    delivered_at: datetime | None = None
    trouble: str = ""

    @property
    def sentence(self) -> Text | None:
        """The trouble in words; ``None`` where there is none."""
        return trouble_words(self.trouble) if self.trouble else None


_TROUBLES: Mapping[str, Text] = MappingProxyType(
    {
        ServiceTrouble.CANCELLED.value: Text("Việc gửi bị dừng", "Sending was stopped"),
        ServiceTrouble.TOO_LATE.value: Text("Nơi nhận không trả lời kịp", "The receiver did not answer in time"),
        ServiceTrouble.UNREACHABLE.value: Text("Không kết nối được nơi nhận", "The receiver cannot be reached"),
        ServiceTrouble.CERTIFICATE_REFUSED.value: Text(
            "Chứng thư TLS của nơi nhận không được tin cậy", "The receiver's TLS certificate is not trusted"
        ),
        ServiceTrouble.NOT_AUTHORISED.value: Text(
            "Nơi nhận không công nhận máy này (kiểm tra khóa ký)",
            "The receiver does not accept this kiosk (look at the signing secret)",
        ),
        ServiceTrouble.REDIRECTED.value: Text(
            "Nơi nhận chỉ sang địa chỉ khác (kiểm tra địa chỉ)", "The receiver points elsewhere (look at the address)"
        ),
        ServiceTrouble.BROKEN.value: Text("Nơi nhận gặp lỗi", "The receiver failed"),
        ServiceTrouble.REFUSED.value: Text("Nơi nhận từ chối nội dung", "The receiver refuses the message"),
        ServiceTrouble.ANSWER_TOO_LARGE.value: Text("Trả lời quá dài", "The answer is too long"),
        ServiceTrouble.ANSWER_MALFORMED.value: Text("Trả lời không đọc được", "The answer cannot be read"),
        "damaged": Text("Dữ liệu chờ gửi bị hỏng", "The waiting message is damaged"),
    }
)
_REFUSED = Text("Nơi nhận từ chối nội dung (HTTP {status})", "The receiver refuses the message (HTTP {status})")
_OTHER = Text("Gửi không thành công ({word})", "Sending failed ({word})")


def trouble_words(trouble: str) -> Text:
    """The sentence for a word of the outbox; ``refused-422`` names the HTTP status."""
    if trouble in _TROUBLES:
        return _TROUBLES[trouble]
    word, _, status = trouble.rpartition("-")
    if word == ServiceTrouble.REFUSED and status.isdecimal():
        return _REFUSED.filled(status=status)
    return _OTHER.filled(word=trouble)
