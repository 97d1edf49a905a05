"""The port over a real connection: what a service answers, what a failing one amounts to, and what is never shown."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.issuer_answer import IssuerAnswer, IssuerFinding, IssuerTrouble
from kiosk.services.issuer.answer import Answering, Pointer
from kiosk.services.issuer.form import Form, Signing, Source
from kiosk.services.issuer.profile import Asking, ServiceProfile, load_profile
from kiosk.services.issuer.verification import Access, HttpIssuerVerification
from tests.fakes import issuer_service as fake
from tests.fakes.issuer_questions import EVERYTHING, FILES, NUMBER, SIGNER, WHOLE, question
from tests.fakes.issuer_service import Behaviour, IssuerService, issuer_service

CLOCK = SystemClock()
URL = "https://service.invalid"
TOKEN = "t0ken-of-the-kiosk"
PROFILE = ServiceProfile(
    Form("test", {"sod": Source.SOD, "signer": Source.SIGNER, "id": Source.NUMBER}),
    Asking(
        "/verify",
        "json",
        Answering(
            Pointer(("result",)),
            {"true": IssuerFinding.GENUINE, "false": IssuerFinding.NOT_GENUINE, '"?"': IssuerFinding.NOT_KNOWN},
            code=Pointer(("code",)),
            reference=Pointer(("id",)),
        ),
        headers={"Authorization": Source.BEARER},
    ),
)


def with_asking(**changes: object) -> ServiceProfile:
    assert PROFILE.asking is not None
    return replace(PROFILE, asking=replace(PROFILE.asking, **changes))  # type: ignore[arg-type]


def access(service: IssuerService, **changes: object) -> Access:
    return replace(Access(service.url, 30.0, token=TOKEN), **changes)  # type: ignore[arg-type]


def ask(behave: Behaviour, profile: ServiceProfile = PROFILE) -> tuple[IssuerAnswer, IssuerService]:
    with issuer_service(behave) as service:
        verification = HttpIssuerVerification(profile, access(service), CLOCK)
        return verification.ask(WHOLE, Deadline(CLOCK, 30.0)), service


@pytest.mark.parametrize(
    ("result", "finding"),
    [(True, IssuerFinding.GENUINE), (False, IssuerFinding.NOT_GENUINE), ("?", IssuerFinding.NOT_KNOWN)],
    ids=["genuine", "not genuine", "not known"],
)
def test_what_a_service_answers(result: object, finding: IssuerFinding) -> None:
    answer, service = ask(fake.saying({"result": result, "code": "E1", "id": "r-1"}))
    assert (answer.finding, answer.service, answer.code, answer.reference) == (finding, "test", "E1", "r-1")
    assert answer.at.tzinfo is not None
    (asked,) = service.asked
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert set(json.loads(asked.body)) == {"sod", "signer", "id"}


FAILING: dict[str, tuple[Behaviour, IssuerTrouble]] = {
    "a token that is not good": (fake.saying({}, "401 Unauthorized"), IssuerTrouble.NOT_AUTHORISED),
    "an account without the right": (fake.saying({}, "403 Forbidden"), IssuerTrouble.NOT_AUTHORISED),
    "a question that it does not take": (fake.saying({"result": True}, "422 Unprocessable"), IssuerTrouble.REFUSED),
    "a failure of its own": (fake.saying({"result": True}, "500 Internal Server Error"), IssuerTrouble.BROKEN),
    "a redirect": (fake.sending(b"", "302 Found", "Location: http://127.0.0.1:1/"), IssuerTrouble.REDIRECTED),
    "a page": (fake.sending(b"<html>welcome</html>"), IssuerTrouble.ANSWER_MALFORMED),
    "a word that nobody knows": (fake.saying({"result": "maybe"}), IssuerTrouble.ANSWER_MALFORMED),
    "nothing": (fake.raw(b""), IssuerTrouble.UNREACHABLE),
    "too much": (fake.sending(b" " * 70_000), IssuerTrouble.ANSWER_TOO_LARGE),
}


@pytest.mark.parametrize("situation", FAILING)
def test_a_service_that_fails_is_an_answer(
    situation: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    behave, trouble = FAILING[situation]
    with caplog.at_level(logging.DEBUG):
        answer, service = ask(behave)
    assert (answer.finding, answer.trouble) == (IssuerFinding.SERVICE_FAILED, trouble)
    assert service.connections == 1
    printed = capfd.readouterr()
    for shown in (repr(answer), caplog.text, printed.out, printed.err):
        assert NUMBER not in shown and TOKEN not in shown


def test_a_status_that_the_profile_calls_an_answer() -> None:
    answer, _ = ask(fake.saying({"result": "?"}, "404 Not Found"), with_asking(statuses=frozenset({200, 404})))
    assert answer.finding is IssuerFinding.NOT_KNOWN


LOST = fake.raw(b"")
DOWN = fake.saying({}, "503 Service Unavailable")
GOOD = fake.saying({"result": True})


@pytest.mark.parametrize(
    ("idempotent", "turns", "finding", "connections"),
    [
        (True, (LOST, GOOD), IssuerFinding.GENUINE, 2),
        (True, (DOWN, GOOD), IssuerFinding.GENUINE, 2),
        (True, (DOWN, DOWN, GOOD), IssuerFinding.SERVICE_FAILED, 2),
        (True, (fake.saying({}, "401 Unauthorized"), GOOD), IssuerFinding.SERVICE_FAILED, 1),
        (False, (LOST, GOOD), IssuerFinding.SERVICE_FAILED, 1),
        (False, (DOWN, GOOD), IssuerFinding.SERVICE_FAILED, 1),
    ],
    ids=["lost, then good", "down, then good", "down twice", "refused", "not idempotent, lost", "not idempotent, down"],
)
def test_only_an_idempotent_service_is_asked_again(
    idempotent: bool, turns: tuple[Behaviour, ...], finding: IssuerFinding, connections: int
) -> None:
    answer, service = ask(fake.in_turn(*turns), with_asking(idempotent=idempotent))
    assert (answer.finding, service.connections) == (finding, connections)


def test_the_second_time_is_the_same_transaction() -> None:
    _, service = ask(fake.in_turn(DOWN, GOOD), with_asking(idempotent=True, query={"transaction": Source.TRANSACTION}))
    first, second = service.asked
    assert (first.target, first.body) == (second.target, second.body)


def test_two_questions_are_two_transactions() -> None:
    profile = with_asking(query={"transaction": Source.TRANSACTION})
    with issuer_service(GOOD) as service:
        verification = HttpIssuerVerification(profile, access(service), CLOCK)
        for _ in range(2):
            verification.ask(WHOLE, Deadline(CLOCK, 30.0))
    assert service.asked[0].target != service.asked[1].target


def test_a_card_without_what_the_service_must_have_is_not_asked_about() -> None:
    with issuer_service(GOOD) as service:
        answer = HttpIssuerVerification(PROFILE, access(service), CLOCK).ask(question(), Deadline(CLOCK, 30.0))
    assert (answer.finding, answer.trouble) == (IssuerFinding.NOT_ASKED, IssuerTrouble.DATA_MISSING)
    assert service.connections == 0


def test_a_check_that_is_over_waits_for_nothing() -> None:
    deadline = Deadline(CLOCK, 30.0)
    with issuer_service(fake.silent(deadline.cancel)) as service:
        answer = HttpIssuerVerification(PROFILE, access(service), CLOCK).ask(WHOLE, deadline)
    assert (answer.finding, answer.trouble) == (IssuerFinding.SERVICE_FAILED, IssuerTrouble.CANCELLED)


@pytest.mark.parametrize(("own", "of_the_check"), [(0.0, 30.0), (30.0, 0.0)], ids=["its own limit", "the check's"])
def test_the_earlier_limit_counts(own: float, of_the_check: float) -> None:
    with issuer_service(fake.silent(lambda: None)) as service:
        verification = HttpIssuerVerification(PROFILE, access(service, seconds=own), CLOCK)
        answer = verification.ask(WHOLE, Deadline(CLOCK, of_the_check))
    assert (answer.finding, answer.trouble) == (IssuerFinding.SERVICE_FAILED, IssuerTrouble.TOO_LATE)


def test_making_one_opens_no_socket() -> None:
    with issuer_service(GOOD) as service:
        HttpIssuerVerification(PROFILE, access(service), CLOCK)
    assert service.connections == 0


SIGNED = with_asking(query={"h": Source.HMAC}, signing=Signing("sha256", (Source.ACCOUNT, Source.DG14)))


@pytest.mark.parametrize(
    ("profile", "needs"),
    [(PROFILE, {ElementaryFile.DG1}), (SIGNED, {ElementaryFile.DG1, ElementaryFile.DG14})],
    ids=["its fields", "and what is signed"],
)
def test_what_must_be_released_to_it(profile: ServiceProfile, needs: set[ElementaryFile]) -> None:
    reach = Access(URL, 3.0, account="kiosk-1", token=TOKEN, secret=b"s3cret")
    assert set(HttpIssuerVerification(profile, reach, CLOCK).needs) == needs


# TLS


def test_a_service_that_asks_for_our_certificate(tmp_path: Path) -> None:
    ours = fake.authority(tmp_path)
    tls = fake.server_side(fake.identity(ours, tmp_path, "service"), clients=ours.file)
    client = fake.identity(ours, tmp_path, "kiosk")
    with issuer_service(GOOD, tls) as service:
        reach = access(service, url=service.secure_url, authorities=ours.file)
        without = HttpIssuerVerification(PROFILE, reach, CLOCK).ask(WHOLE, Deadline(CLOCK, 30.0))
        known = replace(reach, client_certificate=client)
        answer = HttpIssuerVerification(PROFILE, known, CLOCK).ask(WHOLE, Deadline(CLOCK, 30.0))
    assert (without.finding, without.trouble) == (IssuerFinding.SERVICE_FAILED, IssuerTrouble.UNREACHABLE)
    assert answer.finding is IssuerFinding.GENUINE


def test_a_service_whose_authority_is_not_ours(tmp_path: Path) -> None:
    theirs = fake.authority(tmp_path)
    with issuer_service(GOOD, fake.server_side(fake.identity(theirs, tmp_path, "service"))) as service:
        reach = access(service, url=service.secure_url)
        answer = HttpIssuerVerification(PROFILE, reach, CLOCK).ask(WHOLE, Deadline(CLOCK, 30.0))
    assert answer.trouble is IssuerTrouble.CERTIFICATE_REFUSED
    assert service.asked == []


# Settings that do not fit


def broken(tmp_path: Path) -> Path:
    file = tmp_path / "broken.pem"
    file.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n")
    return file


UNFIT: dict[str, tuple[Callable[[Path], tuple[ServiceProfile, Access]], str]] = {
    "a form for exports": (lambda _: (load_profile("rar"), Access(URL, 3.0)), "rar serves for exports"),
    "no token": (lambda _: (PROFILE, Access(URL, 3.0)), "issuer_check.token_file: test needs it"),
    "a token of two lines": (
        lambda _: (PROFILE, Access(URL, 3.0, token="a\nb")),
        "issuer_check.token_file: test needs it",
    ),
    "no account": (
        lambda _: (with_asking(query={"m": Source.ACCOUNT}), Access(URL, 3.0, token=TOKEN)),
        "issuer_check.account: test needs it",
    ),
    "no account to sign": (lambda _: (SIGNED, Access(URL, 3.0, token=TOKEN, secret=b"s")), "issuer_check.account"),
    "no secret": (
        lambda _: (
            with_asking(query={"h": Source.HMAC}, signing=Signing("sha256", (Source.SOD,))),
            Access(URL, 3.0, token=TOKEN),
        ),
        "issuer_check.secret_file: test needs it",
    ),
    "an HMAC over nothing": (
        lambda _: (with_asking(query={"h": Source.HMAC}), Access(URL, 3.0, token=TOKEN, secret=b"s")),
        "issuer_check.secret_file: test needs it",
    ),
    "http to elsewhere": (lambda _: (PROFILE, Access("http://a.invalid", 3.0, token=TOKEN)), "issuer_check.url"),
    "no authorities": (
        lambda folder: (PROFILE, Access(URL, 3.0, token=TOKEN, authorities=folder / "none.pem")),
        "issuer_check.ca_file",
    ),
    "broken authorities": (
        lambda folder: (PROFILE, Access(URL, 3.0, token=TOKEN, authorities=broken(folder))),
        "issuer_check.ca_file",
    ),
    "a broken certificate of ours": (
        lambda folder: (PROFILE, Access(URL, 3.0, token=TOKEN, client_certificate=broken(folder))),
        "issuer_check.client_certificate",
    ),
}


@pytest.mark.parametrize("situation", UNFIT)
def test_settings_that_do_not_fit_are_found_before_the_first_card(situation: str, tmp_path: Path) -> None:
    make, said = UNFIT[situation]
    profile, reach = make(tmp_path)
    with pytest.raises(Fault) as raised:
        HttpIssuerVerification(profile, reach, CLOCK)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert said in raised.value.technical
    assert TOKEN not in str(raised.value)


def test_secrets_are_not_shown() -> None:
    shown = repr(Access(URL, 3.0, token=TOKEN, secret=b"hmac-key"))
    assert TOKEN not in shown and "hmac-key" not in shown


# The services whose profiles are shipped


def shipped(name: str, answer: object) -> tuple[IssuerAnswer, IssuerService]:
    with issuer_service(fake.saying(answer)) as service:
        reach = access(service, account="kiosk-account", secret=b"secret")
        verification = HttpIssuerVerification(load_profile(name), reach, CLOCK)
        return verification.ask(question(*EVERYTHING), Deadline(CLOCK, 30.0)), service


@pytest.mark.parametrize(("result", "finding"), [(True, IssuerFinding.GENUINE), (False, IssuerFinding.NOT_GENUINE)])
def test_2id(result: bool, finding: IssuerFinding) -> None:
    answer, service = shipped("2id", {"status": True, "data": {"result": result, "exitCode": 0, "responseId": "r-1"}})
    assert (answer.finding, answer.code, answer.reference) == (finding, "0", "r-1")
    (asked,) = service.asked
    assert asked.target.startswith("/c06-verify/integration/verify-card?merchantKey=kiosk-account&transactionId=")
    assert asked.headers["apikey"] == TOKEN
    assert set(json.loads(asked.body)) == {
        "sodData",
        "dg1DataB64",
        "dg2DataB64",
        "dg13DataB64",
        "dg14DataB64",
        "method",
    }


def test_2id_that_took_no_question() -> None:
    answer, _ = shipped("2id", {"status": False, "data": {"result": True}})
    assert answer.trouble is IssuerTrouble.REFUSED


def test_hyperverge() -> None:
    def echo(client: object, asked: fake.Asked) -> None:
        said = {
            "status": "success",
            "metaData": {"transactionId": asked.headers["transactionid"]},
            "result": {"details": {"verifyC06": True, "verifyRequestId": "v-1"}, "summary": {"action": "pass"}},
        }
        fake.saying(said)(client, asked)  # type: ignore[arg-type]

    with issuer_service(echo) as service:
        verification = HttpIssuerVerification(load_profile("hyperverge"), access(service), CLOCK)
        answer = verification.ask(question(*EVERYTHING), Deadline(CLOCK, 30.0))
    assert (answer.finding, answer.code, answer.reference) == (IssuerFinding.GENUINE, "pass", "v-1")
    assert json.loads(service.asked[0].body)["idNumber"] == NUMBER


def test_a_question_holds_the_files_byte_by_byte() -> None:
    _, service = ask(GOOD)
    body = json.loads(service.asked[0].body)
    assert base64.b64decode(body["sod"]) == FILES[ElementaryFile.SOD]
    assert base64.b64decode(body["signer"]) == SIGNER
