"""How long ``kiosk run`` takes from process start to the painted idle screen: prints one JSON object.

    python benchmarks/start.py [--starts 5]

The real command line in a process of its own: settings file, list, journal, face networks, both windows painted
offscreen as staff with accounts have them; only the card reader is a virtual one. As in an installed kiosk, modules are
compiled beforehand (packaging/setup.sh): the processes keep their bytecode in a folder of this run, a first start fills
it, and is told but not counted (``compiling_seconds``).
``idle_seconds`` is by the clock, ``processor_seconds`` what all threads together worked until then.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LIVE = ROOT / "tests" / "fixtures" / "faces" / "obama_2009_frame.jpg"
LOOK_MS = 5
STARTS = 5
SETTINGS = """\
name = "benchmark"
site = "{root}/config/sites/exam.toml"
roster = "{root}/config/lists/exam-sample.csv"
trust = "trust"
data = "data"
camera = "camera"
"""


def start_up(folder: Path) -> None:
    """Be ``kiosk run``; when the idle screen is painted, print how long it took and end."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.app.loading import load_quickly
    from kiosk.app.main import main as kiosk

    load_quickly()  # as the command does before it imports what is replaced here
    sys.argv = ["kiosk", "run", "--windowed", "--config", str(folder / "kiosk.toml")]
    _replace_reader()
    _watch_for_idle()
    kiosk()


def _replace_reader() -> None:
    """A virtual reader in the place of PC/SC, which a machine that measures need not have."""
    from kiosk.reader import pcsc
    from kiosk.simulator.slot.in_process import InProcessConnector, InProcessPresence, InProcessReader

    reader = InProcessReader()
    pcsc.PcscPresence = lambda _choice: InProcessPresence([reader])  # type: ignore[assignment, misc]
    pcsc.PcscConnector = lambda: InProcessConnector([reader])  # type: ignore[assignment, misc]


def _watch_for_idle() -> None:
    """Have the windows end the program as soon as the idle screen is painted."""
    from PySide6.QtCore import QTimer

    from kiosk.app import run
    from kiosk.check.screens import ScreenKind

    class WatchedWindows(run.Windows):
        def run(self) -> None:
            timer = QTimer()
            timer.timeout.connect(self.look)
            timer.start(LOOK_MS)
            super().run()
            timer.stop()

        def look(self) -> None:
            shown = self.ui.citizen.shown
            if shown is None or shown.kind is not ScreenKind.IDLE:
                return
            self.ui.citizen.grab()
            idle = time.clock_gettime(time.CLOCK_BOOTTIME) - process_start()
            print(json.dumps({"idle_seconds": round(idle, 3), "processor_seconds": round(time.process_time(), 3)}))
            self.quit()

    run.Windows = WatchedWindows  # type: ignore[misc]


def process_start() -> float:
    """When this process was started, in seconds since boot (proc(5), field 22 of stat)."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")


def measure(starts: int = STARTS) -> dict[str, object]:
    """One start that compiles, and then ``starts`` that find everything compiled."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    try:
        (folder / "camera").mkdir()
        shutil.copy(LIVE, folder / "camera")
        (folder / "kiosk.toml").write_text(SETTINGS.format(root=ROOT.as_posix()), "utf-8")
        compiling = _started(folder)
        counted = [_started(folder) for _ in range(starts)]
    finally:
        shutil.rmtree(folder)
    return {
        "starts": starts,
        "compiling_seconds": compiling["idle_seconds"],
        "idle_seconds": spread([one["idle_seconds"] for one in counted]),
        "processor_seconds": spread([one["processor_seconds"] for one in counted]),
    }


def _started(folder: Path) -> dict[str, float]:
    environment = {**compiling(), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    command = [sys.executable, __file__, "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=folder, env=environment)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def compiling() -> dict[str, str]:
    """The environment of a process that keeps what it compiles, as an installed kiosk's modules are kept."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"median": round(statistics.median(ordered), 3), "p95": round(p95, 3), "max": round(ordered[-1], 3)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--starts", type=int, default=STARTS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.folder:
        start_up(given.folder)
        return
    print(json.dumps({"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2), **measure(given.starts)}))


if __name__ == "__main__":
    main()
