"""CMS and X.509 structures as frozen values: asn1crypto is touched in this file only.

asn1crypto reads BER, also of indefinite length (some countries' EF.SOD), keeps the bytes as sent, and parses lazily:
all that is needed is taken out here, so that nothing can fail later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from asn1crypto import algos, cms, core, pem, x509

from kiosk.reader.trust.signatures import PssParameters, SignatureIdentifier

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_COUNTRY = "2.5.4.6"
_KEY_ID, _KEY_USAGE, _BASIC_CONSTRAINTS, _AUTHORITY_KEY_ID = "2.5.29.14", "2.5.29.15", "2.5.29.19", "2.5.29.35"
_PSS = "1.2.840.113549.1.1.10"

_TROUBLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What asn1crypto lets out on hostile bytes (seen by fuzzing)."""

_CONTINUED = bytes(byte >> 7 for byte in range(256))
_ENDLESS_NUMBER = b"\x01" * 2048
"""A tag or an identifier whose bytes all say that it goes on: asn1crypto adds these up in quadratic time, a second for
64 KiB. No key, digest, signature or name has such a row."""


class Asn1Error(ValueError):
    """The bytes are not the structure that was asked for; the text never holds any of them."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What passive authentication needs of an X.509 certificate.

    ``issuer`` and ``subject`` are names folded for comparison (RFC 5280 §7.1), not for display. ``ca`` and
    ``key_usage`` are ``None`` where the extension is absent. ``signature_agrees`` says that the signed and the
    unsigned AlgorithmIdentifier are the same bytes (RFC 5280 §4.1.1.2).
    """

    der: bytes = field(repr=False)
    tbs: bytes = field(repr=False)
    issuer: str = field(repr=False)
    subject: str = field(repr=False)
    country: str
    serial: int
    not_before: datetime
    not_after: datetime
    spki: bytes = field(repr=False)
    signature_identifier: SignatureIdentifier
    signature: bytes = field(repr=False)
    signature_agrees: bool
    key_id: bytes | None
    authority_key_id: bytes | None
    ca: bool | None
    key_usage: frozenset[str] | None

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 over the whole certificate, 32 bytes."""
        return sha256(self.der).digest()


@dataclass(frozen=True, slots=True)
class SignedAttributes:
    """``encoded`` is what the signature covers: the attributes as sent, tagged as the SET that they are.

    The other fields hold every value of their attribute, so that a second one cannot hide.
    """

    encoded: bytes = field(repr=False)
    content_types: tuple[str, ...]
    message_digests: tuple[bytes, ...]
    signing_times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class SignerInfo:
    """One signer (RFC 5652 §5.3), named by issuer and serial number or by ``key_id``; ``digest`` is an identifier."""

    issuer: str
    serial: int
    key_id: bytes | None
    digest: str
    attributes: SignedAttributes | None
    signature_identifier: SignatureIdentifier
    signature: bytes = field(repr=False)

    def names(self, certificate: Certificate) -> bool:
        """Whether this is the certificate that the signer claims."""
        if self.key_id is not None:
            return certificate.key_id == self.key_id
        return (certificate.issuer, certificate.serial) == (self.issuer, self.serial)


@dataclass(frozen=True, slots=True)
class SignedData:
    """CMS SignedData (RFC 5652 §5.1); certificates that do not parse are left out."""

    content_type: str
    content: bytes = field(repr=False)
    certificates: tuple[Certificate, ...]
    signers: tuple[SignerInfo, ...]


class _SignedData(cms.SignedData):  # type: ignore[misc]
    """asn1crypto reads a version 1 as PKCS#7, where the content is no OCTET STRING; documents of ICAO are CMS."""

    _fields = [  # noqa: RUF012 - asn1crypto's way of declaring
        ("version", cms.CMSVersion),
        ("digest_algorithms", cms.DigestAlgorithms),
        ("encap_content_info", cms.EncapsulatedContentInfo),
        ("certificates", cms.CertificateSet, {"implicit": 0, "optional": True}),
        ("crls", cms.RevocationInfoChoices, {"implicit": 1, "optional": True}),
        ("signer_infos", cms.SignerInfos),
    ]
    _spec_callbacks: dict[str, object] = {}  # noqa: RUF012


class _ContentInfo(core.Sequence):  # type: ignore[misc]
    _fields = [  # noqa: RUF012
        ("content_type", core.ObjectIdentifier),
        ("content", _SignedData, {"explicit": 0}),
    ]


@contextmanager
def _structure(name: str, data: bytes) -> Iterator[None]:
    try:
        if _ENDLESS_NUMBER in data.translate(_CONTINUED):
            raise Asn1Error(f"no {name}: a number without end")
        yield
    except Asn1Error:
        raise
    except _TROUBLE as error:
        raise Asn1Error(f"no {name}") from error


def parse_signed_data(ber: bytes) -> SignedData:
    """A CMS ContentInfo with SignedData and its content inside; raises ``Asn1Error``."""
    with _structure("CMS SignedData", ber):
        info = _ContentInfo.load(ber, strict=True)
        if info["content_type"].dotted != _SIGNED_DATA:
            raise Asn1Error("the CMS content is no SignedData")
        signed = info["content"]
        encapsulated = signed["encap_content_info"]
        content = encapsulated["content"]
        _refuse_surplus(info, signed, encapsulated)
        if not isinstance(content, core.ParsableOctetString):
            raise Asn1Error("the CMS content is not enclosed")
        return SignedData(
            content_type=encapsulated["content_type"].dotted,
            content=bytes(content),
            certificates=tuple(_certificates(signed["certificates"])),
            signers=tuple(_signer(signer) for signer in signed["signer_infos"]),
        )


def parse_certificate(der: bytes) -> Certificate:
    """One X.509 certificate; raises ``Asn1Error``."""
    with _structure("certificate", der):
        return _certificate(x509.Certificate.load(der, strict=True), der)


def parse_certificates(data: bytes) -> tuple[Certificate, ...]:
    """A file of one DER certificate, or of one or more in PEM; raises ``Asn1Error``."""
    if b"-----BEGIN" not in data:
        return (parse_certificate(data),)
    with _structure("PEM file", data):
        blocks = [(kind, der) for kind, _, der in pem.unarmor(data, multiple=True)]
    if not blocks or any(kind != "CERTIFICATE" for kind, _ in blocks):
        raise Asn1Error("the PEM file holds something else than certificates")
    return tuple(parse_certificate(der) for _, der in blocks)


def _certificates(choices: Any) -> Iterator[Certificate]:
    for choice in choices if isinstance(choices, cms.CertificateSet) else ():
        try:
            if choice.name == "certificate":
                yield parse_certificate(choice.chosen.dump())
        except _TROUBLE:
            continue


def _certificate(structure: Any, der: bytes) -> Certificate:
    tbs = structure["tbs_certificate"]
    _refuse_surplus(structure, tbs)
    extensions = _extensions(tbs["extensions"])
    constraints, usage = extensions.get(_BASIC_CONSTRAINTS), extensions.get(_KEY_USAGE)
    authority, subject_key = extensions.get(_AUTHORITY_KEY_ID), extensions.get(_KEY_ID)
    inner, outer = tbs["signature"], structure["signature_algorithm"]
    if structure["signature_value"].contents[:1] != b"\x00":
        raise Asn1Error("a signature that is not whole bytes")
    return Certificate(
        der=der,
        tbs=tbs.dump(),
        issuer=tbs["issuer"].hashable,
        subject=tbs["subject"].hashable,
        country=_country(tbs["subject"]),
        serial=tbs["serial_number"].native,
        not_before=_moment(tbs["validity"]["not_before"]),
        not_after=_moment(tbs["validity"]["not_after"]),
        spki=tbs["subject_public_key_info"].dump(),
        signature_identifier=_signature_identifier(outer),
        signature=structure["signature_value"].native,
        signature_agrees=inner.dump() == outer.dump(),
        key_id=None if subject_key is None else subject_key.native,
        authority_key_id=None if authority is None else authority["key_identifier"].native,
        ca=None if constraints is None else bool(constraints["ca"].native),
        key_usage=None if usage is None else frozenset(usage.native),
    )


def _extensions(structure: Any) -> dict[str, Any]:
    """The parsed values that are used, by identifier; a second one of a kind is refused (RFC 5280 §4.2)."""
    values: dict[str, Any] = {}
    for extension in structure if isinstance(structure, x509.Extensions) else ():
        name = extension["extn_id"].dotted
        if name in values:
            raise Asn1Error("an extension comes twice")
        if name in (_KEY_ID, _KEY_USAGE, _BASIC_CONSTRAINTS, _AUTHORITY_KEY_ID):
            values[name] = extension["extn_value"].parsed
    return values


def _country(name: Any) -> str:
    """The two letters in capitals; empty when there is no country or more than one."""
    countries = {
        str(attribute["value"].native).upper()
        for relative in name.chosen
        for attribute in relative
        if attribute["type"].dotted == _COUNTRY
    }
    return countries.pop() if len(countries) == 1 else ""


def _signer(structure: Any) -> SignerInfo:
    named = structure["sid"].chosen
    _refuse_surplus(structure)
    by_key = structure["sid"].name == "subject_key_identifier"
    attributes = structure["signed_attrs"]
    return SignerInfo(
        issuer="" if by_key else named["issuer"].hashable,
        serial=0 if by_key else named["serial_number"].native,
        key_id=named.native if by_key else None,
        digest=structure["digest_algorithm"]["algorithm"].dotted,
        attributes=_attributes(attributes) if isinstance(attributes, cms.CMSAttributes) else None,
        signature_identifier=_signature_identifier(structure["signature_algorithm"]),
        signature=structure["signature"].native,
    )


def _attributes(structure: Any) -> SignedAttributes:
    values: dict[str, list[Any]] = {_CONTENT_TYPE: [], _MESSAGE_DIGEST: [], _SIGNING_TIME: []}
    for attribute in structure:
        kind = attribute["type"].dotted
        if kind in values:
            values[kind].extend(attribute["values"])
    # The signature covers a SET (31), but the attributes are sent with the tag [0] (A0); RFC 5652 §5.4.
    return SignedAttributes(
        encoded=b"\x31" + structure.dump()[1:],
        content_types=tuple(value.dotted for value in values[_CONTENT_TYPE]),
        message_digests=tuple(value.native for value in values[_MESSAGE_DIGEST]),
        signing_times=tuple(_moment(value) for value in values[_SIGNING_TIME]),
    )


def _refuse_surplus(*structures: Any) -> None:
    """asn1crypto overlooks fields behind the last one: a second content, say, that another program would look at."""
    for structure in structures:
        if len(structure) != len(structure._fields):
            raise Asn1Error("a structure has more fields than it may have")


def _moment(structure: Any) -> datetime:
    value = structure.native
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise Asn1Error("a time that no calendar has")
    return value


def _signature_identifier(structure: Any) -> SignatureIdentifier:
    oid: str = structure["algorithm"].dotted
    if oid != _PSS:
        return SignatureIdentifier(oid)
    parameters = structure["parameters"]
    if not isinstance(parameters, algos.RSASSAPSSParams):
        parameters = algos.RSASSAPSSParams()
    mask, trailer = parameters["mask_gen_algorithm"], parameters["trailer_field"].native
    if mask["algorithm"].native != "mgf1" or trailer != "trailer_field_bc":
        return SignatureIdentifier(oid)
    return SignatureIdentifier(
        oid,
        PssParameters(
            parameters["hash_algorithm"]["algorithm"].dotted,
            mask["parameters"]["algorithm"].dotted,
            parameters["salt_length"].native,
        ),
    )
