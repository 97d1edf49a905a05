"""Rows that fit the shape of the rows before them are read at once, and say what they said cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Tree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.site.tables.row_shapes import MOST_LESSONS, Reads, RowShape
from kiosk.site.tables.sheet_rows import forms_of, parsed_row, usual_row
from kiosk.site.tables.table import MAX_COLUMNS

USUAL = '<row r="2" spans="1:3"><c r="A2"><v>1</v></c><c r="B2" s="1" t="s"><v>7</v></c></row>'


def reader(kind: str, style: str) -> Reads:
    """Tells what a cell was taken for."""
    if style == "99":
        raise IndexError
    return lambda written: f"{kind}/{style}/{written}"


def learned(*rows: str) -> RowShape:
    shape = RowShape(reader)
    for row in rows:
        shape.learn(forms_of(row))
    return shape


@pytest.mark.parametrize(
    ("row", "read"),
    [
        pytest.param(USUAL, (2, ["//1", "s/1/7"]), id="the row itself"),
        pytest.param(
            '<row r="9"><c r="A9"><v>5</v></c><c r="B9" s="1" t="s"><v>0</v></c></row>\n',
            (9, ["//5", "s/1/0"]),
            id="another row",
        ),
        pytest.param('<row r="9"><c r="A9"><v>5</v></c><c r="B9" s="1"/></row>', (9, ["//5", ""]), id="a blank cell"),
        pytest.param('<row r="9"><c r="B9" s="1" t="s"><v>0</v></c></row>', (9, ["", "s/1/0"]), id="a cell left out"),
        pytest.param('<row r="9"><c r="A9"><v></v></c></row>', (9, ["", ""]), id="an empty value"),
        pytest.param('<row r="9" ht="15.5" customHeight="1"></row>', (9, ["", ""]), id="no cells"),
        pytest.param('<row r="9"><c r="A9" s="1"><v>5</v></c></row>', None, id="another style"),
        pytest.param('<row r="9"><c r="C9"><v>5</v></c></row>', None, id="another column"),
        pytest.param('<row r="9"><c r="AA9"><v>5</v></c></row>', None, id="a column that begins alike"),
        pytest.param('<row r="9"><c r="A9"><v>&amp;</v></c></row>', None, id="an escaped sign"),
        pytest.param('<row r="9"><c r="A9"><f>1</f><v>5</v></c></row>', None, id="a formula"),
        pytest.param('<row><c r="A9"><v>5</v></c></row>', None, id="no number"),
        pytest.param('<row r="9"/>', None, id="an empty element"),
    ],
)
def test_what_fits_a_shape(row: str, read: tuple[int, list[str]] | None) -> None:
    assert learned(USUAL).read(row) == read


def test_nothing_fits_a_shape_that_is_not_known_yet() -> None:
    assert RowShape(reader).read(USUAL) is None


def test_a_style_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        learned('<row r="1"><c r="A1" s="99"><v>1</v></c></row>')


@pytest.mark.parametrize(
    "row",
    [
        pytest.param('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', id="columns out of order"),
        pytest.param('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', id="a column twice"),
        pytest.param('<row r="1"><c r="CW1"><v>1</v></c></row>', id="a column beyond the bound"),
        pytest.param('<row r="1"></row>', id="nothing"),
    ],
)
def test_what_teaches_nothing(row: str) -> None:
    assert MAX_COLUMNS == 100
    assert learned(row).read(row) is None


def test_a_sheet_without_a_shape_ends_the_lessons() -> None:
    rows = [f'<row r="{number}"><c r="A{number}" s="{number}"><v>1</v></c></row>' for number in range(1, 120)]
    shape = learned(*(row for row in rows if 's="99"' not in row))
    assert shape.read(rows[0]) is not None
    assert shape.read(rows[MOST_LESSONS - 1]) is not None
    assert shape.read(rows[MOST_LESSONS + 1]) is None


cells = st.builds(
    lambda style, kind, text: (
        (f' s="{style}"' if style else "")
        + (f' t="{kind}"' if kind and text is not None else "")
        + (
            "/>"
            if text is None
            else f"><is><t>{escape(text)}</t></is></c>"
            if kind == "inlineStr"
            else f"><v>{escape(text)}</v></c>"
        )
    ),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "s", "str", "inlineStr"]),
    st.none() | st.text(alphabet="aĐ&<0 ", max_size=4),
)
rows = st.lists(st.none() | cells, max_size=4)


def written(number: int, row: Sequence[str | None]) -> str:
    inside = "".join(
        f'<c r="{letter}{number}"{cell}' for letter, cell in zip("ABCD", row, strict=False) if cell is not None
    )
    return f'<row r="{number}">{inside}</row>'


@given(st.lists(rows, min_size=1, max_size=6), rows)
def test_both_ways_agree(before: list[list[str | None]], row: list[str | None]) -> None:
    shape = learned(*(text for number, one in enumerate(before, 1) if usual_row(text := written(number, one))))
    text = written(7, row)
    read = shape.read(text)
    if read is not None:
        (parsed,) = Tree.fromstring(f'<s xmlns="urn:x">{text}</s>')
        said = {column: f"{kind}/{style}/{value}" for column, kind, style, value in parsed_row(parsed).cells}
        assert read == (7, [said.get(column, "") for column in range(len(read[1]))])
        assert set(said) <= set(range(len(read[1])))
