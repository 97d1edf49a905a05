"""Both windows together: fed by the bridge and the clock, each on the display that its name says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.check.events import Event
from kiosk.check.screens import OperatorScreen, ScreenKind, operator_screen
from kiosk.check.states import Kiosk
from kiosk.domain.face import ChipFace, Frame
from kiosk.ui.app import KioskUi, choose_displays, make_application
from kiosk.ui.bridge import UiBridge
from kiosk.ui.sound.announcer import Sounds, Speech
from kiosk.ui.sound.cues import Cue, samples
from kiosk.ui.sound.prompts import Prompt, spoken_samples
from tests.ui.lettered import says
from tests.ui.situations import NAME, NOW, SITUATIONS, StillPreview, plain_frame

ROOT = Path(__file__).parent.parent.parent


class MovedClock:
    def __init__(self) -> None:
        self.now = NOW + 6

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def bridge(qapp: object) -> UiBridge:
    return UiBridge()


@pytest.fixture
def ui(qtbot: QtBot, bridge: UiBridge, clock: MovedClock) -> Iterator[KioskUi]:
    posted: list[Event] = []
    preview = StillPreview(plain_frame())
    ui = KioskUi(preview, posted.append, decoded, bridge, clock, fullscreen=False)
    qtbot.addWidget(ui.citizen)
    qtbot.addWidget(ui.operator)
    ui.show()
    qtbot.waitExposed(ui.citizen)
    yield ui
    ui.close()


def decoded(face: ChipFace) -> Frame:
    return plain_frame(width=30, height=40)


def publish(bridge: UiBridge, state: Kiosk) -> None:
    worker = threading.Thread(target=bridge.publish, args=(state,))
    worker.start()
    worker.join()


def kind_of(ui: KioskUi) -> ScreenKind | None:
    return ui.citizen.shown.kind if ui.citizen.shown else None


def test_before_the_first_word_of_the_check_both_windows_start(ui: KioskUi) -> None:
    assert kind_of(ui) is ScreenKind.STARTING
    assert says(ui.operator, "Đang khởi động…")


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_state_reaches_both_windows(qtbot: QtBot, ui: KioskUi, bridge: UiBridge, name: str) -> None:
    publish(bridge, SITUATIONS[name]())
    qtbot.waitUntil(lambda: says(ui.citizen, "Điểm thi Trường THPT Chu Văn An"))
    assert ui.citizen.shown is not None
    headline = ui.operator.headline.sentence.text
    assert headline is not None
    assert headline.vi


def test_of_states_that_come_at_once_staff_are_shown_the_last_only_and_after_the_citizen(
    qtbot: QtBot, bridge: UiBridge, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ui = KioskUi(StillPreview(plain_frame()), lambda _event: None, decoded, bridge, clock, fullscreen=False)
    for window in (ui.citizen, ui.operator):
        qtbot.addWidget(window)
    shown: list[OperatorScreen] = []
    monkeypatch.setattr(ui.operator, "present", shown.append)
    for name in ("starting", "idle", "admit"):
        bridge.publish(SITUATIONS[name]())
    assert kind_of(ui) is ScreenKind.RESULT
    assert shown == []
    qtbot.waitUntil(lambda: bool(shown))
    assert [screen.headline for screen in shown] == [operator_screen(SITUATIONS["admit"](), clock()).headline]
    monkeypatch.undo()
    ui.close()


def test_seconds_go_on_without_a_word_from_the_check(
    qtbot: QtBot, ui: KioskUi, bridge: UiBridge, clock: MovedClock
) -> None:
    publish(bridge, SITUATIONS["reading"]())
    qtbot.waitUntil(lambda: kind_of(ui) is ScreenKind.READING)
    assert ui.citizen.shown is not None
    assert ui.citizen.shown.seconds_left == 14
    clock.now += 3.0
    qtbot.waitUntil(lambda: ui.citizen.shown is not None and ui.citizen.shown.seconds_left == 11)


def test_pictures_of_both_windows(qtbot: QtBot, ui: KioskUi, bridge: UiBridge, tmp_path: Path) -> None:
    publish(bridge, SITUATIONS["admit"]())
    qtbot.waitUntil(lambda: kind_of(ui) is ScreenKind.RESULT)
    saved = ui.grab(tmp_path / "good.png")
    assert saved == (tmp_path / "good-citizen.png", tmp_path / "good-operator.png")
    for file, window in zip(saved, (ui.citizen, ui.operator), strict=True):
        assert QImage(str(file)).size() == window.size()


def test_a_picture_that_cannot_be_written_is_said(ui: KioskUi, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"good-citizen\.png"):
        ui.grab(tmp_path / "missing" / "good.png")


def test_closing_leaves_nobody_on_the_screens(qtbot: QtBot, ui: KioskUi, bridge: UiBridge) -> None:
    publish(bridge, SITUATIONS["admit"]())
    qtbot.waitUntil(lambda: says(ui.operator, NAME))
    ui.close()
    ui.operator.show()
    assert not says(ui.operator, NAME)
    assert not ui.operator.live_photo.has_image


def test_making_the_application_twice_gives_the_same_one(qapp: object) -> None:
    assert make_application() is qapp


@dataclass(frozen=True)
class NamedDisplay:
    called: str

    def name(self) -> str:
        return self.called


@pytest.mark.parametrize(
    ("connected", "citizen", "operator", "chosen"),
    [
        ("A B", "B", "A", ("B", "A")),
        ("A B", "A", "B", ("A", "B")),
        ("B A", "A", "B", ("A", "B")),
        ("A B", "B", None, ("B", "A")),
        ("A B", None, "A", ("B", "A")),
        ("A B", None, None, ("A", "B")),
        ("A B C", "C", None, ("C", "A")),
        ("A B", "gone", "A", ("B", "A")),
        ("A B", "A", "gone", ("A", "B")),
        ("A B", "A", "A", ("A", "B")),
        ("A", "A", "gone", ("A", None)),
        ("A", None, "A", ("A", None)),
        ("A", None, None, ("A", None)),
        ("", "A", "B", (None, None)),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else None,
)
def test_displays_are_chosen_by_name(
    connected: str, citizen: str | None, operator: str | None, chosen: tuple[str | None, str | None]
) -> None:
    displays = [NamedDisplay(name) for name in connected.split()]
    found = choose_displays(displays, citizen, operator)
    assert tuple(display.name() if display else None for display in found) == chosen


def test_a_missing_display_is_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    choose_displays([NamedDisplay("HDMI-1")], "DP-7", None)
    assert "DP-7" in caplog.text
    assert "HDMI-1" in caplog.text


def run_script(script: str, **environment: str) -> list[object]:
    """Run ``script`` in a process of its own, since a platform's displays are fixed at its start; its JSON lines."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


MAKE_UI = """
    import json, time
    from kiosk.ui.app import KioskUi, make_application
    from kiosk.ui.bridge import UiBridge
    from kiosk.ui.operator.desks import StaffDesks
    app = make_application()
    class NoPreview:
        def latest(self): return None
    posted = []
    def ui_for(citizen, operator):
        return KioskUi(NoPreview(), posted.append, None, UiBridge(), time.monotonic,
                       citizen_screen_name=citizen, operator_screen_name=operator)
"""


def test_two_displays_each_get_their_window_full_screen(tmp_path: Path) -> None:
    screens = [
        {"name": "STAFF", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96},
        {"name": "PEOPLE", "x": 1920, "y": 0, "width": 1080, "height": 1920, "logicalDpi": 96},
    ]
    config = tmp_path / "screens.json"
    config.write_text(
        json.dumps({"synchronousWindowSystemEvents": False, "windowFrameMargins": True, "screens": screens})
    )
    script = (
        MAKE_UI
        + """
    for names in (("PEOPLE", "STAFF"), ("STAFF", "PEOPLE")):
        ui = ui_for(*names)
        ui.show()
        app.processEvents()
        for window in (ui.citizen, ui.operator):
            print(json.dumps([window.screen().name(), window.isFullScreen(), window.width(), window.height()]))
        ui.close()
    """
    )
    assert run_script(script, QT_QPA_PLATFORM=f"offscreen:configfile={config}") == [
        ["PEOPLE", True, 1080, 1920],
        ["STAFF", True, 1920, 1080],
        ["STAFF", True, 1920, 1080],
        ["PEOPLE", True, 1080, 1920],
    ]


def test_one_display_has_two_ordinary_windows() -> None:
    script = (
        MAKE_UI
        + """
    ui = ui_for("HDMI-1", "DP-1")
    ui.show()
    app.processEvents()
    for window in (ui.citizen, ui.operator):
        print(json.dumps([window.isVisible(), window.isFullScreen()]))
    """
    )
    assert run_script(script, QT_QPA_PLATFORM="offscreen") == [[True, False], [True, False]]


def test_one_display_is_shared_where_staff_log_in() -> None:
    script = (
        MAKE_UI
        + """
    from PySide6.QtWidgets import QApplication
    from kiosk.domain.desks.staff import DeskStatus
    class Desk:
        leave = False
        def status(self): return DeskStatus(None)
        def may(self, act): return self.leave
        def touch(self): pass
    desk = Desk()
    left = []
    ui = KioskUi(NoPreview(), posted.append, None, UiBridge(), time.monotonic, desks=StaffDesks(staff=desk))
    ui.show()
    app.processEvents()
    print(json.dumps([ui.citizen.isVisible(), ui.citizen.isFullScreen(), ui.operator.isVisible()]))
    print(json.dumps([ui.citizen.close(), ui.citizen.isVisible()]))
    app.aboutToQuit.connect(lambda: left.append(1))
    ui.close()
    print(json.dumps(ui.citizen.isVisible()))
    """
    )
    assert run_script(script, QT_QPA_PLATFORM="offscreen") == [[True, True, False], [False, True], False]


def test_a_broken_slot_is_told_to_the_check() -> None:
    script = (
        MAKE_UI
        + """
    from PySide6.QtCore import QTimer
    ui = ui_for(None, None)
    ui.show()
    QTimer.singleShot(0, lambda: 1 // 0)
    app.processEvents()
    app.processEvents()
    print(json.dumps([event.fault.value for event in posted]))
    """
    )
    assert run_script(script, QT_QPA_PLATFORM="offscreen") == [["unexpected"]]


class RecordedSound:
    def __init__(self) -> None:
        self.played: list[bytes] = []

    def play(self, samples: bytes) -> None:
        self.played.append(samples)

    def close(self) -> None:
        self.play(b"")


@pytest.fixture
def sound() -> RecordedSound:
    return RecordedSound()


@pytest.fixture
def heard_ui(qtbot: QtBot, bridge: UiBridge, clock: MovedClock, sound: RecordedSound) -> Iterator[KioskUi]:
    ui = KioskUi(
        StillPreview(),
        lambda _event: None,
        decoded,
        bridge,
        clock,
        fullscreen=False,
        player=sound,
        sounds=Sounds(1.0, Speech.ON_REQUEST),
    )
    qtbot.addWidget(ui.citizen)
    qtbot.addWidget(ui.operator)
    ui.show()
    qtbot.waitExposed(ui.citizen)
    yield ui
    ui.close()


def test_a_result_is_heard_when_it_is_shown(
    qtbot: QtBot, heard_ui: KioskUi, bridge: UiBridge, sound: RecordedSound
) -> None:
    for name in ("reading", "admit"):
        publish(bridge, SITUATIONS[name]())
    qtbot.waitUntil(lambda: kind_of(heard_ui) is ScreenKind.RESULT)
    assert sound.played == [samples(Cue.SUCCESS)]


def test_who_touches_listen_hears_the_screen_in_their_language(
    qtbot: QtBot, heard_ui: KioskUi, bridge: UiBridge, sound: RecordedSound
) -> None:
    publish(bridge, SITUATIONS["idle"]())
    qtbot.waitUntil(lambda: heard_ui.citizen.header.listen.isVisible())
    qtbot.mouseClick(heard_ui.citizen.header.listen, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(heard_ui.citizen.header.switch, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(heard_ui.citizen.header.listen, Qt.MouseButton.LeftButton)
    assert sound.played == [spoken_samples(Prompt.IDLE, "vi"), spoken_samples(Prompt.IDLE, "en")]
    publish(bridge, SITUATIONS["look"]())
    qtbot.waitUntil(lambda: kind_of(heard_ui) is ScreenKind.LOOK_AT_CAMERA)
    assert heard_ui.citizen.header.listen.isVisible(), "whoever listens can have it said again everywhere"
    assert sound.played[-1] == spoken_samples(Prompt.LOOK, "en")


def test_without_a_player_there_is_nothing_to_listen_to(qtbot: QtBot, ui: KioskUi, bridge: UiBridge) -> None:
    publish(bridge, SITUATIONS["idle"]())
    qtbot.waitUntil(lambda: kind_of(ui) is ScreenKind.IDLE)
    assert not ui.citizen.header.listen.isVisible()


def test_where_nothing_is_heard_both_windows_say_so(ui: KioskUi, heard_ui: KioskUi) -> None:
    def flags(kiosk_ui: KioskUi) -> list[bool]:
        return [not flag.isHidden() for flag in (kiosk_ui.citizen.header.muted, kiosk_ui.operator.headline.muted)]

    assert flags(ui) == [True, True], "no player"
    assert flags(heard_ui) == [False, False]
    heard_ui.change_sounds(Sounds(volume=0.0))
    assert flags(heard_ui) == [True, True]
    heard_ui.change_sounds(Sounds(volume=0.4))
    assert flags(heard_ui) == [False, False]


def test_closing_ends_what_is_being_said(heard_ui: KioskUi, sound: RecordedSound) -> None:
    heard_ui.close()
    assert sound.played[-1] == b""
