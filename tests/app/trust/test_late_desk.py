"""The trust desk that is made when it is first asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kiosk.app.trust.late_desk import LateTrustDesk
from kiosk.domain.desks.trust_import import TypedAgreement
from tests.fakes.trust_desk import USB, FakeTrustDesk


def test_it_is_made_once_and_only_when_somebody_asks() -> None:
    made: list[FakeTrustDesk] = []

    def make() -> FakeTrustDesk:
        made.append(FakeTrustDesk())
        return made[-1]

    desk = LateTrustDesk(make)
    assert made == []
    assert desk.browse(None) == FakeTrustDesk().browse(None)
    desk.browse(USB)
    desk.lacking(1, TypedAgreement())
    assert len(made) == 1


def test_a_kiosk_starts_without_what_only_an_import_needs() -> None:
    code = "import sys, kiosk.app.windows; print([name for name in sys.modules if name.startswith('kiosk.app.trust.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[3])
    assert done.stdout.strip() == "['kiosk.app.trust.late_desk']", done.stderr
