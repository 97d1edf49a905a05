"""Names in the forms by which they are looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.names import fold
from kiosk.site.matching import NameKey, without_title


@pytest.mark.parametrize(
    ("name", "letters", "parts", "cut"),
    [
        ("Nguyễn Văn An", "NGUYENVANAN", "AN NGUYEN VAN", False),
        ("NGUYEN<<VAN<AN<<<", "NGUYENVANAN", "AN NGUYEN VAN", False),
        ("Đỗ Minh Đức", "DOMINHDUC", "DO DUC MINH", False),
        ("NGUYEN/VAN AN MR", "NGUYENVANAN", "AN NGUYEN VAN", False),
        ("CONG<<HUYEN<TON<NU<HOANG<BICH<N", "CONGHUYENTONNUHOANGBICHN", "BICH CONG HOANG HUYEN N NU TON", True),
        ("", "", "", False),
    ],
)
def test_a_name_in_its_forms(name: str, letters: str, parts: str, cut: bool) -> None:
    key = NameKey(name)
    assert (key.letters, key.parts, key.cut) == (letters, parts, cut)


@given(st.text(max_size=40))
def test_words_folded_one_by_one_are_the_folded_name(name: str) -> None:
    key = NameKey(name)
    folded = fold(without_title(name))
    assert key.letters == folded.replace(" ", "")
    assert key.parts == " ".join(sorted(folded.split()))


@pytest.mark.parametrize("name", ["MR", "Dr An", "Nguyễn Thị Mrs Hoa", "Amr"])
def test_what_is_no_title_behind_a_name(name: str) -> None:
    assert without_title(name) == name
