"""X.509 certificates as frozen values: what ICAO Doc 9303-12 §7.1 and RFC 5280 define, as countries write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from asn1crypto import core, x509

from kiosk.reader import tlv
from kiosk.reader.trust.asn1 import (
    TROUBLE,
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

KEY_ID, KEY_USAGE, PRIVATE_KEY_USAGE_PERIOD = "2.5.29.14", "2.5.29.15", "2.5.29.16"
SUBJECT_ALTERNATIVE_NAME, ISSUER_ALTERNATIVE_NAME = "2.5.29.17", "2.5.29.18"
BASIC_CONSTRAINTS, REVOCATION_ADDRESSES, POLICIES = "2.5.29.19", "2.5.29.31", "2.5.29.32"
AUTHORITY_KEY_ID, EXTENDED_KEY_USAGE = "2.5.29.35", "2.5.29.37"
NAME_CHANGE, DOCUMENT_TYPES = "2.23.136.1.1.6.1", "2.23.136.1.1.6.2"

_UNDERSTOOD = frozenset(
    {
        KEY_ID, KEY_USAGE, PRIVATE_KEY_USAGE_PERIOD, SUBJECT_ALTERNATIVE_NAME, ISSUER_ALTERNATIVE_NAME,
        BASIC_CONSTRAINTS, REVOCATION_ADDRESSES, POLICIES, AUTHORITY_KEY_ID, EXTENDED_KEY_USAGE, NAME_CHANGE,
        DOCUMENT_TYPES,
    }
)  # fmt: skip
"""Every policy is acceptable here, so policies say nothing; a critical extension of any other kind may say anything."""

MAX_VALUE = 4096
"""Bytes of an extension that is looked into; those of real certificates have some hundred."""

_SET, _SEQUENCE, _STRINGS = 0x31, 0x30, frozenset({0x0C, 0x13, 0x16})

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class KeyPeriod:
    """When the private key may sign (RFC 3280 §4.2.1.4, kept by ICAO Doc 9303-12 §7.1); ``None`` where it is open."""

    begins: datetime | None
    ends: datetime | None

    def covers(self, time: datetime) -> bool:
        return not (self.begins is not None and time < self.begins) and not (self.ends is not None and time > self.ends)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What passive authentication needs of an X.509 certificate.

    ``issuer`` and ``subject`` are names folded for comparison (RFC 5280 §7.1); ``issuer_text`` and ``subject_text``
    are for people. ``states`` are the three-letter codes of the alternative name (ICAO Doc 9303-12 §7.1.1).

    ``ca``, ``path_length``, ``key_usage``, ``purposes`` (of the extended key usage), ``document_types`` and
    ``key_period`` are ``None`` where the extension is absent. ``signature_agrees`` says that the signed and the
    unsigned AlgorithmIdentifier are the same bytes (RFC 5280 §4.1.1.2). ``not_understood`` are the critical extensions
    that nobody here knows, ``malformed`` the extensions that do not parse and that security does not rest on.
    """

    der: bytes = field(repr=False)
    tbs: bytes = field(repr=False)
    issuer: str = field(repr=False)
    subject: str = field(repr=False)
    issuer_text: str = field(repr=False)
    subject_text: str
    country: str
    states: frozenset[str]
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
    path_length: int | None
    key_usage: frozenset[str] | None
    purposes: frozenset[str] | None
    key_period: KeyPeriod | None
    document_types: frozenset[str] | None
    changes_name: bool
    revocation_addresses: tuple[str, ...]
    not_understood: frozenset[str]
    malformed: frozenset[str]

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 over the whole certificate, 32 bytes."""
        return sha256(self.der).digest()

    @property
    def self_issued(self) -> bool:
        """Whether it names itself as issuer: a root, or a link to a new key under the same name."""
        return self.issuer == self.subject


def parse_certificate(der: bytes) -> Certificate:
    """One X.509 certificate; raises ``Asn1Error``."""
    with structure("certificate", der):
        return _certificate(x509.Certificate.load(der, strict=True), der)


def parse_certificates(data: bytes) -> tuple[Certificate, ...]:
    """A file of one DER certificate, or of one or more in PEM; raises ``Asn1Error``."""
    blocks = pem_blocks(data, "CERTIFICATE")
    return (parse_certificate(data),) if blocks is None else tuple(parse_certificate(der) for der in blocks)


def _certificate(parsed: Any, der: bytes) -> Certificate:
    tbs = parsed["tbs_certificate"]
    refuse_surplus(parsed, tbs)
    inner, outer = tbs["signature"], parsed["signature_algorithm"]
    values = _Extensions(tbs["extensions"])
    constraints = values.take(BASIC_CONSTRAINTS, _constraints, essential=True)
    issuer, subject = read_name(tbs["issuer"]), read_name(tbs["subject"])
    return Certificate(
        der=der,
        tbs=tbs.dump(),
        issuer=issuer.folded,
        subject=subject.folded,
        issuer_text=issuer.text,
        subject_text=subject.text,
        country=subject.country,
        states=values.take(SUBJECT_ALTERNATIVE_NAME, _states) or frozenset(),
        serial=tbs["serial_number"].native,
        not_before=moment(tbs["validity"]["not_before"]),
        not_after=moment(tbs["validity"]["not_after"]),
        spki=tbs["subject_public_key_info"].dump(),
        signature_identifier=signature_identifier(outer),
        signature=whole_bytes(parsed["signature_value"]),
        signature_agrees=inner.dump() == outer.dump(),
        key_id=values.take(KEY_ID, _octets),
        authority_key_id=values.take(AUTHORITY_KEY_ID, _authority_key_id),
        ca=None if constraints is None else constraints[0],
        path_length=None if constraints is None else constraints[1],
        key_usage=values.take(KEY_USAGE, _key_usage, essential=True),
        purposes=values.take(EXTENDED_KEY_USAGE, _purposes, essential=True),
        key_period=values.take(PRIVATE_KEY_USAGE_PERIOD, _key_period),
        document_types=values.take(DOCUMENT_TYPES, _document_types),
        changes_name=NAME_CHANGE in values.found,
        revocation_addresses=values.take(REVOCATION_ADDRESSES, _addresses) or (),
        not_understood=frozenset(name for name, one in values.found.items() if one.critical) - _UNDERSTOOD,
        malformed=frozenset(values.malformed),
    )


class _Extensions:
    """Takes out the values one by one and keeps in mind which did not parse."""

    def __init__(self, parsed: Any) -> None:
        self.found: dict[str, Extension] = {}
        self.malformed: list[str] = []
        if isinstance(parsed, x509.Extensions):
            self.found = extensions(parsed.contents)

    def take(self, name: str, parse: Callable[[bytes], _Value], *, essential: bool = False) -> _Value | None:
        """The value, ``None`` where there is none that parses; an essential or critical one must parse."""
        extension = self.found.get(name)
        if extension is None:
            return None
        try:
            if len(extension.value) > MAX_VALUE:
                raise ValueError("longer than anything that is used here")
            return parse(extension.value)
        except TROUBLE as error:
            if essential or extension.critical:
                raise Asn1Error(f"the extension {name} is malformed") from error
            self.malformed.append(name)
            return None


def _constraints(value: bytes) -> tuple[bool, int | None]:
    parsed = x509.BasicConstraints.load(value, strict=True)
    return bool(parsed["ca"].native), parsed["path_len_constraint"].native


def _key_usage(value: bytes) -> frozenset[str]:
    return frozenset(x509.KeyUsage.load(value, strict=True).native)


def _purposes(value: bytes) -> frozenset[str]:
    return frozenset(purpose.dotted for purpose in x509.ExtKeyUsageSyntax.load(value, strict=True))


def _octets(value: bytes) -> bytes:
    octets: bytes = core.OctetString.load(value, strict=True).native
    return octets


def _authority_key_id(value: bytes) -> bytes | None:
    octets: bytes | None = x509.AuthorityKeyIdentifier.load(value, strict=True)["key_identifier"].native
    return octets


def _key_period(value: bytes) -> KeyPeriod:
    parsed = x509.PrivateKeyUsagePeriod.load(value, strict=True)
    begins, ends = (
        moment(time) if isinstance(time, core.GeneralizedTime) else None
        for time in (parsed["not_before"], parsed["not_after"])
    )
    return KeyPeriod(begins, ends)


def _states(value: bytes) -> frozenset[str]:
    names = (name for name in x509.GeneralNames.load(value, strict=True) if name.name == "directory_name")
    return frozenset(state for name in names for state in read_name(name.chosen).localities)


def _addresses(value: bytes) -> tuple[str, ...]:
    points = (point["distribution_point"] for point in x509.CRLDistributionPoints.load(value, strict=True))
    names = (name for point in points if point.name == "full_name" for name in point.chosen)
    return tuple(name.native for name in names if name.name == "uniform_resource_identifier")


def _document_types(value: bytes) -> frozenset[str]:
    """DocumentTypeList: a version and a SET of the first letters of the MRZ (ICAO Doc 9303-12 §7.1.1.6)."""
    _, types = tlv.iterate(tlv.parse_one(value, _SEQUENCE).value)
    if types.tag != _SET:
        raise Asn1Error("no list of document types")
    letters = list(tlv.iterate(types.value))
    if any(item.tag not in _STRINGS for item in letters):
        raise Asn1Error("no list of document types")
    return frozenset(item.value.decode("ascii").rstrip("<") for item in letters)
