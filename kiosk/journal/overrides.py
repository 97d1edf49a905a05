"""Decisions of staff in the journal: beside which entry they stand, and who counts as admitted after them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.override import Outcome, Override, Undo
from kiosk.domain.record import CheckId
from kiosk.journal.entries import ADMISSIONS, canonical, timestamp

WITHIN = 20_000
"""Among so many of the newest entries a check is looked for; a shift has fewer."""

# An addition to schema 1: it changes no row, and who does not know it loses nothing.
INDEX = (
    "CREATE INDEX IF NOT EXISTS decision ON entry (person, site, sequence) "
    "WHERE person <> '' AND kind IN ('override', 'override-undone')"
)

_CHECK = """
    SELECT sequence, hash, person, verdict, json_extract(body, '$.listing_key') FROM entry
    WHERE kind = 'check' AND sequence > (SELECT max(sequence) FROM entry) - ?
    AND json_extract(body, '$.check_id') = ? ORDER BY sequence DESC LIMIT 1
"""
_OVERRIDE = "SELECT person, body FROM entry WHERE sequence = ? AND kind = 'override'"
_UNDONE = """
    SELECT 1 FROM entry WHERE kind = 'override-undone' AND sequence > ? AND json_extract(body, '$.override') = ? LIMIT 1
"""
_DECISIONS = """
    SELECT sequence, kind, at, body FROM entry
    WHERE person = ? AND person <> '' AND site = ? AND kind IN ('override', 'override-undone') ORDER BY sequence
"""
_ADMISSIONS = f"""
    SELECT sequence, at FROM entry WHERE person = ? AND person <> '' AND site = ?
    AND verdict IN ({", ".join(f"'{verdict}'" for verdict in ADMISSIONS)}) ORDER BY sequence DESC
"""  # noqa: S608 - the verdicts are our own words


_SINCE = """
    SELECT sequence, kind, at, body FROM entry
    WHERE kind IN ('override', 'override-undone') AND site = ? AND at >= ? ORDER BY sequence
"""


@dataclass(frozen=True, slots=True)
class Beside:
    """The new entry's body, and the digest of the person whose check it is about."""

    body: str
    person: str


def override_entry(connection: sqlite3.Connection, override: Override) -> Beside:
    """What is written beside the check: the decision, and the number and hash of the check's own entry, which hold the
    evidence that was there. Raises ``ValueError`` when the journal has no such check."""
    found = connection.execute(_CHECK, (WITHIN, override.check_id)).fetchone()
    if found is None:
        raise ValueError("no such check in the journal")
    sequence, digest, person, verdict, key = found
    body = {
        "check_id": override.check_id,
        "check": sequence,
        "evidence": bytes(digest).hex(),
        "listing_key": key or "",
        "machine": verdict,
        "outcome": override.outcome,
        "reason": override.reason,
        "by": override.by,
        "confirmed_by": override.confirmed_by,
        "decided_at": timestamp(override.at),
    }
    return Beside(canonical(body), person)


def undo_entry(connection: sqlite3.Connection, undo: Undo) -> Beside:
    """Raises ``ValueError`` when there is no such override of this check, or it was undone before."""
    found = connection.execute(_OVERRIDE, (undo.override,)).fetchone()
    if found is None or json.loads(found[1])["check_id"] != undo.check_id:
        raise ValueError("no such override in the journal")
    if connection.execute(_UNDONE, (undo.override, undo.override)).fetchone():
        raise ValueError("the override was undone before")
    body = {
        "check_id": undo.check_id,
        "override": undo.override,
        "reason": undo.reason,
        "by": undo.by,
        "decided_at": timestamp(undo.at),
    }
    return Beside(canonical(body), found[0])


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that stands: about which check's entry, what it is, and when it was written."""

    override: int
    check_id: CheckId
    check: int
    outcome: Outcome
    at: datetime


def standing(rows: Iterable[tuple[int, str, str, str]]) -> tuple[Decision, ...]:
    """The newest decision about each check that was not undone; ``rows`` are ``sequence``, ``kind``,
    ``at`` and ``body`` in order."""
    decisions: dict[CheckId, list[Decision]] = {}
    for sequence, kind, at, body in rows:
        told = json.loads(body)
        about = decisions.setdefault(CheckId(told["check_id"]), [])
        if kind == "override":
            when = datetime.fromisoformat(at)
            about.append(Decision(sequence, told["check_id"], told["check"], Outcome(told["outcome"]), when))
        else:
            about[:] = [one for one in about if one.override != told["override"]]
    return tuple(about[-1] for about in decisions.values() if about)


def decisions_since(connection: sqlite3.Connection, site: str, since: str) -> dict[CheckId, Outcome]:
    """The outcome of every decision that stands, by its check; ``since`` is a timestamp as entries have it."""
    return {one.check_id: one.outcome for one in standing(connection.execute(_SINCE, (site, since)))}


def last_admission(connection: sqlite3.Connection, person: str, site: str) -> datetime | None:
    """When this person last came in: by the machine's verdict unless staff refused them then, or by staff's word."""
    decisions = standing(connection.execute(_DECISIONS, (person, site)))
    refused = {one.check for one in decisions if one.outcome is Outcome.REFUSED}
    times = [one.at for one in decisions if one.outcome is Outcome.ADMITTED]
    for sequence, at in connection.execute(_ADMISSIONS, (person, site)):
        if sequence not in refused:
            times.append(datetime.fromisoformat(at))
            break
    return max(times, default=None)
