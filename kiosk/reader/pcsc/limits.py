"""What a reader says of itself: whether it passes APDUs of extended length (PC/SC part 10)."""

from __future__ import annotations

from dataclasses import dataclass

FEATURE_REQUEST = 3400  # CM_IOCTL_GET_FEATURE_REQUEST, PC/SC part 10 §2.2
FEATURE_TLV_PROPERTIES = 0x12
PROPERTY_MAX_APDU_DATA = 0x0A  # dwMaxAPDUDataSize
SHORT_DATA = 256


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """``max_apdu_data`` is the number of data bytes that the reader passes, 0 for short APDUs only; None: not told."""

    max_apdu_data: int | None = None

    @property
    def extended(self) -> bool | None:
        """Whether extended length may be used; None where only a probe can tell."""
        return None if self.max_apdu_data is None else self.max_apdu_data > SHORT_DATA


def properties_control_code(features: bytes) -> int | None:
    """The control code of GET_TLV_PROPERTIES in the answer to a feature request: tag, length 4, big-endian code."""
    value = _find(features, FEATURE_TLV_PROPERTIES)
    return int.from_bytes(value, "big") if value is not None and len(value) == 4 else None


def limits_of(properties: bytes) -> ReaderLimits:
    """The limits in the answer to GET_TLV_PROPERTIES; its numbers are little-endian."""
    value = _find(properties, PROPERTY_MAX_APDU_DATA)
    return ReaderLimits(int.from_bytes(value, "little") if value is not None and 1 <= len(value) <= 4 else None)


def _find(raw: bytes, wanted: int) -> bytes | None:
    """The value of one tag in a list of one-byte tags and lengths; what is cut off at the end does not count."""
    at = 0
    while at + 2 <= len(raw):
        tag, size = raw[at], raw[at + 1]
        value = raw[at + 2 : at + 2 + size]
        if tag == wanted and len(value) == size:
            return value
        at += 2 + size
    return None
