"""The presence loop, against a service of values and against pcscd itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kiosk.domain.presence import CardGone, CardSeen, PresenceEvent, ReadersChanged
from kiosk.reader.pcsc import PcscConnector, PcscPresence, ReaderChoice
from kiosk.reader.pcsc.codes import ScardCode
from kiosk.reader.pcsc.state import ReaderState
from tests.fakes.card_service import CardService
from tests.fakes.event_log import EventLog
from tests.fakes.scripted_card import ID_CARD_ATR, ScriptedCard
from tests.pcsc_rig import PcscRig

EMPTY, PRESENT = 0x10, 0x20
ATR = b"\x3b\x80\x80\x01\x01"
NO_SERVICE = ReadersChanged((), service=False)


def empty(name: str) -> ReaderState:
    return ReaderState(name, EMPTY)


def card(name: str, count: int = 1) -> ReaderState:
    return ReaderState(name, count << 16 | PRESENT, ATR)


Step = tuple[Callable[[CardService], None], list[PresenceEvent]]
SITUATIONS: dict[str, list[Step]] = {
    "no reader, then one is plugged in": [
        (lambda service: service.show(), [ReadersChanged(())]),
        (lambda service: service.show(empty("A")), [ReadersChanged(("A",))]),
    ],
    "a reader comes with a card on it": [
        (lambda service: service.show(empty("A")), [ReadersChanged(("A",))]),
        (lambda service: service.show(empty("A"), card("B")), [ReadersChanged(("A", "B")), CardSeen("B", ATR)]),
    ],
    "the reader with the card is pulled out": [
        (lambda service: service.show(empty("A"), card("B")), [ReadersChanged(("A", "B")), CardSeen("B", ATR)]),
        (lambda service: service.show(empty("A")), [CardGone("B"), ReadersChanged(("A",))]),
    ],
    "Windows stops the service with its last reader, and starts it with the next": [
        (lambda service: service.show(card("A")), [ReadersChanged(("A",)), CardSeen("A", ATR)]),
        (lambda service: service.stop(ScardCode.SERVICE_STOPPED), [CardGone("A"), NO_SERVICE]),
        (lambda service: service.show(card("A")), [ReadersChanged(("A",)), CardSeen("A", ATR)]),
    ],
    "pcscd dies and comes back without readers": [
        (lambda service: service.show(empty("A")), [ReadersChanged(("A",))]),
        (lambda service: service.stop(ScardCode.COMM_ERROR), [NO_SERVICE]),
        (lambda service: service.show(), [ReadersChanged(())]),
    ],
    "an error that nobody foresaw": [
        (lambda service: service.show(empty("A")), [ReadersChanged(("A",))]),
        (lambda service: service.stop(0x80100001), [NO_SERVICE]),
        (lambda service: service.show(empty("A")), [ReadersChanged(("A",))]),
    ],
}


@pytest.fixture
def service() -> CardService:
    return CardService()


@pytest.fixture
def log() -> EventLog:
    return EventLog()


@pytest.fixture
def presence(service: CardService) -> Iterator[PcscPresence]:
    presence = PcscPresence(open_context=service.open)
    yield presence
    presence.stop()


class TestWithAServiceOfValues:
    @pytest.mark.parametrize("steps", SITUATIONS.values(), ids=SITUATIONS.keys())
    def test_the_loop_reports_and_survives(
        self, service: CardService, presence: PcscPresence, log: EventLog, steps: list[Step]
    ) -> None:
        first, *others = steps
        act, events = first
        act(service)
        presence.start(log)
        log.expect(*events)
        for act, events in others:
            act(service)
            log.expect(*events)

    def test_a_service_that_is_not_there_is_said_once_and_tried_again(
        self, service: CardService, presence: PcscPresence, log: EventLog
    ) -> None:
        service.stop()
        presence.start(log)
        log.expect(NO_SERVICE)
        for _ in range(3):
            assert service.refused.acquire(timeout=10)
        log.expect_nothing_more()
        service.show(empty("A"))
        log.expect(ReadersChanged(("A",)))

    def test_readers_that_are_not_chosen_are_never_mentioned(self, service: CardService, log: EventLog) -> None:
        service.show(card("Other 00 00"), empty("Kiosk PICC 01 00"), card("Kiosk SAM 01 01"))
        presence = PcscPresence(ReaderChoice("kiosk"), open_context=service.open)
        presence.start(log)
        log.expect(ReadersChanged(("Kiosk PICC 01 00",)))
        service.show(card("Kiosk PICC 01 00"))
        log.expect(CardSeen("Kiosk PICC 01 00", ATR))
        presence.stop()

    def test_every_context_is_released(self, service: CardService, presence: PcscPresence, log: EventLog) -> None:
        service.show(empty("A"))
        presence.start(log)
        log.expect(ReadersChanged(("A",)))
        service.stop()
        log.expect(NO_SERVICE)
        service.show(empty("A"))
        log.expect(ReadersChanged(("A",)))
        presence.stop()
        assert service.opened == service.released == 2

    def test_it_starts_once(self, service: CardService, presence: PcscPresence, log: EventLog) -> None:
        presence.start(log)
        with pytest.raises(RuntimeError):
            presence.start(log)

    def test_stopping_before_the_start_does_nothing(self, presence: PcscPresence) -> None:
        presence.stop()


@pytest.mark.pcsc
class TestWithPcscd:
    def test_a_killed_pcscd_is_noticed_and_the_card_seen_again_after_its_return(
        self, pcsc_rig: PcscRig, log: EventLog
    ) -> None:
        reader = pcsc_rig.reader()
        pcscd = pcsc_rig.pcscd(reader)
        name = f"{reader.name} 00 00"
        presence = PcscPresence()
        presence.start(log)
        log.expect(ReadersChanged((name,)))
        reader.insert(ScriptedCard())
        log.expect(CardSeen(name, ID_CARD_ATR))
        pcscd.kill()
        log.expect(CardGone(name), NO_SERVICE)
        pcscd.start()
        log.expect(ReadersChanged((name,)), CardSeen(name, ID_CARD_ATR))
        presence.stop()

    def test_a_pcscd_that_starts_late_is_found(self, pcsc_rig: PcscRig, log: EventLog) -> None:
        reader = pcsc_rig.reader()
        pcscd = pcsc_rig.pcscd(reader)
        pcscd.stop()
        presence = PcscPresence()
        presence.start(log)
        log.expect(NO_SERVICE)
        pcscd.start()
        log.expect(ReadersChanged((f"{reader.name} 00 00",)))
        presence.stop()

    def test_a_reader_pulled_out_and_plugged_in_again(self, pcsc_rig: PcscRig, log: EventLog) -> None:
        staying, leaving = pcsc_rig.reader("Staying"), pcsc_rig.reader("Leaving")
        pcsc_rig.pcscd(staying, leaving)
        both = ("Staying 00 00", "Leaving 01 00")
        leaving.insert(ScriptedCard())
        presence = PcscPresence()
        presence.start(log)
        log.expect(ReadersChanged(both))
        log.expect(CardSeen(both[1], ID_CARD_ATR))
        leaving.stop()
        log.expect(CardGone(both[1]), ReadersChanged(both[:1]))
        leaving.start()
        log.expect(ReadersChanged(both), CardSeen(both[1], ID_CARD_ATR))
        presence.stop()

    def test_a_card_resting_on_the_reader_makes_no_news(self, pcsc_rig: PcscRig, log: EventLog) -> None:
        """Other programs connect, reset it, power it off; for the person it lies there all the time."""
        reader = pcsc_rig.reader()
        path = pcsc_rig.path(reader)
        presence = path.new_presence()
        presence.start(log)
        log.expect(ReadersChanged(path.readers))
        reader.insert(ScriptedCard())
        log.expect(CardSeen(path.readers[0], ID_CARD_ATR))
        for _ in range(3):
            PcscConnector().connect(path.readers[0]).close()
        reader.remove()
        log.expect(CardGone(path.readers[0]))
        presence.stop()
