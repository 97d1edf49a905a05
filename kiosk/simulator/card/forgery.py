"""What a forger does to an issued card: change a byte, take a file away, copy the data to another chip."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.chip_keys import new_active_authentication_key, new_chip_authentication_key
from kiosk.simulator.card.faults import Clone, ExpiredSigner, Forgery, Missing, Tamper, UnknownSigner


def forged(card: VirtualCard, forgery: Forgery) -> VirtualCard:
    """The card after one forgery; raises ``ValueError`` when this card cannot be forged so."""
    match forgery:
        case Tamper(file=file, offset=offset):
            return _with_file(card, file, _changed(_contents(card, file), offset, file))
        case Missing(file=file):
            _contents(card, file)
            return _with_file(card, file, None)
        case Clone():
            active = card.active_authentication
            return replace(
                card,
                active_authentication=active and new_active_authentication_key(active.kind.name),
                chip_authentication=tuple(new_chip_authentication_key(key.plan) for key in card.chip_authentication),
            )
        case ExpiredSigner() | UnknownSigner():
            raise ValueError(f"{forgery} is decided when a card is issued")


def _contents(card: VirtualCard, file: ElementaryFile) -> bytes:
    if file not in card.files:
        raise ValueError(f"the card has no {file.value}")
    return card.files[file]


def _changed(contents: bytes, offset: int | None, file: ElementaryFile) -> bytes:
    at = len(contents) // 2 if offset is None else offset
    if at >= len(contents):
        raise ValueError(f"{file.value} has {len(contents)} bytes only")
    return contents[:at] + bytes((contents[at] ^ 0x01,)) + contents[at + 1 :]


def _with_file(card: VirtualCard, file: ElementaryFile, contents: bytes | None) -> VirtualCard:
    files = dict(card.files)
    if contents is None:
        del files[file]
    else:
        files[file] = contents
    return replace(card, files=files)
