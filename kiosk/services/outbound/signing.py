"""Signatures on webhooks as Standard Webhooks 1.0.0 has them, for which receivers find libraries in every language."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

from kiosk.domain.faults import Fault, FaultCode

PREFIX = "whsec_"
KEY_BYTES = (24, 64)


def signing_key(secret: str) -> bytes:
    """``whsec_`` and 24 to 64 bytes in base64; raises ``Fault(SETTINGS_MALFORMED)``."""
    problem = Fault(FaultCode.SETTINGS_MALFORMED, "webhook.secret_file: whsec_ and 24 to 64 bytes in base64")
    if not secret.startswith(PREFIX):
        raise problem
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise problem from None
    if not KEY_BYTES[0] <= len(key) <= KEY_BYTES[1]:
        raise problem
    return key


def signed_headers(key: bytes, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """HMAC-SHA256 over ``id.timestamp.body``: who holds the key knows who sent the body, which one it is, and when."""
    timestamp = str(int(at.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")
    return {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}
