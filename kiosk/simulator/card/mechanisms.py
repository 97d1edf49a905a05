"""The protocols that a chip can announce, by the names that profile files use, with what each identifier stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.reader.crypto import Cipher

ID_PACE = "0.4.0.127.0.7.2.2.4"
ID_CHIP_AUTHENTICATION = "0.4.0.127.0.7.2.2.3"


class NonceMapping(StrEnum):
    """How the nonce becomes a generator (ICAO Doc 9303-11 §4.4.3.3)."""

    GENERIC = "gm"
    INTEGRATED = "im"
    CHIP_AUTHENTICATION = "cam"


@dataclass(frozen=True, slots=True)
class PaceProtocol:
    """One row of ICAO Doc 9303-11 tables 2 and 3; ``family`` is the identifier of its domain parameters' kind."""

    name: str
    oid: str
    family: str
    elliptic: bool
    mapping: NonceMapping
    cipher: Cipher


@dataclass(frozen=True, slots=True)
class ChipAuthenticationProtocol:
    """One row of ICAO Doc 9303-11 tables 5 and 6."""

    name: str
    oid: str
    family: str
    elliptic: bool
    cipher: Cipher


_CIPHERS = {
    1: (Cipher.TDES, "3des"),
    2: (Cipher.AES128, "aes-128"),
    3: (Cipher.AES192, "aes-192"),
    4: (Cipher.AES256, "aes-256"),
}
_MAPPINGS = {
    1: (False, NonceMapping.GENERIC),
    2: (True, NonceMapping.GENERIC),
    3: (False, NonceMapping.INTEGRATED),
    4: (True, NonceMapping.INTEGRATED),
    6: (True, NonceMapping.CHIP_AUTHENTICATION),
}
_AGREEMENTS = {1: False, 2: True}


def _agreement(elliptic: bool) -> str:
    return "ecdh" if elliptic else "dh"


PACE: dict[str, PaceProtocol] = {
    protocol.name: protocol
    for protocol in (
        PaceProtocol(
            f"{_agreement(elliptic)}-{mapping}-{name}",
            f"{ID_PACE}.{arc}.{cipher_arc}",
            f"{ID_PACE}.{arc}",
            elliptic,
            mapping,
            cipher,
        )
        for arc, (elliptic, mapping) in _MAPPINGS.items()
        for cipher_arc, (cipher, name) in _CIPHERS.items()
        if not (mapping is NonceMapping.CHIP_AUTHENTICATION and cipher is Cipher.TDES)
    )
}
"""``dh-gm-3des`` to ``ecdh-cam-aes-256``; chip authentication mapping knows neither DH nor 3DES."""

CHIP_AUTHENTICATION: dict[str, ChipAuthenticationProtocol] = {
    protocol.name: protocol
    for protocol in (
        ChipAuthenticationProtocol(
            f"{_agreement(elliptic)}-{name}",
            f"{ID_CHIP_AUTHENTICATION}.{arc}.{cipher_arc}",
            f"{ID_CHIP_AUTHENTICATION}.{arc}",
            elliptic,
            cipher,
        )
        for arc, elliptic in _AGREEMENTS.items()
        for cipher_arc, (cipher, name) in _CIPHERS.items()
    )
}
"""``dh-3des`` to ``ecdh-aes-256``."""
