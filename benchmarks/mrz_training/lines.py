"""Lines of invented machine-readable zones: half as documents print them, half letters and digits at random."""

from __future__ import annotations

import numpy as np

from benchmarks.mrz_training.glyphs import CHARACTERS

LENGTHS = {"TD1": (3, 30), "TD2": (2, 36), "TD3": (2, 44)}
_SYLLABLES = """
    NGUYEN TRAN LE PHAM HOANG HUYNH PHAN VU VO DANG BUI DO HO NGO DUONG LY VAN THI MINH DUC ANH HONG NGOC BICH QUANG
    XUAN MUELLER SMITH GARCIA KIM WANG TANAKA OKAFOR JENSEN QURESHI FYODOROV ZHOU JUAREZ KWAME
"""
SYLLABLES = _SYLLABLES.split()


def lines(rng: np.random.Generator) -> tuple[str, ...]:
    """The lines of one zone; check digits are left to chance, because the network must not learn them."""
    form = str(rng.choice(["TD1", "TD1", "TD1", "TD2", "TD3"]))
    rows, columns = LENGTHS[form]
    if rng.random() < 0.4:
        return tuple(_random(rng, columns) for _ in range(rows))
    name = _filled("<".join(rng.choice(SYLLABLES, int(rng.integers(2, 6)))).replace("<", "<<", 1), columns)
    state = "VNM" if rng.random() < 0.5 else _of(rng, CHARACTERS[10:36], 3)
    number = _of(rng, CHARACTERS[:10] if rng.random() < 0.7 else CHARACTERS[:36], 9)
    digits = CHARACTERS[:10]
    dates = _of(rng, digits, 7) + str(rng.choice(list("MF<"))) + _of(rng, digits, 7)
    optional = (_of(rng, digits, 12) if rng.random() < 0.7 else "") + "<<<"
    if form == "TD1":
        return (
            _filled(f"I{rng.choice(list('D<'))}{state}{number}{_of(rng, digits, 1)}{optional}", 29)
            + _of(rng, digits, 1),
            _filled(dates + state, 29) + _of(rng, digits, 1),
            name,
        )
    head = _filled(f"{'P' if form == 'TD3' else 'I'}<{state}" + name, columns)
    return head, _filled(number + _of(rng, digits, 1) + state + dates + optional, columns - 1) + _of(rng, digits, 1)


def _random(rng: np.random.Generator, length: int) -> str:
    chars = rng.choice(list(CHARACTERS), length)
    start, end = sorted(rng.integers(0, length + 1, 2))
    if rng.random() < 0.5:
        chars[start:end] = "<"
    return "".join(chars)


def _of(rng: np.random.Generator, letters: str, count: int) -> str:
    return "".join(rng.choice(list(letters), count))


def _filled(text: str, length: int) -> str:
    return text[:length].ljust(length, "<")
