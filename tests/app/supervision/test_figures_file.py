"""Figures between kiosks: what is written is read, and nothing else is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kiosk.app.supervision.figures_file import MAX_BYTES, figures_json, read_figures, read_folder, write_figures
from kiosk.domain.desks.supervision import MOST_SHIFTS
from tests.fakes.staff import START
from tests.fakes.supervision import told

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "schemas" / "kiosk.figures-1.json").read_text("utf-8"))
SHIFT = told("quay-1")


def write(folder: Path, named: str = "quay-1", **changes: Any) -> Path:
    figures = {**figures_json(named, "exam", [SHIFT], START), **changes}
    file = folder / f"figures-{named}.json"
    file.write_text(json.dumps(figures), "utf-8")
    return file


def test_what_is_written_is_read(tmp_path: Path) -> None:
    figures = figures_json("quay-1", "exam", [SHIFT], SHIFT.made_at)
    write_figures(tmp_path, "quay-1", figures)

    assert [file.name for file in tmp_path.iterdir()] == ["figures-quay-1.json"]
    assert read_figures(tmp_path / "figures-quay-1.json") == (SHIFT,)
    jsonschema.validate(figures, SCHEMA, jsonschema.Draft202012Validator)


def test_a_file_of_old_goes_on_until_the_new_one_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.app.supervision.figures_file.json.dump", full)
    with pytest.raises(OSError, match="No space"):
        write_figures(tmp_path, "quay-1", {})
    monkeypatch.undo()

    assert [file.name for file in tmp_path.iterdir()] == ["figures-quay-1.json"]
    assert read_figures(tmp_path / "figures-quay-1.json")


def test_only_the_newest_shifts_are_told() -> None:
    assert len(figures_json("quay-1", "exam", [SHIFT] * (MOST_SHIFTS + 5), START)["shifts"]) == MOST_SHIFTS


def _shift(**changes: Any) -> dict[str, Any]:
    return {"shifts": [{**figures_json("quay-1", "exam", [SHIFT], START)["shifts"][0], **changes}]}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"schema": "kiosk.figures/2"}, id="another version"),
        pytest.param({"kiosk": "quay-2"}, id="another kiosk's name inside"),
        pytest.param({"kiosk": "../quay"}, id="a name that is a path"),
        pytest.param({"made_at": "2026-11-22T07:00:00"}, id="a time without its zone"),
        pytest.param(_shift(opened_at="9999-12-31T23:59:59+00:00"), id="a time that no zone can show"),
        pytest.param({"name": "Nguyễn Văn An"}, id="a key that is not ours"),
        pytest.param(_shift(checks=-1), id="a negative number"),
        pytest.param(_shift(checks="3"), id="a number in quotes"),
        pytest.param(_shift(checks=10**12), id="a number beyond all people"),
        pytest.param(_shift(reasons={"Nguyễn Văn An": 1}), id="a name in the place of a code"),
        pytest.param(_shift(verdicts={"MAYBE": 1}), id="an unknown verdict"),
        pytest.param({"shifts": _shift()["shifts"] * (MOST_SHIFTS + 1)}, id="too many shifts"),
    ],
)
def test_what_is_not_ours_is_not_read(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"figures|kiosk"):
        read_figures(write(tmp_path, **changes))


def _large(file: Path) -> None:
    file.write_bytes(b" " * (MAX_BYTES + 1))


def _pipe(file: Path) -> None:
    os.mkfifo(file)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda file: file.write_bytes(b"\xff\xfe"), id="no text"),
        pytest.param(lambda file: file.write_text("[" * 100_000), id="deep brackets"),
        pytest.param(lambda file: file.write_text("[]"), id="a list"),
        pytest.param(_large, id="too large"),
        pytest.param(_pipe, id="a pipe that nobody writes into"),
        pytest.param(lambda file: file.mkdir(), id="a folder"),
    ],
)
def test_a_bad_file_is_named_and_hides_no_other(tmp_path: Path, make: Callable[[Path], object]) -> None:
    write(tmp_path, "quay-2")
    make(tmp_path / "figures-quay-9.json")

    shifts, unreadable = read_folder(tmp_path, "quay-1", "exam")

    assert [one.kiosk for one in shifts] == ["quay-2"]
    assert unreadable == ("figures-quay-9.json",)


def test_other_sites_and_the_kiosk_itself_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "quay-1")
    write(tmp_path, "quay-2", site="airport")

    assert read_folder(tmp_path, "quay-1", "exam") == ((), ())


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "share", "quay-1", "exam") == ((), ("share",))


def test_a_shift_that_ran_longer_ago_is_stale() -> None:
    assert not SHIFT.is_stale(SHIFT.made_at + timedelta(minutes=2))
    assert SHIFT.is_stale(SHIFT.made_at + timedelta(minutes=4))
