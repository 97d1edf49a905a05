"""``kiosk shift`` as supervisors meet it: opened with a list, closed with a report, refused with a reason."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from typer.testing import CliRunner

from kiosk.accounts import accounts
from kiosk.app.exits import Exit
from kiosk.app.main import app
from kiosk.app.shifts import acts as shift_acts
from kiosk.app.shifts.files import words_of
from kiosk.devices.probe import Health, Probe
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import FaultCode
from kiosk.domain.override import USUAL_REASONS, Outcome, Override, OverrideReason, OverrideRules
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason, Verdict
from kiosk.journal.journal import Journal
from tests.fakes.command_line import add_staff, valid
from tests.fakes.staff import HASHER, PASSWORDS
from tests.scenario.house import ROOT as PROJECT

LIST = """SBD;Số CCCD;Họ và tên;Ngày sinh;Phòng thi;Ghế
000101;001090012345;Nguyễn Văn An;15/03/1990;3;01
000102;079185006789;Trần Thị Bích Ngọc;20/08/1985;3;02
000103;036060000123;Đỗ Minh Đức;01/02/1960;3;03
"""
GOOD = (Probe("readers", Health.OK), Probe("disk", Health.WARN, "little room"))
BROKEN = (*GOOD, Probe("camera", Health.FAIL, "no camera", Text("Cắm camera", "Plug a camera in")))

Shift = Callable[..., Result]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kiosk with a list and a staff; every part is good."""
    site = PROJECT / "config" / "sites" / "exam.toml"
    lines = ['name = "quay-3"', f'site = "{site}"', 'roster = "phong-3.csv"', 'trust = "trust"', 'data = "data"']
    (tmp_path / "kiosk.toml").write_text("\n".join(lines))
    (tmp_path / "phong-3.csv").write_text(LIST, "utf-8")
    monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path / "kiosk.toml"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(accounts, "SecretHasher", lambda: HASHER)
    monkeypatch.setattr(shift_acts, "examine_kiosk", lambda settings: GOOD)
    add_staff({"hoa.admin": "administrator", "binh": "operator", "lan": "supervisor", "tam": "attendant"})
    return tmp_path


@pytest.fixture
def shift(house: Path) -> Shift:
    def run(command: str, *arguments: str, by: str = "lan", password: str = "") -> Result:
        words = (password or PASSWORDS[by]) + "\n"
        return CliRunner().invoke(app, ["shift", command, *arguments, "--by", by, "--stdin"], input=words)

    return run


def morning(house: Path) -> None:
    """Three checks and a decision."""
    with Journal(house / "data" / "journal.sqlite", "exam", SystemClock()) as journal:
        for key, verdict in (("000101", Verdict.ADMIT), ("000102", Verdict.REFER), ("", Verdict.REFUSE)):
            now = datetime.now(UTC)
            check_id = CheckId(f"c-{key}")
            journal.commit(CheckRecord(check_id, "exam", now, now, 6.0, verdict, (), listing_key=key), None)
        journal.note_override(Override(CheckId("c-000102"), Outcome.ADMITTED, "other-document-seen", "binh", now))


def test_a_shift_from_its_opening_to_its_report(shift: Shift, house: Path) -> None:
    opened = valid(shift("open", "--json", by="binh").stdout)
    assert (opened["list"]["name"], opened["list"]["rows"]) == ("phong-3.csv", 3)
    assert opened["tests"] == {"readers": "ok", "disk": "warn"}
    morning(house)

    closed = valid(shift("close", "--json").stdout)

    assert closed["number"] == opened["number"]
    assert (closed["opened"]["by"], closed["closed"]["by"]) == ("binh", "lan")
    assert (closed["expected"], closed["absent"], closed["admitted"]) == (3, 1, 2)
    assert (closed["checks"], closed["overrides_standing"], closed["journal_broken_at"]) == (3, 1, None)
    pdf, xlsx, sheet = (Path(file) for file in closed["files"])
    assert pdf.read_bytes().startswith(b"%PDF")
    absent = [row[1] for row in load_workbook(xlsx)["Vắng mặt"].iter_rows(values_only=True, min_row=2)]
    assert absent == ["Đỗ Minh Đức"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (pdf, xlsx, sheet)} == {0o600}
    assert sheet.read_bytes().startswith(b"%PDF")


def test_nobody_is_named_in_what_is_printed(shift: Shift, house: Path) -> None:
    shift("open")
    morning(house)

    for command in ("report", "close"):
        assert not any(name in shift(command, "--json").output for name in ("Minh", "Văn An", "036060000123"))


def test_a_report_can_be_written_again_and_elsewhere(shift: Shift, house: Path) -> None:
    number = valid(shift("open", "--json").stdout)["number"]
    so_far = valid(shift("report", "--json", "--out", "so-far").stdout)
    assert so_far["closed"] is None
    assert [Path(file).name for file in so_far["files"]] == [
        f"shift-{number}-open.pdf",
        f"shift-{number}-open.xlsx",
        f"attendance-{number}-open.pdf",
    ]

    shift("close")
    again = valid(shift("report", str(number), "--json", "--out", "again").stdout)

    assert again["closed"]["by"] == "lan"
    assert all(Path(file).is_file() for file in again["files"])


@pytest.mark.parametrize(
    ("command", "by", "said"),
    [
        (("open",), "tam", "may not do that"),
        (("close",), "lan", "No shift is open"),
        (("close",), "binh", "may not do that"),
        (("report",), "binh", "may not do that"),
        (("report", "999"), "lan", "no such shift"),
    ],
)
def test_what_is_refused(shift: Shift, command: tuple[str, ...], by: str, said: str) -> None:
    result = shift(*command, by=by)

    assert result.exit_code == Exit.USAGE
    assert said in result.output


def test_a_wrong_password_opens_nothing(shift: Shift) -> None:
    assert shift("open", password="sai mật khẩu rồi").exit_code == Exit.USAGE
    assert shift("close").exit_code == Exit.USAGE


def test_one_shift_at_a_time(shift: Shift) -> None:
    assert shift("open").exit_code == Exit.OK
    assert "open already" in shift("open").output
    assert shift("close").exit_code == Exit.OK
    assert shift("open").exit_code == Exit.OK


def test_a_part_that_failed_keeps_the_shift_from_opening_unless_somebody_says_so(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shift_acts, "examine_kiosk", lambda settings: BROKEN)

    refused = shift("open")
    assert refused.exit_code == Exit.DEVICE
    assert "Plug a camera in" in refused.output

    opened = shift("open", "--despite-failures", "--json")
    assert json.loads(opened.stdout)["tests"]["camera"] == "fail"


def test_a_missing_list_is_missed_at_the_opening(shift: Shift, house: Path) -> None:
    (house / "phong-3.csv").unlink()

    assert shift("open").exception is not None
    assert not (house / "data" / "reports").exists()


def test_only_whoever_belongs_to_this_kiosks_rooms_can_be_absent_from_it(shift: Shift, house: Path) -> None:
    elsewhere = "000201;;Phạm Thu Hà;22/11/2005;4;01\n"
    (house / "phong-3.csv").write_text(LIST + elsewhere, "utf-8")
    with (house / "kiosk.toml").open("a") as file:
        file.write('\n[station]\nrooms = ["3"]\n')
    shift("open")

    closed = valid(shift("close", "--json").stdout)

    assert (closed["expected"], closed["absent"]) == (3, 3)


def test_a_list_that_comes_later_leaves_the_absent_of_the_pinned_one_and_is_told(shift: Shift, house: Path) -> None:
    shift("open")
    later = house / "phong-3-sua.csv"
    later.write_text(LIST.replace("Đỗ Minh Đức", "Đỗ Minh Đạt"), "utf-8")
    assert CliRunner().invoke(app, ["list", "import", str(later)]).exit_code == Exit.OK

    closed = valid(shift("close", "--json").stdout)

    assert closed["absent"] == 3
    book = load_workbook(closed["files"][1])
    assert "phong-3-sua.csv (3)" in [row[1] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert book["Vắng mặt"]["B4"].value == "Đỗ Minh Đức"


def test_without_the_list_that_was_pinned_nobody_is_said_to_be_absent(shift: Shift, house: Path) -> None:
    shift("open")
    for version in (house / "data" / "lists").glob("list-*.sqlite"):
        version.unlink()

    assert valid(shift("close", "--json").stdout)["absent"] is None


def test_a_folder_that_cannot_be_written_leaves_the_shift_closed(shift: Shift, house: Path) -> None:
    (house / "file").write_text("")
    shift("open")

    assert shift("close", "--out", "file/below").exit_code == Exit.DEVICE
    assert shift("report").exit_code == Exit.OK


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("reasons", [reason.value for reason in Reason]),
        ("faults", [fault.value for fault in FaultCode]),
        ("overrides", [reason.code for reason in USUAL_REASONS]),
    ],
)
def test_every_code_has_words(table: str, codes: list[str]) -> None:
    named = words_of(OverrideRules())

    assert all(named(table, code) != Text(code, code) for code in codes)
    assert named(table, "not-a-code") == Text("not-a-code", "not-a-code")


def test_a_sites_own_reasons_have_the_sites_words() -> None:
    agrees = Text("Bác sĩ đồng ý", "The doctor agrees")
    named = words_of(OverrideRules(reasons=(OverrideReason("doctor-agrees", Outcome.ADMITTED, agrees),)))

    assert named("overrides", "doctor-agrees") == agrees
    assert named("overrides", "conduct") != Text("conduct", "conduct"), "a reason from before the profile changed"
