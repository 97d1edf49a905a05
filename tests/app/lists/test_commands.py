"""``kiosk list``: what it says, its JSON and its exit codes."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from kiosk.app.exits import Exit
from kiosk.app.lists.absent import show_absent
from kiosk.app.main import app
from kiosk.app.settings.options import settings_from
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.shift import ShiftOpening
from kiosk.domain.verdict import Verdict
from kiosk.journal.database import connect
from kiosk.journal.journal import Journal
from kiosk.site.corrections import HEADER
from kiosk.site.profile import load_site

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests" / "fixtures" / "lists"
PERSONAL = ("001090012345", "Nguyễn", "1990", "036060000123", "Đức")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(
        f'name = "test"\nsite = "{ROOT / "config/sites/exam.toml"}"\ntrust = "trust"\ndata = "data"\n', "utf-8"
    )
    return path


def invoke(config: Path, *words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["list", *map(str, words), "--config", str(config)])
    if isinstance(done.exception, Fault):
        raise done.exception
    return done.exit_code, done.stdout


def told(config: Path, *words: str | Path) -> tuple[int, dict[str, Any]]:
    code, out = invoke(config, *words, "--json")
    read = json.loads(out)
    assert isinstance(read, dict)
    schema = ROOT / "docs" / "schemas" / f"{read['schema'].replace('/', '-')}.json"
    jsonschema.validate(read, json.loads(schema.read_text("utf-8")))
    return code, read


def notes(config: Path) -> list[str]:
    journal = config.parent / "data" / "journal.sqlite"
    with connect(journal) as connection:
        rows = connection.execute("SELECT body FROM entry WHERE kind = 'operator-act'").fetchall()
    return [json.loads(body)["code"] for (body,) in rows]


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
def test_lists_of_other_programs_are_imported(config: Path, name: str) -> None:
    code, said = told(config, "import", FIXTURES / name)
    assert (code, said["schema"], said["installed"], said["people"]) == (Exit.OK, "kiosk.list-import/1", 1, 4)
    assert said["columns"]["number"] == "Số CCCD"
    assert (said["header_row"], said["place"]) == (3, ["Phòng thi", "Ghế", None])
    assert [(row["row"], row["problem"], row["fatal"]) for row in said["problems"]["rows"]] == [(7, "no_number", False)]
    assert notes(config) == ["list-import-1"]


def test_the_difference_is_told_before_and_after(config: Path) -> None:
    invoke(config, "import", ROOT / "config/lists/exam-sample.csv")
    for command in ("check", "import"):
        _, said = told(config, command, FIXTURES / "exam-by-xlwt.xls")
        difference = said["difference"]
        assert (difference["added"], difference["removed"]) == (0, 8)
        assert (difference["changed"], difference["unchanged"]) == (1, 3)
        assert said["installed"] == (2 if command == "import" else None)
    assert [version["people"] for version in told(config, "versions")[1]["versions"]] == [4, 12]


def test_what_is_said_in_words_names_rows_and_no_people(config: Path) -> None:
    code, out = invoke(config, "import", FIXTURES / "exam-by-xlwt.xls", "--dry-run")
    assert code == Exit.OK
    assert "4 people; sheet «Danh sách», header in row 3" in out
    assert "warn row 7: thiếu số định danh / no number" in out
    assert "nothing was imported" in out
    assert not any(word in out for word in PERSONAL)
    assert told(config, "versions")[1]["versions"] == []


def test_a_bad_list_is_refused_by_row(config: Path, tmp_path: Path) -> None:
    invoke(config, "import", ROOT / "config/lists/exam-sample.csv")
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "SBD;CCCD;Họ tên;Ngày sinh\n1;001090012345;Nguyễn Văn An;15/03/1990\n;036060000123;Đỗ Đức;\n", "utf-8"
    )
    code, said = told(config, "import", bad)
    assert (code, said["installed"], said["problems"]["fatal"]) == (Exit.SETTINGS, None, 1)
    assert said["error"]["code"] == "list-malformed"
    assert said["error"]["technical"] == "bad.csv: row 3: no key"
    assert told(config, "show")[1]["version"] == 1


@pytest.mark.parametrize(
    ("content", "code", "error"),
    [
        pytest.param(b"\x00" * 100, Exit.SETTINGS, "list-malformed", id="no list"),
        pytest.param(None, Exit.DEVICE, "list-missing", id="no file"),
    ],
)
def test_what_is_no_list(config: Path, tmp_path: Path, content: bytes | None, code: Exit, error: str) -> None:
    path = tmp_path / "x.xlsx"
    if content is not None:
        path.write_bytes(content)
    done, said = told(config, "import", path)
    assert (done, said["error"]["code"]) == (code, error)


def test_a_column_that_was_named_is_remembered(config: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Mã hồ sơ;Mã ĐDCD;Họ tên;Ngày sinh\n1;001090012345;Nguyễn Văn An;15/03/1990\n", "utf-8")
    assert invoke(config, "check", path)[0] == Exit.SETTINGS
    named = ["--column", "key=Mã hồ sơ", "--column", "number=Mã ĐDCD"]
    assert invoke(config, "check", path, *named)[0] == Exit.OK
    assert invoke(config, "check", path)[0] == Exit.SETTINGS, "a check remembers nothing"
    assert invoke(config, "import", path, *named)[0] == Exit.OK
    assert invoke(config, "import", path)[0] == Exit.OK
    assert invoke(config, "import", path, "--forget-columns")[0] == Exit.SETTINGS


def test_a_column_of_no_field(config: Path) -> None:
    done = CliRunner().invoke(app, ["list", "check", "x.csv", "--column", "age=Tuổi", "--config", str(config)])
    assert done.exit_code == Exit.USAGE


def test_back_to_an_earlier_version(config: Path) -> None:
    for name in ("exam-by-xlwt.xls", "exam-by-openpyxl.xlsx"):
        invoke(config, "import", FIXTURES / name)
    code, said = told(config, "restore", "1")
    assert (code, said["version"], said["file"]) == (Exit.OK, 1, "exam-by-xlwt.xls")
    assert told(config, "show")[1]["version"] == 1
    assert notes(config) == ["list-import-1", "list-import-2", "list-restore-1"]
    with pytest.raises(Fault) as raised:
        invoke(config, "restore", "9")
    assert raised.value.code is FaultCode.LIST_MISSING


def test_what_is_in_force(config: Path) -> None:
    with pytest.raises(Fault, match="no list is installed"):
        invoke(config, "show")
    invoke(config, "import", FIXTURES / "exam-by-xlwt.xls")
    _, said = told(config, "show")
    assert (said["people"], said["rows"], said["sheet"]) == (4, {"no_number": [7]}, "Danh sách")
    assert "exam-by-xlwt.xls" in invoke(config, "show")[1]


def test_who_is_absent(config: Path) -> None:
    invoke(config, "import", FIXTURES / "exam-by-xlwt.xls")
    with pytest.raises(Fault, match="no shift was opened yet"):
        invoke(config, "absent")
    site = load_site(ROOT / "config/sites/exam.toml").profile.name
    with Journal(config.parent / "data" / "journal.sqlite", site, SystemClock()) as journal:
        journal.open_shift(ShiftOpening("admin", None, ()))
        at = SystemClock().now()
        record = CheckRecord(CheckId("1"), site, at, at, 5.0, Verdict.ADMIT, (), listing_key="000102")
        journal.commit(record, None)
    _, said = told(config, "absent")
    assert (said["expected"], said["came"]) == (4, 1)
    assert said["rooms"] == [
        {"room": "101", "expected": 3, "came": 1, "absent": ["000101", "000103"], "out": []},
        {"room": "102", "expected": 1, "came": 0, "absent": ["000104"], "out": []},
    ]
    assert told(config, "absent", "--room", "P.102")[1]["expected"] == 1
    assert "101: 1 of 3; absent: 000101, 000103" in invoke(config, "absent")[1]


def test_who_is_out(config: Path) -> None:
    invoke(config, "import", FIXTURES / "exam-by-xlwt.xls")
    site = load_site(ROOT / "config/sites/exam.toml").profile.name
    with Journal(config.parent / "data" / "journal.sqlite", site, SystemClock()) as journal:
        journal.open_shift(ShiftOpening("admin", None, ()))
        at = SystemClock().now()
        record = CheckRecord(CheckId("1"), site, at, at, 5.0, Verdict.ADMIT, (), listing_key="000102")
        journal.commit(record, Identity(Source.CHIP, "001090012345"))
        assert journal.note_leaving("000102", "binh") is not None
    _, said = told(config, "absent")
    assert (said["expected"], said["came"], said["out"]) == (4, 1, 1)
    assert said["rooms"][0] == {
        "room": "101",
        "expected": 3,
        "came": 1,
        "absent": ["000101", "000103"],
        "out": ["000102"],
    }
    lines = invoke(config, "absent")[1].splitlines()
    assert lines[0] == "101: 1 of 3; absent: 000101, 000103; out: 000102"
    assert lines[-1] == "1 of 4 have come in (1 of them out now), 3 have not"


def test_who_is_absent_again_and_again(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    invoke(config, "import", FIXTURES / "exam-by-xlwt.xls")
    site = load_site(ROOT / "config/sites/exam.toml").profile.name
    file = config.parent / "data" / "journal.sqlite"
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            raise KeyboardInterrupt
        with Journal(file, site, SystemClock()) as journal:
            at = SystemClock().now()
            record = CheckRecord(CheckId("1"), site, at, at, 5.0, Verdict.ADMIT, (), listing_key="000102")
            journal.commit(record, None)

    with Journal(file, site, SystemClock()) as journal:
        journal.open_shift(ShiftOpening("admin", None, ()))
    capsys.readouterr()
    assert show_absent(settings_from(config), (), "", as_json=False, watch=5.0, wait=wait) is Exit.OK
    told = [line for line in capsys.readouterr().out.splitlines() if "have come in" in line]
    assert told == ["0 of 4 have come in, 4 have not", "1 of 4 have come in, 3 have not"]
    assert waits == [5.0, 5.0]


def test_pictures_of_registration(config: Path, tmp_path: Path) -> None:
    invoke(config, "import", FIXTURES / "exam-by-xlwt.xls")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "000101.jpg").write_bytes(b"\xff\xd8\xff")
    code, said = told(config, "photos", tmp_path / "p")
    assert (code, said["kept"], said["missing"]) == (Exit.OK, 1, 3)
    assert "1 pictures kept; 3 people" in invoke(config, "photos", tmp_path / "p")[1]


def test_corrections_as_a_workbook(config: Path, tmp_path: Path) -> None:
    assert invoke(config, "corrections")[1].strip() == "", "there are none yet"
    folder = config.parent / "data" / "corrections"
    folder.mkdir(parents=True)
    (folder / "corrections.csv").write_text(";".join(HEADER) + "\n", "utf-8")
    assert invoke(config, "corrections")[1].strip() == str(folder / "corrections.xlsx")
    assert stat.S_IMODE((folder / "corrections.xlsx").stat().st_mode) == 0o600
    invoke(config, "corrections", "--out", tmp_path / "sent.xlsx")
    assert (tmp_path / "sent.xlsx").read_bytes().startswith(b"PK")
