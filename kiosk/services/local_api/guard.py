"""What stands before every request: who may ask, how much, and how often. Plain ASGI, before any framework."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from kiosk.domain.accident import told

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 4096
BODY_SECONDS = 5.0
PER_SECOND = 20.0
BURST = 40.0

OPEN_PATHS = frozenset({"/", "/openapi.json"})
"""They tell how to ask and nothing else."""

_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
)

_log = logging.getLogger(__name__)


class _Refusal(Exception):  # noqa: N818 - an answer, not an error
    def __init__(self, status: int, word: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(word)
        self.status = status
        self.word = word
        self.headers = headers


class Bucket:
    """So many requests a second, and some at once; ``now`` in seconds that never run backwards."""

    def __init__(self, now: Callable[[], float], per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self._now = now
        self._per_second = per_second
        self._burst = burst
        self._left = burst
        self._at = now()

    def take(self) -> bool:
        at = self._now()
        self._left = min(self._burst, self._left + (at - self._at) * self._per_second)
        self._at = at
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class Guard:
    """Lets through to ``app`` what may pass; whatever ``app`` raises ends here, without a word of what it was about."""

    def __init__(self, app: App, token: str, port: int, now: Callable[[], float]) -> None:
        self._app = app
        self._token = token.encode("ascii")
        hosts = [f"{name}:{port}" for name in ("127.0.0.1", "localhost")]
        self._hosts = {host.encode("ascii") for host in hosts}
        self._origins = {f"http://{host}".encode("ascii") for host in hosts}
        self._bucket = Bucket(now)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        try:
            self._admit(scope)
            await self._app(scope, _replaying(await _body(scope, receive), receive), answer)
        except _Refusal as refusal:
            await _refuse(answer, refusal)
        except Exception as error:
            _log.error("the local API failed: %s", told(error))
            if not begun:
                await _refuse(answer, _Refusal(500, "unexpected"))

    def _admit(self, scope: Scope) -> None:
        """Raises ``_Refusal``. The rate comes first: guessing tokens is bounded by it too."""
        if not self._bucket.take():
            raise _Refusal(429, "too-many-requests", (b"retry-after", b"1"))
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        # A page of somewhere else whose name was made to point here (DNS rebinding) gives its own name.
        if [value for name, value in headers if name == b"host"] not in [[host] for host in self._hosts]:
            raise _Refusal(421, "wrong-host")
        named = dict(headers)
        if named.get(b"origin", b"") not in {b"", *self._origins} or named.get(b"sec-fetch-site") == b"cross-site":
            raise _Refusal(403, "other-origin")
        if scope["path"] not in OPEN_PATHS and not self._knows(named):
            raise _Refusal(401, "token-needed", (b"www-authenticate", b"Bearer"))

    def _knows(self, headers: Mapping[bytes, bytes]) -> bool:
        scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
        return scheme.lower() == b"bearer" and hmac.compare_digest(token.strip(), self._token)


async def _body(scope: Scope, receive: Receive) -> bytes:
    """The whole body; raises ``_Refusal`` for one that is too large or does not come."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise _Refusal(413, "body-too-large")
    body, more = b"", True
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    raise _Refusal(400, "gone")
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > LARGEST_BODY:
                    raise _Refusal(413, "body-too-large")
    except TimeoutError:
        raise _Refusal(408, "body-too-slow") from None
    return body


def _replaying(body: bytes, receive: Receive) -> Receive:
    """The body once; then whatever comes, which is the end of the connection."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _refuse(send: Send, refusal: _Refusal) -> None:
    body = json.dumps({"error": refusal.word}).encode("ascii")
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *refusal.headers]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
