"""Rows of files: sizes and dates as people read them, whole names where there is room, «…» where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.desks.trust_import import FolderEntry
from kiosk.ui.operator.trust_import.file_rows import FileRows
from tests.fakes.trust_desk import LONG_NAME, entry
from tests.ui.lettered import clipped, overlapping, says, words


@pytest.fixture
def opened() -> list[FolderEntry]:
    return []


@pytest.fixture
def rows(qtbot: QtBot, opened: list[FolderEntry]) -> FileRows:
    rows = FileRows(opened.append)
    qtbot.addWidget(rows)
    rows.resize(1000, 500)
    rows.show()
    return rows


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (1024, "1 KB"),
        (1536, "1,5 KB"),
        (1 << 20, "1 MB"),
        (1_234_567, "1,2 MB"),
        (128 << 20, "128 MB"),
        (5 << 30, "5.120 MB"),
    ],
)
def test_sizes(rows: FileRows, size: int, said: str) -> None:
    rows.show_entries((replace(entry("a.cer"), size=size),))
    assert says(rows, f"{said} · 22/11/2026")


def test_a_file_without_a_date_has_its_size_alone(rows: FileRows) -> None:
    rows.show_entries((replace(entry("a.cer"), size=10, changed=None),))
    assert words(rows) == "a.cer 10 B"


@pytest.mark.parametrize("letters", [1, 80, 200, 255])
@pytest.mark.parametrize("width", [600, 1000, 1900])
def test_names_of_any_length_stay_inside_their_row(rows: FileRows, letters: int, width: int) -> None:
    rows.resize(width, 500)
    rows.show_entries((entry("W" * letters), entry((LONG_NAME * 4)[:letters]), entry("f", is_folder=True)))
    assert clipped(rows) == []
    assert overlapping(rows) == []


def test_an_empty_folder_has_nothing_to_open(rows: FileRows, opened: list[FolderEntry]) -> None:
    rows.show_entries((entry("a.cer"),))
    rows.show_entries(())
    rows.choose(1)
    rows.open_chosen()
    assert (rows.chosen, opened) == (None, [])


def test_another_folder_begins_at_its_first_row(rows: FileRows) -> None:
    rows.show_entries((entry("a"), entry("b")))
    rows.choose(1)
    rows.show_entries((entry("c"), entry("d")))
    assert rows.chosen == entry("c")
