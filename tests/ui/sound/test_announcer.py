"""What the citizen's window sounds like: the cue at once, sentences for whoever asked, nothing where it is silent."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.check.screens import citizen_screen
from kiosk.ui.sound.announcer import Announcer, Sounds, Speech
from kiosk.ui.sound.cues import Cue, rest, samples
from kiosk.ui.sound.player import Silence
from kiosk.ui.sound.prompts import Prompt
from tests.ui.situations import NOW, SITUATIONS

LOUD = 1.0


class Recorder:
    def __init__(self) -> None:
        self.played: list[bytes] = []

    def play(self, samples: bytes) -> None:
        self.played.append(samples)

    def close(self) -> None:
        self.play(b"")


def voice(prompt: Prompt, language: str) -> bytes:
    """A sound of its own for each sentence."""
    number = list(Prompt).index(prompt) + (100 if language == "en" else 1)
    return number.to_bytes(2, "little") * 4


def spoken(recorder: Recorder, announcer: Announcer, *names: str, language: str = "vi") -> list[bytes]:
    for name in names:
        announcer.hear(citizen_screen(SITUATIONS[name](), NOW), language)
    return recorder.played


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def test_without_speech_only_cues_are_heard(recorder: Recorder) -> None:
    announcer = Announcer(recorder, Sounds(LOUD, Speech.OFF), voice)
    assert not announcer.offers_speech
    assert spoken(recorder, announcer, "idle", "key-wanted", "reading", "checking", "admit") == [
        samples(Cue.CARD_FOUND),
        samples(Cue.SUCCESS),
    ]
    announcer.repeat("vi")
    assert len(recorder.played) == 2


def test_with_speech_the_sentence_follows_its_cue(recorder: Recorder) -> None:
    announcer = Announcer(recorder, Sounds(LOUD, Speech.ALWAYS), voice)
    assert spoken(recorder, announcer, "checking", "admit", language="en") == [
        samples(Cue.SUCCESS) + rest(0.25) + voice(Prompt.SUCCESS, "en")
    ]


def test_whoever_asks_is_spoken_to_until_they_have_gone(recorder: Recorder) -> None:
    announcer = Announcer(recorder, Sounds(LOUD, Speech.ON_REQUEST), voice)
    spoken(recorder, announcer, "idle")
    assert recorder.played == []
    announcer.repeat("vi")
    spoken(recorder, announcer, "key-wanted", "reading")
    assert recorder.played == [
        voice(Prompt.IDLE, "vi"),
        samples(Cue.CARD_FOUND) + rest(0.25) + voice(Prompt.KEY_WANTED, "vi"),
        voice(Prompt.READING, "vi"),
    ]
    spoken(recorder, announcer, "remove-card", "idle")
    recorder.played.clear()
    assert spoken(recorder, announcer, "key-wanted") == [samples(Cue.CARD_FOUND)]


def test_a_sentence_can_be_repeated(recorder: Recorder) -> None:
    announcer = Announcer(recorder, Sounds(LOUD), voice)
    spoken(recorder, announcer, "look")
    announcer.repeat("vi")
    announcer.repeat("en")
    assert recorder.played == [voice(Prompt.LOOK, "vi"), voice(Prompt.LOOK, "en")]


@pytest.mark.parametrize("volume", [0.0, 0.25, 1.0, 7.0])
def test_volume(recorder: Recorder, volume: float) -> None:
    announcer = Announcer(recorder, Sounds(volume), voice)
    spoken(recorder, announcer, "checking", "admit")
    announcer.repeat("vi")
    if volume == 0.0:
        assert recorder.played == []
        return
    loudest = int(np.abs(np.frombuffer(recorder.played[0], "<i2").astype(int)).max())
    whole = int(np.abs(np.frombuffer(samples(Cue.SUCCESS), "<i2").astype(int)).max())
    assert loudest == pytest.approx(whole * min(1.0, volume), abs=1)


def test_a_language_without_recordings_is_silent_but_for_its_cues(recorder: Recorder) -> None:
    announcer = Announcer(recorder, Sounds(LOUD, Speech.ALWAYS), lambda _prompt, _language: b"")
    assert spoken(recorder, announcer, "checking", "refuse", "remove-card", "idle") == [
        samples(Cue.REFUSE),
        samples(Cue.TAKE_CARD),
    ]


def test_it_can_be_silenced(recorder: Recorder) -> None:
    announcer = Announcer(recorder, Sounds(LOUD), voice)
    announcer.silence()
    assert recorder.played == [b""]


@pytest.mark.parametrize(("volume", "heard"), [(1.0, True), (0.5, True), (0.0, False)])
def test_a_volume_can_be_tried_before_it_counts(recorder: Recorder, volume: float, heard: bool) -> None:
    announcer = Announcer(recorder, Sounds(0.0), voice)

    assert announcer.try_volume(volume) is heard
    assert [len(sound) for sound in recorder.played] == [len(samples(Cue.SUCCESS))] * heard
    loudest = max((int(np.abs(np.frombuffer(sound, "<i2")).max()) for sound in recorder.played), default=0)
    full = int(np.abs(np.frombuffer(samples(Cue.SUCCESS), "<i2")).max())
    assert loudest == pytest.approx(volume * full, abs=1)
    assert announcer.silent, "what is tried is not kept"


def test_without_a_player_nothing_is_heard_at_any_volume() -> None:
    assert not Announcer(Silence(), Sounds(), voice).try_volume(1.0)
