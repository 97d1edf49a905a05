"""Which files a reading asks for, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.chip_reading import ElementaryFile as File

SECURITY = (File.SOD, File.DG14, File.DG15)
"""Without these no document check is possible; they are always read."""

KIOSK = (*SECURITY, File.DG1, File.DG2, File.DG13)
"""What a check of a Vietnamese card needs; of a passport, all but DG13, which costs one refused command."""

ALL = tuple(File)
"""Every file that a chip may give without Extended Access Control: DG3 and DG4 are not even in the catalogue."""

BEFORE_ACCESS = (File.ATR_INFO, File.DIR)
"""Readable on any chip, and only before the application is selected; EF.CardAccess is always read with them."""

_IN_APPLICATION = (
    File.SOD,
    File.COM,
    File.DG1,
    File.DG13,
    File.DG11,
    File.DG12,
    File.DG16,
    File.DG8,
    File.DG9,
    File.DG10,
    File.DG14,
)
"""EF.SOD first, because it tells one card from another; DG14 last, because Chip Authentication follows."""

PROVING = File.DG15
"""Read first under the keys of Chip Authentication, which it proves; Active Authentication follows."""

_WITH_IMAGES = (File.DG2, File.DG5, File.DG6, File.DG7)
"""Last, for they are large."""


class Plan:
    """The files in their order around the clone checks; ``wanted`` may leave out what ``SECURITY`` does not need."""

    def __init__(self, wanted: Iterable[File]) -> None:
        chosen = {*wanted, *SECURITY}
        self.before_access = tuple(file for file in BEFORE_ACCESS if file in chosen)
        self.card_security = File.CARD_SECURITY in chosen
        self.before_proof = tuple(file for file in _IN_APPLICATION if file in chosen)
        self.after_proof = tuple(file for file in _WITH_IMAGES if file in chosen)

    @property
    def files(self) -> tuple[File, ...]:
        """All that will be read for sure, for the progress that is shown."""
        return (*self.before_access, *self.before_proof, PROVING, *self.after_proof)
