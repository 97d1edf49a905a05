"""Changes values in TOML files and leaves everything else as people wrote it; writes whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from kiosk.domain.faults import Fault, FaultCode

Value = str | int | float | bool | list[str]
Key = tuple[str, ...]

BACKUP = ".bak"


def edited(text: str, changes: Mapping[Key, Value]) -> str:
    """The same file with these values; comments, order and blank lines stay. Tables that are missing come last.

    Raises ``Fault(SETTINGS_MALFORMED)`` for a text that is no TOML, or where a key's table is a value.
    """
    try:
        document = tomlkit.parse(text)
        for (*tables, name), value in changes.items():
            at: tomlkit.TOMLDocument | tomlkit.items.Table = document
            for table in tables:
                if table not in at:
                    at.add(tomlkit.nl())
                    at.add(table, tomlkit.table())
                at = at[table]
            at[name] = value
        return tomlkit.dumps(document)
    except (TOMLKitError, TypeError, AttributeError, ValueError) as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, type(error).__name__) from error


class Draft:
    """New content for a file, written beside it; it counts once it is put in the file's place."""

    def __init__(self, file: Path, text: str) -> None:
        """Raises ``OSError``."""
        self._file = file
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".draft-", suffix=".toml")
        self.path = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
                opened.write(text)
                opened.flush()
                os.fsync(opened.fileno())
            shutil.copymode(file, self.path)
        except BaseException:
            self.drop()
            raise

    def put_in_place(self) -> None:
        """The old file stays beside it as ``….bak``. Raises ``OSError``; then the old one is still there."""
        shutil.copy2(self._file, self._file.with_name(self._file.name + BACKUP))
        self.path.replace(self._file)

    def take_back(self) -> None:
        """After ``put_in_place``: the old file counts again. Raises ``OSError``."""
        self._file.with_name(self._file.name + BACKUP).replace(self._file)

    def drop(self) -> None:
        """Nobody wants it."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
