"""A finished check and the outputs of a site -> the messages that are written with its verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.check.outgoing import PersonTold, outgoing, outgoing_decision
from kiosk.domain.evidence import Evidence
from kiosk.domain.face import ChipFace
from kiosk.domain.identity import PrintedDetails
from kiosk.domain.outbox import LONGEST_PAYLOAD
from kiosk.domain.outputs import OutputField, OutputRules
from kiosk.domain.override import Outcome, Override, Undo
from kiosk.domain.record import CheckId
from tests.fakes.findings import INSPECTED
from tests.fakes.released import EVERYTHING, EVIDENCE, RECORD

ALL = frozenset(OutputField)
NAME = frozenset({OutputField.NAME})
ENVELOPE = {
    "check": "c-1",
    "site": "exam",
    "at": "2026-11-22T07:00:00.000+00:00",
    "verdict": "ADMIT_WITH_ATTENTION",
    "source": "chip",
}


def told(rules: OutputRules, evidence: Evidence = EVIDENCE) -> dict[str, object]:
    """By output, what its message says."""
    messages = outgoing(RECORD, evidence, rules)
    assert {message.key for message in messages} <= {"c-1"}
    return {message.output: json.loads(message.payload) for message in messages}


@pytest.mark.parametrize(
    ("rules", "by_output"),
    [
        (OutputRules(), {}),
        (OutputRules(api=ALL), {}),
        (OutputRules(webhook=frozenset()), {"webhook": {**ENVELOPE, "released": {}}}),
        (OutputRules(webhook=ALL), {"webhook": {**ENVELOPE, "released": EVERYTHING}}),
        (
            OutputRules(webhook=frozenset(), export=NAME),
            {
                "webhook": {**ENVELOPE, "released": {}},
                "export": {**ENVELOPE, "released": {"name": "Nguyễn Văn An"}},
            },
        ),
    ],
    ids=["no output", "asked for, not sent", "the verdict alone", "everything", "each its own"],
)
def test_each_output_is_told_what_the_profile_names(rules: OutputRules, by_output: dict[str, object]) -> None:
    assert told(rules) == by_output


LARGE = ChipFace(bytes(LONGEST_PAYLOAD), "jpeg")
ENDLESS = PrintedDetails(origin="x" * LONGEST_PAYLOAD)


@pytest.mark.parametrize(
    ("inspection", "names"),
    [
        (replace(INSPECTED, chip_face=LARGE), {"name"}),
        (replace(INSPECTED, chip_face=LARGE, details=ENDLESS), set()),
    ],
    ids=["a photograph that is too large", "texts without end"],
)
def test_a_card_that_is_too_large_for_a_message_loses_no_verdict(inspection: object, names: set[str]) -> None:
    evidence = replace(EVIDENCE, inspection=inspection)  # type: ignore[arg-type]
    fields = frozenset({OutputField.NAME, OutputField.PHOTO, OutputField.ORIGIN})
    message = told(OutputRules(webhook=fields), evidence)["webhook"]
    assert isinstance(message, dict)
    assert set(message.pop("released")) == names
    assert message == ENVELOPE


WHEN = datetime(2026, 11, 22, 7, 4, 2, 118000, tzinfo=UTC)
ADMITTED = Override(CheckId("c-1"), Outcome.ADMITTED, "other-document-seen", "binh", WHEN, "lan")
HOUR = timedelta(hours=1)
TAKEN_BACK = Undo(CheckId("c-1"), 7, "chosen-by-mistake", "lan", WHEN)


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [(ADMITTED, "admitted"), (replace(ADMITTED, outcome=Outcome.REFUSED), "refused"), (TAKEN_BACK, "undone")],
    ids=["admitted", "refused", "taken back"],
)
def test_a_decision_of_staff_is_told_without_anybodys_name(decision: Override | Undo, outcome: str) -> None:
    (message,) = outgoing_decision(decision, "exam", OutputRules(webhook=ALL))
    assert (message.output, message.key) == ("webhook", "c-1.1795331042118")
    assert json.loads(message.payload) == {
        "check": "c-1",
        "site": "exam",
        "at": "2026-11-22T07:04:02.118+00:00",
        "outcome": outcome,
        "reason": decision.reason,
    }


PERSON = PersonTold("chip", {"number": "001090012345"})


@pytest.mark.parametrize("person", [PERSON, replace(PERSON, fields={"photo": "x" * LONGEST_PAYLOAD})])
def test_whoever_knows_of_people_only_is_told_whom_staff_admitted_under_one_key(person: PersonTold) -> None:
    (message,) = outgoing_decision(ADMITTED, "exam", OutputRules(webhook=ALL), person)
    (again,) = outgoing_decision(replace(ADMITTED, at=WHEN + HOUR), "exam", OutputRules(webhook=ALL), person)
    told = json.loads(message.payload)
    assert (message.key, again.key) == ("c-1.admitted", "c-1.admitted")
    assert (told["outcome"], told["source"]) == ("admitted", "chip")
    assert told["released"] == (person.fields if person is PERSON else {})


@pytest.mark.parametrize(
    "decision", [replace(ADMITTED, outcome=Outcome.REFUSED), TAKEN_BACK], ids=["refused", "taken back"]
)
def test_of_whoever_did_not_come_in_nobody_is_told_more_than_the_decision(decision: Override | Undo) -> None:
    (message,) = outgoing_decision(decision, "exam", OutputRules(webhook=ALL), PERSON)
    assert message.key == "c-1.1795331042118"
    assert b"001090012345" not in message.payload


def test_nobody_is_told_in_a_repr() -> None:
    assert "001090012345" not in repr(PERSON)


def test_decisions_of_staff_stay_where_nobody_listens() -> None:
    assert outgoing_decision(ADMITTED, "exam", OutputRules(export=ALL, api=ALL)) == ()
