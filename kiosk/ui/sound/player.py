"""Plays samples through the system's own player, one sound at a time; without a sound card it is silent."""

from __future__ import annotations

import logging
import shutil
from typing import Protocol

from PySide6.QtCore import QObject, QProcess

from kiosk.ui.sound.cues import RATE

LAST_MILLISECONDS = 500
"""For a player that was killed, which takes a few."""

_log = logging.getLogger(__name__)

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("paplay", "--raw", f"--rate={RATE}", "--format=s16le", "--channels=1", "--client-name=kiosk"),
    ("aplay", "-q", "-t", "raw", "-f", "S16_LE", "-r", str(RATE), "-c", "1"),
)
"""Players that take samples from standard input: PulseAudio's and PipeWire's, then plain ALSA's."""


class Player(Protocol):
    def play(self, samples: bytes) -> None:
        """Play these samples now, instead of what is being played; empty: be silent."""

    def close(self) -> None:
        """Be silent for good: at the program's end."""


class Silence:
    """Where sound is switched off."""

    def play(self, samples: bytes) -> None:
        """Nothing is heard."""

    def close(self) -> None:
        """Nothing was."""


class ProcessPlayer(QObject):
    """One process a sound, fed through its standard input; the event loop never waits for it. Main thread only.

    Whatever goes wrong is said in the log once: a missing sound card is never the person's trouble.
    """

    def __init__(self, command: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.command = command
        self.process: QProcess | None = None
        self._complained = False

    def play(self, samples: bytes) -> None:
        self._stop()
        if not samples:
            return
        process = QProcess(self)
        process.setProgram(self.command[0])
        process.setArguments(list(self.command[1:]))
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.errorOccurred.connect(self._failed)
        process.finished.connect(self._ended)
        self.process = process
        process.start()
        process.write(samples)
        process.closeWriteChannel()

    @property
    def playing(self) -> bool:
        return self.process is not None

    def close(self) -> None:
        """Be silent for good; waits for players that were told to end, else Qt complains of them at its own end."""
        self._stop()
        for process in self.findChildren(QProcess):
            process.waitForFinished(LAST_MILLISECONDS)

    def _stop(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.errorOccurred.disconnect(self._failed)
            process.finished.disconnect(self._ended)
            process.finished.connect(process.deleteLater)
            if process.state() is QProcess.ProcessState.NotRunning:
                process.deleteLater()
            else:
                process.kill()

    def _failed(self, error: QProcess.ProcessError) -> None:
        self._complain(error.name)
        if error is QProcess.ProcessError.FailedToStart:
            # Then nothing will be finished either.
            self._stop()

    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.deleteLater()
        if code != 0:
            self._complain(f"exit code {code}")

    def _complain(self, what: str) -> None:
        if not self._complained:
            self._complained = True
            _log.warning("no sound: %s: %s", self.command[0], what)


def system_player() -> Player:
    """The first player that is installed; ``Silence`` where there is none."""
    for command in COMMANDS:
        if shutil.which(command[0]):
            return ProcessPlayer(command)
    _log.warning("no sound: none of %s is installed", ", ".join(command[0] for command in COMMANDS))
    return Silence()
