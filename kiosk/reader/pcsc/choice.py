"""Which of the machine's readers the kiosk uses, and which kinds of card on them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiosk.domain.faults import Fault, FaultCode

# Slots for security modules inside a reader ("… [ACR1252 Dual Reader SAM] …", "… SAM2 00 01"): never a person's card.
_SAM = re.compile(r"\bSAM\d?\b", re.IGNORECASE)
_ATR_BEGINNING = re.compile(r"[0-9A-F?]+", re.IGNORECASE)


class ReaderChoice:
    """Readers whose name contains ``pattern``, or matches it if it is written ``/like this/``; SAM slots never.

    Case is ignored; an empty pattern takes every reader. The slashes are needed since real names hold brackets, which
    mean something else in a regular expression.

    ``atr`` narrows it to cards whose answer to reset begins so, in hexadecimal, where ``?`` is any digit and spaces do
    not count: ``3B8? 8001`` are the contactless cards that take APDUs (PC/SC part 3 §3.1.3.2.3). Written ``/like
    this/`` it is a regular expression over the capital digits. Other cards, and cards that do not answer at all, are
    then as if the reader were empty; without ``atr`` every card counts, so that it can be told to be the wrong one.

    Raises ``Fault(SETTINGS_MALFORMED)`` for a broken expression and for what is no beginning of an ATR.
    """

    def __init__(self, pattern: str = "", atr: str = "") -> None:
        self.pattern = pattern
        self._names = _compiled(_expression(pattern) or re.escape(pattern), "reader")
        self._atrs = _compiled(_expression(atr) or _beginning(atr), "card_atr")

    def admits(self, name: str) -> bool:
        return not _SAM.search(name) and self._names.search(name) is not None

    def admits_card(self, atr: bytes) -> bool:
        """``atr`` is empty where the card does not answer."""
        return self._atrs.search(atr.hex().upper()) is not None

    def of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The chosen ones, in PC/SC's order."""
        return tuple(name for name in names if self.admits(name))

    def require(self, names: Iterable[str]) -> tuple[str, ...]:
        """The chosen ones; raises ``Fault(NO_READER)`` when there is none."""
        chosen = self.of(names)
        if not chosen:
            raise Fault(FaultCode.NO_READER, "no reader matches the pattern" if self.pattern else "no reader at all")
        return chosen


def _expression(pattern: str) -> str:
    """What stands between slashes; empty without them."""
    return pattern[1:-1] if len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/") else ""


def _beginning(atr: str) -> str:
    digits = "".join(atr.split())
    if digits and not _ATR_BEGINNING.fullmatch(digits):
        raise Fault(FaultCode.SETTINGS_MALFORMED, "card_atr: hexadecimal digits and ? only")
    return "^" + digits.replace("?", ".")


def _compiled(expression: str, key: str) -> re.Pattern[str]:
    try:
        return re.compile(expression, re.IGNORECASE)
    except re.error as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{key}: {error}") from None
