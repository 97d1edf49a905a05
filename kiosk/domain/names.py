"""Names as different sources write them, folded to what all of them can write: the letters of the MRZ."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"Đ": "D", "Ð": "D", "Ɖ": "D", "Æ": "AE", "Œ": "OE", "Ø": "O", "Ł": "L", "Þ": "TH"})
"""Capital letters that Unicode does not decompose. Three different code points look like the Vietnamese Đ."""

_SEPARATORS = str.maketrans(dict.fromkeys("<-‐‑‒–—_.,;/\t\n\r\u00a0", " "))
"""What parts words: the MRZ's filler, and what the MRZ replaces by it (ICAO Doc 9303-3 §4.6)."""

MRZ_NAME_CUT = 28
"""A folded name this long may have been cut by a TD1's 30 characters: «<<» folds to one space, and the cut may
fall behind a filler."""


def fold(name: str) -> str:
    """Capitals A–Z with single spaces: no diacritics, Đ as D, apostrophes and everything else dropped.

    ``Nguyễn Văn An`` (composed or not), ``NGUYỄN VĂN AN`` and ``NGUYEN<<VAN<AN<<<`` all give ``NGUYEN VAN AN``.
    """
    letters = unicodedata.normalize("NFD", name.upper().translate(_LETTERS)).translate(_SEPARATORS)
    kept = "".join(char for char in letters if char == " " or "A" <= char <= "Z")
    return " ".join(kept.split())


def same_name(left: str, right: str) -> bool:
    """Whether two spellings can be the same name; ``False`` when either has no letters.

    Word breaks do not count (sources differ on hyphens and apostrophes), and a name that fills a TD1's name field
    matches every longer name that begins with it.
    """
    short, long = sorted((fold(left), fold(right)), key=len)
    if not short:
        return False
    cut = len(short) >= MRZ_NAME_CUT
    letters, others = short.replace(" ", ""), long.replace(" ", "")
    return letters == others or (cut and others.startswith(letters))
