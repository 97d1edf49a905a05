"""The card may leave at any command: each time a clean event, and the next card is read whole."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import FaultCode
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import CardFault, NoPace, ShortOnly, TearAfterCommand
from kiosk.simulator.card.profiles import PROFILES, usual_holder
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.fakes.virtual_cards import authority_for, photo
from tests.pcsc_rig import CardPath

CLOCK = SystemClock()
KNOWING_AGAIN = 9
"""Commands that a reading which goes on may need beyond a whole one: the chip is opened anew and compared."""


@dataclass(frozen=True)
class Way:
    """One way of reading one document; ``manner`` is how its chip behaves."""

    profile: str
    manner: tuple[CardFault, ...] = ()

    @property
    def card(self) -> VirtualCard:
        return issued(self.profile)

    @property
    def keys(self) -> tuple[AccessKey, ...]:
        return (*((Can(self.card.can),) if self.card.can else ()), mrz_key(self.card))

    def chip(self, *faults: CardFault) -> Chip:
        return Chip(self.card, faults=(*self.manner, *faults))


@functools.cache
def issued(profile: str) -> VirtualCard:
    chosen = PROFILES[profile]
    return issue(usual_holder(chosen), photo(size=(160, 213)), chosen, authority_for(chosen))


WAYS = {
    "PACE, extended length": Way("cccd-2021"),
    "PACE, short": Way("cccd-2021", (ShortOnly(),)),
    "PACE, short, known by the profile": Way("cccd-192-refused"),
    "PACE, a session that ends on a long read": Way("cccd-bare-6700"),
    "BAC, extended length": Way("cccd-2021", (NoPace(),)),
    "BAC, short": Way("passport-bac"),
    "PACE-CAM, EF.CardSecurity": Way("passport-cam"),
    "integrated mapping, EF.ATR/INFO": Way("passport-im"),
}


class Kiosk:
    """A slot, and the reader that goes on between cards."""

    def __init__(self) -> None:
        self.slot = InProcessReader(mute_seconds=0.0)
        self.reader = EmrtdReader(InProcessConnector([self.slot]), CLOCK, pause=lambda seconds: None)

    def read(self, way: Way, *faults: CardFault) -> ChipReading:
        self.slot.insert(way.chip(*faults))
        try:
            return self.reader.read(self.slot.name, way.keys, Deadline(CLOCK, 60), lambda progress: None)
        finally:
            self.slot.remove()


@functools.cache
def whole(way: Way) -> ChipReading:
    reading = Kiosk().read(way)
    assert reading.fault is None
    return reading


def torn_readings(way: Way) -> Iterator[tuple[int, Kiosk, ChipReading]]:
    """A reading torn at each of its commands, with the kiosk on which that happened."""
    for count in range(whole(way).apdu_count):
        kiosk = Kiosk()
        yield count, kiosk, kiosk.read(way, TearAfterCommand(count))


def clone_checks(reading: ChipReading) -> tuple[CheckStatus | None, bool]:
    chip = reading.chip_authentication
    return chip.status if chip else None, reading.active_authentication is not None


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_torn_at_every_command(way: Way) -> None:
    for count, kiosk, torn in torn_readings(way):
        assert torn.fault is not None, count
        assert torn.fault.code is FaultCode.CARD_REMOVED, count
        assert torn.files.items() <= whole(way).files.items(), count
        assert torn.apdu_count == count + 1

        following = kiosk.read(way)
        assert following.fault is None, count
        assert following.files == whole(way).files, count
        assert clone_checks(following) == clone_checks(whole(way)), count
        assert following.apdu_count <= whole(way).apdu_count + KNOWING_AGAIN, count


@pytest.mark.parametrize("way", [WAYS["PACE, extended length"], WAYS["BAC, short"]], ids=["PACE", "BAC"])
def test_torn_at_every_command_and_another_card_comes(way: Way) -> None:
    other = Way("can-cuoc-2024")
    for count, kiosk, torn in torn_readings(way):
        assert torn.fault is not None, count
        following = kiosk.read(other)
        assert following.fault is None, count
        assert following.files == whole(other).files, count


@pytest.mark.parametrize(
    ("name", "count"),
    [
        *(("PACE, extended length", count) for count in (0, 4, 6, 8, 11, 14, 15)),
        *(("PACE, short", count) for count in (7, 20)),
        *(("BAC, short", count) for count in (3, 12)),
    ],
)
def test_torn_over_the_card_path(card_path: CardPath, name: str, count: int) -> None:
    way = WAYS[name]
    reader = EmrtdReader(card_path.connector, CLOCK)

    def read() -> ChipReading:
        return reader.read(card_path.readers[0], way.keys, Deadline(CLOCK, 60), lambda progress: None)

    card_path.lay(way.chip(TearAfterCommand(count)))
    torn = read()
    assert torn.fault is not None
    assert (torn.fault.code, torn.apdu_count) == (FaultCode.CARD_REMOVED, count + 1)
    card_path.lay(way.chip())
    following = read()
    assert following.fault is None
    assert following.files == whole(way).files
    assert File.DG2 in following.files
