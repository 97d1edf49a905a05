"""Names of certificates: folded for comparison (RFC 5280 §7.1), and written for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

_COUNTRY = "2.5.4.6"
_LOCALITY = "2.5.4.7"

_SHORT_NAMES = {
    "2.5.4.3": "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "serialNumber",
    _COUNTRY: "C",
    _LOCALITY: "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "street",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "title",
    "2.5.4.42": "GN",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "email",
}
"""As RFC 4514 §3 writes them, and as everybody does who goes beyond it."""

MAX_TEXT = 300
"""Characters of a name for people; the longest real one has some 150."""


def folded(name: Any) -> str:
    """One string for all spellings of a name, whatever its letter case, spaces, kinds of strings and order of parts.

    Authorities write one name in two orders. Nothing rests on names: they propose candidates, and signatures decide.
    """
    return "\x1d".join(
        sorted(
            "\x1e".join(sorted(f"{kind}={_folded(text)}" for kind, text in _attributes(relative)))
            for relative in name.chosen
        )
    )


def text(name: Any) -> str:
    """The name for a screen, in the order in which it was written: ``C=VN, O=..., CN=...``.

    Characters that a screen does not show, or that turn the others around, are replaced.
    """
    parts = [
        f"{_SHORT_NAMES.get(kind, kind)}={''.join(map(_visible, value))}"
        for relative in name.chosen
        for kind, value in _attributes(relative)
    ]
    line = ", ".join(parts)
    return line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 1] + "…"


def country(name: Any) -> str:
    """The letters of the country in capitals; empty when there is no country or more than one."""
    countries = {text.upper() for text in _values(name, _COUNTRY)}
    return countries.pop() if len(countries) == 1 else ""


def localities(name: Any) -> frozenset[str]:
    """The localities in capitals; that of an alternative name is the state as the MRZ writes it (9303-12 §7.1.1)."""
    return frozenset(text.upper() for text in _values(name, _LOCALITY))


def _values(name: Any, wanted: str) -> Iterator[str]:
    return (value for relative in name.chosen for kind, value in _attributes(relative) if kind == wanted)


def _attributes(relative: Any) -> Iterator[tuple[str, str]]:
    for attribute in relative:
        yield attribute["type"].dotted, _text(attribute["value"])


def _text(value: Any) -> str:
    """What an attribute says; its bytes in hexadecimal where they are not the text that they claim to be."""
    try:
        native = value.native
    except (ValueError, TypeError, LookupError):
        native = None
    return native if isinstance(native, str) else f"#{value.dump().hex()}"


def _folded(value: str) -> str:
    """RFC 4518 §2 in short: compatibility forms, no letter case, no invisible characters, single spaces."""
    plain = unicodedata.normalize("NFKC", value).casefold()
    return " ".join("".join(char for char in plain if unicodedata.category(char) != "Cf").split())


def _visible(char: str) -> str:
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} else char
