"""The ways of Chip Authentication that a chip announces in DG14, best first (ICAO Doc 9303-11 §9.2.5 to §9.2.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipAuthentication
from kiosk.reader.crypto import Cipher
from kiosk.reader.lds.dg14 import parse_dg14
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.security_infos import (
    ID_CHIP_AUTHENTICATION,
    ChipAuthenticationInfo,
    ChipAuthenticationPublicKeyInfo,
    OtherInfo,
    SecurityInfos,
)
from kiosk.reader.public_keys import (
    DhPublicKey,
    EcPublicKey,
    PublicKeyError,
    UnknownCurveError,
    load_key_agreement_key,
)

_DH, _ECDH = f"{ID_CHIP_AUTHENTICATION}.1", f"{ID_CHIP_AUTHENTICATION}.2"
PROTOCOLS: dict[str, tuple[Cipher, str]] = {
    f"{_ECDH}.4": (Cipher.AES256, "ECDH-AES-CBC-CMAC-256"),
    f"{_ECDH}.3": (Cipher.AES192, "ECDH-AES-CBC-CMAC-192"),
    f"{_ECDH}.2": (Cipher.AES128, "ECDH-AES-CBC-CMAC-128"),
    f"{_DH}.4": (Cipher.AES256, "DH-AES-CBC-CMAC-256"),
    f"{_DH}.3": (Cipher.AES192, "DH-AES-CBC-CMAC-192"),
    f"{_DH}.2": (Cipher.AES128, "DH-AES-CBC-CMAC-128"),
    f"{_ECDH}.1": (Cipher.TDES, "ECDH-3DES-CBC-CBC"),
    f"{_DH}.1": (Cipher.TDES, "DH-3DES-CBC-CBC"),
}
"""By object identifier, best first."""

VERSIONS = (1, 2)
"""Version 3 needs pseudonymous signatures, which no travel document has. Version 2 comes after 1, because most chips
want Terminal Authentication before it."""


class Form(Enum):
    """The commands that carry our key."""

    SET_KAT = "MSE:Set KAT"
    SET_AT = "MSE:Set AT, GENERAL AUTHENTICATE"


@dataclass(frozen=True, slots=True)
class Way:
    """One key of the chip, the protocol to use it by, and the commands to do so."""

    protocol: str
    key: EcPublicKey | DhPublicKey = field(repr=False)
    key_id: int | None
    version: int = 1
    form: Form = Form.SET_AT

    @property
    def cipher(self) -> Cipher:
        return PROTOCOLS[self.protocol][0]

    @property
    def mechanism(self) -> str:
        parameters = self.key.curve if isinstance(self.key, EcPublicKey) else self.key.group
        return f"{PROTOCOLS[self.protocol][1]} {parameters.name}" + (" v2" if self.version == 2 else "")


def ways(dg14: bytes) -> tuple[Way, ...] | ChipAuthentication:
    """What DG14 announces and this program can do, best first; if there is nothing, the outcome that says why."""
    try:
        infos = parse_dg14(dg14)
    except LdsError:
        return ChipAuthentication(CheckStatus.NOT_DONE, reason="dg14-malformed")
    if not infos.chip_authentication_keys:
        return ChipAuthentication(CheckStatus.NOT_SUPPORTED, reason="not-announced")
    found: list[Way] = []
    outcome = ChipAuthentication(CheckStatus.NOT_SUPPORTED, reason="protocol-not-supported")
    for info in infos.chip_authentication_keys:
        try:
            key = load_key_agreement_key(info.spki)
        except UnknownCurveError:
            outcome = ChipAuthentication(CheckStatus.NOT_SUPPORTED, reason="curve-not-supported")
        except PublicKeyError:
            outcome = ChipAuthentication(CheckStatus.NOT_DONE, reason="key-malformed")
        else:
            found += _ways_of(info, key, infos)
    best = list(PROTOCOLS)
    # The sort is stable: MSE:Set KAT stays before MSE:Set AT.
    return tuple(sorted(found, key=lambda way: (way.version, best.index(way.protocol)))) or outcome


def _ways_of(
    info: ChipAuthenticationPublicKeyInfo, key: EcPublicKey | DhPublicKey, infos: SecurityInfos
) -> Iterator[Way]:
    kind = _ECDH if isinstance(key, EcPublicKey) else _DH
    for announced in _announced(info, infos, kind):
        protocol, version = announced.protocol, announced.version
        if protocol not in PROTOCOLS or not protocol.startswith(kind + ".") or version not in VERSIONS:
            continue
        if PROTOCOLS[protocol][0] is Cipher.TDES and version == 1:
            yield Way(protocol, key, info.key_id, version, Form.SET_KAT)
        # Some chips take MSE:Set AT even where the standard asks for MSE:Set KAT (9303-11 §8.5, note 1).
        yield Way(protocol, key, info.key_id, version, Form.SET_AT)


def _announced(info: ChipAuthenticationPublicKeyInfo, infos: SecurityInfos, kind: str) -> list[ChipAuthenticationInfo]:
    """The protocols announced for this key; a key without any is for 3DES (TR-03110-3 §A.1.1.1).

    A number that only one side of a single pair carries is no contradiction. Where something is announced in a form
    that is not known here, 3DES would be a guess, and a genuine chip that fails at it would pass for a clone.
    """
    single = len(infos.chip_authentication_keys) == 1
    found = [one for one in infos.chip_authentication if single or one.key_id in (None, info.key_id)]
    unknown = any(isinstance(one, OtherInfo) and one.protocol.startswith(ID_CHIP_AUTHENTICATION) for one in infos.infos)
    return found or ([] if unknown else [ChipAuthenticationInfo(f"{kind}.1", 1, None)])
