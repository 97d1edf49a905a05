"""Where the worked examples and recorded sessions are found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parents[2]
COPIES = _ROOT / "tests" / "fixtures" / "vectors"
ORIGINALS = _ROOT.parent / "shared" / "vectors"
"""Beside the checkout; a test that needs what is only there is skipped where it is not."""


def vectors(name: str) -> dict[str, Any]:
    """The vectors of this name; skips the test where they are not at hand."""
    for folder in (COPIES, ORIGINALS):
        path = folder / f"{name}.json"
        if path.exists():
            loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return loaded
    pytest.skip(f"vectors {name} are not here")


def exchanges(recorded: dict[str, Any], key: str = "apdus") -> list[tuple[str, str]]:
    """The commands and answers of a recorded session."""
    return [(step["c"], step["r"]) for step in recorded[key]]
