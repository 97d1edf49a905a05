"""A reader under test: readers and cards as they come and go, and no check in the meantime."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from kiosk.app.settings.live_reader import CardsHeldBack, LiveReaderTest
from kiosk.domain.desks.device_tests import CardKind, ReaderSighting
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.presence import CardGone, CardSeen, PresenceEvent, ReadersChanged
from kiosk.reader.card_kind import card_kind
from tests.fakes.event_log import EventLog
from tests.fakes.scripted_card import ID_CARD_ATR, ScriptedCard
from tests.pcsc_rig import CardPath

ACR, OMNIKEY = "ACS ACR1252 Reader 00 00", "HID OMNIKEY 5022 00 00"
ATR = bytes.fromhex("3B80800101")
CHIP = CardKind.CONTACTLESS_CHIP


class Loop:
    """A presence loop that a test plays."""

    def __init__(self) -> None:
        self.started, self.stopped = threading.Event(), threading.Event()
        self.tell: Callable[[PresenceEvent], None] = lambda event: None

    def start(self, on_event: Callable[[PresenceEvent], None]) -> None:
        self.tell = on_event
        self.started.set()

    def stop(self) -> None:
        self.stopped.set()


class Bench:
    def __init__(self) -> None:
        self.loop, self.cards = Loop(), CardsHeldBack()
        self.test = LiveReaderTest(self.loop, self.cards.held_back, lambda atr: CHIP)
        assert self.loop.started.wait(10.0)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.test.close()
    made.test.settle()


@pytest.mark.parametrize(
    ("events", "seen"),
    [
        pytest.param([], None, id="nothing yet"),
        pytest.param([ReadersChanged(())], ReaderSighting(), id="no reader"),
        pytest.param([ReadersChanged((ACR,))], ReaderSighting((ACR,)), id="a reader"),
        pytest.param(
            [ReadersChanged((ACR,)), CardSeen(ACR, ATR)], ReaderSighting((ACR,), True, ACR, CHIP, 1), id="a card"
        ),
        pytest.param(
            [ReadersChanged((ACR,)), CardSeen(ACR, ATR), CardGone(ACR)], ReaderSighting((ACR,), seen=1), id="taken away"
        ),
        pytest.param(
            [ReadersChanged((ACR, OMNIKEY)), CardSeen(ACR, ATR), CardGone(OMNIKEY)],
            ReaderSighting((ACR, OMNIKEY), True, ACR, CHIP, 1),
            id="another reader's card was taken away",
        ),
        pytest.param(
            [ReadersChanged((ACR,)), CardSeen(ACR, ATR), ReadersChanged(())],
            ReaderSighting(seen=1),
            id="unplugged with its card",
        ),
    ],
)
def test_what_is_there_now(bench: Bench, events: list[PresenceEvent], seen: ReaderSighting | None) -> None:
    for event in events:
        bench.loop.tell(event)
    assert bench.test.latest() == seen


def test_a_card_service_that_is_down_is_told(bench: Bench) -> None:
    bench.loop.tell(ReadersChanged((), service=False))
    with pytest.raises(Fault) as raised:
        bench.test.latest()
    assert raised.value.code is FaultCode.CARD_SERVICE_DOWN

    bench.loop.tell(ReadersChanged((ACR,)))
    assert bench.test.latest() == ReaderSighting((ACR,))


def test_cards_are_held_back_until_the_last_test_is_closed(bench: Bench) -> None:
    assert bench.cards
    with bench.cards.held_back():
        bench.test.close()
        bench.test.close()
        bench.test.settle()
        assert bench.loop.stopped.is_set()
        assert bench.cards
    assert not bench.cards


def test_beside_the_kiosks_own_loop_over_the_same_readers(card_path: CardPath) -> None:
    (reader,), (hand,) = card_path.readers, card_path.hands
    own = EventLog()
    presence = card_path.new_presence()
    presence.start(own)
    test = LiveReaderTest(card_path.new_presence(), CardsHeldBack().held_back, card_kind)
    assert test.wait_for(lambda seen: seen is not None and seen.readers == (reader,), 10.0)

    hand.insert(ScriptedCard())
    assert test.wait_for(lambda seen: seen is not None and seen.card is CardKind.CONTACTLESS_CHIP, 10.0)
    own.wait_for(CardSeen(reader, ID_CARD_ATR))
    hand.remove()
    assert test.wait_for(lambda seen: seen == ReaderSighting((reader,), seen=1), 10.0)

    test.close()
    test.settle()
    presence.stop()
