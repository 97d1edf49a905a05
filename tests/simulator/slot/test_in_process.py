"""The card inside the process behaves as the card behind PC/SC: every table here runs on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.presence import CardGone, CardSeen, ReadersChanged
from kiosk.reader.apdu import Command
from kiosk.simulator.slot.card_port import CardMute, CardTorn
from kiosk.simulator.slot.virtual_reader import SHORT_APDU
from tests.fakes.event_log import EventLog
from tests.fakes.scripted_card import ID_CARD_ATR, SW_OK, ScriptedCard, contactless_atr
from tests.pcsc_rig import CardPath, Hand, NewCardPath

BANK_CARD_ATR = bytes.fromhex("3B6E000080318066B1840C016E0183009000")
OTHER_ATR = contactless_atr(b"other")

SELECT, LEAVE, SILENCE, PULL = 0xA4, 0xDE, 0xDD, 0xDC

Act = Callable[[Hand], None]

# What the hand does, and what presence then reports: a card seen, by its ATR, or a card gone.
GONE = None
SCRIPTS: dict[str, list[tuple[Act, list[bytes | None]]]] = {
    "a card comes and goes": [
        (lambda hand: hand.insert(ScriptedCard()), [ID_CARD_ATR]),
        (lambda hand: hand.remove(), [GONE]),
    ],
    "a bank card is a card too": [
        (lambda hand: hand.insert(ScriptedCard(atr=BANK_CARD_ATR)), [BANK_CARD_ATR]),
    ],
    "a chip that does not answer to reset has no ATR": [
        (lambda hand: hand.insert(ScriptedCard(dead=True)), [b""]),
        (lambda hand: hand.remove(), [GONE]),
    ],
    "another card, faster than one can look": [
        (lambda hand: hand.insert(ScriptedCard()), [ID_CARD_ATR]),
        (lambda hand: hand.insert(ScriptedCard(atr=OTHER_ATR)), [GONE, OTHER_ATR]),
    ],
    "another card of the same kind": [
        (lambda hand: hand.insert(ScriptedCard()), [ID_CARD_ATR]),
        (lambda hand: hand.insert(ScriptedCard()), [GONE, ID_CARD_ATR]),
    ],
    "the same card again": [
        (lambda hand: hand.insert(ScriptedCard()), [ID_CARD_ATR]),
        (lambda hand: hand.remove(), [GONE]),
        (lambda hand: hand.insert(ScriptedCard()), [ID_CARD_ATR]),
    ],
    "taking a card that is not there": [
        (lambda hand: hand.remove(), []),
        (lambda hand: hand.insert(ScriptedCard()), [ID_CARD_ATR]),
    ],
}


@pytest.fixture
def log() -> EventLog:
    return EventLog()


@pytest.fixture
def watched(card_path: CardPath, log: EventLog) -> Iterator[CardPath]:
    presence = card_path.new_presence()
    presence.start(log)
    log.expect(ReadersChanged(card_path.readers))
    yield card_path
    presence.stop()
    log.expect_nothing_more()


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_presence_reports_what_the_hand_does(
    watched: CardPath, log: EventLog, script: list[tuple[Act, list[bytes | None]]]
) -> None:
    reader = watched.readers[0]
    for act, reports in script:
        act(watched.hands[0])
        log.expect(*(CardGone(reader) if atr is GONE else CardSeen(reader, atr) for atr in reports))


def test_a_card_that_lies_there_at_the_start_is_seen(card_path: CardPath, log: EventLog) -> None:
    card_path.hands[0].insert(ScriptedCard())
    presence = card_path.new_presence()
    presence.start(log)
    log.expect(ReadersChanged(card_path.readers), CardSeen(card_path.readers[0], ID_CARD_ATR))
    presence.stop()


def test_two_readers_are_told_apart(new_card_path: NewCardPath, log: EventLog) -> None:
    path = new_card_path(None, None)
    presence = path.new_presence()
    presence.start(log)
    first, second = path.readers
    log.expect(ReadersChanged((first, second)))
    path.hands[1].insert(ScriptedCard())
    log.expect(CardSeen(second, ID_CARD_ATR))
    path.hands[0].insert(ScriptedCard(atr=OTHER_ATR))
    log.expect(CardSeen(first, OTHER_ATR))
    path.hands[1].remove()
    log.expect(CardGone(second))
    presence.stop()


def test_connecting_reading_and_closing_is_no_event(watched: CardPath, log: EventLog) -> None:
    card = ScriptedCard({SELECT: SW_OK})
    watched.hands[0].insert(card)
    log.expect(CardSeen(watched.readers[0], ID_CARD_ATR))
    connection = watched.connector.connect(watched.readers[0])
    assert connection.transmit(Command(0, SELECT, 4, 12)).ok
    connection.close()
    watched.hands[0].remove()
    log.expect(CardGone(watched.readers[0]))


def test_no_event_comes_after_stop(card_path: CardPath, log: EventLog) -> None:
    presence = card_path.new_presence()
    presence.start(log)
    log.expect(ReadersChanged(card_path.readers))
    presence.stop()
    presence.stop()
    card_path.lay(ScriptedCard())
    log.expect_nothing_more()


def test_the_listener_may_stop_the_presence(card_path: CardPath, log: EventLog) -> None:
    presence = card_path.new_presence()
    card_path.hands[0].insert(ScriptedCard())

    def stop_at_the_first_event(event: object) -> None:
        presence.stop()
        log(event)  # type: ignore[arg-type]

    presence.start(stop_at_the_first_event)
    log.expect(ReadersChanged(card_path.readers))
    presence.stop()
    log.expect_nothing_more()


def test_a_listener_that_fails_does_not_end_the_presence(
    card_path: CardPath, log: EventLog, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_at_first(event: object) -> None:
        log(event)  # type: ignore[arg-type]
        if isinstance(event, ReadersChanged):
            raise ValueError("a listener's own mistake")

    presence = card_path.new_presence()
    presence.start(fail_at_first)
    log.expect(ReadersChanged(card_path.readers))
    card_path.hands[0].insert(ScriptedCard())
    log.expect(CardSeen(card_path.readers[0], ID_CARD_ATR))
    presence.stop()
    assert "a listener failed" in caplog.text


class TestConnection:
    def test_carries_commands_and_answers(self, card_path: CardPath) -> None:
        card = ScriptedCard({SELECT: b"\x6f\x02\x84\x00\x90\x00"})
        card_path.lay(card)
        connection = card_path.connector.connect(card_path.readers[0])
        response = connection.transmit(Command(0x00, SELECT, 0x04, 0x0C, b"\xa0\x00", le=256))
        assert (response.data, response.sw) == (b"\x6f\x02\x84\x00", 0x9000)
        assert card.commands == [bytes.fromhex("00A4040C02A00000")]
        assert (connection.reader, connection.atr) == (card_path.readers[0], ID_CARD_ATR)
        connection.close()

    @pytest.mark.parametrize("size", [1, 255, 256, 4096, 65535], ids="{} bytes".format)
    def test_carries_extended_length_both_ways(self, card_path: CardPath, size: int) -> None:
        card_path.lay(ScriptedCard({SELECT: lambda command: command[-size - 2 : -2] + SW_OK}))
        connection = card_path.connector.connect(card_path.readers[0])
        data = bytes(at % 251 for at in range(size))
        assert connection.transmit(Command(0, SELECT, 0, 0, data, le=65536)).data == data
        connection.close()

    def test_resets_the_card_when_it_is_closed(self, card_path: CardPath) -> None:
        card = ScriptedCard({SELECT: SW_OK})
        card_path.lay(card)
        connection = card_path.connector.connect(card_path.readers[0])
        before = card.resets
        connection.close()
        connection.close()
        assert card.resets == before + 1

    def test_of_the_next_person_begins_afresh(self, card_path: CardPath) -> None:
        card_path.lay(ScriptedCard({SELECT: SW_OK}))
        card_path.connector.connect(card_path.readers[0]).close()
        again = card_path.connector.connect(card_path.readers[0])
        assert again.transmit(Command(0, SELECT, 0, 0)).ok
        again.close()

    def test_answers_the_reader_s_own_commands(self, card_path: CardPath) -> None:
        card = ScriptedCard()
        card_path.lay(card)
        connection = card_path.connector.connect(card_path.readers[0])
        uid = connection.transmit(Command(0xFF, 0xCA, 0x00, 0x00, le=256))
        assert uid.ok
        assert (len(uid.data), uid.data[0]) == (4, 0x08)
        assert connection.transmit(Command(0xFF, 0xCA, 0x01, 0x00, le=256)).data == ID_CARD_ATR[4:-1]
        assert card.commands == []
        connection.close()


def pull_away(hand: Hand) -> None:
    hand.remove()


def swap(hand: Hand) -> None:
    hand.insert(ScriptedCard({SELECT: SW_OK}))


# Which command, what the hand does before it, what comes of it.
FAULTS = {
    "the card leaves by itself in mid-command": (LEAVE, None, FaultCode.CARD_REMOVED),
    "the card is pulled away in mid-command": (PULL, None, FaultCode.CARD_REMOVED),
    "the card was pulled away before": (SELECT, pull_away, FaultCode.CARD_REMOVED),
    "another card lies there": (SELECT, swap, FaultCode.CARD_REMOVED),
    "the card stays silent": (SILENCE, None, FaultCode.CARD_MUTE),
}


@pytest.mark.parametrize(("ins", "act", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_a_command_fails_for_a_reason(card_path: CardPath, ins: int, act: Act | None, code: FaultCode) -> None:
    hand = card_path.hands[0]

    def pull(command: bytes) -> bytes:
        hand.remove()
        return SW_OK

    card_path.lay(ScriptedCard({SELECT: SW_OK, LEAVE: CardTorn, SILENCE: CardMute, PULL: pull}))
    connection = card_path.connector.connect(card_path.readers[0])
    if act is not None:
        act(hand)
    with pytest.raises(Fault) as raised:
        connection.transmit(Command(0, ins, 0, 0))
    assert raised.value.code is code
    connection.close()


def test_after_a_torn_card_the_next_one_is_read(card_path: CardPath) -> None:
    reader = card_path.readers[0]
    card_path.lay(ScriptedCard({LEAVE: CardTorn}))
    connection = card_path.connector.connect(reader)
    with pytest.raises(Fault):
        connection.transmit(Command(0, LEAVE, 0, 0))
    connection.close()
    card_path.lay(ScriptedCard({SELECT: SW_OK}))
    again = card_path.connector.connect(reader)
    assert again.transmit(Command(0, SELECT, 0, 0)).ok
    again.close()


def test_a_reader_for_short_apdus_refuses_long_ones(new_card_path: NewCardPath) -> None:
    path = new_card_path(SHORT_APDU)
    path.lay(ScriptedCard({SELECT: SW_OK}))
    connection = path.connector.connect(path.readers[0])
    assert connection.transmit(Command(0, SELECT, 0, 0, bytes(255), le=256)).ok
    with pytest.raises(Fault) as raised:
        connection.transmit(Command(0, SELECT, 0, 0, bytes(256)))
    assert raised.value.code is FaultCode.READER_REFUSED
    assert connection.transmit(Command(0, SELECT, 0, 0, bytes(255), le=256)).ok
    connection.close()


@pytest.mark.parametrize(
    ("card", "reader", "code"),
    [
        pytest.param(None, None, FaultCode.CARD_REMOVED, id="no card"),
        pytest.param(ScriptedCard(dead=True), None, FaultCode.CARD_MUTE, id="a dead chip"),
        pytest.param(ScriptedCard(), "Another Reader 00 00", FaultCode.READER_LOST, id="no such reader"),
    ],
)
def test_connecting_fails_for_a_reason(
    card_path: CardPath, card: ScriptedCard | None, reader: str | None, code: FaultCode
) -> None:
    if card is not None:
        card_path.lay(card)
    with pytest.raises(Fault) as raised:
        card_path.connector.connect(reader or card_path.readers[0])
    assert raised.value.code is code


def test_a_second_connection_to_the_same_card_is_refused(card_path: CardPath) -> None:
    card_path.lay(ScriptedCard({SELECT: SW_OK}))
    first = card_path.connector.connect(card_path.readers[0])
    with pytest.raises(Fault) as raised:
        card_path.connector.connect(card_path.readers[0])
    assert raised.value.code is FaultCode.READER_REFUSED
    first.close()
    card_path.connector.connect(card_path.readers[0]).close()


def test_a_closed_connection_reaches_no_card(card_path: CardPath) -> None:
    card = ScriptedCard({SELECT: SW_OK})
    card_path.lay(card)
    connection = card_path.connector.connect(card_path.readers[0])
    connection.close()
    with pytest.raises(Fault) as raised:
        connection.transmit(Command(0, SELECT, 0, 0))
    assert raised.value.code is FaultCode.CARD_REMOVED
    assert card.commands == []
