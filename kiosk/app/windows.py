"""The windows of an assembled kiosk: one Qt application, fed by its runner."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.app.garbage import SetAside
from kiosk.app.leaving import Leaving
from kiosk.app.lists.picture import decode_list_photo
from kiosk.app.settings.touch_keys import types_by_touch
from kiosk.app.settings.values import CitizenSettings, Displays, Settings
from kiosk.app.training.work_desk import WorkDesk
from kiosk.app.wiring import Assembly
from kiosk.biometric.portrait import decode_portrait
from kiosk.check.states import Kiosk
from kiosk.domain.desks.training import TrainingDesk
from kiosk.ui.app import KioskUi, make_application
from kiosk.ui.bridge import UiBridge
from kiosk.ui.catalogue import languages_in
from kiosk.ui.main_thread import MainThread, hand_over_soon
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.sound.announcer import Sounds, Speech
from kiosk.ui.sound.player import ProcessPlayer, system_player

MakeTraining = Callable[[Callable[[Leaving], None]], TrainingDesk]
"""Makes the desk of training from what ends the program."""


class Windows:
    """Made on the main thread before the assembly starts; ``quit`` and ``keep`` are safe from any thread.

    ``staffed``: the staff screen is for people with accounts; without, it stands open, for invented people only.
    ``languages`` is a folder of catalogues beside Vietnamese and English. With ``training`` every screen is marked.
    """

    def __init__(
        self,
        assembly: Assembly,
        displays: Displays | None = None,
        *,
        fullscreen: bool,
        staffed: bool = False,
        citizen: CitizenSettings | None = None,
        languages: Path | None = None,
        training: MakeTraining | None = None,
    ) -> None:
        named, wanted = displays or Displays(), citizen or CitizenSettings()
        self._application: QApplication = make_application()
        hand_over_soon()
        self._bridge = UiBridge()
        self._main_thread = MainThread()
        self._player = system_player()
        self._training = training
        # Whoever closes the windows of training wants the kiosk to work again.
        self.leaving = Leaving.END if training is None else Leaving.BACK_TO_WORK
        self.ui = KioskUi(
            assembly.feed,
            assembly.runner.post,
            decode_portrait,
            self._bridge,
            time.monotonic,
            desks=replace(
                self._staffed_desks(assembly)
                if staffed
                else StaffDesks(trust=assembly.trust_desk, scanners=assembly.scanners),
                types_by_touch=types_by_touch(named.touch_keyboard),
            ),
            citizen_screen_name=named.citizen or None,
            operator_screen_name=named.operator or None,
            fullscreen=fullscreen,
            player=self._player,
            sounds=Sounds(wanted.volume, Speech(wanted.speech)),
            motion=wanted.motion,
            languages=languages_in(languages),
            training=training is not None,
        )
        self._runner = assembly.runner
        self._runner.subscribe(self._bridge.publish)
        self._runner.subscribe(SetAside().observe)

    def show(self) -> None:
        self.ui.show()

    def run(self) -> None:
        """Show the windows and stay until they are closed or ``quit`` is called."""
        self.show()
        self._application.exec()
        self.ui.close()
        if isinstance(self._player, ProcessPlayer):
            self._player.close()

    def quit(self, leaving: Leaving = Leaving.END) -> None:
        """Close the windows; ``leaving`` is what shall follow."""
        self.leaving = leaving
        # Not quit: that asks the windows, which stay in kiosk mode unless whoever is there may leave it.
        self._main_thread.call(partial(QApplication.exit, 0))

    def keep(self, picture: Path, kiosk: Kiosk) -> None:
        """Save both windows as they show this state: ``<stem>-citizen.png`` and ``<stem>-operator.png``."""

        def grab() -> None:
            self._bridge.publish(kiosk)
            self.ui.grab(picture)
            self._bridge.publish(self._runner.kiosk)

        self._main_thread.call(grab)

    def _staffed_desks(self, assembly: Assembly) -> StaffDesks:
        """What people with accounts can do at this kiosk; in training nobody reaches anything that counts at work."""
        if self._training is not None:
            return replace(self._common_desks(assembly), training=self._training(self.quit))
        return replace(
            self._common_desks(assembly),
            trust=assembly.trust_desk,
            lists=assembly.desks.make_list_desk(),
            settings=assembly.desks.make_settings_desk(
                lambda: [screen.name() for screen in QApplication.screens()],
                self._take_saved,
                partial(self.quit, Leaving.RESTART),
            ),
            training=WorkDesk(self.quit),
        )

    def _common_desks(self, assembly: Assembly) -> StaffDesks:
        return StaffDesks(
            staff=assembly.staff_desk,
            scanners=assembly.scanners,
            overrides=assembly.overrides,
            attendance=assembly.desks.make_attendance_desk(),
            reception=assembly.reception,
            registration=assembly.desks.make_registration_desk(),
            by_hand=assembly.by_hand,
            take_over=assembly.take_over,
            decode_list_photo=decode_list_photo,
            shifts=assembly.desks.make_shift_desk(),
            supervision=assembly.desks.make_supervision_desk(),
            health=assembly.desks.make_health_desk(),
        )

    def _take_saved(self, settings: Settings) -> None:
        """What needs no restart, on the main thread; the page's own thread calls."""
        sounds = Sounds(settings.citizen.volume, Speech(settings.citizen.speech))
        self._main_thread.call(partial(self.ui.change_sounds, sounds))
