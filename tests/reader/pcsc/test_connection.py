"""The PC/SC connection where it differs from the card inside the process; the common ground is in test_in_process."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command
from kiosk.reader.pcsc import PcscConnection, PcscConnector, ReaderChoice, ReaderLimits, list_readers, reader_limits
from kiosk.reader.pcsc.winscard import Context, Disposition, Share
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from kiosk.simulator.slot.virtual_reader import SHORT_APDU
from tests.fakes.scripted_card import SW_OK, ScriptedCard
from tests.pcsc_rig import CardPath, PcscRig

pytestmark = pytest.mark.pcsc

SELECT, HANG = 0xA4, 0xDD
MIFARE_1K_ATR = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")
ID_CARD_WITH_T0 = bytes.fromhex("3B6800000073C84013009000")


@pytest.fixture
def path(pcsc_rig: PcscRig) -> CardPath:
    return pcsc_rig.path(pcsc_rig.reader())


@pytest.fixture
def context(path: CardPath) -> Iterator[Context]:
    """Another program beside ours."""
    context = Context.establish()
    yield context
    context.release()


def code_of(connection: PcscConnection, command: Command | None = None) -> FaultCode:
    with pytest.raises(Fault) as raised:
        connection.transmit(command or Command(0, SELECT, 0, 0))
    return raised.value.code


def test_a_contactless_memory_card_is_no_id_card(path: CardPath) -> None:
    path.lay(ScriptedCard(atr=MIFARE_1K_ATR))
    with pytest.raises(Fault) as raised:
        PcscConnector().connect(path.readers[0])
    assert raised.value.code is FaultCode.NOT_AN_ID_CARD


def test_a_card_in_use_by_a_peaceful_neighbour_is_shared(path: CardPath, context: Context) -> None:
    path.lay(ScriptedCard({SELECT: SW_OK}))
    neighbour = context.connect(path.readers[0], Share.SHARED)
    connection = PcscConnector().connect(path.readers[0])
    assert connection.transmit(Command(0, SELECT, 0, 0)).ok
    neighbour.disconnect(Disposition.LEAVE)
    connection.close()


def test_a_neighbour_who_resets_the_card_is_noticed(path: CardPath, context: Context) -> None:
    path.lay(ScriptedCard({SELECT: SW_OK}))
    neighbour = context.connect(path.readers[0], Share.SHARED)
    connection = PcscConnector().connect(path.readers[0])
    neighbour.disconnect(Disposition.RESET)
    assert code_of(connection) is FaultCode.CARD_RESET
    connection.close()


def test_a_killed_service_is_told_from_a_card_that_left(pcsc_rig: PcscRig) -> None:
    path = pcsc_rig.path(pcsc_rig.reader())
    path.lay(ScriptedCard({SELECT: SW_OK}))
    connection = PcscConnector().connect(path.readers[0])
    assert pcsc_rig.daemon is not None
    pcsc_rig.daemon.kill()
    assert code_of(connection) is FaultCode.CARD_SERVICE_DOWN
    connection.close()
    with pytest.raises(Fault) as raised:
        PcscConnector().connect(path.readers[0])
    assert raised.value.code is FaultCode.CARD_SERVICE_DOWN


def test_a_reader_pulled_out_is_told_from_a_card_that_left(pcsc_rig: PcscRig) -> None:
    reader = pcsc_rig.reader()
    path = pcsc_rig.path(reader)
    path.lay(ScriptedCard({SELECT: SW_OK}))
    connection = PcscConnector().connect(path.readers[0])
    reader.stop()
    assert code_of(connection) is FaultCode.READER_LOST
    connection.close()


def test_a_driver_that_gives_up_waiting_means_a_mute_card(pcsc_rig: PcscRig) -> None:
    """The card server hangs, and the driver's own patience ends; afterwards both go on together."""
    path = pcsc_rig.path(pcsc_rig.reader(driver_timeout=0.2))
    go_on = Event()

    def hang(command: bytes) -> bytes:
        assert go_on.wait(10)
        return SW_OK

    path.lay(ScriptedCard({SELECT: SW_OK, HANG: hang}))
    connection = PcscConnector().connect(path.readers[0])
    assert code_of(connection, Command(0, HANG, 0, 0)) is FaultCode.CARD_MUTE
    go_on.set()
    assert connection.transmit(Command(0, SELECT, 0, 0)).ok
    connection.close()


def test_an_answer_without_status_word_breaks_the_protocol(path: CardPath) -> None:
    path.lay(ScriptedCard({SELECT: b"\x90"}))
    connection = PcscConnector().connect(path.readers[0])
    assert code_of(connection) is FaultCode.CARD_ANSWER_WRONG
    connection.close()


def test_a_t0_card_is_asked_for_its_answer(path: CardPath) -> None:
    card = ScriptedCard({SELECT: b"\x61\x02", 0xC0: b"\xaa\xbb\x90\x00"}, atr=ID_CARD_WITH_T0)
    path.lay(card)
    connection = PcscConnector().connect(path.readers[0])
    assert connection.transmit(Command(0, SELECT, 0x04, 0x00, b"\xa0\x01", le=256)).data == b"\xaa\xbb"
    assert [command[1] for command in card.commands] == [SELECT, 0xC0]
    connection.close()


def test_a_t1_card_answers_as_it_likes(path: CardPath) -> None:
    card = ScriptedCard({SELECT: b"\x61\x02"})
    path.lay(card)
    with PcscConnector().connect(path.readers[0]) as connection:
        assert connection.transmit(Command(0, SELECT, 0x04, 0x00, b"\xa0\x01", le=256)).sw == 0x6102
    assert len(card.commands) == 1


@pytest.mark.parametrize(("max_apdu", "extended"), [(None, True), (SHORT_APDU, False)], ids=["extended", "short only"])
def test_a_reader_tells_its_limits(pcsc_rig: PcscRig, max_apdu: int | None, extended: bool) -> None:
    path = pcsc_rig.path(pcsc_rig.reader(max_apdu=max_apdu))
    path.lay(ScriptedCard())
    with PcscConnector().connect(path.readers[0]) as connection:
        assert reader_limits(connection).extended is extended
    assert reader_limits(connection) == ReaderLimits()


def test_a_card_without_pcsc_tells_no_limits() -> None:
    reader = InProcessReader()
    reader.insert(ScriptedCard())
    connection = InProcessConnector([reader]).connect(reader.name)
    assert reader_limits(connection) == ReaderLimits(None)
    connection.close()


def test_readers_are_listed_by_choice(pcsc_rig: PcscRig) -> None:
    pcsc_rig.pcscd(pcsc_rig.reader("ACS ACR1252 [PICC]"), pcsc_rig.reader("ACS ACR1252 [SAM]"), pcsc_rig.reader("Rig"))
    assert list_readers() == ("ACS ACR1252 [PICC] 00 00", "Rig 02 00")
    assert list_readers(ReaderChoice("rig")) == ("Rig 02 00",)


def test_no_reader_and_no_service_are_different_faults(pcsc_rig: PcscRig) -> None:
    pcscd = pcsc_rig.pcscd()
    with pytest.raises(Fault) as no_reader:
        list_readers()
    pcscd.stop()
    with pytest.raises(Fault) as no_service:
        list_readers()
    assert (no_reader.value.code, no_service.value.code) == (FaultCode.NO_READER, FaultCode.CARD_SERVICE_DOWN)
