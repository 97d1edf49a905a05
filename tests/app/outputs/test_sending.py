"""Settings and the site's word about outputs -> what is sent, or an error that names the key."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.app.outputs.sending import SECRET_VARIABLE, Outputs, as_jpeg, describe_webhook, make_webhook
from kiosk.app.outputs.settings import LocalApiSettings, WebhookSettings
from kiosk.app.settings.file import read_settings
from kiosk.app.settings.secret_files import MAX_SECRET_BYTES
from kiosk.app.settings.values import Settings
from kiosk.domain.delivery import OutputHealth
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.outbox import Outbox, OutboxMessage
from kiosk.domain.outputs import OutputField, OutputRules
from kiosk.journal.journal import Journal
from tests.fakes.staff import MovableClock

ROOT = Path(__file__).parents[3]
FACES = ROOT / "tests" / "fixtures" / "faces"
SECRET = f"whsec_{base64.b64encode(bytes(32)).decode()}"
NAME = frozenset({OutputField.NAME})
RULES = OutputRules(webhook=NAME, export=NAME, api=NAME, keep_days=2)
LISTENING = WebhookSettings("https://receiver.invalid/checks")
MINIMAL = 'name = "gate"\nsite = "site.toml"\ntrust = "trust"\ndata = "data"\n'


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n")
    return path


def settings(folder: Path, **changes: object) -> Settings:
    made = Settings(folder / "kiosk.toml", "gate", folder / "site.toml", None, folder / "trust", folder / "data")
    return replace(made, **changes)  # type: ignore[arg-type]


class Boxes:
    """A journal whose first outbox lies on a full disk; ``closed`` counts those that were closed."""

    def __init__(self, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
        self._journal = journal
        self._monkeypatch = monkeypatch
        self.opened = self.closed = 0

    def open_outbox(self) -> Outbox:
        box = self._journal.open_outbox()
        self.opened += 1
        close = box.close

        def count() -> None:
            self.closed += 1
            close()

        def full(longest: timedelta, ran: timedelta | None) -> int:
            raise Fault(FaultCode.JOURNAL_FAILED, "SQLITE_FULL")

        self._monkeypatch.setattr(box, "close", count)
        if self.opened == 1:
            self._monkeypatch.setattr(box, "expire", full)
        return box


def test_an_outbox_that_cannot_be_used_yet_is_closed_and_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = MovableClock()
    with Journal(tmp_path / "journal.sqlite", "exam", clock) as journal:
        boxes = Boxes(journal, monkeypatch)
        made = Outputs(settings(tmp_path), RULES, clock)
        with pytest.raises(Fault):
            made.open(boxes)
        assert (boxes.opened, boxes.closed) == (1, 1)
        made.open(boxes)
        assert (boxes.opened, boxes.closed) == (2, 1)
        made.stop()
        assert (boxes.opened, boxes.closed) == (2, 2)


@pytest.mark.parametrize(
    ("webhook", "api", "rules"),
    [
        (None, None, replace(RULES, webhook=None, api=None)),
        (LISTENING, None, replace(RULES, api=None)),
        (None, LocalApiSettings(), replace(RULES, webhook=None)),
        (LISTENING, LocalApiSettings(), RULES),
    ],
    ids=["nobody listens", "a webhook", "the local API", "both"],
)
def test_the_sites_word_counts_as_far_as_somebody_listens(
    tmp_path: Path, secret: Path, webhook: WebhookSettings | None, api: LocalApiSettings | None, rules: OutputRules
) -> None:
    named = replace(webhook, secret_file=secret) if webhook else None
    made = Outputs(settings(tmp_path, webhook=named, local_api=api), RULES, MovableClock())
    assert made.rules == rules
    assert made.healths() == ((OutputHealth("webhook"),) if webhook else ())
    made.stop()


def test_a_site_that_releases_nothing_is_not_overruled_by_settings(tmp_path: Path, secret: Path) -> None:
    wanted = replace(LISTENING, secret_file=secret)
    assert make_webhook(wanted, "gate", OutputRules(), MovableClock()) is None


def test_what_was_kept_long_enough_is_wiped_though_the_kiosk_is_switched_off_at_night(tmp_path: Path) -> None:
    clock = MovableClock()
    with Journal(tmp_path / "journal.sqlite", "exam", clock) as journal:
        box = journal.open_outbox()
        for night in range(4):
            box.put(OutboxMessage("export", f"c-{night}", b"{}"))
            made = Outputs(settings(tmp_path), RULES, clock)
            made.open(journal)
            made.stop()
            clock.pass_by(57_600.0)
        assert (box.count("export").waiting, box.count("export").expired) == (3, 1)
        box.close()


def test_a_kiosk_that_starts_in_another_year_wipes_nothing(tmp_path: Path) -> None:
    clock = MovableClock()
    with Journal(tmp_path / "journal.sqlite", "exam", clock) as journal:
        box = journal.open_outbox()
        box.put(OutboxMessage("webhook", "c-1", b"{}"))
        for years in (0, 70, -56, 56):
            clock.set_back(-years * 31_536_000.0)
            made = Outputs(settings(tmp_path), RULES, clock)
            made.open(journal)
            made.stop()
        assert box.count("webhook").waiting == 1
        box.close()


def test_the_secret_comes_from_the_environment_before_the_file(
    tmp_path: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret.write_text("none")
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    assert make_webhook(replace(LISTENING, secret_file=secret), "gate", RULES, MovableClock()) is not None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "webhook.secret_file: No such file"),
        (b"x" * (MAX_SECRET_BYTES + 1), "webhook.secret_file: larger than"),
        (b"\xff\xfe", "webhook.secret_file: not UTF-8"),
        ("mật khẩu".encode(), "webhook.secret_file: whsec_ and"),
        (b"whsec_", "webhook.secret_file: whsec_ and"),
    ],
    ids=["missing", "too large", "no text", "letters", "no key"],
)
def test_a_secret_that_cannot_be_used(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Fault, match=said) as raised:
        make_webhook(replace(LISTENING, secret_file=file), "gate", RULES, MovableClock())
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


@pytest.mark.parametrize(
    ("webhook", "rules", "said"),
    [
        (None, RULES, "off: no address is set"),
        (LISTENING, OutputRules(), "off: the site releases nothing"),
        (LISTENING, RULES, "https://receiver.invalid is told, as kiosk: name"),
        (
            replace(LISTENING, url="https://receiver.invalid:8443/hooks/T0K3N"),
            RULES,
            "https://receiver.invalid:8443 is told, as kiosk: name",
        ),
        (
            LISTENING,
            OutputRules(webhook=frozenset()),
            "https://receiver.invalid is told, as kiosk: verdicts alone",
        ),
    ],
    ids=["no address", "nothing released", "a field", "a secret in the path", "verdicts"],
)
def test_the_webhook_in_words(secret: Path, webhook: WebhookSettings | None, rules: OutputRules, said: str) -> None:
    named = replace(webhook, secret_file=secret) if webhook else None
    assert describe_webhook(named, "gate", rules, MovableClock()) == said


def test_photographs_of_chips_become_jpeg() -> None:
    made = as_jpeg((FACES / "obama_2012_chip_480x640.jp2").read_bytes())
    assert made is not None
    decoded = cv2.imdecode(np.frombuffer(made, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None and decoded.shape == (640, 480, 3)
    assert as_jpeg(b"no picture") is None


# The settings file


def test_both_tables_in_a_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    tables = (
        '[webhook]\nurl = "https://receiver.invalid/"\nform = "hn212"\nseconds = 5\nsecret_file = "secret"\n'
        'ca_file = ""\n'
        '[local_api]\nenabled = true\nport = 9000\ntoken_file = "token"\nkeep_seconds = 30\n'
    )
    file.write_text(MINIMAL + tables)
    read = read_settings(file)
    assert read.webhook == WebhookSettings("https://receiver.invalid/", "hn212", 5.0, tmp_path / "secret")
    assert read.local_api == LocalApiSettings(9000, tmp_path / "token", 30.0)


@pytest.mark.parametrize("tables", ["", '[webhook]\nurl = ""\n[local_api]\nenabled = false\n'], ids=["absent", "off"])
def test_off_is_the_default(tmp_path: Path, tables: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(MINIMAL + tables)
    read = read_settings(file)
    assert (read.webhook, read.local_api) == (None, None)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ("[webhook]\nurls = 1", "webhook.urls"),
        ('[webhook]\nform = "xml"', "webhook.form"),
        ("[webhook]\nseconds = 0", "webhook.seconds"),
        ("[local_api]\nport = 80", "local_api.port"),
        ('[local_api]\nhost = "0.0.0.0"', "local_api.host"),
        ("[local_api]\nkeep_seconds = 1e9", "local_api.keep_seconds"),
        ("webhook = 1", "webhook"),
    ],
)
def test_errors_name_the_key(tmp_path: Path, tables: str, said: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(tables + "\n" + MINIMAL if "[" not in tables else MINIMAL + tables)
    with pytest.raises(Fault, match=f"kiosk.toml: {said}:") as raised:
        read_settings(file)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
