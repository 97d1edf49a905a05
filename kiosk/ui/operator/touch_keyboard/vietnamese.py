"""Vietnamese letters out of plain keys, as Telex and VNI make them: a table of syllables, and one key after another.

Nothing is remembered between two keys: what stands before the cursor says what a key does. A key that would make no
syllable of Vietnamese writes itself, so that a foreign name stays as it is typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from types import MappingProxyType

LONGEST_SYLLABLE = 7
"""«nghiêng»; in anything longer every key writes itself."""


class Method(Enum):
    """How diacritics are typed; ``PLAIN``: not at all."""

    TELEX = auto()
    VNI = auto()
    PLAIN = auto()


class Placing(Enum):
    """Where the tone of «oa», «oe» and «uy» stands when nothing follows: «hòa» as on most cards, or «hoà»."""

    OLD = auto()
    MODERN = auto()


_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_TONES = frozenset({_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT})

_TONE_KEYS: Mapping[Method, Mapping[str, str]] = MappingProxyType(
    {
        Method.TELEX: {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT, "z": ""},
        Method.VNI: {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT, "0": ""},
        Method.PLAIN: {},
    }
)
_VOWEL_KEYS: Mapping[Method, Mapping[str, str]] = MappingProxyType(
    {
        Method.TELEX: {"a": "â", "e": "ê", "o": "ô", "w": "ăơư"},
        Method.VNI: {"6": "âêô", "7": "ơư", "8": "ă"},
        Method.PLAIN: {},
    }
)
"""The letters that a key can make of the vowels before it."""

_STROKE_KEYS: Mapping[Method, str] = MappingProxyType({Method.TELEX: "d", Method.VNI: "9", Method.PLAIN: ""})

_BARE: Mapping[str, str] = MappingProxyType({"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"})

_CLOSABLE = (
    *("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"),
    *("iê", "oa", "oă", "oe", "oo", "uâ", "uê", "uô", "uy", "ươ", "yê", "uyê"),
)
"""Vowels that a consonant can follow."""

_OPEN = (
    *("ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia", "iu", "oi", "ôi", "ơi"),
    *("ua", "ui", "uơ", "ưa", "ưi", "ưu"),
    *("iêu", "oai", "oao", "oay", "oeo", "uây", "uêu", "uôi", "uya", "uyu", "ươi", "ươu", "yêu"),
)
"""Those that end their syllable."""

_CODAS = frozenset({"c", "ch", "k", "m", "n", "ng", "nh", "p", "t"})
"""What can end a syllable; «k» in place names («Đắk Lắk»)."""

_SECOND_WHEN_MODERN = frozenset({"oa", "oe", "uy"})

_PAIRS: Mapping[str, str] = MappingProxyType(
    {"uơi": "ươi", "ưoi": "ươi", "uơu": "ươu", "ưou": "ươu", "uơ": "ươ", "ưo": "ươ"}
)
"""Half a pair becomes a whole one as soon as something follows: «thuở», but «thương»."""

_PARTS = re.compile(
    r"(?P<onset>qu(?=[aăâeêioôơuưy])|gi(?=[aăâeêoôơuư])|[^aăâeêioôơuưy]{0,3})"
    r"(?P<nucleus>[aăâeêioôơuưy]{1,3})(?P<coda>[^aăâeêioôơuưy]{0,2})"
)


def _bare(letters: str) -> str:
    return "".join(_BARE.get(letter, letter) for letter in letters)


_BARE_CLOSABLE = frozenset(map(_bare, _CLOSABLE))
_BARE_NUCLEI = _BARE_CLOSABLE | frozenset(map(_bare, _OPEN))


@dataclass(frozen=True, slots=True)
class _Syllable:
    """In small letters; ``tone`` is a combining sign, or empty."""

    onset: str
    nucleus: str
    coda: str
    tone: str


def typed(before: str, key: str, method: Method = Method.TELEX, placing: Placing = Placing.OLD) -> str:
    """The letters before the cursor after one more key, which is one letter or digit.

    A key whose work is done already undoes it when it comes again, and writes itself. Letters keep their case.
    """
    word, pressed = unicodedata.normalize("NFC", before), key.lower()
    small = word.lower()
    if len(word) > LONGEST_SYLLABLE or len(small) != len(word) or len(pressed) != 1:
        return word + key
    if pressed == _STROKE_KEYS[method] and (small in ("d", "đ") or (small[:1] in ("d", "đ") and _parsed(small))):
        return _struck(word, key)
    syllable = _parsed(small)
    if syllable is None:
        return word + key
    changed = _changed(syllable, pressed, method)
    if changed is None:
        return _followed(word + key, placing)
    made, undone = changed
    return _written(made, word, placing) + (key if undone else "")


def _parsed(small: str) -> _Syllable | None:
    """The parts of what is a syllable, or will be one with the diacritics that may still come."""
    signs = unicodedata.normalize("NFD", small)
    tones = [sign for sign in signs if sign in _TONES]
    found = _PARTS.fullmatch(unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in _TONES)))
    if found is None or len(tones) > 1:
        return None
    nucleus, coda = found["nucleus"], found["coda"]
    if _bare(nucleus) not in (_BARE_CLOSABLE if coda else _BARE_NUCLEI) or (coda and coda not in _CODAS):
        return None
    return _Syllable(found["onset"], nucleus, coda, tones[0] if tones else "")


def _changed(syllable: _Syllable, pressed: str, method: Method) -> tuple[_Syllable, bool] | None:
    """What the key makes of a syllable, and whether it undoes what it did before; ``None``: it writes itself."""
    tone = _TONE_KEYS[method].get(pressed)
    if tone is not None:
        if tone == syllable.tone:
            return (replace(syllable, tone=""), True) if tone else None
        return replace(syllable, tone=tone), False
    makes = _VOWEL_KEYS[method].get(pressed)
    wanted = _nucleus_with(makes, syllable) if makes else None
    if wanted is None:
        return None
    if wanted == syllable.nucleus:
        return replace(syllable, nucleus=_bare(wanted)), True
    return replace(syllable, nucleus=wanted), False


def _nucleus_with(makes: str, syllable: _Syllable) -> str | None:
    """The same vowels with one of these letters among them.

    Where there are two («uơ», «ươ»), diacritics that are there stay, and an open syllable is a whole one.
    """
    now = syllable.nucleus
    nuclei = _CLOSABLE if syllable.coda else (*_OPEN, *_CLOSABLE)
    found = [one for one in nuclei if _bare(one) == _bare(now) and set(makes) & set(one)]
    kept = [one for one in found if all(old in (new, _bare(new)) for old, new in zip(now, one, strict=True))]
    return next(iter(kept or found), None)


def _followed(word: str, placing: Placing) -> str:
    """A word that one more letter has made longer: half pairs become whole, and the tone may move."""
    syllable = _parsed(word.lower()) if len(word.lower()) == len(word) else None
    if syllable is None:
        return word
    if syllable.coda or len(syllable.nucleus) == 3:
        syllable = replace(syllable, nucleus=_PAIRS.get(syllable.nucleus, syllable.nucleus))
    return _written(syllable, word, placing)


def _struck(word: str, key: str) -> str:
    """«d» and «đ» at the head of a word, one for the other."""
    undone = word[0] in "đĐ"
    return word[0].translate(_STROKES) + word[1:] + (key if undone else "")


_STROKES = str.maketrans("dDđĐ", "đĐdD")


def _written(syllable: _Syllable, like: str, placing: Placing) -> str:
    """The syllable with its tone where that belongs, in the case of ``like``, which has as many letters or more."""
    at = len(syllable.onset) + _tone_place(syllable, placing)
    letters = [*syllable.onset, *syllable.nucleus, *syllable.coda]
    letters[at] += syllable.tone
    cased = (new.upper() if old.isupper() else new for new, old in zip(letters, like, strict=True))
    return unicodedata.normalize("NFC", "".join(cased))


def _tone_place(syllable: _Syllable, placing: Placing) -> int:
    """Which vowel has the tone: the last one with a diacritic of its own, else by how many there are."""
    nucleus = syllable.nucleus
    with_mark = [at for at, letter in enumerate(nucleus) if letter in _BARE]
    if with_mark:
        return with_mark[-1]
    if len(nucleus) < 3 and not syllable.coda:
        return int(placing is Placing.MODERN and nucleus in _SECOND_WHEN_MODERN)
    return min(1, len(nucleus) - 1)
