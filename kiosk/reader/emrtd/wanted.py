"""Which files a reading asks for, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.reader.lds.catalogue import data_group_number
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.sod import parse_security_object, unwrap_sod
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.signed_data import parse_signed_data

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
"""Read first under the keys of Chip Authentication, which that proves; Active Authentication follows."""

_WITH_IMAGES = (File.DG2, File.DG5, File.DG6, File.DG7)
"""Last, for they are large."""


class Plan:
    """The files in their order around the clone checks; ``wanted`` may leave out what ``SECURITY`` does not need.

    ``ask_unlisted`` says that data groups are asked for although EF.SOD does not list them: nobody vouches for those,
    but whoever wants more than the kiosk wants to know that they are there.
    """

    def __init__(self, wanted: Iterable[File]) -> None:
        chosen = {*wanted, *SECURITY}
        self.ask_unlisted = not chosen <= set(KIOSK)
        self.before_access = tuple(file for file in BEFORE_ACCESS if file in chosen)
        self.card_security = File.CARD_SECURITY in chosen
        self.before_proof = tuple(file for file in _IN_APPLICATION if file in chosen)
        self.after_proof = tuple(file for file in _WITH_IMAGES if file in chosen)

    @property
    def files(self) -> tuple[File, ...]:
        """All that will be read for sure, for the progress that is shown."""
        return (*self.before_access, *self.before_proof, PROVING, *self.after_proof)


def listed(sod: bytes) -> frozenset[File] | None:
    """The data groups of which EF.SOD lists a hash; ``None`` when it is malformed.

    Whether the list is genuine is passive authentication's answer. A forged one that leaves a group out keeps us from
    reading what it does not vouch for, and nothing else.
    """
    try:
        security_object = parse_security_object(parse_signed_data(unwrap_sod(sod)).content)
    except (LdsError, Asn1Error):
        return None
    return frozenset(file for file in File if data_group_number(file) in security_object.hashes)
