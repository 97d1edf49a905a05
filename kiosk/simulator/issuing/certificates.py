"""Certificates of the training authority in the profile of ICAO Doc 9303-12 §7: a CSCA and its document signers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from asn1crypto import algos
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from kiosk.simulator import der
from kiosk.simulator.card.public_key_info import with_explicit_parameters

SigningKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

ID_DOCUMENT_TYPE_LIST = x509.ObjectIdentifier("2.23.136.1.1.6.2")

CRL_ADDRESS = "http://csca.example/{state}.crl"

_SIGNABLE: dict[str, hashes.SHA224 | hashes.SHA256 | hashes.SHA384 | hashes.SHA512] = {
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - documents of the first years are signed with it
    **_SIGNABLE,
}


@dataclass(frozen=True, slots=True)
class SignatureScheme:
    """What an authority signs with: ``curve`` for ECDSA, else RSA with or without PSS. ``digest`` is a hash's name."""

    name: str
    digest: str
    curve: ec.EllipticCurve | None = None
    rsa_bits: int = 0
    pss: bool = False

    @property
    def hash(self) -> hashes.HashAlgorithm:
        return _HASHES[self.digest]

    def new_key(self) -> SigningKey:
        if self.curve is None:
            return rsa.generate_private_key(65537, self.rsa_bits)
        return ec.generate_private_key(self.curve)

    def sign(self, key: SigningKey, data: bytes) -> bytes:
        """A signature as certificates and CMS carry it: ECDSA in DER, RSA at the size of its modulus."""
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(self.hash))
        return key.sign(data, self.padding or padding.PKCS1v15(), self.hash)

    @property
    def padding(self) -> padding.PSS | None:
        return padding.PSS(padding.MGF1(self.hash), self.hash.digest_size) if self.pss else None

    @property
    def algorithm(self) -> algos.SignedDigestAlgorithm:
        """The AlgorithmIdentifier for certificates and SignerInfos (RFC 5754, RFC 4055)."""
        if not self.pss:
            family = "rsa" if self.curve is None else "ecdsa"
            return algos.SignedDigestAlgorithm({"algorithm": f"{self.digest}_{family}"})
        mgf = {"algorithm": "mgf1", "parameters": {"algorithm": self.digest}}
        parameters = {
            "hash_algorithm": {"algorithm": self.digest},
            "mask_gen_algorithm": mgf,
            "salt_length": self.hash.digest_size,
        }
        return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})


SIGNATURE_SCHEMES: dict[str, SignatureScheme] = {
    scheme.name: scheme
    for scheme in (
        SignatureScheme("ecdsa-brainpoolP384r1-sha384", "sha384", ec.BrainpoolP384R1()),
        SignatureScheme("ecdsa-brainpoolP256r1-sha256", "sha256", ec.BrainpoolP256R1()),
        SignatureScheme("ecdsa-brainpoolP512r1-sha512", "sha512", ec.BrainpoolP512R1()),
        SignatureScheme("ecdsa-p224-sha224", "sha224", ec.SECP224R1()),
        SignatureScheme("ecdsa-p256-sha1", "sha1", ec.SECP256R1()),
        SignatureScheme("ecdsa-p256-sha256", "sha256", ec.SECP256R1()),
        SignatureScheme("ecdsa-p384-sha384", "sha384", ec.SECP384R1()),
        SignatureScheme("ecdsa-p521-sha512", "sha512", ec.SECP521R1()),
        SignatureScheme("rsa-2048-sha1", "sha1", rsa_bits=2048),
        SignatureScheme("rsa-2048-sha256", "sha256", rsa_bits=2048),
        SignatureScheme("rsa-3072-sha256", "sha256", rsa_bits=3072),
        SignatureScheme("rsa-4096-sha512", "sha512", rsa_bits=4096),
        SignatureScheme("rsa-pss-2048-sha256", "sha256", rsa_bits=2048, pss=True),
        SignatureScheme("rsa-pss-3072-sha256", "sha256", rsa_bits=3072, pss=True),
        SignatureScheme("rsa-pss-4096-sha512", "sha512", rsa_bits=4096, pss=True),
    )
}


@dataclass(frozen=True, slots=True)
class Country:
    """An issuing state: its code in the MRZ and its code in certificates, which need not be two letters of one word."""

    state: str
    code: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{1,3}", self.state) or not re.fullmatch(r"[A-Z]{2}", self.code):
            raise ValueError("a state has up to three capital letters in the MRZ and two in certificates")

    @property
    def document_types(self) -> tuple[str, ...]:
        """First letters of the MRZ of its documents (ICAO Doc 9303-12 §7.1.1.6)."""
        return ("ID",) if self == VIETNAM else ("P", "I")


VIETNAM = Country("VNM", "VN")


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
    drafted = builder.sign(key, hashes.SHA256() if sha1 else _SIGNABLE[scheme.digest], rsa_padding=scheme.padding)
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
