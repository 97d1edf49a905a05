"""What a new list changes in the one that counts: who comes, who goes, and which fields of whom change."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.site.store import database

MAX_NAMED = 100
"""Rows that are named; the others are only counted."""

_FIELDS = ("number", "old_number", "name", "birth_date", "sex", "place")
_VALUES = ("number", "old_number", "name", "coalesce({}.born, {}.birth_text)", "sex", "cells")

_REPEATED = "SELECT 1 FROM {schema}.entry WHERE key <> '' GROUP BY key HAVING count(*) > 1 LIMIT 1"
_NUMBERED = """
    CREATE TEMP TABLE {schema}_rows (key TEXT, nth INTEGER, row INTEGER, PRIMARY KEY (key, nth)) WITHOUT ROWID
"""
_NUMBER = """
    INSERT INTO {schema}_rows SELECT key, row_number() OVER (PARTITION BY key ORDER BY row), row FROM {schema}.entry
"""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of the new list whose key was there before, with the fields that differ."""

    row: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows are known again by their key, several of one key by their order.

    ``fields`` counts the changes of each field; rows are those of the file.

    ``removed`` and ``changed`` name the first ``MAX_NAMED``; of what is added and removed there is only the count.
    """

    added: int
    removed: int
    changed: int
    unchanged: int
    fields: Mapping[str, int]
    rows: tuple[ChangedRow, ...]


def compare(draft: sqlite3.Connection, present: Path, *, several: bool = False) -> Difference:
    """The difference between the list in force and a draft. Raises ``Fault(LIST_MALFORMED)`` for a damaged file."""
    with database.failures(present.name):
        database.open_for_reading(present).close()
        draft.execute("ATTACH ? AS present", (str(present.absolute()),))
        try:
            (before,) = draft.execute("SELECT count(*) FROM present.entry").fetchone()
            (after,) = draft.execute("SELECT count(*) FROM main.entry").fetchone()
            return _compared(draft, before, after, several=several)
        finally:
            draft.execute("DETACH present")


def _compared(draft: sqlite3.Connection, before: int, after: int, *, several: bool) -> Difference:
    differs = [
        f"({value.format('new', 'new') if '(' in value else 'new.' + value}) IS NOT "
        f"({value.format('old', 'old') if '(' in value else 'old.' + value})"
        for value in _VALUES
    ]
    both = "main.entry AS new JOIN present.entry AS old ON old.key = new.key"
    schemas = ("main", "present")
    if several and any(draft.execute(_REPEATED.format(schema=schema)).fetchone() for schema in schemas):
        for schema in schemas:
            for statement in (_NUMBERED, _NUMBER):
                draft.execute(statement.format(schema=schema))
        both = (
            "main_rows JOIN present_rows USING (key, nth)"
            " JOIN main.entry AS new ON new.row = main_rows.row JOIN present.entry AS old ON old.row = present_rows.row"
        )
    (common,) = draft.execute(f"SELECT count(*) FROM {both}").fetchone()  # noqa: S608 - our own names throughout
    fields: Counter[str] = Counter()
    rows: list[ChangedRow] = []
    changed = 0
    query = f"SELECT new.row, {', '.join(differs)} FROM {both} WHERE {' OR '.join(differs)} ORDER BY new.row"  # noqa: S608
    for row, *flags in draft.execute(query):
        named = tuple(field for field, flag in zip(_FIELDS, flags, strict=True) if flag)
        fields.update(named)
        changed += 1
        if len(rows) < MAX_NAMED:
            rows.append(ChangedRow(row, named))
    return Difference(after - common, before - common, changed, common - changed, dict(fields), tuple(rows))
