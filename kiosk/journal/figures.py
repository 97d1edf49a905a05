"""Counts what the entries of one shift say, as they come."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kiosk.domain.arrivals import Arrival, Leaving
from kiosk.domain.attention import is_to_be_seen
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.shift import HourOfShift, OverrideLine, ShiftFigures
from kiosk.domain.staff import StaffAct
from kiosk.domain.verdict import Decision, Finding, Reason, Verdict
from kiosk.journal.entries import ADMISSIONS, Entry, NoteKind

_REASONS = frozenset(Reason)


@dataclass(frozen=True, slots=True)
class _Check:
    """What of a check's entry is counted."""

    verdict: Verdict
    at: datetime
    seconds: float
    person: str
    chip_attempts: int
    chip_read: bool
    comparisons: int
    key: str = field(repr=False)


class Count:
    """Counts entries as they come; what was counted so far can be asked at any time."""

    def __init__(self) -> None:
        self._checks: dict[str, _Check] = {}
        self._reasons: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()
        self._overrides: dict[int, OverrideLine] = {}
        self._leavings: list[Leaving] = []
        self._to_see: set[str] = set()
        self._seen: set[str] = set()

    def take(self, entry: Entry) -> None:
        """Count one entry, the next in order. Raises ``ValueError`` when it is not as we write them."""
        try:
            self._take(entry)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"entry {entry.sequence} is not as this program writes them") from error

    def figures(self) -> ShiftFigures:
        checks = list(self._checks.values())
        admitted = self._admitted()
        seconds = sorted(check.seconds for check in checks)
        verdicts = Counter(check.verdict for check in checks)
        tried = [check for check in checks if check.chip_attempts]
        compared = [check for check in checks if check.comparisons]
        came = frozenset(key for _, key, _ in admitted if key)
        decided = self._decided()
        unseen = self._to_see - self._seen - decided.keys()
        refused = {line.listing_key for line in decided.values() if line.outcome is Outcome.REFUSED}
        refused |= {check.key for _, check in self._open(decided) if check.verdict is Verdict.REFUSE}
        referred = {check.key for _, check in self._open(decided) if check.verdict is Verdict.REFER}
        return ShiftFigures(
            checks=len(checks),
            verdicts=tuple((verdict, verdicts[verdict]) for verdict in Verdict),
            reasons=_ranked(self._reasons),
            faults=_ranked(self._faults),
            overrides=tuple(self._overrides.values()),
            hours=_hours(checks),
            median_seconds=_share(seconds, 0.5),
            p95_seconds=_share(seconds, 0.95),
            admitted=len({_who(*one) for one in admitted}),
            admitted_keys=came,
            refused_keys=frozenset(refused - came - {""}),
            undecided_keys=frozenset(referred - refused - came - {""}),
            overridden_keys=frozenset({line.listing_key for line in decided.values()} - {""}),
            times=tuple(sorted(Counter(int(2 * one) for one in seconds).items())),
            chip_reads=len(tried),
            chip_first_try=sum(check.chip_read and check.chip_attempts == 1 for check in tried),
            face_checks=len(compared),
            face_retries=sum(check.comparisons > 1 for check in compared),
            arrivals=self._arrivals(),
            leavings=tuple(self._leavings),
            attention_seen=len(self._to_see) - len(unseen),
            attention_unseen=len(unseen),
        )

    def _take(self, entry: Entry) -> None:
        match entry.kind:
            case "check":
                body = _body(entry)
                self._checks[body["check_id"]] = _Check(
                    Verdict(entry.verdict),
                    datetime.fromisoformat(entry.at),
                    float(body["seconds"]),
                    entry.person,
                    # Entries of older programs do not say.
                    int(body.get("chip_attempts", 0)),
                    bool(body["authenticity"]),
                    int(body.get("face_comparisons", 0)),
                    str(body["listing_key"]),
                )
                if _is_to_be_seen(entry.verdict, body["findings"]):
                    self._to_see.add(str(body["check_id"]))
                self._reasons.update({str(finding["reason"]) for finding in body["findings"]})
            case NoteKind.DEVICE_FAILED:
                self._faults[str(_body(entry)["fault"])] += 1
            case NoteKind.STAFF_ACT:
                body = _body(entry)
                if body["act"] == StaffAct.ATTENTION_SEEN:
                    self._seen.add(str(body["check_id"]))
            case NoteKind.LEFT:
                self._leavings.append(Leaving(datetime.fromisoformat(entry.at), str(_body(entry)["listing_key"])))
            case NoteKind.OVERRIDE:
                body = _body(entry)
                self._overrides[entry.sequence] = OverrideLine(
                    datetime.fromisoformat(entry.at),
                    CheckId(body["check_id"]),
                    str(body["listing_key"]),
                    Verdict(body["machine"]),
                    Outcome(body["outcome"]),
                    str(body["reason"]),
                    str(body["by"]),
                    str(body["confirmed_by"]),
                )
            case NoteKind.OVERRIDE_UNDONE:
                body = _body(entry)
                line = self._overrides.get(body["override"])
                if line is not None:
                    self._overrides[body["override"]] = replace(line, undone_by=str(body["by"]))

    def _admitted(self) -> list[tuple[str, str, str]]:
        """Check, row of the list and person of each who came in: by the newest decision of staff that stands, else by
        the machine's. A decision may be about a check of the shift before; that one was not counted as coming in."""
        decided = self._decided()
        by_machine = [
            (check_id, check.key, check.person)
            for check_id, check in self._open(decided)
            if check.verdict in ADMISSIONS
        ]
        by_staff = [
            (check_id, line.listing_key, self._checks[check_id].person if check_id in self._checks else "")
            for check_id, line in decided.items()
            if line.outcome is Outcome.ADMITTED
        ]
        return by_machine + by_staff

    def _arrivals(self) -> tuple[Arrival, ...]:
        """Everybody of the list who came in, each time they did."""
        decided = self._decided()
        by_machine = [
            Arrival(check.at, check.key)
            for _, check in self._open(decided)
            if check.key and check.verdict in ADMISSIONS
        ]
        by_staff = [
            Arrival(line.at, line.listing_key, by_staff=True)
            for line in decided.values()
            if line.listing_key and line.outcome is Outcome.ADMITTED
        ]
        return tuple(sorted(by_machine + by_staff, key=lambda one: one.at))

    def _decided(self) -> dict[str, OverrideLine]:
        """The newest decision of staff that stands, by its check."""
        return {str(line.check_id): line for line in self._overrides.values() if not line.undone_by}

    def _open(self, decided: Mapping[str, OverrideLine]) -> list[tuple[str, _Check]]:
        """The checks about which only the machine has decided."""
        return [(check_id, check) for check_id, check in self._checks.items() if check_id not in decided]


def _who(check_id: str, key: str, person: str) -> str:
    """By what somebody who comes twice is counted once."""
    return key or person or check_id


def _is_to_be_seen(verdict: str, findings: Sequence[Mapping[str, str]]) -> bool:
    """As ``kiosk.domain.attention`` has it; a reason that a newer program wrote counts for nothing here."""
    known = tuple(
        Finding(Reason(one["reason"]), Verdict(one["verdict"])) for one in findings if one["reason"] in _REASONS
    )
    return is_to_be_seen(Decision(Verdict(verdict), known))


def _body(entry: Entry) -> dict[str, Any]:
    return dict(json.loads(entry.body))


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
