"""The server of the local API: uvicorn on a thread of its own, bound to this machine's own address."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable

import uvicorn

from kiosk.domain.accident import told
from kiosk.domain.desks.local_desk import LocalDesk
from kiosk.domain.faults import Fault, FaultCode
from kiosk.services.local_api.api import make_api
from kiosk.services.local_api.guard import Guard

ADDRESS = "127.0.0.1"
"""The only one. Whoever wants to be asked from elsewhere puts a proxy with TLS before it, and answers for it."""

CONNECTIONS = 32
STOP_SECONDS = 5.0

_log = logging.getLogger(__name__)


def _ours_alone() -> int:
    """The socket option under which a port is ours and nobody else's, and free again as soon as the kiosk has ended.

    On Windows ``SO_REUSEADDR`` lets another program bind the port that we listen at, and take the token of whoever
    asks; there ``SO_EXCLUSIVEADDRUSE`` keeps it (Winsock reference, «Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE»).
    Elsewhere ``SO_REUSEADDR`` lets nobody in, and only spares us the wait for old connections (socket(7)).
    """
    return getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)


class LocalApiServer:
    """``start`` it once and ``stop`` it once; what goes wrong on its thread ends there."""

    def __init__(self, desk: LocalDesk, port: int, token: str, now: Callable[[], float]) -> None:
        """Binds the port (0: any that is free). Raises ``Fault(SETTINGS_MALFORMED)`` when it is taken."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, _ours_alone(), 1)
            self._socket.bind((ADDRESS, port))
            # From now on whoever comes waits in line; the loop that answers begins a moment later.
            self._socket.listen(CONNECTIONS)
        except OSError as error:
            self._socket.close()
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"local_api.port: {error.strerror}") from error
        self.port: int = self._socket.getsockname()[1]
        self._server = uvicorn.Server(
            uvicorn.Config(
                Guard(make_api(desk, self.port), token, self.port, now),
                http="h11",
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=CONNECTIONS,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=1,
                h11_max_incomplete_event_size=16 * 1024,
            )
        )
        self._thread = threading.Thread(target=self._run, name="local-api", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End at once; whoever waits for a verdict is left."""
        self._server.should_exit = self._server.force_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        self._socket.close()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        except Exception as error:
            _log.error("the local API ended: %s", told(error))
