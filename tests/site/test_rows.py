"""CSV files as offices save them -> rows of cells, or a fault that names the row and never its content."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site import rows
from kiosk.site.rows import Row, read_rows

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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(f"a;b\n{SECRET};2\n".encode("utf-16"), "not UTF-8", id="UTF-16"),
        pytest.param(f"a;b\n{SECRET};2\n1;".encode() + b"\xc3\x28\n", "not UTF-8", id="broken UTF-8"),
        pytest.param(f'a;b\n"{SECRET}"x;2\n'.encode(), "row 2: quotes", id="text behind a quote"),
        pytest.param(f'a;b\n"{SECRET};2\n'.encode(), "row 2: quotes", id="a quote is not closed"),
        pytest.param(f"a;b\n{SECRET};x\x00y\n".encode(), "row 2: control characters", id="NUL"),
        pytest.param(f"a;b\n{SECRET};\u202e\n".encode(), "row 2: control characters", id="text turned right to left"),
        pytest.param(
            f"a;b\n{SECRET}\ufffd;2\n".encode(), "row 2: control characters or lost letters", id="lost letter"
        ),
        pytest.param(b"a;b\n" + b"x" * (rows.MAX_CELL + 1) + b";2\n", "row 2: a cell is too long", id="long cell"),
        pytest.param(b"a;b\n" + b";" * rows.MAX_COLUMNS + b"\n", "row 2: too many cells", id="many cells"),
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
    ("limit", "said"), [("MAX_ROWS", "row 3: too many rows"), ("MAX_BYTES", "larger than 2 bytes")]
)
def test_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, said: str) -> None:
    monkeypatch.setattr(rows, limit, 2)
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
    assert [row.cells for row in read] == table
