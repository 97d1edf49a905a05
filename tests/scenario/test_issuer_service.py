"""Whole checks with an outside service on loopback: on and off, answering and failing, and what it gets to see."""

from __future__ import annotations

import base64
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import jsonschema
import pytest

from kiosk.app.check_once import check_json
from kiosk.app.settings.values import IssuerCheck
from kiosk.check.states import Idle, ShowingResult
from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.verdict import Reason, Verdict
from kiosk.simulator.card.card import VirtualCard
from tests.fakes import issuer_service as fake
from tests.fakes.issuer_service import Behaviour, IssuerService, issuer_service
from tests.scenario.house import ROOT, House, card, exam_site

CAN = "012345"
NUMBER, TOKEN = "001090012345", "t0ken-of-the-kiosk"
PROFILE = """\
[fields]
sod = "sod"
signer = "signer"
mrz = "dg1"

[if_released]
photo = "dg2"
list = "com"

[ask]
path = "/verify"
headers = { Authorization = "bearer" }

[answer]
finding = "/genuine"
genuine = [true]
not_genuine = [false]
reference = "/id"
"""
GENUINE = fake.saying({"genuine": True, "id": "r-1"})
DENIED = fake.saying({"genuine": False, "id": "r-1"})


@contextmanager
def house(
    folder: Path,
    behave: Behaviour,
    *,
    release: str = '[issuer_check]\nrelease = ["DG1"]',
    service: bool = True,
    seconds: float = 10.0,
) -> Iterator[tuple[House, IssuerService]]:
    (folder / "service.toml").write_text(PROFILE)
    (folder / "token").write_text(TOKEN)
    with issuer_service(behave) as listening:
        asked = IssuerCheck(str(folder / "service.toml"), listening.url, seconds=seconds, token_file=folder / "token")
        built = House(folder).set(issuer_check=asked if service else None, site=exam_site(folder, further=release))
        with built.open() as opened:
            yield opened, listening


def checked(house: House, issued: VirtualCard | None = None) -> tuple[Verdict, tuple[Reason, ...], DocumentCheck]:
    """One check of A's card: the verdict, its reasons, and the report's line about the issuer."""
    house.until(Idle)
    house.type_can(CAN)
    house.lay(issued or card())
    decision = house.decision()
    check = house.until(ShowingResult).check
    assert check is not None and check.evidence.inspection is not None
    return decision.verdict, decision.reasons, check.evidence.inspection.authenticity.issuer_verification


def journal(house: House) -> dict[str, object]:
    with closing(sqlite3.connect(house.settings.data / "journal.sqlite")) as connection:
        (body,) = connection.execute("SELECT body FROM entry ORDER BY sequence DESC").fetchone()
    return dict(json.loads(body))


def test_a_card_that_the_issuer_confirms(tmp_path: Path) -> None:
    issued = card()
    with house(tmp_path, GENUINE) as (opened, service):
        assert checked(opened, issued) == (Verdict.ADMIT, (), DocumentCheck(CheckStatus.PASSED))
        body = journal(opened)
    (asked,) = service.asked
    sent = json.loads(asked.body)
    assert set(sent) == {"sod", "signer", "mrz"}, "the photograph was not released"
    assert base64.b64decode(sent["sod"]) == issued.files[ElementaryFile.SOD]
    assert base64.b64decode(sent["mrz"]) == issued.files[ElementaryFile.DG1]
    assert base64.b64decode(sent["signer"]) in issued.files[ElementaryFile.SOD]
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert body["issuer"]["finding"] == "genuine" and body["issuer"]["reference"] == "r-1"  # type: ignore[index]
    assert NUMBER not in json.dumps(body)


@pytest.mark.parametrize(
    ("behave", "finding", "trouble"),
    [(GENUINE, "genuine", None), (DENIED, "not-genuine", None), (fake.raw(b""), "service-failed", "unreachable")],
    ids=["genuine", "not genuine", "unreachable"],
)
def test_the_answer_in_the_json_of_a_check(
    tmp_path: Path, behave: Behaviour, finding: str, trouble: str | None
) -> None:
    with house(tmp_path, behave) as (opened, _):
        checked(opened)
        shown = opened.until(ShowingResult).phase
    assert isinstance(shown, ShowingResult)
    told = check_json(shown.check, shown.decision)
    schema = json.loads((ROOT / "docs" / "schemas" / "kiosk.check-1.json").read_text("utf-8"))
    jsonschema.validate(told, schema, jsonschema.Draft202012Validator)
    assert (told["issuer"]["finding"], told["issuer"]["trouble"]) == (finding, trouble)
    assert told["issuer"]["reference"] == ("" if trouble else "r-1")


def test_a_released_file_that_the_kiosk_itself_does_not_need_is_read_too(tmp_path: Path) -> None:
    issued = card()
    release = '[issuer_check]\nrelease = ["DG1", "DG2", "COM"]'
    with house(tmp_path, GENUINE, release=release) as (opened, service):
        assert checked(opened, issued)[0] is Verdict.ADMIT
    sent = json.loads(service.asked[0].body)
    assert base64.b64decode(sent["list"]) == issued.files[ElementaryFile.COM]
    assert base64.b64decode(sent["photo"]) == issued.files[ElementaryFile.DG2]


def test_a_card_that_the_issuer_denies(tmp_path: Path) -> None:
    with house(tmp_path, DENIED) as (opened, _):
        verdict, reasons, line = checked(opened)
    assert (verdict, reasons) == (Verdict.REFER, (Reason.ISSUER_DENIES,))
    assert line == DocumentCheck(CheckStatus.FAILED, "issuer-says-not-genuine")


FAILING = {
    "nothing": (fake.raw(b""), "unreachable"),
    "half an answer": (fake.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), "broken"),
    "a failure of its own": (fake.saying({"genuine": False}, "500 Internal Server Error"), "broken"),
    "a page": (fake.sending(b"<html>"), "answer-malformed"),
    "too much": (fake.sending(b" " * 70_000), "answer-too-large"),
    "elsewhere": (fake.sending(b"", "302 Found", "Location: https://elsewhere.invalid/"), "redirected"),
}


@pytest.mark.parametrize("situation", FAILING)
def test_a_service_that_fails_refuses_nobody_and_tells_nothing(
    situation: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    behave, trouble = FAILING[situation]
    with caplog.at_level(logging.DEBUG), house(tmp_path, behave) as (opened, service):
        verdict, reasons, line = checked(opened)
        seen = repr(opened.seen)
    assert (verdict, reasons) == (Verdict.ADMIT, ())
    assert line == DocumentCheck(CheckStatus.NOT_DONE, f"issuer-service-{trouble}")
    assert service.connections == 1
    for shown in (caplog.text, seen):
        assert NUMBER not in shown and TOKEN not in shown


def test_a_service_that_is_silent_is_left_after_its_own_time(tmp_path: Path) -> None:
    with house(tmp_path, fake.silent(lambda: None), seconds=0.5) as (opened, service):
        verdict, reasons, line = checked(opened)
        assert service.left.wait(fake.PATIENCE)
    assert (verdict, reasons) == (Verdict.ADMIT, ())
    assert line == DocumentCheck(CheckStatus.NOT_DONE, "issuer-service-too-late")


@pytest.mark.parametrize(
    ("release", "service"),
    [('[issuer_check]\nrelease = ["DG1"]', False), ("", True)],
    ids=["no service is set", "the site releases nothing"],
)
def test_off_means_that_no_socket_is_opened(tmp_path: Path, release: str, service: bool) -> None:
    with house(tmp_path, GENUINE, release=release, service=service) as (opened, listening):
        verdict, _, line = checked(opened)
    assert (verdict, line) == (Verdict.ADMIT, DocumentCheck(CheckStatus.NOT_DONE, "not-asked"))
    assert listening.connections == 0


def test_settings_and_site_that_do_not_fit_are_found_at_the_start(tmp_path: Path) -> None:
    with (
        pytest.raises(Fault, match="service needs DG1, which the site does not release") as raised,
        house(tmp_path, GENUINE, release="[issuer_check]\nrelease = []"),
    ):
        pass
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
