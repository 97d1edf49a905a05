"""One engine for all tests of this room: loading it takes longer than most of them."""

from __future__ import annotations

import pytest

from kiosk.biometric.networks.engine import CalibratedEngine


@pytest.fixture(scope="session")
def engine() -> CalibratedEngine:
    return CalibratedEngine()
