"""Writes this kiosk's figures into the folder that the site's kiosks share, again and again."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from kiosk.app.supervision.desk import OwnFigures
from kiosk.app.supervision.figures_file import figures_json, write_figures
from kiosk.domain.accident import told
from kiosk.domain.clock import Clock
from kiosk.domain.faults import Fault
from kiosk.domain.shift import ShiftJournal

EVERY_SECONDS = 30.0

_log = logging.getLogger(__name__)


class FiguresPost:
    """A thread of its own: a shared folder may hang for a while, and nobody at the kiosk shall wait for it."""

    def __init__(
        self, folder: Path, kiosk: str, site: str, journal: ShiftJournal, clock: Clock, every: float = EVERY_SECONDS
    ) -> None:
        self._folder = folder
        self._kiosk = kiosk
        self._site = site
        self._clock = clock
        self._every = every
        self._own = OwnFigures(kiosk, site, journal)
        self._stopping = threading.Event()
        self._said = ""
        self._thread = threading.Thread(target=self._run, name="figures", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Safe to call once, after ``start``; whoever hangs in a dead folder is left behind."""
        self._stopping.set()
        self._thread.join(timeout=2.0)

    def write(self) -> None:
        """Now. What goes wrong is said once in the log: figures are no reason to stop a kiosk."""
        trouble = ""
        try:
            at = self._clock.now()
            write_figures(self._folder, self._kiosk, figures_json(self._kiosk, self._site, self._own.newest(at), at))
        except Fault as fault:
            trouble = fault.code.value
        except OSError as error:
            trouble = str(error.strerror)
        except Exception as error:
            # A mistake of ours must not end the thread: the others would take this kiosk's last figures for today's.
            trouble = told(error)
        if trouble and trouble != self._said:
            _log.warning("figures are not shared: %s", trouble)
        self._said = trouble

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            self.write()
        # The last word: a shift that was closed a moment ago must not look open to the others.
        self.write()
