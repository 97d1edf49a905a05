"""An issued card as a folder: plain files that a person, and any other tool, can read.

``card.json`` says what the card is; ``files/`` holds the elementary files as the chip gives them, ``keys/`` the
chip's private keys (PKCS#8, DER), ``csca.der`` and ``dsc.der`` the certificates it was issued under, ``mrz.txt`` and,
where there is one, ``qr.txt`` what is printed on it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.simulator.card.active_authentication_kind import active_authentication_kind
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import NO_KEY, CardProfile
from kiosk.simulator.card.chip_keys import (
    ActiveAuthenticationKey,
    ChipAuthenticationKey,
    load_active_authentication_key,
    load_chip_authentication_key,
)
from kiosk.simulator.card.faults import parse_fault
from kiosk.simulator.card.profile_file import ProfileError, parse_profile, profile_table

FORMAT = 2
"""Cards of format 1 named one of two generations; they are issued anew in a second."""

MAX_FILE = 1 << 20
MAX_KEYS = 32

_CARD, _MRZ, _QR, _CSCA, _SIGNER = "card.json", "mrz.txt", "qr.txt", "csca.der", "dsc.der"
_ACTIVE_KEY = "keys/aa.pk8"
_KEYS = frozenset(("format", "profile", "atr", "can", "mrz", "qr", "faults", "files"))
_MRZ_LINES = {(3, 30), (2, 36), (2, 44)}


class CardStoreError(ValueError):
    """The folder holds no card that can be used; the text names the file and never its contents."""


def file_path(file: ElementaryFile) -> str:
    """Where a file of the chip lies in the folder: ``files/DG1.bin``, ``files/EF.SOD.bin``."""
    prefix = "" if file.value.startswith("DG") else "EF."
    return f"files/{prefix}{file.value}.bin"


def chip_key_path(number: int) -> str:
    """Where the chip's keys for Chip Authentication lie, counted from 1 in the order of the profile."""
    return f"keys/ca-{number}.pk8"


def save(card: VirtualCard, folder: Path) -> None:
    """Write the card; what an earlier card left in the same folder goes. Raises ``CardStoreError``."""
    active = card.active_authentication
    contents: dict[str, bytes | None] = {file_path(file): card.files.get(file) for file in ElementaryFile}
    contents |= {chip_key_path(number): None for number in range(1, MAX_KEYS + 1)}
    contents |= {chip_key_path(number): key.pkcs8 for number, key in enumerate(card.chip_authentication, start=1)}
    contents |= {
        _ACTIVE_KEY: None if active is None else active.pkcs8,
        _CSCA: card.csca,
        _SIGNER: card.signer,
        _MRZ: ("\n".join(card.mrz) + "\n").encode("ascii"),
        _QR: card.qr_text.encode("utf-8") or None,
    }
    try:
        # Without card.json a folder is no card: it goes first and comes last, so no half of a card is ever loaded.
        (folder / _CARD).unlink(missing_ok=True)
        for part in ("files", "keys"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "keys").chmod(0o700)
        for name, data in contents.items():
            if data is None:
                (folder / name).unlink(missing_ok=True)
            else:
                (folder / name).write_bytes(data)
        text = json.dumps(_description(card), ensure_ascii=False, indent=2)
        (folder / _CARD).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CardStoreError(f"the card cannot be written: {error.strerror}") from error


def load(folder: Path) -> VirtualCard:
    """The card of a folder; raises ``CardStoreError`` for anything that ``save`` would not have written."""
    stated = _stated(_read(folder, _CARD))
    try:
        faults = tuple(parse_fault(text) for text in _texts(stated["faults"], "faults"))
        profile = parse_profile(_table(stated["profile"], "profile"), "profile")
    except (ValueError, ProfileError) as error:
        raise CardStoreError(f"{_CARD}: {error}") from error
    if stated["atr"] != profile.atr.hex().upper():
        raise CardStoreError(f"{_CARD}: profile and ATR do not fit each other")
    mrz = _texts(stated["mrz"], "mrz")
    shape = (len(mrz), max(map(len, mrz), default=0))
    if shape not in _MRZ_LINES or not all(re.fullmatch(rf"[0-9A-Z<]{{{shape[1]}}}", line) for line in mrz):
        raise CardStoreError(f"{_CARD}: the MRZ has three lines of 30, or two of 36 or 44 characters")
    can = _text(stated["can"], "can")
    if not re.fullmatch(r"([0-9]{6})?", can):
        raise CardStoreError(f"{_CARD}: the CAN has six digits")
    return VirtualCard(
        profile=profile,
        can=can,
        mrz=tuple(mrz),
        qr_text=_text(stated["qr"], "qr"),
        files=_files(folder, stated["files"]),
        active_authentication=_active_key(folder, profile),
        chip_authentication=_chip_keys(folder, profile),
        csca=_read(folder, _CSCA),
        signer=_read(folder, _SIGNER),
        faults=faults,
    )


def _description(card: VirtualCard) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "profile": profile_table(card.profile),
        "atr": card.profile.atr.hex().upper(),
        "can": card.can,
        "mrz": list(card.mrz),
        "qr": card.qr_text,
        "faults": [str(fault) for fault in card.faults],
        "files": {
            file.value: {"path": file_path(file), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for file, data in card.files.items()
        },
    }


def _stated(data: bytes) -> Mapping[str, Any]:
    try:
        stated = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CardStoreError(f"{_CARD} is no JSON") from error
    if not isinstance(stated, dict) or stated.get("format") != FORMAT:
        raise CardStoreError(f"{_CARD} is no card of format {FORMAT}")
    if stated.keys() != _KEYS:
        raise CardStoreError(f"{_CARD} lacks or does not know: {', '.join(sorted(stated.keys() ^ _KEYS))}")
    return stated


def _files(folder: Path, stated: object) -> dict[ElementaryFile, bytes]:
    """The files that ``card.json`` lists; their places follow from their names, never from the text."""
    if not isinstance(stated, dict):
        raise CardStoreError(f"{_CARD}: files is no table")
    files: dict[ElementaryFile, bytes] = {}
    for name, entry in stated.items():
        if name not in set(ElementaryFile):
            raise CardStoreError(f"{_CARD}: the chip has no such file")
        file = ElementaryFile(name)
        data = _read(folder, file_path(file))
        digest = hashlib.sha256(data).hexdigest()
        if entry != {"path": file_path(file), "bytes": len(data), "sha256": digest}:
            raise CardStoreError(f"{file_path(file)} is not the file that {_CARD} describes")
        files[file] = data
    return files


def _active_key(folder: Path, profile: CardProfile) -> ActiveAuthenticationKey | None:
    name = profile.clone_checks.active_authentication
    if name == NO_KEY:
        return None
    data = _read(folder, _ACTIVE_KEY)
    try:
        return load_active_authentication_key(active_authentication_kind(name), data)
    except ValueError as error:
        raise CardStoreError(f"{_ACTIVE_KEY}: {error}") from error


def _chip_keys(folder: Path, profile: CardProfile) -> tuple[ChipAuthenticationKey, ...]:
    keys = []
    for number, plan in enumerate(profile.clone_checks.chip_authentication, start=1):
        path = chip_key_path(number)
        data = _read(folder, path)
        try:
            keys.append(load_chip_authentication_key(plan, data))
        except ValueError as error:
            raise CardStoreError(f"{path}: {error}") from error
    return tuple(keys)


def _read(folder: Path, name: str) -> bytes:
    try:
        with (folder / name).open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise CardStoreError(f"{name} cannot be read: {error.strerror}") from error
    if len(data) > MAX_FILE:
        raise CardStoreError(f"{name} is too large")
    return data


def _table(value: object, key: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise CardStoreError(f"{_CARD}: {key} is no table")
    return value


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise CardStoreError(f"{_CARD}: {key} is no text")
    return value


def _texts(value: object, key: str) -> list[str]:
    if not isinstance(value, list):
        raise CardStoreError(f"{_CARD}: {key} is no list")
    return [_text(item, key) for item in value]
