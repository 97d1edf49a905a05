"""``kiosk staff`` as administrators and programs meet it: what is said, what is refused, what is in the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk.accounts import accounts
from kiosk.app.exits import Exit
from kiosk.app.main import app
from tests.fakes.staff import HASHER, PASSWORDS
from tests.scenario.house import ROOT as PROJECT

ADMIN, BINH = PASSWORDS["hoa.admin"], PASSWORDS["binh"]
FIRST = ("add", "hoa.admin", "--role", "administrator")

Staff = Callable[..., Result]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings of its own; hashes are cheap."""
    site = PROJECT / "config" / "sites" / "exam.toml"
    (tmp_path / "kiosk.toml").write_text(f'name = "kiosk-t"\nsite = "{site}"\ntrust = "trust"\ndata = "data"\n')
    monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path / "kiosk.toml"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(accounts, "SecretHasher", lambda: HASHER)
    return tmp_path


@pytest.fixture
def staff(house: Path) -> Staff:
    """Runs one command; ``words`` are the passwords on standard input."""

    def run(*arguments: str, words: tuple[str, ...] = ()) -> Result:
        stdin = ("--stdin",) if words else ()
        typed = "".join(f"{word}\n" for word in words)
        return CliRunner().invoke(app, ["staff", *arguments, *stdin], input=typed)

    return run


def acts(house: Path) -> list[Any]:
    connection = sqlite3.connect(house / "data" / "journal.sqlite")
    try:
        return [json.loads(body) for (body,) in connection.execute("SELECT body FROM entry WHERE kind = 'staff-act'")]
    finally:
        connection.close()


def test_a_kiosk_gets_its_staff(staff: Staff, house: Path) -> None:
    assert staff(*FIRST, words=(ADMIN,)).exit_code == Exit.OK
    assert staff("add", "binh", "--role", "operator", "--by", "hoa.admin", words=(ADMIN, BINH)).exit_code == Exit.OK

    assert staff("list").stdout.split() == ["binh", "operator", "hoa.admin", "administrator"]
    printed = json.loads(staff("list", "--json").stdout)
    jsonschema.validate(printed, json.loads((PROJECT / "docs/schemas/kiosk.staff-list-1.json").read_text()))
    assert [member["login"] for member in printed["members"]] == ["binh", "hoa.admin"]
    assert acts(house) == [
        {"act": "staff-added", "by": "", "subject": "hoa.admin"},
        {"act": "logged-in", "by": "hoa.admin", "subject": ""},
        {"act": "staff-added", "by": "hoa.admin", "subject": "binh"},
    ]


@pytest.mark.parametrize(
    ("command", "words", "said"),
    [
        pytest.param(("add", "mai", "--role", "operator"), (BINH,), "may not do that", id="added by nobody"),
        pytest.param(
            ("add", "mai", "--role", "operator", "--by", "binh"), (BINH, BINH), "may not do that", id="by an operator"
        ),
        pytest.param(
            ("add", "mai", "--role", "operator", "--by", "hoa.admin"), (BINH, BINH), "is wrong", id="a wrong password"
        ),
        pytest.param(
            ("add", "mai", "--role", "operator", "--by", "hoa.admin"),
            (ADMIN, "ngắn"),
            "at least 10 characters",
            id="a weak password",
        ),
        pytest.param(("remove", "hoa.admin", "--by", "hoa.admin"), (ADMIN,), "last administrator", id="the last one"),
        pytest.param(("remove", "binh"), (ADMIN,), "say who does it", id="removed by nobody"),
        pytest.param(("remove", "mai", "--by", "hoa.admin"), (ADMIN,), "no such account", id="not known"),
        pytest.param(("password", "hoa.admin", "--by", "binh"), (BINH, BINH), "may not do that", id="another's word"),
        pytest.param(("password", "binh"), (BINH,), "standard input ended", id="no new password"),
    ],
)
def test_what_is_refused(
    staff: Staff, house: Path, command: tuple[str, ...], words: tuple[str, ...], said: str
) -> None:
    staff(*FIRST, words=(ADMIN,))
    staff("add", "binh", "--role", "operator", "--by", "hoa.admin", words=(ADMIN, BINH))
    before = staff("list").stdout

    result = staff(*command, words=words)

    assert result.exit_code == Exit.USAGE
    assert said in " ".join(result.output.split())
    assert staff("list").stdout == before


def test_passwords_change(staff: Staff, house: Path) -> None:
    staff(*FIRST, words=(ADMIN,))
    staff("add", "binh", "--role", "operator", "--by", "hoa.admin", words=(ADMIN, BINH))
    own, given = "thuyền nan trên sông", "ngõ nhỏ phố xưa"

    assert staff("password", "binh", words=(BINH, own)).exit_code == Exit.OK
    assert staff("password", "binh", words=(BINH, own)).exit_code == Exit.USAGE
    assert staff("password", "binh", "--by", "hoa.admin", words=(ADMIN, given)).exit_code == Exit.OK
    assert staff("password", "binh", words=(given, own)).exit_code == Exit.OK
    assert staff("remove", "binh", "--by", "hoa.admin", words=(ADMIN,)).exit_code == Exit.OK


def test_a_new_password_is_typed_twice_and_never_shown(
    staff: Staff, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([ADMIN, BINH, ADMIN, ADMIN])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))

    differ, same = staff(*FIRST), staff(*FIRST)

    assert (differ.exit_code, same.exit_code) == (Exit.USAGE, Exit.OK)
    assert ADMIN not in differ.output + same.output
