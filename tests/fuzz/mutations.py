"""Changes to an input: blind ones to its bytes, and ones to the tree of its data objects that keep all lengths right.

Blind changes break the outer lengths nearly always and so test the first line of a parser; the others reach its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kiosk.reader import tlv
from kiosk.reader.tlv import Tlv, TlvError

_EDGES = (0x00, 0x01, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xFE, 0xFF)
_DEPTH = 16


MAX_INPUT = 1 << 16


def mutate(data: bytes, random: Random, donors: Sequence[bytes]) -> bytes:
    """``data`` changed in one to four places, ``MAX_INPUT`` bytes at most; ``donors`` lend pieces of their own."""
    for _ in range(random.randint(1, 4)):
        data = _in_tree(data, random, donors) if random.random() < 0.6 else _blindly(data, random, donors)
        data = data[:MAX_INPUT]
    return data


def objects(data: bytes) -> list[Tlv]:
    """The row of data objects that ``data`` consist of; none where they do not."""
    try:
        return list(tlv.iterate(data))
    except TlvError:
        return []


def _in_tree(data: bytes, random: Random, donors: Sequence[bytes], depth: int = 0) -> bytes:
    row = objects(data)
    if not row:
        return _blindly(data, random, donors)
    at = random.randrange(len(row))
    item = row[at]
    if depth < _DEPTH and objects(item.value) and random.random() < 0.8:
        row[at] = Tlv(item.tag, _in_tree(item.value, random, donors, depth + 1))
    else:
        row[at : at + 1] = _changed(item, row, random, donors)
    return b"".join(one.encode() for one in row)


def _changed(item: Tlv, row: Sequence[Tlv], random: Random, donors: Sequence[bytes]) -> list[Tlv]:
    match random.randrange(7):
        case 0:
            return []
        case 1:
            return [item] * random.choice((2, 3, 70))
        case 2:
            return [Tlv(random.choice(row).tag, item.value)]
        case 3:
            return [Tlv(random.choice((0x02, 0x04, 0x05, 0x30, 0x31, 0x5C, 0x7F61, 0xA0, item.tag ^ 0x20)), item.value)]
        case 4:
            return [Tlv(item.tag, b"")]
        case 5:
            lent = objects(random.choice(donors)) or [item]
            return [item, random.choice(lent)]
        case _:
            return [Tlv(item.tag, _blindly(item.value, random, donors))]


def _blindly(data: bytes, random: Random, donors: Sequence[bytes]) -> bytes:
    start = random.randint(0, len(data))
    end = min(len(data), start + random.choice((0, 1, 1, 2, 4, 16)))
    match random.randrange(5):
        case 0:
            piece = bytes(random.choice(_EDGES) for _ in range(end - start))
        case 1:
            piece = random.randbytes(random.choice((1, 1, 2, 4)))
        case 2:
            donor = random.choice(donors)
            cut = random.randint(0, len(donor))
            piece = donor[cut : cut + random.choice((1, 4, 16, 64))]
        case 3:
            piece = bytes(byte ^ (1 << random.randrange(8)) for byte in data[start:end])
        case _:
            return data[:start]
    return data[:start] + piece + data[end:]
