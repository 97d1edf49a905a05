"""A number or a date for a part of the strip: what staff want to see without opening a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kiosk.domain.delivery import OutputHealth
from kiosk.domain.desks.health import NOTHING
from kiosk.domain.text import Text
from kiosk.site.store.installation import Version

_LIST = Text("bản {number}, {days} ngày", "no. {number}, {days} d")
_UNTIL = Text("đến {date}", "to {date}")
_WAITING = Text("{n} chờ gửi", "{n} waiting")
_NOT_USED = Text("không dùng", "not used")


def of_list(version: Version | None, now: datetime) -> Text:
    """Its number and its age."""
    if version is None:
        return NOTHING
    return _LIST.filled(number=version.number, days=max(0, (now - version.imported_at).days))


def of_trust(ends: Mapping[str, datetime]) -> Text:
    """When the first country has no anchor any more."""
    return _UNTIL.filled(date=f"{min(ends.values()):%m/%Y}") if ends else NOTHING


def of_disk(free_bytes: int) -> Text:
    return _plain(f"{free_bytes / 1e9:.0f} GB" if free_bytes >= 10e9 else f"{free_bytes / 1e6:.0f} MB")


def of_clock(now: datetime) -> Text:
    return _plain(f"{now.astimezone():%H:%M}")


def of_outputs(healths: Sequence[OutputHealth]) -> Text:
    """How much waits for its receivers, where the kiosk has any."""
    return _WAITING.filled(n=sum(one.waiting + one.parked for one in healths)) if healths else _NOT_USED


def _plain(said: str) -> Text:
    return Text(said, said)
