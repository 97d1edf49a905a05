"""A kiosk's own scores, for a calibration on the people and the light it has: scores only, and only where it is set.

Each comparison of a check becomes a line ``"same": null``: nobody knows whether holder and card belong together. With
a *cohort*, a folder of portraits of people who agreed to it and are not checked here, the live face is compared with
every one of them too; those lines are of strangers for certain (``"same": false``), and ``kiosk calibrate --scores``
makes thresholds of them. No line says who, when, or which check.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from kiosk.biometric.evaluation.gallery import EngineEmbedder, embed_all
from kiosk.biometric.evaluation.score_log import LoggedScore
from kiosk.biometric.networks.engine import CalibratedEngine, FaceTemplates
from kiosk.biometric.networks.recognition import Template
from kiosk.biometric.session import PersonSession
from kiosk.domain.face import ChipFace, FaceComparison, LiveFace
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.liveness import LivenessRules

_log = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024 * 1024
"""A log of this size holds some three million scores and grows no more."""

MAX_COHORT = 100
"""Portraits; each takes about 0.1 s when the engine is made."""

PORTRAITS = frozenset({".jpeg", ".jpg", ".png"})

DIGITS = 4


class ScoreLog:
    """Appends lines to a file that only the kiosk's user may read. What the disk refuses is told once and lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._refused = False

    def write(self, scores: Iterable[LoggedScore]) -> None:
        """Append these scores in one piece; never raises for what the disk does."""
        text = "".join(f"{score.line()}\n" for score in scores).encode()
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                if file.tell() + len(text) <= MAX_BYTES:
                    file.write(text)
        except OSError as error:
            if not self._refused:
                _log.warning("scores are not logged: %s", error.strerror)
            self._refused = True


def load_cohort(templates: FaceTemplates, folder: Path) -> tuple[Template, ...]:
    """The templates of the portraits in a folder, of those that hold a face.

    Raises ``Fault(SETTINGS_MALFORMED)`` for a folder that cannot be read, or that holds no portrait or too many.
    """
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in PORTRAITS)
    except OSError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"cohort {folder.name}: {error.strerror}") from error
    if not 0 < len(names) <= MAX_COHORT:
        raise Fault(
            FaultCode.SETTINGS_MALFORMED, f"cohort {folder.name}: {len(names)} portraits, not 1 to {MAX_COHORT}"
        )
    gallery = embed_all(EngineEmbedder(templates, templates.dimensions), folder, names)
    return tuple(tuple(float(value) for value in row) for row in gallery.templates if row[0] == row[0])


class ScoreKeepingEngine:
    """The port ``FaceEngine`` over an engine whose scores are kept; not thread-safe, as that one."""

    def __init__(
        self, engine: CalibratedEngine, name: str, log: ScoreLog, group: str = "", cohort: Sequence[Template] = ()
    ) -> None:
        """``name`` is the engine's in the manifest, ``group`` the site's own label for all of its scores."""
        self._engine = engine
        self._engine_name = name
        self._log = log
        self._group = group
        self._cohort = tuple(cohort)
        self._met = False

    @property
    def name(self) -> str:
        return self._engine.name

    def session(self, rules: LivenessRules) -> PersonSession:
        self._met = False
        return self._engine.session(rules)

    def compare(self, live: LiveFace, chip: ChipFace) -> FaceComparison:
        """Compare, and log the score; with the cohort once a session, since one face more often would say no more."""
        comparison = self._engine.compare(live, chip)
        scores = [self._scored(comparison.score, None)]
        if not self._met:
            self._met = True
            scores += [self._scored(self._engine.templates.score(live.template, one), False) for one in self._cohort]
        self._log.write(scores)
        return comparison

    def _scored(self, score: float, same: bool | None) -> LoggedScore:
        return LoggedScore(self._engine_name, round(score, DIGITS), same, self._group)
