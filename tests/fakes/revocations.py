"""Revocation lists for tests: honest ones, and ones that are wrong, stale or limited in every way that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from asn1crypto import crl as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.reader import tlv
from tests.fakes.issuer import NOW, Extra, Identified, Key

UNKNOWN_CRITICAL = Extra.raw("1.3.6.1.4.1.99999.1", b"\x05\x00", critical=True)
DELTA = Extra(x509.DeltaCRLIndicator(7), critical=True)


def scope(**limits: bool) -> Extra:
    """An issuing distribution point with these limits of RFC 5280 §5.2.5."""
    asked = {"only_contains_user_certs": False, "only_contains_ca_certs": False, "indirect_crl": False}
    address = [x509.UniformResourceIdentifier("http://csca.example/crl")]
    point = x509.IssuingDistributionPoint(
        full_name=address, relative_name=None, only_some_reasons=None, only_contains_attribute_certs=False,
        **asked | limits,
    )  # fmt: skip
    return Extra(point, critical=True)


def some_reasons() -> Extra:
    point = x509.IssuingDistributionPoint(
        full_name=None, relative_name=None, only_contains_user_certs=False, only_contains_ca_certs=False,
        indirect_crl=False, only_contains_attribute_certs=False,
        only_some_reasons=frozenset({x509.ReasonFlags.key_compromise}),
    )  # fmt: skip
    return Extra(point, critical=True)


def revocation_list(
    issuer: Identified,
    revoked: Sequence[Identified] = (),
    *,
    signing_key: Key | None = None,
    age: timedelta = timedelta(days=1),
    lasts: timedelta | None = timedelta(days=30),
    extra: Sequence[Extra] = (),
    entry_extra: Sequence[Extra] = (),
    number: int | None = 7,
) -> bytes:
    """A CertificateList that was made ``age`` ago; ``lasts`` is ``None`` for one that does not say until when."""
    made = NOW - age
    key = signing_key or issuer.key
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject).last_update(made)
    builder = builder.next_update(made + (lasts or timedelta(days=1)))
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = builder.add_extension(identifier, critical=False)
    if number is not None:
        builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    for one in extra:
        builder = builder.add_extension(one.value, one.critical)
    for certificate in revoked:
        builder = builder.add_revoked_certificate(_entry(certificate, made, entry_extra))
    made_list = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    return made_list if lasts is not None else _without_next_update(made_list, key)


def _entry(certificate: Identified, at: datetime, extra: Sequence[Extra]) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(certificate.certificate.serial_number).revocation_date(at)
    for one in extra:
        builder = builder.add_extension(one.value, one.critical)
    return builder.build()


def _without_next_update(der: bytes, key: Key) -> bytes:
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    parsed = asn1.CertificateList.load(der)
    fields = [item.encode() for item in tlv.iterate(tlv.parse_one(parsed["tbs_cert_list"].dump()).value)]
    del fields[4]
    tbs = tlv.encode(0x30, b"".join(fields))
    signature = tlv.encode(0x03, b"\x00" + key.sign(tbs, ec.ECDSA(hashes.SHA256())))
    return tlv.encode(0x30, tbs + parsed["signature_algorithm"].dump() + signature)
