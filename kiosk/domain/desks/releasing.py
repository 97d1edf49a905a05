"""From a finished check to the fields of it that an output was released, as JSON values."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from datetime import date

from kiosk.domain.evidence import Evidence
from kiosk.domain.identity import Identity, PrintedDetails
from kiosk.domain.outputs import OutputField
from kiosk.domain.record import CheckRecord

NEVER_EXPIRES = "never"
"""In place of a date on cards that say «Không thời hạn»."""

Value = str | float | list[str] | dict[str, str] | dict[str, str | float]
Read = Callable[[CheckRecord, Evidence], Value | None]


def released(record: CheckRecord, evidence: Evidence, fields: Collection[OutputField]) -> dict[str, Value]:
    """The named fields of one finished check as JSON values; what card or list do not tell is left out.

    Dates are ISO 8601, texts Unicode NFC as on the card, the photograph ``{encoding, data}`` with base64.
    """
    found = {name: _VALUES[name](record, evidence) for name in OutputField if name in fields}
    return {name.value: value for name, value in found.items() if value not in (None, "", [], {})}


def _of_identity(read: Callable[[Identity], str]) -> Read:
    return lambda record, evidence: read(evidence.identity) if evidence.identity else None


def _of_details(read: Callable[[PrintedDetails], str]) -> Read:
    def value(record: CheckRecord, evidence: Evidence) -> Value | None:
        details = evidence.inspection.details if evidence.inspection else None
        return read(details) if details else None

    return value


def _date(day: date | None) -> str:
    return day.isoformat() if day else ""


def _place(record: CheckRecord, evidence: Evidence) -> Value | None:
    listing = evidence.listing.listing if evidence.listing else None
    return {"vi": listing.place.vi, "en": listing.place.en} if listing and listing.place.vi else None


def _face(record: CheckRecord, evidence: Evidence) -> Value | None:
    comparison = evidence.comparison
    if comparison is None:
        return None
    score: dict[str, str | float] = {"score": round(comparison.score, 4), "accept_at": comparison.accept_at}
    return {"band": comparison.band.value, **score, "liveness": evidence.liveness.status.value}


def _photo(record: CheckRecord, evidence: Evidence) -> Value | None:
    face = evidence.inspection.chip_face if evidence.inspection else None
    return {"encoding": face.encoding, "data": base64.b64encode(face.image).decode("ascii")} if face else None


_VALUES: Mapping[OutputField, Read] = {
    OutputField.REASONS: lambda record, evidence: [finding.reason.value for finding in record.findings],
    OutputField.SECONDS: lambda record, evidence: record.seconds,
    OutputField.SOURCE: lambda record, evidence: record.identity_source,
    OutputField.AUTHENTICITY: lambda record, evidence: record.authenticity,
    OutputField.DOCUMENT_CHECKS: lambda record, evidence: dict(record.checks),
    OutputField.FACE: _face,
    OutputField.KEY: lambda record, evidence: record.listing_key,
    OutputField.ADMISSION: lambda record, evidence: record.admission,
    OutputField.PLACE: _place,
    OutputField.NUMBER: _of_identity(lambda who: who.number),
    OutputField.OLD_NUMBER: _of_identity(lambda who: who.old_number),
    OutputField.DOCUMENT_NUMBER: _of_identity(lambda who: who.document_number),
    OutputField.NAME: _of_identity(lambda who: who.name or who.mrz_name),
    OutputField.BIRTH_DATE: _of_identity(lambda who: _date(who.birth_date)),
    OutputField.SEX: _of_identity(lambda who: who.sex.value),
    OutputField.NATIONALITY: _of_identity(lambda who: who.nationality),
    OutputField.ISSUE_DATE: _of_identity(lambda who: _date(who.issue_date)),
    OutputField.EXPIRY_DATE: _of_identity(lambda who: NEVER_EXPIRES if who.never_expires else _date(who.expiry_date)),
    OutputField.RESIDENCE: _of_identity(lambda who: who.residence),
    OutputField.ORIGIN: _of_details(lambda card: card.origin),
    OutputField.FEATURES: _of_details(lambda card: card.features),
    OutputField.FATHER: _of_details(lambda card: card.father),
    OutputField.MOTHER: _of_details(lambda card: card.mother),
    OutputField.SPOUSE: _of_details(lambda card: card.spouse),
    OutputField.ETHNICITY: _of_details(lambda card: card.ethnicity),
    OutputField.RELIGION: _of_details(lambda card: card.religion),
    OutputField.PHOTO: _photo,
}
