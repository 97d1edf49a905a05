"""Settings, site and what waits -> what the doctor says of the outputs."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.outputs import probes as output_probes
from kiosk.app.outputs.settings import LocalApiSettings, WebhookSettings
from kiosk.app.settings.values import Settings
from kiosk.devices.probe import Health, Probe
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault
from kiosk.domain.outbox import OutboxMessage
from kiosk.journal.journal import Journal
from tests.scenario.house import exam_site


def kiosk(folder: Path, named: str = 'webhook = ["name"]\napi = ["key"]') -> Settings:
    """A kiosk with both switched on, of a site whose profile has these lines under its outputs."""
    (folder / "secret").write_text(f"whsec_{base64.b64encode(bytes(32)).decode()}")
    profile = exam_site(folder)
    profile.write_text(profile.read_text("utf-8").replace("[outputs]\n", f"[outputs]\n{named}\n", 1), "utf-8")
    return Settings(
        folder / "kiosk.toml",
        "gate",
        profile,
        None,
        folder / "trust",
        folder / "data",
        webhook=WebhookSettings("https://receiver.invalid/", secret_file=folder / "secret"),
        local_api=LocalApiSettings(),
    )


def looked(settings: Settings, waited: timedelta = timedelta()) -> Probe:
    return output_probes.webhook(settings, datetime.now(UTC) + waited)


def put(settings: Settings, *, parked: str = "") -> None:
    with Journal(settings.data / "journal.sqlite", "exam", SystemClock()) as journal:
        outbox = journal.open_outbox()
        outbox.put(OutboxMessage("webhook", "c-1", b"{}"))
        if parked:
            outbox.parked(1, parked)
        outbox.close()


def test_a_webhook_that_nothing_waits_for(tmp_path: Path) -> None:
    assert looked(kiosk(tmp_path)) == Probe(
        "webhook", Health.OK, "https://receiver.invalid is told, as kiosk: name; 0 waiting, 0 parked"
    )
    assert not (tmp_path / "data").exists(), "the doctor makes no journal for it"


@pytest.mark.parametrize(
    ("hours", "health"), [(0, Health.OK), (2, Health.WARN)], ids=["put just now", "waiting for hours"]
)
def test_a_message_that_waits(tmp_path: Path, hours: int, health: Health) -> None:
    settings = kiosk(tmp_path)
    put(settings)
    found = looked(settings, timedelta(hours=hours))
    assert (found.status, bool(found.remedy.en)) == (health, health is Health.WARN)


def test_a_message_that_is_parked_says_why_and_what_helps(tmp_path: Path) -> None:
    settings = kiosk(tmp_path)
    put(settings, parked="refused-422")
    found = looked(settings)
    assert found.status is Health.WARN
    assert "HTTP 422" in found.remedy.en and "kiosk outputs retry" in found.remedy.vi


def test_a_webhook_that_the_site_does_not_name(tmp_path: Path) -> None:
    found = looked(kiosk(tmp_path, "api = []"))
    assert (found.status, found.detail) == (Health.WARN, "off: the site releases nothing")


def test_a_secret_that_is_missing(tmp_path: Path) -> None:
    settings = kiosk(tmp_path)
    (tmp_path / "secret").unlink()
    with pytest.raises(Fault, match=r"webhook\.secret_file"):
        looked(settings)


@pytest.mark.parametrize(
    ("named", "health", "detail"),
    [
        ('api = ["key", "name"]', Health.OK, "http://127.0.0.1:8790 tells key, name"),
        ("api = []", Health.OK, "http://127.0.0.1:8790 tells verdicts alone"),
        ("webhook = []", Health.WARN, "off: the site's profile does not name it"),
    ],
    ids=["fields", "verdicts", "not named"],
)
def test_the_local_api(tmp_path: Path, named: str, health: Health, detail: str) -> None:
    found = output_probes.local_api(kiosk(tmp_path, named))
    assert (found.status, found.detail) == (health, detail)
    assert not (tmp_path / "data").exists(), "the doctor makes no token"


def test_a_token_that_others_may_read(tmp_path: Path) -> None:
    settings = kiosk(tmp_path)
    token = tmp_path / "token"
    token.write_text("t" * 43)
    token.chmod(0o644)
    assert settings.local_api is not None
    with pytest.raises(Fault, match="others may read it"):
        output_probes.local_api(replace(settings, local_api=replace(settings.local_api, token_file=token)))
