"""How a chip's operating system behaves where the standards leave room, or where chips in the field leave them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OverMost(StrEnum):
    """What a READ BINARY for more than ``most_read`` bytes gets; ``BARE`` is answered outside secure messaging."""

    CUT = "cut"
    WRONG_LENGTH = "6700"
    BARE_WRONG_LENGTH = "bare-6700"
    RIGHT_LENGTH = "6Cxx"


class EndOfFile(StrEnum):
    """What a READ BINARY past the end of a file gets; ``PADDED`` brings bytes that the file does not have."""

    WARNING = "6282"
    SILENT = "9000"
    PADDED = "6282-padded"
    RIGHT_LENGTH = "6Cxx"
    REFUSED = "6B00"


class LongAnswer(StrEnum):
    """What becomes of an answer that Le does not allow at once."""

    IN_PIECES = "61xx"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Manners:
    """How the chip's operating system behaves; the numbers bound data fields on the wire, in bytes.

    Without ``extended_length`` every command of that form is refused by the transport layer: secure messaging is not
    reached and its counter does not move. ``most_read`` bounds what one READ BINARY gives of a file (0: no bound).
    """

    extended_length: bool = True
    max_command: int = 1024
    max_response: int = 32767
    most_read: int = 0
    over_most: OverMost = OverMost.CUT
    end_of_file: EndOfFile = EndOfFile.WARNING
    short_identifiers: bool = True
    keeps_current: bool = True
    odd_read: bool = True
    long_answer: LongAnswer = LongAnswer.IN_PIECES
    master_file_again: bool = False

    def __post_init__(self) -> None:
        if not 255 <= self.max_command <= 0xFFFF or not 256 <= self.max_response <= 0x10000:
            raise ValueError("a chip takes at least 255 bytes and gives at least 256")
        if self.most_read and not 16 <= self.most_read <= 0xFFFF:
            raise ValueError("most_read is 0 or a number from 16 to 65535")
