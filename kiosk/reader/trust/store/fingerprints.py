"""SHA-256 fingerprints as people write them: in lists of pinned document signers, and on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.reader.trust.store.contents import Entry, EntryKind

NO_FINGERPRINT = "no-fingerprint"

_DIGITS = re.compile(r"[0-9A-Fa-f]{64}")
_FIRST_WITHIN = 64 * 1024


def parse_fingerprint(text: str) -> bytes | None:
    """64 hexadecimal digits, colons and spaces allowed between them; ``None`` for anything else."""
    digits = text.replace(":", "").replace(" ", "")
    return bytes.fromhex(digits) if _DIGITS.fullmatch(digits) else None


def lists_fingerprints(data: bytes) -> bool:
    """Whether the first line that is no comment is a fingerprint."""
    first = next(_lines(data[:_FIRST_WITHIN]), None)
    return first is not None and parse_fingerprint(first) is not None


def fingerprint_entries(data: bytes) -> Iterator[Entry]:
    """One entry a line; ``#`` begins a comment."""
    for line in _lines(data):
        fingerprint = parse_fingerprint(line)
        if fingerprint is None:
            yield Entry(EntryKind.FINGERPRINT, problem=NO_FINGERPRINT)
        else:
            yield Entry(EntryKind.FINGERPRINT, fingerprint)


def _lines(data: bytes) -> Iterator[str]:
    for line in data.decode("utf-8-sig", "replace").splitlines():
        text = line.partition("#")[0].strip()
        if text:
            yield text
