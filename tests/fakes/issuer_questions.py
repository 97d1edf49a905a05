"""Questions to an issuer's service about a card that does not exist, with each file as its own bytes."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.domain.chip_reading import Access, ActiveAuthentication, ChipReading, ElementaryFile
from kiosk.domain.issuer_answer import RELEASABLE, IssuerQuestion
from kiosk.services.issuer.form import Occasion

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
NUMBER = "001090012345"
SIGNER = b"\x30\x82 signer certificate of nobody, long enough for a second line in PEM"
EC_KEY = bytes.fromhex("3019301306072A8648CE3D020106082A8648CE3D03010703020004")
DG15 = b"\x6f" + bytes([len(EC_KEY)]) + EC_KEY

FILES = {
    ElementaryFile.SOD: b"\x77 sod",
    ElementaryFile.COM: b"\x60 com",
    ElementaryFile.DG1: b"\x61 dg1",
    ElementaryFile.DG2: b"\x75 dg2",
    ElementaryFile.DG13: b"\x6d dg13",
    ElementaryFile.DG14: b"\x6e dg14",
    ElementaryFile.DG15: DG15,
}
EVIDENCE = ActiveAuthentication(b"challenge", b"signature", 0x9000)
READING = ChipReading("R", b"\x3b", Access("PACE", "CAN"), FILES, active_authentication=EVIDENCE)
EVERYTHING = frozenset(RELEASABLE)


def question(*released: ElementaryFile, reading: ChipReading = READING, signer: bytes = SIGNER) -> IssuerQuestion:
    return IssuerQuestion.of(reading, signer, NUMBER, released)


WHOLE = question(*EVERYTHING)
OCCASION = Occasion("transaction-1", NOW)
