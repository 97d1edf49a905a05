"""EF.ATR/INFO: what the card can do, and how long commands and responses may be (ISO/IEC 7816-4, ICAO 9303-10 §3.11.1).

The file is neither signed nor complete on most cards: everything in it is a hint for the first try.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.reader.lds.data_elements import ElementError, Table, read_elements
from kiosk.reader.lds.errors import parsing
from kiosk.reader.lds.interindustry import data_objects
from kiosk.reader.tlv import Tlv, TlvError, iterate

_INTEGER = 0x02


@dataclass(frozen=True, slots=True)
class CardCapabilities:
    """One to three software function bytes, of data object 47 or of the historical bytes (7x in COMPACT-TLV).

    A byte that is missing says no. Bits are counted from 8 down to 1, as in the standard's tables.
    """

    functions: bytes

    @property
    def extended_length(self) -> bool:
        """Whether extended Lc and Le fields are understood."""
        return self._bit(3, 7)

    @property
    def extended_length_information(self) -> bool:
        """Whether EF.ATR/INFO says how long commands and responses may be."""
        return self._bit(3, 6)

    def _function(self, number: int) -> int:
        return self.functions[number - 1] if number <= len(self.functions) else 0

    def _bit(self, number: int, bit: int) -> bool:
        return bool(self._function(number) >> (bit - 1) & 1)


@dataclass(frozen=True, slots=True)
class LengthLimits:
    """The longest command and response APDU in bytes, with headers, status word and secure messaging."""

    command: int
    response: int


@dataclass(frozen=True, slots=True)
class BufferSizes:
    """The limits without and with secure messaging, as cards of the IAS-ECC family give them."""

    plain: LengthLimits
    secured: LengthLimits


@dataclass(frozen=True, slots=True)
class AtrInfo:
    """``None`` for what the file does not say; ``others`` keeps what is unknown or not in the shape of its tag."""

    capabilities: CardCapabilities | None = None
    card_service: int | None = None
    limits: LengthLimits | None = None
    buffers: BufferSizes | None = None
    others: tuple[Tlv, ...] = ()


@parsing("EF.ATR/INFO")
def parse_ef_atr(data: bytes) -> AtrInfo:
    """Raises ``LdsError``."""
    return AtrInfo(**read_elements(data_objects(data, "EF.ATR/INFO"), _TABLE))


def _capabilities(value: bytes) -> CardCapabilities:
    if not 1 <= len(value) <= 3:
        raise ElementError("one to three bytes")
    return CardCapabilities(value)


def _card_service(value: bytes) -> int:
    if len(value) != 1:
        raise ElementError("one byte")
    return value[0]


def _limits(value: bytes) -> LengthLimits:
    return LengthLimits(*_numbers(value, 2))


def _buffers(value: bytes) -> BufferSizes:
    command, response, secured_command, secured_response = _numbers(value, 4)
    return BufferSizes(LengthLimits(command, response), LengthLimits(secured_command, secured_response))


def _numbers(value: bytes, count: int) -> list[int]:
    """A row of INTEGERs that are positive lengths of APDUs."""
    try:
        items = list(iterate(value))
    except TlvError as error:
        raise ElementError("no data objects") from error
    numbers = [int.from_bytes(item.value, "big") for item in items if item.tag == _INTEGER and len(item.value) <= 4]
    if len(numbers) != count or len(items) != count or not all(numbers):
        raise ElementError(f"not {count} lengths")
    return numbers


_TABLE: Table = {
    0x43: ("card_service", _card_service),
    0x47: ("capabilities", _capabilities),
    0x7F66: ("limits", _limits),
    0xE0: ("buffers", _buffers),
}
