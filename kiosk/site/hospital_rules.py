"""The tables of a hospital's profile: what its services are given, which records are written, who comes by hand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from kiosk.domain.hospital.health_record_rules import HealthRecordRules, RecordField, RecordForm
from kiosk.domain.hospital.insurance import InsuranceFact, InsuranceField, InsuranceRules
from kiosk.domain.hospital.reception import ManualCase
from kiosk.domain.hospital.registration import RegistrationField
from kiosk.site.profile_values import MalformedError, only, table_of

Name = TypeVar("Name", bound=StrEnum)


def insurance_rules(document: Mapping[str, object]) -> InsuranceRules | None:
    """Without the table nobody is asked about anybody; a list that is left out is empty."""
    if "insurance" not in document:
        return None
    table = table_of(document, "insurance", "")
    only(table, ("release", "show"), "insurance.")
    return InsuranceRules(
        _named(table, "insurance.release", InsuranceField), _named(table, "insurance.show", InsuranceFact)
    )


def health_record_rules(document: Mapping[str, object]) -> HealthRecordRules | None:
    """Without the table nothing is written about anybody; a list that is left out is empty."""
    if "health_records" not in document:
        return None
    table = table_of(document, "health_records", "")
    only(table, ("forms", "release"), "health_records.")
    return HealthRecordRules(
        _named(table, "health_records.forms", RecordForm), _named(table, "health_records.release", RecordField)
    )


def registration_release(document: Mapping[str, object]) -> frozenset[RegistrationField] | None:
    """What of a patient the hospital's own system is given besides the number; without the table it is not asked."""
    if "registration" not in document:
        return None
    table = table_of(document, "registration", "")
    only(table, ("release",), "registration.")
    return _named(table, "registration.release", RegistrationField)


def manual_cases(document: Mapping[str, object]) -> frozenset[ManualCase]:
    """The cases in which staff may receive a patient without a card; none where the table is left out."""
    if "reception" not in document:
        return frozenset()
    table = table_of(document, "reception", "")
    only(table, ("cases",), "reception.")
    return _named(table, "reception.cases", ManualCase)


def _named(table: Mapping[str, object], key: str, kind: type[Name]) -> frozenset[Name]:
    names = table.get(key.rpartition(".")[2], [])
    if not isinstance(names, list) or not all(name in list(kind) for name in names):
        raise MalformedError(f"{key}: a list of {', '.join(kind)}; it may be empty")
    return frozenset(kind(name) for name in names)
