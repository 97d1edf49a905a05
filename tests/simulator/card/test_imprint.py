from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.simulator.card import imprint
from kiosk.simulator.card.card_profile import CardProfile
from kiosk.simulator.card.person import AN, ANNA, BAO, DUC, JOAO, NGOC, PEOPLE, SAM, Citizen, Traveller
from kiosk.simulator.card.profiles import PROFILES
from tests.fakes.vectors import vectors

NGOC_IN_2021 = replace(NGOC, issue_date=date(2021, 8, 15))

CARDS = [
    pytest.param(
        AN,
        "cccd-2021",
        date(2030, 3, 15),
        ("IDVNM0900123450001090012345<<1", "9003152M3003150VNM<<<<<<<<<<<2", "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"),
        "090012345090031523003150",
        id="A: adult, 2021",
    ),
    pytest.param(
        NGOC_IN_2021,
        "cccd-2021",
        date(2025, 8, 20),
        ("IDVNM1850067894079185006789<<4", "8508203F2508201VNM<<<<<<<<<<<4", "TRAN<<THI<BICH<NGOC<<<<<<<<<<<"),
        "185006789485082032508201",
        id="B: adult, 2021",
    ),
    pytest.param(
        NGOC,
        "can-cuoc-2024",
        date(2045, 8, 20),
        ("IDVNM1850067894079185006789<<4", "8508203F4508205VNM<<<<<<<<<<<0", "TRAN<<THI<BICH<NGOC<<<<<<<<<<<"),
        "185006789485082034508205",
        id="B: within two years of 40, 2024",
    ),
    pytest.param(
        DUC,
        "cccd-2021",
        None,
        ("IDVNM0600001234036060000123<<9", "6002017M9912315VNM<<<<<<<<<<<0", "DO<<MINH<DUC<<<<<<<<<<<<<<<<<<"),
        "060000123460020179912315",
        id="C: does not expire",
    ),
    pytest.param(
        BAO,
        "can-cuoc-2024",
        date(2037, 6, 10),
        ("IDVNM2120034561001212003456<<2", "1206108M3706107VNM<<<<<<<<<<<0", "LE<<HOANG<BAO<<<<<<<<<<<<<<<<<"),
        "212003456112061083706107",
        id="D: child, 2024",
    ),
]


@pytest.mark.parametrize(("citizen", "profile", "expiry", "lines", "information"), CARDS)
def test_expiry_mrz_and_access_key_of_the_worked_examples(
    citizen: Citizen, profile: str, expiry: date | None, lines: imprint.Mrz, information: str
) -> None:
    assert PROFILES[profile].expiry(citizen.birth_date, citizen.issue_date) == expiry
    assert imprint.mrz(citizen, PROFILES[profile], expiry) == lines
    assert imprint.mrz_information(lines) == information


@pytest.mark.parametrize(
    ("citizen", "profile", "text"),
    [
        (
            AN,
            "cccd-2021",
            "001090012345|012345678|Nguyễn Văn An|15031990|Nam|"
            "Số 1, Tổ 2, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh|10052021",
        ),
        (
            NGOC,
            "can-cuoc-2024",
            "079185006789||Trần Thị Bích Ngọc|20081985|Nữ|131/9/2 Đường Hùng Vương, Tổ 5, Phường Trần Hưng Đạo, "
            "TP. Quảng Ngãi, Quảng Ngãi|15082024||||",
        ),
        (
            BAO,
            "can-cuoc-2024",
            "001212003456||Lê Hoàng Bảo|10062012|Nam|Thôn Đông, Xã Đông Quý, Tiền Hải, Thái Bình|15082024||||",
        ),
    ],
    ids=["A: seven fields", "B: eleven fields", "D: eleven fields"],
)
def test_qr_text_of_the_worked_examples(citizen: Citizen, profile: str, text: str) -> None:
    assert imprint.qr_text(citizen, PROFILES[profile]) == text


@pytest.mark.parametrize(
    ("birth", "issued", "profile", "expiry"),
    [
        (date(2012, 6, 10), date(2022, 6, 10), "cccd-2021", date(2037, 6, 10)),
        (date(1999, 5, 1), date(2021, 5, 2), "cccd-2021", date(2024, 5, 1)),
        (date(1998, 5, 1), date(2021, 5, 2), "cccd-2021", date(2038, 5, 1)),
        (date(2014, 8, 1), date(2024, 8, 2), "can-cuoc-2024", date(2028, 8, 1)),
        (date(1966, 9, 1), date(2024, 8, 31), "can-cuoc-2024", date(2026, 9, 1)),
        (date(1966, 8, 1), date(2024, 8, 31), "can-cuoc-2024", None),
        (date(2000, 2, 29), date(2021, 5, 2), "cccd-2021", date(2025, 2, 28)),
    ],
    ids=["no age 14 in 2021", "to 25", "two years before 25", "to 14 in 2024", "to 60", "past 58", "29 February"],
)
def test_a_card_ends_at_the_next_age_or_the_one_after(
    birth: date, issued: date, profile: str, expiry: date | None
) -> None:
    assert PROFILES[profile].expiry(birth, issued) == expiry


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Đỗ Thị Ước", "DO<<THI<UOC<<<<<<<<<<<<<<<<<<<"),
        ("Y Ƀhă-Mlô H'Ŏt", "Y<<HAMLO<HOT<<<<<<<<<<<<<<<<<<"),
        ("Tôn", "TON<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        ("Nguyễn Hoàng Phương Thảo Uyên Linh Đan", "NGUYEN<<HOANG<PHUONG<THAO<UYEN"),
    ],
    ids=["Đ and hooks", "hyphen and apostrophe", "one word", "cut at 30"],
)
def test_the_name_line_folds_fills_and_cuts(name: str, line: str) -> None:
    assert imprint.mrz(replace(AN, name=name), PROFILES["cccd-2021"], None)[2] == line


TD1, TD2, TD3 = (PROFILES[name] for name in ("id-card-td1", "travel-card-td2", "passport-bac"))


@pytest.mark.parametrize(
    ("profile", "traveller", "expiry", "lines", "information"),
    [
        pytest.param(
            TD3,
            ANNA,
            date(2012, 4, 15),
            ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
            "L898902C3674081221204159",
            id="TD3 of Doc 9303-4",
        ),
        pytest.param(
            TD2,
            replace(ANNA, number="D23145890", personal_number="", birth_date=date(1974, 8, 12)),
            date(2012, 4, 15),
            ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
            "D23145890774081221204159",
            id="TD2 of Doc 9303-6",
        ),
        pytest.param(
            TD1,
            replace(ANNA, number="D23145890", personal_number="", birth_date=date(1974, 8, 12)),
            date(2012, 4, 15),
            ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
            "D23145890774081221204159",
            id="TD1 of Doc 9303-5",
        ),
        pytest.param(
            TD1,
            SAM,
            date(2033, 1, 9),
            ("I<UTOD23145890<7349<<<<<<<<<<<", "9507122<3301096UTO<<<<<<<<<<<8", "STEVENSON<<SAM<<<<<<<<<<<<<<<<"),
            "D23145890734995071223301096",
            id="TD1 with a long number and no sex",
        ),
        pytest.param(
            TD3,
            JOAO,
            date(2031, 11, 3),
            ("P<UTODAVILA<MUELLER<<JOAO<<<<<<<<<<<<<<<<<<<", "U2200123<2UTO9002281M3111035<<<<<<<<<<<<<<08"),
            "U2200123<290022813111035",
            id="apostrophe, hyphen and accents",
        ),
    ],
)
def test_machine_readable_zones_of_travel_documents(
    profile: CardProfile, traveller: Traveller, expiry: date, lines: imprint.Mrz, information: str
) -> None:
    assert imprint.mrz(traveller, profile, expiry) == lines
    assert imprint.mrz_information(lines) == information


@pytest.mark.parametrize(
    ("profile", "change"),
    [
        (TD3, {"number": "D231458907"}),
        (TD2, {"number": "D231458907"}),
        (TD1, {"number": "D231458907", "personal_number": "1"}),
    ],
    ids=["TD3", "TD2", "TD1 with optional data"],
)
def test_a_number_needs_its_room(profile: CardProfile, change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no room for this number"):
        imprint.mrz(replace(ANNA, **change), profile, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["TD3", "TD1", "TD2"])
def test_composite_check_digits_of_the_worked_examples(kind: str) -> None:
    worked = vectors("icao9303-3-mrz-check-digits")
    example = next(case for case in worked["composite"] if case["type"] == kind)
    if kind == "TD1":
        first, second = example["lines"]
        covered = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    else:
        line = example["line"]
        covered = line[0:10] + line[13:20] + line[21:-1]
    assert imprint.check_digit(covered) == example["check_digit"]


@pytest.mark.parametrize(("text", "digit"), [("L898902C<", "3"), ("740812", "2"), ("<<<<<<", "0"), ("", "0")])
def test_check_digits(text: str, digit: str) -> None:
    assert imprint.check_digit(text) == digit


def test_the_can_is_the_end_of_the_number() -> None:
    assert {name: imprint.can(citizen) for name, citizen in PEOPLE.items()} == {
        "an": "012345",
        "ngoc": "006789",
        "duc": "000123",
        "bao": "003456",
    }
