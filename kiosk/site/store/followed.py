"""The file that the settings name as the list: imported when it changed, not because the kiosk starts again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.columns import ListColumns
from kiosk.site.store import database, versions
from kiosk.site.store.installation import importing, shape_of

_MARK = "followed.json"


def follow_file(folder: Path, file: Path, columns: ListColumns) -> int | None:
    """Import a file if it is another one than at its last import; the new version, or ``None``.

    A list that somebody imported since stays in force until the file changes. A file that cannot be used raises
    ``Fault(LIST_MISSING | LIST_MALFORMED)``; the list in force stays so.
    """
    mark = _mark_of(file, columns)
    if versions.current(folder) is not None and _last_mark(folder) == mark:
        return None
    with importing(folder, file, columns) as draft:
        version = draft.install(datetime.now(UTC))
    with database.failures(_MARK):
        following = folder / f".{_MARK}"
        following.write_text(json.dumps(mark), "utf-8")
        following.replace(folder / _MARK)
    return version


def is_followed(folder: Path, file: Path, columns: ListColumns) -> bool:
    """Whether the file is the one that was imported last. Raises ``Fault(LIST_MISSING)`` when it is not there."""
    return versions.current(folder) is not None and _last_mark(folder) == _mark_of(file, columns)


def _mark_of(file: Path, columns: ListColumns) -> list[object]:
    try:
        about = file.stat()
    except OSError as error:
        raise Fault(FaultCode.LIST_MISSING, f"{file.name}: {error.strerror}") from error
    return [str(file.absolute()), about.st_size, about.st_mtime_ns, shape_of(columns)]


def _last_mark(folder: Path) -> object:
    try:
        return json.loads((folder / _MARK).read_bytes())
    except (OSError, ValueError):
        return None
