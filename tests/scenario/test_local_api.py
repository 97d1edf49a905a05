"""Whole checks that a site's own program begins, hears of and ends, over real HTTP on the kiosk's own machine."""

from __future__ import annotations

import http.client
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.outputs.settings import LocalApiSettings
from kiosk.check.states import Idle, RemovingCard, ShowingResult
from kiosk.domain.verdict import Verdict
from tests.scenario.house import House, card, exam_site

CAN, NUMBER = "012345", "001090012345"
WAIT = 20.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def house(folder: Path, *, named: bool = True, port: int | None = None) -> Iterator[House]:
    built, profile = House(folder), exam_site(folder)
    if named:
        text = profile.read_text("utf-8").replace("[outputs]\n", '[outputs]\napi = ["number", "key"]\n', 1)
        profile.write_text(text, "utf-8")
    api = LocalApiSettings(port or free_port(), keep_seconds=60.0)
    with built.set(site=profile, local_api=api).open() as opened:
        yield opened


def asked(house: House, method: str, path: str, body: object = None) -> tuple[int, Any]:
    api = house.assembly.local_api
    assert api is not None
    port = api.port(WAIT)
    assert port is not None
    token = (house.settings.data / "api.token").read_text().strip()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=40.0)
    try:
        data = None if body is None else json.dumps(body)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request(method, path, data, headers)
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if content else None
    finally:
        connection.close()


def test_a_program_begins_a_check_hears_of_its_verdict_and_closes_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), house(tmp_path) as opened:
        opened.until(Idle)
        assert asked(opened, "GET", "/v1/status")[1]["phase"] == "idle"
        assert asked(opened, "POST", "/v1/key", {"can": CAN}) == (202, None)
        opened.lay(card())
        status, verdict = asked(opened, "GET", "/v1/verdict?wait=30")
        assert (status, verdict["verdict"]) == (200, "ADMIT")
        assert verdict["released"] == {"key": "000101", "number": NUMBER}
        assert asked(opened, "GET", "/v1/status")[1]["check"] == verdict["id"]
        assert asked(opened, "POST", "/v1/key", {"can": CAN}) == (409, {"error": "not-now"})
        assert asked(opened, "POST", "/v1/dismiss", {"check": "c-0"}) == (409, {"error": "not-now"})
        assert asked(opened, "POST", "/v1/dismiss", {"check": verdict["id"]}) == (202, None)
        opened.until(RemovingCard)
        assert asked(opened, "GET", f"/v1/verdict?after={verdict['id']}")[0] == 204
    assert NUMBER not in caplog.text and CAN not in caplog.text


def test_the_api_is_off_where_the_site_does_not_name_it(tmp_path: Path) -> None:
    with house(tmp_path, named=False) as opened:
        opened.until(Idle)
        assert opened.assembly.local_api is None
    assert not (opened.settings.data / "api.token").exists()


def test_people_are_checked_where_the_api_cannot_run(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, house(tmp_path, port=taken.getsockname()[1]) as opened:
        opened.until(Idle)
        opened.type_can(CAN)
        opened.lay(card())
        assert opened.decision().verdict is Verdict.ADMIT
        opened.until(ShowingResult)
        assert opened.assembly.local_api is not None
        assert opened.assembly.local_api.port(WAIT) is None
    assert "local_api.port" in caplog.text
