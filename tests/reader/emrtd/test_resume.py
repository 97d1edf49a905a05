"""A card that leaves the field and comes back goes on where it stopped; any other card begins anew."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

import pytest

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipReading, ReadProgress
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import FaultCode
from kiosk.reader.emrtd.gathered import RESUME_SECONDS
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import PaceOffer
from kiosk.simulator.card.faults import CardFault, Clone, Missing, ShortOnly, TearAfterCommand, TearAtByte
from kiosk.simulator.card.person import AN, BAO
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.card_port import SimulatedCard
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.virtual_cards import authority, card, photo

CAN, WRONG_CAN = Can("012345"), Can("543210")
MRZ = MrzKey("090012345", "900315", "300315")
FILES = (File.SOD, File.DG1, File.DG13, File.DG14, File.DG15, File.DG2)


class MovedClock(SystemClock):
    def __init__(self) -> None:
        self.passed = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.passed


class Kiosk:
    """A slot, and the reader that goes on between cards. ``commands`` are those of the newest reading."""

    def __init__(self) -> None:
        self.clock = MovedClock()
        self._slot = InProcessReader(mute_seconds=0.0)
        self.reader = EmrtdReader(InProcessConnector([self._slot]), self.clock, pause=lambda seconds: None)
        self.progress: list[ReadProgress] = []

    def read(self, chip: SimulatedCard, keys: Sequence[AccessKey] = (CAN, MRZ)) -> ChipReading:
        self._slot.insert(chip)
        self.progress.clear()
        try:
            return self.reader.read(self._slot.name, keys, Deadline(self.clock, 60), self.progress.append)
        finally:
            self._slot.remove()


@functools.cache
def issued() -> VirtualCard:
    return card(photo=photo(size=(560, 750)))


@functools.cache
def reissued() -> VirtualCard:
    """Another card of the same person: the same keys open it, its photo and its EF.SOD are others."""
    return card(photo=photo(size=(540, 720)))


def contents(reading: ChipReading) -> dict[File, bytes]:
    return {file: data for file, data in reading.files.items() if file in FILES}


def of(issued_card: VirtualCard) -> dict[File, bytes]:
    return {file: issued_card.files[file] for file in FILES}


def torn(kiosk: Kiosk, *faults: CardFault, keys: Sequence[AccessKey] = (CAN, MRZ)) -> ChipReading:
    reading = kiosk.read(Chip(issued(), faults=faults), keys)
    assert reading.fault is not None
    assert reading.fault.code is FaultCode.CARD_REMOVED
    return reading


ACCESS = 6
"""Commands of PACE and of the selection of the application: a new session has to be opened in any case."""


def whole(*faults: CardFault) -> int:
    return Kiosk().read(Chip(issued(), faults=faults)).apdu_count


@pytest.mark.parametrize("manner", [(), (ShortOnly(),)], ids=["extended", "short"])
def test_going_on_costs_three_commands_beyond_opening_the_chip(manner: tuple[CardFault, ...]) -> None:
    kiosk = Kiosk()
    first = torn(kiosk, *manner, TearAtByte(8500, File.DG2))

    rest = kiosk.read(Chip(issued(), faults=manner))

    assert rest.fault is None
    assert contents(rest) == of(issued())
    full = whole(*manner)
    left = full - (first.apdu_count - 1)  # the command on which the card was torn is sent again
    ends_of_security_object, select = 2, 1
    assert rest.apdu_count - ACCESS - left == ends_of_security_object + select


@pytest.mark.parametrize("manner", [(), (ShortOnly(),)], ids=["extended", "short"])
@pytest.mark.parametrize("at", [1, 220, 2048, 8192, 8300, 14000])
def test_a_photo_torn_at_any_byte_is_whole_in_the_end(at: int, manner: tuple[CardFault, ...]) -> None:
    kiosk = Kiosk()
    torn(kiosk, *manner, TearAtByte(at, File.DG2))

    rest = kiosk.read(Chip(issued(), faults=manner))

    assert rest.fault is None
    assert contents(rest) == of(issued())


def test_a_card_torn_away_again_and_again_comes_to_its_end() -> None:
    kiosk = Kiosk()
    for at in (3, 9, 10, 8, 9):
        torn(kiosk, TearAfterCommand(at))

    assert contents(kiosk.read(Chip(issued()))) == of(issued())


def test_clone_checks_are_not_made_twice() -> None:
    kiosk = Kiosk()
    first = torn(kiosk, TearAtByte(4000, File.DG2))

    rest = kiosk.read(Chip(issued()))

    assert rest.chip_authentication == first.chip_authentication
    assert rest.active_authentication == first.active_authentication
    assert rest.active_authentication is not None


def test_what_a_clone_could_not_prove_stays_unproven() -> None:
    kiosk = Kiosk()
    torn(kiosk, Clone(), TearAtByte(4000, File.DG2))

    rest = kiosk.read(Chip(issued()))

    assert rest.chip_authentication is not None
    assert rest.chip_authentication.status is CheckStatus.FAILED


def test_progress_begins_where_it_was() -> None:
    kiosk = Kiosk()
    torn(kiosk, TearAtByte(9000, File.DG2))
    before = kiosk.progress[-1]

    kiosk.read(Chip(issued()))

    reading = [told for told in kiosk.progress if told.step == "DG2"]
    assert reading[0].done >= before.done
    assert reading[-1].done == reading[-1].total


@pytest.mark.parametrize("at", range(1, 17))
@pytest.mark.parametrize(
    "other",
    [
        pytest.param(reissued, id="a newer card of the same person"),
        pytest.param(lambda: card(BAO), id="another person's"),
    ],
)
def test_another_card_begins_anew_and_nothing_of_the_first_is_left(at: int, other: object) -> None:
    assert callable(other)
    following: VirtualCard = other()
    kiosk = Kiosk()
    torn(kiosk, TearAfterCommand(at))

    reading = kiosk.read(Chip(following), [CAN, Can(following.can)])

    assert reading.fault is None
    assert contents(reading) == of(following)
    assert reading.files[File.CARD_ACCESS] == following.files[File.CARD_ACCESS]


def test_another_card_that_opens_otherwise_is_asked_for_its_announcement() -> None:
    profile = PROFILES["cccd-2021"]
    profile = replace(profile, access=replace(profile.access, pace=(PaceOffer("ecdh-gm-aes-256", 16),)))
    other = issue(AN, photo(), profile, authority())
    kiosk = Kiosk()
    torn(kiosk, TearAtByte(4000, File.DG2))

    reading = kiosk.read(Chip(other))

    assert reading.fault is None
    assert contents(reading) == of(other)
    assert reading.access.mechanism == "ECDH-GM-AES-CBC-CMAC-256 brainpoolP384r1"


class Swapped:
    """Another card lies on the reader after the first power-up that follows ``count`` commands."""

    def __init__(self, first: SimulatedCard, second: SimulatedCard, count: int) -> None:
        self._card = first
        self._second = second
        self._left = count

    @property
    def atr(self) -> bytes:
        return self._card.atr

    def power_up(self) -> None:
        if self._left <= 0:
            self._card = self._second
        self._card.power_up()

    def transmit(self, command: bytes) -> bytes:
        self._left -= 1
        if self._left == 0:
            return b"\x69\x88"
        return self._card.transmit(command)


@pytest.mark.parametrize("count", [9, 11, 15, 17])
def test_a_card_swapped_within_one_reading_is_noticed(count: int) -> None:
    reading = Kiosk().read(Swapped(Chip(issued()), Chip(reissued()), count))

    assert reading.fault is None
    assert contents(reading) == of(reissued())


def test_a_chip_without_security_object_is_known_by_dg1() -> None:
    kiosk = Kiosk()
    torn(kiosk, Missing(File.SOD), TearAtByte(4000, File.DG2))

    rest = kiosk.read(Chip(issued(), faults=[Missing(File.SOD)]))

    assert contents(rest) == {file: data for file, data in of(issued()).items() if file is not File.SOD}
    assert rest.apdu_count < whole(Missing(File.SOD))


def test_the_key_that_fitted_is_tried_first_and_no_try_is_burnt_on_a_wrong_one() -> None:
    kiosk = Kiosk()
    keys = [WRONG_CAN, CAN]
    torn(kiosk, TearAtByte(4000, File.DG2), keys=keys)

    rest = kiosk.read(Chip(issued()), keys)

    assert rest.fault is None
    ends_of_security_object, photo_in_two_blocks = 2, 2
    assert rest.apdu_count == ACCESS + ends_of_security_object + photo_in_two_blocks


@pytest.mark.parametrize("how", ["forgotten", "too late", "another key"])
def test_what_begins_anew_reads_everything(how: str) -> None:
    kiosk = Kiosk()
    torn(kiosk, TearAtByte(4000, File.DG2), keys=[CAN])
    if how == "forgotten":
        kiosk.reader.forget()
    if how == "too late":
        kiosk.clock.passed += RESUME_SECONDS + 1

    reading = kiosk.read(Chip(issued()), [MRZ] if how == "another key" else [CAN])

    assert reading.fault is None
    assert reading.apdu_count == whole()


def test_an_empty_slot_meanwhile_does_not_lose_what_was_read() -> None:
    kiosk = Kiosk()
    torn(kiosk, TearAtByte(4000, File.DG2))
    absent = kiosk.reader.read("Kiosk In-Process Reader", [CAN, MRZ], Deadline(kiosk.clock, 60), kiosk.progress.append)
    assert absent.fault is not None

    assert kiosk.read(Chip(issued())).apdu_count < whole() - 5


def test_a_wrong_key_leaves_nothing_to_go_on_with() -> None:
    kiosk = Kiosk()
    wrong = kiosk.read(Chip(issued()), [WRONG_CAN])

    assert wrong.fault is not None
    assert wrong.fault.code is FaultCode.WRONG_ACCESS_KEY
    assert kiosk.read(Chip(issued()), [WRONG_CAN, CAN]).fault is None
