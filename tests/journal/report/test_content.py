"""What the report of a shift says, table by table."""

from __future__ import annotations

from datetime import UTC

import pytest

from kiosk.domain.shift import PinnedList, ShiftFigures
from kiosk.domain.text import Text
from kiosk.journal.report.content import NOT_CLOSED, Cell, closing_lines, grouped, tables
from tests.fakes.shifts import START, morning


def named(table: str, code: str) -> Text:
    return Text(f"{code} vi", f"{code} en")


def rows(key: str, **changes: object) -> dict[Cell, Cell]:
    """The first two columns of a table."""
    (table,) = [one for one in tables(morning(**changes), named) if one.key == key]
    return {row[0].en if isinstance(row[0], Text) else row[0]: row[1] for row in table.rows}


def test_every_row_has_a_cell_for_every_column() -> None:
    for table in tables(morning(), named):
        assert table.rows, table.key
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_the_heading_says_who_when_and_with_which_list() -> None:
    heading = rows("shift")

    assert heading["Site"] == "Điểm thi Trường THPT Chu Văn An"
    assert heading["Opened"] == "22/11/2026 14:00, binh"
    assert heading["Closed"] == "22/11/2026 18:00, lan"
    assert heading["List"] == "phong-3.csv (48)"
    assert heading["SHA-256 of the list"] == grouped("9f" * 32)


def test_the_self_test_is_told_by_what_it_found() -> None:
    heading = rows("shift")

    assert heading["Self test: attention"] == Text("ổ đĩa", "disk")
    assert heading["Self test: good"] == Text("đầu đọc thẻ, camera", "card reader, camera")
    assert "Self test: failed" not in heading


def test_a_list_that_was_changed_during_the_shift_is_told() -> None:
    assert "Another list is in force" not in rows("shift")
    other = PinnedList("phong-3-sua.csv", 49, "12" * 32)
    assert rows("shift", other_list=other)["Another list is in force"] == "phong-3-sua.csv (49)"


def test_times_are_told_where_the_report_is_made() -> None:
    assert rows("shift", made_at=START.astimezone(UTC))["Opened"] == "22/11/2026 07:00, binh"


def test_a_shift_that_is_open_says_so() -> None:
    assert rows("shift", closing=None)["Closed"] == NOT_CLOSED
    assert [label.en for label, _ in closing_lines(morning(closing=None))] == ["Chain of the journal"]


def test_the_figures() -> None:
    figures = rows("figures")

    assert (figures["On the list"], figures["Absent"], figures["People who came in"]) == (48, 2, 46)
    assert (figures["Checks"], figures["Admitted"], figures["Refused"]) == (50, 40, 2)
    assert figures["Decisions of staff that stand"] == 1
    assert (figures["Attention seen by staff"], figures["Attention not seen"]) == (3, 1)
    assert (figures["Median time (seconds)"], figures["95 % within (seconds)"]) == (6.2, 14.9)


def test_without_the_list_nobody_is_said_to_be_absent() -> None:
    report = {"expected": None, "absent": None}

    assert "Absent" not in rows("figures", **report)
    assert [one.key for one in tables(morning(**report), named)][-1] == "overrides"


def test_a_decision_is_told_with_both_names_and_what_became_of_it() -> None:
    (table,) = [one for one in tables(morning(), named) if one.key == "overrides"]

    assert [[cell.en if isinstance(cell, Text) else cell for cell in row] for row in table.rows] == [
        ["22/11/2026 14:31", "000117", "Referred to staff", "Admitted", "face-compared-by-staff en", "binh", "–"],
        ["22/11/2026 14:44", "–", "Refused", "Admitted", "list-is-wrong en", "binh + lan", "lan"],
    ]


def test_an_empty_shift_has_every_table() -> None:
    report = morning(figures=ShiftFigures(), absent=())

    assert [one.key for one in tables(report, named)] == [one.key for one in tables(morning(), named)]


@pytest.mark.parametrize(("broken_at", "said"), [(None, "unbroken"), (17, "17")])
def test_what_the_chain_is_worth(broken_at: int | None, said: str) -> None:
    lines = closing_lines(morning(broken_at=broken_at))

    assert [value for _, value in lines][:2] == ["902", grouped("0123456789abcdef" * 4)]
    assert said in lines[-1][1]


def test_a_hash_is_written_in_groups_that_people_can_compare() -> None:
    assert grouped("0123456789ab") == "0123 4567 89ab"


def test_no_names_are_in_a_repr() -> None:
    assert "Ánh" not in repr(morning()) + repr(tables(morning(), named))
