"""Who the card says it is, always together with the source that says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Source(StrEnum):
    """Where an identity was read; only the chip's can be verified."""

    CHIP = "chip"
    QR = "qr"
    MRZ = "mrz"
    TYPED = "typed"
    LIST = "list"


class Sex(StrEnum):
    """Sex as the MRZ spells it (ICAO Doc 9303-3)."""

    MALE = "M"
    FEMALE = "F"
    UNSPECIFIED = "X"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person's data on one card. Every personal field is hidden from ``repr`` and so from logs.

    ``number`` is the 12-digit personal number (empty on a foreign document), ``document_number`` the number in
    the MRZ. ``name`` has its Vietnamese letters where the source has them, ``mrz_name`` the folded name of the
    MRZ (empty when no MRZ was read). Dates that the source leaves open or writes in an unknown way are ``None``;
    ``never_expires`` is set for «Không thời hạn».
    """

    source: Source
    number: str = field(default="", repr=False)
    document_number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    mrz_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    sex: Sex = field(default=Sex.UNSPECIFIED, repr=False)
    nationality: str = ""
    issue_date: date | None = field(default=None, repr=False)
    expiry_date: date | None = field(default=None, repr=False)
    never_expires: bool = False
    old_number: str = field(default="", repr=False)
    residence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PrintedDetails:
    """What else is printed on a Vietnamese card, as EF.DG13 has it: no check needs it.

    It is kept only at sites that let a part of it out. Ethnicity and religion are sensitive personal data by law.
    """

    origin: str = field(default="", repr=False)
    features: str = field(default="", repr=False)
    father: str = field(default="", repr=False)
    mother: str = field(default="", repr=False)
    spouse: str = field(default="", repr=False)
    ethnicity: str = field(default="", repr=False)
    religion: str = field(default="", repr=False)
