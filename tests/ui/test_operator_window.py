"""The operator window: the evidence side by side, decoded once, and gone with its person."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.check.events import Event
from kiosk.check.screens import Tone, operator_screen
from kiosk.check.states import Idle, Kiosk, ShowingResult
from kiosk.check.wording.document_words import STATES
from kiosk.domain.authenticity import AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.decide import decide
from kiosk.domain.face import ChipFace, Frame
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.site import Admission, CheckNeeds, Need, Policy
from kiosk.ui.operator_window import OperatorWindow
from tests.ui.lettered import clipped, overlapping, says, words
from tests.ui.situations import (
    GENUINE,
    IDENTITY,
    NAME,
    NOW,
    NUMBER,
    SITUATIONS,
    evidence,
    kiosk,
    listing,
    plain_frame,
    result,
)

SIZES = [(1024, 600), (1280, 800), (1366, 768), (1920, 1080), (1080, 1920)]
SIZE_IDS = [f"{width}x{height}" for width, height in SIZES]


class Decoder:
    """Counts what it decodes; fails when told to."""

    def __init__(self) -> None:
        self.decoded: list[ChipFace] = []
        self.threads: set[str] = set()
        self.fault: Fault | None = None
        self.may_end = threading.Event()
        self.may_end.set()

    def __call__(self, face: ChipFace) -> Frame:
        self.decoded.append(face)
        self.threads.add(threading.current_thread().name)
        assert self.may_end.wait(10)
        if self.fault:
            raise self.fault
        return plain_frame(width=30, height=40, blue=250)


@pytest.fixture
def decoder() -> Decoder:
    return Decoder()


@pytest.fixture
def posted() -> list[Event]:
    return []


@pytest.fixture
def window(qtbot: QtBot, decoder: Decoder, posted: list[Event]) -> OperatorWindow:
    window = OperatorWindow(decoder, posted.append)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    return window


def present(qtbot: QtBot, window: OperatorWindow, state: Kiosk) -> None:
    window.present(operator_screen(state, NOW + 6))
    window.settle()
    qtbot.wait(1)


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
@pytest.mark.parametrize("name", SITUATIONS)
def test_no_word_is_clipped_or_covered(
    qtbot: QtBot, window: OperatorWindow, name: str, size: tuple[int, int], tmp_path: Path
) -> None:
    window.resize(*size)
    present(qtbot, window, SITUATIONS[name]())
    assert window.grab().save(str(tmp_path / f"{name}.png"))
    assert clipped(window) == []
    assert overlapping_on_the_board(window) == []
    assert "…" not in words(window).replace("động…", "").replace("Starting…", "").replace("chiếu…", "").replace(
        "Checking…", ""
    )


def overlapping_on_the_board(window: OperatorWindow) -> list[str]:
    """What scrolls is compared among itself: below the edge of its view it covers nothing."""
    board = window.scrolled.widget()
    return overlapping(board) + overlapping(window.headline) + overlapping(window.staff_bar)


@pytest.mark.parametrize("size", SIZES, ids=SIZE_IDS)
def test_names_of_any_length_stay_inside(qtbot: QtBot, window: OperatorWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    name = "Công Tằng Tôn Nữ Thị Nguyễn Phước Hoàng Diễm Quỳnh Trâm Anh Bảo Châu Khánh Ngọc"
    present(qtbot, window, result(evidence(identity=replace(IDENTITY, name=name))))
    assert clipped(window) == []
    assert overlapping_on_the_board(window) == []
    assert says(window, name)


@pytest.mark.parametrize("name", ["admit", "attention"])
@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1920, 1080)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_everything_of_an_ordinary_check_is_seen_at_once(
    qtbot: QtBot, window: OperatorWindow, name: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    present(qtbot, window, SITUATIONS[name]())
    assert window.scrolled.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("admit", ["CHO VÀO", "ADMIT", NAME, NUMBER, "15/03/1990", "Có trong danh sách", "Phòng 203", "5,6 giây"]),
        ("attention", ["CHO VÀO – CẦN LƯU Ý", "Nguyên vẹn – chưa xác minh cơ quan cấp", "chưa cài chứng thư"]),
        ("refer", ["CÁN BỘ XEM XÉT", "Khuôn mặt chưa đủ giống, cần người xem", "0,39"]),
        ("refuse", ["CHƯA CHO VÀO", "Dữ liệu trong chip khác với bản đã ký", "KHÔNG ĐẠT", "DG2 – giá trị băm khác"]),
        ("refer-device", ["Thiết bị gặp sự cố", "Cắm lại đầu đọc thẻ", "Plug the camera in again"]),
        ("refer-dead-chip", ["Không đọc được chip", "Mã QR, chưa xác minh", "dùng mã QR trên thẻ"]),
        ("out-of-service", ["Chưa có đầu đọc thẻ", "Cắm đầu đọc thẻ NFC vào cổng USB", "Mất hình từ camera"]),
        ("idle", ["Mời đặt thẻ", "Chưa có ảnh", "Chưa có dữ liệu"]),
    ],
)
def test_what_staff_read(qtbot: QtBot, window: OperatorWindow, name: str, said: list[str]) -> None:
    present(qtbot, window, SITUATIONS[name]())
    assert [text for text in said if not says(window, text)] == []


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        (AuthenticityState.CHAIN_TRUSTED, Tone.SUCCESS),
        (AuthenticityState.DS_PINNED, Tone.SUCCESS),
        (AuthenticityState.CHAIN_TRUSTED_EXPIRED, Tone.ATTENTION),
        (AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN, Tone.ATTENTION),
        (AuthenticityState.NOT_DONE, Tone.ATTENTION),
        (AuthenticityState.HASH_MISMATCH, Tone.REFUSE),
        (AuthenticityState.SIGNATURE_BAD, Tone.REFUSE),
        (AuthenticityState.REVOKED, Tone.REFUSE),
    ],
)
def test_the_colour_of_what_it_all_amounts_to(state: AuthenticityState, tone: Tone) -> None:
    shown = operator_screen(result(evidence(authenticity=replace(GENUINE, state=state))), NOW + 6).document[0]
    assert (shown.label.vi, shown.tone) == (f"Kết luận: {STATES[state].vi}", tone)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"weak": ("SHA-1",)}, "Chữ ký trên thẻ dùng thuật toán yếu"),
        ({"state": AuthenticityState.DS_PINNED}, "Chứng thư ký do điểm kiểm tra tự ghim"),
    ],
    ids=["weak algorithm", "pinned signer"],
)
def test_a_remark_admits_and_is_no_praise(changes: dict[str, object], said: str) -> None:
    found = evidence(authenticity=replace(GENUINE, **changes))  # type: ignore[arg-type]
    screen = operator_screen(result(found), NOW + 6)
    assert screen.tone is Tone.SUCCESS
    assert [(line.label.vi, line.tone) for line in screen.reasons] == [(said, Tone.ATTENTION)]


@pytest.mark.parametrize(
    ("needs", "check", "said"),
    [
        (CheckNeeds(), DocumentCheck(CheckStatus.FAILED, "com-lacks-dg13"), "Không đạt: Mục lục EF.COM khớp EF.SOD"),
        (
            CheckNeeds(ef_com=Need.MUST),
            DocumentCheck(CheckStatus.NOT_DONE, "com-not-read"),
            "Điểm kiểm tra này cần, nhưng chưa có: Mục lục EF.COM khớp EF.SOD",
        ),
    ],
    ids=["failed", "needed and missing"],
)
def test_a_reason_names_the_check_that_it_is_about(
    qtbot: QtBot, window: OperatorWindow, needs: CheckNeeds, check: DocumentCheck, said: str
) -> None:
    found = evidence(authenticity=replace(GENUINE, ef_com=check))
    shown = result(found)
    assert isinstance(shown.phase, ShowingResult)
    decided = replace(shown.phase, decision=decide(found, Policy(needs=needs)))
    present(qtbot, window, replace(shown, phase=decided))
    assert says(window, said)


def test_a_second_coming_says_when_the_first_was(qtbot: QtBot, window: OperatorWindow) -> None:
    present(qtbot, window, result(evidence(answer=listing(Admission.ALREADY_ADMITTED))))
    assert says(window, "Đã làm thủ tục trước đó")


def test_both_photos_stand_side_by_side(qtbot: QtBot, window: OperatorWindow) -> None:
    present(qtbot, window, SITUATIONS["admit"]())
    chip, live = window.chip_photo, window.live_photo
    assert chip.has_image
    assert live.has_image
    assert chip.size() == live.size()
    assert chip.y() == live.y()
    assert min(chip.width(), chip.height()) > 100


def test_the_chip_photo_is_decoded_once_a_face(qtbot: QtBot, window: OperatorWindow, decoder: Decoder) -> None:
    state = SITUATIONS["admit"]()
    for second in range(5):
        window.present(operator_screen(state, NOW + second))
        window.settle()
        window.grab()
    assert len(decoder.decoded) == 1
    other = replace(state.phase.check, chip_face=ChipFace(b"another", "jp2"))  # type: ignore[union-attr]
    present(qtbot, window, replace(state, phase=replace(state.phase, check=other)))  # type: ignore[arg-type]
    assert len(decoder.decoded) == 2


def test_a_photo_that_cannot_be_decoded_is_words(qtbot: QtBot, window: OperatorWindow, decoder: Decoder) -> None:
    decoder.fault = Fault(FaultCode.CHIP_PHOTO_UNUSABLE, "no decoder")
    present(qtbot, window, SITUATIONS["admit"]())
    assert not window.chip_photo.has_image
    assert says(window.chip_photo, "Không mở được ảnh trong chip – so sánh bằng mắt")
    decoder.fault = None
    present(qtbot, window, kiosk(Idle()))
    assert says(window.chip_photo, "Chưa có ảnh")


def test_a_photo_is_decoded_beside_the_thread_that_paints(
    qtbot: QtBot, window: OperatorWindow, decoder: Decoder
) -> None:
    present(qtbot, window, SITUATIONS["admit"]())
    assert window.chip_photo.has_image
    assert decoder.threads == {"portrait_0"}


def test_a_photo_that_comes_after_the_wipe_is_not_shown(qtbot: QtBot, window: OperatorWindow, decoder: Decoder) -> None:
    decoder.may_end.clear()
    window.present(operator_screen(SITUATIONS["admit"](), NOW + 6))
    window.present(operator_screen(kiosk(Idle()), NOW + 7))
    decoder.may_end.set()
    window.settle()
    assert len(decoder.decoded) == 1
    assert not window.chip_photo.has_image


@pytest.mark.parametrize("after", ["idle", "remove-card", "out-of-service", "card-wanted"])
def test_after_the_wipe_nothing_of_the_person_is_left(qtbot: QtBot, window: OperatorWindow, after: str) -> None:
    present(qtbot, window, SITUATIONS["admit"]())
    window.staff_bar.field.setText("0010")
    assert NAME in words(window)
    present(qtbot, window, SITUATIONS[after]())
    assert not window.chip_photo.has_image
    assert not window.live_photo.has_image
    held = _everything_held_by(window)
    for trace in (NAME, NUMBER, "15/03/1990", "TS-0417", "Phòng 203", "0,71", "0010"):
        assert trace not in held


def _everything_held_by(window: QWidget) -> str:
    """Visible words, names for screen readers, and the whole state of every widget, however deep."""
    seen: set[int] = set()

    def walk(thing: object) -> str:
        if id(thing) in seen or isinstance(thing, type):
            return ""
        seen.add(id(thing))
        if isinstance(thing, str | int | float):
            return f"{thing} "
        if isinstance(thing, bytes | memoryview | Frame | ChipFace):
            return "PICTURE "
        if isinstance(thing, dict):
            return "".join(walk(value) for value in thing.values())
        if isinstance(thing, list | tuple | set | frozenset):
            return "".join(walk(value) for value in thing)
        names = getattr(type(thing), "__slots__", ())
        slots = [getattr(thing, name, None) for name in ((names,) if isinstance(names, str) else names)]
        return walk(vars(thing) if hasattr(thing, "__dict__") else {}) + walk(slots)

    parts = [window, *window.findChildren(QWidget)]
    spoken = " ".join(f"{part.accessibleName()} {part.accessibleDescription()}" for part in parts)
    held = words(window) + spoken + "".join(walk(vars(part)) for part in parts if hasattr(part, "__dict__"))
    assert "PICTURE" not in held
    return held


def test_the_walk_through_widgets_finds_what_is_there(qtbot: QtBot, window: OperatorWindow) -> None:
    present(qtbot, window, SITUATIONS["admit"]())
    with pytest.raises(AssertionError, match="PICTURE"):
        _everything_held_by(window)


def test_pages_turn_by_key_where_not_all_fits(qtbot: QtBot, window: OperatorWindow) -> None:
    window.resize(1024, 600)
    present(qtbot, window, SITUATIONS["refuse"]())
    with qtbot.waitActive(window):
        window.activateWindow()
    bar = window.scrolled.verticalScrollBar()
    assert bar.maximum() > 0
    qtbot.keyClick(window, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(window, Qt.Key.Key_PageUp)
    assert bar.value() == 0


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_scanner_that_types_into_the_window_presses_nothing(
    qtbot: QtBot, window: OperatorWindow, posted: list[Event], name: str
) -> None:
    present(qtbot, window, SITUATIONS[name]())
    for widget in (window, *window.findChildren(QWidget)):
        if widget is not window.staff_bar.field and widget.isVisible():
            qtbot.keyClicks(widget, "0 ")
            qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert posted == []
