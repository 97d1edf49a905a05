"""Several readers at one desk, over the real PC/SC stack: whose card begins a check, and what outlives a restart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.access_key import Can
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import FaultCode
from kiosk.domain.presence import CardGone, CardSeen, ReadersChanged
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.pcsc import PcscConnector, PcscPresence, ReaderChoice, reader_limits
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.card_port import SimulatedCard
from kiosk.simulator.slot.virtual_reader import SHORT_APDU, VirtualReader
from tests.fakes.event_log import EventLog
from tests.fakes.scripted_card import ScriptedCard
from tests.fakes.virtual_cards import card
from tests.pcsc_rig import PcscRig

pytestmark = pytest.mark.pcsc

CLOCK = SystemClock()
CONTACTLESS = "OMNIKEY 5422 [OMNIKEY 5422CL Smartcard Reader] (KA01)"
CONTACT = "OMNIKEY 5422 [OMNIKEY 5422 Smartcard Reader] (KA01)"
PICC, SAM = "ACS ACR1252 [ACR1252 Dual Reader PICC]", "ACS ACR1252 [ACR1252 Dual Reader SAM]"
STAFF_ATR = bytes.fromhex("3B6800000073C84013009000")
STAFF_CARD = ScriptedCard(atr=STAFF_ATR)


class Desk:
    """A device with two slots, one with a slot for a security module, and the programs that watch them."""

    def __init__(self, rig: PcscRig) -> None:
        names = (CONTACTLESS, CONTACT, PICC, SAM)
        self.slots: dict[str, VirtualReader] = {name: rig.reader(name) for name in names}
        self.names = {name: f"{name} {number:02X} 00" for number, name in enumerate(names)}
        self.pcscd = rig.pcscd(*self.slots.values())

    def lay(self, slot: str, chip: SimulatedCard | None = None) -> CardSeen:
        laid = chip or Chip(card())
        self.slots[slot].insert(laid)
        return CardSeen(self.names[slot], laid.atr)


class Mishap:
    """A card at whose command ``count`` something happens to the desk."""

    def __init__(self, count: int, happens: Callable[[], None]) -> None:
        self._chip = Chip(card())
        self._left = count
        self._happens = happens

    @property
    def atr(self) -> bytes:
        return self._chip.atr

    def power_up(self) -> None:
        self._chip.power_up()

    def transmit(self, command: bytes) -> bytes:
        self._left -= 1
        if self._left == 0:
            self._happens()
        return self._chip.transmit(command)


@pytest.fixture
def desk(pcsc_rig: PcscRig) -> Desk:
    return Desk(pcsc_rig)


@pytest.fixture
def log() -> EventLog:
    return EventLog()


def read(reader: EmrtdReader, name: str) -> ChipReading:
    return reader.read(name, [Can("012345")], Deadline(CLOCK, 60), lambda progress: None)


@pytest.mark.parametrize(
    ("pattern", "watched"),
    [
        pytest.param("", (CONTACTLESS, CONTACT, PICC), id="no choice: all but the SAM slot"),
        pytest.param("5422", (CONTACTLESS, CONTACT), id="one device, both slots"),
        pytest.param("5422CL", (CONTACTLESS,), id="its contactless slot"),
        pytest.param("/picc|5422cl/", (CONTACTLESS, PICC), id="the contactless slots of both devices"),
    ],
)
def test_the_readers_that_are_watched(desk: Desk, log: EventLog, pattern: str, watched: tuple[str, ...]) -> None:
    presence = PcscPresence(ReaderChoice(pattern))
    presence.start(log)
    log.expect(ReadersChanged(tuple(desk.names[name] for name in watched)))
    desk.slots[SAM].insert(ScriptedCard())
    for name in watched:
        log.expect(desk.lay(name))
    presence.stop()
    log.expect_nothing_more()


def test_a_card_that_lies_in_the_contact_slot_for_good_is_left_out_by_its_atr(desk: Desk, log: EventLog) -> None:
    desk.slots[CONTACT].insert(STAFF_CARD)
    presence = PcscPresence(ReaderChoice("5422", "3B8?8001"))
    presence.start(log)
    log.expect(ReadersChanged((desk.names[CONTACTLESS], desk.names[CONTACT])))
    log.expect(desk.lay(CONTACTLESS))
    desk.slots[CONTACTLESS].remove()
    log.expect(CardGone(desk.names[CONTACTLESS]))
    desk.slots[CONTACT].remove()
    log.expect(desk.lay(CONTACT))
    presence.stop()


def test_without_that_choice_it_is_told_to_be_no_id_card(desk: Desk, log: EventLog) -> None:
    desk.slots[CONTACT].insert(STAFF_CARD)
    presence = PcscPresence()
    presence.start(log)
    log.wait_for(CardSeen(desk.names[CONTACT], STAFF_ATR))
    presence.stop()
    reading = read(EmrtdReader(PcscConnector(), CLOCK), desk.names[CONTACT])
    assert reading.fault is not None
    assert reading.fault.code is FaultCode.NOT_AN_ID_CARD


def test_cards_on_two_readers_are_read_one_after_the_other(desk: Desk, log: EventLog) -> None:
    presence = PcscPresence()
    presence.start(log)
    for slot in (CONTACTLESS, PICC):
        log.wait_for(desk.lay(slot))
    presence.stop()
    reader = EmrtdReader(PcscConnector(), CLOCK)
    for slot in (CONTACTLESS, PICC):
        reading = read(reader, desk.names[slot])
        assert reading.fault is None
        assert reading.reader == desk.names[slot]


def test_a_reader_for_short_commands_beside_one_for_long_ones(pcsc_rig: PcscRig) -> None:
    path = pcsc_rig.path(pcsc_rig.reader("Short", max_apdu=SHORT_APDU), pcsc_rig.reader("Long"))
    reader = EmrtdReader(PcscConnector(), CLOCK, limits=lambda connection: reader_limits(connection).extended)
    counts = []
    for position, name in enumerate(path.readers):
        path.lay(Chip(card()), position)
        reading = read(reader, name)
        assert reading.fault is None
        counts.append(reading.apdu_count)
    assert counts[0] > counts[1], "what one reader cannot do is not held against the other"


def test_a_reader_that_is_pulled_out_in_the_middle_reads_again_when_it_is_back(desk: Desk, log: EventLog) -> None:
    presence = PcscPresence(ReaderChoice("PICC"))
    presence.start(log)
    log.expect(ReadersChanged((desk.names[PICC],)))
    log.expect(desk.lay(PICC, Mishap(9, desk.slots[PICC].stop)))
    reader = EmrtdReader(PcscConnector(), CLOCK)
    lost = read(reader, desk.names[PICC])
    assert lost.fault is not None
    assert lost.fault.code is FaultCode.READER_LOST
    log.expect(CardGone(desk.names[PICC]), ReadersChanged(()))
    desk.slots[PICC].remove()
    desk.slots[PICC].start()
    log.expect(ReadersChanged((desk.names[PICC],)))
    log.expect(desk.lay(PICC))
    assert read(reader, desk.names[PICC]).fault is None
    presence.stop()


def test_a_service_that_dies_in_the_middle_finds_every_reader_and_card_again(desk: Desk, log: EventLog) -> None:
    presence = PcscPresence(ReaderChoice("/picc|5422cl/"))
    watched = ReadersChanged((desk.names[CONTACTLESS], desk.names[PICC]))
    presence.start(log)
    log.expect(watched)
    seen = desk.lay(PICC, Mishap(9, desk.pcscd.kill))
    log.expect(seen)
    reader = EmrtdReader(PcscConnector(), CLOCK)
    lost = read(reader, desk.names[PICC])
    assert lost.fault is not None
    assert lost.fault.code is FaultCode.CARD_SERVICE_DOWN
    log.expect(CardGone(desk.names[PICC]), ReadersChanged((), service=False))
    desk.pcscd.start()
    log.expect(watched, seen)
    assert read(reader, desk.names[PICC]).fault is None
    presence.stop()
