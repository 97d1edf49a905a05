"""What came off the chip: the elementary files as read, and the facts of how they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.faults import Fault


class ElementaryFile(StrEnum):
    """The files of the eMRTD application and its master file (ICAO Doc 9303-10 §4); DG3 and DG4 are never read."""

    CARD_ACCESS = "CardAccess"
    CARD_SECURITY = "CardSecurity"
    ATR_INFO = "ATR"
    DIR = "DIR"
    COM = "COM"
    SOD = "SOD"
    DG1 = "DG1"
    DG2 = "DG2"
    DG5 = "DG5"
    DG6 = "DG6"
    DG7 = "DG7"
    DG8 = "DG8"
    DG9 = "DG9"
    DG10 = "DG10"
    DG11 = "DG11"
    DG12 = "DG12"
    DG13 = "DG13"
    DG14 = "DG14"
    DG15 = "DG15"
    DG16 = "DG16"


@dataclass(frozen=True, slots=True)
class Access:
    """How the chip was opened.

    ``protocol`` is ``PACE``, ``BAC`` or ``none``; ``password`` is ``CAN``, ``MRZ`` or ``none``; ``mechanism``
    names mapping, cipher and curve, e.g. ``ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1``. ``downgraded`` says that
    PACE was announced but BAC was used, with the reason in ``note``.
    """

    protocol: str
    password: str
    mechanism: str = ""
    downgraded: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ActiveAuthentication:
    """The evidence of Active Authentication (ICAO Doc 9303-11 §6.1): our challenge and the chip's answer.

    ``signature`` is empty when the chip refused; ``status_word`` says how.
    """

    challenge: bytes
    signature: bytes = field(repr=False)
    status_word: int


@dataclass(frozen=True, slots=True)
class ChipAuthentication:
    """The outcome of Chip Authentication (ICAO Doc 9303-11 §6.2), proven by a read under the new keys."""

    status: CheckStatus
    mechanism: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PaceCam:
    """The evidence of PACE with chip authentication mapping (ICAO Doc 9303-11 §4.4.3.5).

    ``mapping_key`` is the chip's key of the mapping step, an uncompressed point of the curve ``parameter_id``; ``data``
    ties it to the chip's static key in EF.CardSecurity, and is empty when the chip sent none.
    """

    mechanism: str
    parameter_id: int | None
    mapping_key: bytes = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadProgress:
    """One step of a reading: ``done`` of ``total`` bytes of all the files that will be read.

    ``seconds_left`` is an estimate by the pace so far, ``None`` as long as there is none.
    """

    step: str
    done: int
    total: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class ChipReading:
    """One reading of one chip. ``fault`` is set when it ended early; ``files`` then holds what was read before.

    ``absent`` maps files that the chip does not give to its status word (``6A82``). ``seconds`` runs from the
    first command to the last answer.
    """

    reader: str
    atr: bytes
    access: Access
    files: Mapping[ElementaryFile, bytes] = field(repr=False)
    absent: Mapping[ElementaryFile, str] = field(default_factory=lambda: MappingProxyType({}))
    active_authentication: ActiveAuthentication | None = None
    chip_authentication: ChipAuthentication | None = None
    pace_cam: PaceCam | None = None
    apdu_count: int = 0
    seconds: float = 0.0
    fault: Fault | None = None
