"""Fixtures of the card path: virtual readers behind a private pcscd, and the same readers inside the process."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol

import pytest

from kiosk.domain.presence import CardPresence, CardSeen
from kiosk.reader.channel import CardConnector
from kiosk.reader.pcsc import PcscConnector, PcscPresence
from kiosk.simulator.slot.card_port import SimulatedCard
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessPresence, InProcessReader
from kiosk.simulator.slot.pcscd import PcscUnavailable, PrivatePcscd, short_folder
from kiosk.simulator.slot.virtual_reader import VirtualReader
from tests.fakes.event_log import EventLog

MUTE_SECONDS = 0.05


class Hand(Protocol):
    """Lays cards on one reader."""

    def insert(self, card: SimulatedCard) -> None: ...
    def remove(self) -> None: ...


@dataclass(frozen=True, slots=True)
class CardPath:
    """One way from a hand to the reading program; readers and hands go together by position."""

    readers: tuple[str, ...]
    hands: tuple[Hand, ...]
    connector: CardConnector
    new_presence: Callable[[], CardPresence]

    def lay(self, card: SimulatedCard, position: int = 0) -> None:
        """Lay a card on a reader and wait until it is seen: only then can it be connected to."""
        self.hands[position].insert(card)
        log = EventLog()
        presence = self.new_presence()
        presence.start(log)
        log.wait_for(CardSeen(self.readers[position], card.atr))
        presence.stop()


class PcscRig:
    """Starts virtual readers and one pcscd; always on the same socket, since libpcsclite knows one per process."""

    def __init__(self, folder: Path, cleanup: ExitStack) -> None:
        self.folder = folder
        self.daemon: PrivatePcscd | None = None
        self._cleanup = cleanup
        self._readers = 0

    def reader(
        self, name: str = "Rig Reader", *, max_apdu: int | None = None, driver_timeout: float | None = None
    ) -> VirtualReader:
        self._readers += 1
        reader = VirtualReader(
            self.folder / f"{self._readers}.sock", name,
            max_apdu=max_apdu, mute_seconds=MUTE_SECONDS, driver_timeout=driver_timeout,
        )  # fmt: skip
        return self._cleanup.enter_context(reader)

    def pcscd(self, *readers: VirtualReader) -> PrivatePcscd:
        self.daemon = PrivatePcscd([reader.entry for reader in readers], folder=self.folder)
        try:
            return self._cleanup.enter_context(self.daemon)
        except PcscUnavailable as unavailable:
            refuse(unavailable)

    def path(self, *readers: VirtualReader) -> CardPath:
        self.pcscd(*readers)
        names = tuple(f"{reader.name} {number:02X} 00" for number, reader in enumerate(readers))
        return CardPath(names, readers, PcscConnector(), PcscPresence)


def refuse(unavailable: PcscUnavailable) -> NoReturn:
    """Skip a test that needs PC/SC; where tests decide about a change, its absence is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have PC/SC: {unavailable}")
    pytest.skip(str(unavailable))


@pytest.fixture(scope="session")
def pcsc_folder() -> Iterator[Path]:
    folder = short_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def pcsc_rig(pcsc_folder: Path) -> Iterator[PcscRig]:
    with ExitStack() as cleanup:
        yield PcscRig(pcsc_folder, cleanup)


class NewCardPath(Protocol):
    def __call__(self, *max_apdus: int | None) -> CardPath:
        """A card path with one reader for each of these limits, None for no limit."""
        ...


@pytest.fixture(params=["in_process", pytest.param("pcsc", marks=pytest.mark.pcsc)])
def new_card_path(request: pytest.FixtureRequest) -> NewCardPath:
    """Makes card paths; a test with it runs twice, on readers inside the process and on readers behind pcscd."""

    def over_pcsc(*max_apdus: int | None) -> CardPath:
        rig: PcscRig = request.getfixturevalue("pcsc_rig")
        return rig.path(*(rig.reader(f"Rig Reader {n}", max_apdu=limit) for n, limit in enumerate(max_apdus)))

    def in_process(*max_apdus: int | None) -> CardPath:
        readers = tuple(
            InProcessReader(f"Rig Reader {n}", max_apdu=limit, mute_seconds=MUTE_SECONDS)
            for n, limit in enumerate(max_apdus)
        )
        names = tuple(reader.name for reader in readers)
        return CardPath(names, readers, InProcessConnector(readers), lambda: InProcessPresence(readers))

    return over_pcsc if request.param == "pcsc" else in_process


@pytest.fixture
def card_path(new_card_path: NewCardPath) -> CardPath:
    """A card path with one reader."""
    return new_card_path(None)


def two_free_ports() -> int:
    """A port that is free together with the next one: vpcd serves two slots."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
