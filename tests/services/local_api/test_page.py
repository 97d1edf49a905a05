"""An OpenAPI description -> the page about it."""

from __future__ import annotations

import json
import shlex

import pytest

from kiosk.services.local_api.api import make_api
from kiosk.services.local_api.page import page
from tests.fakes.local_desk import FakeLocalDesk

DESCRIPTION = make_api(FakeLocalDesk(), 8790).openapi()
PAGE = page(DESCRIPTION, 8790)


@pytest.mark.parametrize("path", DESCRIPTION["paths"])
def test_every_operation_with_everything_it_answers(path: str) -> None:
    part = PAGE.partition(f"{path}</code></h2>")[2].partition("<h2>")[0]
    for operation in DESCRIPTION["paths"][path].values():
        for status, answer in operation["responses"].items():
            assert f"<tr><td><code>{status}</code><td>{answer['description']}" in part


@pytest.mark.parametrize("name", ["can", "document_number", "birth_date", "expiry_date", "check", "after", "wait"])
def test_every_name_that_is_asked_with(name: str) -> None:
    assert f"<td><code>{name}</code><td>" in PAGE


def test_the_example_of_a_key_is_one_that_is_taken() -> None:
    curl = PAGE.partition("/v1/key</code>")[2].partition("<pre>")[2].partition("</pre>")[0]
    words = shlex.split(curl.replace("&quot;", '"').replace("&#x27;", "'").replace("\\\n", ""))
    assert json.loads(words[words.index("-d") + 1]) == {"can": "012345"}
    assert words[-1] == "http://127.0.0.1:8790/v1/key"


def test_a_description_is_text_and_no_markup() -> None:
    hostile = {"info": {"title": "<script>", "description": "<img src=x>"}, "paths": {}, "components": {"schemas": {}}}
    made = page(hostile, 8790)
    assert "<script>" not in made and "<img" not in made
