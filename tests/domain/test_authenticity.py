"""The report on a document: its order, and the two clone checks taken together."""

from __future__ import annotations

import pytest

from kiosk.domain.authenticity import Authenticity, CheckStatus, DocumentCheck, DocumentCheckName

PASSED, FAILED, NOT_SUPPORTED, NOT_DONE = CheckStatus


@pytest.mark.parametrize(
    ("active", "chip", "together"),
    [
        (PASSED, PASSED, PASSED),
        (PASSED, NOT_SUPPORTED, PASSED),
        (PASSED, NOT_DONE, PASSED),
        (NOT_SUPPORTED, NOT_SUPPORTED, NOT_SUPPORTED),
        (NOT_SUPPORTED, NOT_DONE, NOT_DONE),
        (NOT_DONE, NOT_DONE, NOT_DONE),
        (FAILED, PASSED, FAILED),
        (FAILED, NOT_SUPPORTED, FAILED),
        (FAILED, NOT_DONE, FAILED),
        (FAILED, FAILED, FAILED),
    ],
)
def test_clone_check(active: CheckStatus, chip: CheckStatus, together: CheckStatus) -> None:
    one, other = DocumentCheck(active), DocumentCheck(chip)
    assert Authenticity(active_authentication=one, chip_authentication=other).clone_check is together
    assert Authenticity(active_authentication=other, chip_authentication=one).clone_check is together


def test_every_check_has_a_line_in_the_order_shown() -> None:
    report = Authenticity(validity=DocumentCheck(PASSED, "until-2030"))
    assert list(report.checks()) == list(DocumentCheckName)
    assert report.checks()[DocumentCheckName.VALIDITY] == DocumentCheck(PASSED, "until-2030")
    assert report.checks()[DocumentCheckName.HASHES].status is NOT_DONE
