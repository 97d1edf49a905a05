"""An issued card as a folder: plain files that a person, and any other tool, can read.

``card.json`` says what the card is; ``files/`` holds the elementary files as the chip gives them, ``keys/`` the
chip's private keys (PKCS#8, DER), ``csca.der`` and ``dsc.der`` the certificates it was issued under, ``mrz.txt`` and
``qr.txt`` what is printed on it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.simulator.card import VirtualCard
from kiosk.simulator.chip_keys import (
    ACTIVE_AUTHENTICATION,
    CHIP_AUTHENTICATION,
    ActiveAuthenticationKey,
    ChipAuthenticationKey,
    require_key,
)
from kiosk.simulator.faults import parse_fault
from kiosk.simulator.profiles import PROFILES

FORMAT = 1
MAX_FILE = 1 << 20

_CARD, _MRZ, _QR, _CSCA, _SIGNER = "card.json", "mrz.txt", "qr.txt", "csca.der", "dsc.der"
_ACTIVE_KEY, _CHIP_KEY = "keys/aa.pk8", "keys/ca.pk8"
_KEYS = frozenset(
    "format profile atr can mrz qr active_authentication chip_authentication faults files".split()  # noqa: SIM905
)


class CardStoreError(ValueError):
    """The folder holds no card that can be used; the text names the file and never its contents."""


def file_path(file: ElementaryFile) -> str:
    """Where a file of the chip lies in the folder: ``files/DG1.bin``, ``files/EF.SOD.bin``."""
    prefix = "" if file.value.startswith("DG") else "EF."
    return f"files/{prefix}{file.value}.bin"


def save(card: VirtualCard, folder: Path) -> None:
    """Write the card; what an earlier card left in the same folder goes. Raises ``CardStoreError``."""
    active, chip = card.active_authentication, card.chip_authentication
    contents: dict[str, bytes | None] = {file_path(file): card.files.get(file) for file in ElementaryFile}
    contents |= {
        _ACTIVE_KEY: None if active is None else active.pkcs8,
        _CHIP_KEY: None if chip is None else chip.pkcs8,
        _CSCA: card.csca,
        _SIGNER: card.signer,
        _MRZ: ("\n".join(card.mrz) + "\n").encode("ascii"),
        _QR: card.qr_text.encode("utf-8"),
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
    except ValueError as error:
        raise CardStoreError(f"{_CARD}: {error}") from error
    profile = PROFILES.get(_text(stated["profile"], "profile"))
    if profile is None or stated["atr"] != profile.atr.hex().upper():
        raise CardStoreError(f"{_CARD}: profile and ATR do not fit each other")
    mrz = _texts(stated["mrz"], "mrz")
    if len(mrz) != 3 or not all(re.fullmatch(r"[0-9A-Z<]{30}", line) for line in mrz):
        raise CardStoreError(f"{_CARD}: the MRZ has three lines of thirty characters")
    can = _text(stated["can"], "can")
    if not re.fullmatch(r"[0-9]{6}", can):
        raise CardStoreError(f"{_CARD}: the CAN has six digits")
    return VirtualCard(
        profile=profile,
        can=can,
        mrz=(mrz[0], mrz[1], mrz[2]),
        qr_text=_text(stated["qr"], "qr"),
        files=_files(folder, stated["files"]),
        active_authentication=_active_key(folder, stated["active_authentication"]),
        chip_authentication=_chip_key(folder, stated["chip_authentication"]),
        csca=_read(folder, _CSCA),
        signer=_read(folder, _SIGNER),
        faults=faults,
    )


def _description(card: VirtualCard) -> dict[str, Any]:
    active, chip = card.active_authentication, card.chip_authentication
    return {
        "format": FORMAT,
        "profile": card.profile.name,
        "atr": card.profile.atr.hex().upper(),
        "can": card.can,
        "mrz": list(card.mrz),
        "qr": card.qr_text,
        "active_authentication": active and active.kind.name,
        "chip_authentication": chip and chip.kind.name,
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


def _active_key(folder: Path, name: object) -> ActiveAuthenticationKey | None:
    if name is None:
        return None
    if not isinstance(name, str) or name not in ACTIVE_AUTHENTICATION:
        raise CardStoreError(f"{_CARD}: active_authentication names no kind of key")
    kind = ACTIVE_AUTHENTICATION[name]
    return ActiveAuthenticationKey(kind, _key(folder, _ACTIVE_KEY, kind.curve))


def _chip_key(folder: Path, name: object) -> ChipAuthenticationKey | None:
    if name is None:
        return None
    if not isinstance(name, str) or name not in CHIP_AUTHENTICATION:
        raise CardStoreError(f"{_CARD}: chip_authentication names no kind of key")
    kind = CHIP_AUTHENTICATION[name]
    return ChipAuthenticationKey(kind, _key(folder, _CHIP_KEY, kind.curve))


def _key(folder: Path, name: str, curve: str) -> bytes:
    data = _read(folder, name)
    try:
        require_key(data, curve)
    except ValueError as error:
        raise CardStoreError(f"{name}: {error}") from error
    return data


def _read(folder: Path, name: str) -> bytes:
    try:
        with (folder / name).open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise CardStoreError(f"{name} cannot be read: {error.strerror}") from error
    if len(data) > MAX_FILE:
        raise CardStoreError(f"{name} is too large")
    return data


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise CardStoreError(f"{_CARD}: {key} is no text")
    return value


def _texts(value: object, key: str) -> list[str]:
    if not isinstance(value, list):
        raise CardStoreError(f"{_CARD}: {key} is no list")
    return [_text(item, key) for item in value]
