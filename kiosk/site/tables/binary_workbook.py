"""XLS workbooks (BIFF8), read by calamine in a process of its own with limits on memory and time.

calamine asks for memory for every cell between the first and the last that holds a value, and aborts its process when
it gets none: here that process is nobody else's. What comes back is JSON, a line for each sheet and each row.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from kiosk.site.tables.merged import Merged, filled_down
from kiosk.site.tables.table import Table, bounded_rows, malformed

MAX_BYTES = 64 << 20
MAX_LINE = 1 << 20
WAIT_SECONDS = 120.0


def binary_workbook_tables(path: Path) -> Iterator[Table]:
    """The visible sheets in their order; each is to be read before the next. Raises ``Fault(LIST_MALFORMED)``."""
    if path.stat().st_size > MAX_BYTES:
        raise malformed(path.name, f"larger than {MAX_BYTES} bytes")
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk.site.tables.calamine_process", str(path.absolute())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        try:
            lines = _Lines(process.stdout, path.name)
            while (line := lines.next()) is not None:
                merged = [Merged(column, first, last) for column, first, last in line["merged"]]
                rows = lines.rows()
                yield Table(line["sheet"], bounded_rows(filled_down(rows, merged), path.name))
                for _ in rows:
                    pass
            if process.wait(WAIT_SECONDS) != 0:
                raise malformed(path.name, "cannot be read; save it as XLSX")
        finally:
            process.kill()


class _Lines:
    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name
        self._ahead: Any = None

    def next(self) -> Any:
        """The next line, or the one that ended the rows before it; ``None`` at the end."""
        if self._ahead is not None:
            line, self._ahead = self._ahead, None
            return line
        written = self._stream.readline(MAX_LINE)
        if not written:
            return None
        try:
            return json.loads(written)
        except ValueError as error:
            raise malformed(self._name, "a row is too long") from error

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        number = 0
        while isinstance(line := self.next(), list):
            number += 1
            yield number, line
        self._ahead = line
