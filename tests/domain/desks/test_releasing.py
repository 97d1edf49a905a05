"""A finished check and the fields that a profile names -> what goes out, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kiosk.domain.desks.releasing import released
from kiosk.domain.evidence import Evidence
from kiosk.domain.outputs import DETAILS, SENSITIVE, WORDS, OutputField, OutputRules
from tests.fakes.findings import AN, INSPECTED
from tests.fakes.released import EVERYTHING, EVIDENCE, RECORD


def test_everything_that_can_go_out() -> None:
    assert released(RECORD, EVIDENCE, frozenset(OutputField)) == EVERYTHING
    json.dumps(EVERYTHING, allow_nan=False)


@pytest.mark.parametrize("name", OutputField)
def test_a_field_that_is_named_goes_out_alone(name: OutputField) -> None:
    assert released(RECORD, EVIDENCE, {name}) == {name.value: EVERYTHING[name.value]}


def test_nothing_is_named() -> None:
    assert released(RECORD, EVIDENCE, frozenset()) == {}


def test_what_nobody_found_out_is_left_out() -> None:
    unread = replace(RECORD, identity_source="", authenticity="", checks=(), listing_key="", admission="", findings=())
    assert released(unread, Evidence(), frozenset(OutputField)) == {"seconds": 6.25}


def test_a_card_that_does_not_expire() -> None:
    unlimited = replace(AN, expiry_date=None, never_expires=True)
    evidence = Evidence(inspection=replace(INSPECTED, identity=unlimited))
    assert released(RECORD, evidence, {OutputField.EXPIRY_DATE}) == {"expiry_date": "never"}


def test_every_field_has_words() -> None:
    assert set(WORDS) == set(OutputField)
    assert all(text.vi and text.en for text in WORDS.values())


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        (OutputRules(), False),
        (OutputRules(webhook=frozenset({OutputField.NAME})), False),
        (OutputRules(export=frozenset({OutputField.ETHNICITY})), True),
    ],
    ids=["no output", "what a check reads anyway", "what no check needs"],
)
def test_details_are_kept_only_where_an_output_wants_them(rules: OutputRules, wanted: bool) -> None:
    assert rules.wants_details is wanted
    assert {OutputField.ETHNICITY, OutputField.RELIGION} == DETAILS & SENSITIVE
