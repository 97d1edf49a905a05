from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.reader import tlv
from kiosk.simulator import data_groups
from kiosk.simulator.person import AN
from kiosk.simulator.profiles import PROFILES

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
