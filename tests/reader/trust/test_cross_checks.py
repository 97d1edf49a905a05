from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.authenticity import CheckStatus, CrossCheck, DocumentCheck
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.reader.codes.mrz import check_digit, parse_mrz
from kiosk.reader.codes.qr import parse_card_qr
from kiosk.reader.lds.dg13 import Dg13, parse_dg13
from kiosk.reader.trust.cross_checks import compare, summarize
from tests.fakes.lds_files import DG13_A, MRZ_A, MRZ_C, QR_A, QR_B

TODAY = date(2026, 11, 22)
MRZ, DG13, QR = parse_mrz(MRZ_A), parse_dg13(DG13_A), parse_card_qr(QR_A).identity
PASSED, FAILED, NOT_DONE = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.NOT_DONE


def statuses(lines: tuple[CrossCheck, ...]) -> dict[tuple[str, str, str], CheckStatus]:
    return {(line.what, line.left, line.right): line.status for line in lines}


ALL = {
    ("number", "DG1", "DG13"),
    ("birth_date", "DG1", "DG13"),
    ("name", "DG1", "DG13"),
    ("sex", "DG1", "DG13"),
    ("expiry_date", "DG1", "DG13"),
    ("number", "DG1", "QR"),
    ("birth_date", "DG1", "QR"),
    ("name", "DG1", "QR"),
    ("sex", "DG1", "QR"),
    ("issue_date", "DG13", "QR"),
    ("old_number", "DG13", "QR"),
    ("check_digits", "DG1", "DG1"),
    ("number_year", "DG1", "DG1"),
    ("number_sex", "DG1", "DG1"),
}


def test_all_sources_of_one_person_agree() -> None:
    lines = compare(MRZ, DG13, QR, TODAY)
    assert statuses(lines) == dict.fromkeys(ALL, PASSED)
    assert summarize(lines) == DocumentCheck(PASSED)
    assert {line.what for line in lines if line.warning_only} == {"check_digits", "number_year", "number_sex"}


@pytest.mark.parametrize(
    ("mrz", "dg13", "qr", "expected"),
    [
        pytest.param(True, True, False, {key for key in ALL if "QR" not in key}, id="no QR"),
        pytest.param(True, False, True, {key for key in ALL if "DG13" not in key}, id="no DG13"),
        pytest.param(True, False, False, {key for key in ALL if key[1:] == ("DG1", "DG1")}, id="DG1 alone"),
        pytest.param(
            False,
            True,
            True,
            {(what, "DG13", "QR") for what in ("number", "birth_date", "name", "sex", "issue_date", "old_number")},
            id="no DG1: DG13 stands in",
        ),
        pytest.param(False, False, True, set(), id="QR alone"),
    ],
)
def test_lines_for_the_sources_that_are_there(
    mrz: bool, dg13: bool, qr: bool, expected: set[tuple[str, str, str]]
) -> None:
    lines = compare(MRZ if mrz else None, DG13 if dg13 else None, QR if qr else None, TODAY)
    assert statuses(lines) == dict.fromkeys(expected, PASSED)
    compared = any(not line.warning_only for line in lines)
    assert summarize(lines) == (DocumentCheck(PASSED) if compared else DocumentCheck(NOT_DONE, "nothing-to-compare"))


@pytest.mark.parametrize(
    ("dg13", "qr", "failed", "reason"),
    [
        pytest.param(
            DG13,
            parse_card_qr(QR_B).identity,
            {("issue_date", "DG13", "QR"), *((what, "DG1", "QR") for what in ("number", "birth_date", "name", "sex"))},
            "number-differs",
            id="the QR of another card",
        ),
        pytest.param(
            replace(DG13, number="001090012346"), QR, {("number", "DG1", "DG13")}, "number-differs", id="number in DG13"
        ),
        pytest.param(
            replace(DG13, birth="16/03/1990"), QR, {("birth_date", "DG1", "DG13")}, "birth-date-differs", id="birth"
        ),
        pytest.param(
            replace(DG13, name="Nguyễn Văn Anh"), QR, {("name", "DG1", "DG13")}, "name-differs", id="name in DG13"
        ),
        pytest.param(replace(DG13, sex="Nữ"), QR, {("sex", "DG1", "DG13")}, "sex-differs", id="sex in DG13"),
        pytest.param(DG13, replace(QR, sex=Sex.FEMALE), {("sex", "DG1", "QR")}, "sex-differs", id="sex in the QR"),
        pytest.param(
            replace(DG13, expiry="15/03/2031"), QR, {("expiry_date", "DG1", "DG13")}, "expiry-date-differs", id="expiry"
        ),
        pytest.param(
            replace(DG13, expiry="Không thời hạn"),
            QR,
            {("expiry_date", "DG1", "DG13")},
            "expiry-date-differs",
            id="never expires, says one only",
        ),
        pytest.param(
            DG13,
            replace(QR, issue_date=date(2021, 5, 11)),
            {("issue_date", "DG13", "QR")},
            "issue-date-differs",
            id="day of issue",
        ),
        pytest.param(
            DG13,
            replace(QR, old_number="012345679"),
            {("old_number", "DG13", "QR")},
            "old-number-differs",
            id="old number",
        ),
    ],
)
def test_one_difference_fails_its_line_and_the_check(
    dg13: Dg13, qr: Identity, failed: set[tuple[str, str, str]], reason: str
) -> None:
    lines = compare(MRZ, dg13, qr, TODAY)
    assert {key for key, status in statuses(lines).items() if status is FAILED} >= failed
    assert {key for key, status in statuses(lines).items() if status is FAILED} <= failed | {
        ("old_number", "DG13", "QR")
    }
    assert summarize(lines) == DocumentCheck(FAILED, reason)


@pytest.mark.parametrize(
    ("dg13", "qr", "key"),
    [
        pytest.param(replace(DG13, birth="00/00/1990"), QR, ("birth_date", "DG1", "DG13"), id="birth without day"),
        pytest.param(replace(DG13, sex="Khác"), QR, ("sex", "DG1", "DG13"), id="another word for the sex"),
        pytest.param(DG13, replace(QR, sex=Sex.UNSPECIFIED), ("sex", "DG1", "QR"), id="no sex in the QR"),
        pytest.param(replace(DG13, name=None), QR, ("name", "DG1", "DG13"), id="no name in DG13"),
        pytest.param(replace(DG13, name=""), QR, ("name", "DG1", "DG13"), id="empty name in DG13"),
        pytest.param(DG13, replace(QR, old_number=""), ("old_number", "DG13", "QR"), id="no old number in the QR"),
        pytest.param(DG13, replace(QR, issue_date=None), ("issue_date", "DG13", "QR"), id="no day of issue in the QR"),
    ],
)
def test_what_a_source_leaves_open_is_not_done(dg13: Dg13, qr: Identity, key: tuple[str, str, str]) -> None:
    lines = compare(MRZ, dg13, qr, TODAY)
    assert statuses(lines)[key] is NOT_DONE
    assert summarize(lines).status is PASSED


PRINTED = Identity(
    Source.MRZ,
    number="001090012345",
    mrz_name="NGUYEN VAN AN",
    birth_date=date(1990, 3, 15),
    sex=Sex.MALE,
    expiry_date=date(2030, 3, 15),
)


def test_printed_lines_are_compared_with_the_chip() -> None:
    lines = statuses(compare(MRZ, None, PRINTED, TODAY))
    what = ("number", "birth_date", "name", "sex", "expiry_date")
    assert {key: status for key, status in lines.items() if "MRZ" in key} == {
        (one, "DG1", "MRZ"): PASSED for one in what
    }


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"number": "001090012346"}, "number"),
        ({"birth_date": date(1990, 3, 16)}, "birth_date"),
        ({"mrz_name": "TRAN THI BINH"}, "name"),
        ({"sex": Sex.FEMALE}, "sex"),
        ({"expiry_date": None, "never_expires": True}, "expiry_date"),
    ],
    ids=["number", "birth date", "name", "sex", "expiry date"],
)
def test_printed_lines_of_another_card_fail_their_line(changed: dict[str, object], what: str) -> None:
    lines = compare(MRZ, DG13, replace(PRINTED, **changed), TODAY)  # type: ignore[arg-type]
    assert statuses(lines)[what, "DG1", "MRZ"] is FAILED
    assert summarize(lines).status is FAILED


def test_printed_lines_without_a_name_that_frames_agree_on_leave_it_open() -> None:
    lines = statuses(compare(MRZ, DG13, replace(PRINTED, mrz_name=""), TODAY))
    assert lines["name", "DG1", "MRZ"] is NOT_DONE


def test_a_card_without_expiry_agrees_with_its_mrz() -> None:
    lines = compare(parse_mrz(MRZ_C), Dg13(expiry="Không thời hạn"), None, TODAY)
    assert statuses(lines)["expiry_date", "DG1", "DG13"] is PASSED


@pytest.mark.parametrize(
    ("mrz", "what"),
    [
        pytest.param(MRZ_A[:59] + "3" + MRZ_A[60:], "check_digits", id="wrong check digit"),
        pytest.param(MRZ_A[:37] + "F" + MRZ_A[38:], "number_sex", id="sex other than the number's"),
        pytest.param(
            MRZ_A[:30] + "910315" + check_digit("910315") + MRZ_A[37:], "number_year", id="year other than the number's"
        ),
    ],
)
def test_warnings_never_fail_a_card(mrz: str, what: str) -> None:
    lines = compare(parse_mrz(mrz), Dg13(number="001090012345"), None, TODAY)
    assert statuses(lines)[what, "DG1", "DG1"] is FAILED
    assert summarize(lines) == DocumentCheck(PASSED)


def test_a_name_cut_by_the_mrz_agrees() -> None:
    long = MRZ_A[:60] + "CONG<<HUYEN<TON<NU<PHUONG<THAO"
    lines = compare(parse_mrz(long), Dg13(name="Công Huyền Tôn Nữ Phương Thảo Nguyên"), None, TODAY)
    assert statuses(lines)["name", "DG1", "DG13"] is PASSED


def test_no_personal_data_in_the_lines() -> None:
    shown = repr(compare(MRZ, DG13, parse_card_qr(QR_B).identity, TODAY))
    assert not any(secret in shown for secret in ("001090012345", "079185006789", "NGUYEN", "1990"))
