"""The time that going on with a torn reading costs on every kind of document, by the model of link and chip."""

from __future__ import annotations

import functools

import pytest

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipReading, ElementaryFile
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import FaultCode
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import CardFault, TearAtByte
from kiosk.simulator.card.profiles import PROFILES, usual_holder
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.chip.link import LinkModel
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.fakes.virtual_cards import authority_for, photo

CLOCK = SystemClock()
SECURED = 0x0C
TORN = TearAtByte(9000, ElementaryFile.DG2)
"""In the second block of the photo; the first is the proof of Chip Authentication where a chip has no DG15."""


@functools.cache
def issued(profile: str) -> VirtualCard:
    chosen = PROFILES[profile]
    return issue(usual_holder(chosen), photo(size=(560, 750)), chosen, authority_for(chosen))


class TimedChip(Chip):
    """Knows how many of its modelled seconds went by for commands that open it: those without secure messaging."""

    opening = 0.0

    def transmit(self, command: bytes) -> bytes:
        before = self.modelled_seconds
        try:
            return super().transmit(command)
        finally:
            if command[0] & SECURED != SECURED:
                self.opening += self.modelled_seconds - before


class Kiosk:
    """A slot, and the reader that goes on between cards."""

    def __init__(self, profile: str, bit_rate: int) -> None:
        self._card = issued(profile)
        self._link = LinkModel(bit_rate)
        self._slot = InProcessReader(mute_seconds=0.0)
        self._reader = EmrtdReader(InProcessConnector([self._slot]), CLOCK, pause=lambda seconds: None)

    def read(self, *faults: CardFault) -> tuple[ChipReading, TimedChip]:
        chip = TimedChip(self._card, self._link, faults=faults, sleep=lambda seconds: None)
        keys: list[AccessKey] = [Can(self._card.can)] if self._card.can else [mrz_key(self._card)]
        self._slot.insert(chip)
        try:
            return self._reader.read(self._slot.name, keys, Deadline(CLOCK, 60), lambda progress: None), chip
        finally:
            self._slot.remove()


@pytest.mark.long
@pytest.mark.parametrize("bit_rate", [106, 424, 848])
@pytest.mark.parametrize("profile", PROFILES)
def test_going_on_costs_less_than_a_twentieth_of_a_full_reading_beyond_opening_the_chip(
    profile: str, bit_rate: int
) -> None:
    kiosk = Kiosk(profile, bit_rate)
    kiosk.read()  # teaches the reader this kind of card
    whole, full = kiosk.read()
    torn, first = kiosk.read(TORN)
    assert torn.fault is not None
    assert torn.fault.code is FaultCode.CARD_REMOVED

    rest, second = kiosk.read()

    assert rest.files == whole.files
    assert first.modelled_seconds + second.modelled_seconds - second.opening < 1.05 * full.modelled_seconds


@pytest.mark.parametrize("profile", ["passport-cam", "passport-39794", "id-card-td1"])
def test_a_proof_stands_when_the_card_leaves_within_the_file_that_gave_it(profile: str) -> None:
    kiosk = Kiosk(profile, 424)

    torn, _ = kiosk.read(TORN)
    rest, _ = kiosk.read()

    assert torn.chip_authentication is not None
    assert torn.chip_authentication.status is CheckStatus.PASSED
    assert rest.chip_authentication == torn.chip_authentication
