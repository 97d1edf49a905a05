"""Which engines there are, what each is made of, and which one a name means; reads manifests, loads no network."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kiosk.biometric.networks.manifest import (
    Calibration,
    DetectorModel,
    DlibModel,
    EngineModel,
    Manifest,
    OtherNetwork,
    Recogniser,
)
from kiosk.biometric.networks.manifest_file import load_manifest
from kiosk.domain.faults import Fault, FaultCode

_Thing = TypeVar("_Thing")

AUTOMATIC = "auto"
"""The name in the settings that stands for the best engine that is installed."""

BEST_FIRST = ("fused", "sface")
"""Of these the automatic choice takes the first that is there (docs/decisions/0008-face-engines.md)."""


@dataclass(frozen=True, slots=True)
class EnginePlan:
    """Everything an engine is made of, with the folders where the files lie, in the order of the engine's parts.

    ``networks``: those of all packs that serve something else than the comparison, by their names.
    """

    engine: EngineModel
    detector: tuple[Path, DetectorModel]
    recognisers: tuple[tuple[Path, Recogniser], ...]
    networks: Mapping[str, tuple[Path, OtherNetwork]] = field(default_factory=dict)

    @property
    def calibration(self) -> Calibration:
        """Raises ``Fault(FACE_ENGINE_BROKEN)`` for an engine that has none: it may be measured, not used."""
        if self.engine.calibration is None:
            raise Fault(
                FaultCode.FACE_ENGINE_BROKEN,
                f"engine {self.engine.name} has no calibration of its own; «kiosk calibrate» makes one",
            )
        return self.engine.calibration


class EngineCatalogue:
    """The engines of the built-in models and of every installed pack."""

    def __init__(self, packs: Sequence[Manifest]) -> None:
        """Raises ``Fault(FACE_ENGINE_BROKEN)`` when two packs use one name: neither may stand in for the other."""
        self.packs = tuple(packs)
        self._detectors = _by_name(packs, lambda pack: pack.detectors)
        self._recognisers = _by_name(packs, lambda pack: pack.recognisers)
        self._engines = _by_name(packs, lambda pack: pack.engines)
        self._networks = _by_name(packs, lambda pack: pack.networks)

    @property
    def networks(self) -> tuple[str, ...]:
        """The names of the networks that serve something else than the comparison."""
        return tuple(self._networks)

    @property
    def names(self) -> tuple[str, ...]:
        """Every engine's name, in the order in which the packs tell them."""
        return tuple(self._engines)

    def engine(self, name: str) -> EngineModel:
        """Raises ``Fault(SETTINGS_MALFORMED)`` naming the engines that there are; ``auto`` is one too."""
        if name == AUTOMATIC:
            name = next((best for best in BEST_FIRST if best in self._engines), BEST_FIRST[-1])
        try:
            return self._engines[name][1]
        except KeyError:
            known = ", ".join((AUTOMATIC, *self._engines))
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"no face engine {name[:40]!r}; there are {known}") from None

    def missing(self, name: str) -> tuple[str, ...]:
        """What the engine of this name lacks before it can run: networks of another pack, packages, a calibration."""
        engine = self.engine(name)
        lacks = [part.recogniser for part in engine.parts if part.recogniser not in self._recognisers]
        if engine.detector not in self._detectors:
            lacks.append(engine.detector)
        for part in engine.parts:
            model = self._recognisers.get(part.recogniser, (None, None))[1]
            if isinstance(model, DlibModel):
                wanted = ("dlib", model.package)
                lacks.extend(package for package in wanted if importlib.util.find_spec(package) is None)
        if engine.calibration is None:
            lacks.append("calibration")
        return tuple(lacks)

    def plan(self, name: str) -> EnginePlan:
        """Raises ``Fault(SETTINGS_MALFORMED)`` for an unknown name, ``Fault(FACE_ENGINE_BROKEN)`` without a network."""
        engine = self.engine(name)
        try:
            return EnginePlan(
                engine,
                self._detectors[engine.detector],
                tuple(self._recognisers[part.recogniser] for part in engine.parts),
                self._networks,
            )
        except KeyError as error:
            lacking = error.args[0]
            raise Fault(
                FaultCode.FACE_ENGINE_BROKEN, f"engine {engine.name}: no installed pack has {lacking}"
            ) from None


def built_in_engines() -> EngineCatalogue:
    """The engines of the models that ship with the program; raises ``Fault(FACE_ENGINE_BROKEN)``."""
    return EngineCatalogue([load_manifest()])


def _by_name(
    packs: Sequence[Manifest], things: Callable[[Manifest], Mapping[str, _Thing]]
) -> dict[str, tuple[Path, _Thing]]:
    found: dict[str, tuple[Path, _Thing]] = {}
    for pack in packs:
        for name, thing in things(pack).items():
            if name in found:
                raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"pack {pack.pack}: {name} is the name of something else")
            found[name] = (pack.folder, thing)
    return found
