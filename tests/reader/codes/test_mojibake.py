from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.codes.mojibake import is_garbled, repair

NAMES = ["Nguyễn Văn An", "Trần Thị Bích Ngọc", "Đỗ Ưng Ý", "Lê Hoàng Bảo, Xã Đông Quý – Thái Bình", "XÃ\u00a0ĐÔNG QUÝ"]


def windows_1252(text: str) -> str:
    """UTF-8 read as Windows-1252 the way browsers and keyboards do: five codes stay control characters."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("name", NAMES)
def test_what_was_read_as_single_bytes_is_mended(name: str) -> None:
    assert repair(windows_1252(name)) == name
    assert repair(name.encode().decode("latin-1")) == name


@pytest.mark.parametrize("name", NAMES)
def test_good_text_stays(name: str) -> None:
    assert repair(name) == name
    assert not is_garbled(name)


@pytest.mark.parametrize("name", NAMES)
def test_garbled_twice_is_told(name: str) -> None:
    once = repair(windows_1252(windows_1252(name)))
    assert once != name
    assert is_garbled(once)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Nguy\ufffdn", id="replacement character"),
        pytest.param("Nguyá»n VÄƒn An", id="a byte lost"),
        pytest.param("Nguyễn VÄƒn An", id="half of it garbled"),
    ],
)
def test_lost_letters_are_told(text: str) -> None:
    assert is_garbled(repair(text))


@given(st.text(max_size=50))
def test_any_text(text: str) -> None:
    mended = repair(text)
    assert mended == text or len(mended) < len(text)
