"""The whole way in an assembled kiosk: by keys from the staff bar into the store, the journal and the next verdict."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.app.settings.values import Settings
from kiosk.app.staff.import_folders import ImportFolders
from kiosk.app.trust.desk import StoreDesk
from kiosk.app.windows import Windows
from kiosk.app.wiring import Assembly
from kiosk.domain.presence import PresenceEvent
from kiosk.reader.channel import CardConnection
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.ui.operator_window import OperatorWindow
from tests.fakes.issuer import csca
from tests.fakes.trust_lists import list_signer, master_list, pem
from tests.scenario.house import ROOT as PROJECT
from tests.ui.lettered import clipped, says

ROOT = csca()
Key = Qt.Key


class NoPresence:
    """Nobody lays down a card."""

    def start(self, on_event: Callable[[PresenceEvent], None]) -> None: ...

    def stop(self) -> None: ...


class NoConnector:
    def connect(self, reader: str) -> CardConnection:
        raise AssertionError("no card lies there")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "data" / "import"
    folder.mkdir(parents=True)
    (folder / "1 root.cer").write_bytes(ROOT.der)
    (folder / "2 changed.ml").write_bytes(master_list([ROOT.der], list_signer(ROOT), signed_content=b"other"))
    (folder / "3 partly.pem").write_bytes(pem(ROOT.der) + pem(b"\x30\x00") * 300)
    (folder / "4 words.txt").write_bytes(b"Only words.")
    site = PROJECT / "config" / "sites" / "exam.toml"
    return Settings(tmp_path / "kiosk.toml", "kiosk-t", site, None, tmp_path / "trust", tmp_path / "data")


@pytest.fixture
def assembly(settings: Settings) -> Assembly:
    assembly = Assembly(settings, NoPresence(), NoConnector())
    # Whatever is plugged into the machine of the tests stays out of them.
    assembly.trust_desk = StoreDesk(settings, assembly.trust, ImportFolders((settings.data / "import",), ()))
    return assembly


@pytest.fixture
def window(qtbot: QtBot, assembly: Assembly) -> Iterator[OperatorWindow]:
    windows = Windows(assembly, fullscreen=False)
    qtbot.addWidget(windows.ui.citizen)
    qtbot.addWidget(windows.ui.operator)
    with qtbot.waitActive(windows.ui.operator):
        windows.ui.operator.show()
        windows.ui.operator.activateWindow()
    yield windows.ui.operator
    windows.ui.close()


def press(qtbot: QtBot, window: OperatorWindow, *keys: Key) -> None:
    for key in keys:
        qtbot.keyClick(window, key)
        assert window.trust_import is not None
        window.trust_import.settle()


def open_file(qtbot: QtBot, window: OperatorWindow, number: int) -> None:
    press(qtbot, window, Key.Key_F6, Key.Key_F3, *[Key.Key_Down] * (number - 1), Key.Key_F3)


def entries(settings: Settings) -> list[tuple[int, dict[str, object]]]:
    file = settings.data / "journal.sqlite"
    if not file.exists():
        return []
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT sequence, body FROM entry WHERE kind = 'trust-changed'").fetchall()
    connection.close()
    return [(number, json.loads(body)) for number, body in rows]


def test_an_anchor_comes_in_by_keys_and_counts_at_once(
    qtbot: QtBot, window: OperatorWindow, assembly: Assembly, settings: Settings
) -> None:
    anchor = parse_certificate(ROOT.der)
    assert not assembly.trust.is_trusted(anchor)
    open_file(qtbot, window, 1)
    assert says(window, "Một chứng thư – tệp không có ai ký")
    press(qtbot, window, Key.Key_F7)
    assert entries(settings) == []
    press(qtbot, window, Key.Key_F3, Key.Key_F2)
    assert window.trust_import is not None
    qtbot.keyClicks(window.trust_import.preview.person.field, "An")
    press(qtbot, window, Key.Key_F7)
    ((number, body),) = entries(settings)
    assert (body["act"], body["people"]) == ("imported", ["An"])
    assert says(window, "Đã cài 1 mục")
    assert says(window, str(number))
    assert assembly.trust.is_trusted(anchor)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param(2, ["chữ ký sai", "không nhập mục nào"], id="changed after it was signed"),
        pytest.param(3, ["Chứng thư số 2", "Chứng thư số 301", "đồng ý bỏ các mục hỏng"], id="300 bad entries"),
        pytest.param(4, ["Không đọc được tệp này – không có gì thay đổi", "trust-anchor-malformed"], id="only words"),
    ],
)
@pytest.mark.parametrize("size", [(1024, 600), (1920, 1080)], ids=["1024x600", "1920x1080"])
def test_a_file_that_is_bad_changes_nothing_and_is_told(
    qtbot: QtBot, window: OperatorWindow, settings: Settings, number: int, said: list[str], size: tuple[int, int]
) -> None:
    window.resize(*size)
    open_file(qtbot, window, number)
    assert [text for text in said if not says(window, text)] == []
    assert clipped(window) == []
    press(qtbot, window, Key.Key_F7, Key.Key_Return, Key.Key_Escape)
    assert window.staff_bar.isVisible()
    assert entries(settings) == []
    assert not settings.trust.exists()
