from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.names import fold, same_name


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        pytest.param("Nguyễn Văn An", "NGUYEN VAN AN", id="title case"),
        pytest.param("NGUYỄN VĂN AN", "NGUYEN VAN AN", id="capitals"),
        pytest.param(unicodedata.normalize("NFD", "Nguyễn Văn An"), "NGUYEN VAN AN", id="decomposed"),
        pytest.param("NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<", "NGUYEN VAN AN", id="mrz"),
        pytest.param("Đỗ Minh Đức", "DO MINH DUC", id="d with stroke"),
        pytest.param("Ðỗ Minh đức", "DO MINH DUC", id="icelandic eth in place of d with stroke"),
        pytest.param("  Trần\u00a0 Thị  Ngọc ", "TRAN THI NGOC", id="odd spaces"),
        pytest.param("Ưng Thị Ơn", "UNG THI ON", id="horns"),
        pytest.param("Y-Blŏ Niê", "Y BLO NIE", id="hyphen parts words"),
        pytest.param("H'Nhi Niê", "HNHI NIE", id="apostrophe is dropped"),
        pytest.param("H’Nhi 2", "HNHI", id="typographic apostrophe and digits"),
        pytest.param("李小龍", "", id="no latin letters"),
        pytest.param("", "", id="empty"),
    ],
)
def test_folding(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("Nguyễn Văn An", "NGUYEN<<VAN<AN", True, id="same"),
        pytest.param("Nguyễn Văn An", "Nguyễn Văn Ân", True, id="diacritics cannot be told apart"),
        pytest.param("Nguyễn Văn An", "Nguyễn Văn Anh", False, id="a short name is no prefix match"),
        pytest.param("Y-Blŏ Niê", "YBLO<<NIE", True, id="hyphen kept or not"),
        pytest.param("H'Nhi Niê", "H<NHI<<NIE", True, id="apostrophe as a filler"),
        pytest.param("Công Huyền Tôn Nữ Phương Thảo Nguyên", "CONG<<HUYEN<TON<NU<PHUONG<THAO", True, id="cut at 30"),
        pytest.param("Công Huyền Tôn Nữ Phương Thủy Nguyên", "CONG<<HUYEN<TON<NU<PHUONG<THAO", False, id="cut, other"),
        pytest.param("", "", False, id="nothing is not a name"),
        pytest.param("Nguyễn Văn An", "", False, id="one side missing"),
    ],
)
def test_same_name(left: str, right: str, same: bool) -> None:
    assert same_name(left, right) is same
    assert same_name(right, left) is same


@given(st.text(max_size=60))
def test_folding_gives_mrz_letters_and_is_stable(name: str) -> None:
    folded = fold(name)
    assert all(char == " " or "A" <= char <= "Z" for char in folded)
    assert fold(folded) == folded
