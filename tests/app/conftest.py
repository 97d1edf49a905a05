"""Settings come from a test's own files, whatever variables the machine has that runs it."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.startswith("KIOSK_")]:
        monkeypatch.delenv(variable)
