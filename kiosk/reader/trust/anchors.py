"""What chain building asks about installed trust, and the answer from memory: CA certificates, pins, CRLs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeVar

from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.issuance import is_self_signed, may_issue
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


_Key = TypeVar("_Key", str, bytes, str | bytes)
_Item = TypeVar("_Item", Certificate, RevocationList)


@dataclass(frozen=True, slots=True)
class AnchorSet:
    """Trust in memory: CA certificates by subject and by key identifier, and fingerprints of pinned document signers.

    Self-signed certificates are anchors, all others links. Safe for any thread: nothing changes after it is made.
    """

    anchors: Mapping[str, tuple[Certificate, ...]] = field(default_factory=lambda: MappingProxyType({}))
    pinned: frozenset[bytes] = frozenset()
    by_key_id: Mapping[bytes, tuple[Certificate, ...]] = field(default_factory=lambda: MappingProxyType({}))
    revocation_lists: Mapping[str | bytes, tuple[RevocationList, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Under the name of their issuer, and under the identifier of its key."""

    @classmethod
    def of(
        cls,
        certificates: Iterable[Certificate],
        pinned: Iterable[bytes] = (),
        revocation_lists: Iterable[RevocationList] = (),
    ) -> AnchorSet:
        """Certificates of CAs become anchors or links; any other certificate is a document signer and gets pinned."""
        every = list(certificates)
        authorities = [certificate for certificate in every if may_issue(certificate)]
        signers = {certificate.fingerprint for certificate in every if not may_issue(certificate)}
        return cls(
            anchors=_index((one.subject, one) for one in authorities),
            pinned=frozenset({*pinned, *signers}),
            by_key_id=_index((one.key_id, one) for one in authorities if one.key_id is not None),
            revocation_lists=_index(
                (key, one) for one in revocation_lists for key in (one.issuer, one.authority_key_id) if key is not None
            ),
        )

    def issuers_of(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """Those with the key that the certificate names come first."""
        key_id = certificate.authority_key_id
        by_key = self.by_key_id.get(key_id, ()) if key_id is not None else ()
        by_name = self.anchors.get(certificate.issuer, ())
        return (*by_key, *(one for one in by_name if one not in by_key))

    def is_trusted(self, certificate: Certificate) -> bool:
        return certificate in self.anchors.get(certificate.subject, ()) and is_self_signed(certificate)

    def is_pinned(self, certificate: Certificate) -> bool:
        return certificate.fingerprint in self.pinned

    def revocation_lists_of(self, issuer: Certificate) -> tuple[RevocationList, ...]:
        by_name = self.revocation_lists.get(issuer.subject, ())
        by_key = self.revocation_lists.get(issuer.key_id, ()) if issuer.key_id is not None else ()
        return (*by_name, *(one for one in by_key if one not in by_name))


def _index(pairs: Iterable[tuple[_Key, _Item]]) -> Mapping[_Key, tuple[_Item, ...]]:
    """Everything under its key, each item once."""
    filed: dict[_Key, dict[bytes, _Item]] = {}
    for key, item in pairs:
        filed.setdefault(key, {})[item.der] = item
    return MappingProxyType({key: tuple(items.values()) for key, items in filed.items()})
