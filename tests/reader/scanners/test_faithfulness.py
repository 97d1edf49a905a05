"""Every damage that scanners and keyboards do to a text, done to the test code, is told by its name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.desks.scanner_setup import Arrival
from kiosk.reader.scanners.faithfulness import arrival
from tests.fakes.lds_files import QR_A
from tests.fakes.lds_files import QR_B as SENT


def windows_1252(text: str) -> str:
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(char for char in letters if not unicodedata.combining(char))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(SENT, Arrival.EXACT, id="as it was"),
        pytest.param("\ufeff" + SENT + "\r\n", Arrival.EXACT, id="a byte order mark and a line end"),
        pytest.param(unicodedata.normalize("NFD", SENT), Arrival.EXACT, id="decomposed letters"),
        pytest.param(SENT.rstrip("|"), Arrival.FIELDS_CUT, id="the empty fields are gone"),
        pytest.param(SENT[:-1], Arrival.FIELDS_CUT, id="one of them is gone"),
        pytest.param(SENT[:60], Arrival.CUT, id="only the beginning"),
        pytest.param(SENT[60:], Arrival.CUT, id="only the end"),
        pytest.param(SENT + SENT, Arrival.TWICE, id="twice without an end between"),
        pytest.param(SENT + "\r" + SENT, Arrival.TWICE, id="twice"),
        pytest.param(windows_1252(SENT), Arrival.CODE_PAGE, id="read as Windows-1252"),
        pytest.param(SENT.encode().decode("latin-1"), Arrival.CODE_PAGE, id="read as Latin-1"),
        pytest.param("".join(char for char in SENT if char.isascii()), Arrival.LETTERS_LOST, id="letters left out"),
        pytest.param(SENT.encode("ascii", "replace").decode(), Arrival.LETTERS_LOST, id="question marks"),
        pytest.param(without_marks(SENT), Arrival.LETTERS_LOST, id="marks left out"),
        pytest.param(SENT.replace("ầ", "\ufffd"), Arrival.LETTERS_LOST, id="replacement characters"),
        pytest.param(SENT.replace("ầ", "aâầ").replace("ị", "iị").replace("Đ", "DĐ"), Arrival.INPUT_METHOD, id="Telex"),
        pytest.param(SENT.swapcase(), Arrival.CAPS_LOCK, id="Caps Lock"),
        pytest.param(SENT.replace("|", "*"), Arrival.LAYOUT, id="another sign for the bar"),
        pytest.param(
            'àè_(&"é'[:0] + "àè)"[:0] + SENT.translate(str.maketrans("0123456789", "à&é\"'(-è_ç")),
            Arrival.LAYOUT,
            id="a French keyboard",
        ),
        pytest.param("]Q1" + SENT, Arrival.MORE_AROUND, id="the symbology in front"),
        pytest.param(SENT + "<END>", Arrival.MORE_AROUND, id="a suffix"),
        pytest.param(QR_A, Arrival.ANOTHER_CARD, id="another card"),
        pytest.param("https://example.org", Arrival.ANOTHER_CODE, id="another code"),
        pytest.param("", Arrival.ANOTHER_CODE, id="nothing"),
        pytest.param(SENT.replace("Ngọc", "Ngoc"), Arrival.CHANGED, id="one letter changed"),
    ],
)
def test_what_became_of_the_test_code(text: str, expected: Arrival) -> None:
    assert arrival(SENT, text.encode()) is expected


@pytest.mark.parametrize("charset", ["cp1258", "utf-16"])
def test_bytes_that_are_no_utf_8(charset: str) -> None:
    assert arrival(SENT, SENT.encode(charset, "replace")) is Arrival.NOT_UTF_8


@given(st.binary(max_size=80) | st.text(max_size=60).map(lambda text: (SENT + text).encode("utf-8", "replace")))
def test_anything_is_something(arrived: bytes) -> None:
    assert (arrival(SENT, arrived) is Arrival.EXACT) <= (
        SENT in unicodedata.normalize("NFC", arrived.decode("utf-8", "replace"))
    )
