"""Training: the same program with invented people, as the staff screen knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class TrainingScene:
    """Somebody who can come: ``title`` says who and what is amiss, ``outcome`` what the kiosk should make of it."""

    name: str
    title: Text
    outcome: Text


class TrainingDesk(Protocol):
    """At work there is nobody who can come, and ``begin`` ends work; in training ``leave`` leads back."""

    @property
    def on(self) -> bool:
        """Whether this program is one for training."""
        ...

    def scenes(self) -> tuple[TrainingScene, ...]:
        """Who can come; nobody at work."""
        ...

    def present(self, name: str) -> None:
        """Let somebody come: their code, their face, their card. Takes seconds. Raises ``Fault`` when they cannot."""
        ...

    def take_card(self) -> None:
        """Whoever is there takes the card and goes."""
        ...

    def begin(self) -> None:
        """End this program and begin its training."""
        ...

    def leave(self) -> None:
        """End training and begin to work again."""
        ...
