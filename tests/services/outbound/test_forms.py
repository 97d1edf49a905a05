"""A message of the outbox -> the body that a receiver gets, in our own form and in that of programs beside an HN212."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.identity import Source
from kiosk.services.outbound.forms import hn212_form, own_form
from tests.fakes.released import EVERYTHING

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "schemas" / "kiosk.webhook-1.json").read_text("utf-8"))
PHOTO = base64.b64decode(EVERYTHING["photo"]["data"])  # type: ignore[index, call-overload]
JPEG = b"\xff\xd8 as jpeg"
HN212_FIELDS = {
    "id_card",
    "full_name",
    "date_of_birth",
    "gender",
    "nationality",
    "race",
    "religion",
    "place_of_origin",
    "place_of_residence",
    "personal_identification",
    "date_of_issue",
    "date_of_expiry",
    "father_name",
    "mother_name",
    "wife_name",
    "old_id_card",
    "id_img",
}


def message(verdict: str = "ADMIT", came_by: str = "chip", **released: Any) -> dict[str, Any]:
    """What the outbox keeps of a check; ``came_by`` is where the identity was read."""
    return {
        "check": "c-1",
        "site": "hospital",
        "at": "2026-11-22T07:00:00.000+00:00",
        "verdict": verdict,
        "source": came_by,
        "released": released,
    }


def to_jpeg(image: bytes) -> bytes | None:
    assert image == PHOTO
    return JPEG


def unreadable(image: bytes) -> bytes | None:
    return None


def own(told: dict[str, Any], converted: Any = to_jpeg) -> dict[str, Any]:
    body = own_form(told, "c-1", "kiosk-1", converted)
    assert body is not None
    value: dict[str, Any] = json.loads(body)
    jsonschema.validate(value, SCHEMA, jsonschema.Draft202012Validator)
    return value


def hn212(told: dict[str, Any]) -> dict[str, str] | None:
    body = hn212_form(told, "c-1", "kiosk-1", to_jpeg)
    return None if body is None else json.loads(body)


@pytest.mark.parametrize("verdict", ["ADMIT", "ADMIT_WITH_ATTENTION", "REFER", "REFUSE"])
def test_our_own_form_tells_every_verdict_and_what_was_released(verdict: str) -> None:
    assert own(message(verdict, name="Nguyễn Văn An")) == {
        "schema": "kiosk.webhook/1",
        "event": "check.decided",
        "id": "c-1",
        "check": "c-1",
        "kiosk": "kiosk-1",
        "site": "hospital",
        "at": "2026-11-22T07:00:00.000+00:00",
        "verdict": verdict,
        "source": "chip",
        "released": {"name": "Nguyễn Văn An"},
    }


@pytest.mark.parametrize("source", [*Source, ""])
def test_our_own_form_says_where_the_identity_was_read(source: str) -> None:
    """Without the profile's word: whoever takes a name for a chip's must be able to see that it is none."""
    assert own(message("ADMIT_WITH_ATTENTION", source))["source"] == source
    assert own(message("ADMIT_WITH_ATTENTION", source, **{"source": source} if source else {}))["source"] == source


def test_a_message_from_before_the_source_was_told_is_nobodys_chip() -> None:
    old = {name: value for name, value in message(number="001090012345").items() if name != "source"}
    assert own(old)["source"] == ""
    assert hn212(old) is None


DECISION = {"check": "c-1", "site": "hospital", "at": "2026-11-22T07:00:00.000+00:00"} | {
    "outcome": "admitted",
    "reason": "other-document-seen",
}


def test_our_own_form_tells_what_staff_decided() -> None:
    body = own_form(DECISION, "c-1.1795331042118", "kiosk-1", to_jpeg)
    assert body is not None
    value = json.loads(body)
    jsonschema.validate(value, SCHEMA, jsonschema.Draft202012Validator)
    assert value == {
        "schema": "kiosk.webhook/1",
        "event": "check.overridden",
        "id": "c-1.1795331042118",
        "check": "c-1",
        "kiosk": "kiosk-1",
        "site": "hospital",
        "at": "2026-11-22T07:00:00.000+00:00",
        "outcome": "admitted",
        "reason": "other-document-seen",
    }


def test_a_form_that_knows_cards_alone_is_told_of_no_decision() -> None:
    assert hn212(DECISION) is None


KNOWN = DECISION | {"source": "chip", "released": {"number": "001090012345"}}


def test_whom_staff_admitted_is_told_like_whom_the_machine_admitted() -> None:
    assert hn212(KNOWN) == hn212(message(number="001090012345"))


@pytest.mark.parametrize(
    "change",
    [{"outcome": "refused"}, {"outcome": "undone"}, {"source": "qr"}, {"source": "list"}, {"released": {}}],
    ids=["turned away", "taken back", "by QR", "by hand", "without a number"],
)
def test_whom_staff_decided_about_and_a_form_of_read_cards_cannot_tell(change: dict[str, Any]) -> None:
    assert hn212(KNOWN | change) is None


def test_our_own_form_tells_of_a_decision_the_same_whatever_is_known_of_its_person() -> None:
    assert own(KNOWN) == own(DECISION)


def test_everything_that_can_be_released_fits_the_schema() -> None:
    jpeg = {"encoding": "jpeg", "data": base64.b64encode(JPEG).decode()}
    assert own(message(**EVERYTHING))["released"] == {**EVERYTHING, "photo": jpeg}


def test_a_photograph_that_cannot_be_read_is_left_out() -> None:
    assert "photo" not in own(message(**EVERYTHING), unreadable)["released"]


def test_everything_in_the_form_of_an_hn212() -> None:
    assert hn212(message(**EVERYTHING)) == {
        "id_card": "001090012345",
        "full_name": "Nguyễn Văn An",
        "date_of_birth": "15/03/1990",
        "gender": "Nam",
        "nationality": "Việt Nam",
        "race": "Kinh",
        "religion": "Không",
        "place_of_origin": "Hà Nội",
        "place_of_residence": "Quận 1",
        "personal_identification": "Nốt ruồi",
        "date_of_issue": "10/05/2021",
        "date_of_expiry": "15/03/2030",
        "father_name": "Nguyễn Văn Bình",
        "mother_name": "Trần Thị Lan",
        "wife_name": "Lê Thị Hoa",
        "old_id_card": "012345678",
        "id_img": base64.b64encode(JPEG).decode(),
    }


def test_what_is_not_released_is_an_empty_text_in_the_form_of_an_hn212() -> None:
    body = hn212(message("ADMIT_WITH_ATTENTION", number="001090012345"))
    assert body is not None
    assert body.keys() == HN212_FIELDS
    assert {name: value for name, value in body.items() if value} == {"id_card": "001090012345"}


@pytest.mark.parametrize(
    ("released", "field", "value"),
    [
        ({"expiry_date": "never"}, "date_of_expiry", "Không thời hạn"),
        ({"sex": "F"}, "gender", "Nữ"),
        ({"sex": "X"}, "gender", ""),
        ({"nationality": "FRA"}, "nationality", "FRA"),
    ],
    ids=["no expiry", "a woman", "sex left open", "a foreigner"],
)
def test_values_in_the_form_of_an_hn212(released: dict[str, str], field: str, value: str) -> None:
    body = hn212(message(number="001090012345", **released))
    assert body is not None
    assert body[field] == value


@pytest.mark.parametrize(
    ("verdict", "source", "released"),
    [
        ("REFER", "chip", {"number": "001090012345"}),
        ("REFUSE", "chip", {"number": "001090012345"}),
        ("ADMIT", "chip", {"name": "An"}),
        ("ADMIT_WITH_ATTENTION", "qr", {"number": "001090012345"}),
        ("ADMIT_WITH_ATTENTION", "mrz", {"number": "001090012345"}),
        ("ADMIT_WITH_ATTENTION", "typed", {"number": "001090012345"}),
        ("ADMIT_WITH_ATTENTION", "list", {"number": "001090012345"}),
        ("ADMIT_WITH_ATTENTION", "", {"number": "001090012345"}),
    ],
    ids=["referred", "refused", "without a number", "by QR", "by MRZ", "typed", "by hand", "by nothing"],
)
def test_whom_a_form_of_read_cards_cannot_tell(verdict: str, source: str, released: dict[str, str]) -> None:
    assert hn212(message(verdict, source, **released)) is None


TEXTS = [name for name, value in EVERYTHING.items() if isinstance(value, str) and not name.endswith("_date")]
DAYS = st.dates().map(lambda day: day.isoformat()) | st.just("never")


@given(
    st.dictionaries(st.sampled_from(TEXTS), st.text(max_size=50)),
    st.dictionaries(st.sampled_from(["birth_date", "issue_date", "expiry_date"]), DAYS),
)
def test_whatever_cards_and_lists_say_becomes_json(texts: dict[str, str], days: dict[str, str]) -> None:
    told = message("ADMIT", **{**texts, **days, "number": "001090012345"})
    body = own_form(told, "c-1", "kiosk-1", to_jpeg)
    assert body is not None and json.loads(body)["released"] == told["released"]
    fields = hn212(told)
    assert fields is not None and fields.keys() == HN212_FIELDS
    assert all(isinstance(value, str) for value in fields.values())
