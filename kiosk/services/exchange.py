"""One HTTP exchange within a deadline: everything that a server or a network can do to us ends here as a word.

The standard library's client serves: one request to one host, no pool, no cookies, no redirects, no proxy from the
environment. What it lacks, like every client that blocks, is an end to the whole exchange: a socket's time-out begins
anew with every byte, and looking up a name has none. So the exchange runs on a thread of its own, and who waits for it
goes when the time is over and shuts the socket, which ends the thread.
"""

from __future__ import annotations

import contextlib
import http.client
import logging
import queue
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.accident import told
from kiosk.domain.clock import Deadline
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.address import Address

_log = logging.getLogger(__name__)

MAX_ANSWER_BYTES = 64 * 1024
LOOK_SECONDS = 0.05
"""How often a wait looks whether it was cancelled."""

SOCKET_SECONDS = 10.0
"""The end of a socket whose exchange nobody waits for any more and that could not be shut."""


class ServiceError(Exception):
    """No answer; ``trouble`` says why. There is no text beside it that could hold what was sent."""

    def __init__(self, trouble: ServiceTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to be sent. Its content is personal: it is never shown."""

    target: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    method: str = field(default="POST", repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, whole and within its limit."""

    status: int
    body: bytes = field(repr=False)


class HttpExchange:
    """Sends requests to one address; safe for any thread, each exchange has its own connection."""

    def __init__(self, address: Address, tls: ssl.SSLContext | None, max_answer_bytes: int = MAX_ANSWER_BYTES) -> None:
        """``tls`` verifies certificate and name; it is ``None`` for an address without TLS, and only there."""
        if address.secure == (tls is None):
            raise ValueError("a TLS context exactly where the address is secure")
        self._address = address
        self._tls = tls
        self._max_answer_bytes = max_answer_bytes

    def send(self, request: Request, deadline: Deadline) -> Response:
        """The response, of any status but a redirection; raises ``ServiceError``."""
        connection = self._connection()
        outcome: queue.SimpleQueue[Response | ServiceError] = queue.SimpleQueue()
        abandoned = threading.Event()
        worker = threading.Thread(
            target=lambda: outcome.put(self._exchange(connection, request, abandoned)),
            name="exchange",
            daemon=True,
        )
        worker.start()
        try:
            return _outcome(outcome, deadline)
        finally:
            abandoned.set()
            _shut(connection)

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._address.host, self._address.port
        if self._tls is None:
            return http.client.HTTPConnection(host, port, timeout=SOCKET_SECONDS)
        return http.client.HTTPSConnection(host, port, timeout=SOCKET_SECONDS, context=self._tls)

    # On the exchange's own thread

    def _exchange(
        self, connection: http.client.HTTPConnection, request: Request, abandoned: threading.Event
    ) -> Response | ServiceError:
        try:
            connection.connect()
            if abandoned.is_set():
                # The connection came too late: nothing of the person may leave for a check that is over.
                return ServiceError(ServiceTrouble.TOO_LATE)
            connection.request(request.method, request.target, request.body, dict(request.headers))
            return self._read(connection.getresponse())
        except ServiceError as error:
            return error
        except ssl.SSLCertVerificationError:
            return ServiceError(ServiceTrouble.CERTIFICATE_REFUSED)
        except TimeoutError:
            return ServiceError(ServiceTrouble.TOO_LATE)
        except OSError:
            return ServiceError(ServiceTrouble.UNREACHABLE)
        except (http.client.HTTPException, ValueError):
            return ServiceError(ServiceTrouble.BROKEN)
        except Exception as error:
            # A thread must not end without its word: who waits would wait for nothing.
            _log.error("the exchange failed: %s", told(error))
            return ServiceError(ServiceTrouble.UNEXPECTED)
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse) -> Response:
        if 300 <= response.status < 400:
            raise ServiceError(ServiceTrouble.REDIRECTED)
        if response.getheader("Content-Encoding", "identity").lower() != "identity":
            raise ServiceError(ServiceTrouble.ANSWER_MALFORMED)
        body = response.read(self._max_answer_bytes + 1)
        if len(body) > self._max_answer_bytes:
            raise ServiceError(ServiceTrouble.ANSWER_TOO_LARGE)
        if response.length:
            # read() with a size does not tell a body that ended early.
            raise ServiceError(ServiceTrouble.BROKEN)
        return Response(response.status, body)


def _outcome(outcome: queue.SimpleQueue[Response | ServiceError], deadline: Deadline) -> Response:
    while (left := deadline.remaining()) > 0.0:
        try:
            came = outcome.get(timeout=min(left, LOOK_SECONDS))
        except queue.Empty:
            continue
        if isinstance(came, ServiceError):
            raise came
        return came
    raise ServiceError(ServiceTrouble.CANCELLED if deadline.cancelled else ServiceTrouble.TOO_LATE)


def _shut(connection: http.client.HTTPConnection) -> None:
    """End whatever the exchange's thread waits for; it closes the socket itself."""
    sock = connection.sock
    if sock is not None:
        # Not sock.shutdown(): a TLS socket first takes its TLS off there, and a thread that is just sending would go on
        # in the clear.
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
