"""Fixtures of the card path: virtual readers behind a private pcscd, and the same readers inside the process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from kiosk.domain.presence import CardPresence, CardSeen
from kiosk.reader.channel import CardConnector
from kiosk.reader.pcsc import PcscConnector, PcscPresence
from kiosk.simulator.card_port import SimulatedCard
from kiosk.simulator.in_process import InProcessConnector, InProcessPresence, InProcessReader
from kiosk.simulator.pcscd import PcscUnavailable, PrivatePcscd, short_folder
from kiosk.simulator.virtual_reader import VirtualReader
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
        self._cleanup = cleanup

    def reader(self, name: str = "Rig Reader", **options: float) -> VirtualReader:
        number = len(list(self.folder.glob("*.sock")))
        reader = VirtualReader(
            self.folder / f"{number}.sock",
            name,
            **{"mute_seconds": MUTE_SECONDS, **options},  # type: ignore[arg-type]
        )
        return self._cleanup.enter_context(reader)

    def pcscd(self, *readers: VirtualReader) -> PrivatePcscd:
        daemon = PrivatePcscd([reader.entry for reader in readers], folder=self.folder)
        try:
            return self._cleanup.enter_context(daemon)
        except PcscUnavailable as unavailable:
            refuse(unavailable)

    def path(self, *readers: VirtualReader) -> CardPath:
        self.pcscd(*readers)
        names = tuple(f"{reader.name} {number:02X} 00" for number, reader in enumerate(readers))
        return CardPath(names, readers, PcscConnector(), PcscPresence)


def refuse(unavailable: PcscUnavailable) -> None:
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


@pytest.fixture(params=["in_process", pytest.param("pcsc", marks=pytest.mark.pcsc)])
def new_card_path(request: pytest.FixtureRequest) -> Callable[[Sequence[dict[str, int]]], CardPath]:
    """Makes a card path of some readers, given by their options; the test runs once per kind of path."""

    def over_pcsc(readers: Sequence[dict[str, int]]) -> CardPath:
        rig: PcscRig = request.getfixturevalue("pcsc_rig")
        return rig.path(*(rig.reader(f"Rig Reader {number}", **options) for number, options in enumerate(readers)))

    def in_process(readers: Sequence[dict[str, int]]) -> CardPath:
        slots = [
            InProcessReader(f"Rig Reader {number}", mute_seconds=MUTE_SECONDS, **options)
            for number, options in enumerate(readers)
        ]
        names = tuple(slot.name for slot in slots)
        return CardPath(names, tuple(slots), InProcessConnector(slots), lambda: InProcessPresence(slots))

    return over_pcsc if request.param == "pcsc" else in_process


@pytest.fixture
def card_path(new_card_path: Callable[[Sequence[dict[str, int]]], CardPath]) -> CardPath:
    """A card path with one reader."""
    return new_card_path([{}])
