"""What a scanner made of a known text: the damage is named by doing the same damage to the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from kiosk.domain.desks.scanner_setup import Arrival
from kiosk.reader.codes.input_method import shows_steps
from kiosk.reader.codes.kinds import PRINTED_AROUND, recognise
from kiosk.reader.codes.mojibake import repair
from kiosk.reader.codes.qr import CardQr

LEAST_IN_COMMON = 12
"""The test code begins with twelve digits: what has as much of it is the test code."""


def arrival(sent: str, arrived: bytes) -> Arrival:
    """What became of ``sent``, the text of a card's code in NFC, on its way through a scanner."""
    try:
        text = arrived.decode("utf-8").strip(PRINTED_AROUND)
    except UnicodeDecodeError:
        return Arrival.NOT_UTF_8
    for damage, shows in _DAMAGES:
        if shows(sent, text):
            return damage
    if isinstance(recognise(text), CardQr) and not text.startswith(sent[:LEAST_IN_COMMON]):
        return Arrival.ANOTHER_CARD
    return Arrival.CHANGED if sent[:LEAST_IN_COMMON] in text else Arrival.ANOTHER_CODE


def _is_exact(sent: str, text: str) -> bool:
    # Decomposed letters are the same text, and are composed before anything is compared with them.
    return unicodedata.normalize("NFC", text) == sent


def _has_lost_letters(sent: str, text: str) -> bool:
    """Every letter with a diacritic left out, replaced by question marks, or stripped of its marks."""
    without = "".join(char for char in sent if char.isascii())
    marked = "".join(char if char.isascii() else "?" for char in sent)
    bare = unicodedata.normalize("NFD", sent.replace("đ", "d").replace("Đ", "D"))
    stripped = "".join(char for char in bare if not unicodedata.combining(char))
    return text in (without, marked, stripped) or "\ufffd" in text


def _is_of_another_layout(sent: str, text: str) -> bool:
    """The digits are there but what parts the fields is another sign, or the digits are letters of another row."""
    head, bar = sent[:LEAST_IN_COMMON], sent[LEAST_IN_COMMON]
    if text.startswith(head):
        return len(text) > len(head) and text[len(head)] != bar and bar not in text
    return text[:LEAST_IN_COMMON].translate(_AZERTY) == head


_AZERTY = str.maketrans("à&é\"'(-è_ç", "0123456789")
"""What the row of digits writes on a French keyboard."""

_DAMAGES: tuple[tuple[Arrival, Callable[[str, str], bool]], ...] = (
    (Arrival.EXACT, _is_exact),
    (Arrival.FIELDS_CUT, lambda sent, text: _is_exact(sent.rstrip("|"), text.rstrip("|"))),
    (Arrival.TWICE, lambda sent, text: text.replace("\r", "").replace("\n", "") == sent * 2),
    (Arrival.CAPS_LOCK, lambda sent, text: _is_exact(sent, text.swapcase())),
    (Arrival.CODE_PAGE, lambda sent, text: _is_exact(sent, "|".join(map(repair, text.split("|"))))),
    (Arrival.INPUT_METHOD, lambda sent, text: text.startswith(sent[:LEAST_IN_COMMON]) and shows_steps(text)),
    (Arrival.LETTERS_LOST, _has_lost_letters),
    (Arrival.CUT, lambda sent, text: len(text) >= LEAST_IN_COMMON and text in sent),
    (Arrival.MORE_AROUND, lambda sent, text: sent in text),
    (Arrival.LAYOUT, _is_of_another_layout),
)
