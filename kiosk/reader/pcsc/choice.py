"""Which of the machine's readers the kiosk uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiosk.domain.faults import Fault, FaultCode

# Slots for security modules inside a reader ("… [ACR1252 Dual Reader SAM] …", "… SAM2 00 01"): never a person's card.
_SAM = re.compile(r"\bSAM\d?\b", re.IGNORECASE)


class ReaderChoice:
    """Readers whose name contains ``pattern``, or matches it if it is written ``/like this/``; SAM slots never.

    Case is ignored; an empty pattern takes every reader. The slashes are needed since real names hold brackets, which
    mean something else in a regular expression. Raises ``Fault(SETTINGS_MALFORMED)`` for a broken expression.
    """

    def __init__(self, pattern: str = "") -> None:
        self.pattern = pattern
        is_expression = len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/")
        try:
            self._expression = re.compile(pattern[1:-1] if is_expression else re.escape(pattern), re.IGNORECASE)
        except re.error as error:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"reader pattern: {error}") from None

    def admits(self, name: str) -> bool:
        return not _SAM.search(name) and self._expression.search(name) is not None

    def of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The chosen ones, in PC/SC's order."""
        return tuple(name for name in names if self.admits(name))

    def require(self, names: Iterable[str]) -> tuple[str, ...]:
        """The chosen ones; raises ``Fault(NO_READER)`` when there is none."""
        chosen = self.of(names)
        if not chosen:
            raise Fault(FaultCode.NO_READER, "no reader matches the pattern" if self.pattern else "no reader at all")
        return chosen
