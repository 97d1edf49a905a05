"""Which records of admitted patients a site writes for the hospital's own system, and which fields stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RecordForm(StrEnum):
    """The forms that can be written."""

    XML0 = "xml0"
    FHIR = "fhir"


class RecordField(StrEnum):
    """What a profile can let out."""

    NUMBER = "number"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    RESIDENCE = "residence"
    PATIENT = "patient"
    INSURANCE = "insurance"


@dataclass(frozen=True, slots=True)
class HealthRecordRules:
    """Which forms a site writes, and which fields stand in them."""

    forms: frozenset[RecordForm] = frozenset()
    release: frozenset[RecordField] = frozenset()
