"""The table ``override`` of a profile -> rules, or the key that is wrong."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.domain.override import USUAL_REASONS, Outcome, OverrideReason, OverrideRules
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.site.override_rules import MOST_REASONS, override_rules
from kiosk.site.profile_values import MalformedError

REASON = """
[[reasons]]
code = "doctor-agrees"
outcome = "admitted"
vi = "Bác sĩ đồng ý"
en = "The doctor agrees"
"""


def read(toml: str) -> OverrideRules:
    return override_rules(tomllib.loads(toml))


def test_what_is_left_out_is_as_usual() -> None:
    assert read("") == OverrideRules()
    assert read("undo_minutes = 5").reasons == USUAL_REASONS


def test_a_sites_own_reasons_take_the_place_of_the_usual_ones() -> None:
    agrees = OverrideReason("doctor-agrees", Outcome.ADMITTED, Text("Bác sĩ đồng ý", "The doctor agrees"))
    by_two = OverrideReason("doctor-agrees", Outcome.ADMITTED, agrees.sentence, second_person=True)

    assert read(REASON).reasons == (agrees,)
    assert read(REASON + "second_person = true").reasons == (by_two,)


@pytest.mark.parametrize(
    ("names", "verdicts"),
    [("[]", {Verdict.REFUSE}), ('["REFER"]', {Verdict.REFUSE, Verdict.REFER}), ('["REFUSE"]', {Verdict.REFUSE})],
)
def test_a_profile_may_ask_for_two_people_more_often_never_less(names: str, verdicts: set[Verdict]) -> None:
    assert read(f"second_person_for = {names}").second_person_for == verdicts


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("undo_minutes = 0", "override.undo_minutes: a whole number from 1 to 60"),
        ("undo_minutes = true", "override.undo_minutes"),
        ("undo = 5", "override.undo: unknown key"),
        ('second_person_for = "REFUSE"', "override.second_person_for: a list of"),
        ('second_person_for = ["ALL"]', "override.second_person_for: a list of"),
        ("reasons = []", "override.reasons: 1 to 30"),
        ("reasons = [1]", "override.reasons 1: a table"),
        (REASON * (MOST_REASONS + 1), "override.reasons: 1 to 30"),
        (REASON * 2, "override.reasons: doctor-agrees stands there twice"),
        (REASON.replace("admitted", "perhaps"), "override.reasons 1.outcome: one of admitted, refused"),
        (REASON.replace("doctor-agrees", "Bác sĩ"), "override.reasons 1.code: "),
        (REASON.replace('en = "The doctor agrees"', ""), "override.reasons 1.en: missing"),
        (REASON + 'second_person = "yes"', "override.reasons 1.second_person: true or false"),
        (REASON + 'colour = "red"', "override.reasons 1.colour: unknown key"),
    ],
)
def test_what_is_wrong_is_said_with_its_key(toml: str, said: str) -> None:
    with pytest.raises(MalformedError) as caught:
        read(toml)

    assert str(caught.value).startswith(said)
