"""A site's policy and its limits."""

from __future__ import annotations

from dataclasses import asdict, fields

import pytest

from kiosk.domain.authenticity import DocumentCheckName as Name
from kiosk.domain.site import POLICY_LIMITS, CheckNeeds, Listing, Need, Policy
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict


def test_every_rule_has_limits() -> None:
    assert [*POLICY_LIMITS, "needs"] == [field.name for field in fields(Policy)]


def test_a_site_has_a_say_in_these_checks_in_the_order_shown() -> None:
    assert [name for name, _ in CheckNeeds().items()] == [
        Name.ACCESS_PROTOCOL,
        Name.EF_COM,
        Name.REVOCATION,
        Name.ISSUING_STATE,
        Name.ACTIVE_AUTHENTICATION,
        Name.CHIP_AUTHENTICATION,
        Name.PACE_CAM,
        Name.CHECK_DIGITS,
        Name.CROSS_CHECKS,
        Name.ISSUER_VERIFICATION,
    ]


def test_by_default_a_site_needs_no_check_beyond_its_rules() -> None:
    assert {need for _, need in Policy().needs.items()} == {Need.MAY}


def test_the_default_policy_lies_within_its_limits() -> None:
    assert Policy().within_limits() == Policy()


@pytest.mark.parametrize("rule", POLICY_LIMITS)
@pytest.mark.parametrize("chosen", Verdict)
def test_a_value_beyond_a_limit_moves_to_it_and_others_stay(rule: str, chosen: Verdict) -> None:
    mildest, gravest = POLICY_LIMITS[rule]
    held = Policy(**{rule: chosen}).within_limits()
    expected = (
        mildest if chosen.severity < mildest.severity else gravest if chosen.severity > gravest.severity else chosen
    )
    assert asdict(held) == {**asdict(Policy()), rule: expected}


@pytest.mark.parametrize("rule", POLICY_LIMITS)
def test_no_finding_but_the_issuers_own_word_admits_plainly(rule: str) -> None:
    assert (POLICY_LIMITS[rule][0] is Verdict.ADMIT) is (rule == "issuer_confirms")


def test_only_evidence_about_document_person_or_the_day_they_are_expected_may_refuse() -> None:
    may_refuse = {rule for rule, (_, gravest) in POLICY_LIMITS.items() if gravest is Verdict.REFUSE}
    about_document_or_person = {"document_expired", "sources_differ", "face_no_match", "not_listed", "issuer_denies"}
    assert may_refuse == about_document_or_person | {"wrong_day", "wrong_session", "too_late"}


def test_a_row_of_the_list_shows_only_its_key() -> None:
    row = Listing("000101", "001090012345", "012345678", "Nguyễn Văn An", "15/03/1990", Text("Phòng 101", "Room 101"))
    assert repr(row) == "Listing(key='000101')"
