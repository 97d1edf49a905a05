"""The tables of a hospital's profile -> what leaves, is shown and is written, or an error that names the key."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.domain.hospital.health_record_rules import HealthRecordRules, RecordField, RecordForm
from kiosk.domain.hospital.insurance import InsuranceFact, InsuranceField, InsuranceRules
from kiosk.domain.hospital.reception import ManualCase
from kiosk.domain.hospital.registration import RegistrationField
from kiosk.site.hospital_rules import health_record_rules, insurance_rules, manual_cases, registration_release
from kiosk.site.profile_values import MalformedError


@pytest.mark.parametrize(
    ("table", "rules"),
    [
        ("", None),
        ("[insurance]", InsuranceRules()),
        (
            '[insurance]\nrelease = ["number", "name", "birth_date"]\nshow = ["validity", "first_care"]',
            InsuranceRules(frozenset(InsuranceField), frozenset({InsuranceFact.VALIDITY, InsuranceFact.FIRST_CARE})),
        ),
        ('[insurance]\nrelease = ["number"]', InsuranceRules(frozenset({InsuranceField.NUMBER}))),
    ],
    ids=["no table", "nothing", "a hospital's", "the number alone"],
)
def test_what_is_named(table: str, rules: InsuranceRules | None) -> None:
    assert insurance_rules(tomllib.loads(table)) == rules


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("insurance = true", "insurance"),
        ('[insurance]\nrelease = "number"', "insurance.release"),
        ('[insurance]\nrelease = ["address"]', "insurance.release"),
        ("[insurance]\nrelease = [1]", "insurance.release"),
        ('[insurance]\nshow = ["history"]', "insurance.show"),
        ("[insurance]\nservice = 'bhyt'", "insurance.service"),
    ],
    ids=str,
)
def test_what_is_not_understood_is_named(table: str, key: str) -> None:
    with pytest.raises(MalformedError) as raised:
        insurance_rules(tomllib.loads(table))
    assert str(raised.value).startswith(f"{key}:")


@pytest.mark.parametrize(
    ("table", "rules"),
    [
        ("", None),
        ("[health_records]", HealthRecordRules()),
        (
            '[health_records]\nforms = ["xml0"]\nrelease = ["number", "insurance"]',
            HealthRecordRules(frozenset({RecordForm.XML0}), frozenset({RecordField.NUMBER, RecordField.INSURANCE})),
        ),
    ],
    ids=["no table", "nothing", "the check-in record with two fields"],
)
def test_which_records_are_written(table: str, rules: HealthRecordRules | None) -> None:
    assert health_record_rules(tomllib.loads(table)) == rules


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("health_records = 1", "health_records"),
        ('[health_records]\nforms = ["xml1"]', "health_records.forms"),
        ('[health_records]\nrelease = ["religion"]', "health_records.release"),
        ("[health_records]\nfolder = 'out'", "health_records.folder"),
    ],
    ids=str,
)
def test_records_that_cannot_be_written_are_named(table: str, key: str) -> None:
    with pytest.raises(MalformedError) as raised:
        health_record_rules(tomllib.loads(table))
    assert str(raised.value).startswith(f"{key}:")


@pytest.mark.parametrize(
    ("table", "released", "cases"),
    [
        ("", None, frozenset()),
        ("[registration]\n[reception]", frozenset(), frozenset()),
        (
            '[registration]\nrelease = ["name", "photo"]\n[reception]\ncases = ["child", "emergency"]',
            frozenset({RegistrationField.NAME, RegistrationField.PHOTO}),
            frozenset({ManualCase.CHILD, ManualCase.EMERGENCY}),
        ),
    ],
    ids=["no tables", "nothing", "something of both"],
)
def test_registration_and_reception(
    table: str, released: frozenset[RegistrationField] | None, cases: frozenset[ManualCase]
) -> None:
    document = tomllib.loads(table)
    assert (registration_release(document), manual_cases(document)) == (released, cases)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ('[registration]\nrelease = ["religion"]', "registration.release"),
        ('[registration]\nsend = ["name"]', "registration.send"),
        ('[reception]\ncases = ["everybody"]', "reception.cases"),
        ("reception = 1", "reception"),
    ],
    ids=str,
)
def test_what_neither_knows_is_named(table: str, key: str) -> None:
    document = tomllib.loads(table)
    with pytest.raises(MalformedError) as raised:
        registration_release(document)
        manual_cases(document)
    assert str(raised.value).startswith(f"{key}:")
