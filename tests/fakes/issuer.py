"""An issuer of documents for tests: CSCA, document signers and EF.SOD, right or wrong in every way that is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader import oid, tlv
from kiosk.reader.curves import Curve, named_curve
from kiosk.reader.lds.catalogue import data_group_number
from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT
from tests.fakes.lds_files import security_object

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2035, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

DIGESTS = {
    "sha1": ("1.3.14.3.2.26", hashes.SHA1()),
    "sha224": ("2.16.840.1.101.3.4.2.4", hashes.SHA224()),
    "sha256": ("2.16.840.1.101.3.4.2.1", hashes.SHA256()),
    "sha384": ("2.16.840.1.101.3.4.2.2", hashes.SHA384()),
    "sha512": ("2.16.840.1.101.3.4.2.3", hashes.SHA512()),
}
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5"
SIGNED_DATA = "1.2.840.113549.1.7.2"


@cache
def ec_key(name: str = "", curve: type[ec.EllipticCurve] = ec.SECP256R1) -> ec.EllipticCurvePrivateKey:
    """A key of its own for each name and curve."""
    return ec.generate_private_key(curve())


@cache
def rsa_key(name: str = "") -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True)
class Extra:
    """One more extension; its value is encoded by the library, or given as bytes."""

    value: x509.ExtensionType
    critical: bool = False

    @classmethod
    def raw(cls, dotted: str, value: bytes, *, critical: bool = False) -> Extra:
        return cls(x509.UnrecognizedExtension(x509.ObjectIdentifier(dotted), value), critical)


def key_period(begins: datetime, ends: datetime) -> Extra:
    return Extra(x509.PrivateKeyUsagePeriod(begins, ends))


def document_types(*letters: str) -> Extra:
    """ICAO's list of the types of documents that the signer may sign."""
    types = b"".join(tlv.encode(0x13, one.encode()) for one in letters)
    return Extra.raw("2.23.136.1.1.6.2", _sequence(tlv.encode(0x02, b"\x00") + tlv.encode(0x31, types)))


def states(*letters: str) -> Extra:
    """The alternative name with the letters of the MRZ."""
    names = [x509.NameAttribute(NameOID.LOCALITY_NAME, one) for one in letters]
    return Extra(x509.SubjectAlternativeName([x509.DirectoryName(x509.Name(names))]))


NAME_CHANGE = Extra.raw("2.23.136.1.1.6.1", b"\x05\x00")


@dataclass(frozen=True)
class Identified:
    """A key with its certificate."""

    key: Key
    der: bytes

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.der)


def csca(
    name: str = "CSCA Test",
    key: Key | None = None,
    *,
    country: str = "VN",
    ca: bool | None = True,
    key_cert_sign: bool | None = True,
    crl_sign: bool = True,
    key_id: bool = True,
    valid: tuple[datetime, datetime] = (VALID_FROM, VALID_UNTIL),
    pss: bool = False,
    path_length: int | None = 0,
    extra: Sequence[Extra] = (),
) -> Identified:
    """A self-signed root; ``None`` leaves an extension out."""
    key = key or ec_key("csca")
    subject = _name(country, name)
    builder = _with(_builder(subject, subject, key, valid), extra)
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca, path_length if ca else None), critical=True)
    if key_cert_sign is not None:
        builder = builder.add_extension(
            _usage(sign=not key_cert_sign, certify=key_cert_sign, revoke=key_cert_sign and crl_sign), critical=True
        )
    if key_id:
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return Identified(key, _sign(builder, key, pss))


def link(
    new: Identified,
    old: Identified,
    *,
    signing_key: Key | None = None,
    key_usage: bool = True,
    authority_key_id: bool = True,
    path_length: int | None = 0,
    ca: bool | None = True,
    extra: Sequence[Extra] = (),
) -> Identified:
    """The new root's name and key, signed by the old root (ICAO Doc 9303-12 §4.4)."""
    certificate = new.certificate
    valid = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    builder = _with(_builder(certificate.subject, old.certificate.subject, new.key, valid), extra)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(new.key.public_key()), critical=False)
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca, path_length if ca else None), critical=True)
    if key_usage:
        builder = builder.add_extension(_usage(sign=False, certify=True), critical=True)
    if authority_key_id:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(old.key.public_key())
        builder = builder.add_extension(identifier, critical=False)
    return Identified(new.key, _sign(builder, signing_key or old.key, pss=False))


def signer(
    issuer: Identified,
    key: Key | None = None,
    *,
    name: str = "DS Test 1",
    country: str = "VN",
    signing_key: Key | None = None,
    authority_key_id: bool = True,
    key_id: bool = True,
    ca: bool | None = None,
    digital_signature: bool | None = True,
    valid: tuple[datetime, datetime] = (VALID_FROM, VALID_UNTIL),
    pss: bool = False,
    extra: Sequence[Extra] = (),
) -> Identified:
    """A document signer; ``signing_key`` is used in place of the issuer's own to make a forged one."""
    key = key or ec_key("ds")
    builder = _with(_builder(_name(country, name), issuer.certificate.subject, key, valid), extra)
    if authority_key_id:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
        builder = builder.add_extension(identifier, critical=False)
    if key_id:
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca, None), critical=True)
    if digital_signature is not None:
        usage = _usage(sign=digital_signature, certify=not digital_signature)
        builder = builder.add_extension(usage, critical=True)
    return Identified(key, _sign(builder, signing_key or issuer.key, pss))


def with_explicit_curve(identified: Identified, issuer_key: ec.EllipticCurvePrivateKey, **wrong: int) -> Identified:
    """The certificate signed again with its curve spelled out (p, a, b, G, n); ``wrong`` replaces one of these."""
    key = identified.key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    names = {"secp256r1": "1.2.840.10045.3.1.7", "brainpoolP256r1": "1.3.36.3.3.2.8.1.1.7"}
    curve = named_curve(names[key.curve.name])
    assert curve is not None
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    algorithm = _sequence(tlv.encode(0x06, oid.encode("1.2.840.10045.2.1")) + _explicit(curve, **wrong))
    spki = _sequence(algorithm + tlv.encode(0x03, b"\x00" + point))
    certificate = asn1_x509.Certificate.load(identified.der)
    old = certificate["tbs_certificate"]["subject_public_key_info"].dump()
    parts = [item.encode() for item in tlv.iterate(tlv.parse_one(certificate["tbs_certificate"].dump()).value)]
    tbs = _sequence(b"".join(spki if part == old else part for part in parts))
    signature = issuer_key.sign(tbs, ec.ECDSA(hashes.SHA256()))
    identifier = certificate["signature_algorithm"].dump()
    return replace(identified, der=_sequence(tbs + identifier + tlv.encode(0x03, b"\x00" + signature)))


@dataclass(frozen=True)
class Signing:
    """How one SignerInfo is made; every field but the first has the value that an honest issuer gives it."""

    identified: Identified
    digest: str = "sha256"
    signature_digest: str = ""
    """Another digest for the signature than for the content."""
    scheme: str = ""
    """``ecdsa``, ``ecdsa-plain``, ``pkcs1``, ``pkcs1-open`` (the identifier leaves the digest open) or ``pss``."""
    attributes: bool = True
    by_key_id: bool = False
    content_type: str = LDS_SECURITY_OBJECT
    second_content_type: str = ""
    message_digest: bytes | None = None
    signing_time: str = ""
    """UTCTime, ``YYMMDDHHMMSSZ``."""
    signed_by: Key | None = None
    signature: bytes | None = None
    sent: Callable[[list[bytes]], list[bytes]] = list
    """What becomes of the attributes, sorted as DER wants them, before they are sent …"""
    covered: Callable[[list[bytes]], list[bytes]] | None = None
    """… and before they are signed, if that is not the same."""
    unsigned: bytes = b""
    algorithm: bytes = b""
    """The AlgorithmIdentifier of the signature as it is told, when it is not the one that was used."""

    def encode(self, content: bytes) -> bytes:
        """The SignerInfo over ``content``."""
        hashed = self.message_digest or hashlib.new(self.digest, content).digest()
        made = self._attributes(hashed) if self.attributes else []
        attributes = b"".join(self.sent(made))
        message = tlv.encode(0x31, b"".join((self.covered or self.sent)(made))) if made else content
        signature = self._sign(message) if self.signature is None else self.signature
        return _sequence(
            tlv.encode(0x02, b"\x03" if self.by_key_id else b"\x01")
            + self._sid()
            + _algorithm(DIGESTS[self.digest][0])
            + (tlv.encode(0xA0, attributes) if attributes else b"")
            + (self.algorithm or self._signature_algorithm())
            + tlv.encode(0x04, signature)
            + (tlv.encode(0xA1, self.unsigned) if self.unsigned else b"")
        )

    def _sid(self) -> bytes:
        certificate = asn1_x509.Certificate.load(self.identified.der)
        if self.by_key_id:
            return tlv.encode(0x80, certificate.key_identifier)
        tbs = certificate["tbs_certificate"]
        return _sequence(tbs["issuer"].dump() + tbs["serial_number"].dump())

    def _attributes(self, hashed: bytes) -> list[bytes]:
        made = [
            attribute(CONTENT_TYPE, tlv.encode(0x06, oid.encode(self.content_type))),
            attribute(MESSAGE_DIGEST, tlv.encode(0x04, hashed)),
        ]
        if self.second_content_type:
            made.append(attribute(CONTENT_TYPE, tlv.encode(0x06, oid.encode(self.second_content_type))))
        if self.signing_time:
            made.append(attribute(SIGNING_TIME, tlv.encode(0x17, self.signing_time.encode())))
        return sorted(made)

    @property
    def _used_scheme(self) -> str:
        return self.scheme or ("pkcs1" if isinstance(self.identified.key, rsa.RSAPrivateKey) else "ecdsa")

    @property
    def _used_digest(self) -> str:
        return self.signature_digest or self.digest

    def _sign(self, message: bytes) -> bytes:
        key = self.signed_by or self.identified.key
        algorithm = DIGESTS[self._used_digest][1]
        if isinstance(key, rsa.RSAPrivateKey):
            pss = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
            return key.sign(message, pss if self._used_scheme == "pss" else padding.PKCS1v15(), algorithm)
        signature = key.sign(message, ec.ECDSA(algorithm))
        if self._used_scheme != "ecdsa-plain":
            return signature
        size = (key.curve.group_order.bit_length() + 7) // 8
        return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(signature))

    def _signature_algorithm(self) -> bytes:
        name = self._used_digest
        order = list(DIGESTS).index(name)
        match self._used_scheme:
            case "ecdsa":
                return _algorithm("1.2.840.10045.4.1" if name == "sha1" else f"1.2.840.10045.4.3.{order}", null=False)
            case "ecdsa-plain":
                return _algorithm(f"0.4.0.127.0.7.1.1.4.1.{order + 1}", null=False)
            case "pkcs1":
                return _algorithm(f"1.2.840.113549.1.1.{(5, 14, 11, 12, 13)[order]}")
            case "pkcs1-open":
                return _algorithm("1.2.840.113549.1.1.1")
            case _:
                return _pss_algorithm(name)


def cms(
    content: bytes,
    signings: Sequence[Signing],
    *,
    certificates: Sequence[bytes] | None = None,
    content_type: str = LDS_SECURITY_OBJECT,
    second_content: bytes = b"",
    version: int = 3,
    signed_content: bytes | None = None,
) -> bytes:
    """A ContentInfo with SignedData; ``signed_content`` is what was signed when ``content`` was put there later."""
    if certificates is None:
        certificates = [signing.identified.der for signing in signings]
    enclosed = b"".join(
        tlv.encode(0xA0, tlv.encode(0x04, one)) for one in ([content, second_content] if second_content else [content])
    )
    signed = _sequence(
        tlv.encode(0x02, bytes((version,)))
        + tlv.encode(0x31, b"".join(_algorithm(DIGESTS[signing.digest][0]) for signing in signings))
        + _sequence(tlv.encode(0x06, oid.encode(content_type)) + enclosed)
        + (tlv.encode(0xA0, b"".join(certificates)) if certificates else b"")
        + tlv.encode(0x31, b"".join(one.encode(signed_content or content) for one in signings))
    )
    return _sequence(tlv.encode(0x06, oid.encode(SIGNED_DATA)) + tlv.encode(0xA0, signed))


def hashed(files: Mapping[ElementaryFile, bytes], digest: str = "sha256") -> list[tuple[int, bytes]]:
    """The entries of the signed list for the data groups among ``files``."""
    numbered = ((data_group_number(file), data) for file, data in files.items())
    return [(number, hashlib.new(digest, data).digest()) for number, data in numbered if number is not None]


def sod(files: Mapping[ElementaryFile, bytes], signing: Signing, *, digest: str = "sha256", version: int = 0) -> bytes:
    """An honest EF.SOD over the data groups among ``files``."""
    algorithm = oid.encode(DIGESTS[digest][0]).hex()
    content = security_object(hashed(files, digest), algorithm, version)
    return tlv.encode(0x77, cms(content, [signing]))


def indefinite(der: bytes) -> bytes:
    """The same ContentInfo with indefinite lengths and its content in two pieces, as some countries' signers write it.

    Certificates and signer infos stay in DER, as they were signed.
    """
    kind, wrapped = tlv.iterate(tlv.parse_one(der).value)
    version, digests, enclosed, certificates, signers = tlv.iterate(tlv.parse_one(wrapped.value).value)
    content_type, content = tlv.iterate(enclosed.value)
    octets = tlv.parse_one(content.value).value
    pieces = tlv.encode(0x04, octets[:10]) + tlv.encode(0x04, octets[10:])
    body = _open(0x30, content_type.encode() + _open(0xA0, _open(0x24, pieces)))
    signed = version.encode() + digests.encode() + body + _open(0xA0, certificates.value) + signers.encode()
    return _open(0x30, kind.encode() + _open(0xA0, _open(0x30, signed)))


def _open(tag: int, value: bytes) -> bytes:
    return bytes((tag, 0x80)) + value + b"\x00\x00"


def _sequence(value: bytes) -> bytes:
    return tlv.encode(0x30, value)


def _algorithm(dotted: str, *, null: bool = True) -> bytes:
    return _sequence(tlv.encode(0x06, oid.encode(dotted)) + (tlv.encode(0x05, b"") if null else b""))


def _pss_algorithm(digest: str) -> bytes:
    dotted, algorithm = DIGESTS[digest]
    mask = _sequence(tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.8")) + _algorithm(dotted))
    parameters = _sequence(
        tlv.encode(0xA0, _algorithm(dotted))
        + tlv.encode(0xA1, mask)
        + tlv.encode(0xA2, tlv.encode(0x02, bytes((algorithm.digest_size,))))
    )
    return _sequence(tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.10")) + parameters)


def attribute(dotted: str, *values: bytes) -> bytes:
    """One attribute of a SignerInfo."""
    return _sequence(tlv.encode(0x06, oid.encode(dotted)) + tlv.encode(0x31, b"".join(values)))


def _explicit(curve: Curve, **wrong: int) -> bytes:
    numbers = {"p": curve.p, "a": curve.a, "b": curve.b, "n": curve.n, "gx": curve.g.x, "gy": curve.g.y} | wrong
    size = (curve.p.bit_length() + 7) // 8
    octets = {name: number.to_bytes(size, "big") for name, number in numbers.items()}
    field = tlv.encode(0x06, oid.encode("1.2.840.10045.1.1")) + _integer(numbers["p"])
    return _sequence(
        tlv.encode(0x02, b"\x01")
        + _sequence(field)
        + _sequence(tlv.encode(0x04, octets["a"]) + tlv.encode(0x04, octets["b"]))
        + tlv.encode(0x04, b"\x04" + octets["gx"] + octets["gy"])
        + _integer(numbers["n"])
        + tlv.encode(0x02, b"\x01")
    )


def _integer(value: int) -> bytes:
    return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _name(country: str, name: str) -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if country:
        attributes.insert(0, x509.NameAttribute(NameOID.COUNTRY_NAME, country))
    return x509.Name(attributes)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, valid: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
    )


def _with(builder: x509.CertificateBuilder, extra: Sequence[Extra]) -> x509.CertificateBuilder:
    for one in extra:
        builder = builder.add_extension(one.value, one.critical)
    return builder


def _sign(builder: x509.CertificateBuilder, key: Key, pss: bool) -> bytes:
    algorithm = hashes.SHA256()
    scheme = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size) if pss else None
    return builder.sign(key, algorithm, rsa_padding=scheme).public_bytes(Encoding.DER)


def _usage(*, sign: bool, certify: bool, revoke: bool | None = None) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certify,
        crl_sign=certify if revoke is None else revoke,
        encipher_only=False,
        decipher_only=False,
    )
