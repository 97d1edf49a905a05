"""The answers of the installed store, by index and read on demand: nothing is loaded before it is asked for."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.revocation_list import RevocationList, parse_revocation_list
from kiosk.reader.trust.store.database import Identity, failures, identity, open_for_reading
from kiosk.reader.trust.store.issuers import MAX_CANDIDATES
from kiosk.reader.trust.store.preview import Role

KEPT = 256
"""Parsed certificates that are kept for the next card; those of one country are asked for again and again."""

_Item = TypeVar("_Item", Certificate, RevocationList)

_certificate = lru_cache(KEPT)(parse_certificate)
_revocation_list = lru_cache(KEPT // 8)(parse_revocation_list)

_BY_KEY = "SELECT der FROM item WHERE key_id = :key_id AND role IN (:first, :second) LIMIT :most"
_BY_NAME = "SELECT der FROM item WHERE subject = :name AND role IN (:first, :second) LIMIT :most"
_ROLE = "SELECT role FROM item WHERE fingerprint = ?"


class StoredTrust:
    """What is installed in the store of a folder; safe from any thread.

    Every question is answered from the newest state, also when another process has changed it. Methods raise
    ``Fault(TRUST_STORE_UNUSABLE)`` when the file is damaged.
    """

    def __init__(self, folder: Path | None) -> None:
        """A folder or a file that is not there is an empty store. Raises ``Fault(TRUST_STORE_UNUSABLE)``."""
        self._folder = folder
        self._lock = threading.Lock()
        self._identity: Identity | None = None
        self._connection: sqlite3.Connection | None = None
        self._close: Callable[[], object] | None = None
        with self._lock, failures():
            self._current()

    def issuers_of(self, certificate: Certificate) -> tuple[Certificate, ...]:
        return self.authorities(certificate.issuer, certificate.authority_key_id)

    def authorities(self, name: str, key_id: bytes | None) -> tuple[Certificate, ...]:
        """The roots and links with that subject (folded) or that key identifier, those with the key first."""
        return _parsed(_certificate, self._ders(name, key_id, Role.ROOT, Role.LINK))

    def is_trusted(self, certificate: Certificate) -> bool:
        return self._role(certificate.fingerprint) == Role.ROOT

    def is_pinned(self, certificate: Certificate) -> bool:
        return self._role(certificate.fingerprint) == Role.SIGNER

    def is_installed(self, fingerprint: bytes) -> bool:
        return self._role(fingerprint) is not None

    def revocation_lists_of(self, issuer: Certificate) -> tuple[RevocationList, ...]:
        return self.revocation_lists(issuer.subject, issuer.key_id)

    def revocation_lists(self, name: str, key_id: bytes | None) -> tuple[RevocationList, ...]:
        """The CRLs of the issuer of that name (folded) or with that key."""
        return _parsed(_revocation_list, self._ders(name, key_id, Role.REVOCATION_LIST, Role.REVOCATION_LIST))

    def generation(self) -> int:
        """The number of the newest change; 0 for an empty store."""
        rows = self._rows("SELECT coalesce(max(number), 0) FROM act", {})
        return int(rows[0][0]) if rows else 0

    def last_ends(self) -> dict[str, datetime]:
        """When the last anchor of each country ends."""
        rows = self._rows(
            "SELECT country, max(ends) FROM item WHERE role = :role GROUP BY country", {"role": Role.ROOT}
        )
        return {country: datetime.fromisoformat(ends) for country, ends in rows if ends}

    def _role(self, fingerprint: bytes) -> str | None:
        rows = self._rows(_ROLE, (fingerprint,))
        return str(rows[0][0]) if rows else None

    def _ders(self, name: str, key_id: bytes | None, first: Role, second: Role) -> Iterable[bytes]:
        """By the key before the name: however many have the name, the one with the key is among those that come."""
        values = {"name": name, "key_id": key_id, "first": first, "second": second, "most": MAX_CANDIDATES}
        return dict.fromkeys(der for query in (_BY_KEY, _BY_NAME) for (der,) in self._rows(query, values))

    def _rows(self, query: str, values: Mapping[str, object] | Sequence[object]) -> list[Any]:
        with self._lock, failures():
            connection = self._current()
            return [] if connection is None else connection.execute(query, values).fetchall()

    def _current(self) -> sqlite3.Connection | None:
        """The connection to the file as it is now; the caller holds the lock."""
        found = None if self._folder is None else identity(self._folder)
        if found != self._identity:
            if self._close is not None:
                self._close()
            self._connection = self._close = self._identity = None
            if found is not None and self._folder is not None:
                self._connection = open_for_reading(self._folder)
                # Nobody has to end a store that only answers: it is closed with the last one who asks.
                self._close = weakref.finalize(self, self._connection.close)
            self._identity = found
        return self._connection


def _parsed(parse: Callable[[bytes], _Item], ders: Iterable[bytes]) -> tuple[_Item, ...]:
    """What was damaged since it was installed, or what a newer program refuses, counts no more."""

    def each() -> Iterator[_Item]:
        for der in ders:
            try:
                yield parse(der)
            except Asn1Error:
                continue

    return tuple(each())
