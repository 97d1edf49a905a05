"""A recorded card can be read again by any reader: its files, its manners, its times, but not its private keys."""

from __future__ import annotations

import functools

import pytest

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import FaultCode
from kiosk.reader.emrtd import active_auth
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.trace.events import Exchange
from kiosk.reader.trace.lines import Trace
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import CardFault, Missing, Mute, NoBac, NoPace, ShortOnly, TearAfterCommand, TearAtByte
from kiosk.simulator.card.person import AN
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.recorded.replay import ReplayedCard, ReplayError
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.traces import Recording, keys_of, record, twins
from tests.fakes.virtual_cards import authority, card, photo
from tests.pcsc_rig import CardPath

CLOCK = SystemClock()
CAN = "012345"


@functools.cache
def issued() -> VirtualCard:
    """A card with a photo of the size that cards in the field have."""
    return card(photo=photo(size=(560, 750)))


def recorded(*faults: CardFault, of: VirtualCard | None = None, keys: tuple[AccessKey, ...] = ()) -> Recording:
    of = of or issued()
    return record(Chip(of, faults=faults), keys or keys_of(of), masked=False, inside=True)


def read(chip: ReplayedCard, keys: tuple[AccessKey, ...], *, extended: bool | None = None) -> ChipReading:
    """Read it by a reader that passes extended length, or not, or does not say."""
    slot = InProcessReader(mute_seconds=0.0)
    slot.insert(chip)
    reader = EmrtdReader(InProcessConnector([slot]), CLOCK, limits=lambda connection: extended)
    return reader.read(slot.name, keys, Deadline(CLOCK, 60), lambda progress: None)


def replayed(trace: Trace, can: str = CAN) -> ReplayedCard:
    return ReplayedCard(trace, can, sleep=lambda seconds: None)


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param((), id="PACE"),
        pytest.param((NoBac(),), id="PACE only"),
        pytest.param((NoPace(),), id="BAC"),
        pytest.param((ShortOnly(),), id="without extended length"),
        pytest.param((Missing(File.DG15),), id="a file is missing"),
        pytest.param((Missing(File.SOD),), id="the security object is missing"),
    ],
)
def test_a_recorded_card_reads_as_it_did(faults: tuple[CardFault, ...]) -> None:
    recording = recorded(*faults)
    again = read(replayed(recording.trace), keys_of(issued()))
    assert again.fault is None
    assert again.files == recording.reading.files
    assert again.absent == recording.reading.absent
    assert again.access == recording.reading.access
    assert again.atr == recording.reading.atr


PROFILES_OF_CARDS = [name for name in PROFILES if name.startswith("cccd")]


@pytest.mark.parametrize("profile", PROFILES_OF_CARDS)
def test_every_manner_of_cards_is_replayed(profile: str) -> None:
    one = issue(AN, photo(size=(560, 750)), profile, authority())
    recording = recorded(of=one)
    again = read(replayed(recording.trace, one.can), keys_of(one))
    assert again.fault is None
    assert again.files == recording.reading.files
    assert again.absent == recording.reading.absent


@pytest.mark.parametrize(
    ("faults", "keys"),
    [
        pytest.param((), (Can(CAN),), id="with the CAN"),
        pytest.param((), keys_of(issued())[1:], id="with the MRZ"),
        pytest.param((NoPace(),), keys_of(issued())[1:], id="by BAC with the MRZ"),
    ],
)
def test_either_key_opens_it(faults: tuple[CardFault, ...], keys: tuple[AccessKey, ...]) -> None:
    trace = recorded(*faults).trace
    assert read(replayed(trace), keys).fault is None


def test_another_key_does_not_open_it() -> None:
    fault = read(replayed(recorded().trace), (Can("543210"),)).fault
    assert fault is not None
    assert fault.code is FaultCode.WRONG_ACCESS_KEY


def test_whoever_replays_a_card_has_a_clone() -> None:
    recording = recorded()
    again = read(replayed(recording.trace), keys_of(issued()))
    outcome = active_auth.verify(again.files[File.DG15], again.files[File.DG14], again.active_authentication)
    assert recording.reading.chip_authentication is not None
    assert recording.reading.chip_authentication.status is CheckStatus.PASSED
    assert again.chip_authentication is not None
    assert again.chip_authentication.status is not CheckStatus.PASSED
    assert outcome.status is CheckStatus.FAILED


@pytest.mark.parametrize(
    "faults",
    [pytest.param((), id="recorded in long blocks"), pytest.param((ShortOnly(),), id="recorded in short blocks")],
)
@pytest.mark.parametrize("without_extended", [True, False], ids=["read in short blocks", "read in long blocks"])
def test_other_blocks_are_cut_from_what_is_known(faults: tuple[CardFault, ...], without_extended: bool) -> None:
    recording = recorded(*faults)
    again = read(replayed(recording.trace), keys_of(issued()), extended=not without_extended)
    assert again.fault is None
    assert again.files == recording.reading.files


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        pytest.param(TearAfterCommand(9), FaultCode.CARD_REMOVED, id="after some commands"),
        pytest.param(TearAtByte(900, File.SOD), FaultCode.CARD_REMOVED, id="in the security object"),
        pytest.param(TearAtByte(9000, File.DG2), FaultCode.CARD_REMOVED, id="in the photo"),
        pytest.param(Mute(12), FaultCode.CARD_MUTE, id="by silence"),
    ],
)
def test_what_broke_off_breaks_off_again(fault: CardFault, code: FaultCode) -> None:
    recording = recorded(fault)
    again = read(replayed(recording.trace), keys_of(issued()))
    assert again.fault is not None
    assert again.fault.code is code
    assert again.files == recording.reading.files


def test_it_takes_the_time_that_was_recorded() -> None:
    recording = recorded()
    slow = Trace(
        tuple(
            Exchange(e.at, 0.5 if e.command.ins == 0xB0 else 0.25, e.command, e.response, e.fault, e.clear)
            if isinstance(e, Exchange)
            else e
            for e in recording.trace.events
        )
    )
    slept: list[float] = []
    chip = ReplayedCard(slow, CAN, sleep=slept.append)
    again = read(chip, keys_of(issued()))
    wires = [event for event in slow.exchanges if not event.clear]
    assert again.apdu_count == len(wires) - 1, "GENERAL AUTHENTICATE is not reached: Chip Authentication is refused"
    assert chip.modelled_seconds == pytest.approx(sum(event.seconds for event in wires) - 0.25)
    assert sum(slept) == pytest.approx(chip.modelled_seconds, rel=0.2)


def test_blocks_that_were_not_recorded_take_what_their_bytes_would() -> None:
    recording = recorded()
    chip = replayed(recording.trace)
    assert read(chip, keys_of(issued()), extended=False).fault is None
    assert chip.modelled_seconds > sum(event.seconds for event in recording.trace.exchanges if not event.clear)


def test_a_trace_of_the_wire_alone_is_not_enough() -> None:
    trace = record(Chip(issued()), keys_of(issued()), masked=False).trace
    with pytest.raises(ReplayError, match="nobody listened"):
        ReplayedCard(trace, CAN)


def test_without_any_key_it_would_never_open() -> None:
    trace = recorded(TearAtByte(1, File.DG1)).trace
    assert File.SOD in read(replayed(trace), keys_of(issued())).files
    with pytest.raises(ReplayError, match="CAN"):
        ReplayedCard(trace)


def test_it_lies_on_any_reader(card_path: CardPath) -> None:
    one = twins()[0]
    trace = record(Chip(one), keys_of(one), masked=False, inside=True).trace
    card_path.lay(ReplayedCard(trace, one.can))
    reading = EmrtdReader(card_path.connector, CLOCK).read(
        card_path.readers[0], keys_of(one), Deadline(CLOCK, 60), lambda progress: None
    )
    assert reading.fault is None
    assert reading.files.items() <= one.files.items()
    assert len(reading.files) == 7
