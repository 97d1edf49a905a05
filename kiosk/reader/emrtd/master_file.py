"""What is read before access: EF.CardAccess, and the other files of the master file that are free to read."""

from __future__ import annotations

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import Fault
from kiosk.reader.channel import Channel
from kiosk.reader.emrtd.access import select_master_file
from kiosk.reader.emrtd.files import ODD_FILE, FileReader, Refused
from kiosk.reader.emrtd.gathered import MALFORMED
from kiosk.reader.emrtd.read_strategy import KindOfCard
from kiosk.reader.lds.ef_atr import parse_ef_atr
from kiosk.reader.lds.errors import LdsError

CARD_ACCESS, ATR_INFO = ElementaryFile.CARD_ACCESS, ElementaryFile.ATR_INFO


def read_master_file(
    wire: Channel, kind: KindOfCard, wanted: tuple[ElementaryFile, ...]
) -> dict[ElementaryFile, bytes | str]:
    """Each file as read, or how it is absent: by a status word, or ``MALFORMED``.

    EF.CardAccess is left out where the chip does not give it: many chips need none. EF.ATR/INFO is read even if it is
    not wanted, once for each kind of card that points to it; ``kind`` learns what it says of lengths. Raises ``Fault``
    for what is no matter of a file.
    """
    if kind.ask_lengths and ATR_INFO not in wanted:
        wanted = (ATR_INFO, *wanted)
    found: dict[ElementaryFile, bytes | str] = {}
    for file in (CARD_ACCESS, *wanted):
        try:
            read = _read_card_access(wire, kind) if file is CARD_ACCESS else FileReader(wire, kind.plain).read(file)
        except Fault as fault:
            if fault.code not in ODD_FILE:
                raise
            found[file] = MALFORMED
        else:
            found[file] = f"{read.sw:04X}" if isinstance(read, Refused) else read
    _learn_lengths(kind, found.get(ATR_INFO))
    if isinstance(found[CARD_ACCESS], str):
        kind.plain.short_ids = False  # the next card of this kind is asked once, not in two ways
        del found[CARD_ACCESS]
    return found


def _read_card_access(wire: Channel, kind: KindOfCard) -> bytes | Refused:
    """EF.CardAccess, for which chips that power up inside their application want the master file selected."""
    if kind.select_master_file:
        select_master_file(wire)
    read = FileReader(wire, kind.plain).read(CARD_ACCESS)
    if kind.select_master_file is None:
        kind.select_master_file = False
        if isinstance(read, Refused) and select_master_file(wire):
            by_identifier = kind.plain.copy()
            by_identifier.short_ids = False
            read = FileReader(wire, by_identifier).read(CARD_ACCESS)
            kind.select_master_file = not isinstance(read, Refused)
    return read


def _learn_lengths(kind: KindOfCard, atr_info: bytes | str | None) -> None:
    """Heed what EF.ATR/INFO says, where it was read; once for each kind of card."""
    kind.ask_lengths = False
    if not isinstance(atr_info, bytes):
        return
    try:
        told = parse_ef_atr(atr_info)
    except LdsError:
        return
    if told.limits is not None:
        kind.secured.told(told.limits.response)
