"""The adapter of the insurance gateway against one that speaks the documented format over real HTTP on loopback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceAnswer, InsuranceField, InsuranceQuestion
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.hospital.gateway import BIRTH_FORMATS, TOKEN_SECONDS, GatewayAccess, InsuranceGateway
from tests.fakes import issuer_service as fake
from tests.fakes.insurance_gateway import (
    ACCOUNT,
    GOOD,
    PASSWORD,
    PASSWORD_MD5,
    STAFF_NAME,
    STAFF_NUMBER,
    FakeGateway,
    insurance_gateway,
)
from tests.fakes.issuer_service import Behaviour, IssuerService, issuer_service

AN = InsuranceQuestion("001090012345", "Nguyễn Văn An", PartialDate(1990, 3, 15))
F, T = InsuranceFinding, ServiceTrouble


class Clock:
    """Midnight in Vietnam has passed, in Greenwich it has not; seconds go by as the test says."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 6, 25, 17, 30, tzinfo=UTC)


def access(url: str, **changed: Any) -> GatewayAccess:
    return replace(GatewayAccess(url, 5.0, ACCOUNT, PASSWORD, STAFF_NAME, STAFF_NUMBER), **changed)


@contextmanager
def asking(gateway: FakeGateway, clock: Clock | None = None, **changed: Any) -> Iterator[InsuranceGateway]:
    with insurance_gateway(gateway) as service:
        yield InsuranceGateway(access(service.url, **changed), clock or Clock())


def answer_of(lookup: InsuranceGateway, question: InsuranceQuestion = AN) -> InsuranceAnswer:
    return lookup.ask(question, Deadline(SystemClock(), 30.0))


def test_what_is_sent_and_what_comes_back() -> None:
    gateway = FakeGateway()
    with insurance_gateway(gateway) as service:
        answer = answer_of(InsuranceGateway(access(f"{service.url}/relay"), Clock()))
    assert (answer.finding, answer.service, answer.code, answer.trouble) == (F.IN_FORCE, "bhyt", "000", None)
    assert answer.cover is not None
    assert answer.cover.card.number == "DN4010123456789"
    assert gateway.questions == [
        {
            "maThe": "001090012345",
            "hoTen": "Nguyễn Văn An",
            "ngaySinh": "15/03/1990",
            "hoTenCb": STAFF_NAME,
            "cccdCb": STAFF_NUMBER,
        }
    ]
    taken, asked = service.asked
    assert taken.line == "POST /relay/api/token/take HTTP/1.1"
    assert asked.target.startswith("/relay/api/egw/KQNhanLichSuKCB2024?token=token-1&id_token=id-token-1&username=")
    assert not any(word in asked.target for word in ("001090012345", STAFF_NUMBER, PASSWORD))


@pytest.mark.parametrize("number", ["001090012345", "0123456789", "DN4010123456789"])
def test_all_three_forms_of_a_number(number: str) -> None:
    gateway = FakeGateway()
    with asking(gateway) as lookup:
        answer_of(lookup, replace(AN, number=number))
    assert gateway.questions[0]["maThe"] == number


@pytest.mark.parametrize(
    ("form", "birth", "sent"),
    [
        ("dd/MM/yyyy", PartialDate(1994, 3, 5), "05/03/1994"),
        ("ddMMyyyy", PartialDate(1994, 3, 5), "05031994"),
        ("yyyyMMdd", PartialDate(1994, 3, 5), "19940305"),
        ("dd/MM/yyyy", PartialDate(1994), "1994"),
        ("ddMMyyyy", PartialDate(1994), "1994"),
        ("yyyyMMdd", PartialDate(1994), "1994"),
    ],
)
def test_the_form_of_birth_dates_is_a_setting(form: str, birth: PartialDate, sent: str) -> None:
    assert BIRTH_FORMATS[form](birth) == sent


def test_a_password_may_be_given_as_what_is_sent() -> None:
    assert access("", password=f"md5:{PASSWORD_MD5.upper()}").password_sent == PASSWORD_MD5
    assert access("").password_sent == PASSWORD_MD5


# Tokens


def test_a_token_serves_for_less_than_its_hour() -> None:
    gateway, clock = FakeGateway(), Clock()
    with asking(gateway, clock) as lookup:
        for _ in range(3):
            assert answer_of(lookup).finding is F.IN_FORCE
        assert gateway.taken == 1
        clock.seconds = TOKEN_SECONDS
        assert answer_of(lookup).finding is F.IN_FORCE
    assert gateway.taken == 2
    assert TOKEN_SECONDS < 3600


@pytest.mark.parametrize("says", ["status", "body"])
def test_a_token_that_is_refused_is_renewed_once(says: str) -> None:
    gateway = FakeGateway(says_expired=says)
    with asking(gateway) as lookup:
        answer_of(lookup)
        gateway.expire()
        assert answer_of(lookup).finding is F.IN_FORCE
    assert gateway.taken == 2


@pytest.mark.parametrize("says", ["status", "body"])
def test_a_gateway_that_refuses_every_token_is_not_asked_for_ever(says: str) -> None:
    gateway = FakeGateway(says_expired=says)
    with asking(gateway, account="another") as lookup:
        answer = answer_of(lookup)
    assert (answer.finding, answer.trouble) == (F.SERVICE_FAILED, T.NOT_AUTHORISED)
    forgetting = FakeGateway(says_expired=says)
    forgetting.tokens = _Nowhere()
    with asking(forgetting) as lookup:
        answer = answer_of(lookup)
    assert (answer.finding, answer.trouble) == (F.SERVICE_FAILED, T.NOT_AUTHORISED)
    assert forgetting.taken == 2


class _Nowhere(list[str]):
    """Forgets every token at once."""

    def append(self, token: str) -> None:
        pass


@pytest.mark.parametrize(
    "key",
    [
        None,
        "token",
        {},
        {"access_token": "a"},
        {"access_token": "a\r\nb", "id_token": "c"},
        {"access_token": 1, "id_token": 2},
    ],
    ids=["none", "text", "empty", "half", "a line break", "numbers"],
)
def test_a_token_that_is_none(key: Any) -> None:
    with issuer_service(fake.saying({"maKetQua": "200", "APIKey": key})) as service:
        answer = answer_of(InsuranceGateway(access(service.url), Clock()))
    assert (answer.finding, answer.trouble) == (F.SERVICE_FAILED, T.ANSWER_MALFORMED)


# Oddities


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/plain", "application/octet-stream"])
def test_a_wrong_content_type_does_no_harm(content_type: str) -> None:
    with asking(FakeGateway(content_type=content_type)) as lookup:
        assert answer_of(lookup).finding is F.IN_FORCE


@pytest.mark.parametrize(
    ("number", "question"),
    [("", AN), ("12345", AN), ("001090012345", replace(AN, name="")), ("001090012345", replace(AN, birth=None))],
    ids=["no number", "half a number", "no name", "no birth date"],
)
def test_what_the_gateway_must_have_is_not_asked_without(number: str, question: InsuranceQuestion) -> None:
    gateway = FakeGateway()
    with asking(gateway) as lookup:
        answer = answer_of(lookup, replace(question, number=number))
    assert (answer.finding, answer.trouble) == (F.NOT_ASKED, T.DATA_MISSING)
    assert gateway.questions == []


# Failures: each an answer, none a fault

HALF = b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"maKetQua": "000", "hoTen": "Ngu'
ENDLESS = {"maKetQua": "000", "dsLichSuKCB2018": ["x" * 1024] * 1100}


@pytest.mark.parametrize(
    ("behave", "trouble"),
    [
        (fake.sending(b"", "500 Internal Server Error"), T.BROKEN),
        (fake.sending(b"", "403 Forbidden"), T.NOT_AUTHORISED),
        (fake.sending(b"", "404 Not Found"), T.REFUSED),
        (fake.sending(b"", "302 Found", "Location: http://elsewhere.invalid"), T.REDIRECTED),
        (fake.raw(HALF), T.BROKEN),
        (fake.raw(b"no HTTP at all"), T.BROKEN),
        (fake.sending(b"<html>Bad Gateway</html>"), T.ANSWER_MALFORMED),
        (fake.saying([]), T.ANSWER_MALFORMED),
        (fake.saying({"maKetQua": "000", "hoTen": {}}), T.ANSWER_MALFORMED),
        (fake.saying(ENDLESS), T.ANSWER_TOO_LARGE),
        (fake.saying({"maKetQua": "100"}), T.BROKEN),
        (fake.saying({"maKetQua": "205"}), T.REFUSED),
    ],
    ids=[
        "500",
        "an address that is not on its list",
        "404",
        "elsewhere",
        "half an answer",
        "no HTTP",
        "HTML",
        "a list",
        "a broken field",
        "too large",
        "its own word for an error",
        "its own word for a bad question",
    ],
)
def test_a_gateway_that_fails_is_an_answer(behave: Behaviour, trouble: ServiceTrouble) -> None:
    gateway = FakeGateway()

    def after_the_token(client: Any, asked: Any) -> None:
        (gateway if asked.target.endswith("/take") else behave)(client, asked)

    with issuer_service(after_the_token) as service:
        answer = answer_of(InsuranceGateway(access(service.url), Clock()))
    assert (answer.finding, answer.trouble, answer.cover) == (F.SERVICE_FAILED, trouble, None)


def test_a_lost_connection_is_tried_once_more() -> None:
    gateway = FakeGateway()
    turns = fake.in_turn(gateway, fake.raw(b""), gateway)
    with issuer_service(turns) as service:
        assert answer_of(InsuranceGateway(access(service.url), Clock())).finding is F.IN_FORCE
    assert service.connections == 3


def test_nobody_there() -> None:
    with issuer_service(fake.raw(b"")) as service:
        url = service.url
    answer = answer_of(InsuranceGateway(access(url), Clock()))
    assert (answer.finding, answer.trouble) == (F.SERVICE_FAILED, T.UNREACHABLE)


def test_a_slow_gateway_is_left_when_the_check_is_over() -> None:
    deadline = Deadline(SystemClock(), 30.0)
    with issuer_service(fake.dripping(deadline.cancel)) as service:
        answer = InsuranceGateway(access(service.url), Clock()).ask(AN, deadline)
        assert service.left.wait(fake.PATIENCE)
    assert (answer.finding, answer.trouble) == (F.SERVICE_FAILED, T.CANCELLED)


def test_a_slow_gateway_is_left_when_its_own_time_is_over() -> None:
    clock = Clock()

    def time_passes() -> None:
        clock.seconds += 60.0

    with issuer_service(fake.silent(time_passes)) as service:
        answer = InsuranceGateway(access(service.url), clock).ask(AN, Deadline(clock, 100.0))
    assert (answer.finding, answer.trouble) == (F.SERVICE_FAILED, T.TOO_LATE)


def test_a_wrong_certificate(tmp_path: Path) -> None:
    ours, other = fake.authority(tmp_path), fake.authority(tmp_path, "Other TLS CA")
    tls = fake.server_side(fake.identity(other, tmp_path, "service"))
    with issuer_service(FakeGateway(), tls) as service:
        answer = answer_of(InsuranceGateway(access(service.secure_url, authorities=ours.file), Clock()))
    assert (answer.finding, answer.trouble) == (F.SERVICE_FAILED, T.CERTIFICATE_REFUSED)
    assert service.asked == []


def test_tls_with_an_authority_of_the_hospital(tmp_path: Path) -> None:
    ours = fake.authority(tmp_path)
    tls = fake.server_side(fake.identity(ours, tmp_path, "service"))
    with issuer_service(FakeGateway(), tls) as service:
        answer = answer_of(InsuranceGateway(access(service.secure_url, authorities=ours.file), Clock()))
    assert answer.finding is F.IN_FORCE


# Settings and silence


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"account": ""}, "account"),
        ({"password": ""}, "password_file"),
        ({"staff_name": ""}, "staff_name"),
        ({"staff_number": ""}, "staff_number"),
        ({"birth_format": "MM/dd/yyyy"}, "birth_format"),
        ({"url": "http://egw.invalid"}, "url"),
        ({"authorities": Path("nowhere.pem")}, "ca_file"),
    ],
    ids=str,
)
def test_settings_that_do_not_do(changed: dict[str, Any], key: str) -> None:
    with pytest.raises(Fault, match=rf"insurance\.{key}") as raised:
        InsuranceGateway(access(**{"url": "https://egw.invalid", **changed}), Clock())
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


def test_what_it_needs() -> None:
    assert InsuranceGateway(access("https://egw.invalid"), Clock()).needs == set(InsuranceField)


def test_nothing_personal_and_no_secret_is_shown_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    failing = FakeGateway(answer=lambda _: {**GOOD, "hoTen": "Trần Thị Bình"})
    with asking(failing) as lookup:
        answer = answer_of(lookup)
        shown = caplog.text + repr(answer) + repr(access("")) + repr(lookup)
    assert answer.trouble is T.ANSWER_OF_ANOTHER
    for word in ("Nguyễn", "Trần", "001090012345", PASSWORD, PASSWORD_MD5, STAFF_NUMBER, "token-1"):
        assert word not in shown


def test_one_service_for_all_questions() -> None:
    def by_number(body: dict[str, Any]) -> dict[str, Any]:
        return GOOD if body["maThe"] == AN.number else {"maKetQua": "050"}

    service: IssuerService
    with insurance_gateway(FakeGateway(by_number)) as service:
        lookup = InsuranceGateway(access(service.url), Clock())
        assert answer_of(lookup).finding is F.IN_FORCE
        assert answer_of(lookup, replace(AN, number="001090012346")).finding is F.NOT_FOUND
