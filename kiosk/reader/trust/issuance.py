"""Who signed a certificate or a revocation list, and who may sign: the rules of one signature, before any chain."""

from __future__ import annotations

from typing import Protocol

from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.signatures import (
    KeyMalformedError,
    SignatureIdentifier,
    UnsupportedSignatureError,
    resolve,
    verify,
)


class Signed(Protocol):
    """A certificate or a revocation list: something that an authority has signed."""

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


def holds(signed: Signed, issuer: Certificate) -> bool | None:
    """Whether the signature is the issuer's; ``None`` for an algorithm or a curve that is not known here."""
    try:
        algorithm = resolve(signed.signature_identifier)
        return signed.signature_agrees and verify(issuer.spki, algorithm, signed.signature, signed.tbs)
    except UnsupportedSignatureError:
        return None
    except KeyMalformedError:
        return False


def is_self_signed(certificate: Certificate) -> bool:
    """Whether the certificate is a root: it names itself as issuer, and its own key holds for its signature.

    A link to a new key under the same name names itself too, but the old key has signed it.
    """
    return certificate.self_issued and holds(certificate, certificate) is True


def may_issue(certificate: Certificate) -> bool:
    """Whether the certificate may sign others (RFC 5280 §4.2.1.3, §4.2.1.9).

    Some old roots and links have no basic constraints: then it must be self-issued, as a root is, or its key usage
    must say so.
    """
    usage = certificate.key_usage
    if usage is not None and "key_cert_sign" not in usage:
        return False
    return (certificate.self_issued or usage is not None) if certificate.ca is None else certificate.ca


def may_revoke(certificate: Certificate) -> bool:
    """Whether the certificate's key may sign revocation lists; without key usage every CA's may."""
    usage = certificate.key_usage
    return usage is None or "crl_sign" in usage


def may_be_the_key(signed: Signed, issuer: Certificate) -> bool:
    """Whether the identifiers leave it possible that this is the very key that signed."""
    return signed.authority_key_id is None or issuer.key_id is None or signed.authority_key_id == issuer.key_id
