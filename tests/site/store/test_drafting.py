"""Where the header of a list stands, and what a file amounts to before it is installed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault
from kiosk.site.columns import ListColumns
from kiosk.site.entries import Problem
from kiosk.site.profile import load_site
from kiosk.site.store import database, drafting
from kiosk.site.store.drafting import Draft, SeveralListsError, draft_list, find_header
from kiosk.site.tables.table import Row
from tests.fakes.spreadsheets import ods

EXAM = load_site(Path(__file__).parents[3] / "config" / "sites" / "exam.toml").columns


def drafted(file: Path, columns: ListColumns = EXAM, sheet: str = "") -> Draft:
    with closing(database.create(database.IN_MEMORY)) as connection:
        return draft_list(file, columns, connection, sheet)


def csv(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "header",
    [
        "SBD;Số CCCD;Họ và tên;Ngày sinh",
        "so bao danh;so cccd;ho va ten;ngay sinh",
        "SỐ BÁO DANH;SỐ CĂN CƯỚC CÔNG DÂN;HỌ VÀ TÊN;NGÀY, THÁNG, NĂM SINH",
        "Mã thí sinh;Mã định danh cá nhân;Họ tên thí sinh (in hoa);Ngày sinh (dd/mm/yyyy)",
        "Số BD;CMND/CCCD;Họ & tên;NTNS",
        "SBD;ĐDCN;Họ và chữ lót;Ngày sinh;Tên",
        "Candidate number;Citizen ID;Full name;Date of birth",
    ],
)
def test_headers_as_offices_write_them(tmp_path: Path, header: str) -> None:
    draft = drafted(csv(tmp_path, f"{header}\n01;001090012345;Nguyễn Văn;15/03/1990;An\n"))
    assert (draft.people, draft.counts) == (1, {} if "Tên" in header else draft.counts)
    assert {"key", "number", "birth_date"} <= set(draft.header.names)


def rows(*cells: tuple[str, ...]) -> list[Row]:
    return [Row(number, row) for number, row in enumerate(cells, start=1)]


REQUIRED = ("SBD", "Số CCCD", "Họ và tên", "Ngày sinh")


@pytest.mark.parametrize(
    ("first", "row", "place"),
    [
        pytest.param([(*REQUIRED, "Phòng thi", "Ghế")], 1, ("Phòng thi", "Ghế"), id="one row"),
        pytest.param([("DANH SÁCH",), (), (*REQUIRED, "Phòng thi")], 3, ("Phòng thi", ""), id="below a title"),
        pytest.param(
            [(*REQUIRED, "Địa điểm"), ("", "", "", "", "Phòng thi", "Ghế")], 2, ("Phòng thi", "Ghế"), id="two rows"
        ),
        pytest.param(
            [(*REQUIRED, "Địa điểm"), (*REQUIRED, "Phòng thi", "Ghế")], 2, ("Phòng thi", "Ghế"), id="merged downwards"
        ),
        pytest.param(
            [(*REQUIRED, "Phòng thi"), ("1", "001090012345", "An", "15/03/1990", "Ghế")],
            1,
            ("Phòng thi", ""),
            id="a person below it",
        ),
    ],
)
def test_where_the_header_stands(first: list[tuple[str, ...]], row: int, place: tuple[str, ...]) -> None:
    header = find_header(rows(*first), EXAM, "list")
    assert header is not None
    assert (header.row, header.place[:2]) == (row, place)


def sheet(*lines: tuple[str, ...]) -> str:
    cells = (
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in line
        )
        for line in lines
    )
    return f"<table:table>{''.join(f'<table:table-row>{line}</table:table-row>' for line in cells)}</table:table>"


COVER = sheet(("KỲ THI THỬ",), ("Năm 2026",))
FIRST = sheet(REQUIRED, ("01", "001090012345", "Nguyễn Văn An", "15/03/1990"))
SECOND = sheet(REQUIRED, ("02", "036060000123", "Đỗ Minh Đức", "01/02/1960"), ("03", "", "Lê Bảo", "10/06/2012"))


def test_sheets_without_a_list_are_passed_over(tmp_path: Path) -> None:
    draft = drafted(ods(tmp_path / "list.ods", COVER + SECOND + COVER))
    assert (draft.sheet, draft.people, draft.counts) == ("2", 2, {Problem.NO_NUMBER: 1})


def test_two_lists_in_one_file_are_not_guessed(tmp_path: Path) -> None:
    path = ods(tmp_path / "list.ods", COVER + FIRST + SECOND)
    with pytest.raises(SeveralListsError, match="sheets «2» and «3» each hold a list") as competing:
        drafted(path)
    assert competing.value.sheets == ("2", "3")
    assert drafted(path, sheet="3").people == 2


def test_problems_are_counted_but_not_all_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "MAX_KEPT", 3)
    lines = "\n".join(f"{number};;Lê Hoàng Bảo;10/06/2012" for number in range(100))
    draft = drafted(csv(tmp_path, f"{';'.join(REQUIRED)}\n{lines}"))
    assert draft.counts == {Problem.NO_NUMBER: 100}
    assert [one.row for one in draft.problems] == [2, 3, 4]


def test_a_fatal_problem_is_kept_behind_many_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "MAX_KEPT", 3)
    lines = "\n".join(f"{number};;Lê Hoàng Bảo;10/06/2012" for number in range(100))
    draft = drafted(csv(tmp_path, f"{';'.join(REQUIRED)}\n{lines}\n;001090012345;Nguyễn Văn An;15/03/1990"))
    assert [one.row for one in draft.fatal] == [102]


@pytest.mark.parametrize(
    ("dates", "usable"),
    [
        (["25/03/1990", "05/03/1990"], True),
        (["05/03/1990", "06/07/1990"], True),
        (["25/03/1990", "03/25/1990"], True),
        (["03/25/1990", "05/03/1990"], False),
        (["1990-03-25", "05/03/1990 00:00:00"], True),
    ],
    ids=["day first", "nobody can tell", "one row is wrong", "month first", "as dates"],
)
def test_dates_that_begin_with_the_month_are_not_taken_for_others(
    tmp_path: Path, dates: list[str], usable: bool
) -> None:
    lines = [f"{number};00109001234{number};Nguyễn Văn An;{born}" for number, born in enumerate(dates)]
    file = csv(tmp_path, "\n".join([";".join(REQUIRED), *lines]))
    if usable:
        assert drafted(file).people == 2
        return
    with pytest.raises(Fault, match="birth dates begin with the month"):
        drafted(file)
