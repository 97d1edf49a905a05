"""Requests of the MediPay kiosk interface (HDBank, version 1.0.6, 12 August 2024): signed, within bounds, one envelope.

``x-sign`` is the HMAC-SHA256 over merchant, time and fields of the question, joined by bars; what is not given counts
as empty. Which fields are signed the document says for ``/benhnhan`` alone. The others are what published programs of
hospitals that speak this interface sign (looked up in November 2026): of ``/bhyt`` number and kind, of ``/dangky-kcb``
the hospital's own number of the patient, of catalogues nothing more. Settings may say otherwise.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, urlencode

from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Sex
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.address import Address, tls_context
from kiosk.services.exchange import HttpExchange, Request, Response, ServiceError
from kiosk.services.hospital.answer_fields import MalformedError, code_of, object_of

NAME = "medipay"
CITIZEN_CARD = "CCCD"
OK, NOT_FOUND = "000", "404"
MAX_ANSWER_BYTES = 512 * 1024

SIGNED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "/benhnhan": ("SO_GTTT", "LOAI_GTTT"),
        "/bhyt": ("SO_GTTT", "LOAI_GTTT"),
        "/loai-kham": (),
        "/khoa": (),
        "/dichvu": (),
        "/dangky-kcb": ("MA_BN",),
    }
)

ORDER_FORMS = ("documented", "in-use")
"""How a registration's parts are called: as the document has them, or as published programs of hospitals send them."""

SENT_SEXES: Mapping[Sex, str] = MappingProxyType({Sex.MALE: "1", Sex.FEMALE: "2", Sex.UNSPECIFIED: "3"})


@dataclass(frozen=True, slots=True)
class MediPayAccess:
    """How this kiosk reaches a hospital's system: its merchant there, the secret that signs, and whom it trusts.

    ``table`` is the settings' table that errors name, ``keys`` what merchant and secret are called there; ``signed``
    replaces entries of ``SIGNED``. ``order_form`` is one of ``ORDER_FORMS``.
    """

    url: str
    seconds: float
    merchant: str
    secret: str = field(repr=False)
    authorities: Path | None = None
    client_certificate: Path | None = None
    table: str = "registration"
    keys: tuple[str, str] = ("merchant", "secret_file")
    signed: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    order_form: str = "documented"


@dataclass(frozen=True, slots=True)
class Envelope:
    """``code`` of the answer and its ``data``; what stands in ``message`` is for people elsewhere."""

    code: str
    data: object = field(repr=False)


class MediPayClient:
    """Asks one hospital's system. Opens no socket before ``get`` or ``post``; safe for any thread."""

    def __init__(self, access: MediPayAccess, clock: Clock) -> None:
        """Raises ``Fault(SETTINGS_MALFORMED)`` naming the key that is missing or no good."""
        for key, given in zip(access.keys, (access.merchant, access.secret), strict=True):
            if not given:
                raise Fault(FaultCode.SETTINGS_MALFORMED, f"{access.table}.{key}: {NAME} needs it")
        unknown = [path for path in access.signed if path not in SIGNED]
        if unknown:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"{access.table}.signed: one of {', '.join(SIGNED)}")
        address = Address.parse(access.url, f"{access.table}.url")
        tls = tls_context(access.authorities, access.client_certificate, access.table) if address.secure else None
        self._access = access
        self._clock = clock
        self._path = address.path
        self._exchange = HttpExchange(address, tls, MAX_ANSWER_BYTES)

    def get(self, path: str, query: Mapping[str, str], deadline: Deadline) -> Envelope:
        """Raises ``ServiceError``."""
        target = f"{self._path}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")
        return self._sent(Request(target, self._headers(path, query), b"", "GET"), deadline)

    def post(
        self,
        path: str,
        body: Mapping[str, object],
        signed: Mapping[str, str],
        deadline: Deadline,
        request: str = "",
    ) -> Envelope:
        """``signed`` holds the fields of the question by name, wherever in ``body`` they stand; ``request`` names it
        (``x-request-id``: not of the interface, for those who know it). Raises ``ServiceError``."""
        headers = {**self._headers(path, signed), "Content-Type": "application/json; charset=utf-8"}
        if request:
            headers["x-request-id"] = request
        content = json.dumps(body, ensure_ascii=False).encode()
        return self._sent(Request(f"{self._path}{path}", headers, content), deadline)

    def _sent(self, request: Request, deadline: Deadline) -> Envelope:
        response = _answered(self._exchange.send(request, deadline.within(self._access.seconds)))
        try:
            fields = object_of(response.body)
            return Envelope(code_of(fields, "code"), fields.get("data"))
        except MalformedError:
            raise ServiceError(ServiceTrouble.ANSWER_MALFORMED) from None

    def _headers(self, path: str, fields: Mapping[str, str]) -> dict[str, str]:
        at = str(int(self._clock.now().timestamp() * 1000))
        names = self._access.signed.get(path, SIGNED[path])
        signed = "|".join((self._access.merchant, at, *(fields.get(name, "") for name in names)))
        sign = hmac.new(self._access.secret.encode(), signed.encode(), "sha256").hexdigest()
        return {
            "Accept": "application/json",
            "x-merchant-id": self._access.merchant,
            "x-timestamp": at,
            "x-sign": sign,
        }


def trouble_of(code: str) -> ServiceTrouble | None:
    """What a code other than «ok» and «not found» means."""
    if code in (OK, NOT_FOUND):
        return None
    return {"401": ServiceTrouble.NOT_AUTHORISED, "999": ServiceTrouble.BROKEN}.get(code, ServiceTrouble.REFUSED)


def _answered(response: Response) -> Response:
    """The interface answers in its envelope with status 200, and «not found» with 404 too."""
    if response.status in (200, 404):
        return response
    if response.status in (401, 403):
        raise ServiceError(ServiceTrouble.NOT_AUTHORISED)
    raise ServiceError(ServiceTrouble.BROKEN if response.status >= 500 else ServiceTrouble.REFUSED)
