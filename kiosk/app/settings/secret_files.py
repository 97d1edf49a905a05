"""Secrets of outside services: out of a variable of the environment, or out of a file; never out of the settings."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode

MAX_SECRET_BYTES = 16 * 1024


def secret_of(variable: str, key: str, file: Path | None) -> str:
    """The variable's value, else the file's content without the line break at its end; empty when there is neither.

    Raises ``Fault(SETTINGS_MALFORMED)`` naming the settings' ``key``, never what the file holds.
    """
    given = os.environ.get(variable, "")
    if given or file is None:
        return given
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_SECRET_BYTES + 1)
        if len(data) > MAX_SECRET_BYTES:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"{key}: larger than {MAX_SECRET_BYTES} bytes")
        return data.decode("utf-8").strip()
    except OSError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{key}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{key}: not UTF-8") from None
