"""From a question to the bytes of one HTTP request: address, headers and body, without sending anything."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from kiosk.domain.issuer_answer import IssuerQuestion
from kiosk.services.address import Address
from kiosk.services.exchange import Request
from kiosk.services.issuer.form import Encoding, Occasion, Value, fill, text_of
from kiosk.services.issuer.profile import Asking, ServiceProfile


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
