"""What the document signer signs: EF.SOD over the hashes of the data groups, and EF.CardSecurity over SecurityInfos."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from asn1crypto import cms
from asn1crypto import x509 as asn1

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader import tlv
from kiosk.reader.lds.catalogue import CATALOGUE
from kiosk.simulator import der
from kiosk.simulator.issuing.authority import TestAuthority

ID_LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
ID_SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"

_HASH_IDS = {
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}

_VERSION_1 = "0108"
"""The LDS version from which the security object says the version itself (ICAO Doc 9303-10 §4.6.2.1)."""


def lds_security_object(hashes: Mapping[int, bytes], digest: str = "sha256", lds_version: str = "0107") -> bytes:
    """Hashes by data group number, in ascending order; version 1 with LDS 1.8, version 0 before."""
    listed = [der.sequence(der.integer(group), der.octet_string(hashes[group])) for group in sorted(hashes)]
    algorithm = der.sequence(der.object_identifier(_HASH_IDS[digest]), der.null())
    if lds_version != _VERSION_1:
        return der.sequence(der.integer(0), algorithm, der.sequence(*listed))
    versions = der.sequence(der.printable_string(lds_version), der.printable_string("040000"))
    return der.sequence(der.integer(1), algorithm, der.sequence(*listed), versions)


def security_object(
    groups: Mapping[int, bytes],
    authority: TestAuthority,
    signed_at: datetime,
    *,
    digest: str = "sha256",
    lds_version: str = "0107",
) -> bytes:
    """EF.SOD over the contents of the data groups; ``signed_at`` is stated as the signing time (aware)."""
    hashes = {group: hashlib.new(digest, data, usedforsecurity=False).digest() for group, data in groups.items()}
    content = lds_security_object(hashes, digest, lds_version)
    signed = signed_data(content, ID_LDS_SECURITY_OBJECT, authority, signed_at)
    return tlv.encode(CATALOGUE[ElementaryFile.SOD].tag, signed)


def card_security(security_infos: bytes, authority: TestAuthority, signed_at: datetime) -> bytes:
    """EF.CardSecurity (ICAO Doc 9303-10 §3.11.4)."""
    return signed_data(security_infos, ID_SECURITY_OBJECT, authority, signed_at)


def signed_data(content: bytes, content_type: str, authority: TestAuthority, signed_at: datetime) -> bytes:
    """CMS SignedData with one signer, named by issuer and serial number (RFC 5652 §5)."""
    scheme = authority.scheme
    certificate = asn1.Certificate.load(authority.signer)
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [content_type]},
            {"type": "signing_time", "values": [cms.Time({"utc_time": signed_at})]},
            {"type": "message_digest", "values": [hashlib.new(scheme.digest, content, usedforsecurity=False).digest()]},
        ]
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": {
                        "issuer": certificate.issuer,
                        "serial_number": certificate.serial_number,
                    }
                }
            ),
            "digest_algorithm": {"algorithm": scheme.digest},
            "signed_attrs": attributes,
            "signature_algorithm": scheme.algorithm,
            # Signed is the SET OF itself, not its implicit tag in the SignerInfo (RFC 5652 §5.4).
            "signature": authority.sign(attributes.dump()),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": scheme.digest}],
            "encap_content_info": {"content_type": content_type, "content": content},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
