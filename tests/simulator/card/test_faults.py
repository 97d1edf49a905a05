from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.simulator.card.faults import (
    CardFault,
    Clone,
    ExpiredSigner,
    Missing,
    Mute,
    NoBac,
    NoPace,
    RefusePace,
    ShortOnly,
    Slow,
    Tamper,
    TearAfterCommand,
    TearAtByte,
    UnknownSigner,
    parse_fault,
)

SWITCHES: dict[str, CardFault] = {
    "tear:DG2:5000": TearAtByte(5000, Ef.DG2),
    "tear:SOD:1": TearAtByte(1, Ef.SOD),
    "tear:5000": TearAtByte(5000),
    "tear:apdu:12": TearAfterCommand(12),
    "mute": Mute(),
    "mute:7": Mute(7),
    "tamper:DG2": Tamper(Ef.DG2),
    "tamper:DG1:0": Tamper(Ef.DG1, 0),
    "missing:DG15": Missing(Ef.DG15),
    "clone": Clone(),
    "expired-signer": ExpiredSigner(),
    "unknown-signer": UnknownSigner(),
    "slow:3": Slow(3),
    "no-pace": NoPace(),
    "refuse-pace": RefusePace(),
    "no-bac": NoBac(),
    "short-only": ShortOnly(),
}


@pytest.mark.parametrize(("text", "fault"), SWITCHES.items(), ids=SWITCHES)
def test_every_switch_reads_and_writes(text: str, fault: CardFault) -> None:
    assert parse_fault(text) == fault
    assert str(fault) == text


def test_slow_alone_is_five_times() -> None:
    assert parse_fault("slow") == Slow(5)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is no fault of a card; known are tear:FILE:BYTE"),
        ("explode", "'explode' is no fault"),
        ("tear", "'tear' is no fault"),
        ("tear:DG2", "'DG2' is no number"),
        ("tear:DG99:5", "'DG99' is no file of the card; known are CardAccess"),
        ("tear:DG3:5", "'DG3' is no file"),
        ("tear:DG2:0", "'0' is no number from 1"),
        ("tear:DG2:-1", "'-1' is no number"),
        ("tear:DG2:1:2", "is no fault"),
        ("tear:apdu:x", "'x' is no number"),
        ("mute:", "'' is no number"),
        ("mute:٣", "is no number"),
        ("slow:0", "'0' is no number from 1"),
        ("slow:1234567", "to 999999"),
        ("tamper", "'tamper' is no fault"),
        ("tamper:DG2:x", "'x' is no number from 0"),
        ("missing:dg15", "'dg15' is no file"),
        ("clone:1", "is no fault"),
        ("CLONE", "is no fault"),
    ],
)
def test_a_wrong_switch_is_told_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse_fault(text)
    assert complaint in str(refused.value)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz:-DG0123456789", max_size=30))
def test_whatever_is_read_writes_the_same(text: str) -> None:
    try:
        fault = parse_fault(text)
    except ValueError:
        return
    assert parse_fault(str(fault)) == fault
