"""What a site's own program on this machine may ask of the kiosk: how it stands, what it decided, to begin, to end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from kiosk.domain.access_key import AccessKey
from kiosk.domain.delivery import OutputHealth
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """The newest verdict, with the fields that the site's profile releases to the local API while they are kept."""

    check_id: CheckId
    site: str
    at: datetime
    verdict: Verdict
    released: Mapping[str, Any] = field(repr=False)
    forgotten: bool = False
    """The fields were kept as long as the settings say, and are gone."""


@dataclass(frozen=True, slots=True)
class KioskStatus:
    """Where the kiosk stands. ``phase`` is the name of the check machine's phase in kebab-case, ``check_id`` the check
    under way or shown, empty when there is none; ``faults`` are stable codes."""

    kiosk: str
    site: str
    phase: str
    check_id: str
    faults: tuple[str, ...]
    outputs: tuple[OutputHealth, ...]


class Declined(StrEnum):
    """Why what a program asks for is not done now."""

    NOT_NOW = "not-now"
    """Nobody is asked for it, or it is another check's turn."""
    TAKEN_OVER = "taken-over"
    """Staff hold the citizen's screen; no check begins before they give it back."""
    NO_CARD = "no-card"
    """Somebody is asked whether their code alone may be checked; a key opens nothing there."""


class LocalDesk(Protocol):
    """Every method is safe from any thread and never blocks; a check never waits for who asks."""

    def status(self) -> KioskStatus: ...

    def latest(self) -> ToldVerdict | None:
        """The newest verdict since the program started; ``None`` when there was none."""
        ...

    def listening(self, changed: Callable[[], None]) -> AbstractContextManager[None]:
        """Within it ``changed`` is called at every new verdict, on the check's thread; what it raises is dropped."""
        ...

    def type_key(self, keys: Sequence[AccessKey]) -> Declined | None:
        """As if somebody had typed these at the kiosk; else why they are not taken now."""
        ...

    def dismiss(self, check_id: str) -> Declined | None:
        """Close the result of this check, or give it up; declined when another one, or none, is under way."""
        ...
