"""Takes installed items out again: as a folder of files with their provenance, or as one PEM file."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kiosk.reader.trust.store.inventory import Item
from kiosk.reader.trust.store.loose_files import PINNED_SIGNERS
from kiosk.reader.trust.store.preview import Role

PROVENANCE = "provenance.json"

_SUFFIXES: Mapping[Role, str] = {Role.REVOCATION_LIST: "crl", Role.DEVIATION_LIST: "dvl"}
_LABELS: Mapping[Role, str] = {Role.ROOT: "CERTIFICATE", Role.LINK: "CERTIFICATE", Role.REVOCATION_LIST: "X509 CRL"}


def folder_files(items: Iterable[Item], provenance: Any) -> dict[str, bytes]:
    """File names and contents of an export that is a folder; put into a trust folder as it is, it means the same.

    ``provenance`` is the JSON value that goes beside them. Pinned signers are in ``pinned-signers.txt`` only.
    """
    files: dict[str, bytes] = {}
    pins: list[str] = []
    for item in items:
        if item.role is Role.SIGNER:
            pins.append(f"{item.fingerprint.hex()}  # {item.name or 'certificate not installed'}\n")
        elif item.der is not None:
            files[_file_name(item)] = item.der
    if pins:
        files[PINNED_SIGNERS] = "".join(pins).encode()
    files[PROVENANCE] = json.dumps(provenance, ensure_ascii=False, indent=2).encode() + b"\n"
    return files


def pem_bundle(items: Iterable[Item]) -> bytes:
    """Roots, links and CRLs in PEM, each under a line with its name."""
    return b"".join(_block(item) for item in items if item.role in _LABELS and item.der is not None)


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a folder of their own; raises ``OSError``, ``FileExistsError`` when anything is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder.name} is not empty")
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _file_name(item: Item) -> str:
    country = item.country if item.country.isascii() and item.country.isalpha() else "XX"
    return f"{country}-{item.role}-{item.fingerprint.hex()[:16]}.{_SUFFIXES.get(item.role, 'cer')}"


def _block(item: Item) -> bytes:
    label = _LABELS[item.role]
    name = "".join(char if char.isprintable() and char != "-" else " " for char in item.name)
    text = base64.encodebytes(item.der or b"").decode()
    return f"{item.role}: {name}\n-----BEGIN {label}-----\n{text}-----END {label}-----\n".encode()
