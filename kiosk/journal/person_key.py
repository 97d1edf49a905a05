"""The key that turns a personal number into a digest: made once, kept beside the journal, never in it."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.domain.identity import Identity

KEY_BYTES = 32


class KeyFileError(ValueError):
    """The key file is missing or damaged."""


class PersonKey:
    """HMAC-SHA256 under one journal's key. Twelve digits are too few for a plain hash: all could be tried."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise KeyFileError(f"the key file has {len(key)} bytes in place of {KEY_BYTES}")
        self._key = key

    def digest(self, identity: Identity | None) -> str:
        """The person's digest, 64 hexadecimal digits.

        Of the 12-digit number; of another state's document its number with the nationality, since that is all it has.
        Empty for an identity without either.
        """
        if identity is None:
            return ""
        if re.fullmatch(r"[0-9]{12}", identity.number):
            return self._mac(b"person:" + identity.number.encode())
        foreign = identity.nationality not in {"", "VNM"} and re.fullmatch(r"[A-Z0-9]{5,20}", identity.document_number)
        return self._mac(f"document:{identity.nationality}:{identity.document_number}".encode()) if foreign else ""

    @property
    def mark(self) -> str:
        """What a journal keeps to know its own key again."""
        return self._mac(b"journal")

    def derived(self, purpose: str) -> bytes:
        """A key of 32 bytes for another purpose (HKDF-SHA256, RFC 5869); it tells nothing about this one."""
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"kiosk journal " + purpose.encode()).derive(self._key)

    def _mac(self, message: bytes) -> str:
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()


def load_key(path: Path) -> PersonKey:
    """Raise ``KeyFileError`` or ``OSError``. A file that others may read is closed to them."""
    if not path.exists():
        raise KeyFileError("the key file is missing")
    path.chmod(0o600)
    with path.open("rb") as file:
        return PersonKey(file.read(KEY_BYTES + 1))


def load_or_make_key(path: Path) -> PersonKey:
    """The key of a new journal; safe on the disk before it is used."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return load_key(path)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return load_key(path)
