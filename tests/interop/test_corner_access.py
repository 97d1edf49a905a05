"""Chips whose EF.CardAccess is hard to come by or oddly filled, and chips that answer PACE in their own way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.domain.access_key import Can
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline
from kiosk.domain.faults import FaultCode
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.interop import ber
from tests.interop import corner_manners as manners
from tests.interop.documents import agreement_key, by_identifier, issued, signing_key
from tests.interop.drawer import CLOCK, UNKNOWN_INFOS, info, missed, read
from tests.interop.generic_mapping import GenericMapping
from tests.interop.other_card import Manner, OtherCard, ecdsa

CARD_ACCESS_SFI = 0x1C


@pytest.mark.parametrize(
    "manner",
    [
        *(
            pytest.param(manners.refusing(manners.short_identifier(CARD_ACCESS_SFI), sw), id=f"{sw:04X} by SFI")
            for sw in (0x6700, 0x6982, 0x6985, 0x6A81, 0x6A82, 0x6A86, 0x6B00, 0x6D00, 0x6F00)
        ),
        pytest.param(manners.powered_up_in_the_application, id="the master file must be selected"),
    ],
)
def test_card_access_that_is_hard_to_come_by(manner: Callable[[], Manner]) -> None:
    card = issued()
    chip = OtherCard(
        by_identifier(card), "".join(card.mrz), card.can, ("id-PACE-ECDH-GM-AES-CBC-CMAC-128", 13),
        chip_key=agreement_key(card), signs=ecdsa(signing_key(card)), pace_library=GenericMapping, manner=manner(),
    )  # fmt: skip

    reading = read(chip, mrz_key(card))

    assert reading.fault is None
    assert (reading.access.protocol, reading.access.downgraded, reading.access.note) == ("PACE", False, "")
    assert not missed(reading)


def test_the_next_card_of_its_kind_has_its_master_file_selected_at_once() -> None:
    slot = InProcessReader(mute_seconds=0.0)
    reader = EmrtdReader(InProcessConnector([slot]), CLOCK)
    card, counts = issued(), []
    for _ in range(2):
        slot.insert(UnderOddAnswers(card_in_application()))
        reading = reader.read(slot.name, [Can(card.can)], Deadline(CLOCK, 60), lambda progress: None)
        assert reading.files[File.CARD_ACCESS] == card.files[File.CARD_ACCESS]
        counts.append(reading.apdu_count)
        slot.remove()

    assert counts[1] == counts[0] - 3, "two in vain, and SELECT where a short identifier will do"


Odd = Callable[[bytes, Callable[[bytes], bytes]], bytes]
"""The answer to a command on the wire, with the chip to ask."""

_SELECT_MASTER_FILE = bytes.fromhex("00A4000C023F00")
_SET_AT, _TOKEN, _GENERAL_AUTHENTICATE = bytes.fromhex("0022C1A4"), bytes.fromhex("00860000"), 0x86


class UnderOddAnswers:
    """The program's chip, some of whose answers are replaced."""

    def __init__(self, odd: Odd, card_access: bytes | None = None) -> None:
        card = issued()
        files = card.files if card_access is None else {**card.files, File.CARD_ACCESS: card_access}
        self._chip = Chip(replace(card, files=files))
        self._odd = odd

    @property
    def atr(self) -> bytes:
        return self._chip.atr

    def power_up(self) -> None:
        self._chip.power_up()

    def transmit(self, command: bytes) -> bytes:
        return self._odd(command, self._chip.transmit)


def card_in_application() -> Odd:
    """A chip that powers up in its application."""
    inside = [False]

    def odd(command: bytes, chip: Callable[[bytes], bytes]) -> bytes:
        if command == _SELECT_MASTER_FILE:
            inside[0] = True
        return chip(command) if inside[0] else bytes.fromhex("6A82")

    return odd


def plainly(command: bytes, chip: Callable[[bytes], bytes]) -> bytes:
    return chip(command)


def answering(beginning: bytes, sw: str) -> Odd:
    """This status word to every command that begins so."""
    return lambda command, chip: bytes.fromhex(sw) if command.startswith(beginning) else chip(command)


def counting_tries(command: bytes, chip: Callable[[bytes], bytes]) -> bytes:
    """63C2 to MSE:Set AT, which it carries out."""
    answer = chip(command)
    return bytes.fromhex("63C2") if command.startswith(_SET_AT) else answer


def in_pieces() -> Odd:
    """61xx to every GENERAL AUTHENTICATE."""
    rest = [b""]

    def odd(command: bytes, chip: Callable[[bytes], bytes]) -> bytes:
        if command[1] == 0xC0:
            return rest[0]
        answer = chip(command)
        if command[1] != _GENERAL_AUTHENTICATE or len(answer) == 2:
            return answer
        rest[0] = answer
        return bytes((0x61, len(answer) - 2))

    return odd


@pytest.mark.parametrize("odd", [counting_tries, in_pieces()], ids=["tries are counted", "answers in pieces"])
def test_pace_works_all_the_same(odd: Odd) -> None:
    reading = read(UnderOddAnswers(odd), Can(issued().can))

    assert reading.fault is None
    assert (reading.access.protocol, reading.access.note) == ("PACE", "")
    assert not missed(reading)


@pytest.mark.parametrize("sw", ["6300", "63C1", "6982", "6985", "6988", "6A80"])
def test_a_chip_that_refuses_our_token_has_another_key(sw: str) -> None:
    reading = read(UnderOddAnswers(answering(_TOKEN, sw)), Can(issued().can))

    assert reading.fault is not None
    assert reading.fault.code is FaultCode.WRONG_ACCESS_KEY


@pytest.mark.parametrize("beginning", [_SET_AT, _TOKEN], ids=["MSE:Set AT", "the token"])
@pytest.mark.parametrize("sw", ["6700", "6983", "6F00"])
def test_a_chip_that_refuses_pace_itself_may_still_take_bac(beginning: bytes, sw: str) -> None:
    odd, keys = answering(beginning, sw), (Can(issued().can), mrz_key(issued()))

    reading = read(UnderOddAnswers(odd), *keys)
    without_mrz = read(UnderOddAnswers(odd), keys[0])

    assert reading.fault is None
    assert (reading.access.protocol, reading.access.downgraded) == ("BAC", True)
    assert sw in reading.access.note
    assert without_mrz.fault is not None
    assert without_mrz.fault.code is FaultCode.ACCESS_REFUSED


TERMINAL = info("02", 1)


def pace_info(version: int = 2, parameter_id: str = "02010D", arc: str = "040202") -> bytes:
    body = ber.encode(0x06, bytes.fromhex("04007F00070202" + arc)) + bytes((0x02, 0x01, version))
    return ber.encode(0x30, body + bytes.fromhex(parameter_id))


def announced(*infos: bytes) -> bytes:
    return ber.encode(0x31, b"".join(infos))


TAKEN_UP = {
    "among infos of unknown kinds": announced(UNKNOWN_INFOS[0], TERMINAL, UNKNOWN_INFOS[1], pace_info()),
    "with a parameter id of two bytes": announced(pace_info(parameter_id="0202000D")),
    "with bytes behind the set": announced(pace_info()) + bytes(40),
    "of version 1": announced(pace_info(version=1)),
    "behind parameters that nobody knows": announced(pace_info(parameter_id="020128"), pace_info()),
    "behind a mapping that the chip does not have": announced(pace_info(arc="040402"), pace_info()),
}


@pytest.mark.parametrize("card_access", TAKEN_UP.values(), ids=TAKEN_UP.keys())
def test_announcements_of_pace_that_are_taken_up(card_access: bytes) -> None:
    reading = read(UnderOddAnswers(plainly, card_access), Can(issued().can))

    assert reading.fault is None
    assert (reading.access.protocol, reading.access.downgraded) == ("PACE", False)


NOT_TAKEN_UP = {
    "parameters that nobody knows": announced(pace_info(parameter_id="020128")),
    "no parameters": announced(pace_info(parameter_id="")),
    "an unknown cipher": announced(pace_info(arc="040209")),
    "nothing": announced(),
    "more infos than any chip has": announced(*[TERMINAL] * 64, pace_info()),
    "a sequence in place of the set": ber.encode(0x30, pace_info()),
    "an indefinite length": b"\x31\x80" + pace_info() + b"\x00\x00",
    "half an info": announced(pace_info()[:-4]),
}


@pytest.mark.parametrize("card_access", NOT_TAKEN_UP.values(), ids=NOT_TAKEN_UP.keys())
def test_announcements_of_pace_that_end_in_a_downgrade(card_access: bytes) -> None:
    """DG14 tells that this chip can do PACE."""
    reading = read(UnderOddAnswers(plainly, card_access), Can(issued().can), mrz_key(issued()))

    assert reading.fault is None
    assert (reading.access.protocol, reading.access.downgraded) == ("BAC", True)
    assert not missed(reading)
