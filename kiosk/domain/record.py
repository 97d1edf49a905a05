"""What the journal keeps of one check: the outcome and its evidence, without personal data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from kiosk.domain.verdict import Finding, Verdict

CheckId = NewType("CheckId", str)


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """One line of the journal.

    ``listing_key`` is the site's own name for the row; ``person`` is a keyed digest of the 12-digit number
    (made by the journal's owner), so that a second coming is noticed without the number being kept. ``checks``
    maps document check names to their status, ``check_reasons`` to the reason code of those that have one, and
    ``weak`` names the weak algorithms under the document's signatures. ``face`` holds score, thresholds and band
    where a comparison was made, ``issuer`` what an outside service answered and under which reference, where one
    was asked. ``chip_attempts`` and ``face_comparisons`` say how often the chip was read and faces were compared,
    ``by_hand`` is the login of whoever looked after the person where no card was read.
    ``insurance`` is what an insurance service found, and by which result code.
    """

    check_id: CheckId
    site: str
    started_at: datetime
    decided_at: datetime
    seconds: float
    verdict: Verdict
    findings: tuple[Finding, ...]
    identity_source: str = ""
    authenticity: str = ""
    checks: tuple[tuple[str, str], ...] = ()
    access: str = ""
    apdu_count: int = 0
    chip_seconds: float = 0.0
    face: tuple[tuple[str, float | str], ...] = ()
    listing_key: str = field(default="", repr=False)
    admission: str = ""
    issuer: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    check_reasons: tuple[tuple[str, str], ...] = ()
    weak: tuple[str, ...] = ()
    person: str = field(default="", repr=False)
    chip_attempts: int = 0
    face_comparisons: int = 0
    by_hand: str = ""
    insurance: tuple[tuple[str, str], ...] = ()
