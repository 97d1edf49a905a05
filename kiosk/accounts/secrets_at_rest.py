"""Passwords and PINs as they are kept: Argon2id hashes, never the words themselves (RFC 9106 §4)."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

LONGEST = 1024
"""Bytes of a word that are hashed at most; whatever is longer is no password of ours."""

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
"""The second recommended option of RFC 9106: three passes over 64 MiB, some tenths of a second on a busy machine."""


class SecretHasher:
    """Makes and checks hashes; a cheaper ``hasher`` is for tests."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        if hasher.type is not Type.ID:
            raise ValueError("Argon2id only")
        self._hasher = hasher
        self._nobody = hasher.hash("nobody")

    def made(self, secret: str) -> str:
        """The hash to keep, with its parameters and a salt of its own."""
        return self._hasher.hash(_normal(secret))

    def fits(self, kept: str | None, secret: str) -> bool:
        """Whether the word is the one that was hashed. Without a hash it takes as long and says no, so that nobody
        learns from the time who has an account."""
        word = _normal(secret)
        if len(word) > LONGEST:
            return False
        try:
            self._hasher.verify(self._nobody if kept is None else kept, word)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than ours, and is to be made anew at the next login."""
        return self._hasher.check_needs_rehash(kept)


def _normal(secret: str) -> bytes:
    """One form of a word, whatever keyboard it came from: Vietnamese letters may be typed composed or in pieces."""
    return unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")
