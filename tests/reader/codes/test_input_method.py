from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.codes.input_method import lost_to_question_marks, shows_steps, with_case_put_right
from tests.fakes.lds_files import QR_A, QR_B, QR_D

STEPS = {"Ă": "AĂ", "ă": "aă", "ễ": "eêễ", "ặ": "aăặ", "ộ": "oôộ", "Đ": "DĐ", "ị": "iị", "ờ": "oơờ", "ư": "uư"}


def typed_through_an_input_method(text: str) -> str:
    return "".join(STEPS.get(char, char) for char in text)


@pytest.mark.parametrize("text", ["Đặng Thị Hồng", "Nguyễn Văn Được", "Phường Trần Hưng Đạo, Đăk Lăk"])
def test_the_steps_of_an_input_method_are_seen(text: str) -> None:
    assert shows_steps(typed_through_an_input_method(text))
    assert not shows_steps(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(QR_A, id="A"),
        pytest.param(QR_B, id="B"),
        pytest.param(QR_D, id="D"),
        pytest.param("Ấp Soóc Xoài, Xã Coóc, Tỉnh Sóc Trăng", id="double letters by right"),
        pytest.param("00||11", id="no letters"),
    ],
)
def test_good_text_shows_none(text: str) -> None:
    assert not shows_steps(text)
    assert not lost_to_question_marks(text)


@pytest.mark.parametrize(
    ("text", "lost"), [("Nguy?n", True), ("?ng", True), ("Tr?", True), ("1 ? 2", False), ("", False)]
)
def test_question_marks_within_words(text: str, lost: bool) -> None:
    assert lost_to_question_marks(text) is lost


@pytest.mark.parametrize(
    ("sex", "expected"), [("nAM", "Lê Bảo"), ("nỮ", "Lê Bảo"), ("Nam", "lÊ bẢO"), ("NAM", "lÊ bẢO"), ("", "lÊ bẢO")]
)
def test_the_sex_gives_caps_lock_away(sex: str, expected: str) -> None:
    assert with_case_put_right("lÊ bẢO", sex) == expected


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    assert shows_steps(text) in (True, False)
    assert lost_to_question_marks(text) <= ("?" in text)
