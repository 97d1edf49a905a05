"""A finished check of which everything is known, and what goes out about it when every field is released."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.evidence import Evidence
from kiosk.domain.identity import PrintedDetails
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.verdict import Finding, Reason, Verdict
from tests.fakes.findings import AN, CHIP_FACE, INSPECTED, LISTED, MATCH

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
RECORD = CheckRecord(
    CheckId("c-1"),
    "exam",
    NOW,
    NOW,
    6.25,
    Verdict.ADMIT_WITH_ATTENTION,
    (Finding(Reason.CLONE_NOT_CHECKED, Verdict.ADMIT_WITH_ATTENTION),),
    identity_source="chip",
    authenticity="CHAIN_TRUSTED",
    checks=(("hashes", "passed"),),
    listing_key="HN-0001",
    admission="expected",
)
DETAILED = PrintedDetails("Hà Nội", "Nốt ruồi", "Nguyễn Văn Bình", "Trần Thị Lan", "Lê Thị Hoa", "Kinh", "Không")
EVIDENCE = Evidence(
    inspection=replace(INSPECTED, identity=replace(AN, residence="Quận 1"), details=DETAILED),
    comparison=MATCH,
    listing=LISTED,
)
EVERYTHING = {
    "reasons": ["clone-not-checked"],
    "seconds": 6.25,
    "source": "chip",
    "authenticity": "CHAIN_TRUSTED",
    "document_checks": {"hashes": "passed"},
    "face": {"band": "match", "score": 0.71, "accept_at": 0.388, "liveness": "not_done"},
    "key": "HN-0001",
    "admission": "expected",
    "place": {"vi": "Phòng 12 – Ghế 07", "en": "Room 12 – Seat 07"},
    "number": "001090012345",
    "old_number": "012345678",
    "document_number": "090012345",
    "name": "Nguyễn Văn An",
    "birth_date": "1990-03-15",
    "sex": "M",
    "nationality": "VNM",
    "issue_date": "2021-05-10",
    "expiry_date": "2030-03-15",
    "origin": "Hà Nội",
    "residence": "Quận 1",
    "features": "Nốt ruồi",
    "father": "Nguyễn Văn Bình",
    "mother": "Trần Thị Lan",
    "spouse": "Lê Thị Hoa",
    "ethnicity": "Kinh",
    "religion": "Không",
    "photo": {"encoding": "jpeg", "data": base64.b64encode(CHIP_FACE.image).decode()},
}
