"""Settings, secrets and site -> a service that may be asked, none at all, or a fault that names what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.issuer_check import (
    SECRET_VARIABLE,
    TOKEN_VARIABLE,
    describe,
    issuer_verification,
)
from kiosk.app.settings.file import load_settings
from kiosk.app.settings.secret_files import MAX_SECRET_BYTES
from kiosk.app.settings.values import IssuerCheck
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.issuer_answer import IssuerFinding
from tests.fakes import issuer_service as fake
from tests.fakes.issuer_questions import EVERYTHING, question
from tests.fakes.issuer_service import issuer_service

CLOCK = SystemClock()
NEEDED = {ElementaryFile.DG1, ElementaryFile.DG13, ElementaryFile.DG14}

SMALL = """\
name = "gate-1"
site = "sites/exam.toml"
trust = "trust"
data = "/var/lib/kiosk"
"""


def read(folder: Path, table: str) -> IssuerCheck | None:
    path = folder / "kiosk.toml"
    path.write_text(f"{SMALL}[issuer_check]\n{table}\n", "utf-8")
    return load_settings(path).issuer_check


# What the settings say


@pytest.mark.parametrize(
    "table", ["", 'service = ""', 'service = ""\nurl = "https://service.invalid"\nseconds = 5'], ids=repr
)
def test_without_a_service_nobody_is_asked(tmp_path: Path, table: str) -> None:
    assert read(tmp_path, table) is None


def test_the_least_that_asks_somebody(tmp_path: Path) -> None:
    table = 'service = "2id"\nurl = "https://service.invalid"'
    assert read(tmp_path, table) == IssuerCheck("2id", "https://service.invalid")


def test_paths_begin_at_the_file(tmp_path: Path) -> None:
    table = 'service = "issuer/mine.toml"\nurl = "https://a.invalid"\ntoken_file = "token"\nca_file = "/etc/ca.pem"'
    table += '\nsecret_file = ""\nclient_certificate = "tls/kiosk.pem"'
    assert read(tmp_path, table) == IssuerCheck(
        str(tmp_path / "issuer" / "mine.toml"),
        "https://a.invalid",
        token_file=tmp_path / "token",
        ca_file=Path("/etc/ca.pem"),
        client_certificate=tmp_path / "tls" / "kiosk.pem",
    )


def test_variables_come_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_ISSUER_CHECK__SECONDS", "1.5")
    table = 'service = "2id"\nurl = "https://a.invalid"\nseconds = 3'
    assert read(tmp_path, table) == IssuerCheck("2id", "https://a.invalid", seconds=1.5)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("seconds = 0.1", "issuer_check.seconds: "),
        ("seconds = 11", "issuer_check.seconds: "),
        ("seconds = nan", "issuer_check.seconds: "),
        ('account = "a b"', "issuer_check.account: "),
        ('token = "t0ken"', "issuer_check.token: Extra inputs"),
        ('token_file = "a\\u0000b"', "issuer_check.token_file: "),
        ("service = 1", "issuer_check.service: "),
    ],
)
def test_errors_name_the_key(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(Fault) as raised:
        read(tmp_path, table)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical.startswith(f"kiosk.toml: {said}")
    assert "t0ken" not in str(raised.value)


# What becomes of them


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[IssuerCheck]:
    """The service of 2ID, on loopback, with everything that it needs."""
    (tmp_path / "token").write_text("t0ken\n")
    (tmp_path / "secret").write_text("s3cret\n")
    good = fake.saying({"status": True, "data": {"result": True}})
    with issuer_service(good) as service:
        yield IssuerCheck(
            "2id",
            service.url,
            seconds=10.0,
            account="kiosk-1",
            token_file=tmp_path / "token",
            secret_file=tmp_path / "secret",
        )


def test_a_service_and_a_site_that_releases_what_it_needs(settings: IssuerCheck) -> None:
    verification = issuer_verification(settings, NEEDED, CLOCK)
    assert verification is not None
    answer = verification.ask(question(*EVERYTHING), Deadline(CLOCK, 30.0))
    assert answer.finding is IssuerFinding.GENUINE


@pytest.mark.parametrize("released", [None, NEEDED], ids=["no site", "no service"])
def test_both_must_want_it(settings: IssuerCheck, released: set[ElementaryFile] | None) -> None:
    assert issuer_verification(settings if released is None else None, released, CLOCK) is None


def test_a_site_that_withholds_what_the_service_needs(settings: IssuerCheck) -> None:
    with pytest.raises(Fault, match="2id needs DG1, DG13, which the site does not release") as raised:
        issuer_verification(settings, {ElementaryFile.DG14}, CLOCK)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


def test_secrets_by_variables(settings: IssuerCheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "t0ken")
    monkeypatch.setenv(SECRET_VARIABLE, "s3cret")
    assert issuer_verification(replace(settings, token_file=None, secret_file=None), NEEDED, CLOCK) is not None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "issuer_check.token_file: No such file"),
        (b"", "issuer_check.token_file: 2id needs it"),
        (b"two\nlines", "issuer_check.token_file: 2id needs it"),
        (b"\xff\xfe", "issuer_check.token_file: not UTF-8"),
        (b"a" * (MAX_SECRET_BYTES + 1), "issuer_check.token_file: larger than"),
    ],
    ids=["missing", "empty", "two lines", "not UTF-8", "too large"],
)
def test_files_that_hold_no_token(tmp_path: Path, settings: IssuerCheck, content: bytes | None, said: str) -> None:
    file = tmp_path / "other"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Fault) as raised:
        issuer_verification(replace(settings, token_file=file), NEEDED, CLOCK)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical.startswith(said)


# What the doctor says


@pytest.mark.parametrize(
    ("service", "released", "said"),
    [
        (False, NEEDED, "off: no service is set"),
        (True, None, "off: the site releases nothing"),
        (True, NEEDED, "2id at {url} is given EF.SOD, its signer, DG1, DG13, DG14"),
    ],
    ids=["no service", "no release", "on"],
)
def test_it_is_described(settings: IssuerCheck, service: bool, released: set[ElementaryFile] | None, said: str) -> None:
    asked = replace(settings, url=f"{settings.url}/T0K3N") if service else None
    assert describe(asked, released, CLOCK) == said.format(url=settings.url)


def test_what_does_not_fit_is_said_by_the_description_too(settings: IssuerCheck) -> None:
    with pytest.raises(Fault, match="which the site does not release"):
        describe(settings, set(), CLOCK)
