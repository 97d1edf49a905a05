"""Whatever is said finds its place: wrapped, shrunk, broken, elided, but never cut off."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QFontMetricsF

from kiosk.ui.drawing.lettering import Align, Paragraph, SetLine, fitted, flowing
from kiosk.ui.drawing.typeface import Weight

LONG_NAME = "Công Tằng Tôn Nữ Thị Nguyễn Phước Hoàng Diễm Quỳnh Trâm Anh Bảo Châu Khánh Ngọc"
HOSTILE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",)) | st.sampled_from("ẾỄẬợữ –,\u202e\u200f\u202d👩‍👩‍👧🇻🇳 "),
    max_size=120,
)


def said(text: str, pixels: float = 40.0, most_lines: int = 99) -> Paragraph:
    return Paragraph(text, pixels, Weight.DemiBold, "#000000", most_lines)


def texts(lines: tuple[SetLine, ...]) -> list[str]:
    return [line.text.replace("\u00a0", " ") for line in lines]


def holds(room: QSizeF, lines: tuple[SetLine, ...]) -> bool:
    return all(
        min(line.rect.left(), line.rect.top()) >= -0.6
        and line.rect.right() <= room.width() + 0.6
        and line.rect.bottom() <= room.height() + 0.6
        for line in lines
    )


@pytest.mark.parametrize(
    ("text", "width", "height", "lines"),
    [
        ("Hợp lệ", 600, 100, ["Hợp lệ"]),
        ("Thẻ bị lệch – vui lòng đặt lại như hình", 560, 130, ["Thẻ bị lệch –", "vui lòng đặt lại như hình"]),
        ("Nhìn vào camera, đưa khuôn mặt vào khung", 620, 130, ["Nhìn vào camera,", "đưa khuôn mặt vào khung"]),
        ("Phòng 203 Ghế 17", 240, 130, ["Phòng 203", "Ghế 17"]),
        ("Nhìn vào camera, đưa khuôn mặt vào khung", 430, 130, ["Nhìn vào camera,", "đưa khuôn mặt vào khung"]),
        ("Vui lòng gặp nhân viên tiếp đón", 400, 130, ["Vui lòng gặp", "nhân viên tiếp đón"]),
        ("", 600, 100, []),
    ],
    ids=[
        "one line",
        "ends at the dash",
        "ends at the comma",
        "number stays with its word",
        "shrinks a little to end at the comma",
        "syllables of a word stay together",
        "nothing",
    ],
)
def test_lines_end_where_a_reader_pauses(text: str, width: int, height: int, lines: list[str]) -> None:
    assert texts(fitted([said(text)], QSizeF(width, height))) == lines


def test_words_stay_whole_while_shrinking_helps() -> None:
    lines = fitted([said(LONG_NAME)], QSizeF(400, 120))
    assert " ".join(texts(lines)) == LONG_NAME
    assert all(line.font.pixelSize() < 40 for line in lines)


def test_a_headline_rather_shrinks_than_goes_on() -> None:
    room = QSizeF(420, 400)
    free = fitted([said("Chưa thể xác nhận, vui lòng gặp cán bộ coi thi")], room)
    held = fitted([said("Chưa thể xác nhận, vui lòng gặp cán bộ coi thi", most_lines=2)], room)
    assert len(free) > len(held) == 2
    assert held[0].font.pixelSize() < free[0].font.pixelSize()


@pytest.mark.parametrize("text", ["Ảnh", "CHƯA CHO VÀO", "NGUYỄN ẤU ẨN", "Ẳ", "gjpqy ạợ"])
def test_tones_on_capitals_have_their_room(text: str) -> None:
    (line,) = fitted([said(text)], QSizeF(900, 200))
    ink = QFontMetricsF(line.font).tightBoundingRect(line.text).translated(0, line.baseline)
    assert line.rect.top() <= ink.top() + 0.1
    assert ink.bottom() <= line.rect.bottom() + 0.1


def test_what_finds_no_room_ends_with_an_ellipsis() -> None:
    room = QSizeF(200, 40)
    lines = fitted([said(LONG_NAME * 3)], room)
    assert lines[-1].text.endswith("…")
    assert holds(room, lines)


def test_paragraphs_shrink_together_and_stand_one_below_the_other() -> None:
    lines = fitted([said("Đưa mã QR trên thẻ vào camera", 60), said("Show the card's QR code", 30)], QSizeF(500, 110))
    assert lines[0].font.pixelSize() > lines[-1].font.pixelSize()
    assert all(above.rect.bottom() <= below.rect.top() + 0.1 for above, below in pairwise(lines))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=HOSTILE,
    english=HOSTILE,
    width=st.integers(20, 900),
    height=st.integers(14, 400),
    align=st.sampled_from(Align),
)
def test_any_text_stays_inside_any_room(text: str, english: str, width: int, height: int, align: Align) -> None:
    room = QSizeF(width, height)
    assert holds(room, fitted([said(text), said(english, 20.0)], room, align))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE, width=st.integers(40, 400))
def test_a_flowing_text_says_its_own_height_and_loses_nothing(text: str, width: int) -> None:
    rect, lines = flowing(QPointF(7, 9), width, [said(text, 16.0)])
    assert rect.topLeft() == QPointF(7, 9)
    assert rect.height() == pytest.approx(sum(line.rect.height() for line in lines))
    assert rect.height() >= sum(QFontMetricsF(line.font).height() for line in lines) - 0.1
    assert "…" in text or not any("…" in line.text for line in lines)
