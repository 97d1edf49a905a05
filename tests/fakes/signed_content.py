"""A content, a forged one, who may sign it, and the check of such a message as that of an EF.SOD."""

from __future__ import annotations

from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT
from kiosk.reader.trust.cms import SignatureCheck, check_signature
from kiosk.reader.trust.signed_data import parse_signed_data
from tests.fakes.issuer import csca, rsa_key, signer

ROOT = csca()
EC, RSA = signer(ROOT), signer(ROOT, rsa_key())
CONTENT, FORGED = b"\x30\x03\x02\x01\x00", b"\x30\x03\x02\x01\x01"
ID_DATA = "1.2.840.113549.1.7.1"


def check(der: bytes) -> SignatureCheck:
    return check_signature(parse_signed_data(der), LDS_SECURITY_OBJECT)
