"""What the signed files are like: their lists, their algorithms, and who signed them; authorities are no persons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.reader.diagnosis.keys import describe_infos, describe_key, describe_keys
from kiosk.reader.diagnosis.names import certificate_names
from kiosk.reader.lds.security_infos import parse_security_infos
from kiosk.reader.lds.sod import parse_security_object, unwrap_sod
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.passive_auth import authenticate
from kiosk.reader.trust.signatures import SignatureIdentifier
from kiosk.reader.trust.signed_data import SignedData, parse_signed_data

Json = dict[str, Any]


def security_object(reading: ChipReading, at: datetime) -> Json | None:
    """Raises ``ValueError`` where the file is malformed. The signing time, the person's day of issue, is not told."""
    sod = reading.files.get(File.SOD)
    if sod is None:
        return None
    signed = parse_signed_data(unwrap_sod(sod))
    listed = parse_security_object(signed.content)
    outcome = authenticate(reading.files, AnchorSet(), at)
    return {
        "bytes": len(sod),
        "version": listed.version,
        "lds_version": listed.lds_version,
        "hash_algorithm": listed.hash_algorithm,
        "groups": sorted(listed.hashes),
        **_signed(signed),
        "hashes": {"outcome": outcome.hashes.status.value, "reason": outcome.hashes.reason},
        "signature": {"outcome": outcome.sod_signature.status.value, "reason": outcome.sod_signature.reason},
    }


def card_security(data: bytes) -> Json:
    """EF.CardSecurity: what it announces, and its signer; raises ``ValueError`` where it is malformed."""
    signed = parse_signed_data(data)
    infos = parse_security_infos(signed.content, "CardSecurity")
    return {"bytes": len(data), "infos": describe_infos(infos), "keys": describe_keys(infos), **_signed(signed)}


def _signed(signed: SignedData) -> Json:
    return {
        "content_type": signed.content_type,
        "signers": [
            {
                "named_by": "issuer and serial number" if signer.key_id is None else "key identifier",
                "digest": signer.digest,
                "signed_attributes": signer.attributes is not None,
                "signature": _identifier(signer.signature_identifier),
                "signature_bytes": len(signer.signature),
            }
            for signer in signed.signers
        ],
        "certificates": [_certificate(certificate) for certificate in signed.certificates],
    }


def _certificate(certificate: Certificate) -> Json:
    issuer, subject = certificate_names(certificate.der)
    return {
        "subject": subject,
        "issuer": issuer,
        "not_before": certificate.not_before.date().isoformat(),
        "not_after": certificate.not_after.date().isoformat(),
        "signature": _identifier(certificate.signature_identifier),
        "key": describe_key(certificate.spki),
    }


def _identifier(identifier: SignatureIdentifier) -> Json:
    if identifier.pss is None:
        return {"algorithm": identifier.oid}
    pss = identifier.pss
    return {"algorithm": identifier.oid, "digest": pss.digest, "mask": pss.mask_digest, "salt": pss.salt_length}
