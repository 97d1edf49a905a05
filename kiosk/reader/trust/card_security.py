"""EF.CardSecurity and the clone proof that rests on it: PACE-CAM (ICAO Doc 9303-11 §4.4.3.5, §9.2.11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.domain.authenticity import AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ChipReading, ElementaryFile
from kiosk.reader.emrtd import pace_cam
from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.chain import check_chain
from kiosk.reader.trust.cms import check_signature
from kiosk.reader.trust.passive_auth import PassiveAuthentication, document_of
from kiosk.reader.trust.reasons import CheckReason, failed, not_done
from kiosk.reader.trust.signed_data import parse_signed_data

SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"
"""id-SecurityObject: the content type of EF.CardSecurity (BSI TR-03110-3 A.1.2.5)."""

_TRUSTED = {AuthenticityState.CHAIN_TRUSTED, AuthenticityState.CHAIN_TRUSTED_EXPIRED, AuthenticityState.DS_PINNED}


def check_pace_cam(
    reading: ChipReading,
    passive: PassiveAuthentication,
    trust: TrustAnchors,
    at: datetime,
    issuing_state: str | None = None,
) -> DocumentCheck:
    """Whether the chip proved by PACE that it holds the private key of EF.CardSecurity, and that file is the issuer's.

    Anybody can sign an EF.CardSecurity with a key of their own: its signer counts only when it is the signer of
    EF.SOD or leads to an installed anchor. A copy of a genuine card beside a key of the forger's would pass otherwise.
    ``issuing_state`` is as ``authenticate`` takes it.
    """
    evidence = reading.pace_cam
    if evidence is None:
        return DocumentCheck(CheckStatus.NOT_SUPPORTED, CheckReason.MAPPING_NOT_USED.value)
    if passive.signer is None or passive.listed is None:
        return not_done(CheckReason.SOD_NOT_VERIFIED)
    data = reading.files.get(ElementaryFile.CARD_SECURITY)
    if data is None:
        return not_done(CheckReason.CARD_SECURITY_MISSING)
    try:
        signed = parse_signed_data(data)
    except Asn1Error:
        return failed(CheckReason.CARD_SECURITY_MALFORMED)
    signature = check_signature(signed, SECURITY_OBJECT)
    if signature.check.status is not CheckStatus.PASSED or signature.certificate is None:
        return DocumentCheck(signature.check.status, f"card-security-{signature.check.reason}")
    signer = signature.certificate
    if not _same(signer, passive.signer):
        document = document_of(reading.files)
        if issuing_state is not None:
            document = replace(document, issuing_state=issuing_state)
        chain = check_chain(signer, trust, at, signature.signing_time, document)
        for line in (chain.check, chain.revocation):
            if line.status is CheckStatus.FAILED:
                return failed(f"card-security-{line.reason}")
        if chain.state not in _TRUSTED:
            return not_done(CheckReason.CARD_SECURITY_SIGNER_UNKNOWN)
    return pace_cam.verify(signed.content, evidence)


def _same(one: Certificate, other: Certificate) -> bool:
    return one.fingerprint == other.fingerprint
