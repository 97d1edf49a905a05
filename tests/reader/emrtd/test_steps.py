"""What a reading does when the card, the reader or the chip's files are not as they should be."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import CardConnection
from kiosk.reader.emrtd.gathered import MALFORMED
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.emrtd.steps import MAX_OPENINGS
from kiosk.reader.emrtd.wanted import ALL
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import StaticKey
from kiosk.simulator.card.faults import CardFault, NoPace, RefusePace, ShortOnly
from kiosk.simulator.card.person import AN, ANNA
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.virtual_cards import authority, authority_for, card, photo

CAN, WRONG_CAN = Can("012345"), Can("543210")
MRZ = MrzKey("090012345", "900315", "300315")
CLOCK = SystemClock()
NAME = "Kiosk In-Process Reader"
CCCD = PROFILES["cccd-2021"]


class Shaky:
    """Connections whose commands meet a fault when ``fault_at`` says so; ``connects`` counts them."""

    def __init__(
        self,
        chip: Chip,
        fault_at: Callable[[int, Command], Fault | Response | None] = lambda count, command: None,
        connecting: Sequence[Fault | None] = (),
    ) -> None:
        self._slot = InProcessReader(NAME, mute_seconds=0.0)
        self._slot.insert(chip)
        self._inner = InProcessConnector([self._slot])
        self._fault_at = fault_at
        self._connecting = list(connecting)
        self.connects = 0
        self.commands: list[Command] = []

    def connect(self, reader: str) -> CardConnection:
        self.connects += 1
        fault = self._connecting.pop(0) if self._connecting else None
        if fault is not None:
            raise fault
        return _ShakyConnection(self, self._inner.connect(reader))

    def answer(self, inner: CardConnection, command: Command) -> Response:
        self.commands.append(command)
        met = self._fault_at(len(self.commands), command)
        if isinstance(met, Fault):
            raise met
        return inner.transmit(command) if met is None else met


class _ShakyConnection:
    def __init__(self, owner: Shaky, inner: CardConnection) -> None:
        self._owner = owner
        self._inner = inner

    @property
    def reader(self) -> str:
        return self._inner.reader

    @property
    def atr(self) -> bytes:
        return self._inner.atr

    def transmit(self, command: Command) -> Response:
        return self._owner.answer(self._inner, command)

    def close(self) -> None:
        self._inner.close()


def read(shaky: Shaky, keys: Sequence[AccessKey] = (CAN, MRZ), **options: Any) -> ChipReading:
    reader = EmrtdReader(shaky, CLOCK, **{"pause": lambda seconds: None, **options})
    return reader.read(NAME, keys, Deadline(CLOCK, 60), lambda progress: None)


def once(at: int, met: Fault | Response) -> Callable[[int, Command], Fault | Response | None]:
    return lambda count, command: met if count == at else None


def complete(reading: ChipReading, issued: VirtualCard) -> bool:
    return (
        reading.fault is None
        and {File.SOD, File.DG1, File.DG2, File.DG13, File.DG14, File.DG15} <= set(reading.files)
        and reading.files.items() <= issued.files.items()
    )


@pytest.mark.parametrize("at", [2, 6, 9, 12, 14, 16, 17])
def test_a_chip_that_was_reset_is_opened_anew_and_read_on(at: int) -> None:
    issued = card(photo=photo(size=(560, 750)))
    shaky = Shaky(Chip(issued), once(at, Fault(FaultCode.CARD_RESET)))

    reading = read(shaky)

    assert complete(reading, issued)
    assert shaky.connects == 2
    assert reading.apdu_count == len(shaky.commands)


def test_a_chip_that_is_reset_every_time_ends_the_reading() -> None:
    shaky = Shaky(Chip(card()), lambda count, command: Fault(FaultCode.CARD_RESET) if command.ins == 0x86 else None)

    reading = read(shaky)

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.CARD_RESET
    assert shaky.connects == MAX_OPENINGS


SLOW = [Fault(FaultCode.CARD_MUTE), Fault(FaultCode.READER_REFUSED)]


@pytest.mark.parametrize(
    ("connecting", "code"),
    [
        pytest.param([None, *SLOW, None], None, id="slow to come up"),
        pytest.param([None, *SLOW, Fault(FaultCode.CARD_MUTE)], FaultCode.CARD_MUTE, id="never comes up"),
        pytest.param([None, Fault(FaultCode.CARD_REMOVED)], FaultCode.CARD_REMOVED, id="gone"),
        pytest.param([None, Fault(FaultCode.READER_LOST)], FaultCode.READER_LOST, id="the reader is gone"),
    ],
)
def test_a_chip_that_is_powered_up_again_gets_time(connecting: list[Fault | None], code: FaultCode | None) -> None:
    waited: list[float] = []
    shaky = Shaky(Chip(card()), once(11, Response(b"", 0x6988)), connecting)

    reading = read(shaky, pause=waited.append)

    assert (reading.fault.code if reading.fault else None) is code
    assert waited == ([0.1, 0.3] if connecting[1] is SLOW[0] else [])


def test_no_wait_goes_beyond_the_deadline() -> None:
    deadline = Deadline(CLOCK, 60)
    shaky = Shaky(Chip(card()), once(11, Response(b"", 0x6988)), [None, Fault(FaultCode.CARD_MUTE)])

    reading = EmrtdReader(shaky, CLOCK, pause=lambda seconds: deadline.cancel()).read(
        NAME, [CAN], deadline, lambda progress: None
    )

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.CANCELLED
    assert shaky.connects == 2


@pytest.mark.parametrize(
    ("passes", "faults", "extended"),
    [
        pytest.param(False, (), False, id="the reader says no: not even tried"),
        pytest.param(True, (), True, id="the reader says yes"),
        pytest.param(None, (), True, id="the reader does not say: tried"),
        pytest.param(True, (ShortOnly(),), True, id="the reader says yes, the chip no: tried"),
    ],
)
def test_what_the_reader_says_of_extended_length(
    passes: bool | None, faults: tuple[CardFault, ...], extended: bool
) -> None:
    asked: list[str] = []

    def limits(connection: CardConnection) -> bool | None:
        asked.append(connection.reader)
        return passes

    shaky = Shaky(Chip(card(), faults=faults))
    reader = EmrtdReader(shaky, CLOCK, limits=limits)
    for _ in range(2):
        assert reader.read(NAME, [CAN], Deadline(CLOCK, 60), lambda progress: None).fault is None

    assert any(command.needs_extended for command in shaky.commands) is extended
    assert asked == [NAME], "asked once a reader"


@pytest.mark.parametrize(
    ("faults", "allowed", "fault", "downgraded"),
    [
        pytest.param((), False, None, False, id="PACE works"),
        pytest.param((NoPace(),), True, None, True, id="PACE hidden: BAC, and DG14 tells the downgrade"),
        pytest.param(
            (NoPace(),), False, FaultCode.ACCESS_REFUSED, True, id="PACE hidden and BAC forbidden: DG14 ends it"
        ),
    ],
)
def test_the_downgrade_to_bac(
    faults: tuple[CardFault, ...], allowed: bool, fault: FaultCode | None, downgraded: bool
) -> None:
    reading = read(Shaky(Chip(card(), faults=faults)), [MRZ], allow_bac_fallback=allowed)

    assert (reading.fault.code if reading.fault else None) is fault
    assert reading.access.downgraded is downgraded
    assert (File.DG2 in reading.files) is (fault is None), "the photo does not travel over a forbidden protocol"


@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "forbidden"])
def test_a_chip_that_announces_pace_and_refuses_it(allowed: bool) -> None:
    shaky = Shaky(Chip(card(), faults=[RefusePace()]))

    reading = read(shaky, [MRZ], allow_bac_fallback=allowed)

    if allowed:
        assert reading.fault is None
        assert (reading.access.protocol, reading.access.downgraded) == ("BAC", True)
        assert reading.access.note == "PACE refused: PACE MSE:Set AT: SW 6A81"
    else:
        assert reading.fault is not None
        assert reading.fault.code is FaultCode.ACCESS_REFUSED
        assert not any(command.ins == 0x84 for command in shaky.commands), "no GET CHALLENGE"


def spoilt(file: File, contents: bytes) -> VirtualCard:
    issued = passport()
    return replace(issued, files={**issued.files, file: contents})


@functools.cache
def passport() -> VirtualCard:
    profile = PROFILES["passport-cam"]
    return issue(ANNA, photo(), profile, authority_for(profile))


@pytest.mark.parametrize(
    ("file", "contents"),
    [
        pytest.param(File.DG11, b"\x61\x02\x00\x00", id="a group with another's tag"),
        pytest.param(File.DG16, b"\x70\x83\x7f\xff\xff\x00", id="a group of eight megabytes"),
        pytest.param(File.CARD_SECURITY, b"\x42\x00", id="EF.CardSecurity"),
        pytest.param(File.COM, b"\x60\x05\x00", id="EF.COM cut off"),
    ],
)
def test_a_malformed_file_that_no_check_needs_does_not_end_the_reading(file: File, contents: bytes) -> None:
    issued = spoilt(file, contents)

    reading = read(Shaky(Chip(issued)), [mrz(issued)], wanted=ALL)

    assert reading.fault is None
    assert reading.absent[file] == MALFORMED
    assert {File.SOD, File.DG1, File.DG2, File.DG14} <= set(reading.files)


@pytest.mark.parametrize("file", [File.SOD, File.DG1, File.DG2, File.DG14])
def test_a_malformed_file_that_the_checks_need_ends_it(file: File) -> None:
    issued = spoilt(file, b"\x42\x02\x00\x00")

    reading = read(Shaky(Chip(issued)), [mrz(issued)])

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.FILE_MALFORMED


def mrz(issued: VirtualCard) -> MrzKey:
    line = issued.mrz[1]
    return MrzKey(line[0:9], line[13:19], line[21:27])


def test_groups_that_the_security_object_does_not_list_are_asked_for_only_by_who_wants_all() -> None:
    issued = passport()
    asked = {wanted: Shaky(Chip(issued)) for wanted in (False, True)}
    few = read(asked[False], [mrz(issued)])
    many = read(asked[True], [mrz(issued)], wanted=ALL)

    assert few.fault is None
    assert not few.absent
    assert many.absent == dict.fromkeys(
        (File.DG5, File.DG6, File.DG7, File.DG8, File.DG9, File.DG10, File.DG13, File.DG15), "6A82"
    )
    assert many.files.items() == issued.files.items()


@pytest.mark.parametrize(("max_response", "blocks"), [(600, 27), (1500, 11), (5000, 3)])
def test_a_card_that_announces_its_lengths_is_asked_for_them_and_kept_to_them(max_response: int, blocks: int) -> None:
    profile = PROFILES["passport-cam"]
    profile = replace(profile, manners=replace(profile.manners, max_response=max_response))
    issued = issue(ANNA, photo(size=(560, 750)), profile, authority_for(profile))
    slot = InProcessReader(NAME, mute_seconds=0.0)
    reader = EmrtdReader(InProcessConnector([slot]), CLOCK)
    counts, told = [], []
    for _ in range(2):
        slot.insert(Chip(issued))
        progress: list[int] = []
        reading = reader.read(
            NAME,
            [mrz(issued)],
            Deadline(CLOCK, 60),
            lambda step, steps=progress: steps.append(step.done) if step.step == "DG2" else None,  # type: ignore[misc]
        )
        slot.remove()
        assert reading.fault is None
        assert reading.files[File.DG2] == issued.files[File.DG2]
        counts.append(reading.apdu_count)
        told.append(len(progress))

    assert told == [blocks, blocks], "no block is refused, and none is smaller than need be"
    assert counts[1] < counts[0], "EF.ATR/INFO is read once for each kind of card"


def test_where_a_lost_session_leaves_a_way_of_chip_authentication_it_is_tried() -> None:
    keys = (StaticKey(13, ("ecdh-aes-256",), key_id=1), StaticKey(12, ("ecdh-aes-128",), key_id=2))
    profile = replace(CCCD, clone_checks=replace(CCCD.clone_checks, chip_authentication=keys))
    issued = issue(AN, photo(), profile, authority())
    refused = [0]

    def refuse_the_first(count: int, command: Command) -> Response | None:
        if (command.ins, command.p2) == (0x22, 0xA4) and command.cla & 0x0C and not refused[0]:
            refused[0] = count
            return Response(b"", 0x6D00)
        return None

    shaky = Shaky(Chip(issued), refuse_the_first)

    reading = read(shaky)

    assert complete(reading, issued)
    assert reading.chip_authentication is not None
    assert reading.chip_authentication.status is CheckStatus.PASSED
    assert reading.chip_authentication.mechanism == "ECDH-AES-CBC-CMAC-128 secp256r1"
    assert shaky.connects == 2


def test_a_chip_without_card_access_is_asked_for_it_in_two_ways_once() -> None:
    profile = PROFILES["passport-bac"]
    issued = issue(ANNA, photo(), profile, authority_for(profile))
    slot = InProcessReader(NAME, mute_seconds=0.0)
    reader = EmrtdReader(InProcessConnector([slot]), CLOCK)
    counts = []
    for _ in range(2):
        slot.insert(Chip(issued))
        counts.append(reader.read(NAME, [mrz(issued)], Deadline(CLOCK, 60), lambda progress: None).apdu_count)
        slot.remove()

    assert counts[1] < counts[0]
