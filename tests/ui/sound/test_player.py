"""Playing through a process: fed and not waited for, replaced by the next sound, silent when there is no sound card."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from kiosk.ui.sound import player as players
from kiosk.ui.sound.player import COMMANDS, ProcessPlayer, Silence, system_player

SOUND = bytes(range(256)) * 40


def writing_to(path: Path) -> tuple[str, ...]:
    """A «player» that writes what it is fed into a file."""
    return (sys.executable, "-c", f"import sys; open({str(path)!r}, 'wb').write(sys.stdin.buffer.read())")


NEVER_ENDING = (sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(); time.sleep(600)")


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[list[ProcessPlayer]]:
    made: list[ProcessPlayer] = []
    yield made
    for player in made:
        player.close()
    qtbot.wait(1)


def test_the_sound_goes_into_the_process(qtbot: QtBot, made: list[ProcessPlayer], tmp_path: Path) -> None:
    made.append(ProcessPlayer(writing_to(tmp_path / "heard")))
    made[0].play(SOUND)
    qtbot.waitUntil(lambda: not made[0].playing, timeout=20_000)
    assert (tmp_path / "heard").read_bytes() == SOUND


def test_the_next_sound_replaces_the_one_before(qtbot: QtBot, made: list[ProcessPlayer]) -> None:
    made.append(ProcessPlayer(NEVER_ENDING))
    made[0].play(SOUND)
    first = made[0].process
    assert first is not None
    made[0].play(SOUND)
    second = made[0].process
    assert second is not None
    assert second is not first
    made[0].play(b"")
    assert not made[0].playing


def test_at_the_end_no_player_is_left_running(qtbot: QtBot, made: list[ProcessPlayer]) -> None:
    made.append(ProcessPlayer(NEVER_ENDING))
    for _ in range(2):
        made[0].play(SOUND)
        started = made[0].process
        assert started is not None
        assert started.waitForStarted(20_000)
    processes = made[0].findChildren(QProcess)
    assert processes
    made[0].close()
    assert all(process.state() is QProcess.ProcessState.NotRunning for process in processes)


@pytest.mark.parametrize(
    "command",
    [("no-such-player-anywhere",), (sys.executable, "-c", "import sys; sys.exit(1)")],
    ids=["not installed", "no sound card"],
)
def test_trouble_is_said_once_in_the_log_and_never_raised(
    qtbot: QtBot, made: list[ProcessPlayer], command: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    made.append(ProcessPlayer(command))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            made[0].play(SOUND)
            qtbot.waitUntil(lambda: not made[0].playing, timeout=20_000)
    assert len([record for record in caplog.records if "no sound" in record.message]) == 1


@pytest.mark.parametrize(
    ("installed", "program"),
    [({"paplay", "aplay"}, "paplay"), ({"aplay"}, "aplay"), (set(), None)],
    ids=["PulseAudio or PipeWire", "plain ALSA", "none"],
)
def test_the_first_player_that_is_there_is_used(
    qapp: object, monkeypatch: pytest.MonkeyPatch, installed: set[str], program: str | None
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name in installed else None)
    found = system_player()
    if program is None:
        assert isinstance(found, Silence)
        found.play(SOUND)
    else:
        assert isinstance(found, ProcessPlayer)
        assert found.command[0] == program


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_players_are_told_how_samples_look(command: tuple[str, ...]) -> None:
    told = " ".join(command)
    assert "16000" in told
    assert "16le" in told.casefold().replace("_", "")
    assert players.RATE == 16_000
