"""Columns that somebody named -> kept for the next import."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.columns import ListColumns
from kiosk.site.store.chosen_columns import FILE, chosen_columns, parse_choice, remember_columns

COLUMNS = ListColumns((("number", ("Số CCCD",)),), details=(("session", ("Ca thi",)),))


def test_nothing_is_chosen_at_first(tmp_path: Path) -> None:
    assert chosen_columns(tmp_path / "lists") == {}


def test_what_is_chosen_is_remembered(tmp_path: Path) -> None:
    remember_columns(tmp_path / "lists", {"number": "Mã ĐD"})
    assert chosen_columns(tmp_path / "lists") == {"number": "Mã ĐD"}


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"number": 7}', b'{"number": ""}', b"\xff", b'"' + b"x" * 70_000 + b'"']
)
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(Fault, match="name the columns again") as raised:
        chosen_columns(tmp_path)
    assert raised.value.code is FaultCode.LIST_MALFORMED


@pytest.mark.parametrize(
    ("written", "choice"),
    [("number=Mã ĐD", ("number", "Mã ĐD")), (" session = Buổi thi ", ("session", "Buổi thi"))],
)
def test_choices(written: str, choice: tuple[str, str]) -> None:
    assert parse_choice(written, COLUMNS) == choice


@pytest.mark.parametrize(
    "written", ["", "number", "number=", "number=7", "age=Tuổi", "number=a\nb", f"number={'a' * 201}"]
)
def test_what_is_no_choice(written: str) -> None:
    with pytest.raises(ValueError, match=r"FIELD=HEADER|letters"):
        parse_choice(written, COLUMNS)
