"""The document report in the words of the staff's screen: what decides stands alone, nothing is hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.check.wording.document_lines import Row, document_rows
from kiosk.check.wording.document_words import DOCUMENT_CHECKS, STATES, STATUSES
from kiosk.domain.authenticity import Authenticity, AuthenticityState, CheckStatus, DocumentCheck, HashLine
from kiosk.domain.authenticity import DocumentCheckName as Name
from kiosk.domain.chip_reading import Access

PASSED, FAILED, NOT_SUPPORTED, NOT_DONE = CheckStatus
GOOD = DocumentCheck(PASSED)
PACE = Access("PACE", "CAN")

NOT_INSTALLED = DocumentCheck(NOT_DONE, "issuer-certificate-not-installed")
READ = tuple(HashLine(f"DG{number}", GOOD) for number in (1, 2, 13))

ORDINARY = replace(
    Authenticity(**{name.value: GOOD for name in Name}),
    state=AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN,
    hash_lines=(*READ, HashLine("DG3", DocumentCheck(NOT_DONE, "file-not-read"))),
    access_protocol=DocumentCheck(PASSED, "opened-by-pace"),
    **dict.fromkeys(("signer_chain", "signer_validity", "revocation", "issuing_state"), NOT_INSTALLED),
    pace_cam=DocumentCheck(NOT_SUPPORTED, "mapping-not-used"),
    ef_com=DocumentCheck(NOT_DONE, "com-not-read"),
    issuer_verification=DocumentCheck(NOT_DONE, "not-asked"),
)
"""The normal report in the field: everything good but that no anchor is installed."""


def told(report: Authenticity) -> list[tuple[str, str]]:
    return [(row.label.vi, said(row)) for row in document_rows(report, PACE)]


def said(row: Row) -> str:
    return " – ".join(part.vi for part in (row.value, row.detail) if part and part.vi)


def row_of(report: Authenticity, label: str) -> Row:
    return next(row for row in document_rows(report, PACE) if row.label.vi.startswith(label))


def test_the_normal_report_in_the_field() -> None:
    assert told(ORDINARY) == [
        ("Kết luận: Nguyên vẹn – chưa xác minh cơ quan cấp", ""),
        ("Mở chip bằng", "PACE · CAN"),
        ("Dữ liệu khớp EF.SOD", "đạt – DG1, DG2, DG13"),
        ("Chữ ký trên dữ liệu (SOD)", "đạt"),
        ("Chứng thư cơ quan cấp", "chưa kiểm tra – chưa cài chứng thư của cơ quan cấp"),
        ("Chống sao chép: AA", "đạt"),
        ("Chống sao chép: CA", "đạt"),
        ("Chip, MRZ, mã QR khớp", "đạt"),
        ("Thời hạn của thẻ", "đạt"),
        ("Số kiểm tra MRZ", "đạt"),
        ("EF.COM · hạn chứng thư · thu hồi · quốc gia cấp · hỏi cơ quan cấp · DG3", "chưa kiểm tra"),
    ]


def test_the_best_report() -> None:
    good = dict.fromkeys(("signer_chain", "signer_validity", "issuing_state"), GOOD)
    best = replace(
        ORDINARY,
        state=AuthenticityState.CHAIN_TRUSTED,
        revocation=DocumentCheck(NOT_DONE, "no-revocation-list"),
        **good,
    )
    assert [row for row in told(best) if row not in told(ORDINARY)] == [
        ("Kết luận: Nguyên vẹn – đã xác minh cơ quan cấp", ""),
        ("Chứng thư cơ quan cấp", "đạt"),
        ("Hạn chứng thư · quốc gia cấp · số kiểm tra MRZ", "đạt"),
        ("EF.COM · thu hồi · hỏi cơ quan cấp · DG3", "chưa kiểm tra"),
    ]


@pytest.mark.parametrize(
    ("changes", "label", "value", "status"),
    [
        pytest.param(
            {"hash_lines": (READ[0], HashLine("DG2", DocumentCheck(FAILED, "hash-differs")))},
            "Dữ liệu khớp EF.SOD", "KHÔNG ĐẠT – DG2 – giá trị băm khác", FAILED, id="a group was altered",
        ),
        pytest.param(
            {"hash_lines": (HashLine("DG13", DocumentCheck(NOT_DONE, "file-not-given")),)},
            "Dữ liệu khớp EF.SOD", "chưa kiểm tra – DG13 – chip không đưa ra", NOT_DONE, id="a group is withheld",
        ),
        pytest.param(
            {"revocation": DocumentCheck(FAILED, "signer-revoked")},
            "Chứng thư chưa bị thu hồi", "KHÔNG ĐẠT – chứng thư ký đã bị thu hồi", FAILED, id="revoked",
        ),
        pytest.param(
            {"revocation": DocumentCheck(NOT_DONE, "revocation-list-stale")},
            "Chứng thư chưa bị thu hồi", "chưa kiểm tra – danh sách thu hồi đã cũ", NOT_DONE, id="a stale list",
        ),
        pytest.param(
            {"sod_signature": DocumentCheck(PASSED, "content-type-is-data")},
            "Chữ ký trên dữ liệu", "đạt – ký như dữ liệu thường", PASSED, id="passed with a remark",
        ),
        pytest.param(
            {"check_digits": DocumentCheck(FAILED, "check-digit-wrong-birth-date")},
            "Số kiểm tra của MRZ", "KHÔNG ĐẠT – sai số kiểm tra: ngày sinh", FAILED, id="a check digit",
        ),
        pytest.param(
            {"issuer_verification": GOOD},
            "Dịch vụ của cơ quan cấp xác nhận", "đạt", PASSED, id="the issuer's word has its own row",
        ),
        pytest.param(
            {"active_authentication": DocumentCheck(NOT_SUPPORTED, "key-not-listed")},
            "Chống sao chép: AA", "thẻ không hỗ trợ", NOT_SUPPORTED, id="not supported needs no reason",
        ),
        pytest.param(
            {"pace_cam": GOOD}, "Chống sao chép: PACE-CAM", "đạt", PASSED, id="PACE-CAM where the card has it",
        ),
        pytest.param(
            {"access_protocol": DocumentCheck(FAILED, "pace-given-up-for-bac")},
            "Mở chip bằng", "PACE · CAN – chip có PACE nhưng mở bằng BAC", FAILED, id="downgraded",
        ),
        pytest.param({"weak": ("sha1", "rsa-1024")}, "Thuật toán yếu", "sha1, rsa-1024", None, id="weak"),
    ],
)  # fmt: skip
def test_what_stands_out(changes: dict[str, object], label: str, value: str, status: CheckStatus | None) -> None:
    row = row_of(replace(ORDINARY, **changes), label)  # type: ignore[arg-type]
    assert (said(row), row.status) == (value, status)


checks = st.builds(
    DocumentCheck, st.sampled_from(CheckStatus), st.sampled_from(["", "not-asked", "hash-differs", "signer-expired"])
)
reports = st.builds(
    Authenticity,
    state=st.sampled_from(AuthenticityState),
    hash_lines=st.lists(st.builds(HashLine, st.sampled_from(["DG1", "DG2", "DG3"]), checks), max_size=3).map(tuple),
    **{name.value: checks for name in Name},
)


@given(reports, st.sampled_from([PACE, None]))
def test_a_failure_is_never_folded_or_left_out(report: Authenticity, access: Access | None) -> None:
    failed = [row for row in document_rows(report, access) if row.status is FAILED]
    lines = [line for line in report.lines() if line.check.status is FAILED]
    assert len(failed) == len({(line.name, line.check) for line in lines})


@given(reports)
def test_every_status_of_the_report_is_in_some_row(report: Authenticity) -> None:
    shown = {row.status for row in document_rows(report, PACE)}
    beside = {Name.ACCESS_PROTOCOL, Name.PACE_CAM}
    assert {line.check.status for line in report.lines() if line.name not in beside} <= shown


@pytest.mark.parametrize("state", AuthenticityState)
def test_only_a_trusted_chain_is_said_to_be_verified(state: AuthenticityState) -> None:
    verified = {AuthenticityState.CHAIN_TRUSTED, AuthenticityState.CHAIN_TRUSTED_EXPIRED}
    assert ("đã xác minh cơ quan cấp" in STATES[state].vi.lower()) is (state in verified)
    assert ("issuer verified" in STATES[state].en.lower()) is (state in verified)


def test_a_pinned_signer_that_is_out_of_date_verifies_no_issuer() -> None:
    pinned = replace(
        ORDINARY, state=AuthenticityState.CHAIN_TRUSTED_EXPIRED, signer_chain=DocumentCheck(NOT_DONE, "signer-expired")
    )
    assert told(pinned)[0] == ("Kết luận: Nguyên vẹn – chứng thư ký được ghim, ngoài hạn", "")
    chained = replace(pinned, signer_chain=DocumentCheck(PASSED, "signer-expired"))
    assert told(chained)[0] == ("Kết luận: Đã xác minh cơ quan cấp – chứng thư ngoài hạn", "")


def test_no_word_of_the_report_says_genuine() -> None:
    """A chip reading proves data and chip; whether card and holder are real is for people to judge."""
    words = [*DOCUMENT_CHECKS.values(), *STATUSES.values(), *STATES.values()]
    for word in words:
        assert not any(claim in f" {word.vi.lower()} " for claim in (" thật ", " hợp lệ ", " chính hãng "))
        assert "genuine" not in word.en.lower()


def test_every_check_status_and_state_has_words() -> None:
    assert (set(DOCUMENT_CHECKS), set(STATUSES), set(STATES)) == (set(Name), set(CheckStatus), set(AuthenticityState))
