"""What the kiosk sends by itself, as settings and site want it: without the word of both, nothing leaves."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from kiosk.app.outputs.settings import WebhookSettings
from kiosk.app.settings.address import origin
from kiosk.app.settings.secret_files import secret_of
from kiosk.app.settings.values import Settings
from kiosk.check.outgoing import WEBHOOK
from kiosk.domain.clock import Clock
from kiosk.domain.delivery import OutputHealth
from kiosk.domain.faults import Fault
from kiosk.domain.outbox import Outbox
from kiosk.domain.outputs import OutputRules

if TYPE_CHECKING:
    from kiosk.services.outbound.courier import Courier
    from kiosk.services.outbound.webhook import Webhook

SECRET_VARIABLE = "KIOSK_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable
EXPIRY_SECONDS = 3600.0
JPEG_QUALITY = 90

_log = logging.getLogger(__name__)


class OutboxJournal(Protocol):
    """A journal with an outbox in it."""

    def open_outbox(self) -> Outbox: ...


class Outputs:
    """The outputs of one kiosk. ``rules`` are the site's as far as the settings name somebody who listens;
    ``hears_of_people_only``: the webhook's receiver is told of people who came in and of no verdict.

    ``open`` it when the journal is there; then a courier delivers webhooks, and what was kept long enough is wiped
    every hour.
    """

    def __init__(self, settings: Settings, rules: OutputRules, clock: Clock) -> None:
        """Opens no socket. Raises ``Fault(SETTINGS_MALFORMED)`` when settings and site do not fit together."""
        self._clock = clock
        self._keep = timedelta(days=rules.keep_days)
        self._webhook = make_webhook(settings.webhook, settings.name, rules, clock)
        self._seconds = settings.webhook.seconds if settings.webhook else 0.0
        form = settings.webhook.form if settings.webhook and self._webhook else ""
        self.hears_of_people_only = form == "hn212"
        self.rules = replace(
            rules,
            webhook=rules.webhook if self._webhook else None,
            api=rules.api if settings.local_api else None,
        )
        self._counted_at: float | None = None
        self._outbox: Outbox | None = None
        self._courier: Courier | None = None
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep_house, name="outbox-keeper", daemon=True)
        self._listeners: list[Callable[[OutputHealth], None]] = []

    def subscribe(self, listener: Callable[[OutputHealth], None]) -> None:
        """Tell ``listener`` of every change of an output's health, on the courier's thread; before ``open`` only."""
        self._listeners.append(listener)

    def healths(self) -> tuple[OutputHealth, ...]:
        """How each output that sends is doing; safe from any thread."""
        courier = self._courier
        if courier is not None:
            return (courier.health,)
        return (OutputHealth(WEBHOOK),) if self._webhook else ()

    def open(self, journal: OutboxJournal) -> None:
        """Raises ``Fault(JOURNAL_FAILED)``; then nothing was begun, and it may be tried again."""
        outbox = journal.open_outbox()
        try:
            self._expire(outbox)
        except Fault:
            outbox.close()
            raise
        self._outbox = outbox
        if self._webhook is not None:
            from kiosk.services.outbound.courier import Courier

            self._courier = Courier(
                WEBHOOK, outbox, self._webhook, self._clock, seconds=self._seconds, on_change=self._told
            )
            self._courier.start()
        self._keeper.start()

    def wake(self) -> None:
        """A message was written; safe from any thread."""
        if self._courier is not None:
            self._courier.wake()

    def stop(self) -> None:
        """End every thread; what was not delivered stays in the outbox."""
        self._stopping.set()
        if self._courier is not None:
            self._courier.stop()
        if self._keeper.is_alive():
            self._keeper.join(timeout=5.0)
        if self._outbox is not None:
            self._outbox.close()

    def _told(self, health: OutputHealth) -> None:
        for listener in self._listeners:
            listener(health)

    def _keep_house(self) -> None:
        while self._outbox is not None and not self._stopping.wait(EXPIRY_SECONDS):
            try:
                self._expire(self._outbox)
            except Fault as fault:
                _log.warning("what was kept long enough is not wiped: %s", fault)

    def _expire(self, outbox: Outbox) -> None:
        now = self._clock.monotonic()
        ran = None if self._counted_at is None else timedelta(seconds=now - self._counted_at)
        wiped = outbox.expire(self._keep, ran)
        self._counted_at = now
        if wiped:
            # What was kept for exports among them; what was not delivered stands in the output's health.
            _log.info("%d messages were kept as long as the site allows, and are wiped", wiped)


def make_webhook(settings: WebhookSettings | None, kiosk: str, rules: OutputRules, clock: Clock) -> Webhook | None:
    """The receiver that the settings name, where the site's profile lets anything out to one; else ``None``."""
    if settings is None or rules.webhook is None:
        return None
    from kiosk.services.outbound.webhook import Endpoint, Webhook

    endpoint = Endpoint(
        url=settings.url,
        form=settings.form,
        kiosk=kiosk,
        secret=secret_of(SECRET_VARIABLE, "webhook.secret_file", settings.secret_file),
        authorities=settings.ca_file,
        client_certificate=settings.client_certificate,
    )
    return Webhook(endpoint, clock, as_jpeg)


def describe_webhook(settings: WebhookSettings | None, kiosk: str, rules: OutputRules, clock: Clock) -> str:
    """Whether, where (``origin``) and with what a webhook is sent; raises like ``make_webhook``."""
    if settings is None:
        return "off: no address is set"
    if rules.webhook is None:
        return "off: the site releases nothing"
    make_webhook(settings, kiosk, rules, clock)
    fields = ", ".join(sorted(rules.webhook)) or "verdicts alone"
    return f"{origin(settings.url)} is told, as {settings.form}: {fields}"


def as_jpeg(image: bytes) -> bytes | None:
    """A chip's photograph as JPEG; ``None`` when it cannot be decoded."""
    import cv2
    import numpy as np

    from kiosk.biometric.portrait import decode_portrait
    from kiosk.domain.face import ChipFace

    try:
        frame = decode_portrait(ChipFace(image, ""))
    except Fault:
        return None
    pixels = np.frombuffer(frame.bgr, np.uint8).reshape(frame.height, frame.width, 3)
    done, encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return encoded.tobytes() if done else None
