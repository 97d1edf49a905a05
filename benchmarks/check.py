"""How fast a whole check is, over the real PC/SC stack with the windows painting: prints one JSON object.

    python benchmarks/check.py [--checks 20] [--bit-rates 424 106] [--liveness POLICY]

For each bit rate: seconds from card to verdict (median, p95), the share that the modelled link and chip take by
themselves, what is left (our own share), the main thread's stalls during the checks, peak memory of this process. The
card is another process; the camera is a folder with a photograph; the windows are painted offscreen with live preview.
Liveness is off, so that the figures are the machine's, unless a policy is given: then somebody stands before a virtual
camera and turns their head as asked, at the speed of people.
``start`` is what benchmarks/start.py measures: seconds from process start to the painted idle screen.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import start  # noqa: E402
from benchmarks.heartbeat import Heartbeat  # noqa: E402
from benchmarks.start import compiling, spread  # noqa: E402

FACES = ROOT / "tests" / "fixtures" / "faces"
PHOTO, LIVE = "obama_2012_chip_480x640.jp2", "obama_2009_frame.jpg"
WAIT_SECONDS = 60.0
MOVES = "# somebody who moves"

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def until(runner: object, wanted: Callable[[object], bool]) -> object:
    """The first state of the runner that is wanted."""
    ends = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < ends:
        kiosk = runner.kiosk  # type: ignore[attr-defined]
        if wanted(kiosk):
            return kiosk
        time.sleep(0.005)
    raise SystemExit(f"stuck at {type(runner.kiosk.phase).__name__}")  # type: ignore[attr-defined]


def candidates(folder: Path, count: int) -> list[Path]:
    """Cards for as many listed candidates, and the list that names them."""
    from kiosk.simulator.card import card_store
    from kiosk.simulator.card.person import AN
    from kiosk.simulator.issuing.authority import TestAuthority
    from kiosk.simulator.issuing.personaliser import issue

    authority = TestAuthority.open(folder / "authority")
    photo = (FACES / PHOTO).read_bytes()
    rows, cards = ["SBD;Số CCCD;Họ và tên;Ngày sinh;Giới tính;Phòng thi;Ghế"], []
    for index in range(count):
        citizen = replace(AN, number=f"001090{100000 + index:06d}", old_number="")
        card = issue(citizen, photo, "cccd-2021", authority)
        cards.append(folder / "cards" / f"{index:03d}")
        card_store.save(card, cards[-1])
        rows.append(f"{index:06d};{citizen.number};{citizen.name};15/03/1990;Nam;101;{index:02d}")
    (folder / "list.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return cards


def measure(folder: Path, cards: list[Path], bit_rate: int) -> dict[str, object]:
    """Run the checks one after the other in this process, the windows painting on its main thread."""

    from kiosk.app.demo.virtual_desk import PcscDesk
    from kiosk.app.windows import Windows
    from kiosk.app.wiring import Assembly
    from kiosk.check import events as ev
    from kiosk.check.states import AwaitingCard, Idle, RemovingCard, ShowingResult
    from kiosk.domain.verdict import Verdict

    desk = PcscDesk(bit_rate)
    settings = settings_of(folder, f"data-{bit_rate}")
    anchors = [folder / "authority" / "csca.der"]
    camera = person() if MOVES in (folder / "site.toml").read_text("utf-8") else None
    assembly = Assembly(settings, desk.presence, desk.connector, anchors=anchors, camera=camera)
    if camera is not None:
        assembly.runner.subscribe(lambda kiosk: camera.ask(asked_of(kiosk)))
    windows = Windows(assembly, fullscreen=False)
    heartbeat = Heartbeat()
    totals: list[float] = []
    links: list[float] = []
    verdicts: dict[str, int] = {}

    def people() -> None:
        from kiosk.reader.codes.kinds import card_code

        until(assembly.runner, lambda kiosk: isinstance(kiosk.phase, Idle))
        for card in cards:
            code = card_code((card / "qr.txt").read_text("utf-8"))
            assembly.runner.post(ev.CardCodeRead(code.identity, code.keys))
            until(assembly.runner, lambda kiosk: isinstance(kiosk.phase, AwaitingCard))
            heartbeat.counting = True
            laid = time.monotonic()
            desk.insert(card)
            kiosk = until(assembly.runner, lambda kiosk: isinstance(kiosk.phase, ShowingResult))
            totals.append(time.monotonic() - laid)
            heartbeat.counting = False
            verdict = kiosk.phase.decision.verdict
            verdicts[verdict.value] = verdicts.get(verdict.value, 0) + 1
            assembly.runner.post(ev.Dismissed())
            until(assembly.runner, lambda kiosk: isinstance(kiosk.phase, Idle | RemovingCard))
            links.append(desk.remove())
            until(assembly.runner, lambda kiosk: isinstance(kiosk.phase, Idle))
        windows.quit()

    assembly.start()
    thread = threading.Thread(target=people)
    thread.start()
    windows.run()
    thread.join()
    assembly.stop()
    desk.close()
    own = [total - link for total, link in zip(totals, links, strict=True)]
    return {
        "bit_rate_kbit": bit_rate,
        "checks": len(totals),
        "verdicts": verdicts,
        "all_admitted": verdicts == {Verdict.ADMIT.value: len(totals)},
        "verdict_seconds": spread(totals),
        "link_and_chip_seconds": spread(links),
        "own_seconds": spread(own),
        "main_thread": heartbeat.figures(),
    }


def person() -> object:
    """A virtual camera before which somebody stands who does what is asked."""
    from kiosk.biometric.camera.folder_camera import PICTURE_LIMITS
    from kiosk.biometric.camera.pictures import decode_picture
    from kiosk.biometric.camera.pixels import pixels_of
    from kiosk.biometric.networks.detection import FaceDetector
    from kiosk.biometric.networks.engine_choice import built_in_engines
    from kiosk.simulator.person.actor import Actor
    from kiosk.simulator.person.camera import VirtualCamera
    from kiosk.simulator.person.head import Head

    picture = pixels_of(decode_picture((FACES / LIVE).read_bytes(), PICTURE_LIMITS))
    left, right, *_ = FaceDetector(*built_in_engines().plan("sface").detector).faces(picture)[0].points
    return VirtualCamera(Actor(Head(picture, left, right)))


def asked_of(kiosk: object) -> object:
    """What the person of this check is asked to do now."""
    prompt = kiosk.check.prompt if kiosk.check else None
    return prompt.challenge if prompt else None


def settings_of(folder: Path, data: str) -> object:
    from kiosk.app.settings.values import Settings

    return Settings(
        file=folder / "kiosk.toml",
        name="benchmark",
        site=folder / "site.toml",
        roster=folder / "list.csv",
        trust=folder / "trust",
        data=folder / data,
        camera=str(folder / "camera"),
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--checks", type=int, default=20)
    options.add_argument("--bit-rates", type=int, nargs="+", default=[424, 106])
    options.add_argument("--liveness", choices=["off", "passive", "passive_then_active", "active"], default="off")
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        cards = sorted((given.folder / "cards").iterdir())
        result = measure(given.folder, cards, given.one)
        # Linux counts in KiB (getrusage(2)).
        result["peak_memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        print(json.dumps(result))
        return
    folder = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    try:
        (folder / "camera").mkdir()
        shutil.copy(FACES / LIVE, folder / "camera")
        exam = (ROOT / "config" / "sites" / "exam.toml").read_text("utf-8")
        policy = f'policy = "{given.liveness}"\n{"" if given.liveness == "off" else MOVES}'
        (folder / "site.toml").write_text(exam.replace('policy = "passive_then_active"', policy), "utf-8")
        cards = candidates(folder, given.checks)
        me = [sys.executable, __file__, "--folder", str(folder)]
        rates = [child([*me, "--one", str(rate)]) for rate in given.bit_rates]
        dg2 = (cards[0] / "files" / "DG2.bin").stat().st_size
        result = {"dg2_bytes": dg2, "cores": os.cpu_count(), "rates": rates, "start": start.measure()}
        print(json.dumps(result, indent=2))
    finally:
        shutil.rmtree(folder)


def child(command: list[str]) -> dict[str, object]:
    """The JSON that a process of its own prints: PC/SC and peak memory belong to one process each."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=compiling())
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
