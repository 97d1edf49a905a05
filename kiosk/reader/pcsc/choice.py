"""Which of the machine's readers the kiosk uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiosk.domain.faults import Fault, FaultCode

# Slots for security modules inside a reader ("… [ACR1252 Dual Reader SAM] …", "… SAM2 00 01"): never a person's card.
_SAM = re.compile(r"\bSAM\d?\b", re.IGNORECASE)


class ReaderChoice:
    """Readers whose name contains ``pattern`` or matches it as a regular expression, case ignored; SAM slots never.

    An empty pattern takes every reader.
    """

    def __init__(self, pattern: str = "") -> None:
        self.pattern = pattern
        self._part = pattern.casefold()
        try:
            self._expression = re.compile(pattern, re.IGNORECASE)
        except re.error:
            # "Reader [PICC" is no expression, but a fair part of a name
            self._expression = re.compile(re.escape(pattern), re.IGNORECASE)

    def admits(self, name: str) -> bool:
        if _SAM.search(name):
            return False
        return self._part in name.casefold() or self._expression.search(name) is not None

    def of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The chosen ones, in PC/SC's order."""
        return tuple(name for name in names if self.admits(name))

    def require(self, names: Iterable[str]) -> tuple[str, ...]:
        """The chosen ones; raises ``Fault(NO_READER)`` when there is none."""
        chosen = self.of(names)
        if not chosen:
            raise Fault(FaultCode.NO_READER, "no reader matches the pattern" if self.pattern else "no reader at all")
        return chosen
