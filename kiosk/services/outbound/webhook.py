"""The port ``Receiver`` over HTTPS: one address that is told of every check, in its form and signed."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.delivery import TAKEN, Delivery, Fate
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.address import Address, tls_context
from kiosk.services.exchange import HttpExchange, Request, ServiceError
from kiosk.services.outbound.forms import FORMS, ToJpeg
from kiosk.services.outbound.signing import signed_headers, signing_key

_log = logging.getLogger(__name__)

_MEND_THEMSELVES = frozenset({408, 425, 429})
"""Refusals that are about the moment and not about the message (RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4)."""

_LATER = frozenset(
    {
        ServiceTrouble.CANCELLED,
        ServiceTrouble.TOO_LATE,
        ServiceTrouble.UNREACHABLE,
        ServiceTrouble.CERTIFICATE_REFUSED,
        ServiceTrouble.BROKEN,
        ServiceTrouble.UNEXPECTED,
    }
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how a webhook is sent. ``form`` is one of ``FORMS``, ``secret`` as ``signing_key`` takes it.

    ``secret`` may be empty only for the form ``hn212``, whose receivers know no signature, and there only on this
    machine. ``authorities`` and ``client_certificate`` are PEM files, as ``tls_context`` takes them.
    """

    url: str
    form: str
    kiosk: str
    secret: str = field(default="", repr=False)
    authorities: Path | None = None
    client_certificate: Path | None = None


class Webhook:
    """Sends messages of the outbox; opens no socket before ``deliver``."""

    def __init__(self, endpoint: Endpoint, clock: Clock, to_jpeg: ToJpeg) -> None:
        """Raises ``Fault(SETTINGS_MALFORMED)`` naming the key."""
        address = Address.parse(endpoint.url, "webhook.url")
        self._key = signing_key(endpoint.secret) if endpoint.secret else b""
        if not self._key and (endpoint.form != "hn212" or address.secure):
            raise Fault(FaultCode.SETTINGS_MALFORMED, "webhook.secret_file: messages are signed, but to hn212 by http")
        tls = tls_context(endpoint.authorities, endpoint.client_certificate, "webhook") if address.secure else None
        self._exchange = HttpExchange(address, tls)
        self._target = address.path or "/"
        self._form = FORMS[endpoint.form]
        self._kiosk = endpoint.kiosk
        self._clock = clock
        self._to_jpeg = to_jpeg

    def deliver(self, message: OutboxMessage, deadline: Deadline) -> Delivery:
        body = self._form(json.loads(message.payload), message.key, self._kiosk, self._to_jpeg)
        if body is None:
            return TAKEN
        headers = {"Content-Type": "application/json", "User-Agent": "kiosk"}
        if self._key:
            headers |= signed_headers(self._key, message.key, self._clock.now(), body)
        try:
            status = self._exchange.send(Request(self._target, headers, body), deadline).status
        except ServiceError as error:
            return Delivery(Fate.LATER if error.trouble in _LATER else Fate.NEVER, error.trouble.value)
        return _outcome(status)


def _outcome(status: int) -> Delivery:
    if 200 <= status < 300:
        return TAKEN
    if status in (401, 403):
        return Delivery(Fate.NEVER, ServiceTrouble.NOT_AUTHORISED.value)
    if 400 <= status < 500 and status not in _MEND_THEMSELVES:
        return Delivery(Fate.NEVER, f"{ServiceTrouble.REFUSED.value}-{status}")
    return Delivery(Fate.LATER, ServiceTrouble.BROKEN.value)
