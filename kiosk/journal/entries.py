"""What one entry of the journal holds, its canonical form, and the hash that chains it to the entry before."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from kiosk.domain.desks.settings import SettingsNote
from kiosk.domain.faults import FaultCode
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.staff import StaffNote
from kiosk.domain.verdict import Verdict

HASH_BYTES = 32
BEFORE_THE_FIRST = bytes(HASH_BYTES)

ADMISSIONS = (Verdict.ADMIT, Verdict.ADMIT_WITH_ATTENTION)
"""The verdicts by which a person has come in."""


class NoteKind(StrEnum):
    """What is noted besides checks."""

    STARTED = "started"
    STOPPED = "stopped"
    DEVICE_FAILED = "device-failed"
    OPERATOR_ACT = "operator-act"
    TRUST_CHANGED = "trust-changed"
    STAFF_ACT = "staff-act"
    OVERRIDE = "override"
    OVERRIDE_UNDONE = "override-undone"
    LEFT = "left"
    SHIFT_OPENED = "shift-opened"
    SHIFT_CLOSED = "shift-closed"
    SETTINGS_CHANGED = "settings-changed"


@dataclass(frozen=True, slots=True)
class JournalNote:
    """Something that happened to the kiosk and not to a person's check.

    ``code`` says which act or which version; it has lower-case letters, digits, dots and hyphens only, so that no
    name and no sentence gets in. ``check_id`` is set where an operator acted on a check.
    """

    kind: NoteKind
    code: str = ""
    fault: FaultCode | None = None
    check_id: CheckId | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9.-]{0,64}", self.code) or re.search(r"[0-9]{9}", self.code):
            raise ValueError("a note's code is short, in lower-case letters, digits, dots and hyphens")


@dataclass(frozen=True, slots=True)
class TrustNote:
    """A change of what the kiosk trusts: which issuers its verdicts rest on from then on.

    ``act`` says what was done, ``subject`` is the SHA-256 of the imported file or of the removed item in hexadecimal.
    ``people`` are the operators who answer for it, by name: that is what the entry is for. ``proven``: each of them
    gave the password of this login; otherwise nobody knows more than that the name was typed.
    """

    act: str
    subject: str
    people: tuple[str, ...]
    added: int = 0
    removed: int = 0
    proven: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z-]{1,64}", self.act) or not re.fullmatch(r"[0-9a-f]{64}", self.subject):
            raise ValueError("a change of trust has an act in lower-case letters and a SHA-256 as its subject")
        if not self.people or any(not name or len(name) > 40 or re.search(r"[0-9]{9}", name) for name in self.people):
            raise ValueError("a change of trust has the names of its operators, and no numbers of people")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row but for its hash. ``person`` and ``verdict`` are empty where the entry is not a check's."""

    sequence: int
    kind: str
    at: str
    site: str
    person: str
    verdict: str
    body: str

    def chained(self, previous: bytes) -> bytes:
        """SHA-256 over the hash of the entry before and the canonical JSON of this one."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return hashlib.sha256(previous + canonical(fields).encode()).digest()


def canonical(value: object) -> str:
    """JSON in one form only: keys sorted, no spaces, ASCII; a number that JSON does not know raises ``ValueError``."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def timestamp(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds; text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def check_body(record: CheckRecord) -> str:
    """Everything of a record that has no column of its own."""
    return canonical(
        {
            "check_id": record.check_id,
            "started_at": timestamp(record.started_at),
            "seconds": record.seconds,
            "findings": [
                {
                    "reason": finding.reason,
                    "verdict": finding.verdict,
                    "fault": finding.fault,
                    "check": finding.check,
                }
                for finding in record.findings
            ],
            "identity_source": record.identity_source,
            "authenticity": record.authenticity,
            "checks": dict(record.checks),
            "access": record.access,
            "apdu_count": record.apdu_count,
            "chip_seconds": record.chip_seconds,
            "face": {name: _finite(value) for name, value in record.face},
            "listing_key": record.listing_key,
            "admission": record.admission,
            "issuer": dict(record.issuer),
            "insurance": dict(record.insurance),
            "check_reasons": dict(record.check_reasons),
            "weak": list(record.weak),
            "chip_attempts": record.chip_attempts,
            "face_comparisons": record.face_comparisons,
            "by_hand": record.by_hand,
        }
    )


def note_body(note: JournalNote) -> str:
    return canonical({"code": note.code, "fault": note.fault, "check_id": note.check_id})


def trust_body(note: TrustNote) -> str:
    return canonical(
        {
            "act": note.act,
            "subject": note.subject,
            "people": list(note.people),
            "added": note.added,
            "removed": note.removed,
            "proven": note.proven,
        }
    )


def staff_body(note: StaffNote) -> str:
    about = {"check_id": note.check_id} if note.check_id else {}
    return canonical({"act": note.act, "by": note.by, "subject": note.subject, **about})


def settings_body(note: SettingsNote) -> str:
    return canonical({"by": note.by, "keys": list(note.keys)})


def _finite(value: float | str) -> float | str:
    """A score that is no number is written as a word: it must not keep the verdict from being recorded."""
    return value if isinstance(value, str) or math.isfinite(value) else str(value)
