"""Finding somebody on a list by what staff type: what fits, what comes first, and how much is shown at most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.identity import Source
from kiosk.site.columns import ListColumns
from kiosk.site.roster import Roster, load_roster
from tests.site.test_roster import COLUMNS

ROWS = """SBD;Số định danh;Họ tên;Ngày sinh;Số CMND
HN-0001;001090012345;Nguyễn Văn An;15/03/1990;012345678
HN-0002;079185006789;Trần Thị Bích Ngọc;02/09/1985;
HN-0010;;Nguyễn Văn Anh;01/01/2006;
ĐN-7;048206007730;Đỗ Quốc Huy;09/01/2006;
P_%1;092306002158;Lý Ngọc Diệp;30/06/2006;
"""


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Roster:
    file = tmp_path_factory.mktemp("list") / "list.csv"
    file.write_text(ROWS, "utf-8")
    columns: ListColumns = COLUMNS
    return load_roster(file, columns)


def keys(roster: Roster, typed: str, most: int = 20) -> list[str]:
    return [found.listing.key for found in roster.search(typed, most)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("001090012345", ["HN-0001"]),
        ("001 090 012 345", ["HN-0001"]),
        ("012345", ["HN-0001"]),
        ("2345", ["HN-0001"]),
        ("345", []),
        ("012345678", ["HN-0001"]),
        ("HN-0002", ["HN-0002"]),
        ("hn-00", ["HN-0001", "HN-0002", "HN-0010"]),
        ("Nguyễn Văn An", ["HN-0001", "HN-0010"]),
        ("an van nguyen", ["HN-0001", "HN-0010"]),
        ("nguyen van anh", ["HN-0010"]),
        ("  NGOC   bich ", ["HN-0002"]),
        ("ngoc", ["HN-0002", "P_%1"]),
        ("đỗ", ["ĐN-7"]),
        ("do quoc", ["ĐN-7"]),
        ("P_%", ["P_%1"]),
        ("_%_", []),
        ("%", []),
        ("a", []),
        ("", []),
        ("   ", []),
        ("999999999999", []),
        ("Hồ", []),
    ],
    ids=[
        "a whole number",
        "with spaces",
        "its last six digits",
        "its last four",
        "fewer are too many people's",
        "an old number",
        "the list's key",
        "the beginning of keys, in small letters",
        "a name, the exact one first",
        "without accents, in another order",
        "a longer name is not shortened",
        "some words of it",
        "a word of several names",
        "Đ typed as Đ",
        "Đ typed as D",
        "a sign that searches use, as itself",
        "nothing but such signs",
        "one of them",
        "one letter",
        "nothing",
        "blanks",
        "a number that nobody has",
        "a name that nobody has",
    ],
)
def test_who_is_found(roster: Roster, typed: str, found: list[str]) -> None:
    assert keys(roster, typed) == found


def test_no_more_than_asked_for(roster: Roster) -> None:
    assert keys(roster, "hn-00", most=2) == ["HN-0001", "HN-0002"]


def test_who_is_found_is_known_from_the_list_alone(roster: Roster) -> None:
    (found,) = roster.search("HN-0001", 20)
    assert found.identity.source is Source.LIST
    assert (found.identity.number, found.identity.old_number) == ("001090012345", "012345678")
    assert "Nguyễn" not in repr(found)


@given(typed=st.text(max_size=200), most=st.integers(1, 21))
def test_whatever_is_typed_gives_rows_of_the_list(roster: Roster, typed: str, most: int) -> None:
    found = keys(roster, typed, most)
    assert len(found) <= most
    assert len(set(found)) == len(found)
