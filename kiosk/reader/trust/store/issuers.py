"""Candidates for who issued something, from the file at hand and from what is installed; the signature decides."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Protocol

from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.revocation_list import RevocationList
from kiosk.reader.trust.signatures import (
    KeyMalformedError,
    SignatureIdentifier,
    UnsupportedSignatureError,
    resolve,
    verify,
)

MAX_CANDIDATES = 50
"""Of one name or key; the state that renews most often has some forty certificates of one name."""


class Signed(Protocol):
    """A certificate or a CRL: something that an authority has signed."""

    @property
    def issuer(self) -> str: ...
    @property
    def authority_key_id(self) -> bytes | None: ...
    @property
    def tbs(self) -> bytes: ...
    @property
    def signature(self) -> bytes: ...
    @property
    def signature_identifier(self) -> SignatureIdentifier: ...
    @property
    def signature_agrees(self) -> bool: ...


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


def holds(signed: Signed, issuer: Certificate) -> bool | None:
    """Whether the signature is the issuer's; ``None`` for an algorithm or a curve that is not known here."""
    try:
        algorithm = resolve(signed.signature_identifier)
        return signed.signature_agrees and verify(issuer.spki, algorithm, signed.signature, signed.tbs)
    except UnsupportedSignatureError:
        return None
    except KeyMalformedError:
        return False
