"""Other people's readers of machine-readable zones, each in a process of its own, for comparison.

Run as a script (``optical_mrz_libraries.py NAME``) it is that process: a line of JSON (``width``, ``height``) and
pixels come in, lines of text and CPU milliseconds go out.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "build" / "mrz-libraries"
PACKAGES = ["opencv-python-headless>=4.14,<5", "rapidocr==3.10.0", "onnxruntime>=1.20", "passporteye==2.2.2"]
LIBRARIES = ("rapidocr", "passporteye")

CONFUSED = ("0ODQ", "1IL", "5S", "8B", "2Z", "6G", "<KC(")
CONFUSED_LIKELIHOOD = -2.0
ELSE = -9.0

Read = Callable[[np.ndarray], list[str]]


class UnavailableError(Exception):
    """Why a library is not measured here."""


class Library:
    """One process that reads frames; its text is put through the same repair and check digits as ours."""

    def __init__(self, name: str) -> None:
        """Raises ``UnavailableError``."""
        self.name = name
        _make_environment()
        command = [str(ENVIRONMENT / "bin" / "python"), __file__, name]
        environment = os.environ | {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        said = self._said()
        if "error" in said:
            raise UnavailableError(said["error"])

    def read(self, pixels: np.ndarray) -> tuple[object, float]:
        """A ``Reading`` or ``None``, and the milliseconds of the processor."""
        assert self._process.stdin is not None
        height, width = pixels.shape[:2]
        self._process.stdin.write(json.dumps({"width": width, "height": height}).encode() + b"\n")
        self._process.stdin.write(pixels.tobytes())
        self._process.stdin.flush()
        said = self._said()
        return reading_of(said["lines"]), said["cpu_ms"]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _said(self) -> dict:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise UnavailableError("the process ended")
        return json.loads(line)


def reading_of(texts: list[str]) -> object:
    """The best zone of any two or three lines that follow each other, fillers counted anew, confusions repaired."""
    from kiosk.reader.scan.mrz.layout import read_lines

    cleaned = [re.sub(r"[^0-9A-Z<]", "", text.upper().replace("«", "<<").replace(" ", "")) for text in texts]
    lines = [text for text in cleaned if len(text) >= 12]
    found = []
    for at in range(len(lines)):
        for rows in _zones(lines[at:]):
            reading = read_lines(_likelihoods(rows))
            if reading is not None:
                found.append(reading)
    return min(found, key=lambda one: one.cost, default=None)


def _zones(lines: list[str]) -> list[list[str]]:
    """The zones that the first lines may be. Readers miscount fillers: where they stand is known, not how many."""
    zones = []
    if len(lines) >= 3:
        one, two, three = lines[:3]
        one = (one[:27] + "<<" + one[-1:]) if len(one) >= 28 else one
        two = two[:18] + "<" * 11 + two[-1:]
        zones.append([row[:30].ljust(30, "<") for row in (one, two, re.sub(r"<+$", "", three))])
    for columns, last in ((36, 1), (44, 2)):
        if len(lines) >= 2 and columns - 6 <= len(lines[1]) <= columns + 6:
            name, data = lines[:2]
            end = columns - last
            data = data[:-last][:end].ljust(end, "<") + data[-last:]
            zones.append([re.sub(r"<+$", "", name)[:columns].ljust(columns, "<"), data])
    return zones


def _likelihoods(rows: list[str]) -> np.ndarray:
    from kiosk.reader.scan.mrz.recogniser import CHARACTERS

    likely = np.full((len(rows), len(rows[0]), len(CHARACTERS)), ELSE, np.float32)
    for row, text in enumerate(rows):
        for column, char in enumerate(text):
            for group in CONFUSED:
                for other in group if char in group else "":
                    if other in CHARACTERS:
                        likely[row, column, CHARACTERS.index(other)] = CONFUSED_LIKELIHOOD
            likely[row, column, CHARACTERS.index(char)] = 0.0
    return likely


def _make_environment() -> None:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    if subprocess.run([str(python), "-c", "import rapidocr, passporteye"], capture_output=True, check=False).returncode:
        _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnavailableError((done.stderr.strip().splitlines() or ["no reason given"])[-1])


def rapidocr() -> Read:
    """PP-OCRv6 finds and reads all text of the frame."""
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1})

    def read(pixels: np.ndarray) -> list[str]:
        answer = engine(pixels)
        return list(answer.txts or ())

    return read


def passporteye() -> Read:
    """With Tesseract as installed, and its model ``mrz`` where that is."""
    import cv2
    from passporteye import read_mrz

    if subprocess.run(["tesseract", "--version"], capture_output=True, check=False).returncode:
        raise OSError("no tesseract")

    def read(pixels: np.ndarray) -> list[str]:
        coded = cv2.imencode(".png", pixels)[1].tobytes()
        answer = read_mrz(coded)
        return answer.aux["text"].splitlines() if answer is not None else []

    return read


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever a library prints must not come between the answers.
    os.dup2(2, 1)
    try:
        read = {"rapidocr": rapidocr, "passporteye": passporteye}[sys.argv[1]]()
        import cv2

        cv2.setNumThreads(1)
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), file=answers, flush=True)
        return
    print(json.dumps({"ready": True}), file=answers, flush=True)
    while line := sys.stdin.buffer.readline():
        said = json.loads(line)
        size = said["height"], said["width"], 3
        pixels = np.frombuffer(sys.stdin.buffer.read(size[0] * size[1] * 3), np.uint8).reshape(size)
        start = time.process_time()
        try:
            lines = read(pixels)
        except Exception:  # a library that fails at a picture has not read it
            lines = []
        spent = 1000 * (time.process_time() - start)
        print(json.dumps({"lines": lines, "cpu_ms": spent}), file=answers, flush=True)


if __name__ == "__main__":
    main()
