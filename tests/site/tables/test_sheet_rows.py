"""Rows in the usual form are read without a tree: what both ways understand, they understand alike."""

from __future__ import annotations

from xml.etree import ElementTree as Tree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.site.tables.sheet_rows import WrittenRow, column_of, parsed_row, text_of, usual_row, usual_texts
from kiosk.site.tables.xml_elements import MalformedXmlError

NAMESPACE = b'<s xmlns="urn:x">'


def by_tree(written: bytes) -> WrittenRow:
    (row,) = Tree.fromstring(NAMESPACE + written + b"</s>")
    return parsed_row(row)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param('<row r="1"><x/></row>', id="another element"),
        pytest.param('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>', id="a formula"),
        pytest.param('<row r="1"><c r="A1" t="str"><v>A &amp; B</v></c></row>', id="an escaped sign"),
        pytest.param('<row r="1"><c t="str" r="A1"><v>A</v></c></row>', id="another order of attributes"),
        pytest.param('<row r="1"><!-- x --><c r="A1"><v>1</v></c></row>', id="a comment"),
        pytest.param('<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>', id="a CDATA section"),
        pytest.param('<row r="1"/>', id="an empty row"),
        pytest.param("<row r='1'><c r='A1'><v>1</v></c></row>", id="other quotes"),
    ],
)
def test_anything_unusual_is_left_to_the_parser(written: str) -> None:
    assert usual_row(written) is None


def test_the_usual_row() -> None:
    row = usual_row(
        '<row r="7" spans="1:3"><c r="A7" s="1" t="s"><v>3</v></c><c r="B7" s="2"/>'
        '<c r="AB7" t="inlineStr"><is><t>Lê</t></is></c></row>\n'
    )
    assert row == WrittenRow("7", [(0, "s", "1", "3"), (27, "inlineStr", "", "Lê")])


texts = st.text(alphabet=st.sampled_from("aĐễ 0_x;'\"<>&]"), max_size=8)
cell = st.builds(
    lambda column, style, kind, text, inline: (
        f'<c r="{column}1"{f" s={chr(34)}{style}{chr(34)}" if style is not None else ""}'
        + (
            f' t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            if inline
            else f"{f' t={chr(34)}{kind}{chr(34)}' if kind else ''}><v>{escape(text)}</v></c>"
        )
    ),
    st.sampled_from(["A", "B", "AA", "XFD"]),
    st.none() | st.integers(0, 20),
    st.sampled_from(["", "s", "str", "n", "b"]),
    texts,
    st.booleans(),
)


@given(st.lists(cell, max_size=5), st.sampled_from(["", ' r="12"', ' r="12" ht="15.5"']))
def test_both_ways_agree(cells: list[str], attributes: str) -> None:
    written = f"<row{attributes}>{''.join(cells)}</row>"
    usual = usual_row(written)
    assert usual is None or usual == by_tree(written.encode())


@given(st.lists(cell, min_size=1, max_size=3), st.integers(0, 200), st.sampled_from('<>/ rctv"=A1s&x'), st.booleans())
def test_a_damaged_row_is_read_as_the_parser_reads_it_or_left_to_it(
    cells: list[str], at: int, sign: str, instead: bool
) -> None:
    whole = f'<row r="1">{"".join(cells)}</row>'
    at %= len(whole)
    damaged = whole[:at] + sign + whole[at + instead :]
    usual = usual_row(damaged)
    assert usual is None or usual == by_tree(damaged.encode())


@given(st.text(max_size=60) | st.text(alphabet='<>/row c="A1v&', max_size=60))
def test_a_text_without_a_row_is_no_usual_row(written: str) -> None:
    assert usual_row(f"x{written}") is None


@pytest.mark.parametrize(("letters", "column"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16_383), ("ZZZ", 18_277)])
def test_columns(letters: str, column: int) -> None:
    assert column_of(letters) == column


@pytest.mark.parametrize("letters", ["", "a", "AAAA", "Ă", "1"])
def test_what_is_no_column(letters: str) -> None:
    with pytest.raises(MalformedXmlError):
        column_of(letters)


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        ("<si><t>An</t></si><si><t>Lê Bảo</t></si>", ["An", "Lê Bảo"]),
        ('<si><t xml:space="preserve"> An </t></si>\n<si><t></t></si>', [" An ", ""]),
        ("<si><t>A &amp; B</t></si>", None),
        ("<si><r><t>An</t></r></si>", None),
        ("<si/><si><t>An</t></si>", None),
        ("<si><t>An</t></si><x/>", None),
    ],
)
def test_usual_texts(written: str, texts: list[str] | None) -> None:
    assert usual_texts(written.encode()) == texts


@given(st.lists(texts.map(lambda text: f"<si><t>{escape(text)}</t></si>"), max_size=6))
def test_both_ways_to_read_texts_agree(written: list[str]) -> None:
    piece = "".join(written).encode()
    usual = usual_texts(piece)
    assert usual is None or usual == [text_of(item) for item in Tree.fromstring(NAMESPACE + piece + b"</s>")]
