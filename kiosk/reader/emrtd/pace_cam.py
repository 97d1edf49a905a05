"""PACE with chip authentication mapping as a proof that the chip is no clone (ICAO Doc 9303-11 §4.4.3.5).

The chip shows that the key of its mapping step comes from its static private key, whose public half stands in
EF.CardSecurity. PACE yields the evidence; ``verify`` judges it, needs no chip and may be repeated later.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import PaceCam
from kiosk.reader.crypto import cbc_decrypt, encrypt_block, unpad
from kiosk.reader.domain_parameters import ElementError
from kiosk.reader.emrtd.secure_messaging import SessionKeys
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.security_infos import SecurityInfos, parse_security_infos
from kiosk.reader.public_keys import EcPublicKey, PublicKeyError, UnknownCurveError, load_ec


def decrypt(keys: SessionKeys, encrypted: bytes) -> bytes:
    """The chip authentication data out of DO'8A' (§4.4.3.5.4); empty where there are none that decrypt."""
    cipher = keys.cipher
    iv = encrypt_block(cipher, keys.enc, b"\xff" * cipher.block_size)
    try:
        return unpad(cbc_decrypt(cipher, keys.enc, iv, encrypted))
    except ValueError:
        return b""


def verify(security_infos: bytes, evidence: PaceCam | None) -> DocumentCheck:
    """Judge the evidence by the keys in ``security_infos``, the DER that EF.CardSecurity signs.

    Never raises; whether EF.CardSecurity is genuine is passive authentication's answer. A chip that took the mapping up
    and did not prove it fails, as one whose proof is wrong.
    """
    if evidence is None:
        return DocumentCheck(CheckStatus.NOT_DONE, "not-asked")
    try:
        infos = parse_security_infos(security_infos, "CardSecurity")
        keys = list(_keys(infos, evidence.parameter_id))
    except LdsError:
        return DocumentCheck(CheckStatus.NOT_DONE, "card-security-malformed")
    except UnknownCurveError:
        return DocumentCheck(CheckStatus.NOT_SUPPORTED, "curve-not-supported")
    except PublicKeyError:
        return DocumentCheck(CheckStatus.NOT_DONE, "key-malformed")
    if not keys:
        return DocumentCheck(CheckStatus.NOT_DONE, "key-not-listed")
    if not evidence.data:
        return DocumentCheck(CheckStatus.FAILED, "refused-by-chip")
    if any(_holds(key, evidence) for key in keys):
        return DocumentCheck(CheckStatus.PASSED)
    return DocumentCheck(CheckStatus.FAILED, "mapping-wrong")


def _keys(infos: SecurityInfos, parameter_id: int | None) -> Iterator[EcPublicKey]:
    """The keys for the mapping: those whose id is that of the domain parameters (§9.2.1), or a single one without."""
    listed = infos.chip_authentication_keys
    for info in listed:
        if info.key_id == parameter_id or (info.key_id is None and len(listed) == 1):
            yield load_ec(info.spki)


def _holds(key: EcPublicKey, evidence: PaceCam) -> bool:
    """Whether ``CA · PK`` is the chip's key of the mapping (§4.4.3.5.2)."""
    data = int.from_bytes(evidence.data, "big")
    try:
        mapping_key = key.curve.decode_point(evidence.mapping_key)
        return 0 < data < key.curve.n and key.curve.multiply(data, key.point) == mapping_key
    except ElementError:
        return False
