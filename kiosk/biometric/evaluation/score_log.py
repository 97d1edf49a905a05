"""Logged scores: a line of JSON a comparison, with nothing in it that is biometric or personal.

    {"engine": "sface", "score": 0.412, "same": false, "group": ""}

``engine`` is the engine's name, ``same`` what is known of the pair (``null``: nothing), ``group`` a label of the site's
own. A line with any other key is refused, so that nothing else can slip in.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode

MAX_LINE = 400
MAX_LINES = 10_000_000

_KEYS = {"engine", "score", "same", "group"}
_ENGINE = re.compile(r"[a-z][a-z0-9-]{0,39}")
_GROUP = re.compile(r"[\w .,-]{0,60}")


@dataclass(frozen=True, slots=True)
class LoggedScore:
    """One comparison: its score on the scale of ``engine``, and whether it was of one person, where that is known."""

    engine: str
    score: float
    same: bool | None
    group: str = ""

    def line(self) -> str:
        """This score as a line of the log, without its end."""
        return json.dumps({"engine": self.engine, "score": self.score, "same": self.same, "group": self.group})


def load_scores(path: Path) -> tuple[LoggedScore, ...]:
    """Raises ``Fault(CALIBRATION_REFUSED)`` naming file and line."""
    try:
        with path.open(encoding="utf-8") as file:
            return parse_scores(iter(lambda: file.readline(MAX_LINE + 1), ""))
    except OSError as error:
        raise Fault(FaultCode.CALIBRATION_REFUSED, f"{path.name}: {error.strerror}") from error
    except ValueError as error:
        told = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise Fault(FaultCode.CALIBRATION_REFUSED, f"{path.name}: {told}") from error


def parse_scores(lines: Iterable[str]) -> tuple[LoggedScore, ...]:
    """Raises ``ValueError`` naming the line; blank lines count as lines and are left out."""
    scores = []
    for at, line in enumerate(lines, 1):
        if at > MAX_LINES:
            raise ValueError(f"more than {MAX_LINES} lines")
        if line.strip():
            scores.append(_score(at, line))
    return tuple(scores)


def _score(at: int, line: str) -> LoggedScore:
    if len(line) > MAX_LINE:
        raise ValueError(f"line {at}: longer than {MAX_LINE} characters")
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError(f"line {at}: no JSON") from None
    if not isinstance(entry, dict) or not _KEYS - {"group"} <= entry.keys() <= _KEYS:
        raise ValueError(f"line {at}: the keys are engine, score, same, group")
    engine, score, same, group = entry["engine"], entry["score"], entry["same"], entry.get("group", "")
    if not isinstance(engine, str) or not _ENGINE.fullmatch(engine):
        raise ValueError(f"line {at}: engine is no name")
    if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score) or abs(score) > 1e6:
        raise ValueError(f"line {at}: score is no number")
    if same is not None and not isinstance(same, bool):
        raise ValueError(f"line {at}: same is neither true, false nor null")
    if not isinstance(group, str) or not _GROUP.fullmatch(group):
        raise ValueError(f"line {at}: group is no label")
    return LoggedScore(engine, float(score), same, group)
