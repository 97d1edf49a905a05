"""XLSX packages -> rows of cells, or a fault that names the row and never its content."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.tables import package, xml_elements
from kiosk.site.tables.reading import read_rows, read_tables
from kiosk.site.tables.table import EPOCH_1900, EPOCH_1904
from tests.fakes.spreadsheets import xlsx

FIXTURES = Path(__file__).parents[2] / "fixtures" / "lists"
SECRET = "001090012345"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="000000000000"/>'
    '<numFmt numFmtId="165" formatCode="[$-42A]dd\\ mmmm\\ yyyy;@"/>'
    '<numFmt numFmtId="166" formatCode="0.00&quot; ngày&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>'
)


def cells(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for row in read_rows(path)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param('<c r="A1" t="s"><v>1</v></c>', "Đỗ Minh Đức", id="a shared text in runs, without its reading"),
        pytest.param('<c r="A1" t="inlineStr"><is><t>Lê Bảo</t></is></c>', "Lê Bảo", id="a text of its own"),
        pytest.param('<c r="A1" t="inlineStr"><is><r><t>Lê </t></r><r><t>Bảo</t></r></is></c>', "Lê Bảo", id="runs"),
        pytest.param('<c r="A1" t="str"><f>A2</f><v>An</v></c>', "An", id="a formula's saved value"),
        pytest.param('<c r="A1" t="str"><v>A &amp; B</v></c>', "A & B", id="an escaped sign"),
        pytest.param('<c r="A1" t="str"><v>a_x000D_\nb_x005F_x</v></c>', "a\r\nb_x", id="escaped as spreadsheets do"),
        pytest.param('<c r="A1"><v>36060000123</v></c>', "36060000123", id="a number"),
        pytest.param('<c r="A1"><v>3.6060000123E10</v></c>', "36060000123", id="a number with an exponent"),
        pytest.param('<c r="A1"><v>7.5</v></c>', "7.5", id="no whole number"),
        pytest.param('<c r="A1"><v>123456789012345678</v></c>', "123456789012345678", id="a number beyond exactness"),
        pytest.param('<c r="A1" s="2"><v>36060000123</v></c>', "036060000123", id="zeros that its format shows"),
        pytest.param('<c r="A1" s="1"><v>32947</v></c>', "1990-03-15", id="a date"),
        pytest.param('<c r="A1" s="1" t="n"><v>32947.75</v></c>', "1990-03-15", id="a date with its time"),
        pytest.param('<c r="A1" s="3"><v>32947</v></c>', "1990-03-15", id="a date by its own format"),
        pytest.param('<c r="A1" s="4"><v>32947</v></c>', "32947", id="letters of a unit are no date"),
        pytest.param('<c r="A1" s="1"><v>60</v></c>', "60", id="the day that never was"),
        pytest.param('<c r="A1" t="d"><v>1990-03-15T00:00:00</v></c>', "1990-03-15", id="a date in ISO 8601"),
        pytest.param('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A", id="an error"),
        pytest.param("<c><v>7</v></c>", "7", id="a cell without its place"),
        pytest.param('<c t="str" s="0" r="A1"><v>An</v></c>', "An", id="attributes in another order"),
        pytest.param('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> An </t></is></c>', "An", id="spaces kept"),
    ],
)
def test_what_a_cell_says(tmp_path: Path, cell: str, text: str) -> None:
    shared = (
        "<si><t>An</t></si><si><r><t>Đỗ Minh </t></r><r><rPr><b/></rPr><t>Đức</t></r><rPh sb='0'><t>x</t></rPh></si>"
    )
    path = xlsx(tmp_path / "list.xlsx", f'<row r="1">{cell}</row>', shared=shared, styles=STYLES)
    assert cells(path) == [(text,)]


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>31485</v></c></row>'
    path = xlsx(tmp_path / "list.xlsx", rows, styles=STYLES, book='<workbookPr date1904="1"/>')
    (table,) = [(table.epoch, [row.cells for row in table.rows]) for table in read_tables(path)]
    assert table == (EPOCH_1904, [("1990-03-15",)])


def test_where_cells_lie(tmp_path: Path) -> None:
    rows = (
        '<row r="2" spans="1:5" ht="15"><c r="B2"><v>1</v></c><c r="E2"><v>2</v></c></row>'
        '<row r="3"/><row r="4"><c r="A4" s="1"/></row><row r="7"><c r="A7"><v>3</v></c><c r="XFD7" s="1"/></row>'
    )
    path = xlsx(tmp_path / "list.xlsx", rows)
    assert [(row.number, row.cells) for row in read_rows(path)] == [(2, ("", "1", "", "", "2")), (7, ("3",))]


def test_cells_out_of_order_are_not_lost(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="D1"><v>4</v></c><c r="B1"><v>2</v></c><c r="F1"><v>6</v></c></row>'
    assert cells(xlsx(tmp_path / "list.xlsx", rows)) == [("1", "2", "", "4", "", "6")]


def test_merged_cells_are_filled_down_and_not_sideways(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"><v>{number}</v></c>{room}</row>'
        for number, room in enumerate(['<c r="B1" t="str"><v>P1</v></c>', "", "<c r='B3'/>", ""], start=1)
    )
    behind = '<mergeCells count="2"><mergeCell ref="B1:B3"/><mergeCell ref="C1:D1"/></mergeCells>'
    path = xlsx(tmp_path / "list.xlsx", rows, behind=behind)
    assert cells(path) == [("1", "P1"), ("2", "P1"), ("3", "P1"), ("4",)]


def test_only_sheets_that_can_be_seen(tmp_path: Path) -> None:
    sheets = (
        '<sheet name="Ẩn" sheetId="1" r:id="one" state="hidden"/><sheet name="Danh sách" sheetId="2" r:id="two"/>'
        '<sheet name="Biểu đồ" sheetId="3" r:id="three"/>'
    )
    second = f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>'
    path = xlsx(tmp_path / "l.xlsx", "", sheets=sheets, more={"xl/worksheets/sheet2.xml": second})
    tables = [(table.name, table.epoch, [row.cells for row in table.rows]) for table in read_tables(path)]
    assert tables == [("Danh sách", EPOCH_1900, [("2",)])]


def test_names_with_a_prefix(tmp_path: Path) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="A2"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    path = xlsx(tmp_path / "list.xlsx", "", more={"xl/worksheets/sheet1.xml": sheet})
    assert cells(path) == [("1",), ("2",)]


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
def test_files_that_other_programs_wrote(name: str) -> None:
    header, *people = (cells for row in read_rows(FIXTURES / name) if len(cells := row.cells) > 1)
    assert header == ("STT", "SBD", "Số CCCD", "Họ và tên", "Ngày sinh", "Giới tính", "Phòng thi", "Ghế")
    assert [(person[1], person[2].zfill(12), *person[3:]) for person in people[:3]] == [
        ("000101", "001090012345", "Nguyễn Văn An", "1990-03-15", "Nam", "101", "01"),
        ("000102", "079185006789", "Trần Thị Bích Ngọc", "1985-08-20", "Nữ", "101", "02"),
        ("000103", "036060000123", "Đỗ Minh Đức", "1960-02-01", "Nam", "101", "03"),
    ]
    assert people[3:] == [("4", "000104", "", "Lê Hoàng Bảo", "2012-06-10", "Nam", "102", "01")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(
            f'<row r="1"><c r="A1"><v>{SECRET}</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
            "row 1048576: too many cells",
            id="a value in the last cell of all",
        ),
        pytest.param('<row r="9999999"><c r="A9999999"><v>1</v></c></row>', "too many rows", id="too far down"),
        pytest.param('<row r="3"/><row r="2"/>', "after row 3: rows are out of order", id="rows out of order"),
        pytest.param('<row r="-1"><c><v>1</v></c></row>', "rows are out of order", id="a row before the first"),
        pytest.param(
            f'<row r="4"><c r="A4" t="str"><v>{"x" * 100_000}</v></c></row>', "row 4: a cell is too long", id="long"
        ),
        pytest.param(
            f'<row r="4"><c r="A4" t="inlineStr"><is><t>{SECRET}\u202e</t></is></c></row>',
            "row 4: control characters",
            id="text turned right to left",
        ),
        pytest.param(
            '<row r="4"><c r="A4" t="str"><v>_x0000_</v></c></row>', "row 4: control characters", id="an escaped NUL"
        ),
        pytest.param('<row r="4"><c r="A4" t="s"><v>99</v></c></row>', "row 4: a text or a format", id="no such text"),
        pytest.param('<row r="4"><c r="A4" t="s"><v>-1</v></c></row>', "row 4: a text or a format", id="text -1"),
        pytest.param('<row r="4"><c r="A4" s="9"><v>9</v></c></row>', "row 4: a text or a format", id="no such format"),
        pytest.param('<row r="4"><c r="a4"><v>9</v></c></row>', "a cell without a column", id="no such column"),
        pytest.param('<row r="4"><c r="ABCD4"><v>9</v></c></row>', "a cell without a column", id="column 10⁵"),
        pytest.param('<row r="4"><c r="A4"><v>9</c></row>', "not well-formed", id="broken XML"),
        pytest.param('<row r="4"><c r="A4"><v>&e;</v></c></row>', "not well-formed", id="an entity"),
        pytest.param("<row>" * 200, "not well-formed", id="rows in rows"),
    ],
)
def test_what_cannot_be_read_names_the_row(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(Fault) as raised:
        cells(xlsx(tmp_path / "list.xlsx", rows, styles=STYLES))
    assert raised.value.code is FaultCode.LIST_MALFORMED
    assert said in raised.value.technical
    assert raised.value.technical.startswith("list.xlsx: ")
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_entities_are_not_expanded(tmp_path: Path, part: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    path = xlsx(tmp_path / "list.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', more={part: bomb})
    with pytest.raises(Fault, match="has a document type"):
        cells(path)


def test_a_bomb_is_stopped_by_what_comes_out_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PART", 1 << 20)
    path = xlsx(tmp_path / "list.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>' + " " * (1 << 21))
    with pytest.raises(Fault, match="unpacks to more than 1048576 bytes"):
        cells(path)


def test_a_row_without_end_is_not_collected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_elements, "MAX_ELEMENT", 1 << 16)
    path = xlsx(tmp_path / "list.xlsx", '<row r="1">' + '<c r="A1"/>' * 100_000 + "</row>")
    with pytest.raises(Fault, match="an element is too large"):
        cells(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"PK\x03\x04", "damaged", id="the beginning of a package"),
        pytest.param(b"PK\x03\x04" + bytes(1000), "damaged", id="zeros"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "cannot be read", id="a broken XLS"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
            id="a workbook with a password",
        ),
    ],
)
def test_files_that_only_begin_well(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(Fault, match=said) as raised:
        cells(path)
    assert raised.value.code is FaultCode.LIST_MALFORMED


def test_a_package_that_is_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    with pytest.raises(Fault, match="a package, but no spreadsheet"):
        cells(path)


@pytest.mark.parametrize("at", range(0, 2400, 97))
def test_a_damaged_byte_gives_rows_or_a_fault(tmp_path: Path, at: int) -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(1, 50))
    path = xlsx(tmp_path / "list.xlsx", rows)
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0xFF
    path.write_bytes(data)
    try:
        cells(path)
    except Fault as fault:
        assert fault.code is FaultCode.LIST_MALFORMED


texts = st.text(alphabet=st.sampled_from("abcễĐ 0123456789;,'\"/<&>_x"), max_size=12).map(str.strip)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts.filter(bool), texts, texts), min_size=1, max_size=12))
def test_large_and_small_pieces_read_alike(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str, str]]
) -> None:
    from xml.sax.saxutils import escape

    rows = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{letter}{number}" t="str"><v>{escape(text)}</v></c>'
            for letter, text in zip("ABC", row, strict=True)
        )
        + "</row>"
        for number, row in enumerate(table, start=1)
    )
    path = xlsx(tmp_path_factory.mktemp("x") / "list.xlsx", rows)
    whole = cells(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_elements, "_PIECE", 256)
        assert cells(path) == whole
    assert len(whole) == len(table)


def test_a_strict_workbook(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.xlsx", '<row r="1"><c r="A1"><v>7</v></c></row>')
    strict = tmp_path / "strict.xlsx"
    with zipfile.ZipFile(path) as usual, zipfile.ZipFile(strict, "w") as made:
        for part in usual.namelist():
            text = usual.read(part).decode()
            text = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            made.writestr(part, text.replace(relations, "http://purl.oclc.org/ooxml/officeDocument/relationships"))
    assert cells(strict) == [("7",)]
