"""Whole checks of a hospital with the insurance gateway on loopback: what leaves, is shown, and is written."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from fhir.resources.R4B.bundle import Bundle

from kiosk.app.check_once import check_json
from kiosk.app.hospital.settings import HealthRecordFolder, InsuranceService
from kiosk.check import events as ev
from kiosk.check.overrides import steps as st
from kiosk.check.screens import operator_screen
from kiosk.check.states import Idle, Kiosk, ShowingResult
from kiosk.domain.faults import FaultCode
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.hospital.reception import ManualCase, ManualPatient
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.shown_code import InsuranceCard
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.verdict import Decision, Reason, Verdict
from tests.fakes import issuer_service as fake
from tests.fakes.insurance_gateway import ACCOUNT, GOOD, PASSWORD, STAFF_NAME, STAFF_NUMBER, FakeGateway
from tests.fakes.issuer_service import Behaviour, IssuerService, issuer_service
from tests.scenario.house import ROOT, House, card, exam_site

CAN, NUMBER = "012345", "001090012345"
HOSPITAL = """
[insurance]
release = ["number", "name", "birth_date"]
show = ["validity", "first_care"]

[health_records]
forms = ["xml0", "fhir"]
release = ["number", "name", "birth_date", "sex", "insurance"]
"""


def good(body: dict[str, Any]) -> dict[str, Any]:
    """The gateway's answer about A, in force whenever the test runs."""
    return {**GOOD, "gtTheTu": "01/01/2020", "gtTheDen": "31/12/2099"}


@contextmanager
def house(
    folder: Path, behave: Behaviour, *, site: str = HOSPITAL, seconds: float = 10.0
) -> Iterator[tuple[House, IssuerService]]:
    (folder / "password").write_text(PASSWORD)
    with issuer_service(behave) as listening:
        insurance = InsuranceService(
            "bhyt",
            listening.url,
            seconds=seconds,
            account=ACCOUNT,
            password_file=folder / "password",
            staff_name=STAFF_NAME,
            staff_number=STAFF_NUMBER,
        )
        built = House(folder).set(
            insurance=insurance,
            health_records=HealthRecordFolder(folder / "records", "01001"),
            site=exam_site(folder, further=site),
        )
        with built.open() as opened:
            yield opened, listening


def checked(house: House, *before: ev.Event) -> tuple[Decision, Kiosk]:
    house.until(Idle)
    for event in before:
        house.assembly.runner.post(event)
    house.type_can(CAN)
    house.lay(card())
    return house.decision(), house.until(ShowingResult)


def staff_lines(kiosk: Kiosk) -> dict[str, str]:
    return {line.label.vi: line.value.vi for line in operator_screen(kiosk, 0.0).listing}


def journal(house: House) -> dict[str, Any]:
    with closing(sqlite3.connect(house.settings.data / "journal.sqlite")) as connection:
        (body,) = connection.execute("SELECT body FROM entry WHERE kind = 'check'").fetchone()
    return dict(json.loads(body))


def test_an_insured_patient(tmp_path: Path) -> None:
    gateway = FakeGateway(good)
    with house(tmp_path, gateway) as (opened, _):
        decision, kiosk = checked(opened)
        lines = staff_lines(kiosk)
        body = journal(opened)
    assert (decision.verdict, decision.reasons) == (Verdict.ADMIT, ())
    assert lines["BHYT"] == "Thẻ BHYT còn giá trị đến 31/12/2099"
    assert lines["Nơi đăng ký KCB"] == "01001"
    assert "Mã thẻ BHYT" not in lines, "the site does not show it"
    (asked,) = gateway.questions
    assert (asked["maThe"], asked["hoTen"], asked["ngaySinh"]) == (NUMBER, "Nguyễn Văn An", "15/03/1990")
    assert body["insurance"]["finding"] == "in-force"
    assert not any(word in json.dumps(body) for word in (NUMBER, "DN401", "bệnh"))


def test_the_records_that_the_hospitals_system_finds(tmp_path: Path) -> None:
    with house(tmp_path, FakeGateway(good)) as (opened, _):
        checked(opened)
    records = {path.suffix: path.read_bytes() for path in (tmp_path / "records").iterdir()}
    assert set(records) == {".xml", ".json"}
    schema = xmlschema.XMLSchema(str(ROOT / "kiosk" / "services" / "health_records" / "schemas" / "xml0.xsd"))
    schema.validate(BytesIO(records[".xml"]))
    Bundle.model_validate_json(records[".json"])
    filled = {element.tag: element.text for element in ElementTree.fromstring(records[".xml"]).iter() if element.text}
    assert (filled["SO_CCCD"], filled["MA_THE_BHYT"], filled["MA_DKBD"]) == (NUMBER, "DN4010123456789", "01001")


def test_whom_staff_turn_away_at_once_the_hospitals_system_does_not_find(tmp_path: Path) -> None:
    clerk = StaffMember("lan", Role.SUPERVISOR)
    with house(tmp_path, FakeGateway(good)) as (opened, _):
        _, kiosk = checked(opened)
        assert kiosk.check is not None
        for step in (st.Begun(kiosk.check.id, clerk), st.Chosen("another-person"), st.Confirmed()):
            opened.assembly.overrides.post(step)
    assert list((tmp_path / "records").iterdir()) == []


def test_the_number_of_the_insurance_card_is_asked_about(tmp_path: Path) -> None:
    paper = InsuranceCard("DN4010123456789", "NGUYEN VAN AN", 1990)
    gateway = FakeGateway(good)
    with house(tmp_path, gateway) as (opened, _):
        decision, _ = checked(opened, ev.CodeSeen(paper, FaultCode.CODE_INSURANCE))
    assert decision.verdict is Verdict.ADMIT
    assert [question["maThe"] for question in gateway.questions] == ["DN4010123456789"]


@pytest.mark.parametrize(
    ("answer", "finding"),
    [
        ({"maKetQua": "010", "hoTen": None, "ngaySinh": None}, "expired"),
        ({"maKetQua": "050"}, "not-found"),
        ({"maKetQua": "060"}, "wrong-name"),
        ({"maKetQua": "100"}, "service-failed"),
    ],
    ids=["expired", "not known", "another name", "the gateway's own failure"],
)
def test_whoever_is_not_insured_comes_in_and_is_told_to_staff(
    tmp_path: Path, answer: dict[str, Any], finding: str
) -> None:
    with house(tmp_path, FakeGateway(lambda _: {**GOOD, **answer})) as (opened, _):
        decision, kiosk = checked(opened)
        lines = staff_lines(kiosk)
        shown = opened.until(ShowingResult).phase
    assert (decision.verdict, decision.reasons) == (
        Verdict.ADMIT_WITH_ATTENTION,
        (Reason.INSURANCE_NEEDS_STAFF,),
    )
    assert lines["Việc cần làm"]
    assert isinstance(shown, ShowingResult)
    told = check_json(shown.check, shown.decision)
    schema = json.loads((ROOT / "docs" / "schemas" / "kiosk.check-1.json").read_text("utf-8"))
    jsonschema.validate(told, schema, jsonschema.Draft202012Validator)
    assert told["insurance"]["finding"] == finding


FAILING = {
    "nobody": (fake.raw(b""), "unreachable"),
    "half an answer": (fake.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), "broken"),
    "a page": (fake.sending(b"<html>"), "answer-malformed"),
    "elsewhere": (fake.sending(b"", "302 Found", "Location: https://elsewhere.invalid/"), "redirected"),
}


@pytest.mark.parametrize("situation", FAILING)
def test_a_gateway_that_fails_sends_nobody_away_and_tells_nothing(
    situation: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    behave, trouble = FAILING[situation]
    with caplog.at_level(logging.DEBUG), house(tmp_path, behave) as (opened, _):
        decision, _ = checked(opened)
        body = journal(opened)
        seen = repr(opened.seen)
    assert decision.verdict is Verdict.ADMIT_WITH_ATTENTION
    assert body["insurance"]["trouble"] == trouble
    for shown in (caplog.text, seen):
        assert not any(word in shown for word in (NUMBER, PASSWORD, STAFF_NUMBER, "Nguyễn"))


def test_a_gateway_that_is_silent_is_left_after_its_own_time(tmp_path: Path) -> None:
    with house(tmp_path, fake.silent(lambda: None), seconds=0.5) as (opened, service):
        decision, _ = checked(opened)
        assert service.left.wait(fake.PATIENCE)
        assert journal(opened)["insurance"]["trouble"] == "too-late"
    assert decision.verdict is Verdict.ADMIT_WITH_ATTENTION


def test_a_patient_without_a_card_is_received_by_hand(tmp_path: Path) -> None:
    gateway = FakeGateway(good)
    cases = '[reception]\ncases = ["no-card", "emergency"]\n'
    with house(tmp_path, gateway, site=HOSPITAL + cases) as (opened, _):
        opened.until(Idle)
        desk = opened.assembly.reception
        assert desk is not None
        typed = ManualPatient(ManualCase.NO_CARD, "Nguyễn Văn An", PartialDate(1990), "DN4010123456789")
        received = desk.receive(typed, "lan")
        with closing(sqlite3.connect(opened.settings.data / "journal.sqlite")) as connection:
            query = "SELECT body FROM entry WHERE sequence = ?"
            (body,) = connection.execute(query, (received.entry,)).fetchone()
    assert received.insurance is not None
    assert received.insurance.finding is InsuranceFinding.IN_FORCE
    assert received.insurance.cover is not None
    assert received.insurance.cover.card.number == "", "the site does not show it"
    assert json.loads(body) == {"act": "received-no-card", "by": "lan", "subject": ""}
    (bundle,) = (tmp_path / "records").glob("*.json")
    patient = json.loads(bundle.read_bytes())["entry"][0]["resource"]
    assert (patient["meta"]["tag"][0]["code"], patient["birthDate"]) == ("typed", "1990")


def test_a_site_without_the_table_asks_nobody_and_writes_nothing(tmp_path: Path) -> None:
    with house(tmp_path, FakeGateway(good), site="") as (opened, service):
        decision, _ = checked(opened)
    assert decision.verdict is Verdict.ADMIT
    assert service.connections == 0
    assert not (tmp_path / "records").exists()
