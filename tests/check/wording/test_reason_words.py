"""Every reason code of the document checks has words, in both languages, and never more than words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.check.wording.reason_words import CHECK_REASONS, REASON_GROUPS, reason_text
from kiosk.check.wording.words import REASONS
from kiosk.domain.issuer_answer import IssuerTrouble
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason
from kiosk.reader.trust.consistency import ConsistencyReason
from kiosk.reader.trust.reasons import CheckReason

PAGE = Path(__file__).parents[3] / "docs" / "authenticity.md"
WRITTEN_BELOW = "<!-- What follows is written by: python -m tests.check.wording.test_reason_words -->\n"

OF_CLONE_CHECKS = {
    *("key-malformed", "curve-not-supported", "refused-by-chip", "mapping-wrong", "extended-length-needed"),
    *("session-lost", "new-keys-not-proven", "dg14-malformed", "no-dg14", "not-announced", "protocol-not-supported"),
}
"""Reasons that the protocols themselves give."""

OF_THE_ISSUER = {
    *("issuer-says-not-genuine", "issuer-does-not-know"),
    *(f"issuer-service-{trouble}" for trouble in IssuerTrouble),
}

STEMS = {"card-security", "issuer-service"}
"""Followed by another reason."""


def reason_tables() -> str:
    """The last part of the page, a table for each group of codes."""
    parts = []
    for group, reasons in REASON_GROUPS.items():
        rows = [f"| `{code}` | {_plain(words.en)} | {_plain(words.vi)} |" for code, words in reasons.items()]
        parts.append(
            "\n".join([f"### {group}", "", "| code | in English | tiếng Việt |", "| --- | --- | --- |", *rows])
        )
    return "\n" + "\n\n".join(parts) + "\n"


def _plain(words: str) -> str:
    return words.replace("{of}", "…")


def test_the_page_has_the_words_of_the_screens() -> None:
    assert PAGE.read_text("utf-8").partition(WRITTEN_BELOW)[2] == reason_tables()


def test_every_code_has_words_and_no_words_are_left_over() -> None:
    codes = {*CheckReason, *ConsistencyReason, *OF_CLONE_CHECKS, *OF_THE_ISSUER, *STEMS}
    assert set(CHECK_REASONS) == {str(code) for code in codes}


@pytest.mark.parametrize("words", CHECK_REASONS.values(), ids=CHECK_REASONS)
def test_words_are_short_and_in_two_languages(words: Text) -> None:
    for said in (words.vi, words.en):
        assert 0 < len(said) <= 60
        assert not said.endswith(".")
    assert ("{of}" in words.vi) is ("{of}" in words.en)


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("signature-wrong", "chữ ký sai", "the signature is wrong"),
        ("hash-differs", "giá trị băm khác", "the hash differs"),
        ("hash-differs-dg2", "giá trị băm khác: DG2", "the hash differs: DG2"),
        ("file-malformed-dg1", "tệp hỏng: DG1", "malformed: DG1"),
        ("com-lacks-dg13", "EF.COM thiếu DG13", "EF.COM lacks DG13"),
        ("opened-by-pace", "mở bằng PACE", "opened by PACE"),
        ("number-differs", "khác nhau: số định danh", "differs: number"),
        ("birth-date-differs", "khác nhau: ngày sinh", "differs: date of birth"),
        ("check-digit-wrong-composite", "sai số kiểm tra: số tổng hợp", "wrong check digit: composite"),
        ("check-digit-wrong-birth-date", "sai số kiểm tra: ngày sinh", "wrong check digit: date of birth"),
        ("country-differs", "quốc gia khác nhau", "the countries differ"),
        ("card-security-missing", "thiếu EF.CardSecurity", "EF.CardSecurity is missing"),
        ("card-security-signature-wrong", "EF.CardSecurity: chữ ký sai", "EF.CardSecurity: the signature is wrong"),
        ("issuer-service-too-late", "không trả lời kịp", "no answer in time"),
        ("a-code-of-tomorrow", "a-code-of-tomorrow", "a-code-of-tomorrow"),
        ("", "", ""),
    ],
)
def test_the_words_of_a_code(code: str, vi: str, en: str) -> None:
    assert reason_text(code) == Text(vi, en)


@given(
    st.from_regex(re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,4}"), fullmatch=True) | st.sampled_from(sorted(CHECK_REASONS))
)
def test_every_code_has_an_answer_without_gaps(code: str) -> None:
    assert "{" not in reason_text(code).vi + reason_text(code).en


def test_every_reason_of_a_verdict_has_words() -> None:
    assert set(REASONS) == set(Reason)


if __name__ == "__main__":
    above, mark, _ = PAGE.read_text("utf-8").partition(WRITTEN_BELOW)
    PAGE.write_text(above + mark + reason_tables(), "utf-8")
