"""Header rows as offices write them -> which column holds what."""

from __future__ import annotations

import pytest

from kiosk.site.columns import AmbiguousHeaderError, ListColumns, PlacePart, header_key

COLUMNS = ListColumns(
    headers=(
        ("key", ("SBD", "Số báo danh")),
        ("number", ("Số CCCD", "CCCD/CMND")),
        ("name", ("Họ và tên",)),
        ("birth_date", ("Ngày sinh",)),
        ("sex", ("Giới tính",)),
    ),
    place=(PlacePart(("Phòng thi",), "Phòng {value}", "Room {value}"), PlacePart(("Ghế",), "Ghế {value}", "{value}")),
)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Số CCCD", "SO CCCD"),
        ("  SỐ  CCCD ", "SO CCCD"),
        ("So cccd", "SO CCCD"),
        ("Ngày sinh (dd/mm/yyyy)", "NGAY SINH"),
        ("Ngày sinh [ngày/tháng/năm]", "NGAY SINH"),
        ("Họ và tên*", "HO VA TEN"),
        ("CMND/CCCD", "CMND CCCD"),
        ("(ghi chú)", ""),
    ],
)
def test_what_a_header_amounts_to(header: str, key: str) -> None:
    assert header_key(header) == key


@pytest.mark.parametrize(
    ("header", "fields", "place"),
    [
        pytest.param(
            ["STT", "SBD", "Số CCCD", "Họ và tên", "Ngày sinh", "Giới tính", "Phòng thi", "Ghế"],
            {"key": 1, "number": 2, "name": 3, "birth_date": 4, "sex": 5},
            (6, 7),
            id="all",
        ),
        pytest.param(
            ["ho va ten", "ngay sinh", "cccd/cmnd", "so bao danh"],
            {"key": 3, "number": 2, "name": 0, "birth_date": 1},
            (None, None),
            id="no accents, other order, nothing optional",
        ),
        pytest.param(
            ["SBD", "Số CCCD", "Họ và tên", "Ngày sinh", "Ghế", "Giới tính", ""],
            {"key": 0, "number": 1, "name": 2, "birth_date": 3, "sex": 5},
            (None, 4),
            id="one part of the place",
        ),
    ],
)
def test_columns_are_found(header: list[str], fields: dict[str, int], place: tuple[int | None, ...]) -> None:
    located = COLUMNS.locate(header)
    assert located is not None
    assert (located.width, located.fields, located.place) == (len(header), fields, place)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["DANH SÁCH THÍ SINH", "", "", ""], id="a title"),
        pytest.param(["SBD", "Số CCCD", "Họ và tên"], id="a required column is missing"),
        pytest.param([], id="nothing"),
    ],
)
def test_a_row_that_is_no_header(row: list[str]) -> None:
    assert COLUMNS.locate(row) is None


@pytest.mark.parametrize(
    ("header", "field"),
    [
        (["SBD", "Số báo danh", "Số CCCD", "Họ và tên", "Ngày sinh"], "key"),
        (["SBD", "Số CCCD", "So cccd", "Họ và tên", "Ngày sinh"], "number"),
        (["SBD", "Số CCCD", "Họ và tên", "Ngày sinh", "Ghế", "Ghế"], "place"),
    ],
)
def test_two_columns_for_one_field_are_not_guessed(header: list[str], field: str) -> None:
    with pytest.raises(AmbiguousHeaderError, match=field):
        COLUMNS.locate(header)


def test_a_name_may_stand_in_two_columns() -> None:
    columns = ListColumns((*COLUMNS.headers, ("family_name", ("Họ đệm",)), ("given_name", ("Tên",))))
    located = columns.locate(["SBD", "Số CCCD", "Họ đệm", "Tên", "Ngày sinh"])
    assert located is not None
    assert located.fields == {"key": 0, "number": 1, "family_name": 2, "given_name": 3, "birth_date": 4}
    assert columns.locate(["SBD", "Số CCCD", "Họ đệm", "Ngày sinh"]) is None


def test_the_sites_own_columns() -> None:
    columns = ListColumns(COLUMNS.headers, details=(("session", ("Ca thi",)), ("day", ("Ngày thi",))))
    located = columns.locate(["SBD", "Số CCCD", "Họ và tên", "Ngày sinh", "CA THI"])
    assert located is not None
    assert located.details == (("session", 4),)


def test_a_column_that_somebody_named_is_the_only_one() -> None:
    columns = COLUMNS.remembering({"number": "Mã ĐD", "given_name": "Tên"})
    located = columns.locate(["SBD", "Số CCCD", "Mã ĐD", "Họ và tên", "Ngày sinh", "Tên"])
    assert located is not None
    assert (located.fields["number"], located.fields["given_name"]) == (2, 5)
    assert columns.locate(["SBD", "Số CCCD", "Họ và tên", "Ngày sinh"]) is None
