"""A profile, an address and a question -> the bytes of one request; what cannot be sent safely is refused before."""

from __future__ import annotations

import json
from email import message_from_bytes
from urllib.parse import parse_qs, urlsplit

import pytest

from kiosk.domain.issuer_answer import IssuerFinding
from kiosk.services.address import Address
from kiosk.services.exchange import Request
from kiosk.services.issuer.answer import Answering, Pointer
from kiosk.services.issuer.form import Constant, Form, Occasion, Source, Value
from kiosk.services.issuer.profile import Asking, Body, ServiceProfile
from kiosk.services.issuer.request import compose
from tests.fakes.issuer_questions import NOW, NUMBER, WHOLE

ANSWERING = Answering(Pointer(("result",)), {"true": IssuerFinding.GENUINE})
FIELDS: dict[str, Value] = {"id": Source.NUMBER, "kind": Constant('ký tự "lạ" & =\r\n')}
OCCASION = Occasion("t 1&2", NOW, account="kiosk", token="t0ken")


def composed(body: Body = "json", path: str = "/verify", base: str = "https://service.invalid/v1") -> Request:
    asking = Asking(
        path,
        body,
        ANSWERING,
        query={"transaction": Source.TRANSACTION, "merchant": Source.ACCOUNT},
        headers={"Authorization": Source.BEARER},
    )
    return compose(
        Address.parse(base, "issuer_check.url"), ServiceProfile(Form("test", FIELDS), asking), asking, WHOLE, OCCASION
    )


def test_the_target_holds_nothing_of_the_card() -> None:
    target = urlsplit(composed().target)
    assert target.path == "/v1/verify"
    assert parse_qs(target.query) == {"transaction": ["t 1&2"], "merchant": ["kiosk"]}
    assert NUMBER not in composed().target


@pytest.mark.parametrize(
    ("base", "path", "begins"),
    [
        ("https://service.invalid", "", "/?"),
        ("https://service.invalid/v1/", "", "/v1?"),
        ("https://service.invalid", "/verify", "/verify?"),
    ],
)
def test_base_and_path_are_joined(base: str, path: str, begins: str) -> None:
    assert composed(path=path, base=base).target.startswith(begins)


def test_headers() -> None:
    assert composed().headers == {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Authorization": "Bearer t0ken",
    }


EXPECTED = {"id": NUMBER, "kind": 'ký tự "lạ" & =\r\n'}


def test_a_body_in_json() -> None:
    assert json.loads(composed("json").body) == EXPECTED


def test_a_body_as_a_form() -> None:
    request = composed("form")
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(request.body.decode("ascii")) == {name: [value] for name, value in EXPECTED.items()}


def test_a_body_in_parts() -> None:
    request = composed("multipart")
    whole = message_from_bytes(f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode() + request.body)
    parts = {
        part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in whole.walk()
    }
    del parts[None]
    assert parts == {name: value.encode() for name, value in EXPECTED.items()}


def test_each_body_in_parts_has_a_boundary_of_its_own() -> None:
    assert composed("multipart").headers["Content-Type"] != composed("multipart").headers["Content-Type"]


def test_a_request_shows_nothing() -> None:
    assert repr(composed()) == "Request()"
