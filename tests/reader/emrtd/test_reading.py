"""One reading from power-up to the photo: order, files, faults at every step; against virtual and hostile cards."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import Access, ChipReading, ReadProgress
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Clock, Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.emrtd import active_auth
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import (
    CardFault,
    Clone,
    Missing,
    Mute,
    NoBac,
    NoPace,
    ShortOnly,
    TearAfterCommand,
    TearAtByte,
)
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.card_port import SimulatedCard
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.scripted_card import ScriptedCard
from tests.fakes.virtual_cards import card, photo

CAN, WRONG_CAN = Can("012345"), Can("543210")
MRZ = MrzKey("090012345", "900315", "300315")
CLOCK = SystemClock()
ALL_FILES = [File.SOD, File.DG1, File.DG13, File.DG14, File.DG15, File.DG2]


@functools.cache
def issued() -> VirtualCard:
    """A card with a photo of the size that cards in the field have."""
    return card(photo=photo(size=(560, 750)))


class Kiosk:
    """A reader with a slot, and the ``EmrtdReader`` that goes on between cards."""

    def __init__(self, clock: Clock | None = None, **options: Any) -> None:
        self.slot = InProcessReader(mute_seconds=0.0)
        self.reader = EmrtdReader(
            InProcessConnector([self.slot]), clock or CLOCK, pause=lambda seconds: None, **options
        )
        self.progress: list[ReadProgress] = []

    def read(
        self, chip: SimulatedCard | None, keys: Sequence[AccessKey] = (CAN, MRZ), deadline: Deadline | None = None
    ) -> ChipReading:
        if chip is not None:
            self.slot.insert(chip)
        self.progress.clear()
        try:
            return self.reader.read(self.slot.name, keys, deadline or Deadline(CLOCK, 60), self.progress.append)
        finally:
            if chip is not None:
                self.slot.remove()


def read(*faults: CardFault, keys: Sequence[AccessKey] = (CAN, MRZ)) -> ChipReading:
    return Kiosk().read(Chip(issued(), faults=faults), keys)


def contents(reading: ChipReading) -> dict[File, bytes]:
    return {file: data for file, data in reading.files.items() if file is not File.CARD_ACCESS}


def of_card(*without: File) -> dict[File, bytes]:
    return {file: issued().files[file] for file in ALL_FILES if file not in without}


def clone_checks(reading: ChipReading) -> tuple[CheckStatus | None, CheckStatus]:
    chip = reading.chip_authentication
    active = active_auth.verify(
        reading.files.get(File.DG15, b""), reading.files.get(File.DG14), reading.active_authentication
    )
    return (chip.status if chip else None), active.status


PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
NOT_DONE, NOT_SUPPORTED = CheckStatus.NOT_DONE, CheckStatus.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("faults", "keys", "protocol", "password", "most_commands"),
    [
        pytest.param((), [CAN], "PACE", "CAN", 17, id="PACE with the CAN"),
        pytest.param((), [MRZ], "PACE", "MRZ", 17, id="PACE with the MRZ"),
        pytest.param((NoBac(),), [CAN], "PACE", "CAN", 17, id="a chip without BAC"),
        pytest.param((NoPace(),), [CAN, MRZ], "BAC", "MRZ", 17, id="a chip without PACE"),
        pytest.param((ShortOnly(),), [CAN], "PACE", "CAN", 98, id="a chip without extended length"),
        pytest.param((ShortOnly(), NoPace()), [MRZ], "BAC", "MRZ", 96, id="a chip without both"),
    ],
)
def test_a_genuine_card(
    faults: tuple[CardFault, ...], keys: list[AccessKey], protocol: str, password: str, most_commands: int
) -> None:
    reading = read(*faults, keys=keys)

    assert reading.fault is None
    assert contents(reading) == of_card()
    assert (reading.access.protocol, reading.access.password) == (protocol, password)
    assert reading.access.downgraded == (protocol == "BAC"), "DG14 announces PACE, and this chip hides it"
    assert clone_checks(reading) == (PASSED, PASSED)
    assert reading.atr == issued().profile.atr
    assert not reading.absent
    assert reading.apdu_count <= most_commands


@pytest.mark.parametrize(
    ("faults", "without", "checks"),
    [
        pytest.param((Clone(),), (), (FAILED, FAILED), id="clone: all is read all the same"),
        pytest.param((Missing(File.DG15),), (File.DG15,), (PASSED, NOT_DONE), id="no DG15"),
        pytest.param((Missing(File.DG14),), (File.DG14,), (NOT_SUPPORTED, PASSED), id="no DG14"),
        pytest.param((Missing(File.DG13),), (File.DG13,), (PASSED, PASSED), id="no DG13, as a passport"),
        pytest.param((Missing(File.SOD),), (File.SOD,), (PASSED, PASSED), id="no SOD"),
        pytest.param((Clone(), NoPace()), (), (FAILED, FAILED), id="clone that was opened by BAC"),
        pytest.param((Clone(), ShortOnly()), (), (FAILED, FAILED), id="clone without extended length"),
        pytest.param((Clone(), Missing(File.DG15)), (File.DG15,), (FAILED, NOT_DONE), id="clone that hides DG15"),
    ],
)
def test_an_odd_card_is_read_to_its_end(
    faults: tuple[CardFault, ...], without: tuple[File, ...], checks: tuple[CheckStatus, CheckStatus]
) -> None:
    reading = read(*faults)

    assert reading.fault is None
    assert contents(reading) == of_card(*without)
    assert dict(reading.absent) == dict.fromkeys(without, "6A82")
    assert clone_checks(reading) == checks


@pytest.mark.parametrize("faults", [(), (NoPace(),), (ShortOnly(),)], ids=["PACE", "BAC", "short"])
@pytest.mark.parametrize("explicit", [False, True], ids=["named curves", "explicit curves"])
@pytest.mark.parametrize(
    ("ca", "aa"),
    [
        ("ecdh-3des", "rsa-1024-sha1"),
        ("ecdh-aes-128", "rsa-1024"),
        ("ecdh-aes-192", "ecdsa-brainpoolP256r1"),
        ("ecdh-aes-256", "ecdsa-brainpoolP384r1"),
    ],
)
def test_every_kind_of_clone_check(ca: str, aa: str, explicit: bool, faults: tuple[CardFault, ...]) -> None:
    chip = Chip(card(ca=ca, aa=aa, explicit_parameters=explicit), faults=faults)

    assert clone_checks(Kiosk().read(chip)) == (PASSED, PASSED)


@pytest.mark.parametrize("faults", [(), (ShortOnly(),)], ids=["in extended length", "by response chaining"])
def test_a_signature_longer_than_a_short_answer(faults: tuple[CardFault, ...]) -> None:
    assert clone_checks(Kiosk().read(Chip(card(aa="rsa-2048"), faults=faults))) == (PASSED, PASSED)


def test_what_the_card_does_not_offer_is_not_done() -> None:
    reading = Kiosk().read(Chip(card(ca=None, aa=None)))

    assert reading.fault is None
    assert reading.chip_authentication is not None
    assert reading.chip_authentication.status is NOT_SUPPORTED
    assert reading.active_authentication is None


def test_progress_goes_through_the_steps_in_order_and_never_back() -> None:
    kiosk = Kiosk()

    kiosk.read(Chip(issued()))

    steps = list(dict.fromkeys(told.step for told in kiosk.progress))
    assert steps == ["access", "SOD", "DG1", "DG13", "DG14", "clone-check", "DG15", "DG2"]
    shares = [Fraction(told.done, told.total) for told in kiosk.progress]
    assert shares == sorted(shares)
    assert kiosk.progress[-1].done == kiosk.progress[-1].total == sum(map(len, of_card().values()))


COMMANDS = 17


@pytest.mark.parametrize("count", range(0, COMMANDS, 3))
def test_a_chip_that_falls_silent_after_any_command_is_told_as_silent(count: int) -> None:
    kiosk = Kiosk()

    reading = kiosk.read(Chip(issued(), faults=[Mute(count)]))

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.CARD_MUTE
    # A dying chip teaches nothing about its kind.
    kiosk.reader.forget()
    assert kiosk.read(Chip(issued())).apdu_count == COMMANDS


def test_a_photo_torn_in_the_middle_leaves_what_was_read_before() -> None:
    reading = read(TearAtByte(4000, File.DG2))

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.CARD_REMOVED
    assert contents(reading) == of_card(File.DG2)
    assert clone_checks(reading) == (PASSED, PASSED)


def test_what_a_kind_of_card_refused_is_not_asked_again() -> None:
    kiosk = Kiosk()

    first, second = (kiosk.read(Chip(issued(), faults=[ShortOnly()])) for _ in range(2))

    assert second.fault is None
    assert second.apdu_count == first.apdu_count - 1


def test_the_wrong_key_opens_nothing() -> None:
    reading = read(keys=[WRONG_CAN])

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.WRONG_ACCESS_KEY
    assert reading.access == Access("none", "none")
    assert not contents(reading)


def test_another_card_is_none_of_ours() -> None:
    reading = Kiosk().read(ScriptedCard({0xA4: b"\x6a\x82"}))

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.NOT_AN_ID_CARD
    assert reading.apdu_count <= 4


def test_an_empty_slot_and_an_unknown_reader_are_faults_of_the_reading() -> None:
    kiosk = Kiosk()

    assert (fault := kiosk.read(None).fault) is not None
    assert fault.code is FaultCode.CARD_REMOVED
    unknown = kiosk.reader.read("another reader", [CAN], Deadline(CLOCK, 5), kiosk.progress.append)
    assert unknown.fault is not None
    assert unknown.fault.code is FaultCode.READER_LOST
    assert unknown.apdu_count == 0


class CancelAfter:
    """Lets the card answer ``count`` commands, then cancels the deadline."""

    def __init__(self, inner: SimulatedCard, deadline: Deadline, count: int) -> None:
        self._inner = inner
        self._deadline = deadline
        self._left = count

    @property
    def atr(self) -> bytes:
        return self._inner.atr

    def power_up(self) -> None:
        self._inner.power_up()

    def transmit(self, command: bytes) -> bytes:
        self._left -= 1
        if self._left == 0:
            self._deadline.cancel()
        return self._inner.transmit(command)


@pytest.mark.parametrize("count", [1, 5, 9, 14])
def test_a_cancelled_reading_stops_before_the_next_command(count: int) -> None:
    deadline = Deadline(CLOCK, 60)

    reading = Kiosk().read(CancelAfter(Chip(issued()), deadline, count), deadline=deadline)

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.CANCELLED
    assert reading.apdu_count == count


def test_a_reading_without_time_sends_nothing() -> None:
    reading = Kiosk().read(Chip(issued()), deadline=Deadline(CLOCK, 0.0))

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.OUT_OF_TIME
    assert reading.apdu_count == 0


def test_the_card_is_let_go_however_the_reading_ended() -> None:
    kiosk = Kiosk()

    for faults in ((), (Mute(3),), (TearAfterCommand(3),), (Clone(),)):
        kiosk.read(Chip(issued(), faults=faults))
        assert not kiosk.slot.in_use.locked()


class ShakyConnection:
    """A card whose answers to some commands are replaced."""

    def __init__(self, replace: Callable[[int, bytes], bytes | None], inner: SimulatedCard) -> None:
        self._replace = replace
        self._inner = inner
        self.count = 0

    @property
    def atr(self) -> bytes:
        return self._inner.atr

    def power_up(self) -> None:
        self._inner.power_up()

    def transmit(self, command: bytes) -> bytes:
        self.count += 1
        replaced = self._replace(self.count, command)
        return self._inner.transmit(command) if replaced is None else replaced


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param("6988", id="secure messaging refused"),
        pytest.param("6F00", id="no diagnosis"),
        pytest.param("00" * 30 + "9000", id="an answer that does not verify"),
    ],
)
def test_access_that_is_lost_once_is_taken_anew_and_the_rest_is_read(lost: str) -> None:
    card_once = ShakyConnection(lambda count, command: bytes.fromhex(lost) if count == 11 else None, Chip(issued()))

    reading = Kiosk().read(card_once)

    assert reading.fault is None
    assert contents(reading) == of_card()
    assert clone_checks(reading) == (PASSED, PASSED)


def test_access_that_is_lost_every_time_ends_the_reading() -> None:
    dg13_never = ShakyConnection(
        lambda count, command: b"\x69\x88" if command[:3] == b"\x0c\xb0\x8d" else None, Chip(issued())
    )

    reading = Kiosk().read(dg13_never)

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.CARD_ANSWER_WRONG
    assert contents(reading) == {file: issued().files[file] for file in (File.SOD, File.DG1)}


def test_a_file_refused_outside_secure_messaging_is_absent_and_the_rest_is_read() -> None:
    dg13_refused = ShakyConnection(
        lambda count, command: b"\x6a\x82" if command[:3] == b"\x0c\xb0\x8d" else None, Chip(issued())
    )

    reading = Kiosk().read(dg13_refused)

    assert reading.fault is None
    assert contents(reading) == of_card(File.DG13)
    assert dict(reading.absent) == {File.DG13: "6A82"}


@settings(deadline=None)
@given(st.lists(st.binary(max_size=80), max_size=60), st.binary(min_size=2, max_size=2))
def test_a_hostile_card_ends_in_a_coded_fault_and_never_in_an_error(answers: list[bytes], sw: bytes) -> None:
    replies = iter(answers)

    def answer(command: bytes) -> bytes:
        return next(replies, b"") + sw

    reading = Kiosk().read(ScriptedCard(dict.fromkeys(range(256), answer)))

    assert reading.fault is not None
    assert reading.fault.code in (
        FaultCode.NOT_AN_ID_CARD,
        FaultCode.WRONG_ACCESS_KEY,
        FaultCode.ACCESS_REFUSED,
        FaultCode.CARD_ANSWER_WRONG,
    )


@settings(deadline=None, max_examples=50)
@given(st.integers(1, COMMANDS), st.binary(min_size=2, max_size=120))
def test_one_wrong_answer_anywhere_never_ends_in_an_error(at: int, answer: bytes) -> None:
    wrong_once = ShakyConnection(lambda count, command: answer if count == at else None, Chip(issued()))

    reading = Kiosk().read(wrong_once)

    assert contents(reading).items() <= of_card().items()
    assert reading.fault is None or isinstance(reading.fault, Fault)


def test_a_reading_hides_what_it_read() -> None:
    told = repr(read())

    assert "NGUYEN" not in told
    assert "012345" not in told
