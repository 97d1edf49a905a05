"""Candidates for who issued something, from the file at hand and from what is installed; the signature decides."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Protocol

from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.revocation_list import RevocationList

MAX_CANDIDATES = 50
"""Of one name or key; the state that renews most often has some forty certificates of one name."""


class InstalledTrust(TrustAnchors, Protocol):
    """What is installed, asked also by name and by fingerprint."""

    def authorities(self, name: str, key_id: bytes | None) -> tuple[Certificate, ...]:
        """The CA certificates with that subject (folded) or that key identifier."""

    def revocation_lists(self, name: str, key_id: bytes | None) -> tuple[RevocationList, ...]:
        """The CRLs of the issuer of that name (folded) or with that key."""

    def is_installed(self, fingerprint: bytes) -> bool: ...


class Authorities:
    """CA certificates by subject and by key identifier."""

    def __init__(self, certificates: Iterable[Certificate]) -> None:
        self._by_subject: dict[str, dict[bytes, Certificate]] = {}
        self._by_key_id: dict[bytes, dict[bytes, Certificate]] = {}
        for certificate in certificates:
            self._by_subject.setdefault(certificate.subject, {})[certificate.der] = certificate
            if certificate.key_id is not None:
                self._by_key_id.setdefault(certificate.key_id, {})[certificate.der] = certificate

    def find(self, name: str, key_id: bytes | None) -> tuple[Certificate, ...]:
        """Those with the key first: among many keys of one name, that is the one. At most ``MAX_CANDIDATES``."""
        found = dict(self._by_key_id.get(key_id, {})) if key_id is not None else {}
        return tuple(islice((found | self._by_subject.get(name, {})).values(), MAX_CANDIDATES))
