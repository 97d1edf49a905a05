"""Delimited text as offices save it -> rows of cells, or a fault that names the row and never its content."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.tables import reading, table
from kiosk.site.tables.reading import read_rows
from kiosk.site.tables.table import Row

SECRET = "Nguyễn Văn An"


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("a;b\r\n1;2\r\n", [Row(1, ("a", "b")), Row(2, ("1", "2"))], id="semicolons"),
        pytest.param("a,b\n1,2\n", [Row(1, ("a", "b")), Row(2, ("1", "2"))], id="commas"),
        pytest.param("a\tb\n1\t2", [Row(1, ("a", "b")), Row(2, ("1", "2"))], id="tabs, no last newline"),
        pytest.param("\ufeffa;b\n1;2\n", [Row(1, ("a", "b")), Row(2, ("1", "2"))], id="byte order mark"),
        pytest.param(
            "name;address\nAn;Số 1, Tổ 2, Quận 1\nNgọc;131/9/2, Tổ 5\n",
            [Row(1, ("name", "address")), Row(2, ("An", "Số 1, Tổ 2, Quận 1")), Row(3, ("Ngọc", "131/9/2, Tổ 5"))],
            id="commas inside cells part by semicolons",
        ),
        pytest.param(
            'name,address\nAn,"Số 1, Tổ 2"\nNgọc,"Tổ 5; Tổ 6"\n',
            [Row(1, ("name", "address")), Row(2, ("An", "Số 1, Tổ 2")), Row(3, ("Ngọc", "Tổ 5; Tổ 6"))],
            id="quoted cells",
        ),
        pytest.param("a;b\n\n;;\n1;2\n", [Row(1, ("a", "b")), Row(4, ("1", "2"))], id="blank rows are only counted"),
        pytest.param(
            'a;b\n"x\ny";2\n1;2\n',
            [Row(1, ("a", "b")), Row(2, ("x\ny", "2")), Row(3, ("1", "2"))],
            id="a line break in a cell",
        ),
        pytest.param(" a\u00a0; b \n", [Row(1, ("a", "b"))], id="cells are trimmed"),
        pytest.param("Nguye\u0302\u0303n;x\n", [Row(1, ("Nguyễn", "x"))], id="letters are composed"),
        pytest.param("alone\n", [Row(1, ("alone",))], id="one column"),
        pytest.param("", [], id="empty"),
    ],
)
def test_rows_are_read(tmp_path: Path, content: str, expected: list[Row]) -> None:
    assert list(read_rows(written(tmp_path, content))) == expected


@pytest.mark.parametrize("delimiter", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
@pytest.mark.parametrize(
    ("encoding", "form"),
    [
        pytest.param("utf-8", "NFC", id="UTF-8"),
        pytest.param("utf-8-sig", "NFD", id="UTF-8 with a byte order mark, letters taken apart"),
        pytest.param("utf-16", "NFC", id="UTF-16 with a byte order mark"),
        pytest.param("utf-16-le", "NFC", id="UTF-16, little end first"),
        pytest.param("utf-16-be", "NFC", id="UTF-16, big end first"),
        pytest.param("cp1258", "1258", id="Windows-1258"),
    ],
)
def test_encodings_of_offices(tmp_path: Path, encoding: str, form: str, delimiter: str) -> None:
    lines = [("SBD", "Họ và tên", "Phòng thi"), ("01", "Đỗ Thị Hồng Thắm", "Phòng Ưu tiên"), ("02", SECRET, "Ỷ Lan")]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    content = _with_tones_apart(text) if form == "1258" else unicodedata.normalize(form, text)
    assert [row.cells for row in read_rows(written(tmp_path, content.encode(encoding)))] == lines


def _with_tones_apart(text: str) -> str:
    """As Windows-1258 has it: the marks of vowels are part of the letter, those of tones follow it."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    said = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in apart if mark in tones)
        rest = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
        said.append(rest + tone)
    return "".join(said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(
            f"a;b\n{SECRET};2\n".encode() + b"\xc3\x28;1\n", "row 2: neither UTF-8 nor Windows-1258", id="broken UTF-8"
        ),
        pytest.param("a;b\nØrsted;2\n".encode("latin-1"), "row 2: neither UTF-8 nor", id="letters of another language"),
        pytest.param(b"a;b\nx\x8f;2\n", "not CP1258", id="a byte that Windows-1258 does not have"),
        pytest.param(f"a;b\n{SECRET};2".encode("utf-16")[:-1], "not UTF-16", id="half a letter of UTF-16"),
        pytest.param("a;b\n1;2\n".encode("utf-32"), "row 1: control characters", id="UTF-32"),
        pytest.param(f'a;b\n"{SECRET}"x;2\n'.encode(), "row 2: quotes", id="text behind a quote"),
        pytest.param(f'a;b\n"{SECRET};2\n'.encode(), "row 2: quotes", id="a quote is not closed"),
        pytest.param(f"a;b\n{SECRET};x\x00y\n".encode(), "row 2: control characters", id="NUL"),
        pytest.param(f"a;b\n{SECRET};\u202e\n".encode(), "row 2: control characters", id="text turned right to left"),
        pytest.param(
            f"a;b\n{SECRET}\ufffd;2\n".encode(), "row 2: control characters or lost letters", id="lost letter"
        ),
        pytest.param(b"a;b\n" + b"x" * (table.MAX_CELL + 1) + b";2\n", "row 2: a cell is too long", id="long cell"),
        pytest.param(
            b"a;b\n" + ("\u0958" * (table.MAX_CELL - 1)).encode() + b";2\n",
            "row 2: a cell is too long",
            id="a cell that is too long once its letters are in their normal form",
        ),
        pytest.param(b"a;b\n" + b";" * table.MAX_COLUMNS + b"1\n", "row 2: too many cells", id="many cells"),
        pytest.param(b"<html><table><tr><td>SBD</td></tr></table>", "a web page or XML", id="a web page"),
        pytest.param(b"\xef\xbb\xbf\n<!DOCTYPE html>", "a web page or XML", id="a web page with a byte order mark"),
    ],
)
def test_what_cannot_be_read_names_the_row(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(Fault) as raised:
        list(read_rows(written(tmp_path, content)))
    assert raised.value.code is FaultCode.LIST_MALFORMED
    assert f"list.csv: {said}" in raised.value.technical
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir()], ids=["no file", "a folder"])
def test_a_missing_file(tmp_path: Path, make: object) -> None:
    path = tmp_path / "list.csv"
    make(path)  # type: ignore[operator]
    with pytest.raises(Fault) as raised:
        list(read_rows(path))
    assert raised.value.code is FaultCode.LIST_MISSING


@pytest.mark.parametrize(
    ("module", "limit", "said"),
    [(table, "MAX_ROWS", "row 3: too many rows"), (reading, "MAX_BYTES", "larger than 2 bytes")],
)
def test_size_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, limit: str, said: str
) -> None:
    monkeypatch.setattr(module, limit, 2)
    with pytest.raises(Fault, match=said):
        list(read_rows(written(tmp_path, "1;2\n" * 5)))


def test_the_cells_of_a_row_stay_out_of_its_repr() -> None:
    assert SECRET not in repr(Row(2, (SECRET,)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text(alphabet='a;,"\t\r\n\x00ễ', max_size=200).map(str.encode))
def test_any_bytes_give_rows_or_a_fault(tmp_path: Path, content: bytes) -> None:
    try:
        read = list(read_rows(written(tmp_path, content)))
    except Fault as fault:
        assert fault.code is FaultCode.LIST_MALFORMED
        return
    numbers = [row.number for row in read]
    assert numbers == sorted(set(numbers))
    assert all(any(row.cells) for row in read)


cells = st.text(alphabet=st.sampled_from("abcễĐ 0123456789;,'\"/"), max_size=20).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells.filter(bool), cells, cells), min_size=1, max_size=25), st.sampled_from(";,\t"))
def test_what_was_written_is_read_back(tmp_path: Path, table: list[tuple[str, str, str]], delimiter: str) -> None:
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in record) for record in table]
    read = list(read_rows(written(tmp_path, "\r\n".join(quoted))))
    assert [(*row.cells, *[""] * (3 - len(row.cells))) for row in read] == table
