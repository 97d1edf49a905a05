"""The switches of a virtual card: how it may be forged, fail, or have manners of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.chip_reading import ElementaryFile


@dataclass(frozen=True, slots=True)
class Tamper:
    """One byte of a file was changed after the card was signed; without ``offset`` the one in the middle."""

    file: ElementaryFile
    offset: int | None = None

    def __str__(self) -> str:
        return f"tamper:{self.file.value}" + ("" if self.offset is None else f":{self.offset}")


@dataclass(frozen=True, slots=True)
class Missing:
    """A signed file is not there: what a forger does to be rid of a clone check."""

    file: ElementaryFile

    def __str__(self) -> str:
        return f"missing:{self.file.value}"


@dataclass(frozen=True, slots=True)
class Clone:
    """All data of a genuine card on a chip that has other private keys."""

    def __str__(self) -> str:
        return "clone"


@dataclass(frozen=True, slots=True)
class ExpiredSigner:
    """The document signer's certificate ended the day after the card was issued."""

    def __str__(self) -> str:
        return "expired-signer"


@dataclass(frozen=True, slots=True)
class UnknownSigner:
    """The document signer stands under a CSCA that nobody has installed."""

    def __str__(self) -> str:
        return "unknown-signer"


@dataclass(frozen=True, slots=True)
class TearAtByte:
    """The card leaves the field, once, instead of sending byte ``count`` of ``file``, or of all files together."""

    count: int
    file: ElementaryFile | None = None

    def __str__(self) -> str:
        return f"tear:{self.count}" if self.file is None else f"tear:{self.file.value}:{self.count}"


@dataclass(frozen=True, slots=True)
class TearAfterCommand:
    """The card leaves the field, once, when the command after ``count`` answered ones arrives."""

    count: int

    def __str__(self) -> str:
        return f"tear:apdu:{self.count}"


@dataclass(frozen=True, slots=True)
class Mute:
    """The chip answers ``after`` commands and then no more, whatever happens."""

    after: int = 0

    def __str__(self) -> str:
        return f"mute:{self.after}" if self.after else "mute"


@dataclass(frozen=True, slots=True)
class Slow:
    """Every command takes the chip ``factor`` times as long."""

    factor: int = 5

    def __str__(self) -> str:
        return f"slow:{self.factor}"


@dataclass(frozen=True, slots=True)
class NoPace:
    """A chip without PACE: no EF.CardAccess, and MSE:Set AT is refused."""

    def __str__(self) -> str:
        return "no-pace"


@dataclass(frozen=True, slots=True)
class RefusePace:
    """A chip that announces PACE in EF.CardAccess and then refuses it: what leads a reader down to BAC."""

    def __str__(self) -> str:
        return "refuse-pace"


@dataclass(frozen=True, slots=True)
class NoBac:
    """A chip that opens by PACE only."""

    def __str__(self) -> str:
        return "no-bac"


@dataclass(frozen=True, slots=True)
class ShortOnly:
    """A chip that answers 6700 to every command of extended length."""

    def __str__(self) -> str:
        return "short-only"


Forgery = Tamper | Missing | Clone | ExpiredSigner | UnknownSigner
"""What is wrong with the card's data or keys; ``forgery.py`` and the personaliser carry it out."""

Manner = TearAtByte | TearAfterCommand | Mute | Slow | NoPace | RefusePace | NoBac | ShortOnly
"""How the chip behaves while it is read."""

CardFault = Forgery | Manner

FORGERIES = (Tamper, Missing, Clone, ExpiredSigner, UnknownSigner)

_PLAIN: dict[str, Callable[[], CardFault]] = {
    "clone": Clone,
    "expired-signer": ExpiredSigner,
    "unknown-signer": UnknownSigner,
    "mute": Mute,
    "slow": Slow,
    "no-pace": NoPace,
    "refuse-pace": RefusePace,
    "no-bac": NoBac,
    "short-only": ShortOnly,
}

GRAMMAR = (
    "tear:FILE:BYTE, tear:BYTE, tear:apdu:COUNT, mute, mute:COUNT, tamper:FILE, tamper:FILE:BYTE, missing:FILE, clone, "
    "expired-signer, unknown-signer, slow, slow:FACTOR, no-pace, refuse-pace, no-bac, short-only"
)
"""What ``parse_fault`` understands, for ``--help`` and error texts."""


def parse_fault(text: str) -> CardFault:
    """One switch as the command line writes it; raises ``ValueError`` that says what is wrong with it."""
    match text.split(":"):
        case [name] if name in _PLAIN:
            return _PLAIN[name]()
        case ["tear", "apdu", count]:
            return TearAfterCommand(_number(text, count))
        case ["tear", file, count]:
            return TearAtByte(_number(text, count), _file(text, file))
        case ["tear", count]:
            return TearAtByte(_number(text, count))
        case ["mute", count]:
            return Mute(_number(text, count))
        case ["slow", factor]:
            return Slow(_number(text, factor))
        case ["tamper", file]:
            return Tamper(_file(text, file))
        case ["tamper", file, offset]:
            return Tamper(_file(text, file), _number(text, offset, least=0))
        case ["missing", file]:
            return Missing(_file(text, file))
    raise ValueError(f"{text!r} is no fault of a card; known are {GRAMMAR}")


def _number(text: str, digits: str, least: int = 1) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6 and int(digits) >= least):
        raise ValueError(f"{text!r}: {digits!r} is no number from {least} to 999999")
    return int(digits)


def _file(text: str, name: str) -> ElementaryFile:
    try:
        return ElementaryFile(name)
    except ValueError:
        known = ", ".join(file.value for file in ElementaryFile)
        raise ValueError(f"{text!r}: {name!r} is no file of the card; known are {known}") from None
