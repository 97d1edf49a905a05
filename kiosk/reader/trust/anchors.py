"""What chain building asks about installed trust, and the answer from memory: CSCA certificates and pinned signers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.revocation_list import RevocationList


class TrustAnchors(Protocol):
    """What the operator trusts; answers come by index, so that their cost does not grow with what is installed."""

    def issuers_of(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """The installed CA certificates, roots and links, whose subject is the certificate's issuer or whose key
        identifier is its authority key identifier. Names and identifiers propose; the signature decides."""

    def is_trusted(self, certificate: Certificate) -> bool:
        """Whether the operator installed this CA certificate as an anchor; a link never is one by itself."""

    def is_pinned(self, certificate: Certificate) -> bool:
        """Whether the operator confirmed this document signer by its fingerprint."""

    def revocation_lists_of(self, issuer: Certificate) -> tuple[RevocationList, ...]:
        """The installed lists that bear the name of the issuer, or the identifier of its key."""


@dataclass(frozen=True, slots=True)
class AnchorSet:
    """Trust anchors in memory, by the name of their subject, and the fingerprints of pinned document signers.

    Safe for any thread: nothing changes after it is made.
    """

    anchors: Mapping[str, tuple[Certificate, ...]] = field(default_factory=lambda: MappingProxyType({}))
    pinned: frozenset[bytes] = frozenset()

    @classmethod
    def of(cls, certificates: Iterable[Certificate], pinned: Iterable[bytes] = ()) -> AnchorSet:
        """Certificates of CAs become anchors; any other certificate is a document signer and gets pinned."""
        anchors: dict[str, tuple[Certificate, ...]] = {}
        signers = set(pinned)
        for certificate in certificates:
            if not _may_issue(certificate):
                signers.add(certificate.fingerprint)
            elif certificate not in anchors.get(certificate.subject, ()):
                anchors[certificate.subject] = (*anchors.get(certificate.subject, ()), certificate)
        return cls(MappingProxyType(anchors), frozenset(signers))

    def issuers_of(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """The anchors whose subject is the certificate's issuer."""
        return self.anchors.get(certificate.issuer, ())

    def is_trusted(self, certificate: Certificate) -> bool:
        return certificate in self.anchors.get(certificate.subject, ())

    def is_pinned(self, certificate: Certificate) -> bool:
        return certificate.fingerprint in self.pinned

    def revocation_lists_of(self, issuer: Certificate) -> tuple[RevocationList, ...]:
        return ()


def _may_issue(certificate: Certificate) -> bool:
    """Whether the certificate may sign others (RFC 5280 §4.2.1.3, §4.2.1.9).

    Old roots have no basic constraints: then it must be self-issued, as a root is.
    """
    if certificate.key_usage is not None and "key_cert_sign" not in certificate.key_usage:
        return False
    return certificate.issuer == certificate.subject if certificate.ca is None else certificate.ca
