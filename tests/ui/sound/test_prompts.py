"""The spoken prompts: a file for every sentence in both languages, spoken since it was last changed."""

from __future__ import annotations

import hashlib
import json
import wave
from pathlib import Path

import numpy as np
import pytest

from kiosk.ui.sound.cues import RATE
from kiosk.ui.sound.prompts import FOLDER, MAX_BYTES, SENTENCES, Prompt, spoken_samples

LANGUAGES = ("vi", "en")


def sentence(prompt: Prompt, language: str) -> str:
    return str(getattr(SENTENCES[prompt], language))


def test_every_prompt_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Prompt)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prompt", Prompt)
def test_every_sentence_is_spoken_as_it_stands(prompt: Prompt, language: str) -> None:
    hashes = json.loads((FOLDER / "sentences.json").read_text())
    current = hashlib.sha256(sentence(prompt, language).encode()).hexdigest()
    assert hashes[language][prompt.value] == current, "run packaging/speak_prompts.py"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prompt", Prompt)
def test_every_file_is_speech_of_a_sensible_length(prompt: Prompt, language: str) -> None:
    sound = np.frombuffer(spoken_samples(prompt, language), "<i2").astype(float)
    seconds = len(sound) / RATE
    letters = len(sentence(prompt, language))
    assert 0.03 * letters <= seconds <= 0.13 * letters
    assert 10_000 < np.abs(sound).max() < 32_767
    assert sound.std() > 500


def test_no_prompt_says_anything_personal() -> None:
    assert not [text for text in SENTENCES.values() if "{" in text.vi + text.en]


def test_the_files_stay_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*.wav")) < 4_000_000


def written(path: Path, *, rate: int = RATE, channels: int = 1, width: int = 2, seconds: float = 0.1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(bytes(round(rate * seconds) * channels * width))


@pytest.mark.parametrize(
    ("change", "length"),
    [
        ({}, 3200),
        ({"rate": 44_100}, 0),
        ({"channels": 2}, 0),
        ({"width": 1}, 0),
        ({"seconds": 60.0}, MAX_BYTES),
    ],
    ids=["as it should be", "another rate", "stereo", "8 bit", "a minute long"],
)
def test_a_sites_own_recording(tmp_path: Path, change: dict[str, float], length: int) -> None:
    written(tmp_path / "vi" / "idle.wav", **change)  # type: ignore[arg-type]
    assert len(spoken_samples(Prompt.IDLE, "vi", tmp_path)) == length


@pytest.mark.parametrize("content", [None, b"", b"RIFF", b"no sound at all" * 10], ids=["none", "empty", "cut", "text"])
def test_a_file_that_is_no_sound_is_as_good_as_none(tmp_path: Path, content: bytes | None) -> None:
    (tmp_path / "vi").mkdir()
    if content is not None:
        (tmp_path / "vi" / "idle.wav").write_bytes(content)
    assert spoken_samples(Prompt.IDLE, "vi", tmp_path) == b""
