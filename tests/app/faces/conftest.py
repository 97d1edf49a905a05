"""Settings of a kiosk whose face engine is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

SETTINGS = 'name = "gate-1"\nsite = "sites/exam.toml"\ntrust = "trust"\ndata = "data"\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(SETTINGS, "utf-8")
    return path
