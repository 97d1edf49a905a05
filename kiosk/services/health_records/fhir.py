"""An admitted patient as HL7 FHIR R4: a collection bundle of ``Patient`` and, where insurance is known, ``Coverage``.

Identifier systems are those of HL7 Vietnam's core guide (fhir.hl7.org.vn/core, draft 0.5.0 of 2026). The guide is a
draft: no profile of it is claimed.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kiosk.domain.hospital.health_record import CheckedInPatient
from kiosk.domain.hospital.insurance import CardPeriod
from kiosk.domain.identity import Sex
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.services.health_records.texts import one_line

CCCD = "http://fhir.hl7.org.vn/core/sid/cccd"
BHYT = "http://fhir.hl7.org.vn/core/sid/bhyt"
VISIT = "http://fhir.hl7.org.vn/core/sid/ma-lk"
IDENTIFIER_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203"
IDENTITY_SOURCE = "urn:kiosk:identity-source"
"""The tag that says where the identity was read: ``chip`` alone is verified."""

INSURER = "Bảo hiểm xã hội Việt Nam"

GENDERS: Mapping[Sex, str] = MappingProxyType({Sex.MALE: "male", Sex.FEMALE: "female", Sex.UNSPECIFIED: "unknown"})

_NAMESPACE = uuid.UUID("6f1f3e5e-2b7c-4a59-9d0a-7a4a3c1c0d11")
Json = dict[str, Any]


def fhir_bundle(patient: CheckedInPatient) -> bytes:
    """The bundle as JSON in UTF-8; the same check gives the same names of its resources."""
    about = f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{patient.visit}/patient')}"
    entries = [{"fullUrl": about, "resource": _patient(patient)}]
    if patient.insurance is not None and patient.insurance.number:
        insured = f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{patient.visit}/coverage')}"
        entries.append({"fullUrl": insured, "resource": _coverage(patient, patient.insurance, about)})
    bundle = {
        "resourceType": "Bundle",
        "identifier": {"system": VISIT, "value": one_line(patient.visit, 100)},
        "type": "collection",
        "timestamp": patient.at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "entry": entries,
    }
    return json.dumps(bundle, ensure_ascii=False, indent=2).encode() + b"\n"


def _patient(patient: CheckedInPatient) -> Json:
    found: Json = {
        "resourceType": "Patient",
        "meta": {"tag": [{"system": IDENTITY_SOURCE, "code": patient.source.value}]},
        "identifier": _identifiers(patient),
        "name": [_name(patient.name)] if one_line(patient.name) else [],
        "gender": GENDERS[patient.sex] if patient.sex else "",
        "birthDate": patient.birth.iso if patient.birth else "",
        "address": [{"use": "home", "text": one_line(patient.residence), "country": "VN"}]
        if one_line(patient.residence)
        else [],
    }
    return _without_empty(found)


def _identifiers(patient: CheckedInPatient) -> list[Json]:
    known = []
    if patient.number:
        known.append({"use": "official", "type": _type("NI"), "system": CCCD, "value": patient.number})
    if one_line(patient.patient):
        assigner = {"assigner": {"identifier": {"value": patient.facility}}} if patient.facility else {}
        known.append({"use": "usual", "type": _type("MR"), "value": one_line(patient.patient, 100), **assigner})
    return known


def _name(name: str) -> Json:
    """Vietnamese names begin with the family's; ``text`` is the name as the card has it, and what counts."""
    text = one_line(name)
    family, *given = text.split(" ")
    return _without_empty({"use": "official", "text": text, "family": family, "given": given})


def _coverage(patient: CheckedInPatient, card: CardPeriod, about: str) -> Json:
    active = card.covers(patient.at.astimezone(VIETNAM).date())
    period = {
        "start": card.valid_from.isoformat() if card.valid_from else "",
        "end": card.valid_to.isoformat() if card.valid_to else "",
    }
    return _without_empty(
        {
            "resourceType": "Coverage",
            "identifier": [{"system": BHYT, "value": card.number}],
            "status": "active" if active else "draft",
            "type": {"text": "BHYT"},
            "subscriberId": card.number,
            "beneficiary": {"reference": about},
            "period": _without_empty(period),
            "payor": [{"display": INSURER}],
            "network": card.first_care,
        }
    )


def _type(code: str) -> Json:
    return {"coding": [{"system": IDENTIFIER_TYPES, "code": code}]}


def _without_empty(resource: Json) -> Json:
    """FHIR knows no empty values: what is not there is left out."""
    return {key: value for key, value in resource.items() if value not in ("", [], {}, None)}
