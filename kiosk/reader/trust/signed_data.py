"""CMS SignedData (RFC 5652) as frozen values: what is signed, by whom, and the certificates that came along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import cms, core

from kiosk.reader import tlv
from kiosk.reader.trust.asn1 import (
    TROUBLE,
    Asn1Error,
    moment,
    refuse_surplus,
    signature_identifier,
    structure,
)
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.distinguished_name import read_name
from kiosk.reader.trust.signatures import SignatureIdentifier

MAX_CERTIFICATES, MAX_ALGORITHMS = 64, 16
"""A signature needs one of each; a thousand tiny ones that are none would take seconds."""

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"


@dataclass(frozen=True, slots=True)
class SignedAttributes:
    """``encoded`` is what the signature covers: the attributes as sent, tagged as the SET that they are.

    ``in_der`` is the same SET with its length and its order as DER wants them, which is what RFC 5652 §5.4 has signed,
    however the attributes were sent. The other fields hold every value of their attribute, so that a second one cannot
    hide.
    """

    encoded: bytes = field(repr=False)
    in_der: bytes = field(repr=False)
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


def parse_signed_data(ber: bytes) -> SignedData:
    """A CMS ContentInfo with SignedData and its content inside; raises ``Asn1Error``."""
    with structure("CMS SignedData", ber):
        info = _ContentInfo.load(ber, strict=True)
        if info["content_type"].dotted != _SIGNED_DATA:
            raise Asn1Error("the CMS content is no SignedData")
        signed = info["content"]
        encapsulated = signed["encap_content_info"]
        content = encapsulated["content"]
        refuse_surplus(info, signed, encapsulated)
        _refuse_disorder(signed)
        if not isinstance(content, core.ParsableOctetString):
            raise Asn1Error("the CMS content is not enclosed")
        return SignedData(
            content_type=encapsulated["content_type"].dotted,
            content=bytes(content),
            certificates=tuple(_certificates(signed["certificates"])),
            signers=tuple(_signer(signer) for signer in signed["signer_infos"]),
        )


def _refuse_disorder(signed: Any) -> None:
    """Nothing rests on versions and on the algorithms that are announced, but they must be what they stand for."""
    certificates, announced = signed["certificates"], signed["digest_algorithms"]
    if isinstance(certificates, cms.CertificateSet) and len(certificates) > MAX_CERTIFICATES:
        raise Asn1Error("more certificates than a signature can need")
    if len(announced) > MAX_ALGORITHMS or not all(algorithm["algorithm"].dotted for algorithm in announced):
        raise Asn1Error("more digest algorithms than there are")
    versions = (signed["version"], *(signer["version"] for signer in signed["signer_infos"]))
    if any(not isinstance(version.native, str) for version in versions):
        raise Asn1Error("no SignedData of a version that is known")


def _certificates(choices: Any) -> Iterator[Certificate]:
    for choice in choices if isinstance(choices, cms.CertificateSet) else ():
        try:
            if choice.name == "certificate":
                yield parse_certificate(choice.chosen.dump())
        except TROUBLE:
            continue


def _signer(parsed: Any) -> SignerInfo:
    named = parsed["sid"].chosen
    refuse_surplus(parsed)
    by_key = parsed["sid"].name == "subject_key_identifier"
    attributes = parsed["signed_attrs"]
    return SignerInfo(
        issuer="" if by_key else read_name(named["issuer"]).folded,
        serial=0 if by_key else named["serial_number"].native,
        key_id=named.native if by_key else None,
        digest=parsed["digest_algorithm"]["algorithm"].dotted,
        attributes=_attributes(attributes) if isinstance(attributes, cms.CMSAttributes) else None,
        signature_identifier=signature_identifier(parsed["signature_algorithm"]),
        signature=parsed["signature"].native,
    )


def _attributes(parsed: Any) -> SignedAttributes:
    values: dict[str, list[Any]] = {_CONTENT_TYPE: [], _MESSAGE_DIGEST: [], _SIGNING_TIME: []}
    for attribute in parsed:
        kind = attribute["type"].dotted
        if kind in values:
            values[kind].extend(attribute["values"])
    # The signature covers a SET (31), but the attributes are sent with the tag [0] (A0); RFC 5652 §5.4.
    return SignedAttributes(
        encoded=b"\x31" + parsed.dump()[1:],
        in_der=tlv.encode(0x31, b"".join(sorted(attribute.dump() for attribute in parsed))),
        content_types=tuple(value.dotted for value in values[_CONTENT_TYPE]),
        message_digests=tuple(value.native for value in values[_MESSAGE_DIGEST]),
        signing_times=tuple(moment(value) for value in values[_SIGNING_TIME]),
    )
