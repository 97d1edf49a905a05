"""The slot of a virtual reader, seen from the hand and from the reader at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from kiosk.simulator.slot.card_port import CardMute, CardTorn
from kiosk.simulator.slot.slot import CardSlot
from tests.fakes.scripted_card import ID_CARD_ATR, ID_CARD_HISTORICAL_BYTES, SW_OK, ScriptedCard

READ, LEAVE, SILENCE = b"\x00\xb0\x00\x00", b"\x00\xde\x00\x00", b"\x00\xdd\x00\x00"


class Changes:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def slot(changes: Changes) -> CardSlot:
    return CardSlot(mute_seconds=0.01, on_change=changes)


def powered(slot: CardSlot, card: ScriptedCard) -> ScriptedCard:
    slot.insert(card)
    slot.power_up()
    return card


def test_an_empty_slot_has_no_card(slot: CardSlot) -> None:
    assert (slot.arrival, slot.look(), slot.atr) == (None, False, b"")
    with pytest.raises(CardTorn):
        slot.power_up()
    with pytest.raises(CardTorn):
        slot.transmit(READ)


def test_every_change_is_announced_and_only_changes(slot: CardSlot, changes: Changes) -> None:
    for act, count in [
        (slot.remove, 0),
        (lambda: slot.insert(ScriptedCard()), 1),
        (lambda: slot.insert(ScriptedCard()), 2),
        (slot.remove, 3),
        (slot.remove, 3),
    ]:
        act()
        assert changes.count == count


def test_a_card_must_be_powered_before_it_answers(slot: CardSlot) -> None:
    card = ScriptedCard({0xB0: SW_OK})
    slot.insert(card)
    with pytest.raises(CardTorn):
        slot.transmit(READ)
    assert slot.atr == b""
    assert slot.power_up() == ID_CARD_ATR == slot.atr
    assert slot.transmit(READ) == SW_OK
    assert (card.resets, card.commands) == (1, [READ])


def test_a_removal_is_shown_until_it_is_known_however_fast_the_next_card_came(slot: CardSlot, changes: Changes) -> None:
    powered(slot, ScriptedCard())
    assert slot.look()
    slot.insert(ScriptedCard())
    before = changes.count
    assert [slot.look(), slot.look()] == [False, False]
    slot.removal_known()
    assert slot.look()
    assert changes.count == before + 1, "the reader has to be told to look again"
    slot.removal_known()
    assert changes.count == before + 1


Interference = Callable[[CardSlot], None]


@pytest.mark.parametrize(
    "interfere",
    [
        pytest.param(lambda slot: slot.remove(), id="pulled away"),
        pytest.param(lambda slot: slot.insert(ScriptedCard({0xB0: SW_OK})), id="another card in its place"),
        pytest.param(lambda slot: (slot.remove(), slot.insert(ScriptedCard())), id="pulled away, then another"),
    ],
)
def test_the_answer_of_a_card_that_left_meanwhile_is_lost(slot: CardSlot, interfere: Interference) -> None:
    def answer(command: bytes) -> bytes:
        interfere(slot)
        return SW_OK

    powered(slot, ScriptedCard({0xB0: answer}))
    with pytest.raises(CardTorn):
        slot.transmit(READ)


def test_the_same_card_laid_down_again_in_mid_command_is_a_new_arrival(slot: CardSlot) -> None:
    def answer(command: bytes) -> bytes:
        slot.remove()
        slot.insert(card)
        return SW_OK

    card = powered(slot, ScriptedCard({0xB0: answer}))
    with pytest.raises(CardTorn):
        slot.transmit(READ)


def test_a_command_for_another_arrival_does_not_reach_the_card(slot: CardSlot) -> None:
    powered(slot, ScriptedCard())
    first = slot.arrival
    card = powered(slot, ScriptedCard({0xB0: SW_OK}))
    with pytest.raises(CardTorn):
        slot.transmit(READ, first)
    with pytest.raises(CardTorn):
        slot.power_up(first)
    assert (card.commands, card.resets) == ([], 1)
    assert slot.transmit(READ, slot.arrival) == SW_OK


def test_a_card_that_leaves_by_itself_is_gone(slot: CardSlot, changes: Changes) -> None:
    powered(slot, ScriptedCard({0xDE: CardTorn}))
    with pytest.raises(CardTorn):
        slot.transmit(LEAVE)
    assert slot.arrival is None
    assert changes.count == 2


def test_a_mute_card_stays_where_it_is(slot: CardSlot) -> None:
    powered(slot, ScriptedCard({0xDD: CardMute}))
    with pytest.raises(CardMute):
        slot.transmit(SILENCE)
    assert slot.arrival == 1


def test_pulling_a_mute_card_away_ends_the_wait_for_it() -> None:
    slot = CardSlot(mute_seconds=60)
    silent = Event()

    def say_nothing(command: bytes) -> bytes:
        silent.set()
        raise CardMute

    powered(slot, ScriptedCard({0xDD: say_nothing}))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(slot.transmit, SILENCE)
        assert silent.wait(10)
        slot.remove()
        with pytest.raises(CardTorn):
            answer.result(10)


def test_a_dead_chip_has_no_atr(slot: CardSlot) -> None:
    slot.insert(ScriptedCard(dead=True))
    with pytest.raises(CardMute):
        slot.power_up()
    assert (slot.look(), slot.atr) == (True, b"")


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        pytest.param("FFCA010000", ID_CARD_HISTORICAL_BYTES + SW_OK, id="historical bytes of the ATS"),
        pytest.param("FFCA020000", b"\x6a\x81", id="unknown data"),
        pytest.param("FF00400000", b"\x6d\x00", id="the lights of another reader"),
        pytest.param("FF", b"\x6d\x00", id="cut off"),
    ],
)
def test_class_ff_is_answered_by_the_reader(slot: CardSlot, command: str, answer: bytes) -> None:
    card = powered(slot, ScriptedCard())
    assert slot.transmit(bytes.fromhex(command)) == answer
    assert card.commands == []


def test_the_uid_is_random_for_every_arrival_and_says_so(slot: CardSlot) -> None:
    uids = set()
    for _ in range(8):
        powered(slot, ScriptedCard())
        uid = slot.transmit(bytes.fromhex("FFCA000000"))
        assert slot.transmit(bytes.fromhex("FFCA000000")) == uid
        assert (uid[0], len(uid), uid[-2:]) == (0x08, 6, SW_OK)
        uids.add(uid)
    assert len(uids) > 1
