"""What a server, a network or a certificate does -> a response, or one word of trouble; never anything else."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from http.client import HTTPConnection as HttpConnection
from pathlib import Path

import pytest

from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.address import Address
from kiosk.services.exchange import HttpExchange, Request, Response, ServiceError
from tests.fakes import issuer_service as fake
from tests.fakes.issuer_service import Behaviour, issuer_service
from tests.fakes.staff import MovableClock

REQUEST = Request("/verify", {"Content-Type": "application/json"}, b'{"sod": "AA=="}')
SMALL = 1000


def send(url: str, deadline: Deadline | None = None, tls: ssl.SSLContext | None = None) -> Response:
    exchange = HttpExchange(Address.parse(url, "service.url"), tls, max_answer_bytes=SMALL)
    return exchange.send(REQUEST, deadline or Deadline(SystemClock(), 30.0))


def trouble_of(run: Callable[[], object]) -> ServiceTrouble:
    with pytest.raises(ServiceError) as raised:
        run()
    return raised.value.trouble


@pytest.mark.parametrize(
    ("status", "code"), [("200 OK", 200), ("404 Not Found", 404), ("500 Internal Server Error", 500)]
)
def test_every_status_but_a_redirection_is_a_response(status: str, code: int) -> None:
    with issuer_service(fake.sending(b"{}", status)) as service:
        assert send(service.url) == Response(code, b"{}")
    (asked,) = service.asked
    assert asked.line == "POST /verify HTTP/1.1"
    assert (asked.body, asked.headers["content-type"]) == (REQUEST.body, "application/json")


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n{}", id="until the connection ends"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", id="in chunks"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", id="continued"),
    ],
)
def test_bodies_of_every_kind(message: bytes) -> None:
    with issuer_service(fake.raw(message)) as service:
        assert send(service.url).body == b"{}"


OK = b"HTTP/1.1 200 OK\r\n"
BAD: dict[str, tuple[Behaviour, ServiceTrouble]] = {
    "a redirect to elsewhere": (
        fake.sending(b"", "302 Found", "Location: http://127.0.0.1:9/"),
        ServiceTrouble.REDIRECTED,
    ),
    "a redirect that keeps the method": (
        fake.sending(b"", "307 Temporary Redirect", "Location: https://elsewhere.invalid/"),
        ServiceTrouble.REDIRECTED,
    ),
    "half a body": (fake.raw(OK + b"Content-Length: 100\r\n\r\n{"), ServiceTrouble.BROKEN),
    "half a chunk": (fake.raw(OK + b"Transfer-Encoding: chunked\r\n\r\n64\r\n{"), ServiceTrouble.BROKEN),
    "half a header": (fake.raw(b"HTTP/1.1 20"), ServiceTrouble.BROKEN),
    "nothing at all": (fake.raw(b""), ServiceTrouble.UNREACHABLE),
    "no HTTP": (fake.raw(b"220 mail.invalid ESMTP\r\n"), ServiceTrouble.BROKEN),
    "an endless header line": (fake.raw(OK + b"X: " + b"a" * 70_000 + b"\r\n\r\n"), ServiceTrouble.BROKEN),
    "too many headers": (fake.raw(OK + b"X: 1\r\n" * 200 + b"\r\n"), ServiceTrouble.BROKEN),
    "a chunk of no length": (fake.raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), ServiceTrouble.BROKEN),
    "a body that is too large": (fake.sending(b"a" * (SMALL + 1)), ServiceTrouble.ANSWER_TOO_LARGE),
    "a body that says it is huge": (
        fake.raw(OK + b"Content-Length: 99999999999\r\n\r\n" + b"a" * (SMALL + 1)),
        ServiceTrouble.ANSWER_TOO_LARGE,
    ),
    "chunks without end": (
        fake.raw(OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"64\r\n%s\r\n" % (b"a" * 100) * 11),
        ServiceTrouble.ANSWER_TOO_LARGE,
    ),
    "a packed body": (fake.sending(b"\x1f\x8b", "200 OK", "Content-Encoding: gzip"), ServiceTrouble.ANSWER_MALFORMED),
}


@pytest.mark.parametrize("situation", BAD)
def test_bad_manners_become_a_word(situation: str) -> None:
    behave, trouble = BAD[situation]
    with issuer_service(behave) as service:
        assert trouble_of(lambda: send(service.url)) is trouble
    assert service.connections == 1, "nothing is followed, nothing is tried again"


def test_nobody_listens() -> None:
    with issuer_service(fake.raw(b"")) as service:
        url = service.url
    assert trouble_of(lambda: send(url)) is ServiceTrouble.UNREACHABLE


@pytest.mark.parametrize("behaviour", [fake.silent, fake.dripping])
def test_whoever_keeps_us_waiting_is_left_when_the_time_is_over(
    behaviour: Callable[[Callable[[], None]], Behaviour],
) -> None:
    clock = MovableClock()
    with issuer_service(behaviour(lambda: clock.pass_by(3.0))) as service:
        assert trouble_of(lambda: send(service.url, Deadline(clock, 3.0))) is ServiceTrouble.TOO_LATE
        assert service.left.wait(fake.PATIENCE), "the connection is shut, not left to itself"


def test_a_check_that_is_over_waits_for_nothing() -> None:
    deadline = Deadline(MovableClock(), 3.0)
    with issuer_service(fake.silent(deadline.cancel)) as service:
        assert trouble_of(lambda: send(service.url, deadline)) is ServiceTrouble.CANCELLED
        assert service.left.wait(fake.PATIENCE)


def test_nothing_is_sent_for_a_check_that_ended_while_the_connection_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    deadline = Deadline(MovableClock(), 3.0)
    connecting, over = threading.Event(), threading.Event()

    class SlowConnection(HttpConnection):
        def connect(self) -> None:
            connecting.set()
            deadline.cancel()
            assert over.wait(fake.PATIENCE)
            super().connect()

    monkeypatch.setattr("http.client.HTTPConnection", SlowConnection)
    with issuer_service(fake.saying({})) as service:
        assert trouble_of(lambda: send(service.url, deadline)) is ServiceTrouble.CANCELLED
        assert connecting.is_set()
        over.set()
        (worker,) = [thread for thread in threading.enumerate() if thread.name == "exchange"]
        worker.join(fake.PATIENCE)
    assert service.asked == []


def client_side(authorities: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(authorities)
    return context


def test_tls_with_the_right_certificate(tmp_path: Path) -> None:
    ours = fake.authority(tmp_path)
    tls = fake.server_side(fake.identity(ours, tmp_path, "service"))
    with issuer_service(fake.saying({}), tls) as service:
        assert send(service.secure_url, tls=client_side(ours.file)).status == 200


@pytest.mark.parametrize("situation", ["another authority", "another address", "expired"])
def test_tls_with_a_wrong_certificate(tmp_path: Path, situation: str) -> None:
    ours, other = fake.authority(tmp_path), fake.authority(tmp_path, "Other TLS CA")
    identity = {
        "another authority": lambda: fake.identity(other, tmp_path, "service"),
        "another address": lambda: fake.identity(ours, tmp_path, "service", "127.0.0.2"),
        "expired": lambda: fake.identity(ours, tmp_path, "service", days=-1),
    }[situation]()
    with issuer_service(fake.saying({}), fake.server_side(identity)) as service:
        trouble = trouble_of(lambda: send(service.secure_url, tls=client_side(ours.file)))
    assert trouble is ServiceTrouble.CERTIFICATE_REFUSED
    assert service.asked == []


def test_leaving_takes_no_tls_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``SSLSocket.shutdown`` would: a thread that is just sending would go on in the clear."""
    taken_off = []
    monkeypatch.setattr(ssl.SSLSocket, "shutdown", lambda *_: taken_off.append(1))
    ours = fake.authority(tmp_path)
    tls = fake.server_side(fake.identity(ours, tmp_path, "service"))
    deadline = Deadline(MovableClock(), 3.0)
    with issuer_service(fake.silent(deadline.cancel), tls) as service:
        trouble = trouble_of(lambda: send(service.secure_url, deadline, client_side(ours.file)))
        assert service.left.wait(fake.PATIENCE)
    assert (trouble, taken_off) == (ServiceTrouble.CANCELLED, [])


def test_tls_that_is_no_tls() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with issuer_service(fake.raw(b"")) as service:
        assert trouble_of(lambda: send(service.secure_url, tls=context)) is ServiceTrouble.UNREACHABLE


@pytest.mark.parametrize("url", ["https://service.invalid", "http://127.0.0.1"])
def test_tls_exactly_where_the_address_says_so(url: str) -> None:
    wrong = None if url.startswith("https") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with pytest.raises(ValueError, match="TLS"):
        HttpExchange(Address.parse(url, "service.url"), wrong)


def test_what_was_sent_and_what_came_is_never_shown() -> None:
    assert "sod" not in repr(REQUEST)
    assert "001090012345" not in repr(Response(200, b"001090012345"))
