"""The table ``[insurance]`` of a profile -> what leaves and what is shown, or an error that names the key."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.domain.insurance import InsuranceFact, InsuranceField, InsuranceRules
from kiosk.site.insurance_rules import insurance_rules
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
