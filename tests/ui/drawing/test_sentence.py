"""A sentence: Vietnamese large, English small, clauses on lines of their own where asked."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.text import Text
from kiosk.ui.drawing.sentence import Sentence


def shown(qtbot: QtBot, text: Text | None, *, clause: float = 0.0) -> Sentence:
    sentence = Sentence(9.0, english=0.5, clause=clause)
    qtbot.addWidget(sentence)
    sentence.resize(900, 400)
    sentence.say(text)
    return sentence


def lines(sentence: Sentence) -> list[tuple[str, int]]:
    return [(line.text, line.font.pixelSize()) for _, placed in sentence.letters for line in placed]


@pytest.mark.parametrize(
    ("text", "clause", "expected"),
    [
        (Text("Vui lòng lấy lại thẻ", "Take your card"), 0.0, [("Vui lòng lấy lại thẻ", 36), ("Take your card", 18)]),
        (Text("Phòng 203 – Ghế 17", "Room 203"), 1.0, [("Phòng 203", 36), ("Ghế 17", 36), ("Room 203", 18)]),
        (Text("Tầng 2 · Phòng 5 · Ghế 1", ""), 1.0, [("Tầng 2", 36), ("Phòng 5", 36), ("Ghế 1", 36)]),
        (Text("Hợp lệ – cán bộ sẽ xem", "Verified"), 0.5, [("Hợp lệ", 36), ("Cán bộ sẽ xem", 18), ("Verified", 18)]),
        (Text("012345", "012345"), 0.0, [("012345", 36)]),
        (None, 0.0, []),
    ],
    ids=["two languages", "a place", "a place with dots", "a clause", "said once if equal", "nothing"],
)
def test_what_is_written(qtbot: QtBot, text: Text | None, clause: float, expected: list[tuple[str, int]]) -> None:
    assert lines(shown(qtbot, text, clause=clause)) == expected


def test_a_new_sentence_replaces_the_old_one_for_eyes_and_ears(qtbot: QtBot) -> None:
    sentence = shown(qtbot, Text("Phòng 203", "Room 203"))
    assert sentence.accessibleName() == "Phòng 203 / Room 203"
    sentence.say(None)
    assert (lines(sentence), sentence.accessibleName()) == ([], "")


def test_a_narrower_widget_sets_its_lines_anew(qtbot: QtBot) -> None:
    sentence = shown(qtbot, Text("Đưa mã QR trên thẻ vào camera", "Show the code"))
    sentence.show()
    wide = lines(sentence)
    sentence.resize(300, 400)
    assert lines(sentence) != wide
