"""Whole checks with a webhook: what the receiver gets, exactly once, and that nobody at the desk waits for it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from kiosk.app.outputs.local_desk import KioskLocalDesk
from kiosk.app.outputs.settings import WebhookSettings
from kiosk.check import events as ev
from kiosk.check.overrides import steps as st
from kiosk.check.states import AwaitingKey, CheckingByHand, Idle, ShowingResult
from kiosk.domain.clock import SystemClock
from kiosk.domain.delivery import OutputHealth, Reachability
from kiosk.domain.override import Outcome, Override
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.verdict import Verdict
from tests.fakes import issuer_service as fake
from tests.fakes.issuer_service import Asked, issuer_service
from tests.scenario.house import FACES, ROOT, House, card, exam_site

CAN = "012345"
NUMBER = "001090012345"
KEY = bytes(range(32))
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"
NAMED = '["number", "name", "birth_date", "key", "reasons"]'
OK = fake.sending(b"")
AWAY = fake.sending(b"", "503 Service Unavailable")


class Told:
    """The newest health of the webhook, to wait for."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._health = OutputHealth("webhook")

    def hear(self, health: OutputHealth) -> None:
        with self._changed:
            self._health = health
            self._changed.notify_all()

    def until(self, such: Callable[[OutputHealth], bool]) -> OutputHealth:
        with self._changed:
            assert self._changed.wait_for(lambda: such(self._health), fake.PATIENCE), self._health
            return self._health


@contextmanager
def house(
    folder: Path, url: str, *, named: str | None = NAMED, form: str = "kiosk", data: Path | None = None
) -> Iterator[tuple[House, Told]]:
    folder.mkdir(exist_ok=True)
    (folder / "secret").write_text(SECRET)
    settings = WebhookSettings(url, form, seconds=5.0, secret_file=folder / "secret")  # type: ignore[arg-type]
    built = House(folder)
    built.set(webhook=settings, site=releasing(folder, named), data=data or built.settings.data)
    told = Told()
    built.hear_output = told.hear
    with built.open() as opened:
        yield opened, told


def releasing(folder: Path, named: str | None) -> Path:
    """The exam site's profile with a webhook that is given these fields; ``None``: with none."""
    profile = exam_site(folder)
    if named is not None:
        text = profile.read_text("utf-8")
        assert text.count("[outputs]\n") == 1
        profile.write_text(text.replace("[outputs]\n", f"[outputs]\nwebhook = {named}\n"), "utf-8")
    return profile


def checked(house: House) -> Verdict:
    house.until(Idle)
    house.type_can(CAN)
    house.lay(card())
    return house.decision().verdict


def decide(house: House, *events: st.Event, outcome: Outcome | None = Outcome.ADMITTED) -> None:
    """What staff do at their screen, until the person's own screen shows what came of it."""
    for event in events:
        house.assembly.overrides.post(event)
    house.until(such=lambda kiosk: isinstance(kiosk.phase, ShowingResult) and kiosk.phase.by_staff is outcome)


def is_signed(asked: Asked, key: bytes = KEY) -> bool:
    signed = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(f"v1,{expected}", asked.headers["webhook-signature"])


def outbox(folder: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "data" / "journal.sqlite")) as connection:
        return connection.execute("SELECT state, key, sealed IS NULL FROM outbox").fetchall()


def journaled(folder: Path) -> list[str]:
    """The ids of the checks in the journal."""
    with closing(sqlite3.connect(folder / "data" / "journal.sqlite")) as connection:
        found = connection.execute("SELECT json_extract(body, '$.check_id') FROM entry WHERE kind = 'check'")
        return [check_id for (check_id,) in found]


def test_the_receiver_gets_one_body_with_exactly_the_released_fields(tmp_path: Path) -> None:
    with issuer_service(OK) as service, house(tmp_path, service.url) as (opened, told):
        assert checked(opened) is Verdict.ADMIT
        told.until(lambda health: health.delivered_at is not None)
        shown = [kiosk.check.id for kiosk in opened.seen if isinstance(kiosk.phase, ShowingResult) and kiosk.check]
    (asked,) = service.asked
    body = json.loads(asked.body)
    schema = json.loads((ROOT / "docs" / "schemas" / "kiosk.webhook-1.json").read_text("utf-8"))
    jsonschema.validate(body, schema, jsonschema.Draft202012Validator)
    assert body["released"] == {
        "key": "000101",
        "number": NUMBER,
        "name": "Nguyễn Văn An",
        "birth_date": "1990-03-15",
    }
    assert (body["verdict"], body["kiosk"], body["site"]) == ("ADMIT", "test", "exam")
    assert (body["id"], body["check"]) == (shown[0], shown[0])
    assert asked.headers["webhook-id"] == shown[0]
    assert is_signed(asked)
    assert not is_signed(Asked(asked.line, asked.headers, asked.body.replace(b"ADMIT", b"REFER")))
    assert outbox(tmp_path) == [("delivered", shown[0], 1)]


def test_nobody_at_the_desk_waits_for_a_receiver_and_the_message_comes_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    came_back = threading.Event()

    def behave(client: object, asked: Asked) -> None:
        (OK if came_back.is_set() else AWAY)(client, asked)  # type: ignore[arg-type]

    with caplog.at_level(logging.DEBUG), issuer_service(behave) as service:
        with house(tmp_path, service.url) as (opened, told):
            assert checked(opened) is Verdict.ADMIT
            health = told.until(lambda health: health.trouble == "broken")
            assert health.waiting == 1
        assert [state for state, _, _ in outbox(tmp_path)] == ["waiting"]
        came_back.set()
        with house(tmp_path / "again", service.url, data=tmp_path / "data") as (_, told_again):
            health = told_again.until(lambda health: health.delivered_at is not None)
    assert (health.waiting, health.reachability) == (0, Reachability.ONLINE)
    ids = {asked.headers["webhook-id"] for asked in service.asked}
    assert len(ids) == 1, "every try is the same message"
    assert json.loads(service.asked[-1].body)["released"]["number"] == NUMBER
    assert NUMBER not in caplog.text


def test_an_address_that_nobody_listens_at_is_mended_and_nothing_is_lost(tmp_path: Path) -> None:
    with issuer_service(OK) as gone:
        nowhere = gone.url
    with house(tmp_path, nowhere) as (opened, told):
        assert checked(opened) is Verdict.ADMIT
        told.until(lambda health: health.trouble == "unreachable")
    mended = tmp_path / "mended"
    with issuer_service(OK) as service, house(mended, service.url, data=tmp_path / "data") as (_, told):
        told.until(lambda health: health.delivered_at is not None)
    (asked,) = service.asked
    assert json.loads(asked.body)["released"]["number"] == NUMBER


def test_a_decision_of_staff_follows_the_verdict(tmp_path: Path) -> None:
    with issuer_service(OK) as service, house(tmp_path, service.url) as (opened, told):
        opened.until(Idle)
        opened.lay(card())
        opened.until(AwaitingKey)
        opened.assembly.runner.post(ev.ChipGivenUp())
        assert opened.decision().verdict is Verdict.REFER
        told.until(lambda health: health.delivered_at is not None)
        check = opened.until(ShowingResult).check
        assert check is not None
        decision = Override(check.id, Outcome.ADMITTED, "other-document-seen", "binh", datetime.now(UTC))
        opened.assembly._records.note_override(decision)
        told.until(lambda health: len(service.asked) == 2 and health.waiting == 0)
    verdict, decided = (json.loads(asked.body) for asked in service.asked)
    assert (verdict["event"], verdict["verdict"]) == ("check.decided", "REFER")
    assert (decided["event"], decided["check"], decided["outcome"]) == ("check.overridden", verdict["id"], "admitted")
    assert decided["id"] != verdict["id"]
    assert all(is_signed(asked) for asked in service.asked)


def test_journal_webhook_and_local_api_know_a_check_by_hand_by_one_id(tmp_path: Path) -> None:
    api = KioskLocalDesk("test", frozenset(), lambda event: None, SystemClock(), 60.0, tuple)
    with issuer_service(OK) as service, house(tmp_path, service.url, named='["source"]') as (opened, told):
        opened.hear = api.observe
        opened.until(Idle)
        (person,) = opened.assembly.by_hand.find(NUMBER).people
        assert opened.assembly.by_hand.begin(person, "binh") is None
        looking = opened.until(CheckingByHand).check
        assert looking is not None
        seen_enough = ev.HandCheckDone(looking.id)
        opened.assembly.runner.post(seen_enough)
        opened.until(ShowingResult)
        opened.assembly.runner.post(seen_enough)
        told.until(lambda health: health.delivered_at is not None)
    asked_for = api.latest()
    api.close()
    assert asked_for is not None
    (asked,) = service.asked
    body = json.loads(asked.body)
    assert (body["verdict"], body["source"], body["released"]) == ("REFER", "list", {"source": "list"})
    assert {body["id"], body["check"], asked.headers["webhook-id"], asked_for.check_id} == {looking.id}
    assert outbox(tmp_path) == [("delivered", looking.id, 1)]
    assert journaled(tmp_path) == [looking.id]


def test_a_receiver_that_refuses_leaves_a_parked_message_with_its_reason(tmp_path: Path) -> None:
    with (
        issuer_service(fake.sending(b"", "422 Unprocessable Content")) as service,
        house(tmp_path, service.url) as (
            opened,
            told,
        ),
    ):
        assert checked(opened) is Verdict.ADMIT
        health = told.until(lambda health: health.parked == 1)
    assert health.trouble == "refused-422"
    assert [state for state, _, _ in outbox(tmp_path)] == ["parked"]


def test_programs_beside_an_hn212_reader_get_the_form_that_they_know(tmp_path: Path) -> None:
    named = '["number", "name", "photo"]'
    with issuer_service(OK) as service, house(tmp_path, service.url, named=named, form="hn212") as (opened, told):
        assert checked(opened) is Verdict.ADMIT
        told.until(lambda health: health.delivered_at is not None)
    body = json.loads(service.asked[0].body)
    assert (body["id_card"], body["full_name"], body["date_of_birth"]) == (NUMBER, "Nguyễn Văn An", "")
    assert base64.b64decode(body["id_img"])[:2] == b"\xff\xd8", "the chip's JPEG 2000 as JPEG"


def test_programs_beside_an_hn212_reader_hear_once_of_somebody_whom_staff_admit(tmp_path: Path) -> None:
    named = '["number", "name", "photo"]'
    lan = StaffMember("lan", Role.SUPERVISOR)
    with issuer_service(OK) as service, house(tmp_path, service.url, named=named, form="hn212") as (opened, told):
        opened.until(Idle)
        opened.type_can(CAN)
        opened.lay(card(photo=(FACES / "biden_2010_chip_480x640.jp2").read_bytes()))
        assert opened.decision().verdict is Verdict.REFER
        check = opened.until(ShowingResult).check
        assert check is not None
        told.until(lambda health: health.delivered_at is not None)
        assert service.asked == []
        decide(opened, st.Begun(check.id, lan), st.Chosen("face-compared-by-staff"), st.Confirmed())
        decide(opened, st.UndoWanted(check.id, lan, "chosen-by-mistake"), outcome=None)
        decide(opened, st.Begun(check.id, lan), st.Chosen("other-document-seen"), st.Confirmed())
        told.until(lambda health: len(service.asked) == 1 and health.waiting == 0)
    (asked,) = service.asked
    body = json.loads(asked.body)
    assert (body["id_card"], body["full_name"]) == (NUMBER, "Nguyễn Văn An")
    assert asked.headers["webhook-id"] == f"{check.id}.admitted"
    assert {(state, wiped) for state, _, wiped in outbox(tmp_path)} == {("delivered", 1)}
    assert len(outbox(tmp_path)) == 3, "the verdict, whom staff admitted, and what was taken back"


@pytest.mark.parametrize("named", [None, "[]"], ids=["the site names no webhook", "the site names no field"])
def test_settings_alone_let_nothing_out(tmp_path: Path, named: str | None) -> None:
    with issuer_service(OK) as service, house(tmp_path, service.url, named=named) as (opened, told):
        assert checked(opened) is Verdict.ADMIT
        if named is not None:
            told.until(lambda health: health.delivered_at is not None)
    assert [json.loads(asked.body)["released"] for asked in service.asked] == ([] if named is None else [{}])
    assert len(outbox(tmp_path)) == (named is not None)


def test_a_site_that_names_a_webhook_without_anybody_listening_keeps_nothing(tmp_path: Path) -> None:
    built = House(tmp_path)
    with built.set(site=releasing(tmp_path, NAMED)).open() as opened:
        assert checked(opened) is Verdict.ADMIT
    assert outbox(tmp_path) == []
