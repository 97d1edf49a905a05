"""What is announced when the readers' states change from one snapshot to the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.presence import CardGone, CardSeen, PresenceEvent, ReadersChanged
from kiosk.reader.pcsc.ledger import PresenceLedger
from kiosk.reader.pcsc.state import ReaderState

EMPTY, PRESENT, IN_USE, EXCLUSIVE, MUTE, UNAVAILABLE, UNKNOWN = 0x10, 0x20, 0x120, 0xA0, 0x220, 0x08, 0x04
ATR, OTHER_ATR = b"\x3b\x88", b"\x3b\x80"


def one(flags: int, count: int = 0, atr: bytes = b"") -> list[ReaderState]:
    return [ReaderState("A", count << 16 | flags, atr)]


here = ReadersChanged(("A",))
SEEN, GONE = CardSeen("A", ATR), CardGone("A")

SITUATIONS: dict[str, list[tuple[list[ReaderState], list[PresenceEvent]]]] = {
    "no reader at all": [([], [ReadersChanged(())]), ([], [])],
    "an empty reader": [(one(EMPTY), [here]), (one(EMPTY), [])],
    "a card lies there at the start": [(one(PRESENT, 1, ATR), [here, SEEN])],
    "a card comes and goes": [(one(EMPTY), [here]), (one(PRESENT, 1, ATR), [SEEN]), (one(EMPTY, 2), [GONE])],
    "somebody connects": [
        (one(PRESENT, 1, ATR), [here, SEEN]),
        (one(EXCLUSIVE, 1, ATR), []),
        (one(IN_USE, 1, ATR), []),
        (one(PRESENT, 1, ATR), []),
    ],
    "swapped between two looks": [(one(PRESENT, 1, ATR), [here, SEEN]), (one(PRESENT, 3, ATR), [GONE, SEEN])],
    "swapped, by a reader that does not count": [
        (one(PRESENT, 0, ATR), [here, SEEN]),
        (one(PRESENT, 0, OTHER_ATR), [GONE, CardSeen("A", OTHER_ATR)]),
    ],
    "the counter runs over": [(one(PRESENT, 0xFFFF, ATR), [here, SEEN]), (one(EMPTY, 0), [GONE])],
    "a mute card comes to life": [
        (one(MUTE, 1), [here, CardSeen("A", b"")]),
        (one(PRESENT, 1, ATR), [GONE, SEEN]),
    ],
    "power is saved": [
        (one(PRESENT, 1, ATR), [here, SEEN]),
        (one(PRESENT, 1, b""), []),
        (one(PRESENT, 1, ATR), []),
    ],
    "the reader is pulled out with the card": [
        (one(PRESENT, 1, ATR), [here, SEEN]),
        ([], [GONE, ReadersChanged(())]),
    ],
    "the reader's driver lost it": [
        (one(PRESENT, 1, ATR), [here, SEEN]),
        (one(UNAVAILABLE), [GONE, ReadersChanged(())]),
        (one(PRESENT, 2, ATR), [here, SEEN]),
    ],
    "a reader that PC/SC does not know": [(one(UNKNOWN), [ReadersChanged(())])],
}


@pytest.mark.parametrize("steps", SITUATIONS.values(), ids=SITUATIONS.keys())
def test_only_what_is_new_is_announced(steps: list[tuple[list[ReaderState], list[PresenceEvent]]]) -> None:
    ledger = PresenceLedger()
    for snapshot, events in steps:
        assert ledger.observe(snapshot) == events


CHOSEN: dict[str, list[tuple[list[ReaderState], list[PresenceEvent]]]] = {
    "a card of another kind lies there": [(one(PRESENT, 1, OTHER_ATR), [here]), (one(EMPTY, 2), [])],
    "a mute card may be of any kind": [(one(MUTE, 1), [here]), (one(PRESENT, 1, ATR), [SEEN])],
    "swapped for a card of another kind": [
        (one(PRESENT, 1, ATR), [here, SEEN]),
        (one(PRESENT, 3, OTHER_ATR), [GONE]),
        (one(PRESENT, 5, ATR), [SEEN]),
    ],
    "power is saved": [(one(PRESENT, 1, ATR), [here, SEEN]), (one(PRESENT, 1, b""), []), (one(EMPTY, 2), [GONE])],
}


@pytest.mark.parametrize("steps", CHOSEN.values(), ids=CHOSEN.keys())
def test_cards_of_one_kind_only(steps: list[tuple[list[ReaderState], list[PresenceEvent]]]) -> None:
    ledger = PresenceLedger(lambda atr: atr == ATR)
    for snapshot, events in steps:
        assert ledger.observe(snapshot) == events


def test_a_lost_service_is_announced_once_and_takes_every_card_with_it() -> None:
    ledger = PresenceLedger()
    ledger.observe([ReaderState("B", PRESENT, ATR), ReaderState("A", PRESENT, ATR)])
    assert ledger.service_down() == [CardGone("A"), CardGone("B"), ReadersChanged((), service=False)]
    assert ledger.service_down() == []
    assert ledger.observe(one(PRESENT, 1, ATR)) == [here, SEEN]


def test_no_reader_and_no_service_are_different_news() -> None:
    ledger = PresenceLedger()
    assert ledger.service_down() == [ReadersChanged((), service=False)]
    assert ledger.observe([]) == [ReadersChanged((), service=True)]


states = st.builds(
    ReaderState,
    st.sampled_from("AB"),
    st.builds(
        lambda count, flags: count << 16 | flags,
        st.integers(0, 3),
        st.sampled_from([EMPTY, PRESENT, MUTE, IN_USE, UNAVAILABLE, UNKNOWN]),
    ),
    st.sampled_from([b"", ATR, OTHER_ATR]),
)
snapshots = st.lists(states, max_size=2, unique_by=lambda state: state.name)


@given(st.lists(st.one_of(st.none(), snapshots), max_size=12))
def test_comings_and_goings_alternate_and_end_as_the_last_snapshot(steps: list[list[ReaderState] | None]) -> None:
    """None stands for a lost service."""
    ledger, lying, readers = PresenceLedger(), set[str](), set[str]()
    for step in steps:
        for event in ledger.service_down() if step is None else ledger.observe(step):
            match event:
                case CardSeen(reader):
                    assert reader in readers
                    assert reader not in lying
                    lying.add(reader)
                case CardGone(reader):
                    lying.remove(reader)
                case ReadersChanged(names):
                    readers = set(names)
        assert lying == {state.name for state in step or () if state.present}
