"""An admitted patient -> a FHIR bundle that the library's R4 models accept, with no empty value in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.coverage import Coverage
from fhir.resources.R4B.patient import Patient
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hospital.health_record import CheckedInPatient
from kiosk.domain.hospital.insurance import CardPeriod
from kiosk.domain.identity import Sex, Source
from kiosk.domain.partial_date import PartialDate
from kiosk.services.health_records.fhir import BHYT, CCCD, VISIT, fhir_bundle
from tests.fakes import health_records as patients
from tests.fakes.health_records import AT

AN = replace(patients.AN, residence="1 Phố Tưởng Tượng, Hà Nội")
LEAST = CheckedInPatient("c1", AT, "", Source.QR)


def bundle(patient: CheckedInPatient) -> dict[str, Any]:
    """The bundle, after the library took it and each of its resources."""
    made = fhir_bundle(patient)
    Bundle.model_validate_json(made)
    document: dict[str, Any] = json.loads(made)
    models = {"Patient": Patient, "Coverage": Coverage}
    for entry in document["entry"]:
        models[entry["resource"]["resourceType"]].model_validate(entry["resource"])
    return document


def test_the_bundle() -> None:
    document = bundle(AN)
    assert document["type"] == "collection"
    assert document["identifier"] == {"system": VISIT, "value": "c" * 32}
    assert document["timestamp"] == "2026-06-26T00:30:00+07:00"
    assert [entry["resource"]["resourceType"] for entry in document["entry"]] == ["Patient", "Coverage"]
    patient, coverage = document["entry"]
    assert coverage["resource"]["beneficiary"] == {"reference": patient["fullUrl"]}
    assert patient["fullUrl"].startswith("urn:uuid:")


def test_the_patient() -> None:
    patient = bundle(AN)["entry"][0]["resource"]
    assert [(one.get("system"), one["value"]) for one in patient["identifier"]] == [
        (CCCD, "001090012345"),
        (None, "BN000123"),
    ]
    assert patient["identifier"][1]["assigner"] == {"identifier": {"value": "01001"}}
    assert patient["name"] == [{"use": "official", "text": "Nguyễn Văn An", "family": "Nguyễn", "given": ["Văn", "An"]}]
    assert (patient["gender"], patient["birthDate"]) == ("male", "1990-03-15")
    assert patient["address"] == [{"use": "home", "text": "1 Phố Tưởng Tượng, Hà Nội", "country": "VN"}]


def test_the_coverage() -> None:
    coverage = bundle(AN)["entry"][1]["resource"]
    assert coverage["identifier"] == [{"system": BHYT, "value": "DN4010123456789"}]
    assert coverage["status"] == "active"
    assert coverage["period"] == {"start": "2026-01-01", "end": "2026-12-31"}
    assert (coverage["subscriberId"], coverage["network"]) == ("DN4010123456789", "01001")


@pytest.mark.parametrize(
    ("card", "status"),
    [
        (CardPeriod("0123456789", date(2026, 6, 26)), "active"),
        (CardPeriod("0123456789", date(2026, 6, 27)), "draft"),
        (CardPeriod("0123456789"), "draft"),
    ],
    ids=["in force from today", "from tomorrow", "not known from when"],
)
def test_only_what_is_in_force_today_in_vietnam_is_active(card: CardPeriod, status: str) -> None:
    assert bundle(replace(AN, insurance=card))["entry"][1]["resource"]["status"] == status


@pytest.mark.parametrize("source", Source)
def test_where_the_identity_was_read_is_tagged(source: Source) -> None:
    patient = bundle(replace(AN, source=source))["entry"][0]["resource"]
    assert [tag["code"] for tag in patient["meta"]["tag"]] == [source.value]


@pytest.mark.parametrize(
    ("sex", "gender"), [(Sex.MALE, "male"), (Sex.FEMALE, "female"), (Sex.UNSPECIFIED, "unknown"), (None, None)]
)
def test_genders(sex: Sex | None, gender: str | None) -> None:
    assert bundle(replace(AN, sex=sex))["entry"][0]["resource"].get("gender") == gender


@pytest.mark.parametrize(
    ("birth", "written"),
    [
        (PartialDate(1990, 3, 15), "1990-03-15"),
        (PartialDate(1990, 3), "1990-03"),
        (PartialDate(1990), "1990"),
        (None, None),
    ],
)
def test_birth_dates_of_any_precision(birth: PartialDate | None, written: str | None) -> None:
    assert bundle(replace(AN, birth=birth))["entry"][0]["resource"].get("birthDate") == written


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [("Nguyễn Thị Minh Khai", "Nguyễn", ["Thị", "Minh", "Khai"]), ("Y Moan", "Y", ["Moan"]), ("Sùng", "Sùng", None)],
)
def test_vietnamese_names(name: str, family: str, given: list[str] | None) -> None:
    (written,) = bundle(replace(AN, name=name))["entry"][0]["resource"]["name"]
    assert (written["text"], written["family"], written.get("given")) == (name, family, given)


def test_what_nobody_knows_is_left_out() -> None:
    (entry,) = bundle(LEAST)["entry"]
    assert set(entry["resource"]) == {"resourceType", "meta"}


def test_the_same_check_gives_the_same_bundle() -> None:
    assert fhir_bundle(AN) == fhir_bundle(AN)


@given(st.text(max_size=400), st.text(max_size=100), st.text(max_size=300))
def test_whatever_stands_on_a_card_or_list_makes_a_valid_bundle(name: str, patient: str, residence: str) -> None:
    bundle(replace(AN, name=name, patient=patient, residence=residence))
