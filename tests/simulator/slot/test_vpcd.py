"""The same card behind vsmartcard's driver: what was not written here agrees with what was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.presence import CardGone, CardSeen, ReadersChanged
from kiosk.reader.apdu import Command
from kiosk.reader.pcsc import PcscConnector, PcscPresence, reader_limits
from kiosk.simulator.slot.card_port import CardMute, CardTorn
from kiosk.simulator.slot.pcscd import PcscUnavailable, PrivatePcscd
from kiosk.simulator.slot.vpcd import VPCD_LIBRARY, VpcdLink, vpcd_entry
from tests.fakes.event_log import EventLog
from tests.fakes.scripted_card import ID_CARD_ATR, SW_OK, ScriptedCard
from tests.pcsc_rig import MUTE_SECONDS, PcscRig, refuse, two_free_ports

SELECT, LEAVE, SILENCE, NOTHING = 0xA4, 0xDE, 0xDD, 0xDC
READER = "Virtual PCD 00 00"


@pytest.fixture
def link(pcsc_rig: PcscRig) -> Iterator[VpcdLink]:
    if not VPCD_LIBRARY.exists():
        refuse(PcscUnavailable("vsmartcard's driver is not installed", "install the package vsmartcard-vpcd"))
    port = two_free_ports()
    try:
        with PrivatePcscd([vpcd_entry(port)], folder=pcsc_rig.folder):
            link = VpcdLink(port=port, mute_seconds=MUTE_SECONDS)
            yield link
            link.remove()
    except PcscUnavailable as unavailable:
        refuse(unavailable)


@pytest.mark.pcsc
def test_a_card_behind_vpcd_is_seen_read_torn_and_gone(link: VpcdLink) -> None:
    log, presence = EventLog(), PcscPresence()
    presence.start(log)
    log.expect(ReadersChanged((READER, "Virtual PCD 00 01")))

    link.insert(ScriptedCard({SELECT: lambda command: command[5:-1] + SW_OK, LEAVE: CardTorn}))
    log.expect(CardSeen(READER, ID_CARD_ATR))
    connection = PcscConnector().connect(READER)
    assert connection.atr == ID_CARD_ATR
    assert connection.transmit(Command(0, SELECT, 4, 0, b"vpcd", le=256)).data == b"vpcd"
    assert reader_limits(connection).extended is None
    with pytest.raises(Fault) as torn:
        connection.transmit(Command(0, LEAVE, 0, 0))
    assert torn.value.code is FaultCode.CARD_REMOVED
    connection.close()
    log.expect(CardGone(READER))

    link.insert(ScriptedCard())
    log.expect(CardSeen(READER, ID_CARD_ATR))
    link.remove()
    log.expect(CardGone(READER))
    presence.stop()


@pytest.mark.pcsc
@pytest.mark.parametrize(
    "answer", [pytest.param(CardMute, id="mute"), pytest.param(b"", id="an empty answer, at which vpcd would hang")]
)
def test_a_card_that_vpcd_cannot_report_is_a_card_that_left(link: VpcdLink, answer: type[Exception] | bytes) -> None:
    log, presence = EventLog(), PcscPresence()
    presence.start(log)
    link.insert(ScriptedCard({SILENCE: answer}))
    log.wait_for(CardSeen(READER, ID_CARD_ATR))
    connection = PcscConnector().connect(READER)
    with pytest.raises(Fault) as raised:
        connection.transmit(Command(0, SILENCE, 0, 0))
    assert raised.value.code is FaultCode.CARD_REMOVED
    connection.close()
    presence.stop()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"], ids=str)
def test_only_this_machine_is_talked_to(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        VpcdLink(host)


def test_without_vpcd_the_reader_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.simulator.slot.vpcd.CONNECT_SECONDS", 0.1)
    with pytest.raises(Fault) as raised:
        VpcdLink(port=two_free_ports()).insert(ScriptedCard())
    assert raised.value.code is FaultCode.READER_LOST
