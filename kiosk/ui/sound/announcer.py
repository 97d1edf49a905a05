"""Makes heard what the citizen's window shows: the cue at once, the sentence after it for whoever wants it spoken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kiosk.check.screens import CitizenScreen, ScreenKind
from kiosk.ui.sound.cues import Cue, rest, samples
from kiosk.ui.sound.player import Player, Silence
from kiosk.ui.sound.prompts import Prompt, spoken_samples
from kiosk.ui.sound.score import cue_of, prompt_after, prompt_of

_PAUSE_SECONDS = 0.25


class Speech(StrEnum):
    """When sentences are spoken: never, where somebody asked for it, or always (a headset, a quiet room)."""

    OFF = "off"
    ON_REQUEST = "on_request"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Sounds:
    """A site's sounds: ``volume`` 0 to 1, 0 is silence."""

    volume: float = 0.7
    speech: Speech = Speech.ON_REQUEST


class Announcer:
    """Hears one screen after the other. Main thread only.

    Who touches «listen» is spoken to until they have gone: blind people need not find the button again.
    """

    def __init__(
        self,
        player: Player,
        sounds: Sounds = Sounds(),
        voice: Callable[[Prompt, str], bytes] = spoken_samples,
    ) -> None:
        self._player = player
        self._sounds = sounds
        self._voice = voice
        self._screen: CitizenScreen | None = None
        self._asked = False

    @property
    def silent(self) -> bool:
        """Whether nothing is heard here, by the settings or for want of a player."""
        return self._sounds.volume <= 0 or isinstance(self._player, Silence)

    @property
    def offers_speech(self) -> bool:
        """Whether there is anything to listen to here."""
        return self._sounds.speech is not Speech.OFF and self._sounds.volume > 0

    @property
    def speaking(self) -> bool:
        return self._sounds.speech is Speech.ALWAYS or (self._asked and self.offers_speech)

    def hear(self, screen: CitizenScreen, language: str) -> None:
        """The window shows this now, in this language."""
        before, self._screen = self._screen, screen
        if before is not None and screen.kind is ScreenKind.IDLE and before.kind is not ScreenKind.IDLE:
            self._asked = False
        cue = cue_of(before, screen)
        prompt = prompt_after(before, screen) if self.speaking else None
        parts = [samples(cue)] if cue else []
        said = self._voice(prompt, language) if prompt else b""
        if said:
            parts += [rest(_PAUSE_SECONDS), said] if cue else [said]
        if parts:
            self._play(b"".join(parts))

    def repeat(self, language: str) -> None:
        """Somebody asked to hear it (again); from now on every screen is spoken until they have gone."""
        if not self.offers_speech or self._screen is None:
            return
        self._asked = True
        prompt = prompt_of(self._screen)
        self._play(self._voice(prompt, language) if prompt else b"")

    def silence(self) -> None:
        """End what is being said."""
        self._player.play(b"")

    def change(self, sounds: Sounds) -> None:
        """From now on as loud as this."""
        self._sounds = sounds

    def test(self) -> None:
        """Play a melody, for staff who want to know whether anything is heard."""
        self._play(samples(Cue.SUCCESS))

    def try_volume(self, volume: float) -> bool:
        """Play it as loud as this once, for staff who choose; whether there is anything to play it."""
        self._play(samples(Cue.SUCCESS), volume)
        return volume > 0 and not isinstance(self._player, Silence)

    def _play(self, sound: bytes, volume: float | None = None) -> None:
        volume = self._sounds.volume if volume is None else volume
        if volume <= 0:
            return
        import numpy as np  # late: the idle screen does not wait for it

        loud = np.frombuffer(sound, "<i2") * min(1.0, volume)
        self._player.play(loud.astype("<i2").tobytes())
