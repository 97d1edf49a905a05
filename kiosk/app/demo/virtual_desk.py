"""The virtual desk of training and demo: a reader on which cards can be laid, with PC/SC or without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from kiosk.domain.presence import CardPresence
from kiosk.reader.channel import CardConnector
from kiosk.simulator.card import card_store
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.chip.link import LinkModel
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessPresence, InProcessReader
from kiosk.simulator.slot.pcscd import SOCKET_VARIABLE, PcscUnavailable

STOP_SECONDS = 10.0


class VirtualDesk(Protocol):
    """A reader and the hand that lays cards on it."""

    @property
    def description(self) -> str: ...

    @property
    def has_service(self) -> bool:
        """Whether a card service stands between card and program, which can be lost."""
        ...

    @property
    def presence(self) -> CardPresence: ...

    @property
    def connector(self) -> CardConnector: ...

    def insert(self, card: Path) -> None:
        """Lay the card of this folder on the reader."""
        ...

    def remove(self) -> float:
        """Take the card away; gives the seconds that link and chip were modelled to take for it."""
        ...

    def close(self) -> None: ...


class PcscDesk:
    """The real way: the card is another process, behind driver, pcscd and pyscard."""

    description = "virtual card process → reader driver → pcscd → pyscard"
    has_service = True

    def __init__(self, bit_rate: int) -> None:
        """Raises ``PcscUnavailable`` where PC/SC cannot be run, ``ImportError`` where pyscard is missing."""
        from kiosk.reader.pcsc import PcscConnector, PcscPresence, ReaderChoice

        command = [sys.executable, "-m", "kiosk", "card", "serve", "--control", "--json", "--bit-rate", str(bit_rate)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ready = self._answer()
        if ready.get("event") != "ready":
            self.close()
            raise PcscUnavailable(ready.get("reason", "the card process ended"), ready.get("remedy", "see above"))
        # Before the first PC/SC call of this process: the client library reads it once.
        os.environ[SOCKET_VARIABLE] = ready[SOCKET_VARIABLE]
        self.presence: CardPresence = PcscPresence(ReaderChoice(ready["reader"]))
        self.connector: CardConnector = PcscConnector()

    def insert(self, card: Path) -> None:
        answer = self._order(f"insert {card.resolve()}")
        if answer.get("event") != "inserted":
            raise card_store.CardStoreError(answer.get("reason", "the card process ended"))

    def remove(self) -> float:
        return float(self._order("remove").get("modelled_seconds", 0.0))

    def close(self) -> None:
        if self._process.poll() is not None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _order(self, line: str) -> dict[str, str]:
        if self._process.stdin is None:
            return {}
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, str]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        return dict(json.loads(line)) if line else {}


class InProcessDesk:
    """Without PC/SC: the same chip inside this process."""

    description = "virtual card inside the process, without PC/SC"
    has_service = False

    def __init__(self, bit_rate: int) -> None:
        self._link = LinkModel(bit_rate) if bit_rate else LinkModel.none()
        self._reader = InProcessReader()
        self._chip: Chip | None = None
        self.presence: CardPresence = InProcessPresence([self._reader])
        self.connector: CardConnector = InProcessConnector([self._reader])

    def insert(self, card: Path) -> None:
        self._chip = Chip(card_store.load(card), self._link)
        self._reader.insert(self._chip)

    def remove(self) -> float:
        self._reader.remove()
        return self._chip.modelled_seconds if self._chip else 0.0

    def close(self) -> None:
        self._reader.remove()


def open_desk(bit_rate: int, in_process: bool = False) -> VirtualDesk:
    """The real way where PC/SC runs; else, or if asked for, the card inside the process, and says which."""
    if not in_process:
        try:
            return PcscDesk(bit_rate)
        except (PcscUnavailable, ImportError) as error:
            print(f"PC/SC cannot be used here ({error}).")
            print(
                "The virtual card runs inside the process instead; pcscd, driver and pyscard are NOT part of this run."
            )
    return InProcessDesk(bit_rate)
