"""Names of certificates: folded for comparison (RFC 5280 §7.1), and written for people."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from kiosk.reader.composed_text import composed

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

MAX_PARTS = 64

_NOT_SHOWN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class DistinguishedName:
    """One name. ``folded`` is the same for all its spellings, whatever their letter case, spaces, kinds of strings and
    order of parts: authorities write one name in two orders, and nothing rests on names but who is asked first.

    ``text`` is for a screen, in the order in which it was written. ``country`` is in capitals, empty where there is
    none or more than one; ``localities`` too: that of an alternative name is the state as the MRZ writes it
    (ICAO Doc 9303-12 §7.1.1).
    """

    folded: str
    text: str
    country: str
    localities: frozenset[str]


def read_name(name: Any) -> DistinguishedName:
    """The name of asn1crypto's ``Name``; raises ``ValueError`` for one without end."""
    if len(name.chosen) > MAX_PARTS or any(len(relative) > MAX_PARTS for relative in name.chosen):
        raise ValueError("a name of more parts than anybody has")
    relatives = [[_attribute(attribute) for attribute in relative] for relative in name.chosen]
    attributes = [pair for relative in relatives for pair in relative]
    countries = {value.upper() for kind, value in attributes if kind == _COUNTRY}
    return DistinguishedName(
        folded="\x1d".join(
            sorted("\x1e".join(sorted(f"{kind}={_folded(value)}" for kind, value in one)) for one in relatives)
        ),
        text=_shown(", ".join(f"{_SHORT_NAMES.get(kind, kind)}={value}" for kind, value in attributes)),
        country=countries.pop() if len(countries) == 1 else "",
        localities=frozenset(value.upper() for kind, value in attributes if kind == _LOCALITY),
    )


def _attribute(attribute: Any) -> tuple[str, str]:
    """Its kind and what it says; its bytes in hexadecimal where they are not the text that they claim to be."""
    value = attribute["value"]
    try:
        native = value.native
    except (ValueError, TypeError, LookupError):
        native = None
    return attribute["type"].dotted, native if isinstance(native, str) else f"#{value.dump().hex()}"


def _folded(value: str) -> str:
    """RFC 4518 §2 in short: compatibility forms, no letter case, no invisible characters, single spaces."""
    plain = composed(value, "NFKC").casefold()
    if not plain.isascii():
        plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return " ".join(plain.split())


def _shown(line: str) -> str:
    """Characters that a screen does not show, or that turn the others around, are replaced; a long line is cut."""
    line = line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 1] + "…"
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in _NOT_SHOWN else char for char in line)
