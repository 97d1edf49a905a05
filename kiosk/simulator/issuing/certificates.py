"""Certificates of the training authority in the profile of ICAO Doc 9303-12 §7: a CSCA and its document signers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from kiosk.simulator import der
from kiosk.simulator.card.country import Country
from kiosk.simulator.card.public_key_info import with_explicit_parameters
from kiosk.simulator.card.signature_scheme import SIGNABLE, SignatureScheme, SigningKey

ID_DOCUMENT_TYPE_LIST = x509.ObjectIdentifier("2.23.136.1.1.6.2")

CRL_ADDRESS = "http://csca.example/{state}.crl"


@dataclass(frozen=True, slots=True)
class Validity:
    """From the beginning of ``first`` to the end of ``last``; the key signs until the end of ``signs_until``. UTC."""

    first: date
    last: date
    signs_until: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time.min, UTC)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last, time(23, 59, 59), UTC)

    @property
    def signing_ends(self) -> datetime:
        return datetime.combine(self.signs_until, time(23, 59, 59), UTC)


def csca_certificate(
    scheme: SignatureScheme, country: Country, key: SigningKey, validity: Validity, *, explicit: bool
) -> bytes:
    """A self-signed root in DER."""
    subject = _name(country, f"CSCA Training {country.state}")
    builder = _builder(country, subject, subject, key, validity)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_usage(certificates=True), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
    )
    return _signed(builder, scheme, key, explicit=explicit)


def signer_certificate(
    scheme: SignatureScheme,
    country: Country,
    csca: bytes,
    csca_key: SigningKey,
    key: SigningKey,
    validity: Validity,
    *,
    explicit: bool,
) -> bytes:
    """A document signer's certificate under ``csca``, in DER."""
    issuer = x509.load_der_x509_certificate(csca)
    builder = _builder(country, _name(country, "Document Signer Training 1"), issuer.subject, key, validity)
    builder = builder.add_extension(_key_usage(certificates=False), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(csca_key.public_key()), critical=False
    )
    types = der.sequence(der.integer(0), der.set_of(*map(der.printable_string, country.document_types)))
    builder = builder.add_extension(x509.UnrecognizedExtension(ID_DOCUMENT_TYPE_LIST, types), critical=False)
    return _signed(builder, scheme, csca_key, explicit=explicit)


def _builder(
    country: Country, subject: x509.Name, issuer: x509.Name, key: SigningKey, validity: Validity
) -> x509.CertificateBuilder:
    """What root and signer have in common (ICAO Doc 9303-12 tables 4 and 5)."""
    usage = x509.PrivateKeyUsagePeriod(validity.begins, validity.signing_ends)
    state = x509.Name([x509.NameAttribute(NameOID.LOCALITY_NAME, country.state)])
    contact: list[x509.GeneralName] = [x509.RFC822Name("csca@training.example"), x509.DirectoryName(state)]
    address = x509.UniformResourceIdentifier(CRL_ADDRESS.format(state=country.state))
    crl = x509.DistributionPoint([address], None, None, None)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.begins)
        .not_valid_after(validity.ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(usage, critical=False)
        .add_extension(x509.SubjectAlternativeName(contact), critical=False)
        .add_extension(x509.IssuerAlternativeName(contact), critical=False)
        .add_extension(x509.CRLDistributionPoints([crl]), critical=False)
    )


def _signed(builder: x509.CertificateBuilder, scheme: SignatureScheme, key: SigningKey, *, explicit: bool) -> bytes:
    sha1 = scheme.digest == "sha1"
    drafted = builder.sign(key, hashes.SHA256() if sha1 else SIGNABLE[scheme.digest], rsa_padding=scheme.padding)
    encoded = drafted.public_bytes(Encoding.DER)
    if not explicit and not sha1:
        return encoded
    # `cryptography` writes neither explicit curve parameters nor SHA-1: put them in and sign again.
    body = asn1.Certificate.load(encoded)["tbs_certificate"]
    body["signature"] = scheme.algorithm
    if explicit:
        spki = drafted.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        body["subject_public_key_info"] = asn1.PublicKeyInfo.load(with_explicit_parameters(spki))
    again = {
        "tbs_certificate": body,
        "signature_algorithm": scheme.algorithm,
        "signature_value": scheme.sign(key, body.dump(force=True)),
    }
    return bytes(asn1.Certificate(again).dump())


def _name(country: Country, common_name: str) -> x509.Name:
    """The country in capitals as ICAO Doc 9303-12 §7.1.1.1 wants it; everything says that this is no real authority."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country.code),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Training mode, not an authority"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _key_usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )
