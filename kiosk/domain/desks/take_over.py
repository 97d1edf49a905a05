"""Staff take the citizen's screen over: it is blank until they give it back, or until nobody asks for more time."""

from __future__ import annotations

from typing import Protocol


class TakeOverDesk(Protocol):
    """Blanks the citizen's screen and gives it back; quick, safe from any thread."""

    def held(self) -> float | None:
        """Seconds until the screen is given back by itself; ``None`` while it is not taken over."""
        ...

    def take(self, by: str) -> None:
        """Take it over, or hold it for the whole time again. ``by`` is a login, for the journal."""
        ...

    def release(self, by: str) -> None: ...
