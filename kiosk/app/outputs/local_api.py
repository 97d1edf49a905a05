"""The local API as settings and site want it: made off the main thread, and no part of any check."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.app.outputs.local_desk import KioskLocalDesk
from kiosk.app.outputs.settings import LocalApiSettings
from kiosk.app.settings.values import Settings
from kiosk.check import events as ev
from kiosk.check.states import Kiosk
from kiosk.domain.accident import told
from kiosk.domain.clock import Clock
from kiosk.domain.delivery import OutputHealth
from kiosk.domain.faults import Fault
from kiosk.domain.outputs import Fields, OutputRules

if TYPE_CHECKING:
    from kiosk.services.local_api.server import LocalApiServer

TOKEN_FILE = "api.token"  # noqa: S105 - the name of a file

_log = logging.getLogger(__name__)


class LocalApi:
    """``start`` it and ``stop`` it once. A port that is taken, or a token file that is no good, is told to the log and
    to ``kiosk doctor``; people are checked all the same."""

    def __init__(
        self,
        settings: Settings,
        api: LocalApiSettings,
        fields: Fields,
        post: Callable[[ev.Event], None],
        clock: Clock,
        healths: Callable[[], tuple[OutputHealth, ...]],
    ) -> None:
        self._port = api.port
        self._token = token_file(settings, api)
        self._clock = clock
        self._desk = KioskLocalDesk(settings.name, fields, post, clock, api.keep_seconds, healths)
        self._server: LocalApiServer | None = None
        self._lock = threading.Lock()
        self._stopped = False
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._start, name="local-api-start", daemon=True)

    def observe(self, kiosk: Kiosk) -> None:
        self._desk.observe(kiosk)

    def start(self) -> None:
        self._thread.start()

    def port(self, seconds: float) -> int | None:
        """The port once the API listens, waiting so long at most; ``None`` when it does not."""
        self._started.wait(seconds)
        return self._server.port if self._server else None

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
        if self._thread.is_alive():
            self._thread.join(timeout=5.0)
        if self._server is not None:
            self._server.stop()
        self._desk.close()

    def _start(self) -> None:
        """On a thread of its own: loading the framework takes a good part of a second."""
        try:
            from kiosk.services.local_api.server import LocalApiServer
            from kiosk.services.local_api.token import load_or_make_token

            token = load_or_make_token(self._token)
            with self._lock:
                if not self._stopped:
                    self._server = LocalApiServer(self._desk, self._port, token, self._clock.monotonic)
                    self._server.start()
        except Fault as fault:
            _log.warning("the local API does not run: %s", fault)
        except Exception as error:
            _log.error("the local API does not run: %s", told(error))
        finally:
            self._started.set()


def make_local_api(
    settings: Settings,
    rules: OutputRules,
    post: Callable[[ev.Event], None],
    clock: Clock,
    healths: Callable[[], tuple[OutputHealth, ...]],
) -> LocalApi | None:
    """The API that the settings switch on, where the site's profile names it; else ``None``."""
    if settings.local_api is None or rules.api is None:
        return None
    return LocalApi(settings, settings.local_api, rules.api, post, clock, healths)


def token_file(settings: Settings, api: LocalApiSettings) -> Path:
    return api.token_file or settings.data / TOKEN_FILE


def describe_local_api(settings: Settings, rules: OutputRules) -> str:
    """Whether and where it listens, and what it may tell. Raises ``Fault(SETTINGS_MALFORMED)`` for a token file that is
    no good; makes none."""
    api = settings.local_api
    if api is None:
        return "off"
    if rules.api is None:
        return "off: the site's profile does not name it"
    path = token_file(settings, api)
    if path.exists():
        from kiosk.services.local_api.token import load_or_make_token

        load_or_make_token(path)
    fields = ", ".join(sorted(rules.api)) or "verdicts alone"
    return f"http://127.0.0.1:{api.port} tells {fields}"
