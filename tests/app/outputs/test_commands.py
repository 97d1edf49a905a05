"""``kiosk outputs`` as staff meet it: what waits, what is parked, and checks of a shift or a day as a file."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from typer.testing import CliRunner

from kiosk.accounts import accounts
from kiosk.app.exits import Exit
from kiosk.app.main import app
from kiosk.domain.clock import SystemClock
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.override import Outcome, Override
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.shift import ShiftOpening
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from tests.fakes.command_line import add_staff, valid
from tests.fakes.staff import HASHER, PASSWORDS
from tests.scenario.house import exam_site

Run = Callable[..., Result]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kiosk with a staff, whose site lets keys and names out for exports."""
    profile = exam_site(tmp_path)
    text = profile.read_text("utf-8").replace("[outputs]\n", '[outputs]\nexport = ["key", "name"]\n', 1)
    profile.write_text(text, "utf-8")
    (tmp_path / "kiosk.toml").write_text('name = "quay-3"\nsite = "site.toml"\ntrust = "trust"\ndata = "data"\n')
    monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path / "kiosk.toml"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(accounts, "SecretHasher", lambda: HASHER)
    add_staff({"hoa.admin": "administrator", "lan": "supervisor", "binh": "operator"})
    return tmp_path


@pytest.fixture
def outputs(house: Path) -> Run:
    def run(command: str, *arguments: str, by: str = "lan") -> Result:
        who = () if command == "status" else ("--by", by, "--stdin")
        return CliRunner().invoke(app, ["outputs", command, *arguments, *who], input=f"{PASSWORDS[by]}\n")

    return run


def checked(journal: Journal, key: str, name: str) -> None:
    now = datetime.now(UTC)
    record = CheckRecord(CheckId(f"c-{key}"), "exam", now, now, 6.0, Verdict.ADMIT, (), listing_key=key)
    told = {"check": record.check_id, "site": "exam", "at": now.isoformat(), "verdict": "ADMIT"}
    payload = json.dumps(told | {"released": {"key": key, "name": name}}).encode()
    journal.commit(record, None, [OutboxMessage(way, record.check_id, payload) for way in ("export", "webhook")])


def journal(house: Path) -> Journal:
    return Journal(house / "data" / "journal.sqlite", "exam", SystemClock())


@pytest.fixture
def morning(house: Path) -> Path:
    """One check before the shift, two in it."""
    with journal(house) as opened:
        checked(opened, "000100", "Đỗ Minh Đức")
        assert opened.open_shift(ShiftOpening("lan", None, ())) is not None
        checked(opened, "000101", "Nguyễn Văn An")
        checked(opened, "000102", "Trần Thị Bích Ngọc")
        now = datetime.now(UTC)
        opened.note_override(Override(CheckId("c-000102"), Outcome.REFUSED, "other-person", "binh", now, "lan"))
    return house


def acts(house: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(house / "data" / "journal.sqlite")) as connection:
        bodies = connection.execute("SELECT body FROM entry WHERE kind = 'staff-act' ORDER BY sequence").fetchall()
    told = [json.loads(body) for (body,) in bodies]
    return [(one["act"], one["by"]) for one in told if one["act"] in {"checks-exported", "parked-released"}]


def rows(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""), delimiter=";"))


def test_the_checks_of_the_newest_shift(outputs: Run, morning: Path) -> None:
    done = outputs("export", "--format", "csv", "--json")
    assert done.exit_code == Exit.OK, done.output
    told = valid(done.stdout)
    assert (told["checks"], told["unreadable"], told["fields"]) == (2, 0, ["key", "name"])
    file = Path(told["file"])
    assert [row[1:] for row in rows(file)] == [
        ["Kết quả", "Cán bộ", "Mã trong danh sách", "Họ và tên"],
        ["Cho vào", "", "000101", "Nguyễn Văn An"],
        ["Cho vào", "Không cho vào", "000102", "Trần Thị Bích Ngọc"],
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert acts(morning) == [("checks-exported", "lan")]


def test_a_damaged_check_is_told_and_hides_no_other(outputs: Run, morning: Path) -> None:
    with closing(sqlite3.connect(morning / "data" / "journal.sqlite")) as connection:
        connection.execute("UPDATE outbox SET sealed = x'00' WHERE output = 'export' AND key = 'c-000101'")
        connection.commit()
    done = outputs("export", "--format", "csv", "--json")
    assert done.exit_code == Exit.OK, done.output
    told = valid(done.stdout)
    assert (told["checks"], told["unreadable"]) == (2, 1)
    assert [row[1:] for row in rows(Path(told["file"]))][1:] == [
        ["Không đọc được", "", "", ""],
        ["Cho vào", "Không cho vào", "000102", "Trần Thị Bích Ngọc"],
    ]
    assert "1 checks cannot be read" in outputs("export", "--format", "csv").stderr


def test_the_checks_of_a_day(outputs: Run, morning: Path) -> None:
    today = datetime.now().astimezone().date().isoformat()
    done = outputs("export", "--day", today, "--out", str(morning / "day.xlsx"))
    assert done.exit_code == Exit.OK, done.output
    sheet = load_workbook(morning / "day.xlsx").active
    assert [sheet.cell(row, 4).value for row in range(2, 5)] == ["000100", "000101", "000102"]


def test_a_pdf(outputs: Run, morning: Path) -> None:
    done = outputs("export", "--format", "pdf")
    assert done.exit_code == Exit.OK, done.output
    assert Path(done.stdout.strip()).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("arguments", "by", "said"),
    [
        (("--shift", "99"), "lan", "There is no such shift"),
        (("--shift", "1", "--day", "2026-11-22"), "lan", "a shift or a day, not both"),
        (("--day", "yesterday"), "lan", "yesterday"),
        (("--format", "docx"), "lan", "docx"),
        ((), "binh", "This account may not do that"),
    ],
    ids=["no such shift", "two spans", "no day", "no such form", "not allowed"],
)
def test_what_is_refused(outputs: Run, morning: Path, arguments: tuple[str, ...], by: str, said: str) -> None:
    done = outputs("export", *arguments, by=by)
    assert done.exit_code != Exit.OK
    assert said in f"{done.output} {done.exception}"
    assert not (morning / "data" / "exports").exists()
    assert acts(morning) == []


def test_a_site_that_names_no_export(outputs: Run, morning: Path) -> None:
    exam_site(morning)
    done = outputs("export")
    assert "outputs.export names nothing" in str(done.exception)


def test_what_waits_and_what_is_parked(outputs: Run, morning: Path) -> None:
    with journal(morning) as opened:
        outbox = opened.open_outbox()
        found = outbox.next_due("webhook", datetime.now(UTC))
        assert found is not None
        outbox.parked(found.number, "refused-422")
        outbox.close()
    told = valid(outputs("status", "--json").stdout)["outputs"]
    assert (told["webhook"]["waiting"], told["webhook"]["parked"], told["webhook"]["trouble"]) == (2, 1, "refused-422")
    assert told["export"]["waiting"] == 3
    assert "HTTP 422" in outputs("status").stdout
    done = outputs("retry", by="hoa.admin")
    assert (done.exit_code, done.stdout.split()[-1]) == (Exit.OK, "1")
    assert acts(morning) == [("parked-released", "hoa.admin")]
    assert valid(outputs("status", "--json").stdout)["outputs"]["webhook"]["parked"] == 0


def test_parked_messages_are_not_everybodys(outputs: Run, morning: Path) -> None:
    assert outputs("retry", by="lan").exit_code == Exit.USAGE
    assert acts(morning) == []


def test_a_kiosk_that_has_checked_nobody(outputs: Run, house: Path) -> None:
    (house / "data" / "journal.sqlite").unlink()
    assert "there is no journal yet" in str(outputs("status").exception)
