"""Devices under test at the staff screen: what each shows just now, asked for again while the test is open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.domain.face import FaceHint, Frame


@dataclass(frozen=True, slots=True)
class CameraSighting:
    """What a camera sees. ``fps``: pictures a second, 0 until two have come; ``luma``: mean brightness, 0 to 255.

    ``hint`` is what a person before it would be told, ``None`` until somebody looked; ``turned``: by how many degrees
    the picture must be turned clockwise for the face in it to stand upright.
    """

    frame: Frame
    fps: float = 0.0
    luma: float = 0.0
    hint: FaceHint | None = None
    turned: int = 0


class CardKind(StrEnum):
    """What an ATR says of a card before it is asked anything."""

    CONTACTLESS_CHIP = "contactless-chip"
    STORAGE = "storage"
    CONTACT_CHIP = "contact-chip"


@dataclass(frozen=True, slots=True)
class ReaderSighting:
    """The readers that the choice takes. ``service``: whether there is a card service at all.

    ``card`` is what lies on ``reader`` now, both empty while nothing does; ``seen`` counts the cards of this test.
    """

    readers: tuple[str, ...] = ()
    service: bool = True
    reader: str = ""
    card: CardKind | None = None
    seen: int = 0


class CameraTest(Protocol):
    """A camera that is looked through. Safe from any thread, never blocks; whoever opened it closes it."""

    def latest(self) -> CameraSighting | None:
        """The newest; ``None`` before the first. Raises ``Fault`` while there is no picture, and why."""
        ...

    def close(self) -> None:
        """Give the camera back; closing twice does no harm."""
        ...


class ReaderTest(Protocol):
    """A reader on which cards are laid without being checked. Safe from any thread, never blocks."""

    def latest(self) -> ReaderSighting | None:
        """What is there now; ``None`` before anything is known. Raises ``Fault(CARD_SERVICE_DOWN)``."""
        ...

    def close(self) -> None:
        """From now on cards are checked again; closing twice does no harm."""
        ...
