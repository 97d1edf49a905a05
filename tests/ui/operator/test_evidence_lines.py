"""Lines of evidence: each answer has its own mark, long values wrap, and nothing stays behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.check.screens import Line, Tone
from kiosk.check.wording.document_words import STATUSES
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.text import Text
from kiosk.ui.drawing.shapes import Mark
from kiosk.ui.operator.evidence_lines import EvidenceLines, mark_of
from tests.ui.lettered import clipped, overlapping, says, words

LABEL = Text("Chữ ký trên dữ liệu (SOD)", "Signature on the data (SOD)")
LONG_NAME = "Công Tằng Tôn Nữ Thị Nguyễn Phước Hoàng Diễm Quỳnh Trâm Anh Bảo Châu Khánh Ngọc"


def line(value: str, tone: Tone = Tone.NEUTRAL) -> Line:
    return Line(LABEL, Text(value, value), tone)


def shown(qtbot: QtBot, *lines: Line, share: float = 0.5, width: int = 300) -> EvidenceLines:
    part = EvidenceLines(share)
    qtbot.addWidget(part)
    part.show_lines(lines)
    part.resize(width, part.heightForWidth(width))
    part.show()
    qtbot.waitExposed(part)
    part.resize(width, part.heightForWidth(width))
    return part


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (CheckStatus.PASSED, Mark.TICK),
        (CheckStatus.FAILED, Mark.CROSS),
        (CheckStatus.NOT_SUPPORTED, Mark.DASH),
        (CheckStatus.NOT_DONE, Mark.RING),
    ],
    ids=lambda value: value.value,
)
def test_each_answer_of_a_document_check_has_its_own_mark(status: CheckStatus, mark: Mark) -> None:
    assert mark_of(Line(LABEL, STATUSES[status], Tone.ATTENTION, status)) is mark


@pytest.mark.parametrize(
    ("tone", "mark"),
    [
        (Tone.NEUTRAL, Mark.NONE),
        (Tone.SUCCESS, Mark.TICK),
        (Tone.ATTENTION, Mark.EXCLAMATION),
        (Tone.REFER, Mark.PERSON),
        (Tone.REFUSE, Mark.CROSS),
        (Tone.TROUBLE, Mark.SPANNER),
    ],
    ids=lambda value: value.value,
)
def test_other_lines_have_the_mark_of_their_tone(tone: Tone, mark: Mark) -> None:
    assert mark_of(line("x", tone)) is mark


@pytest.mark.parametrize("share", [0.0, 0.4], ids=["stacked", "side by side"])
@pytest.mark.parametrize(
    "value",
    [LONG_NAME, "X" * 80, "Nguyễn\u202eVăn An 👩‍👩‍👧", "line one\nline two", ""],
    ids=["80 letters", "one word", "signs of direction and emoji", "line break", "empty"],
)
def test_any_value_finds_its_room(qtbot: QtBot, share: float, value: str) -> None:
    part = shown(qtbot, line(value, Tone.SUCCESS), line("đạt"), share=share, width=240)
    assert clipped(part) == []
    assert overlapping(part) == []
    assert says(part, value)


def test_what_a_line_adds_stands_below_it(qtbot: QtBot) -> None:
    plain = line("KHÔNG ĐẠT", Tone.REFUSE)
    detailed = replace(plain, detail=Text("giá trị băm khác", "the hash differs"))
    part = shown(qtbot, detailed, line("đạt"))
    assert says(part, "giá trị băm khác") and says(part, "the hash differs")
    assert clipped(part) == []
    assert overlapping(part) == []
    assert "KHÔNG ĐẠT – giá trị băm khác" in part.accessibleDescription()
    before = part.heightForWidth(300)
    part.show_lines((plain, line("đạt")))
    assert part.heightForWidth(300) < before


def test_longer_values_need_more_height(qtbot: QtBot) -> None:
    part = shown(qtbot, line("An"))
    short = part.heightForWidth(300)
    part.show_lines((line(LONG_NAME),))
    assert part.heightForWidth(300) > short
    assert part.heightForWidth(200) > part.heightForWidth(300)


def test_replaced_lines_leave_nothing_behind(qtbot: QtBot) -> None:
    part = shown(qtbot, line("Nguyễn Văn An"))
    assert "Nguyễn" in words(part)
    assert part.show_lines(())
    assert says(part, "Chưa có dữ liệu")
    assert "Nguyễn" not in words(part) + part.accessibleDescription() + part.accessibleName()


def test_the_same_lines_change_nothing(qtbot: QtBot) -> None:
    part = shown(qtbot, line("đạt"))
    assert not part.show_lines((line("đạt"),))
    assert part.show_lines((line("KHÔNG ĐẠT"),))


def test_a_screen_reader_hears_what_was_asked_and_answered(qtbot: QtBot) -> None:
    part = shown(qtbot, Line(LABEL, STATUSES[CheckStatus.PASSED], Tone.SUCCESS))
    assert part.accessibleDescription() == "Chữ ký trên dữ liệu (SOD): đạt"
