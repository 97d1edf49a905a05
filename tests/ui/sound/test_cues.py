"""The cues: each its own melody, loud enough to hear, never clipped, ending in silence."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from kiosk.ui.sound.cues import MELODIES, RATE, Cue, rest, samples


def heard(cue: Cue) -> np.ndarray:
    return np.frombuffer(samples(cue), "<i2").astype(float)


@pytest.mark.parametrize("cue", Cue)
def test_a_cue_is_short_and_neither_silent_nor_clipped(cue: Cue) -> None:
    sound = heard(cue)
    assert 0.05 <= len(sound) / RATE <= 1.0
    assert len(sound) / RATE == pytest.approx(sum(note.seconds for note in MELODIES[cue]), abs=0.01)
    assert 3000 < np.abs(sound).max() < 0.75 * 32767
    assert np.abs(sound[:4]).max() < 400, "begins without a click"
    assert np.abs(sound[-4:]).max() < 400, "ends without a click"


@pytest.mark.long
@pytest.mark.parametrize(("one", "other"), list(combinations(Cue, 2)), ids=lambda cue: cue.value)
def test_no_two_cues_are_one_melody(one: Cue, other: Cue) -> None:
    assert [note.hertz for note in MELODIES[one]] != [note.hertz for note in MELODIES[other]]


@pytest.mark.parametrize(
    ("cue", "rises"), [(Cue.SUCCESS, True), (Cue.REFER, False), (Cue.REFUSE, False)], ids=lambda value: str(value)
)
def test_good_news_rises_and_other_news_falls(cue: Cue, rises: bool) -> None:
    notes = [note.hertz for note in MELODIES[cue] if note.hertz]
    assert (notes[-1] > notes[0]) is rises


@pytest.mark.parametrize("cue", Cue)
def test_the_strongest_tone_is_the_one_that_is_written(cue: Cue) -> None:
    first = MELODIES[cue][0]
    part = heard(cue)[: round(first.seconds * RATE)]
    spectrum = np.abs(np.fft.rfft(part, 16 * RATE))
    assert np.argmax(spectrum) / 16 == pytest.approx(first.hertz, rel=0.02)


def test_a_rest_is_silence_of_that_length() -> None:
    assert rest(0.5) == bytes(RATE)
