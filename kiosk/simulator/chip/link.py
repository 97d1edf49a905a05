"""How long a contactless card takes: the link of ISO/IEC 14443 and the chip's own work, as a model.

The link follows from the standard. The chip's times are estimates, since no card's have been published: one scalar
multiplication on a 256-bit curve is taken as 100 ms, and Chip Authentication as the 0.3 s that users of eMRTD readers
report. They say what a program can win or lose, not how fast any real card is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

CARRIER_HZ = 13.56e6
BIT_RATES = {106: 128, 212: 64, 424: 32, 848: 16}
"""Bit rate in kbit/s, and how many periods of the carrier one bit lasts (ISO/IEC 14443-2 §8.1)."""

BITS_PER_BYTE = 9
"""Type A: eight bits and their parity (ISO/IEC 14443-3 §6.2.3.2)."""

BITS_PER_FRAME = 2
"""Start and end of communication."""

FRAME_SIZES = (16, 24, 32, 40, 48, 64, 96, 128, 256, 512, 1024, 2048, 4096)
"""FSC and FSD, bytes (ISO/IEC 14443-4 §5.1)."""

BLOCK_OVERHEAD = 3
"""One byte PCB and two bytes CRC around every block (ISO/IEC 14443-4 §7.1); no CID, no NAD."""

FRAME_DELAY = 1172 / CARRIER_HZ
"""Silence between two frames of opposite directions, seconds (ISO/IEC 14443-3 §6.2.1.1)."""

READER_SECONDS = 0.001
"""A USB reader between host and field, once a command: an estimate."""

SECURE_MESSAGING_PER_BYTE = 20e-6
"""Ciphers and MACs, seconds a byte: an estimate, about what the link itself takes for a byte at 424 kbit/s."""

MAX_FAILURE_SECONDS = 8.0


class Operation(Enum):
    """What the chip does for one command, in seconds of its own time; estimates."""

    OTHER = ("other", 0.005)
    SELECT = ("select", 0.010)
    READ = ("read", 0.008)
    CHALLENGE = ("challenge", 0.010)
    BASIC_ACCESS_CONTROL = ("bac", 0.100)
    PACE_NONCE = ("pace-nonce", 0.030)
    PACE_MAPPING = ("pace-mapping", 0.300)
    PACE_AGREEMENT = ("pace-agreement", 0.200)
    PACE_TOKEN = ("pace-token", 0.020)
    CHIP_AUTHENTICATION = ("chip-authentication", 0.250)
    SIGN_ECDSA = ("sign-ecdsa", 0.120)
    SIGN_RSA = ("sign-rsa", 0.250)

    @property
    def seconds(self) -> float:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class LinkModel:
    """A link of ``bit_rate`` kbit/s with blocks of ``frame_size`` bytes (FSC and FSD), and a chip behind it.

    ``chip_factor`` stretches the chip's own work. Without a bit rate nothing takes any time.
    """

    bit_rate: int | None
    frame_size: int = 256
    chip_factor: float = 1.0

    def __post_init__(self) -> None:
        if self.bit_rate is not None and self.bit_rate not in BIT_RATES:
            known = ", ".join(map(str, BIT_RATES))
            raise ValueError(f"{self.bit_rate} is no bit rate of ISO/IEC 14443; known are {known}")
        if self.frame_size not in FRAME_SIZES:
            raise ValueError(f"{self.frame_size} is no frame size of ISO/IEC 14443-4")

    @classmethod
    def none(cls) -> LinkModel:
        """A link and a chip that take no time."""
        return cls(None)

    def exchange_seconds(
        self, command_len: int, response_len: int, operation: Operation, *, protected: bool = False
    ) -> float:
        """One command and its answer, both in bytes as they are on the wire, status word included."""
        if self.bit_rate is None:
            return 0.0
        chip = operation.seconds
        if protected:
            chip += SECURE_MESSAGING_PER_BYTE * (command_len + response_len)
        wire = self._blocks_seconds(command_len) + self._blocks_seconds(response_len)
        return READER_SECONDS + wire + chip * self.chip_factor

    def failure_seconds(self, failures: int) -> float:
        """What a chip waits before it answers a try after so many wrong access keys: doubling, up to a limit."""
        if self.bit_rate is None or failures == 0:
            return 0.0
        return float(min(0.5 * 2.0 ** min(failures - 1, 16), MAX_FAILURE_SECONDS))

    def _blocks_seconds(self, length: int) -> float:
        """One direction: chained blocks, each but the last acknowledged by an R-block."""
        payload = self.frame_size - BLOCK_OVERHEAD
        blocks = max(1, -(-length // payload))
        acknowledgements = blocks - 1
        frames = blocks + acknowledgements
        bytes_on_air = length + frames * BLOCK_OVERHEAD
        bits = bytes_on_air * BITS_PER_BYTE + frames * BITS_PER_FRAME
        assert self.bit_rate is not None
        return bits * BIT_RATES[self.bit_rate] / CARRIER_HZ + frames * FRAME_DELAY
