"""Changing TOML files as people wrote them: values change, nothing else does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kiosk.app.settings.edit import Draft, Key, Value, edited
from kiosk.domain.faults import Fault, FaultCode

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "config").rglob("*.toml"))

FILE = """# One kiosk.

name = "quay-3"   # how it is called

[citizen]
volume = 0.7      # 0 to 1
motion = true

# Where it stands.
[station]
rooms = []
"""


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        pytest.param(("name",), "quay-4", 'name = "quay-4"   # how it is called', id="text, with its comment"),
        pytest.param(("citizen", "volume"), 0.3, "volume = 0.3      # 0 to 1", id="number in a table"),
        pytest.param(("citizen", "motion"), False, "motion = false", id="yes or no"),
        pytest.param(("station", "rooms"), ["101", "102"], 'rooms = ["101", "102"]', id="list"),
    ],
)
def test_one_line_changes_and_no_other(key: Key, value: Value, line: str) -> None:
    before, after = FILE.splitlines(), edited(FILE, {key: value}).splitlines()

    assert [new for old, new in zip(before, after, strict=True) if old != new] == [line]


def test_a_key_that_was_not_there_comes_before_the_tables() -> None:
    after = edited(FILE, {("camera_rotation",): 90})

    assert tomllib.loads(after)["camera_rotation"] == 90
    assert after.index("camera_rotation") < after.index("[citizen]")
    assert all(line in after for line in FILE.splitlines())


def test_a_table_that_was_not_there_comes_last() -> None:
    after = edited(FILE, {("scanner", "port"): "auto", ("station", "session"): "Sáng"})

    assert tomllib.loads(after)["scanner"] == {"port": "auto"}
    assert tomllib.loads(after)["station"] == {"rooms": [], "session": "Sáng"}
    assert after.startswith(FILE[: FILE.index("rooms")])


@pytest.mark.parametrize("file", SHIPPED, ids=[path.name for path in SHIPPED])
def test_shipped_files_come_back_as_they_are(file: Path) -> None:
    text = file.read_text("utf-8")

    assert edited(text, {}) == text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("name = ", ("name",), id="no TOML"),
        pytest.param('citizen = "loud"', ("citizen", "volume"), id="a value where a table should be"),
    ],
)
def test_a_file_that_is_none_is_a_fault(text: str, key: Key) -> None:
    with pytest.raises(Fault) as caught:
        edited(text, {key: 0.5})
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED


def test_the_old_file_stays_beside_the_new_one(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("old")
    file.chmod(0o640)
    draft = Draft(file, "new")
    assert file.read_text() == "old"
    draft.put_in_place()
    draft.drop()

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "kiosk.toml": "new",
        "kiosk.toml.bak": "old",
    }
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_draft_that_nobody_wants_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("old")
    Draft(file, "new").drop()

    assert [path.name for path in tmp_path.iterdir()] == ["kiosk.toml"]
