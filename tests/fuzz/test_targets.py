"""A short run over every parser: seeds are understood, changed seeds and bombs give a result or a typed error."""

from __future__ import annotations

import tracemalloc
from random import Random

import pytest

from kiosk.reader import tlv
from tests.fuzz.mutations import mutate, objects
from tests.fuzz.targets import TARGETS, Target

ROUNDS = 300
SLOW = {
    "inspection": 60,
    "diagnosis": 60,
    "pace-cam": 60,
    "chip-authentication-keys": 150,
    "passive-authentication": 60,
    "sod": 150,
    "certificate": 150,
    "imported-file": 100,
}
"""Fewer rounds where each one parses certificates or verifies signatures; the whole run takes some seconds."""

BOMB = 1 << 14
MEMORY_PER_BYTE, MEMORY_AT_ONCE = 200, 4 << 20


def nested(tag: int, depth: int) -> bytes:
    data = b""
    while depth:
        data, depth = tlv.encode(tag, data), depth - 1
    return data


BOMBS = {
    "nothing": b"",
    "deep nesting of sequences": nested(0x30, 3000),
    "deep nesting of context tags": nested(0xA0, 3000),
    "deep nesting of indefinite lengths": b"\x30\x80" * (BOMB // 2),
    "octet strings in pieces without end": b"\x24\x80" * (BOMB // 2),
    "a length of four gigabytes": b"\x30\x84\xff\xff\xff\xff" + bytes(100),
    "a length of lengths": b"\x30\xfe" + b"\xff" * 126,
    "many empty objects": tlv.encode(0x30, b"\x05\x00" * (BOMB // 2)),
    "a long tag": b"\x1f" + b"\xff" * (BOMB - 1),
    "a long number": tlv.encode(0x30, tlv.encode(0x02, b"\x7f" * (BOMB - 8))),
    "a long identifier": tlv.encode(0x30, tlv.encode(0x06, b"\xff" * (BOMB - 8))),
    "zeros": bytes(BOMB),
    "ones": b"\xff" * BOMB,
    "bars": b"|" * BOMB,
}


def bombs_of(target: Target) -> dict[str, bytes]:
    """The bombs as they are, and inside the outermost object that the parser expects."""
    outer = objects(target.seeds[0])
    wrapped = {f"{name}, wrapped": tlv.encode(outer[0].tag, bomb) for name, bomb in BOMBS.items()} if outer else {}
    return BOMBS | wrapped


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_seeds_are_understood(target: Target) -> None:
    assert target.seeds
    assert [data.hex() for data in target.seeds if not target(data)] == []


@pytest.mark.long
@pytest.mark.parametrize(("name", "target"), TARGETS.items(), ids=TARGETS)
def test_changed_seeds_give_a_result_or_a_typed_error(name: str, target: Target) -> None:
    random = Random(name)
    for _ in range(SLOW.get(name, ROUNDS)):
        data = mutate(random.choice(target.seeds), random, target.seeds)
        try:
            target(data)
        except Exception as error:
            pytest.fail(f"{type(error).__name__} on {data.hex()}")


@pytest.mark.long
@pytest.mark.timeout(60)
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_bombs_cost_no_more_than_their_size(target: Target) -> None:
    """The limit in seconds is for loops without end; the one of memory is some objects a byte."""
    for name, bomb in bombs_of(target).items():
        tracemalloc.start()
        try:
            target(bomb)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak <= MEMORY_AT_ONCE + MEMORY_PER_BYTE * len(bomb), name


@pytest.mark.parametrize("name", ["dg2", "dg11", "security-infos"])
def test_mutations_reach_the_inside(name: str) -> None:
    """Were all changed inputs refused at their first bytes, the run above would prove little."""
    random, target = Random(name), TARGETS[name]
    changed = {mutate(random.choice(target.seeds), random, target.seeds) for _ in range(ROUNDS)} - set(target.seeds)
    understood = sum(target(data) for data in changed)
    assert ROUNDS // 20 < understood < len(changed)
