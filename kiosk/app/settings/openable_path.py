"""A path in the settings that a system can open at all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator


def _openable(path: Path) -> Path:
    if "\0" in str(path):
        raise ValueError("holds a NUL character")
    return path


OpenablePath = Annotated[Path, AfterValidator(_openable)]
