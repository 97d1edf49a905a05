"""The virtual camera: shows one picture, or somebody who hears what is asked of them."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.biometric.camera.pace import Pace
from kiosk.biometric.camera.pixels import frame_of
from kiosk.domain.clock import Clock, SystemClock
from kiosk.domain.face import Frame
from kiosk.domain.liveness import Challenge
from kiosk.simulator.person.actor import Actor
from kiosk.simulator.person.picture import Picture

FRAMES_A_SECOND = 10.0


class VirtualCamera:
    """The port ``CameraSource``. ``show`` and ``ask`` may be called from any thread, at any time."""

    def __init__(
        self,
        shown: Picture | Actor,
        clock: Clock | None = None,
        sleep: Callable[[float], None] | None = None,
        rate: float = FRAMES_A_SECOND,
    ) -> None:
        self._shown = shown
        self._asked: Challenge | None = None
        self._clock = clock or SystemClock()
        self._pace = Pace(self._clock, sleep, rate)
        self._sequence = 0

    def show(self, shown: Picture | Actor) -> None:
        """This stands before the camera from the next frame on."""
        self._shown = shown

    def ask(self, challenge: Challenge | None) -> None:
        """The person hears what they are asked; a picture hears nothing."""
        self._asked = challenge

    def open(self) -> None:
        """There is always a virtual camera."""

    def read(self) -> Frame:
        self._pace.wait()
        at, shown = self._clock.monotonic(), self._shown
        pixels = shown.picture(at, self._asked) if isinstance(shown, Actor) else shown
        self._sequence += 1
        return frame_of(pixels, at, self._sequence)

    def close(self) -> None:
        """Nothing is held open."""
