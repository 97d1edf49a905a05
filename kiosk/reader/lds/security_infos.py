"""SecurityInfos: the protocols that EF.CardAccess and DG14 announce (ICAO Doc 9303-11 §9.2, TR-03110-3 §A.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.reader import oid, tlv
from kiosk.reader.lds.errors import LdsError, parsing

ID_PK_DH = "0.4.0.127.0.7.2.2.1.1"
ID_PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
ID_TERMINAL_AUTHENTICATION = "0.4.0.127.0.7.2.2.2"
ID_CHIP_AUTHENTICATION = "0.4.0.127.0.7.2.2.3"
ID_PACE = "0.4.0.127.0.7.2.2.4"
ID_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"

MAX_INFOS = 64
"""Real chips announce fewer than ten."""
MAX_KEYS = 8
"""Real chips have one or two keys of Chip Authentication; one modulo a prime costs a third of a second to look at."""

_INTEGER, _OID, _SEQUENCE, _SET = 0x02, 0x06, 0x30, 0x31


@dataclass(frozen=True, slots=True)
class PaceInfo:
    """``protocol`` names mapping and cipher; ``parameter_id`` a row of the standardized domain parameters."""

    protocol: str
    version: int
    parameter_id: int | None


@dataclass(frozen=True, slots=True)
class PaceDomainParameterInfo:
    """Explicit domain parameters for PACE as the DER of an AlgorithmIdentifier."""

    protocol: str
    algorithm: bytes = field(repr=False)
    parameter_id: int | None


@dataclass(frozen=True, slots=True)
class ChipAuthenticationInfo:
    """``protocol`` names key agreement and cipher; ``key_id`` which of several keys it is for."""

    protocol: str
    version: int
    key_id: int | None


@dataclass(frozen=True, slots=True)
class ChipAuthenticationPublicKeyInfo:
    """``protocol`` is id-PK-DH or id-PK-ECDH; ``spki`` the DER of a SubjectPublicKeyInfo."""

    protocol: str
    spki: bytes = field(repr=False)
    key_id: int | None


@dataclass(frozen=True, slots=True)
class ActiveAuthenticationInfo:
    """``signature_algorithm`` is the plain ECDSA identifier that names the hash (ICAO Doc 9303-11 §9.2.6)."""

    protocol: str
    version: int
    signature_algorithm: str


@dataclass(frozen=True, slots=True)
class OtherInfo:
    """A SecurityInfo that this program does not use, or whose data do not have the shape of its kind."""

    protocol: str
    der: bytes = field(repr=False)


SecurityInfo = (
    PaceInfo
    | PaceDomainParameterInfo
    | ChipAuthenticationInfo
    | ChipAuthenticationPublicKeyInfo
    | ActiveAuthenticationInfo
    | OtherInfo
)


@dataclass(frozen=True, slots=True)
class SecurityInfos:
    """All of one file, in its order."""

    infos: tuple[SecurityInfo, ...]

    @property
    def pace(self) -> tuple[PaceInfo, ...]:
        return tuple(info for info in self.infos if isinstance(info, PaceInfo))

    @property
    def pace_parameters(self) -> tuple[PaceDomainParameterInfo, ...]:
        return tuple(info for info in self.infos if isinstance(info, PaceDomainParameterInfo))

    @property
    def chip_authentication(self) -> tuple[ChipAuthenticationInfo, ...]:
        return tuple(info for info in self.infos if isinstance(info, ChipAuthenticationInfo))

    @property
    def chip_authentication_keys(self) -> tuple[ChipAuthenticationPublicKeyInfo, ...]:
        """The first ``MAX_KEYS`` of them."""
        return tuple(info for info in self.infos if isinstance(info, ChipAuthenticationPublicKeyInfo))[:MAX_KEYS]

    @property
    def active_authentication(self) -> ActiveAuthenticationInfo | None:
        return next((info for info in self.infos if isinstance(info, ActiveAuthenticationInfo)), None)


def parse_security_infos(der: bytes, file: str = "SecurityInfos") -> SecurityInfos:
    """Parse the DER of ``SecurityInfos ::= SET OF SecurityInfo``; raises ``LdsError`` of ``file``.

    The frame is strict. A single info of unknown kind or odd shape is kept as ``OtherInfo``: one entry that we do
    not understand must not keep us from those that we do.
    """
    with parsing(file):
        items = list(tlv.iterate(tlv.parse_one(der, _SET).value))
        if len(items) > MAX_INFOS:
            raise LdsError(f"{file}: more than {MAX_INFOS} infos")
        return SecurityInfos(tuple(_info(item, file) for item in items))


def _info(item: tlv.Tlv, file: str) -> SecurityInfo:
    parts = list(tlv.iterate(item.value)) if item.tag == _SEQUENCE else []
    if not parts or parts[0].tag != _OID:
        raise LdsError(f"{file}: an info does not start with its protocol")
    try:
        protocol = oid.decode(parts[0].value)
        known = _known(protocol, parts[1], parts[2] if len(parts) == 3 else None) if len(parts) in (2, 3) else None
    except oid.OidError as error:
        raise LdsError(f"{file}: {error}") from error
    return known or OtherInfo(protocol, item.encode())


def _known(protocol: str, required: tlv.Tlv, optional: tlv.Tlv | None) -> SecurityInfo | None:
    """The info of its kind, or ``None`` when the kind is unknown or the data do not fit it."""
    version = _number(required)
    if protocol == ID_ACTIVE_AUTHENTICATION:
        if version is None or optional is None or optional.tag != _OID:
            return None
        return ActiveAuthenticationInfo(protocol, version, oid.decode(optional.value))
    number = _number(optional)
    if optional is not None and number is None:
        return None
    structured = required.tag == _SEQUENCE
    if protocol in (ID_PK_DH, ID_PK_ECDH):
        return ChipAuthenticationPublicKeyInfo(protocol, required.encode(), number) if structured else None
    # Two arcs below id-PACE name mapping and cipher; one names the mapping, of which these are the domain parameters.
    if _arcs_below(ID_PACE, protocol) == 1 and structured:
        return PaceDomainParameterInfo(protocol, required.encode(), number)
    if _arcs_below(ID_PACE, protocol) == 2 and version is not None:
        return PaceInfo(protocol, version, number)
    if _arcs_below(ID_CHIP_AUTHENTICATION, protocol) == 2 and version is not None:
        return ChipAuthenticationInfo(protocol, version, number)
    return None


def _arcs_below(parent: str, protocol: str) -> int:
    return protocol[len(parent) :].count(".") if protocol.startswith(parent + ".") else 0


def _number(item: tlv.Tlv | None) -> int | None:
    """A small INTEGER that is not negative, or ``None``."""
    if item is None or item.tag != _INTEGER or not 1 <= len(item.value) <= 4 or item.value[0] & 0x80:
        return None
    return int.from_bytes(item.value, "big")
