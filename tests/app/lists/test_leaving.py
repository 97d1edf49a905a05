"""``kiosk list left``: who may note that somebody left, and about whom."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk.accounts import accounts
from kiosk.app.exits import Exit
from kiosk.app.main import app
from kiosk.domain.clock import SystemClock
from kiosk.domain.identity import Identity, Source
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from tests.fakes.staff import HASHER, PASSWORDS
from tests.scenario.house import ROOT

AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kiosk with two of the staff, at which A came in."""
    site = ROOT / "config" / "sites" / "exam.toml"
    (tmp_path / "kiosk.toml").write_text(f'name = "quay-3"\nsite = "{site}"\ntrust = "trust"\ndata = "data"\n')
    monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path / "kiosk.toml"))
    monkeypatch.setattr(accounts, "SecretHasher", lambda: HASHER)
    for login, role in (("hoa.admin", "administrator"), ("binh", "operator"), ("tam", "attendant")):
        by = ("--by", "hoa.admin") if login != "hoa.admin" else ()
        words = f"{PASSWORDS['hoa.admin']}\n{PASSWORDS[login]}\n"
        CliRunner().invoke(app, ["staff", "add", login, "--role", role, *by, "--stdin"], input=words)
    with Journal(tmp_path / "data" / "journal.sqlite", "exam", SystemClock()) as journal:
        now = datetime.now(UTC)
        journal.commit(CheckRecord(CheckId("c"), "exam", now, now, 6.0, Verdict.ADMIT, (), listing_key="000101"), AN)
    return tmp_path


def left(key: str, by: str, password: str = "") -> Result:
    return CliRunner().invoke(app, ["list", "left", key, "--by", by, "--stdin"], input=f"{password or PASSWORDS[by]}\n")


def last_leaving(folder: Path) -> datetime | None:
    with Journal(folder / "data" / "journal.sqlite", "exam", SystemClock()) as journal:
        return journal.last_leaving(AN)


def test_an_operator_notes_it(folder: Path) -> None:
    done = left("000101", "binh")
    assert done.exit_code == Exit.OK
    assert done.stdout.startswith("000101")
    assert last_leaving(folder) is not None


@pytest.mark.parametrize(
    ("key", "by", "password"),
    [
        pytest.param("000102", "binh", "", id="somebody who has not come in"),
        pytest.param("000101", "tam", "", id="an attendant"),
        pytest.param("000101", "binh", "another password", id="a wrong password"),
    ],
)
def test_what_is_refused(folder: Path, key: str, by: str, password: str) -> None:
    done = left(key, by, password)
    assert done.exit_code == Exit.USAGE
    assert done.stdout == ""
    assert last_leaving(folder) is None
