"""The port ``HealthDesk`` over the probes of ``kiosk doctor`` and what a running kiosk knows of its own devices."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.app.health import briefs
from kiosk.app.health.doctor import looks_of, quarters_wanted
from kiosk.app.lists.site_list import list_folder
from kiosk.app.settings.values import Settings
from kiosk.devices import probes
from kiosk.devices.probe import Look, Probe, examine, failed
from kiosk.domain.clock import Clock
from kiosk.domain.delivery import OutputHealth
from kiosk.domain.desks.health import NOTHING, STRIP, Health, PartHealth
from kiosk.domain.face import Frame
from kiosk.domain.faults import FAULTS, Device, Fault, FaultCode
from kiosk.domain.text import Text
from kiosk.site.store.installation import Version, kept_versions

DEVICES: Mapping[str, tuple[Device, ...]] = {
    "readers": (Device.READER, Device.CARD_SERVICE),
    "camera": (Device.CAMERA,),
    "list": (Device.LIST,),
    "journal": (Device.JOURNAL,),
}
"""What a running kiosk watches itself, by the devices whose faults it knows."""

_IN_USE = frozenset({"document-camera", "scanner"})
"""What a look would take from the running kiosk; its faults show elsewhere."""


@dataclass(frozen=True, slots=True)
class Running:
    """What is asked of a running kiosk: the faults it has now, a frame of the camera that it holds (and by how many
    quarters that must be turned), the ends of its trust anchors, and how its outputs do.

    ``frame`` may raise ``Fault(CAMERA_MISSING | CAMERA_LOST)``.
    """

    faults: Callable[[], Collection[FaultCode]]
    frame: Callable[[], Frame]
    anchor_ends: Callable[[], Mapping[str, datetime]]
    outputs: Callable[[], Sequence[OutputHealth]] = lambda: ()
    quarters: Callable[[Frame], int] = quarters_wanted


class KioskHealthDesk:
    """Remembers each part's newest look, and since when it has been so."""

    def __init__(self, settings: Settings, running: Running, clock: Clock) -> None:
        self._settings = settings
        self._running = running
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, PartHealth] = {}

    def watch(self) -> tuple[PartHealth, ...]:
        return tuple(self._noted(found, self._brief(found.name)) for found in examine(self._quick()))

    def parts(self) -> tuple[PartHealth, ...]:
        self.watch()
        with self._lock:
            missing = [name for name in self._thorough() if name not in self._known]
        for name in missing:
            self.test(name)
        with self._lock:
            return tuple(self._known[name] for name in self._order() if name in self._known)

    def test(self, name: str) -> PartHealth:
        looks = self._thorough()
        look = looks.get(name, lambda: failed(name, FaultCode.UNEXPECTED, "no such part"))
        (found,) = examine({name: look})
        return self._noted(found, self._brief(name))

    def _order(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*STRIP, *self._thorough())))

    def _quick(self) -> Mapping[str, Look]:
        """What costs next to nothing: the faults that are known, a file's facts, the system's own numbers."""
        now = self._clock.now()
        return {
            "readers": lambda: self._watched("readers"),
            "camera": lambda: self._watched("camera"),
            "list": lambda: self._watched("list", self._list),
            "trust": lambda: probes.trust(lambda: list(self._running.anchor_ends().values()), now),
            "disk": lambda: probes.disk(self._settings.data),
            "clock": lambda: probes.wall_clock(now),
            "outputs": lambda: probes.outputs(self._running.outputs()),
        }

    def _thorough(self) -> Mapping[str, Look]:
        """Those of ``kiosk doctor``, but for what the kiosk holds itself: that is asked for through it."""
        now = self._clock.now()
        looks = {name: look for name, look in looks_of(self._settings, now).items() if name not in _IN_USE}
        readers, journal = looks["readers"], looks["journal"]
        return {
            **looks,
            "readers": lambda: self._watched("readers", readers),
            "camera": lambda: self._watched("camera", self._camera),
            "journal": lambda: self._watched("journal", journal),
            "trust": lambda: probes.trust(lambda: list(self._running.anchor_ends().values()), now),
            "outputs": lambda: probes.outputs(self._running.outputs()),
        }

    def _watched(self, name: str, look: Look | None = None) -> Probe:
        """The fault that the kiosk has met there before what a look finds."""
        for code in self._running.faults():
            if FAULTS[code].device in DEVICES[name]:
                return failed(name, code)
        return look() if look is not None else Probe(name, Health.OK)

    def _camera(self) -> Probe:
        return probes.camera(self._running.frame, quarters=self._running.quarters)

    def _list(self) -> Probe:
        version = self._version()
        if version is None:
            # Read for this run only, and never installed: that it is there is all that can be said.
            return Probe("list", Health.OK, "not installed")
        facts = probes.ListFacts(version.people, version.problems, version.imported_at)
        return probes.site_list(lambda: facts, self._clock.now())

    def _version(self) -> Version | None:
        return next((one for one in kept_versions(list_folder(self._settings)) if one.in_force), None)

    def _brief(self, name: str) -> Text:
        """A number or a date beside the part's name; nothing where it cannot be told."""
        try:
            match name:
                case "list":
                    return briefs.of_list(self._version(), self._clock.now())
                case "trust":
                    return briefs.of_trust(self._running.anchor_ends())
                case "disk":
                    return briefs.of_disk(probes.free_bytes(self._settings.data))
                case "clock":
                    return briefs.of_clock(self._clock.now())
                case "outputs":
                    return briefs.of_outputs(self._running.outputs())
        except (Fault, OSError):
            # Whatever keeps it from being told is what the look has found.
            return NOTHING
        return NOTHING

    def _noted(self, found: Probe, brief: Text) -> PartHealth:
        now = self._clock.now()
        with self._lock:
            before = self._known.get(found.name)
            same = before is not None and before.status is found.status
            part = PartHealth(found.name, found.status, now, now, found.detail, found.remedy, brief)
            if before is not None and same:
                part = replace(part, since=before.since)
            self._known[found.name] = part
            return part
