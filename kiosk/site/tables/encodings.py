"""In which encoding a delimited text is written: UTF-8, UTF-16, or Windows-1258 of older Vietnamese programs."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

UTF_8, UTF_16, UTF_16_LE, UTF_16_BE, WINDOWS_1258 = "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"

_PIECE = 1 << 20
_LOOKED_AT = 4096

_LETTERS = frozenset(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | frozenset("đĐ")
_SIGNS = frozenset("–—‘’“”…·•«»°€₫×½¼¾§©®™±²³\u00a0\u00ad")


def encoding_of(path: Path) -> str:
    """By the byte order mark, else by what the whole file can be. Raises ``OSError``."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UTF_16
    # A Latin letter in UTF-16 has a zero byte, always on the same side.
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) > len(start) // 8 and min(even, odd) * 8 <= max(even, odd):
        return UTF_16_LE if odd > even else UTF_16_BE
    return UTF_8 if _is_utf_8(path) else WINDOWS_1258


def is_vietnamese(text: str) -> bool:
    """Whether every letter of a text (NFC) is one that Vietnamese has.

    Every byte is some letter of Windows-1258, so that only its letters tell whether a file was written in it.
    """
    return text.isascii() or all(char.isascii() or char in _LETTERS or char in _SIGNS for char in text)


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
