"""The whole kiosk without windows in a test's hand: real rooms, a virtual card, a folder for a camera.

The folder plays photographs, which nobody would take for a living person: this house asks for no liveness unless told.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kiosk.app.settings.values import Settings
from kiosk.app.wiring import Assembly
from kiosk.check import events as ev
from kiosk.check.states import Kiosk, ShowingResult
from kiosk.domain.access_key import Can
from kiosk.domain.clock import Clock
from kiosk.domain.delivery import OutputHealth
from kiosk.domain.ports import CameraSource
from kiosk.domain.verdict import Decision
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.card_port import SimulatedCard
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessPresence, InProcessReader
from tests.fakes.virtual_cards import authority
from tests.fakes.virtual_cards import card as issued_card

ROOT = Path(__file__).parent.parent.parent
FACES = ROOT / "tests" / "fixtures" / "faces"
CHIP_PHOTO = (FACES / "obama_2012_chip_480x640.jp2").read_bytes()
LIVE = "obama_2009_frame.jpg"
WAIT_SECONDS = 100.0
"""Longer than any check may last, patient ones on a busy machine too."""


class House:
    """One kiosk of the exam site with the sample list. Change ``settings``, ``readers``, … before ``open``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.camera = folder / "camera"
        self.camera.mkdir(exist_ok=True)
        shutil.copy(FACES / LIVE, self.camera)
        self.anchor = folder / "csca.der"
        self.anchor.write_bytes(authority().csca)
        self.settings = Settings(
            file=ROOT / "config" / "kiosk.toml",
            name="test",
            site=exam_site(folder),
            roster=ROOT / "config" / "lists" / "exam-sample.csv",
            trust=folder / "trust",
            data=folder / "data",
            camera=str(self.camera),
        )
        self.source: CameraSource | None = None
        self.clock: Clock | None = None
        self.reads_codes = False
        self.reader = InProcessReader()
        self.readers: Sequence[InProcessReader] = [self.reader]
        self._changed = threading.Condition()
        self._kiosk: Kiosk | None = None
        self.seen: list[Kiosk] = []
        self.hear: Callable[[Kiosk], None] = lambda kiosk: None
        self.hear_output: Callable[[OutputHealth], None] = lambda health: None

    def set(self, **changes: object) -> House:
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        return self

    @contextmanager
    def open(self) -> Iterator[House]:
        self.assembly = Assembly(
            self.settings,
            InProcessPresence(self.readers),
            InProcessConnector(self.readers),
            anchors=[self.anchor],
            camera_reads_codes=self.reads_codes,
            camera=self.source,
            clock=self.clock,
        )
        self.assembly.runner.subscribe(self._see)
        self.assembly.outputs.subscribe(self.hear_output)
        self.assembly.start()
        try:
            yield self
        finally:
            self.assembly.stop()

    def _see(self, kiosk: Kiosk) -> None:
        self.hear(kiosk)
        with self._changed:
            self.seen.append(kiosk)
            self._kiosk = kiosk
            self._changed.notify_all()

    def until(self, *phases: type, such: Callable[[Kiosk], bool] = lambda _: True) -> Kiosk:
        """Wait until the kiosk stands in one of these phases (in any, where none is named), and so."""

        def there() -> bool:
            if self._kiosk is None or (phases and not isinstance(self._kiosk.phase, phases)):
                return False
            return such(self._kiosk)

        with self._changed:
            assert self._changed.wait_for(there, WAIT_SECONDS), f"stuck at {type(self._kiosk and self._kiosk.phase)}"
            assert self._kiosk is not None
            return self._kiosk

    def lay(self, card: VirtualCard | SimulatedCard) -> None:
        self.reader.insert(Chip(card) if isinstance(card, VirtualCard) else card)

    def type_can(self, digits: str) -> None:
        self.assembly.runner.post(ev.KeyTyped((Can(digits),)))

    def decision(self) -> Decision:
        """The verdict that is shown."""
        phase = self.until(ShowingResult).phase
        assert isinstance(phase, ShowingResult)
        return phase.decision


def exam_site(folder: Path, liveness: str = "off", further: str = "") -> Path:
    """The exam site's profile with this liveness policy, and further tables at its end."""
    text = (ROOT / "config" / "sites" / "exam.toml").read_text("utf-8")
    usual = 'policy = "passive_then_active"'
    assert usual in text
    path = folder / "site.toml"
    text = text.replace(usual, f'policy = "{liveness}"')
    path.write_text(f"{text}\n{further}\n", "utf-8")
    return path


def card(**options: object) -> VirtualCard:
    """A's card with a photograph that can be compared."""
    return issued_card(**{"photo": CHIP_PHOTO, **options})
