"""EF.SOD: the hashes of the data groups, signed by the document signer (ICAO Doc 9303-10 §4.6.2, 9303-12 §8)."""

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
from kiosk.simulator.authority import TestAuthority

ID_LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
ID_SHA256 = "2.16.840.1.101.3.4.2.1"


def lds_security_object(hashes: Mapping[int, bytes]) -> bytes:
    """Version 0, for LDS 1.7: SHA-256 hashes by data group number, in ascending order."""
    listed = [der.sequence(der.integer(group), der.octet_string(hashes[group])) for group in sorted(hashes)]
    algorithm = der.sequence(der.object_identifier(ID_SHA256), der.null())
    return der.sequence(der.integer(0), algorithm, der.sequence(*listed))


def security_object(groups: Mapping[int, bytes], authority: TestAuthority, signed_at: datetime) -> bytes:
    """The whole file over the contents of the data groups; ``signed_at`` is stated as the signing time (aware)."""
    content = lds_security_object({group: hashlib.sha256(data).digest() for group, data in groups.items()})
    return tlv.encode(CATALOGUE[ElementaryFile.SOD].tag, _signed_data(content, authority, signed_at))


def _signed_data(content: bytes, authority: TestAuthority, signed_at: datetime) -> bytes:
    """CMS SignedData with one signer, named by issuer and serial number (RFC 5652 §5)."""
    scheme = authority.scheme
    certificate = asn1.Certificate.load(authority.signer)
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [ID_LDS_SECURITY_OBJECT]},
            {"type": "signing_time", "values": [cms.Time({"utc_time": signed_at})]},
            {"type": "message_digest", "values": [hashlib.new(scheme.digest, content).digest()]},
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
            "encap_content_info": {"content_type": ID_LDS_SECURITY_OBJECT, "content": content},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
