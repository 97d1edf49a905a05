"""All that one check has found out, as the input of the decision."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.authenticity import Authenticity
from kiosk.domain.chip_reading import Access
from kiosk.domain.desks.by_hand import ByHand
from kiosk.domain.face import ChipFace, FaceComparison
from kiosk.domain.faults import FaultCode
from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.identity import Identity, PrintedDetails
from kiosk.domain.issuer_answer import IssuerAnswer
from kiosk.domain.liveness import LivenessReport
from kiosk.domain.site import ListingAnswer
from kiosk.domain.travel import BoardingFinding


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the document checks made of a chip reading.

    ``identity`` and ``chip_face`` are ``None`` when their hashes are not good: such data are used for nothing.
    ``signer`` is the certificate (DER) under whose key EF.SOD was checked, empty when there is none. ``details`` is
    kept only where the site lets any of it out.
    """

    authenticity: Authenticity
    identity: Identity | None = None
    chip_face: ChipFace | None = None
    access: Access | None = None
    apdu_count: int = 0
    chip_seconds: float = 0.0
    signer: bytes = field(default=b"", repr=False)
    details: PrintedDetails | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The findings of one check; what was not done is ``None``, and a fault says why.

    With ``by_hand`` nothing is read and nothing compared: staff look. An ``infant`` is not compared with any photo.
    ``boarding`` is what came of a traveller's boarding pass; ``None``: not asked for.
    """

    inspection: Inspection | None = None
    qr_identity: Identity | None = None
    chip_fault: FaultCode | None = None
    comparison: FaceComparison | None = None
    face_fault: FaultCode | None = None
    listing: ListingAnswer | None = None
    list_fault: FaultCode | None = None
    key_missing: bool = False
    consent_missing: bool = False
    out_of_time: bool = False
    issuer: IssuerAnswer | None = None
    liveness: LivenessReport = field(default_factory=LivenessReport)
    by_hand: ByHand | None = None
    insurance: InsuranceAnswer | None = None
    boarding: BoardingFinding | None = None
    infant: bool = False

    @property
    def identity(self) -> Identity | None:
        """The identity to look for in the list: the chip's, else the QR's; by hand, what the list itself says."""
        if self.by_hand is not None:
            return self.by_hand.identity
        if self.inspection is not None and self.inspection.identity is not None:
            return self.inspection.identity
        return self.qr_identity
