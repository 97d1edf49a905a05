"""UTF-8 that a scanner or a keyboard layer read as Windows-1252: mended where nothing was lost, else told."""

from __future__ import annotations

import re

_BYTES = {char: code for code in range(0x80, 0xA0) if (char := bytes((code,)).decode("cp1252", "ignore"))}
"""The printable characters that Windows-1252 has in place of Latin-1's control characters 80 to 9F."""

_TRAILERS = "[\u0080-\u009f\u00a1-\u00bf" + re.escape("".join(_BYTES)) + "]"
_TRACES = re.compile(f"\ufffd|á[»º]|[ÃÄÅÆ]{_TRAILERS}")
"""First bytes of the UTF-8 of Vietnamese letters, read one by one and followed by a byte that only ever continues.

Not A0: a no-break space may well follow «XÃ».
"""


def repair(text: str) -> str:
    """The text that was meant, when every character stands for one byte and the bytes are UTF-8; else as it is."""
    if text.isascii():
        return text
    codes = [_BYTES.get(char, ord(char)) for char in text]
    if max(codes) > 0xFF:
        return text
    try:
        return bytes(codes).decode("utf-8")
    except UnicodeDecodeError:
        return text


def is_garbled(text: str) -> bool:
    """Whether a text shows traces of a wrong code page, so that letters of it are lost."""
    return _TRACES.search(text) is not None
