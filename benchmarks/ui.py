"""How fluent the windows are, with both of them painting offscreen: prints one JSON object.

    python benchmarks/ui.py [--checks 50] [--memory-checks 2000] [--idle-seconds 10]

``start``: seconds from process start to the painted idle screen, as benchmarks/start.py measures it. ``checks``: the
event loop's stalls while checks go by with a live picture at 30 frames a second, by the clock, by the main thread's own
work and by waiting for other threads of ours (benchmarks/heartbeat.py; the rest is other programs), and milliseconds
from a card on the reader to the first painted change. ``idle``: the share of one core that waiting costs, with the
pictures of the idle screen moving. ``memory``: the resident size after many checks against the size after 20. Every
part runs in a process of its own; the states are those of one whole check of an invented person, published by another
thread as the check's own thread does.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

SIZES = ((1280, 800), (1366, 768))
STATE_SECONDS = 0.06
FRAME_SECONDS = 1 / 30
READING_STEPS = 12


class MovingPreview:
    """A camera that always runs: a new frame every thirtieth of a second."""

    def __init__(self) -> None:
        from tests.ui.situations import frame

        self._frames = [frame(name) for name in ("obama_2012_frame.jpg", "obama_2009_frame.jpg")]

    def latest(self) -> object:
        at = int(time.monotonic() / FRAME_SECONDS)
        return replace(self._frames[at % 2], sequence=at)


def one_check(number: int) -> Iterator[object]:
    """The states of one whole check of a person whom nobody saw before."""
    from kiosk.check.events import CardPresented
    from kiosk.check.machine import advance
    from kiosk.check.states import Instant, Reading, Recording, RemovingCard
    from kiosk.domain.decide import decide
    from tests.ui import situations as s

    idle = s.SITUATIONS["idle"]()
    now = Instant(s.NOW, s.WALL)
    yield advance(idle, CardPresented(s.READER), now)[0]
    names = ("Nguyễn Văn An", "Trần Thị Bích Ngọc", "Lê Hoàng Minh Đức", "Phạm Quỳnh Anh")
    person = replace(s.IDENTITY, name=f"{names[number % 4]} {number}", number=f"001090{number:06d}")
    for step in range(READING_STEPS):
        yield s.kiosk(Reading(replace(s.check(), share_read=step / READING_STEPS)))
    yield s.SITUATIONS["look"]()
    found = s.evidence(identity=person, authenticity=(s.GENUINE, s.INTACT, s.FORGED)[number % 3])
    yield s.kiosk(Recording(s.check(s.plain_frame(sequence=number), found), decide(found, s.EXAM.policy)))
    yield s.result(found, s.frame(sequence=number))
    yield s.kiosk(RemovingCard(s.READER, s.NOW))
    yield idle


def opened() -> tuple[object, object, object]:
    """Application, windows and bridge, as the composition root makes them."""
    from kiosk.app.garbage import SetAside
    from kiosk.biometric.portrait import decode_portrait
    from kiosk.ui.app import KioskUi, make_application
    from kiosk.ui.bridge import UiBridge
    from kiosk.ui.main_thread import hand_over_soon
    from tests.ui.situations import NOW

    application = make_application()
    hand_over_soon()
    bridge = UiBridge()
    ui = KioskUi(MovingPreview(), lambda _event: None, decode_portrait, bridge, lambda: NOW + 6, fullscreen=False)
    ui.show()
    for window, size in zip((ui.citizen, ui.operator), SIZES, strict=True):
        window.resize(*size)
    SetAside()
    return application, ui, bridge


def run_checks(count: int) -> dict[str, object]:
    """Stalls of the main thread, and how long a card waits for an answer that can be seen."""
    from PySide6.QtCore import QEvent, QObject

    from benchmarks.heartbeat import Heartbeat
    from benchmarks.start import spread
    from kiosk.ui.main_thread import MainThread

    application, ui, bridge = opened()
    main_thread = MainThread()
    heartbeat = Heartbeat()
    waited: list[float] = []
    laid: list[float] = []

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt names it
            if event.type() is QEvent.Type.Paint and laid and ui.citizen.shown.kind.value != "idle":
                waited.append((time.perf_counter() - laid.pop()) * 1000)
            return False

    painted = Painted()
    ui.citizen.installEventFilter(painted)

    def check() -> None:
        time.sleep(1.0)
        for number in range(count):
            if number == 1:
                heartbeat.counting = True  # the first check fills caches and imports codecs
            states = one_check(number)
            first = next(states)
            laid.append(time.perf_counter())
            bridge.publish(first)
            for state in states:
                time.sleep(STATE_SECONDS)
                bridge.publish(state)
            time.sleep(STATE_SECONDS)
        heartbeat.counting = False
        main_thread.call(application.quit)

    thread = threading.Thread(target=check)
    thread.start()
    application.exec()
    thread.join()
    ui.close()
    return {"checks": count, **heartbeat.figures(), "first_change_ms": spread(waited[1:])}


def run_idle(seconds: float) -> dict[str, object]:
    """What waiting costs."""
    from PySide6.QtCore import QTimer

    from tests.ui.situations import SITUATIONS

    application, ui, bridge = opened()
    bridge.publish(SITUATIONS["idle"]())
    used: list[float] = []
    QTimer.singleShot(1000, lambda: used.append(time.process_time()))
    QTimer.singleShot(round(1000 + 1000 * seconds), lambda: (used.append(time.process_time()), application.quit()))
    application.exec()
    ui.close()
    return {"seconds": seconds, "share_of_a_core": round((used[1] - used[0]) / seconds, 4)}


def run_memory(count: int) -> dict[str, object]:
    """Resident size early and late, every state drawn once."""
    application, ui, bridge = opened()
    sizes = {}
    for number in range(1, count + 1):
        for at, state in enumerate(one_check(number)):
            if 1 < at < READING_STEPS:
                continue
            bridge.publish(state)
            ui.refresh()
            application.processEvents()
        ui.operator.settle()
        if number in (20, count // 2, count):
            gc.collect()
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            sizes[str(number)] = round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)
    ui.close()
    return {"checks": count, "resident_mb": sizes}


def child(command: list[str]) -> dict[str, object]:
    """The JSON that a process of its own prints last."""
    from benchmarks.start import compiling

    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, env=compiling())
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    from benchmarks import start

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--checks", type=int, default=50)
    options.add_argument("--memory-checks", type=int, default=2000)
    options.add_argument("--idle-seconds", type=float, default=10.0)
    options.add_argument("--part", choices=("checks", "idle", "memory", "start"), help=argparse.SUPPRESS)
    given = options.parse_args()
    parts = {
        "start": start.measure,
        "checks": lambda: run_checks(given.checks),
        "idle": lambda: run_idle(given.idle_seconds),
        "memory": lambda: run_memory(given.memory_checks),
    }
    if given.part:
        print(json.dumps(parts[given.part]()))
        return
    result: dict[str, object] = {"cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 2)}
    for part in parts:
        result[part] = child([sys.executable, __file__, *sys.argv[1:], "--part", part])
    print(json.dumps({**result, "load_after": round(os.getloadavg()[0], 2)}, indent=2))


if __name__ == "__main__":
    main()
