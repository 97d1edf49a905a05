"""The lines of evidence that the staff's screen shows, in words: reasons, document, face, person, row of the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from kiosk.check.wording import words
from kiosk.check.wording.document_lines import Row, document_rows
from kiosk.check.wording.document_words import DOCUMENT_CHECKS
from kiosk.check.wording.liveness_lines import liveness_rows
from kiosk.domain.authenticity import AuthenticityState, CheckStatus
from kiosk.domain.evidence import Inspection
from kiosk.domain.face import FaceBand, FaceComparison, FalseMatchEstimate, PhotoSource
from kiosk.domain.faults import FAULTS
from kiosk.domain.identity import Identity
from kiosk.domain.liveness import LivenessReport
from kiosk.domain.numerals import decimal, one_in
from kiosk.domain.site import Admission, ListingAnswer
from kiosk.domain.text import Text
from kiosk.domain.travel import BoardingFinding
from kiosk.domain.verdict import Decision, Finding, Verdict


class Tone(StrEnum):
    """What a result looks like: each tone has its colour, its shape and its sound."""

    NEUTRAL = "neutral"
    SUCCESS = "success"
    ATTENTION = "attention"
    REFER = "refer"
    REFUSE = "refuse"
    TROUBLE = "trouble"


VERDICT_TONES: Mapping[Verdict, Tone] = MappingProxyType(
    {
        Verdict.ADMIT: Tone.SUCCESS,
        Verdict.ADMIT_WITH_ATTENTION: Tone.ATTENTION,
        Verdict.REFER: Tone.REFER,
        Verdict.REFUSE: Tone.REFUSE,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence: what, its value in words, and how it looks.

    ``status`` is set where the line answers a document check, ``detail`` where the value needs a sentence.
    """

    label: Text
    value: Text = field(repr=False)
    tone: Tone = Tone.NEUTRAL
    status: CheckStatus | None = None
    detail: Text | None = field(default=None, repr=False)


def reason_lines(decision: Decision) -> tuple[Line, ...]:
    return tuple(
        Line(
            _reason(finding),
            FAULTS[finding.fault].remedy if finding.fault else Text("", ""),
            # A remark changes no verdict, but a tick before «weak algorithm» would praise it.
            VERDICT_TONES[max(finding.verdict, Verdict.ADMIT_WITH_ATTENTION, key=lambda verdict: verdict.severity)],
        )
        for finding in decision.findings
    )


def _reason(finding: Finding) -> Text:
    said = words.REASONS[finding.reason]
    return said if finding.check is None else said.filled(check=DOCUMENT_CHECKS[finding.check])


_STATUS_TONES = {
    CheckStatus.PASSED: Tone.SUCCESS,
    CheckStatus.FAILED: Tone.REFUSE,
    CheckStatus.NOT_SUPPORTED: Tone.ATTENTION,
    CheckStatus.NOT_DONE: Tone.ATTENTION,
}


_STATE_TONES = {
    AuthenticityState.NOT_DONE: Tone.ATTENTION,
    AuthenticityState.HASH_MISMATCH: Tone.REFUSE,
    AuthenticityState.SIGNATURE_BAD: Tone.REFUSE,
    AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN: Tone.ATTENTION,
    AuthenticityState.CHAIN_TRUSTED: Tone.SUCCESS,
    AuthenticityState.CHAIN_TRUSTED_EXPIRED: Tone.ATTENTION,
    AuthenticityState.DS_PINNED: Tone.SUCCESS,
    AuthenticityState.REVOKED: Tone.REFUSE,
}


def document_lines(inspection: Inspection) -> tuple[Line, ...]:
    return tuple(
        Line(row.label, row.value, _row_tone(row), row.status, row.detail)
        for row in document_rows(inspection.authenticity, inspection.access)
    )


def _row_tone(row: Row) -> Tone:
    if row.state is not None:
        return _STATE_TONES[row.state]
    if row.status is None:
        return Tone.ATTENTION if row.remark else Tone.NEUTRAL
    return _STATUS_TONES[row.status]


_REACHED = Text("{score} (≥ {least})", "{score} (≥ {least})")
_BAND_TONES = {FaceBand.MATCH: Tone.SUCCESS, FaceBand.UNSURE: Tone.ATTENTION, FaceBand.NO_MATCH: Tone.REFUSE}


def face_lines(comparison: FaceComparison, liveness: LivenessReport) -> tuple[Line, ...]:
    band = comparison.band
    score = _REACHED.filled(score=decimal(comparison.score, 2), least=decimal(comparison.accept_at, 2))
    rate = words.CLAIMED_FMR.filled(rate=one_in(comparison.claimed_fmr))
    return (
        Line(Text("Khuôn mặt", "Face"), words.BANDS[band], _BAND_TONES[band]),
        Line(Text("Điểm", "Score"), _score(score, comparison.estimate)),
        Line(Text("Ngưỡng", "Threshold"), rate),
        *(
            [Line(Text("So với", "Compared with"), words.AGAINST_LIST, Tone.ATTENTION)]
            if comparison.against is PhotoSource.LIST
            else []
        ),
        *(Line(row.label, row.value, _row_tone(row), row.status, row.detail) for row in liveness_rows(liveness)),
    )


def _score(score: Text, estimate: FalseMatchEstimate | None) -> Text:
    if estimate is None:
        return score
    return Text(f"{score.vi} – {estimate.text.vi}", estimate.text.en)


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def person_lines(identity: Identity) -> tuple[Line, ...]:
    expiry = "Không thời hạn" if identity.never_expires else _day(identity.expiry_date)
    values = {
        "name": identity.name or identity.mrz_name,
        "number": identity.number or identity.document_number,
        "birth_date": _day(identity.birth_date),
        "sex": {"M": "Nam", "F": "Nữ"}.get(identity.sex.value, ""),
        "issue_date": _day(identity.issue_date),
        "expiry_date": expiry,
        "old_number": identity.old_number,
    }
    lines = [Line(words.FIELDS[name], Text(value, value)) for name, value in values.items() if value]
    return (*lines, Line(words.FIELDS["source"], words.SOURCES[identity.source]))


def boarding_lines(found: BoardingFinding | None) -> tuple[Line, ...]:
    """What came of a boarding pass; nothing where none was asked for or shown."""
    if found is None or not found.shown:
        return ()
    label = Text("Thẻ lên máy bay", "Boarding pass")
    if not found.differences:
        return (Line(label, words.PASS_FITS.filled(flight=found.flight), Tone.SUCCESS),)
    return tuple(Line(label, words.PASS_DIFFERENCES[one], Tone.ATTENTION) for one in found.differences)


def listing_lines(answer: ListingAnswer) -> tuple[Line, ...]:
    expected = answer.admission is Admission.EXPECTED
    seen = answer.left_at or answer.admitted_at
    time = seen.astimezone().strftime("%H:%M %d/%m") if seen else ""
    said = words.ADMISSIONS[answer.admission].filled(time=time)
    lines = [Line(Text("Danh sách", "List"), said, Tone.SUCCESS if expected else Tone.ATTENTION)]
    if answer.listing:
        lines.append(Line(words.FIELDS["key"], Text(answer.listing.key, answer.listing.key)))
        if answer.listing.place.vi:
            lines.append(Line(words.FIELDS["place"], answer.listing.place))
    lines += [Line(words.FIELDS["other_place"], other.place) for other in answer.others if other.place.vi]
    lines += [
        Line(Text("Khác với thẻ", "Differs from the card"), words.FIELDS[name], Tone.ATTENTION)
        for name in answer.differences
    ]
    return tuple(lines)
