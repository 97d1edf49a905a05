"""Changes the store: imports what a preview showed, pins, removes; each change whole or not at all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.reader.trust.store.agreement import Agreement, agreed, missing, pins_of
from kiosk.reader.trust.store.database import changing
from kiosk.reader.trust.store.item_rows import INSERT_ITEM, INSERT_ORIGIN, ItemRow, item_rows, timestamp
from kiosk.reader.trust.store.preview import Consent, Preview, Role


class ActKind(StrEnum):
    """What people do to the store."""

    IMPORTED = "imported"
    PINNED = "pinned"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Act:
    """One change: what was done, from which file (or to which item), how much, and by whom."""

    kind: ActKind
    sha256: bytes
    people: tuple[str, ...]
    added: int = 0
    removed: int = 0


class Obstacle(StrEnum):
    """Why a file cannot be imported, whatever anybody agrees to."""

    WRONGLY_SIGNED = "wrongly-signed"
    STORE_CHANGED = "store-changed"
    """Somebody changed the store after the preview was made: look again."""
    NOTHING_NEW = "nothing-new"
    """Every good entry is installed already, or there is none."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing was changed. ``missing`` is what would have to be agreed to."""

    obstacle: Obstacle | None = None
    missing: frozenset[Consent] = frozenset()


BeforeChange = Callable[[Act], object]
"""Called when all is ready and nothing has changed: the journal writes. What it raises stops the change."""


def refusal(preview: Preview, agreement: Agreement) -> Refusal | None:
    """Why the file would not be imported; ``None`` when it would."""
    if preview.wrongly_signed:
        return Refusal(Obstacle.WRONGLY_SIGNED)
    if not preview.new_items and Consent.PINS not in preview.needs and not pins_of(preview, agreement):
        return Refusal(Obstacle.NOTHING_NEW)
    lacking = missing(preview, agreement)
    return Refusal(missing=lacking) if lacking else None


def install(
    folder: Path, preview: Preview, agreement: Agreement, at: datetime, before: BeforeChange = lambda act: None
) -> Act | Refusal:
    """Import the good part of the file into the store of ``folder``.

    Raises ``Fault(TRUST_STORE_UNUSABLE)`` when the store cannot be written, and whatever ``before`` raises; the
    store is then as it was.
    """
    refused = refusal(preview, agreement)
    if refused is not None:
        return refused
    try:
        with changing(folder) as connection:
            if generation(connection) != preview.generation:
                raise _StoreChangedError
            act = _install(connection, preview, agreement, at)
            before(act)
    except _StoreChangedError:
        return Refusal(Obstacle.STORE_CHANGED)
    return act


def remove(
    folder: Path, fingerprint: bytes, people: tuple[str, ...], at: datetime, before: BeforeChange = lambda act: None
) -> Act | None:
    """Take one item out of the store; ``None`` when it is not there. Raises as ``install`` does."""
    try:
        with changing(folder) as connection:
            if not connection.execute("DELETE FROM item WHERE fingerprint = ?", (fingerprint,)).rowcount:
                raise _NotInstalledError
            act = Act(ActKind.REMOVED, fingerprint, people, removed=1)
            _record(connection, act, at)
            before(act)
    except _NotInstalledError:
        return None
    return act


def generation(connection: sqlite3.Connection) -> int:
    """The number of the newest act; 0 for an empty store."""
    (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM act").fetchone()
    return int(number)


class _StoreChangedError(Exception):
    """Ends a change before anything is replaced."""


class _NotInstalledError(Exception):
    """Ends a change before anything is replaced."""


def _install(connection: sqlite3.Connection, preview: Preview, agreement: Agreement, at: datetime) -> Act:
    pins = pins_of(preview, agreement)
    kind = ActKind.PINNED if pins and not preview.new_items else ActKind.IMPORTED
    act = Act(kind, preview.sha256, agreement.people)
    number = _record(connection, act, at, preview, agreement)
    earlier = _count(connection)
    removed = 0
    for row in item_rows(preview, pins):
        if row.role is Role.REVOCATION_LIST:
            removed += _supersede(connection, row)
        connection.execute(INSERT_ITEM, row.values())
        connection.execute(INSERT_ORIGIN, (row.fingerprint, number, row.part))
    return replace(act, added=_count(connection) - earlier + removed, removed=removed)


def _supersede(connection: sqlite3.Connection, row: ItemRow) -> int:
    """A newer CRL takes the place of the issuer's older one."""
    return connection.execute(
        "DELETE FROM item WHERE role = ? AND subject = ? AND key_id IS ? AND begins < ?",
        (row.role, row.subject, row.key_id, row.begins),
    ).rowcount


def _record(
    connection: sqlite3.Connection,
    act: Act,
    at: datetime,
    preview: Preview | None = None,
    agreement: Agreement | None = None,
) -> int:
    signer = preview.signer if preview else None
    row = (
        act.kind,
        timestamp(at),
        json.dumps(act.people, ensure_ascii=False),
        preview.file if preview else "",
        act.sha256,
        preview.kind if preview else "",
        f"{signer.standing} {signer.subject}" if signer else "",
        json.dumps(agreed(preview, agreement) if agreement and preview else []),
        agreement.reference if agreement else "",
    )
    cursor = connection.execute(
        """
        INSERT INTO act (kind, at, people, file, sha256, file_kind, signer, agreed, reference)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        row,
    )
    return int(cursor.lastrowid or 0)


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM item").fetchone()
    return int(count)
