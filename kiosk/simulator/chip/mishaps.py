"""When the chip stops answering: counts commands and file bytes against the switches of the card."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.simulator.card.faults import CardFault, Mute, TearAfterCommand, TearAtByte
from kiosk.simulator.slot.card_port import CardMute, CardTorn


class Mishaps:
    """The tears that are still to come, and the silence that may follow; counters run over all power cycles."""

    def __init__(self, faults: Iterable[CardFault]) -> None:
        every = list(faults)
        self._mute_after = min((fault.after for fault in every if isinstance(fault, Mute)), default=None)
        self._command_tears = [fault for fault in every if isinstance(fault, TearAfterCommand)]
        self._byte_tears = [fault for fault in every if isinstance(fault, TearAtByte)]
        self._commands = 0
        self._sent: dict[ElementaryFile, int] = {}

    def command(self) -> None:
        """A command arrives; raises ``CardMute`` or ``CardTorn`` instead of letting it be answered."""
        if self._mute_after is not None and self._commands >= self._mute_after:
            raise CardMute
        for tear in self._command_tears:
            if self._commands >= tear.count:
                self._command_tears.remove(tear)
                raise CardTorn
        self._commands += 1

    def sending(self, file: ElementaryFile, count: int) -> None:
        """So many bytes of a file are about to be sent; raises ``CardTorn`` when the card does not get that far."""
        self._sent[file] = self._sent.get(file, 0) + count
        for tear in self._byte_tears:
            sent = sum(self._sent.values()) if tear.file is None else self._sent.get(tear.file, 0)
            if sent >= tear.count:
                self._byte_tears.remove(tear)
                raise CardTorn
