"""Who was seen to leave: an entry of staff about somebody who had come in, so that their return is known as one."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from kiosk.domain.staff import is_login
from kiosk.journal.entries import NoteKind, canonical
from kiosk.journal.overrides import WITHIN, Beside, last_admission

MAX_KEY = 400

_PERSON = """
    SELECT person FROM entry WHERE kind = 'check' AND site = ? AND person <> ''
    AND sequence > (SELECT max(sequence) FROM entry) - ? AND json_extract(body, '$.listing_key') = ?
    ORDER BY sequence DESC LIMIT 1
"""
_LEFT = """
    SELECT at FROM entry WHERE person = ? AND person <> '' AND site = ? AND kind = ? ORDER BY sequence DESC LIMIT 1
"""


def leaving_entry(connection: sqlite3.Connection, site: str, key: str, by: str) -> Beside | None:
    """What is written about somebody who leaves; ``None`` when nobody with this key of the list has come in.

    Raises ``ValueError`` when ``by`` is no login.
    """
    if not is_login(by):
        raise ValueError("a leaving is noted by a login")
    found = connection.execute(_PERSON, (site, WITHIN, key)).fetchone() if 0 < len(key) <= MAX_KEY else None
    if found is None or last_admission(connection, found[0], site) is None:
        return None
    return Beside(canonical({"listing_key": key, "by": by}), found[0])


def last_leaving(connection: sqlite3.Connection, person: str, site: str) -> datetime | None:
    """When this person was last seen to leave."""
    found = connection.execute(_LEFT, (person, site, NoteKind.LEFT)).fetchone()
    return datetime.fromisoformat(found[0]) if found else None
