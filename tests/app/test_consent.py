"""Who is asked for consent: people at the windows of a running kiosk, and nobody where no one could answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.app.settings.values import Settings
from kiosk.app.wiring import Assembly
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessPresence, InProcessReader

ROOT = Path(__file__).parent.parent.parent
SITES = sorted((ROOT / "config" / "sites").glob("*.toml"))


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.stem)
@pytest.mark.parametrize("asks", [True, False], ids=["kiosk run", "demo, one check without a window"])
def test_the_sites_notice_is_asked_where_somebody_can_answer(tmp_path: Path, site: Path, asks: bool) -> None:
    settings = Settings(
        file=tmp_path / "kiosk.toml",
        name="test",
        site=site,
        roster=None,
        trust=tmp_path / "trust",
        data=tmp_path / "data",
        camera=str(tmp_path),
    )
    reader = InProcessReader()
    assembly = Assembly(settings, InProcessPresence([reader]), InProcessConnector([reader]), asks_consent=asks)
    notice = assembly.runner.kiosk.profile.data.consent
    assert (notice is not None) is asks
