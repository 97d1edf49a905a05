"""Speaks the kiosk's prompts into kiosk/ui/sound/spoken/ with espeak-ng: a build step, run when a sentence changes.

    python packaging/speak_prompts.py [--voice-vi vi] [--voice-en en-gb]

A site that wants a human voice records the same sentences (16 kHz, 16 bit, one channel) over these files. Needs
espeak-ng 1.51 or newer (apt: espeak-ng), at build time only.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kiosk.ui.sound.cues import RATE  # noqa: E402 - the package is beside this folder
from kiosk.ui.sound.prompts import FOLDER, SENTENCES  # noqa: E402

WORDS_A_MINUTE = 145
PEAK = 0.7 * 32767
SILENT = 0.01


def spoken(sentence: str, voice: str) -> np.ndarray:
    """The sentence at ``RATE``, without silence at its ends."""
    command = ["espeak-ng", "-v", voice, "-s", str(WORDS_A_MINUTE), "--stdout", sentence.replace("QR", "Q R")]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    # The header of a stream does not know its length, so the data are everything behind it.
    with wave.open(io.BytesIO(done.stdout)) as file:
        rate = file.getframerate()
    at = done.stdout.index(b"data") + 8
    made = np.frombuffer(done.stdout[at : at + (len(done.stdout) - at) // 2 * 2], "<i2").astype(np.float64)
    loud = np.flatnonzero(np.abs(made) > SILENT * np.abs(made).max())
    made = made[loud[0] : loud[-1] + 1]
    spectrum = np.fft.rfft(made)
    count = round(len(made) * RATE / rate)
    low = np.fft.irfft(spectrum[: count // 2 + 1], count)
    return (low * PEAK / np.abs(low).max()).astype("<i2")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--voice-vi", default="vi")
    options.add_argument("--voice-en", default="en-gb")
    given = options.parse_args()
    hashes: dict[str, dict[str, str]] = {}
    for prompt, text in SENTENCES.items():
        for language, sentence, voice in (("vi", text.vi, given.voice_vi), ("en", text.en, given.voice_en)):
            folder = FOLDER / language
            folder.mkdir(parents=True, exist_ok=True)
            with wave.open(str(folder / f"{prompt}.wav"), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(RATE)
                file.writeframes(spoken(sentence, voice).tobytes())
            hashes.setdefault(language, {})[prompt.value] = hashlib.sha256(sentence.encode()).hexdigest()
    (FOLDER / "sentences.json").write_text(json.dumps(hashes, indent=1) + "\n")


if __name__ == "__main__":
    main()
