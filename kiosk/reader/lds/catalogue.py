"""One row per elementary file: identifiers, tag, and whether it lies in the master file (ICAO Doc 9303-10 §4.6)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.chip_reading import ElementaryFile

LDS1_AID = bytes.fromhex("A0000002471001")
"""Application identifier of the eMRTD application (ICAO Doc 9303-10 §3.11.2)."""

MAX_FILE_SIZE = 1 << 18
"""No file of an ID card comes near 256 KiB; a longer announcement is refused before it is read."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """``fid`` file identifier, ``sfi`` short identifier, ``tag`` of the file's outer data object (0: none)."""

    file: ElementaryFile
    fid: int
    sfi: int
    tag: int
    in_master_file: bool = False


CATALOGUE: dict[ElementaryFile, FileEntry] = {
    entry.file: entry
    for entry in (
        FileEntry(ElementaryFile.CARD_ACCESS, 0x011C, 0x1C, 0x31, in_master_file=True),
        FileEntry(ElementaryFile.CARD_SECURITY, 0x011D, 0x1D, 0x30, in_master_file=True),
        FileEntry(ElementaryFile.ATR_INFO, 0x2F01, 0x01, 0, in_master_file=True),
        FileEntry(ElementaryFile.DIR, 0x2F00, 0x1E, 0, in_master_file=True),
        FileEntry(ElementaryFile.COM, 0x011E, 0x1E, 0x60),
        FileEntry(ElementaryFile.SOD, 0x011D, 0x1D, 0x77),
        FileEntry(ElementaryFile.DG1, 0x0101, 0x01, 0x61),
        FileEntry(ElementaryFile.DG2, 0x0102, 0x02, 0x75),
        FileEntry(ElementaryFile.DG5, 0x0105, 0x05, 0x65),
        FileEntry(ElementaryFile.DG6, 0x0106, 0x06, 0x66),
        FileEntry(ElementaryFile.DG7, 0x0107, 0x07, 0x67),
        FileEntry(ElementaryFile.DG8, 0x0108, 0x08, 0x68),
        FileEntry(ElementaryFile.DG9, 0x0109, 0x09, 0x69),
        FileEntry(ElementaryFile.DG10, 0x010A, 0x0A, 0x6A),
        FileEntry(ElementaryFile.DG11, 0x010B, 0x0B, 0x6B),
        FileEntry(ElementaryFile.DG12, 0x010C, 0x0C, 0x6C),
        FileEntry(ElementaryFile.DG13, 0x010D, 0x0D, 0x6D),
        FileEntry(ElementaryFile.DG14, 0x010E, 0x0E, 0x6E),
        FileEntry(ElementaryFile.DG15, 0x010F, 0x0F, 0x6F),
        FileEntry(ElementaryFile.DG16, 0x0110, 0x10, 0x70),
    )
}


def data_group_number(file: ElementaryFile) -> int | None:
    """1 for DG1 … 16 for DG16, ``None`` for the other files."""
    return int(file.value[2:]) if file.value.startswith("DG") else None
