"""What one kind of card on one reader has shown that it can do, and so how much to ask it for at once."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from kiosk.reader.apdu import MAX_SHORT_RESPONSE
from kiosk.reader.lds.ef_atr import CardCapabilities

FIRST_EXTENDED = 2048
"""Larger than every file but those with images; production readers of Vietnamese cards use this block."""
PROBE = 512
"""What is asked for where a card that announces extended length refuses the first block of it."""
BLOCKS = (8192, 4096, FIRST_EXTENDED, 1024, PROBE, 192, 128, 64, 32, 16)
"""The ladder of block sizes; what a short answer can carry is one more rung. The top keeps one answer, and so the time
to a stop or to the next sign of progress, under a second at 106 kbit/s."""
_SAFE_BLOCKS = (128, 64, 16)
"""The rungs where each step may cost a session."""
_WORTH_A_TRY = 4
"""So many times a block must be left of a file for a larger block than those that worked to be tried."""

_WRAPPING = 40
"""Bytes around the data of an answer under secure messaging: three data objects, padding and the status word."""


@dataclass(slots=True)
class ReadStrategy:
    """Outlives the card, so that the next one of its kind profits.

    ``extended`` extended length is worth asking for, ``extended_proven`` it has worked, ``announced`` the card says
    that it does; ``block`` the most to ask for at once, ``proven`` the most that was ever answered, ``too_much`` the
    least that was refused; ``over_end`` the first block may reach beyond the end of a small file, ``end_proven`` that
    it may not is beyond doubt; ``short_ids`` short file identifiers work (``None``: not tried yet), ``stays_selected``
    a file that was read by one is selected for what follows.
    """

    extended: bool = True
    extended_proven: bool = False
    announced: bool = False
    block: int = BLOCKS[0]
    proven: int = 0
    too_much: int = BLOCKS[0] + 1
    over_end: bool = True
    end_proven: bool = False
    short_ids: bool | None = None
    stays_selected: bool = True

    @property
    def long_commands(self) -> bool:
        """Whether a single command of extended length may be sent that cannot be taken back."""
        return self.extended and (self.extended_proven or self.announced)

    def answered(self, size: int, *, extended: bool) -> None:
        """A block of this size came."""
        self.proven = max(self.proven, size)
        self.block = max(self.block, size)
        self.extended_proven = self.extended_proven or extended

    def block_for(self, left: int) -> int:
        """How much to ask for when so many bytes are left; where that pays, a size between what worked and what did
        not is tried."""
        between = [size for size in BLOCKS if self.block < size < self.too_much and _WORTH_A_TRY * size <= left]
        return max(between) if self.extended_proven and between else self.block

    def step_down(self, refused: int, short: int) -> bool:
        """Go to the next smaller block; false when there is none. Before extended length has worked, one more try is
        made at it where the card announces it, and none where it does not."""
        most = BLOCKS[0] if self.extended_proven else PROBE if self.announced else short
        smaller = [size for size in (*BLOCKS, short) if size < refused and size <= most]
        if not smaller:
            return False
        self.too_much = min(self.too_much, refused)
        self.limit(max(smaller), short)
        return True

    def step_to_safety(self, refused: int, short: int) -> bool:
        """Go to what is sure, or likely, not to be refused; false when there is nothing less.

        A chip that refuses a length outside secure messaging has often counted the command, and then cannot verify
        the next one: every further try would cost a session.
        """
        sure = max(self.proven, min(short, self.block))
        smaller = [size for size in (sure, *_SAFE_BLOCKS) if size < refused]
        if not smaller:
            return False
        self.too_much = max(smaller) + 1
        self.limit(max(smaller), short)
        return True

    def limit(self, block: int, short: int) -> None:
        """Ask for no more than ``block``; that it was too much may also explain a first block that was refused."""
        self.block = block
        self.extended = self.extended and block > short
        self.over_end = not self.end_proven

    def found_end(self, *, certain: bool) -> None:
        """The first block must not reach beyond the end of the file. If that is ``certain``, it also explains what was
        refused before."""
        if certain and not self.end_proven:
            self.end_proven = True
            self.block, self.too_much = BLOCKS[0], BLOCKS[0] + 1
        self.over_end = False

    def told(self, response: int) -> None:
        """The card says how long its answers are at most, in bytes with everything around the data."""
        self.extended = self.extended and response > MAX_SHORT_RESPONSE
        if response != MAX_SHORT_RESPONSE:
            self.block = max(BLOCKS[-1], min(self.block, response - _WRAPPING))
            self.too_much = self.block + 1

    def assign(self, other: ReadStrategy) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(other, each.name))

    def copy(self) -> ReadStrategy:
        copied = ReadStrategy()
        copied.assign(self)
        return copied


@dataclass(slots=True)
class KindOfCard:
    """One kind of card on one reader: on the ``plain`` channel before access, where nothing is long enough to need
    extended length, and ``secured`` behind it. ``ask_lengths`` says that EF.ATR/INFO is to be read for what it says of
    lengths, ``select_master_file`` that EF.CardAccess is there only once the master file is selected (``None``: not
    known yet)."""

    plain: ReadStrategy
    secured: ReadStrategy
    ask_lengths: bool = False
    select_master_file: bool | None = None

    @classmethod
    def unknown(cls, announced: CardCapabilities | None = None, *, extended: bool = True) -> KindOfCard:
        """``announced`` by the card, and whether the reader passes ``extended`` length at all."""
        says_extended = announced is not None and announced.extended_length
        says_lengths = announced is not None and announced.extended_length_information
        return cls(
            ReadStrategy(extended=False),
            ReadStrategy(extended=extended, announced=says_extended),
            ask_lengths=extended and says_lengths,
        )

    def copy(self) -> KindOfCard:
        return replace(self, plain=self.plain.copy(), secured=self.secured.copy())
