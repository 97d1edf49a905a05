"""The shipped typeface has every letter that the screens can show, and is the one its README names."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pytest
from PySide6.QtGui import QFontInfo, QRawFont

from kiosk.check.wording import words
from kiosk.domain.faults import FAULTS
from kiosk.domain.text import Text
from kiosk.ui import captions
from kiosk.ui.drawing.typeface import FAMILY, FONT_FILES, FONT_FOLDER, Weight, font

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = sorted(
    {
        unicodedata.normalize("NFC", letter)
        for base in (vowel + tone for vowel in VOWELS for tone in TONES)
        for letter in (base, base.upper())
    }
    | set("đĐ")
)
SIGNS = "0123456789–…·«»“”,.:;!?/()%+-≥<>"


def _texts(table: object) -> set[str]:
    match table:
        case Text(vi=vi, en=en):
            return set(vi) | set(en)
        case dict():
            return set().union(*(_texts(value) for value in table.values()))
    return set()


def _letters_of(module: object) -> set[str]:
    return set().union(*(_texts(value) for value in vars(module).values()))


def test_there_are_134_vietnamese_letters_beyond_plain_latin() -> None:
    assert len([letter for letter in LETTERS if not letter.isascii()]) == 134


@pytest.mark.parametrize("name", FONT_FILES)
def test_every_vietnamese_letter_is_in_the_font(name: str) -> None:
    raw = QRawFont(str(FONT_FOLDER / name), 20.0)
    assert raw.isValid()
    assert [letter for letter in LETTERS if not raw.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize("name", FONT_FILES)
def test_every_sign_of_our_sentences_is_in_the_font(name: str) -> None:
    raw = QRawFont(str(FONT_FOLDER / name), 20.0)
    said = _letters_of(words) | _letters_of(captions) | set(SIGNS)
    for entry in FAULTS.values():
        said |= _texts(entry.sentence) | _texts(entry.remedy)
    assert sorted(sign for sign in said if not raw.supportsCharacter(ord(sign))) == []


@pytest.mark.parametrize(
    "weight", [Weight.Normal, Weight.Medium, Weight.DemiBold, Weight.Bold], ids=lambda one: one.name
)
def test_the_loaded_face_is_used_and_no_other(weight: Weight) -> None:
    used = QFontInfo(font(20, weight))
    assert (used.family(), used.weight(), used.pixelSize()) == (FAMILY, weight.value, 20)


def test_the_files_are_those_of_the_readme() -> None:
    named = dict(
        reversed(line.split("  "))
        for line in (FONT_FOLDER / "README.md").read_text().splitlines()
        if re.match(r"[0-9a-f]{64}  ", line)
    )
    found = {name: hashlib.sha256((FONT_FOLDER / name).read_bytes()).hexdigest() for name in (*FONT_FILES, "OFL.txt")}
    assert found == named
