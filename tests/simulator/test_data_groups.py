from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.identity import Sex
from kiosk.reader import tlv
from kiosk.reader.public_keys import EcPublicKey, load_ec
from kiosk.simulator import data_groups
from kiosk.simulator.chip_keys import new_active_authentication_key, new_chip_authentication_key, public_key_info
from kiosk.simulator.person import AN
from kiosk.simulator.profiles import PROFILES
from tests.fakes.virtual_cards import photo

PACE = PROFILES["cccd-2021"].pace

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


def test_ef_card_access_is_the_one_of_cards_in_the_field() -> None:
    expected = (
        "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
    )
    chip = new_chip_authentication_key("ecdh-aes-128")
    assert data_groups.card_access(PACE, chip).hex().upper() == expected
    assert data_groups.card_access(PACE, None).hex().upper() == "3114" + expected[-40:]


def test_the_atr_is_that_of_a_contactless_card_with_its_check_byte() -> None:
    atr = PROFILES["cccd-2021"].atr
    assert atr.hex().upper() == "3B8980010031C173C84000900093"


@pytest.mark.parametrize(("kind", "image_type"), [("JPEG", 0), ("JPEG2000", 1)], ids=["JPEG", "JP2"])
def test_dg2_holds_one_face_of_its_picture(kind: str, image_type: int) -> None:
    picture = photo(kind, (48, 64))
    group = tlv.parse_one(tlv.parse_one(data_groups.dg2(picture, Sex.FEMALE), 0x75).value, 0x7F61).value
    count, template = tlv.iterate(group)
    assert count.encode() == bytes.fromhex("020101")
    header, block = tlv.iterate(tlv.parse_one(template.encode(), 0x7F60).value)
    assert header.encode().hex().upper() == "A112800201018101028201008702010188020008"
    record = tlv.parse_one(block.encode(), 0x5F2E).value
    assert record[:8] == b"FAC\x00010\x00"
    assert int.from_bytes(record[8:12], "big") == len(record)
    assert record[12:14] == b"\x00\x01"
    assert int.from_bytes(record[14:18], "big") == len(record) - 14
    assert record[20] == 2
    assert record[34:40] == bytes((1, image_type)) + (48).to_bytes(2, "big") + (64).to_bytes(2, "big")
    assert record[46:] == picture


def test_dg2_takes_a_raw_codestream() -> None:
    picture = photo("JPEG2000")
    raw = picture[picture.index(b"\xff\x4f\xff\x51") :]
    assert data_groups.dg2(raw, Sex.MALE).endswith(raw)


@pytest.mark.parametrize("junk", [b"", b"GIF89a", b"\xff\xd8\xff\xe0", b"\xff\x4f\xff\x51" * 4])
def test_dg2_refuses_what_is_no_photo(junk: bytes) -> None:
    with pytest.raises(ValueError, match="the photo"):
        data_groups.dg2(junk, Sex.MALE)


def _infos(dg14: bytes) -> dict[str, bytes]:
    content = tlv.parse_one(tlv.parse_one(dg14, 0x6E).value, 0x31).value
    pairs = [tlv.parse_first(info.value) for info in tlv.iterate(content)]
    bodies = [info.value for info in tlv.iterate(content)]
    return {item.value.hex().upper(): body[end:] for (item, end), body in zip(pairs, bodies, strict=True)}


@pytest.mark.parametrize("explicit", [False, True], ids=["named curve", "explicit parameters"])
def test_dg14_signs_the_infos_of_card_access_and_the_key(explicit: bool) -> None:
    chip = new_chip_authentication_key("ecdh-aes-128")
    infos = _infos(
        data_groups.dg14(PACE, chip, new_active_authentication_key("ecdsa-p256"), explicit_parameters=explicit)
    )
    assert infos["04007F0007020202"].hex() == "020101"
    assert infos["04007F00070202030202"].hex() == "020101"
    assert infos["04007F00070202040202"].hex() == "02010202010d"
    key = load_ec(infos["04007F000702020102"])
    assert key.curve.name == "brainpoolP256r1"
    assert (len(infos["04007F000702020102"]) > 200) is explicit
    assert infos["678108010105"].hex().upper() == "020101" + "060A04007F00070101040103"


@pytest.mark.parametrize(
    ("aa", "plain_signature"),
    [("rsa-1024", None), ("ecdsa-p256", "03"), ("ecdsa-brainpoolP384r1", "04")],
)
def test_dg14_names_the_hash_of_an_ecdsa_key_only(aa: str, plain_signature: str | None) -> None:
    infos = _infos(data_groups.dg14(PACE, None, new_active_authentication_key(aa), explicit_parameters=False))
    expected = plain_signature and "020101060a04007f000701010401" + plain_signature
    assert (infos["678108010105"].hex() if expected else infos.get("678108010105")) == expected
    assert "04007F000702020102" not in infos


@pytest.mark.parametrize("explicit", [False, True])
def test_explicit_parameters_say_the_same_key(explicit: bool) -> None:
    key = new_chip_authentication_key("ecdh-aes-256")
    named = load_ec(public_key_info(key.pkcs8))
    assert load_ec(public_key_info(key.pkcs8, explicit_parameters=explicit)) == named
    assert isinstance(named, EcPublicKey)


def test_an_rsa_key_has_no_curve_to_spell_out() -> None:
    key = new_active_authentication_key("rsa-1024")
    plain = data_groups.dg15(key, explicit_parameters=False)
    assert data_groups.dg15(key, explicit_parameters=True) == plain
    assert plain[0] == 0x6F
