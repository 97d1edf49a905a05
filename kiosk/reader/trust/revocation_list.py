"""Certificate revocation lists as frozen values (RFC 5280 §5, ICAO Doc 9303-12 §7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from asn1crypto import crl, x509

from kiosk.reader import tlv
from kiosk.reader.trust.asn1 import (
    Asn1Error,
    Extension,
    extensions,
    moment,
    pem_blocks,
    refuse_surplus,
    signature_identifier,
    structure,
    whole_bytes,
)
from kiosk.reader.trust.distinguished_name import read_name
from kiosk.reader.trust.signatures import SignatureIdentifier

MAX_SIZE = 8 << 20
"""The longest lists of issuers of documents have some hundred kilobytes."""

_NUMBER, _AUTHORITY_KEY_ID, _ISSUER_NAME = "2.5.29.20", "2.5.29.35", "2.5.29.18"
_DELTA, _SCOPE, _ENTRY_ISSUER = "2.5.29.27", "2.5.29.28", "2.5.29.29"
_UNDERSTOOD = frozenset({_NUMBER, _AUTHORITY_KEY_ID, _ISSUER_NAME, _SCOPE})
_ENTRY_UNDERSTOOD = frozenset({"2.5.29.21", "2.5.29.23", "2.5.29.24"})
_INTEGER, _SEQUENCE, _TIMES = 0x02, 0x30, frozenset({0x17, 0x18})
_SERIAL_BYTES = 64

_SOME_REASONS = "only_some_reasons"
_FLAGS = ("only_contains_user_certs", "only_contains_ca_certs", "indirect_crl", "only_contains_attribute_certs")
_WITHOUT_BOTH = {_SOME_REASONS, "only_contains_attribute_certs"}
_WITHOUT_SIGNERS = _WITHOUT_BOTH | {"only_contains_ca_certs"}
_WITHOUT_AUTHORITIES = _WITHOUT_BOTH | {"only_contains_user_certs"}


@dataclass(frozen=True, slots=True)
class RevocationList:
    """A list whose signature nobody has checked yet; ``revoked`` are serial numbers.

    ``issuer`` is folded for comparison, ``issuer_text`` is for people. ``understood`` is false for a list that tells
    changes only, that holds entries of other issuers, or that has critical extensions that nobody here knows: nothing
    follows from it. From the absence of a serial number something follows only where the list covers that kind of
    certificate.
    """

    der: bytes = field(repr=False)
    tbs: bytes = field(repr=False)
    issuer: str = field(repr=False)
    issuer_text: str
    country: str
    this_update: datetime
    next_update: datetime | None
    number: int | None
    authority_key_id: bytes | None
    revoked: frozenset[int] = field(repr=False)
    understood: bool
    covers_signers: bool
    covers_authorities: bool
    signature_identifier: SignatureIdentifier
    signature: bytes = field(repr=False)
    signature_agrees: bool

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 over the whole list, 32 bytes."""
        return sha256(self.der).digest()


def parse_revocation_list(der: bytes) -> RevocationList:
    """One CertificateList; raises ``Asn1Error``."""
    if len(der) > MAX_SIZE:
        raise Asn1Error("no revocation list: too large")
    with structure("revocation list", der):
        return _revocation_list(crl.CertificateList.load(der, strict=True), der)


def parse_revocation_lists(data: bytes) -> tuple[RevocationList, ...]:
    """A file of one DER list, or of one or more in PEM; raises ``Asn1Error``."""
    blocks = pem_blocks(data, "X509 CRL")
    return (parse_revocation_list(data),) if blocks is None else tuple(map(parse_revocation_list, blocks))


def _revocation_list(parsed: Any, der: bytes) -> RevocationList:
    tbs = parsed["tbs_cert_list"]
    refuse_surplus(parsed, tbs)
    listed, extra = tbs["revoked_certificates"], tbs["crl_extensions"]
    found = extensions(extra.contents) if isinstance(extra, crl.TBSCertListExtensions) else {}
    entries = list(_entries(listed.contents)) if isinstance(listed, crl.RevokedCertificates) else []
    issuer, next_update = read_name(tbs["issuer"]), tbs["next_update"]
    scope = _scope(found.get(_SCOPE))
    understood = _understood(found) and "indirect_crl" not in scope and all(own for _, own in entries)
    return RevocationList(
        der=der,
        tbs=tbs.dump(),
        issuer=issuer.folded,
        issuer_text=issuer.text,
        country=issuer.country,
        this_update=moment(tbs["this_update"]),
        next_update=moment(next_update) if isinstance(next_update, x509.Time) else None,
        number=_number(found.get(_NUMBER)),
        authority_key_id=_authority_key_id(found.get(_AUTHORITY_KEY_ID)),
        revoked=frozenset(serial for serial, _ in entries),
        understood=understood,
        covers_signers=understood and not scope & _WITHOUT_SIGNERS,
        covers_authorities=understood and not scope & _WITHOUT_AUTHORITIES,
        signature_identifier=signature_identifier(parsed["signature_algorithm"]),
        signature=whole_bytes(parsed["signature"]),
        signature_agrees=tbs["signature"].dump() == parsed["signature_algorithm"].dump(),
    )


def _entries(contents: bytes) -> Iterator[tuple[int, bool]]:
    """Serial numbers, and whether the entry is one of the list's own issuer; a long list takes no second this way."""
    for item in tlv.iterate(contents):
        match list(tlv.iterate(item.value)) if item.tag == _SEQUENCE else []:
            case [tlv.Tlv(tag=0x02, value=serial), tlv.Tlv(tag=time), *rest] if (
                time in _TIMES and 1 <= len(serial) <= _SERIAL_BYTES and len(rest) <= 1
            ):
                found = extensions(rest[0].value) if rest else {}
                critical = {name for name, extension in found.items() if extension.critical}
                yield (
                    int.from_bytes(serial, "big", signed=True),
                    critical <= _ENTRY_UNDERSTOOD and (_ENTRY_ISSUER not in found),
                )
            case _:
                raise Asn1Error("no entry of a revocation list")


def _understood(found: dict[str, Extension]) -> bool:
    critical = {name for name, extension in found.items() if extension.critical}
    return critical <= _UNDERSTOOD and _DELTA not in found


def _scope(extension: Extension | None) -> frozenset[str]:
    """The limits of an issuing distribution point that are set (RFC 5280 §5.2.5); its address is no limit."""
    if extension is None:
        return frozenset()
    parsed = crl.IssuingDistributionPoint.load(extension.value, strict=True)
    limits = {name for name in _FLAGS if parsed[name].native}
    return frozenset(limits | ({_SOME_REASONS} if isinstance(parsed[_SOME_REASONS], x509.ReasonFlags) else set()))


def _number(extension: Extension | None) -> int | None:
    if extension is None:
        return None
    value = tlv.parse_one(extension.value, _INTEGER).value
    if not 1 <= len(value) <= _SERIAL_BYTES:
        raise Asn1Error("a number of a revocation list that is none")
    return int.from_bytes(value, "big")


def _authority_key_id(extension: Extension | None) -> bytes | None:
    if extension is None:
        return None
    octets: bytes | None = x509.AuthorityKeyIdentifier.load(extension.value, strict=True)["key_identifier"].native
    return octets
