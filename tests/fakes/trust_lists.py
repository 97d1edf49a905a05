"""Files that an operator could import, made of the certificates of `tests.fakes.issuer`: lists, LDIF, ZIP, CRLs."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import serialize_certificates

from kiosk.reader import oid, tlv
from kiosk.reader.trust.deviation_list import DEVIATION_LIST, DEVIATION_LIST_SIGNING_KEY
from kiosk.reader.trust.master_list import CSCA_MASTER_LIST, MASTER_LIST_SIGNING_KEY
from tests.fakes.issuer import NOW, Identified, Signing, cms, ec_key, signer

UPDATED, NEXT = datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)


def list_signer(issuer: Identified, purpose: str | None = MASTER_LIST_SIGNING_KEY) -> Identified:
    """A certificate for signing lists; ``None`` leaves the extended key usage out."""
    plain = signer(issuer, ec_key("list signer"), name="Master List Signer")
    if purpose is None:
        return plain
    known = plain.certificate
    builder = (
        x509.CertificateBuilder()
        .subject_name(known.subject)
        .issuer_name(known.issuer)
        .public_key(known.public_key())
        .serial_number(known.serial_number)
        .not_valid_before(known.not_valid_before_utc)
        .not_valid_after(known.not_valid_after_utc)
        .add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(purpose)]), critical=True)
    )
    for extension in known.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    return Identified(plain.key, builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER))


def master_list(
    entries: Iterable[bytes], by: Identified, *, beside: Sequence[Identified] = (), **changed: bytes
) -> bytes:
    """An ICAO master list; ``beside`` are further certificates in the CMS, ``changed`` goes to ``cms``."""
    return cms(
        listed_content(*entries),
        [Signing(by, content_type=CSCA_MASTER_LIST)],
        content_type=CSCA_MASTER_LIST,
        certificates=[by.der, *(one.der for one in beside)],
        **changed,  # type: ignore[arg-type]
    )


def listed_content(*entries: bytes) -> bytes:
    """What a master list signs."""
    return tlv.encode(0x30, tlv.encode(0x02, b"\x00") + tlv.encode(0x31, b"".join(entries)))


def deviations(*descriptions: tuple[str, str]) -> bytes:
    """The content of a deviation list: a type and the issuer's words each."""
    documents = tlv.encode(0x30, tlv.encode(0x80, b"ID"))
    listed = (
        tlv.encode(0x30, tlv.encode(0x13, words.encode()) + tlv.encode(0x06, oid.encode(kind)))
        for kind, words in descriptions
    )
    deviation = tlv.encode(0x30, documents + tlv.encode(0x31, b"".join(listed)))
    return tlv.encode(0x30, tlv.encode(0x02, b"\x00") + tlv.encode(0x31, deviation))


def deviation_list(issuer: Identified, content: bytes) -> bytes:
    by = list_signer(issuer, DEVIATION_LIST_SIGNING_KEY)
    return cms(content, [Signing(by, content_type=DEVIATION_LIST)], content_type=DEVIATION_LIST)


def bag(*certificates: Identified) -> bytes:
    """PKCS #7 in DER."""
    return serialize_certificates([one.certificate for one in certificates], Encoding.DER)


def revocation_list(
    issuer: Identified,
    *serials: int,
    updated: datetime = UPDATED,
    following: datetime = NEXT,
    signing_key: Identified | None = None,
) -> bytes:
    """A CRL in DER; ``signing_key`` is somebody else's to make a forged one."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(updated)
        .next_update(following)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(int(updated.timestamp())), critical=False)
    )
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(updated).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign((signing_key or issuer).key, hashes.SHA256()).public_bytes(Encoding.DER)


def pem(der: bytes, label: str = "CERTIFICATE") -> bytes:
    return f"-----BEGIN {label}-----\n".encode() + base64.encodebytes(der) + f"-----END {label}-----\n".encode()


def ldif(*values: tuple[str, bytes]) -> bytes:
    """Records of one binary attribute each, their base64 folded as RFC 2849 has it."""
    records = (
        f"dn: cn={number},dc=data,dc=download\nobjectClass: top\n{name}:: ".encode() + _folded(value) + b"\n\n"
        for number, (name, value) in enumerate(values)
    )
    return b"version: 1\n\n# a collection\n" + b"".join(records)


def _folded(value: bytes) -> bytes:
    text = base64.b64encode(value)
    return b"\n ".join(text[at : at + 60] for at in range(0, len(text), 60))


def archive(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(zipfile.ZipInfo(name, NOW.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
