"""CMS and PKCS #7 files that carry certificates and CRLs and have no content of their own (``.p7b``, ``.p7c``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import cms

from kiosk.reader import oid
from kiosk.reader.trust.asn1 import Asn1Error, structure

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_MARK = b"\x06\x09" + oid.encode(_SIGNED_DATA)
_MARK_WITHIN = 16
"""The identifier follows the header of the outer SEQUENCE."""


@dataclass(frozen=True, slots=True)
class CertificateBag:
    """The certificates and CRLs in DER, as they stand in the file, whether they parse or not."""

    certificates: tuple[bytes, ...] = field(repr=False)
    revocation_lists: tuple[bytes, ...] = field(repr=False)


def is_cms(data: bytes) -> bool:
    """Whether the bytes begin as a ContentInfo with SignedData does."""
    return data[:1] == b"\x30" and _MARK in data[:_MARK_WITHIN]


def parse_certificate_bag(ber: bytes) -> CertificateBag | None:
    """What a SignedData without content carries; ``None`` when it has content. Raises ``Asn1Error``."""
    with structure("CMS file", ber):
        info = cms.ContentInfo.load(ber, strict=True)
        if info["content_type"].dotted != _SIGNED_DATA:
            raise Asn1Error("the CMS content is no SignedData")
        signed = info["content"]
        content = signed["encap_content_info"]["content"]
        if content is not None and content.native is not None:
            return None
        return CertificateBag(
            tuple(choice.chosen.dump() for choice in _choices(signed["certificates"], cms.CertificateSet)),
            tuple(choice.chosen.dump() for choice in _choices(signed["crls"], cms.RevocationInfoChoices)),
        )


def _choices(structure: Any, kind: type) -> Iterator[Any]:
    """The X.509 members of an optional SET; attribute certificates and the like are left out."""
    members: Any = structure if isinstance(structure, kind) else ()
    return (choice for choice in members if choice.name in ("certificate", "crl"))
