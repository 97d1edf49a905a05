"""Counts what the entries of one shift say: a pure function from entries to figures."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.shift import HourOfShift, OverrideLine, ShiftFigures
from kiosk.domain.verdict import Verdict
from kiosk.journal.entries import ADMISSIONS, Entry, NoteKind


@dataclass(frozen=True, slots=True)
class _Check:
    """What of a check's entry is counted."""

    verdict: Verdict
    at: datetime
    seconds: float
    person: str
    key: str = field(repr=False)


@dataclass(slots=True)
class _Count:
    checks: dict[str, _Check] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    overrides: dict[int, OverrideLine] = field(default_factory=dict)


def figures(entries: Iterable[Entry]) -> ShiftFigures:
    """The figures of these entries, in their order. Raises ``ValueError`` for an entry that is not as we write them."""
    count = _Count()
    for entry in entries:
        try:
            _take(count, entry)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"entry {entry.sequence} is not as this program writes them") from error
    checks = list(count.checks.values())
    admitted = _admitted(count)
    seconds = sorted(check.seconds for check in checks)
    verdicts = Counter(check.verdict for check in checks)
    return ShiftFigures(
        checks=len(checks),
        verdicts=tuple((verdict, verdicts[verdict]) for verdict in Verdict),
        reasons=_ranked(count.reasons),
        faults=_ranked(count.faults),
        overrides=tuple(count.overrides.values()),
        hours=_hours(checks),
        median_seconds=_share(seconds, 0.5),
        p95_seconds=_share(seconds, 0.95),
        admitted=len({check.key or check.person or check_id for check_id, check in admitted.items()}),
        admitted_keys=frozenset(check.key for check in admitted.values() if check.key),
    )


def _take(count: _Count, entry: Entry) -> None:
    match entry.kind:
        case "check":
            body = _body(entry)
            count.checks[body["check_id"]] = _Check(
                Verdict(entry.verdict),
                datetime.fromisoformat(entry.at),
                float(body["seconds"]),
                entry.person,
                str(body["listing_key"]),
            )
            count.reasons.update({str(finding["reason"]) for finding in body["findings"]})
        case NoteKind.DEVICE_FAILED:
            count.faults[str(_body(entry)["fault"])] += 1
        case NoteKind.OVERRIDE:
            body = _body(entry)
            check = count.checks.get(body["check_id"])
            count.overrides[entry.sequence] = OverrideLine(
                datetime.fromisoformat(entry.at),
                CheckId(body["check_id"]),
                check.key if check else "",
                Verdict(body["machine"]),
                Outcome(body["outcome"]),
                str(body["reason"]),
                str(body["by"]),
                str(body["confirmed_by"]),
            )
        case NoteKind.OVERRIDE_UNDONE:
            body = _body(entry)
            line = count.overrides.get(body["override"])
            if line is not None:
                count.overrides[body["override"]] = replace(line, undone_by=str(body["by"]))


def _body(entry: Entry) -> dict[str, Any]:
    return dict(json.loads(entry.body))


def _admitted(count: _Count) -> dict[str, _Check]:
    """The checks by which somebody came in: the newest decision of staff that was not undone, else the machine's."""
    outcomes = {str(line.check_id): line.outcome for line in count.overrides.values() if not line.undone_by}
    return {
        check_id: check
        for check_id, check in count.checks.items()
        if outcomes.get(check_id, Outcome.ADMITTED if check.verdict in ADMISSIONS else Outcome.REFUSED)
        is Outcome.ADMITTED
    }


def _hours(checks: Sequence[_Check]) -> tuple[HourOfShift, ...]:
    """Hours in which a check ended, in order."""
    every: Counter[datetime] = Counter()
    admitted: Counter[datetime] = Counter()
    for check in checks:
        begins = check.at.replace(minute=0, second=0, microsecond=0)
        every[begins] += 1
        admitted[begins] += check.verdict in ADMISSIONS
    return tuple(HourOfShift(begins, every[begins], admitted[begins]) for begins in sorted(every))


def _ranked(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The most frequent first, then by name."""
    return tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def _share(ordered: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
