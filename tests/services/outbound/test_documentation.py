"""docs/outputs.md says what the program does."""

from __future__ import annotations

import base64
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.outputs.settings import LocalApiSettings, LocalApiTable, WebhookSettings, WebhookTable
from kiosk.domain.data_rules import DataRules
from kiosk.domain.desks.local_desk import Declined
from kiosk.domain.outbox import KEEP_DAYS_LIMITS
from kiosk.domain.outputs import NOT_IN_FILES, SENSITIVE, OutputField
from kiosk.journal.report.checks import FORMULA
from kiosk.services.exchange import MAX_ANSWER_BYTES
from kiosk.services.local_api import guard
from kiosk.services.local_api.api import LONGEST_WAIT
from kiosk.services.outbound import courier, forms, reachability
from kiosk.services.outbound.signing import signed_headers, signing_key
from kiosk.site.output_rules import output_rules

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "outputs.md").read_text("utf-8")


def cells(head: str) -> list[list[str]]:
    """The rows of the table that begins so."""
    part = PAGE.partition(f"{head}\n")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in part.splitlines()[1:]]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_every_field() -> None:
    named = {code: row[1] for row in cells("| field | what it is |") for code in codes(row[0])}
    assert set(named) == {field.value for field in OutputField}
    assert {name for name, told in named.items() if "**sensitive**" in told} == {field.value for field in SENSITIVE}
    assert {name for name, told in named.items() if "not in exports" in told} == {field.value for field in NOT_IN_FILES}


def test_the_profile_that_is_shown() -> None:
    shown = tomllib.loads(blocks("toml")[0])["outputs"]
    rules = output_rules(shown)
    assert rules.keep_days == DataRules().outputs.keep_days
    assert "1 to 90" in PAGE and KEEP_DAYS_LIMITS == (1, 90)


def test_the_settings_that_are_shown() -> None:
    tables: dict[str, Any] = {}
    for block in blocks("toml")[1:]:
        for name, table in tomllib.loads(block).items():
            tables.setdefault(name, []).append(table)
    assert [WebhookTable(**table).settings() for table in tables["webhook"]] == [
        WebhookSettings("https://his.example.vn/kiosk/checks", secret_file=Path("/etc/kiosk/webhook-secret")),
        WebhookSettings("http://localhost:8050/", "hn212"),
    ]
    assert [LocalApiTable(**table).settings() for table in tables["local_api"]] == [LocalApiSettings()]


def test_the_settings_that_ship_are_off() -> None:
    shipped = tomllib.loads((ROOT / "config" / "kiosk.toml").read_text("utf-8"))
    assert WebhookTable(**shipped["webhook"]).settings() is None
    assert LocalApiTable(**shipped["local_api"]).settings() is None
    assert shipped["webhook"].keys() == WebhookTable.model_fields.keys()
    assert shipped["local_api"].keys() == LocalApiTable.model_fields.keys()


def test_the_form_of_the_hn212() -> None:
    rows = cells("| field | released by | field | released by |")
    told = {codes(row[at])[0]: codes(row[at + 1])[0] for row in rows for at in (0, 2) if codes(row[at])}
    assert told == forms._HN212_TEXTS | forms._HN212_DATES | {
        "gender": "sex",
        "nationality": "nationality",
        "id_img": "photo",
    }
    assert len(told) == 17 and "seventeen" in PAGE


def test_the_receiver_that_is_shown_knows_our_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: dict[str, Any] = {}
    exec(blocks("python")[0], shown)
    secret, body = f"whsec_{base64.b64encode(bytes(32)).decode()}", b'{"verdict":"ADMIT"}'
    headers = signed_headers(signing_key(secret), "c-1", datetime.now(UTC), body)
    assert shown["is_ours"](headers, body, secret)
    assert not shown["is_ours"](headers, body + b" ", secret)
    old = signed_headers(signing_key(secret), "c-1", datetime(2020, 1, 1, tzinfo=UTC), body)
    assert not shown["is_ours"](old, body, secret)


def test_delays_and_limits() -> None:
    *first, last = [f"{delay:g}" for delay in courier.DELAYS]
    assert f"after about {', '.join(first)} and then every {last} seconds" in PAGE
    assert courier.SPREAD == 0.2 and "a fifth more or less" in PAGE
    assert (reachability.LOST_TO_GO_OFFLINE, reachability.REMEMBERED, reachability.GOOD_TO_RETURN) == (2, 5, 2)
    assert f"{MAX_ANSWER_BYTES // 1024} KiB" in PAGE
    assert f"more than {guard.PER_SECOND:g} a second, {guard.BURST:g} at once" in PAGE
    assert f"{guard.LARGEST_BODY // 1024} KiB and {guard.BODY_SECONDS:g} seconds" in PAGE
    assert f"up to {LONGEST_WAIT:g}" in PAGE


def test_what_a_cell_may_not_begin_with() -> None:
    said = PAGE.partition("whatever begins with ")[2].partition(" gets an apostrophe")[0]
    assert [*codes(said), "\t", "\r"] == list(FORMULA)


def test_every_refusal_of_the_local_api() -> None:
    told = {(int(status), word) for status, word in re.findall(r"([0-9]{3}) `([a-z-]+)`", PAGE)}
    source = Path(guard.__file__).read_text("utf-8")
    ours = {(int(status), word) for status, word in re.findall(r'_Refusal\(([0-9]{3}), "([a-z-]+)"', source)}
    assert told - {(422, "malformed")} == ours - {(400, "gone")} | {(409, one.value) for one in Declined}
