"""What a receiver, a network or a certificate does -> taken, later, or never; and what it gets to see."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.delivery import TAKEN, Delivery, Fate
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.outbox import OutboxMessage
from kiosk.services.outbound.webhook import Endpoint, Webhook
from tests.fakes import issuer_service as fake
from tests.fakes.issuer_service import Asked, Behaviour, issuer_service
from tests.fakes.staff import START, MovableClock

KEY = bytes(range(32))
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"
MESSAGE = OutboxMessage(
    "webhook",
    "c-1",
    json.dumps(
        {"check": "c-1", "site": "exam", "at": "2026-11-22T07:00:00.000+00:00", "verdict": "ADMIT"}
        | {"source": "chip", "released": {"number": "001090012345"}}
    ).encode(),
)
OK = fake.sending(b"")


def endpoint(url: str, **changes: object) -> Endpoint:
    return replace(Endpoint(url, "kiosk", "kiosk-1", SECRET), **changes)  # type: ignore[arg-type]


def sent(to: Endpoint, deadline: Deadline | None = None, message: OutboxMessage = MESSAGE) -> Delivery:
    webhook = Webhook(to, MovableClock(), lambda image: image)
    return webhook.deliver(message, deadline or Deadline(SystemClock(), 30.0))


def is_signed(asked: Asked, key: bytes) -> bool:
    """What a receiver does, by the text of the specification and nothing of ours."""
    signed = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(f"v1,{expected}", asked.headers["webhook-signature"])


def test_a_receiver_gets_the_message_signed_under_its_id() -> None:
    with issuer_service(OK) as service:
        assert sent(endpoint(f"{service.url}/checks")) == TAKEN
    (asked,) = service.asked
    assert asked.line == "POST /checks HTTP/1.1"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["webhook-id"] == "c-1"
    assert asked.headers["webhook-timestamp"] == str(int(START.timestamp()))
    assert json.loads(asked.body)["released"] == {"number": "001090012345"}
    assert is_signed(asked, KEY)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda asked: replace(asked, body=asked.body.replace(b"ADMIT", b"REFER")),
        lambda asked: replace(asked, headers={**asked.headers, "webhook-id": "c-2"}),
        lambda asked: replace(asked, headers={**asked.headers, "webhook-timestamp": "1"}),
        lambda asked: replace(asked, headers={**asked.headers, "webhook-signature": "v1,AAAA"}),
    ],
    ids=["the body", "the id", "the time", "the signature"],
)
def test_whatever_somebody_changes_on_the_way_is_noticed(tamper: Callable[[Asked], Asked]) -> None:
    with issuer_service(OK) as service:
        sent(endpoint(service.url))
    (asked,) = service.asked
    assert not is_signed(tamper(asked), KEY)


STATUSES = {
    "200 OK": TAKEN,
    "201 Created": TAKEN,
    "204 No Content": TAKEN,
    "400 Bad Request": Delivery(Fate.NEVER, "refused-400"),
    "401 Unauthorized": Delivery(Fate.NEVER, "not-authorised"),
    "403 Forbidden": Delivery(Fate.NEVER, "not-authorised"),
    "404 Not Found": Delivery(Fate.NEVER, "refused-404"),
    "408 Request Timeout": Delivery(Fate.LATER, "broken"),
    "409 Conflict": Delivery(Fate.NEVER, "refused-409"),
    "422 Unprocessable Content": Delivery(Fate.NEVER, "refused-422"),
    "425 Too Early": Delivery(Fate.LATER, "broken"),
    "429 Too Many Requests": Delivery(Fate.LATER, "broken"),
    "500 Internal Server Error": Delivery(Fate.LATER, "broken"),
    "503 Service Unavailable": Delivery(Fate.LATER, "broken"),
}


@pytest.mark.parametrize("status", STATUSES)
def test_every_status(status: str) -> None:
    with issuer_service(fake.sending(b"", status)) as service:
        assert sent(endpoint(service.url)) == STATUSES[status]


MANNERS: dict[str, tuple[Behaviour, Delivery]] = {
    "a page behind the status": (fake.sending(b"<html>thanks</html>"), TAKEN),
    "nothing at all": (fake.raw(b""), Delivery(Fate.LATER, "unreachable")),
    "half an answer": (fake.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), Delivery(Fate.LATER, "broken")),
    "half a header": (fake.raw(b"HTTP/1.1 20"), Delivery(Fate.LATER, "broken")),
    "no HTTP": (fake.raw(b"220 mail.invalid ESMTP\r\n"), Delivery(Fate.LATER, "broken")),
    "a redirect": (
        fake.sending(b"", "302 Found", "Location: https://elsewhere.invalid/"),
        Delivery(Fate.NEVER, "redirected"),
    ),
    "a redirect that keeps the method": (
        fake.sending(b"", "308 Permanent Redirect", "Location: https://elsewhere.invalid/"),
        Delivery(Fate.NEVER, "redirected"),
    ),
    "an answer without end": (fake.sending(b" " * 70_000), Delivery(Fate.NEVER, "answer-too-large")),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_bad_manners(manner: str) -> None:
    behave, outcome = MANNERS[manner]
    with issuer_service(behave) as service:
        assert sent(endpoint(service.url)) == outcome
    assert service.connections == 1, "nothing is followed, and nothing is tried again here"


def test_nobody_listens() -> None:
    with issuer_service(OK) as service:
        url = service.url
    assert sent(endpoint(url)) == Delivery(Fate.LATER, "unreachable")


@pytest.mark.parametrize("behaviour", [fake.silent, fake.dripping])
def test_whoever_keeps_us_waiting_is_left(behaviour: Callable[[Callable[[], None]], Behaviour]) -> None:
    clock, came = MovableClock(), threading.Event()

    def pass_by() -> None:
        clock.pass_by(11.0)
        came.set()

    with issuer_service(behaviour(pass_by)) as service:
        assert sent(endpoint(service.url), Deadline(clock, 10.0)) == Delivery(Fate.LATER, "too-late")
        assert came.is_set() and service.left.wait(fake.PATIENCE)


# TLS


@pytest.mark.parametrize(
    ("address", "days", "known", "outcome"),
    [
        ("127.0.0.1", 1, True, TAKEN),
        ("127.0.0.1", 1, False, Delivery(Fate.LATER, "certificate-refused")),
        ("127.0.0.2", 1, True, Delivery(Fate.LATER, "certificate-refused")),
        ("127.0.0.1", -1, True, Delivery(Fate.LATER, "certificate-refused")),
    ],
    ids=["trusted", "of an authority that nobody named", "of another machine", "expired"],
)
def test_nothing_leaves_before_the_certificate_is_known(
    tmp_path: Path, address: str, days: int, known: bool, outcome: Delivery
) -> None:
    named, other = fake.authority(tmp_path), fake.authority(tmp_path, "Another CA")
    tls = fake.server_side(fake.identity(named, tmp_path, "receiver", address, days=days))
    with issuer_service(OK, tls) as service:
        trusting = endpoint(service.secure_url, authorities=(named if known else other).file)
        assert sent(trusting) == outcome
    assert len(service.asked) == (outcome == TAKEN)


# Settings


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "http://receiver.invalid/"}, "webhook.url: personal data leave this machine by https only"),
        ({"url": "ftp://127.0.0.1/"}, "webhook.url: https://host"),
        ({"url": "https://user@receiver.invalid/"}, "webhook.url: host and path only"),
        ({"secret": ""}, "webhook.secret_file: messages are signed"),
        ({"secret": "s3cret"}, "webhook.secret_file: whsec_"),
        ({"url": "https://127.0.0.1/", "form": "hn212", "secret": ""}, "webhook.secret_file: messages are signed"),
        ({"url": "https://127.0.0.1/", "authorities": Path("missing.pem")}, "webhook.ca_file: not a PEM file"),
    ],
    ids=["no TLS", "no HTTP", "a name", "no secret", "no key", "unsigned to far away", "no authorities"],
)
def test_settings_that_cannot_be_used_name_their_key(changes: dict[str, object], said: str) -> None:
    with pytest.raises(Fault, match=said) as raised:
        Webhook(replace(endpoint("http://127.0.0.1:9/"), **changes), MovableClock(), lambda image: image)  # type: ignore[arg-type]
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


def test_a_program_beside_a_reader_on_this_machine_knows_no_signature() -> None:
    with issuer_service(OK) as service:
        assert sent(endpoint(service.url, form="hn212", secret="")) == TAKEN
    (asked,) = service.asked
    assert asked.line == "POST / HTTP/1.1"
    assert not [name for name in asked.headers if name.startswith("webhook-")]
    assert json.loads(asked.body)["id_card"] == "001090012345"


def test_what_a_form_has_no_word_for_is_not_sent() -> None:
    refused = replace(MESSAGE, payload=MESSAGE.payload.replace(b"ADMIT", b"REFUSE"))
    with issuer_service(OK) as service:
        assert sent(endpoint(service.url, form="hn212"), message=refused) == TAKEN
    assert service.connections == 0


def test_an_endpoint_hides_its_secret() -> None:
    assert SECRET not in repr(endpoint("https://receiver.invalid/"))
