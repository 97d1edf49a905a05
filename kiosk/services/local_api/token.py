"""The token of the local API: made at the first start, in a file that its owner alone may read."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode

TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,128}")


def load_or_make_token(path: Path) -> str:
    """Raises ``Fault(SETTINGS_MALFORMED)`` for a file that others may read, that holds no token, or is none.

    A token that others could have read is not made good by closing the file: whoever is responsible deletes it, and
    the next start makes a new one.
    """
    try:
        with contextlib.suppress(FileExistsError):
            _make(path)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
                raise _malformed("others may read it; delete it, and a new one is made")
            token = file.read(256).decode("ascii", "replace").strip()
    except OSError as error:
        raise _malformed(str(error.strerror)) from error
    if not _TOKEN.fullmatch(token):
        raise _malformed("32 to 128 letters, digits, - and _")
    return token


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{secrets.token_urlsafe(TOKEN_BYTES)}\n")
        file.flush()
        os.fsync(file.fileno())


def _malformed(what: str) -> Fault:
    return Fault(FaultCode.SETTINGS_MALFORMED, f"local_api.token_file: {what}")
