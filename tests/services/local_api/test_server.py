"""The local API as a program on the same machine meets it: over real HTTP, with every way to ask it wrongly."""

from __future__ import annotations

import http.client
import json
import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.access_key import Can, MrzKey
from kiosk.domain.delivery import OutputHealth, Reachability
from kiosk.domain.desks.local_desk import Declined, KioskStatus
from kiosk.domain.faults import Fault, FaultCode
from kiosk.services.local_api import guard
from kiosk.services.local_api.api import make_api
from kiosk.services.local_api.guard import BURST
from kiosk.services.local_api.server import LocalApiServer
from tests.fakes.local_desk import FakeLocalDesk, told

TOKEN = "t" * 43
SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
WAIT = 10.0


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def value(self) -> Any:
        return json.loads(self.body)


@dataclass
class Api:
    """A running server with its desk, and seconds that pass when the test says so."""

    desk: FakeLocalDesk = field(default_factory=FakeLocalDesk)
    seconds: float = 0.0

    def start(self) -> None:
        self.server = LocalApiServer(self.desk, 0, TOKEN, lambda: self.seconds)
        self.server.start()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str | None = TOKEN,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = {} if token is None else {"Authorization": f"Bearer {token}"}
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        if data is not None:
            sent["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=WAIT)
        try:
            connection.request(method, path, data, sent | (headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.read(), {key.lower(): one for key, one in response.getheaders()})
        finally:
            connection.close()


def raw_head(api: Api, method: str, path: str, *headers: str) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{api.server.port}",
        f"Authorization: Bearer {TOKEN}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.fixture(scope="module")
def running() -> Iterator[Api]:
    made = Api()
    made.start()
    yield made
    made.server.stop()


@pytest.fixture
def api(running: Api) -> Api:
    """The server of this module, as if it had just been started."""
    running.desk.begin_anew()
    running.seconds += BURST
    return running


def test_it_listens_on_this_machines_own_address_and_nowhere_else(api: Api) -> None:
    assert api.server._socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("exclusive", [None, -5], ids=["as here", "as on Windows"])
def test_nobody_else_can_take_its_port(exclusive: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if exclusive is None:
        monkeypatch.delattr(socket, "SO_EXCLUSIVEADDRUSE", raising=False)
    else:
        monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", exclusive, raising=False)
    asked: list[int] = []

    class Listening(socket.socket):
        def setsockopt(self, level: int, option: int, value: int) -> None:  # type: ignore[override]
            asked.append(option)

    monkeypatch.setattr(socket, "socket", Listening)
    server = LocalApiServer(FakeLocalDesk(), 0, TOKEN, lambda: 0.0)
    server.stop()
    assert asked == [socket.SO_REUSEADDR if exclusive is None else exclusive]


# Operations


def test_the_status(api: Api) -> None:
    at = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    health = OutputHealth("webhook", Reachability.OFFLINE, 2, 1, 0, at, None, "unreachable")
    api.desk.now = KioskStatus("gate", "exam", "showing-result", "c-1", ("camera-lost",), (health,))
    answer = api.ask("GET", "/v1/status")
    assert (answer.status, answer.value) == (
        200,
        {
            "schema": "kiosk.local-status/1",
            "kiosk": "gate",
            "site": "exam",
            "phase": "showing-result",
            "check": "c-1",
            "faults": ["camera-lost"],
            "outputs": [
                {
                    "output": "webhook",
                    "reachability": "offline",
                    "waiting": 2,
                    "parked": 1,
                    "oldest_at": "2026-11-22T07:00:00Z",
                    "delivered_at": None,
                    "trouble": "unreachable",
                }
            ],
        },
    )


def test_there_is_no_verdict_yet(api: Api) -> None:
    assert api.ask("GET", "/v1/verdict").status == 204


def test_the_last_verdict(api: Api) -> None:
    api.desk.newest = told(name="Nguyễn Văn An")
    assert api.ask("GET", "/v1/verdict").value == {
        "schema": "kiosk.local-verdict/1",
        "id": "c-1",
        "site": "exam",
        "at": "2026-11-22T07:00:00Z",
        "verdict": "ADMIT",
        "released": {"name": "Nguyễn Văn An"},
        "forgotten": False,
    }


@pytest.mark.parametrize(("after", "status"), [("c-1", 204), ("c-0", 200)], ids=["known already", "news"])
def test_a_verdict_after_another(api: Api, after: str, status: int) -> None:
    api.desk.newest = told()
    assert api.ask("GET", f"/v1/verdict?after={after}").status == status


def test_whoever_waits_is_told_as_soon_as_there_is_a_verdict(api: Api) -> None:
    api.desk.newest = told("c-1")
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(api.ask("GET", "/v1/verdict?after=c-1&wait=30")))
    waiting.start()
    assert api.desk.waited_for.acquire(timeout=WAIT)
    api.desk.tell(told("c-2"))
    waiting.join(WAIT)
    assert [answer.value["id"] for answer in answers] == ["c-2"]


def test_stopping_does_not_wait_for_whoever_waits() -> None:
    api = Api()
    api.start()
    with socket.create_connection(("127.0.0.1", api.server.port), WAIT) as client:
        client.sendall(raw_head(api, "GET", "/v1/verdict?wait=30"))
        assert api.desk.waited_for.acquire(timeout=WAIT)
        api.server.stop()
        assert not api.server._thread.is_alive()


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"can": "012345"}, Can("012345")),
        (
            {"document_number": "090012345", "birth_date": "900315", "expiry_date": "300315"},
            MrzKey("090012345", "900315", "300315"),
        ),
    ],
    ids=["CAN", "MRZ"],
)
def test_a_check_begins_with_a_key(api: Api, body: dict[str, str], key: object) -> None:
    assert api.ask("POST", "/v1/key", body).status == 202
    assert api.desk.typed == [key]


@pytest.mark.parametrize("declined", Declined)
@pytest.mark.parametrize(("path", "body"), [("/v1/key", {"can": "012345"}), ("/v1/dismiss", {"check": "c-1"})])
def test_what_does_not_fit_the_moment_is_said(api: Api, path: str, body: dict[str, str], declined: Declined) -> None:
    api.desk.declines = declined
    answer = api.ask("POST", path, body)
    assert (answer.status, answer.value) == (409, {"error": declined.value})


def test_a_check_is_dismissed_by_its_id(api: Api) -> None:
    assert api.ask("POST", "/v1/dismiss", {"check": "c-1"}).status == 202
    assert api.desk.dismissed == ["c-1"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "012345",
        {"can": "12345"},
        {"can": 12345},
        {"can": "０１２３４５"},
        {"can": "012345", "name": "An"},
        {"document_number": "090012345"},
        {"document_number": "090012345", "birth_date": "1990-03-15", "expiry_date": "300315"},
        b"{",
        b"\xff",
        b"",
        b"[" * 3000,
    ],
    ids=lambda body: str(body)[:60],
)
def test_keys_that_are_none_are_refused_and_not_repeated(
    api: Api, body: object, caplog: pytest.LogCaptureFixture
) -> None:
    answer = api.ask("POST", "/v1/key", body)
    assert answer.status == 422
    assert answer.value["error"] == "malformed"
    assert b"12345" not in answer.body and "12345" not in caplog.text
    assert api.desk.typed == []


# Who may ask


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        (None, {}),
        ("", {}),
        ("x" * 43, {}),
        (TOKEN[:-1], {}),
        (TOKEN + "t", {}),
        (None, {"Authorization": TOKEN}),
        (None, {"Authorization": f"Basic {TOKEN}"}),
        (None, {"Cookie": f"token={TOKEN}"}),
    ],
    ids=["none", "empty", "wrong", "too short", "too long", "no scheme", "another scheme", "in a cookie"],
)
def test_nobody_asks_without_the_token(api: Api, token: str | None, headers: dict[str, str]) -> None:
    answer = api.ask("GET", "/v1/status", token=token, headers=headers)
    assert (answer.status, answer.value) == (401, {"error": "token-needed"})
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/nothing", "/docs", "/redoc", "/.env", "//v1/status"])
def test_without_the_token_nobody_learns_what_there_is(api: Api, path: str) -> None:
    assert api.ask("GET", path, token=None).status == 401


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "/docs", 404, "not-found"),
        ("GET", "/redoc", 404, "not-found"),
        ("GET", "/v1/nothing", 404, "not-found"),
        ("GET", "/v1/key", 405, "method-not-allowed"),
        ("DELETE", "/v1/verdict", 405, "method-not-allowed"),
    ],
)
def test_what_there_is_not(api: Api, method: str, path: str, status: int, word: str) -> None:
    answer = api.ask(method, path)
    assert (answer.status, answer.value) == (status, {"error": word})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example:{port}"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": "127.0.0.1.evil.example:{port}"}, 421),
        ({"Host": "localhost:{port}"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
    ids=str,
)
def test_pages_of_other_places_cannot_ask_through_somebodys_browser(
    api: Api, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.replace("{port}", str(api.server.port)) for name, value in headers.items()}
    answer = api.ask("GET", "/v1/status", headers=sent)
    assert answer.status == status
    assert not [name for name in answer.headers if name.startswith("access-control-")], "no CORS"


def test_a_preflight_is_no_way_in(api: Api) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert api.ask("OPTIONS", "/v1/key", token=None, headers=headers).status == 403


# How much, how often


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in pieces"])
def test_a_body_that_is_too_large_is_not_read(api: Api, chunked: bool) -> None:
    with socket.create_connection(("127.0.0.1", api.server.port), WAIT) as client:
        size = "Transfer-Encoding: chunked" if chunked else "Content-Length: 99999999"
        client.sendall(raw_head(api, "POST", "/v1/key", size))
        if chunked:
            client.sendall(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
        assert b" 413 " in client.recv(4096).split(b"\r\n")[0]


def test_a_body_that_does_not_come_is_not_waited_for(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.05)
    with socket.create_connection(("127.0.0.1", api.server.port), WAIT) as client:
        client.sendall(raw_head(api, "POST", "/v1/key", "Content-Length: 10"))
        assert b" 408 " in client.recv(4096).split(b"\r\n")[0]


RAW = {
    "noise": b"\x00\xff\x00\xff\r\n\r\n",
    "a TLS greeting": bytes.fromhex("160301020001000001fc0303") + bytes(64),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no host": b"GET /v1/status HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /v1/status HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "a negative length": b"POST /v1/key HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "two lengths": b"POST /v1/key HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "length and pieces": b"POST /v1/key HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    "a header without end": b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000,
    "a line break in a header": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
    "an upgrade": b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "another protocol": b"EHLO kiosk\r\n",
}


@pytest.mark.parametrize("name", RAW)
def test_whatever_comes_in_the_next_one_is_answered(api: Api, name: str) -> None:
    with socket.create_connection(("127.0.0.1", api.server.port), WAIT) as client:
        client.sendall(RAW[name])
        client.shutdown(socket.SHUT_WR)
        first = client.recv(4096)
    assert not first.startswith(b"HTTP/1.1 2"), first
    assert api.ask("GET", "/v1/status").status == 200


def test_many_requests_at_once_are_slowed_down(api: Api) -> None:
    statuses = [api.ask("GET", "/v1/status").status for _ in range(int(BURST) + 1)]
    assert statuses == [200] * int(BURST) + [429]
    api.seconds += 1.0
    assert api.ask("GET", "/v1/status").status == 200


def test_guessing_tokens_is_slowed_down_too(api: Api) -> None:
    statuses = {api.ask("GET", "/v1/status", token="x" * 43).status for _ in range(int(BURST) + 1)}
    assert statuses == {401, 429}


# What goes wrong inside


def test_an_error_inside_ends_inside(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    api.desk.fails = KeyError("Nguyễn Văn An")
    with caplog.at_level(logging.DEBUG):
        answer = api.ask("GET", "/v1/status")
    assert (answer.status, answer.value) == (500, {"error": "unexpected"})
    assert "An" not in caplog.text.replace("Answer", "")
    api.desk.fails = None
    assert api.ask("GET", "/v1/status").status == 200


def test_a_port_that_is_taken_is_said_before_anything_starts(api: Api) -> None:
    with pytest.raises(Fault, match=r"local_api\.port") as raised:
        LocalApiServer(FakeLocalDesk(), api.server.port, TOKEN, lambda: 0.0)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


# How to ask


def test_the_page_tells_every_operation_and_needs_nobody_else(api: Api) -> None:
    answer = api.ask("GET", "/", token=None)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    text = answer.body.decode()
    for path in ("/v1/status", "/v1/verdict", "/v1/key", "/v1/dismiss"):
        assert f"http://127.0.0.1:{api.server.port}{path}" in text
    assert "<script" not in text and "https://" not in text and "src=" not in text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_answers_are_kept_by_nobody(api: Api) -> None:
    for answer in (api.ask("GET", "/v1/status"), api.ask("GET", "/v1/status", token=None)):
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers


def test_the_description_for_programs_is_the_one_in_the_documentation(api: Api) -> None:
    """Made anew by ``python -m tests.services.local_api.test_server``."""
    answer = api.ask("GET", "/openapi.json", token=None)
    assert answer.value == json.loads((SCHEMAS / "local-api.openapi.json").read_text("utf-8"))


if __name__ == "__main__":
    made = json.dumps(make_api(FakeLocalDesk(), 8790).openapi(), indent=2, ensure_ascii=False)
    (SCHEMAS / "local-api.openapi.json").write_text(f"{made}\n", "utf-8")
