"""The command line as programs meet it: what it prints against its schema, and a staff made by its own commands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
from typer.testing import CliRunner

from kiosk.app.exits import Exit
from kiosk.app.main import app
from tests.fakes.staff import PASSWORDS

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def valid(printed: str) -> Any:
    """The JSON that a command printed, once the schema in docs/ has nothing against it."""
    result = json.loads(printed)
    schema = json.loads((SCHEMAS / f"{result['schema'].replace('/', '-')}.json").read_text("utf-8"))
    jsonschema.validate(result, schema, jsonschema.Draft202012Validator)
    return result


def add_staff(roles: Mapping[str, str]) -> None:
    """Accounts under their passwords; ``hoa.admin``, who makes the others, is the first."""
    for login, role in roles.items():
        words = f"{PASSWORDS['hoa.admin']}\n{PASSWORDS[login]}\n"
        by = ("--by", "hoa.admin") if login != "hoa.admin" else ()
        made = CliRunner().invoke(app, ["staff", "add", login, "--role", role, *by, "--stdin"], input=words)
        assert made.exit_code == Exit.OK, made.output
