"""The JSON of a document report: one shape in every result, published in docs/schemas and held here."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.app.report import (
    authenticity_json,
    boarding_json,
    boarding_text,
    decision_json,
    face_json,
    face_text,
    listing_json,
)
from kiosk.domain.authenticity import (
    Authenticity,
    AuthenticityState,
    CheckStatus,
    CrossCheck,
    DocumentCheck,
    DocumentCheckName,
    HashLine,
)
from kiosk.domain.desks.attendance import Circumstance
from kiosk.domain.face import Covering
from kiosk.domain.liveness import LivenessReport
from kiosk.domain.site import Admission, ListingAnswer
from kiosk.domain.travel import BoardingFinding, PassDifference
from kiosk.domain.verdict import Decision, Finding, Reason, Verdict
from tests.fakes.findings import MATCH, QUALITY
from tests.scenario.house import ROOT

SCHEMAS = ROOT / "docs" / "schemas"

FIRST_PUBLISHED = {
    *("hashes", "sod_signature", "signer_chain", "validity", "active_authentication", "chip_authentication"),
    *("pace_cam", "cross_checks", "cross_check_lines", "reasons", "state"),
}
"""What readers of ``kiosk.card-read/1`` and ``kiosk.check/1`` have relied on from the beginning."""


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}-1.json").read_text("utf-8"))


PUBLISHED = schema("kiosk.authenticity")

reasons = st.sampled_from(["", "hash-differs-dg1", "signer-expired"])
checks = st.builds(DocumentCheck, st.sampled_from(CheckStatus), reasons)
reports = st.builds(
    Authenticity,
    state=st.sampled_from(AuthenticityState),
    hash_lines=st.lists(st.builds(HashLine, st.sampled_from(["DG1", "DG16"]), checks), max_size=3).map(tuple),
    cross_check_lines=st.lists(
        st.builds(CrossCheck, st.just("number"), st.just("DG1"), st.just("QR"), st.sampled_from(CheckStatus)),
        max_size=2,
    ).map(tuple),
    weak=st.sampled_from([(), ("sha1",)]),
    path=st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=3).map(tuple),
    **{name.value: checks for name in DocumentCheckName},
)


@given(reports)
def test_every_report_has_the_published_shape(report: Authenticity) -> None:
    jsonschema.validate(authenticity_json(report), PUBLISHED, jsonschema.Draft202012Validator)


@given(reports)
def test_the_lines_and_the_keys_say_the_same(report: Authenticity) -> None:
    told = authenticity_json(report)
    for line in told["lines"]:
        if line["file"] is None:
            assert line["status"] == told[line["check"]]
            assert line["reason"] == told["reasons"].get(line["check"], "")
    assert list(dict.fromkeys(line["check"] for line in told["lines"])) == [name.value for name in DocumentCheckName]


def test_the_published_shape_knows_every_check_status_and_state() -> None:
    properties = PUBLISHED["properties"]
    assert [name for name in properties if properties[name] == {"$ref": "#/$defs/status"}] == [
        *[name.value for name in DocumentCheckName],
        "clone_check",
    ]
    assert properties["lines"]["items"]["properties"]["check"]["enum"] == [name.value for name in DocumentCheckName]
    assert PUBLISHED["$defs"]["status"]["enum"] == [status.value for status in CheckStatus]
    assert properties["state"]["enum"] == [state.value for state in AuthenticityState]
    assert set(PUBLISHED["required"]) == set(properties)


@pytest.mark.parametrize("whole", ["kiosk.check", "kiosk.card-read"])
def test_every_result_carries_the_same_report(whole: str) -> None:
    inside = schema(whole)["$defs"]
    assert inside["authenticity"]["properties"] == PUBLISHED["properties"]
    assert inside["status"] == PUBLISHED["$defs"]["status"]
    assert set(inside["authenticity"]["required"]) == FIRST_PUBLISHED, "results of earlier programs stay valid"


@pytest.mark.parametrize(
    ("worn", "told", "line"),
    [
        (frozenset(), [], "match (0.71, accept at 0.39)"),
        ({Covering.SUNGLASSES}, ["sunglasses"], "match (0.71, accept at 0.39), with sunglasses"),
        (
            set(Covering),
            ["hat", "mask", "sunglasses"],
            "match (0.71, accept at 0.39), with hat, with mask, with sunglasses",
        ),
    ],
    ids=["nothing", "one thing", "everything"],
)
def test_what_the_compared_face_wears_is_told(worn: Collection[Covering], told: list[str], line: str) -> None:
    comparison = replace(MATCH, quality=replace(QUALITY, coverings=frozenset(worn)))
    face = face_json(comparison, LivenessReport())
    assert face is not None
    assert face["coverings"] == told
    assert face_text(comparison) == line
    published = schema("kiosk.check")["properties"]["face"]
    jsonschema.validate(face, published, jsonschema.Draft202012Validator)
    assert published["properties"]["coverings"]["items"]["enum"] == sorted(Covering)


def test_a_finding_names_the_check_that_it_is_about() -> None:
    finding = Finding(Reason.CHECK_MISSING, Verdict.REFER, check=DocumentCheckName.REVOCATION)
    told = decision_json(Decision(Verdict.REFER, (finding,)))
    assert told["findings"] == [{"reason": "check-missing", "verdict": "REFER", "fault": None, "check": "revocation"}]


@pytest.mark.parametrize(
    ("found", "told", "line"),
    [
        pytest.param(
            BoardingFinding(True, (), "VN1371"),
            {"shown": True, "differences": []},
            "fits",
            id="it fits: no flight told",
        ),
        pytest.param(BoardingFinding(False), {"shown": False, "differences": []}, "not shown", id="none was shown"),
        pytest.param(
            BoardingFinding(True, (PassDifference.NAME, PassDifference.SEAT)),
            {"shown": True, "differences": ["name", "seat"]},
            "differs in name, seat",
            id="another's",
        ),
        pytest.param(
            BoardingFinding(True, tuple(PassDifference)),
            {"shown": True, "differences": list(PassDifference)},
            "differs in name, not_from_here, flight_day, flight, booking, seat, sequence",
            id="in everything",
        ),
    ],
)
def test_a_boarding_pass_is_told_by_what_it_differs_in(found: BoardingFinding, told: object, line: str) -> None:
    assert boarding_json(found) == told
    assert boarding_text(found) == line
    jsonschema.validate(told, schema("kiosk.check")["properties"]["boarding"], jsonschema.Draft202012Validator)


def test_where_no_pass_was_asked_for_nothing_is_told() -> None:
    assert boarding_json(None) is None


@pytest.mark.parametrize("admission", Admission)
def test_the_published_shape_knows_every_answer_of_the_list(admission: Admission) -> None:
    answer = listing_json(ListingAnswer(admission, circumstances=tuple(Circumstance)))
    published = schema("kiosk.check")
    listing = {**published["properties"]["listing"], "$defs": published["$defs"]}
    jsonschema.validate(answer, listing, jsonschema.Draft202012Validator)
