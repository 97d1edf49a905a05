from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from kiosk.reader import tlv
from kiosk.simulator.card.person import AN, ANNA, SAM
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.issuing import data_groups
from kiosk.simulator.issuing.silhouette import handwriting, silhouette

DG13_OF_A = bytes.fromhex(
    "6D82019A30820196020101060628D316010008318201873011020101130C30303130393030313233343530150201020C104E677579E1BB856E"
    "2056C4836E20416E300F020103130A31352F30332F3139393030080201040C034E616D300F0201050C0A5669E1BB8774204E616D3009020106"
    "0C044B696E68300B0201070C064B68C3B46E67302B0201080C26C490C3B46E67205175C3BD2C205469E1BB816E2048E1BAA3692C205468C3A1"
    "692042C3AC6E68303E0201090C3953E1BB9120312C2054E1BB9520322C2042E1BABF6E204E6768C3A92C205175E1BAAD6E20312C2054502E20"
    "48E1BB93204368C3AD204D696E68302C02010A0C274EE1BB9174207275E1BB936920433A31636D207472C3AA6E20736175206DC3A970207472"
    "C3A169300F02010B130A31302F30352F32303231300F02010C0C0A31352F30332F32303330302E02010D30150C134E677579E1BB856E2056C4"
    "836E2042C3AC6E6830120C105472E1BAA76E205468E1BB8B204C616E300302010E300E02010F13093031323334353637383015020110131030"
    "313233343536373839414243444546"
)
"""A DG13 in the layout of cards in the field, for an invented person."""


def test_dg13_of_the_worked_example() -> None:
    citizen = replace(AN, residence="Số 1, Tổ 2, Bến Nghé, Quận 1, TP. Hồ Chí Minh")
    assert data_groups.dg13(citizen, date(2030, 3, 15), "0123456789ABCDEF") == DG13_OF_A


def _fields(dg13: bytes) -> dict[int, bytes]:
    content = list(tlv.iterate(tlv.parse_one(tlv.parse_one(dg13, 0x6D).value, 0x30).value))[2]
    items = [tlv.parse_first(field.value) for field in tlv.iterate(content.value)]
    rests = [field.value for field in tlv.iterate(content.value)]
    return {item.value[0]: rest[end:] for (item, end), rest in zip(items, rests, strict=True)}


def test_dg13_says_what_is_not_there() -> None:
    citizen = replace(AN, old_number="", spouse="Lê Thị Mai")
    fields = _fields(data_groups.dg13(citizen, None, "0" * 16))
    assert fields[15] == b""
    assert tlv.parse_one(fields[12], 0x0C).value.decode() == "Không thời hạn"
    assert tlv.parse_one(tlv.parse_one(fields[14], 0x30).value, 0x0C).value.decode() == "Lê Thị Mai"
    assert list(fields) == list(range(1, 17))


def test_com_lists_the_groups_as_cards_in_the_field_do() -> None:
    expected = "60185F0104303130375F36063034303030305C066175636D6F6E"
    assert data_groups.com([0x61, 0x75, 0x63, 0x6D, 0x6F, 0x6E]).hex().upper() == expected


def test_the_atr_is_that_of_a_contactless_card_with_its_check_byte() -> None:
    atr = PROFILES["cccd-2021"].atr
    assert atr.hex().upper() == "3B8980010031C173C84000900093"


def test_ef_dir_names_the_one_application() -> None:
    assert data_groups.directory().hex().upper() == "61094F07A0000002471001"


@pytest.mark.parametrize(
    ("extended", "expected"),
    [(True, "47038401E0" + "7F6608" + "02020400" + "02027FFF"), (False, "4703840180")],
    ids=["extended length", "short only"],
)
def test_ef_atr_info_says_how_long_commands_may_be(extended: bool, expected: str) -> None:
    assert data_groups.atr_info(1024, 32767, extended=extended).hex().upper() == expected


def _elements(group: bytes, tag: int) -> dict[int, bytes]:
    return {item.tag: item.value for item in tlv.iterate(tlv.parse_one(group, tag).value)}


def test_dg11_lists_what_it_holds() -> None:
    found = _elements(data_groups.dg11(ANNA), 0x6B)
    assert found.pop(0x5C).hex().upper() == "5F0E5F0F5F105F2B5F115F425F125F13"
    assert found.pop(0xA0) == bytes.fromhex("020101") + tlv.encode(0x5F0F, "BERGSTRÖM<<ANNA".encode())
    assert {tag: value.decode() for tag, value in found.items()} == {
        0x5F0E: "ERIKSSON<<ANNA<MARIA",
        0x5F10: "ZE184226B",
        0x5F2B: "19740812",
        0x5F11: "Zenith<Utopia",
        0x5F42: "12 Meridian Lane<Zenith",
        0x5F12: "+00 1 555 0100",
        0x5F13: "Cartographer",
    }


def test_dg11_leaves_out_what_there_is_not() -> None:
    found = _elements(data_groups.dg11(SAM), 0x6B)
    assert list(found) == [0x5C, 0x5F0E, 0x5F2B]
    assert found[0x5C].hex().upper() == "5F0E5F2B"


def test_dg12_says_who_issued_the_document_and_when() -> None:
    found = _elements(
        data_groups.dg12("Utopian Passport Office", date(2022, 4, 16), datetime(2022, 4, 16, 8, 30)), 0x6C
    )
    assert {tag: value.decode("utf-8") for tag, value in found.items() if tag != 0x5C} == {
        0x5F19: "Utopian Passport Office",
        0x5F26: "20220416",
        0x5F55: "20220416083000",
        0x5F56: "TRAINING-1",
    }


def test_dg16_names_the_person_to_notify() -> None:
    count, person = tlv.iterate(tlv.parse_one(data_groups.dg16(ANNA), 0x70).value)
    assert count.encode() == bytes.fromhex("020101")
    found = {item.tag: item.value.decode() for item in tlv.iterate(tlv.parse_one(person.encode(), 0xA1).value)}
    assert found == {
        0x5F50: "20220416",
        0x5F51: "ERIKSSON<<NILS",
        0x5F52: "+00 1 555 0100",
        0x5F53: "12 Meridian Lane<Zenith",
    }
    assert data_groups.dg16(SAM).hex().upper() == "7003020100"


@pytest.mark.parametrize(
    ("group", "tag", "image_tag"),
    [(data_groups.dg5(silhouette()), 0x65, 0x5F40), (data_groups.dg7(handwriting()), 0x67, 0x5F43)],
    ids=["DG5", "DG7"],
)
def test_displayed_images(group: bytes, tag: int, image_tag: int) -> None:
    count, picture = tlv.iterate(tlv.parse_one(group, tag).value)
    assert count.encode() == bytes.fromhex("020101")
    assert (picture.tag, picture.value[:3]) == (image_tag, b"\xff\xd8\xff")
