"""The report on a document: its order, and the two clone checks taken together."""

from __future__ import annotations

import pytest

from kiosk.domain.authenticity import (
    Authenticity,
    CheckStatus,
    DocumentCheck,
    DocumentCheckName,
    HashLine,
    ReportLine,
)

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


DG1_GOOD, DG2_BAD = HashLine("DG1", DocumentCheck(PASSED)), HashLine("DG2", DocumentCheck(FAILED, "hash-differs"))


def test_each_data_group_has_a_line_in_place_of_the_one_for_all() -> None:
    report = Authenticity(hashes=DocumentCheck(FAILED, "hash-differs-dg2"), hash_lines=(DG1_GOOD, DG2_BAD))
    hashes = [line for line in report.lines() if line.name is DocumentCheckName.HASHES]
    assert hashes == [
        ReportLine(DocumentCheckName.HASHES, DG1_GOOD.check, "DG1"),
        ReportLine(DocumentCheckName.HASHES, DG2_BAD.check, "DG2"),
    ]
    others = [name for name in DocumentCheckName if name is not DocumentCheckName.HASHES]
    assert [line.name for line in report.lines() if not line.file] == others


def test_hashes_of_nothing_are_one_line() -> None:
    assert [line.name for line in Authenticity().lines()] == list(DocumentCheckName)


def test_nothing_is_claimed_of_a_document_that_was_not_checked() -> None:
    assert {check.status for check in Authenticity().checks().values()} == {NOT_DONE, NOT_SUPPORTED}
