"""A person and a list -> what the list says, and which fields differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.ports import Roster as RosterPort
from kiosk.domain.site import Admission
from kiosk.site.columns import ListColumns
from kiosk.site.entries import Problem, RowProblem
from kiosk.site.profile import load_site
from kiosk.site.roster import load_roster

CONFIG = Path(__file__).parents[2] / "config"
COLUMNS: ListColumns = load_site(CONFIG / "sites" / "exam.toml").columns
AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)

HEADER = "SBD;Số CCCD;Số CMND;Họ và tên;Ngày sinh;Giới tính;Phòng thi;Ghế"
LIST = f"""KỲ THI THỬ;;;;;;;
{HEADER}
01;001090012345;;Nguyễn Văn An;15/03/1990;Nam;101;01
02;;234567890;Trần Thị Bích Ngọc;20/08/1985;Nữ;101;02
03;036060000123;345678901;Đỗ Minh Đức;01/02/1960;Nam;101;03
04;;;Lê Hoàng Bảo;10/06/2012;Nam;101;04
05;;;Lê Hoàng Bảo;10/06/2012;Nam;101;05
06;;456789012;Phạm Thu Hà;22/11/2005;Nữ;101;06
07;;456789012;Võ Quốc Huy;09/01/2006;Nam;101;07
08;;;Công Huyền Tôn Nữ Hoàng Bích Ngọc Anh;03/02/2001;Nữ;101;08
09;;;CONG HUYEN TON NU HOANG BICH N;04/02/2001;Nữ;101;09
"""

AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An", birth_date=date(1990, 3, 15), sex=Sex.MALE)
NGOC = Identity(
    Source.CHIP,
    "079185006789",
    name="Trần Thị Bích Ngọc",
    birth_date=date(1985, 8, 20),
    sex=Sex.FEMALE,
    old_number="234567890",
)
DUC = Identity(Source.CHIP, "036060000123", name="Đỗ Minh Đức", birth_date=date(1960, 2, 1), sex=Sex.MALE)
BAO = Identity(Source.CHIP, "001212003456", name="Lê Hoàng Bảo", birth_date=date(2012, 6, 10), sex=Sex.MALE)
HA = Identity(Source.CHIP, "001305004417", name="Phạm Thu Hà", birth_date=date(2005, 11, 22), old_number="456789012")


def written(folder: Path, content: str) -> Path:
    path = folder / "list.csv"
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize(
    ("person", "admission", "key", "differences"),
    [
        # By the 12-digit number
        pytest.param(AN, Admission.EXPECTED, "01", (), id="number"),
        pytest.param(replace(AN, source=Source.QR), Admission.EXPECTED, "01", (), id="number from the QR"),
        pytest.param(
            replace(AN, name="", mrz_name="NGUYEN<<VAN<AN<<<"), Admission.EXPECTED, "01", (), id="name from the MRZ"
        ),
        pytest.param(
            replace(AN, name="", birth_date=None, sex=Sex.UNSPECIFIED), Admission.EXPECTED, "01", (), id="number alone"
        ),
        pytest.param(replace(AN, name="Nguyễn Văn Anh"), Admission.EXPECTED, "01", ("name",), id="name differs"),
        pytest.param(
            replace(AN, birth_date=date(1990, 3, 16), sex=Sex.FEMALE),
            Admission.EXPECTED,
            "01",
            ("birth_date", "sex"),
            id="birth date and sex differ",
        ),
        pytest.param(
            replace(AN, name="Võ Quốc Huy", birth_date=date(2006, 1, 9)),
            Admission.POSSIBLE,
            "01",
            ("name", "birth_date"),
            id="name and birth date are another person's",
        ),
        # By the old number
        pytest.param(NGOC, Admission.EXPECTED, "02", (), id="old number"),
        pytest.param(
            replace(NGOC, name="Trần Thị Ngọc"), Admission.POSSIBLE, "02", ("name",), id="old number, another name"
        ),
        pytest.param(
            replace(DUC, number="036060000999", old_number="345678901"),
            Admission.POSSIBLE,
            "03",
            ("number",),
            id="old number of a row with another new number",
        ),
        pytest.param(HA, Admission.POSSIBLE, None, (), id="old number given twice"),
        # By name and birth date
        pytest.param(replace(NGOC, old_number=""), Admission.POSSIBLE, "02", (), id="name and birth date"),
        pytest.param(
            replace(DUC, number="036060000132"),
            Admission.POSSIBLE,
            "03",
            ("number",),
            id="the list has another number",
        ),
        pytest.param(
            replace(NGOC, old_number="", sex=Sex.MALE), Admission.POSSIBLE, "02", ("sex",), id="name and birth, sex not"
        ),
        pytest.param(
            replace(NGOC, name="Ngọc Trần Thị Bích", old_number=""),
            Admission.POSSIBLE,
            "02",
            (),
            id="the same words in another order",
        ),
        pytest.param(
            replace(NGOC, name="", mrz_name="TRAN<<THI<BICHNGOC", old_number=""),
            Admission.POSSIBLE,
            "02",
            (),
            id="words parted otherwise",
        ),
        pytest.param(
            replace(
                NGOC, name="", mrz_name="CONG<<HUYEN<TON<NU<HOANG<BICH<N", old_number="", birth_date=date(2001, 2, 3)
            ),
            Admission.POSSIBLE,
            "08",
            (),
            id="a name that the MRZ has cut",
        ),
        pytest.param(
            replace(NGOC, name="Công Huyền Tôn Nữ Hoàng Bích Ngọc Anh", old_number="", birth_date=date(2001, 2, 4)),
            Admission.POSSIBLE,
            "09",
            (),
            id="a name that the list has from an MRZ",
        ),
        pytest.param(BAO, Admission.POSSIBLE, None, (), id="two namesakes born on one day"),
        pytest.param(replace(BAO, name="Lê Hoàng Bách"), Admission.NOT_LISTED, None, (), id="only the birth date"),
        pytest.param(replace(BAO, birth_date=date(2012, 6, 11)), Admission.NOT_LISTED, None, (), id="only the name"),
        pytest.param(replace(BAO, birth_date=None), Admission.NOT_LISTED, None, (), id="name without a birth date"),
        pytest.param(Identity(Source.QR), Admission.NOT_LISTED, None, (), id="nothing known"),
    ],
)
def test_finding(
    tmp_path: Path, person: Identity, admission: Admission, key: str | None, differences: tuple[str, ...]
) -> None:
    roster: RosterPort = load_roster(written(tmp_path, LIST), COLUMNS)
    answer = roster.find(person, AT)
    assert answer.admission is admission
    assert (answer.listing.key if answer.listing else None) == key
    assert answer.differences == differences


def test_what_leaves_a_list_usable_is_kept_for_the_staff(tmp_path: Path) -> None:
    roster = load_roster(written(tmp_path, f"{HEADER}\n01;x;;Lê Hoàng Bảo;10/06/2012;Nam;1;2\n"), COLUMNS)
    assert roster.problems == (RowProblem(2, Problem.NUMBER_UNCLEAR),)
    assert len(roster) == 1


def test_everybody_is_told_in_the_lists_order(tmp_path: Path) -> None:
    everybody = load_roster(written(tmp_path, LIST), COLUMNS).listings()

    assert [(one.key, one.name, one.place.vi) for one in everybody[:2]] == [
        ("01", "Nguyễn Văn An", "Phòng 101 · Ghế 01"),
        ("02", "Trần Thị Bích Ngọc", "Phòng 101 · Ghế 02"),
    ]
    assert len(everybody) == 9


def test_a_header_that_is_repeated_is_no_person(tmp_path: Path) -> None:
    lines = f"{HEADER}\n01;001090012345;;Nguyễn Văn An;15/03/1990\n{HEADER}\n02;036060000123;;Đỗ Minh Đức;01/02/1960\n"
    assert len(load_roster(written(tmp_path, lines), COLUMNS)) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("", "no header with columns for key, number, name, birth_date", id="empty file"),
        pytest.param("STT;Họ và tên\n1;Lê Hoàng Bảo\n", "no header", id="columns missing"),
        pytest.param("x\n" * 30 + HEADER, "no header", id="header too far down"),
        pytest.param(HEADER + "\n", "no rows below the header", id="nobody"),
        pytest.param(f"{HEADER};CCCD\n", "row 1: two columns for number", id="two columns for one field"),
        pytest.param(
            f"{HEADER}\n01;001090012345;;Lê Hoàng Bảo;10/06/2012\n\n02;001090012345;;Lê Hoàng Bảo;10/06/2012\n",
            "row 4: the number stands in another row too",
            id="a number twice",
        ),
        pytest.param(
            f"{HEADER}\n01;1090012345;;Nguyễn Văn An;15/03/1990\n02;001090012345;;Lê Hoàng Bảo;10/06/2012\n",
            "row 3: the number stands in another row too",
            id="a repaired number that is another row's",
        ),
        pytest.param(
            f"{HEADER}\n01;001090012345;;;\n01;036060000123;;;\n",
            "row 3: the key stands in another row too",
            id="a key twice",
        ),
        pytest.param(f"{HEADER}\n;001090012345;;;\n03;x\n", "row 2: no key; row 3: neither a number", id="two rows"),
        pytest.param(
            HEADER + "\n" + ";001090012345\n" * 12,
            "row 2: no key; row 3: no key; row 3: the number stands in another row too; ",
            id="many rows",
        ),
        pytest.param(HEADER + "\n" + ";001090012345\n" * 12, "; and 13 more", id="many rows are counted"),
    ],
)
def test_a_list_that_would_mix_people_up_is_refused_by_row(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(Fault) as raised:
        load_roster(written(tmp_path, content), COLUMNS)
    assert raised.value.code is FaultCode.LIST_MALFORMED
    assert said in raised.value.technical
    assert all(secret not in str(raised.value) for secret in ("001090012345", "Bảo", "2012"))


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"list\.csv") as raised:
        load_roster(tmp_path / "list.csv", COLUMNS)
    assert raised.value.code is FaultCode.LIST_MISSING


def test_the_sample_list_is_good_and_knows_who_the_demo_needs() -> None:
    roster = load_roster(CONFIG / "lists" / "exam-sample.csv", COLUMNS)
    assert (len(roster), roster.problems) == (12, ())
    assert [roster.find(person, AT).admission for person in (AN, NGOC, DUC)] == [Admission.EXPECTED] * 3
    assert all(roster.find(person, AT).differences == () for person in (AN, NGOC, DUC))
    assert roster.find(BAO, AT).admission is Admission.NOT_LISTED


@pytest.mark.parametrize(
    ("listed", "card", "found"),
    [
        pytest.param("NGUYEN/VAN AN MR", "Nguyễn Văn An", True, id="surname first, title"),
        pytest.param("VAN AN NGUYEN", "Nguyễn Văn An", True, id="surname last"),
        pytest.param("NGUYEN/VANAN", "Nguyễn Văn An", True, id="given names run together"),
        pytest.param("TRAN/THI BICH NGOC MRS.", "Trần Thị Bích Ngọc", True, id="title with a dot"),
        pytest.param("DO/MINH DUC DR", "Đỗ Minh Đức", True, id="Đ as D"),
        pytest.param("NGUYEN/VAN ANH MR", "Nguyễn Văn An", False, id="another name"),
        pytest.param("Y Mơ Niê", "Y-Mơ Niê", True, id="a hyphen"),
    ],
)
def test_names_as_airlines_write_them(tmp_path: Path, listed: str, card: str, found: bool) -> None:
    path = written(tmp_path, f"{HEADER}\nVJ1;;;{listed};15/03/1990\n")
    person = Identity(Source.CHIP, name=card, birth_date=date(1990, 3, 15))
    answer = load_roster(path, COLUMNS).find(person, AT)
    assert answer.admission is (Admission.POSSIBLE if found else Admission.NOT_LISTED)


BELOW = f"{HEADER}\n01;001090012345;;Nguyễn Văn An;15/03/1990;Nam;101;01\n"


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("Tổng cộng: 1 thí sinh\n", id="a sum"),
        pytest.param(";;;;Hà Nội, ngày 22 tháng 6 năm 2026\n;;;;CHỦ TỊCH HỘI ĐỒNG\n;;;;Đỗ Minh Đức\n", id="who signs"),
        pytest.param("Người lập biểu;;;;Chủ tịch\n", id="two who sign"),
        pytest.param(";;;Danh sách này có 01 thí sinh\n", id="a sentence"),
    ],
)
def test_what_offices_write_below_a_list_is_nobodys_row(tmp_path: Path, below: str) -> None:
    roster = load_roster(written(tmp_path, BELOW + below), COLUMNS)
    assert len(roster) == 1
    assert {one.problem for one in roster.problems} == {Problem.REMARK}
    assert len(roster.problems) == below.count("\n")


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("02;;;;\n", id="a key alone"),
        pytest.param("02;;;Lê Hoàng Bảo;\n", id="a key and a name"),
        pytest.param("02;x;;;\n", id="a number that is none"),
        pytest.param(";;;Lê Hoàng Bảo;;Nam;101\n", id="a name and a room"),
        pytest.param("Tổng cộng: 1\n03;036060000123;;Đỗ Minh Đức;01/02/1960\n", id="somebody stands below it"),
        pytest.param("Ghi chú\n" * 31, id="more than anybody remarks"),
    ],
)
def test_what_may_be_somebody_is_no_remark(tmp_path: Path, below: str) -> None:
    with pytest.raises(Fault, match=r"row (3|33):"):
        load_roster(written(tmp_path, BELOW + below), COLUMNS)


@pytest.mark.parametrize("written_date", ["15 / 03 / 1990", "15/ 03/1990", "1990-03-15 00:00:00"])
def test_blanks_within_a_date_do_not_matter(tmp_path: Path, written_date: str) -> None:
    lines = f"{HEADER}\n01;001090012345;;Nguyễn Văn An;{written_date}\n"
    roster = load_roster(written(tmp_path, lines), COLUMNS)
    assert roster.problems == ()
    assert roster.find(AN, AT).admission is Admission.EXPECTED


def test_a_name_on_two_lines_of_its_cell(tmp_path: Path) -> None:
    lines = f'{HEADER}\n01;001090012345;;"Nguyễn\nVăn  An";15/03/1990\n'
    assert [one.name for one in load_roster(written(tmp_path, lines), COLUMNS).listings()] == ["Nguyễn Văn An"]
