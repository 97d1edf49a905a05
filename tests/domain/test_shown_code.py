"""Codes other than the ID card's, as values: what of them may stand in a log."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.domain.identity import Sex
from kiosk.domain.shown_code import FlightLeg, FlightPass, InsuranceCard, ShownCode

DAY = date(2026, 6, 26)
LEG = FlightLeg("VN240", "SGN", "HAN", DAY, "ABC123", "12C", "0042")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        pytest.param(
            InsuranceCard(
                "DN4010123456789", "Nguyễn Văn An", 1990, date(1990, 3, 15), Sex.MALE, "01001", DAY, DAY, DAY
            ),
            "InsuranceCard()",
            id="an insurance card",
        ),
        pytest.param(FlightPass("NGUYEN", "VAN AN", (LEG,)), "FlightPass()", id="a boarding pass with its flights"),
    ],
)
def test_nothing_of_a_code_is_shown(code: ShownCode, shown: str) -> None:
    assert repr(code) == shown


@pytest.mark.parametrize("number", ["DN4010123456789", "0123456789"], ids=["card", "social insurance"])
def test_both_forms_of_a_number_end_in_that_of_social_insurance(number: str) -> None:
    assert InsuranceCard(number, "Nguyễn Văn An", 1990).social_number == "0123456789"
