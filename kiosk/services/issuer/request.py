"""From a question to the bytes of one HTTP request: address, headers and body, without sending anything."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.issuer_answer import IssuerQuestion
from kiosk.services.issuer.form import Encoding, Occasion, Value, fill, text_of
from kiosk.services.issuer.profile import Asking, ServiceProfile

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]*)*")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service listens. Without TLS (``secure`` false) only on this machine itself."""

    host: str
    port: int
    path: str
    secure: bool

    @classmethod
    def parse(cls, url: str) -> Address:
        """``https://host[:port][/path]``; raises ``Fault(SETTINGS_MALFORMED)``. ``http`` is for loopback alone."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise Fault(FaultCode.SETTINGS_MALFORMED, "issuer_check.url: no address") from None
        if parts.scheme not in ("https", "http") or not _HOST.fullmatch(host) or port == 0:
            raise Fault(FaultCode.SETTINGS_MALFORMED, "issuer_check.url: https://host[:port][/path]")
        if parts.username or parts.password or parts.query or parts.fragment or not _PATH.fullmatch(parts.path):
            raise Fault(
                FaultCode.SETTINGS_MALFORMED, "issuer_check.url: host and path only, no name, password or query"
            )
        if parts.scheme == "http" and host not in _LOOPBACK:
            raise Fault(
                FaultCode.SETTINGS_MALFORMED, "issuer_check.url: a card's data leave this machine by https only"
            )
        secure = parts.scheme == "https"
        return cls(host, port or (443 if secure else 80), parts.path.rstrip("/"), secure)


@dataclass(frozen=True, slots=True)
class Request:
    """One POST, ready to be sent. Its content is personal: it is never shown."""

    target: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def compose(
    address: Address, profile: ServiceProfile, asking: Asking, question: IssuerQuestion, on: Occasion
) -> Request:
    """The request of this question; raises ``MissingError`` when card or settings lack what the service must have."""
    encoding = profile.form.encoding
    query = _texts(asking.query, encoding, question, on)
    headers = _texts(asking.headers, encoding, question, on)
    content_type, body = _BODIES[asking.body](fill(profile.form, question, on))
    return Request(
        target=(address.path + asking.path or "/") + (f"?{urlencode(query, quote_via=quote)}" if query else ""),
        headers={"Accept": "application/json", "Content-Type": content_type, **headers},
        body=body,
    )


def _texts(table: Mapping[str, Value], encoding: Encoding, question: IssuerQuestion, on: Occasion) -> dict[str, str]:
    return {name: text_of(value, encoding, question, on) for name, value in table.items()}


def _json(fields: Mapping[str, str]) -> tuple[str, bytes]:
    return "application/json", json.dumps(fields).encode("ascii")


def _form(fields: Mapping[str, str]) -> tuple[str, bytes]:
    return "application/x-www-form-urlencoded", urlencode(fields).encode("ascii")


def _multipart(fields: Mapping[str, str]) -> tuple[str, bytes]:
    """RFC 7578, text fields only; the boundary is drawn, so that no field can hold it."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    ]
    return f"multipart/form-data; boundary={boundary}", "".join([*parts, f"--{boundary}--\r\n"]).encode()


_BODIES = {"json": _json, "form": _form, "multipart": _multipart}
