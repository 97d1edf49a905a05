from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.access_key import Can, MrzKey
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.reader.codes.qr import MAX_CHARACTERS, MAX_FIELDS, CardGeneration, parse_card_qr
from tests.fakes.lds_files import QR_A, QR_B, QR_D

MOJIBAKE = "001090012345||Nguyá»…n VÄƒn An|15031990|Nam|…|10052021"


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        pytest.param(
            QR_A,
            Identity(
                source=Source.QR,
                number="001090012345",
                document_number="090012345",
                name="Nguyễn Văn An",
                birth_date=date(1990, 3, 15),
                sex=Sex.MALE,
                issue_date=date(2021, 5, 10),
                old_number="012345678",
                residence="Số 1, Tổ 2, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh",
            ),
            id="A, 7 fields",
        ),
        pytest.param(
            QR_B,
            Identity(
                source=Source.QR,
                number="079185006789",
                document_number="185006789",
                name="Trần Thị Bích Ngọc",
                birth_date=date(1985, 8, 20),
                sex=Sex.FEMALE,
                issue_date=date(2024, 8, 15),
                residence="131/9/2 Đường Hùng Vương, Tổ 5, Phường Trần Hưng Đạo, TP. Quảng Ngãi, Quảng Ngãi",
            ),
            id="B, 11 fields",
        ),
    ],
)
def test_identity(text: str, identity: Identity) -> None:
    assert parse_card_qr(text).identity == identity


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param(
            QR_A,
            (
                Can("012345"),
                MrzKey("090012345", "900315", "300315"),
                MrzKey("090012345", "900315", "500315"),
                MrzKey("090012345", "900315", "991231"),
            ),
            id="A",
        ),
        pytest.param(
            QR_D,
            (
                Can("003456"),
                MrzKey("212003456", "120610", "370610"),
                MrzKey("212003456", "120610", "520610"),
                MrzKey("212003456", "120610", "260610"),
                MrzKey("212003456", "120610", "991231"),
            ),
            id="D",
        ),
        pytest.param(QR_A.replace("15031990", "00001990"), (Can("012345"),), id="unknown birthday: the CAN is enough"),
        pytest.param(QR_A.replace("10052021", "31022021"), (Can("012345"),), id="no such day of issue"),
    ],
)
def test_keys_in_the_order_of_trying(text: str, keys: tuple[Can | MrzKey, ...]) -> None:
    assert parse_card_qr(text).keys == keys


@pytest.mark.parametrize(
    ("text", "generation"),
    [
        pytest.param(QR_A, CardGeneration.CCCD_2021, id="7 fields, issued 2021"),
        pytest.param(QR_B, CardGeneration.CAN_CUOC_2024, id="11 fields, issued after 1 July 2024"),
        pytest.param(QR_B[:-1], CardGeneration.CAN_CUOC_2024, id="10 fields are enough"),
        pytest.param(QR_B.rstrip("|"), CardGeneration.UNKNOWN, id="7 fields, but issued after 1 July 2024"),
        pytest.param(QR_A + "||||", CardGeneration.UNKNOWN, id="11 fields, but issued in 2021"),
        pytest.param(QR_A.replace("10052021", "00000000"), CardGeneration.CCCD_2021, id="no day of issue"),
    ],
)
def test_generation(text: str, generation: CardGeneration) -> None:
    assert parse_card_qr(text).generation is generation


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("\ufeff" + QR_A + "\r\n", "Nguyễn Văn An", id="byte order mark and line end"),
        pytest.param(QR_A + "\x00\x00", "Nguyễn Văn An", id="padded with NUL"),
        pytest.param(unicodedata.normalize("NFD", QR_A), "Nguyễn Văn An", id="decomposed letters"),
        pytest.param(MOJIBAKE, "Nguyễn Văn An", id="UTF-8 read as Windows-1252"),
        pytest.param(QR_A.encode().decode("latin-1"), "Nguyễn Văn An", id="UTF-8 read as Latin-1"),
        pytest.param(QR_A.replace("Nguyễn Văn An", "NGUYỄN VĂN AN"), "NGUYỄN VĂN AN", id="capitals"),
        pytest.param(QR_B.replace("|Nữ|", "|Nu|"), "Trần Thị Bích Ngọc", id="sex without its diacritic"),
        pytest.param(QR_B.replace("|Nữ|", "|NU|"), "Trần Thị Bích Ngọc", id="sex in capitals"),
        pytest.param(QR_A.replace("012345678", "001090099999"), "Nguyễn Văn An", id="old number of twelve digits"),
        pytest.param(QR_A.swapcase(), "Nguyễn Văn An", id="typed with Caps Lock on"),
        pytest.param(QR_A.replace("Nguyễn Văn An", "H'Hen Niê-Kđăm"), "H'Hen Niê-Kđăm", id="signs of minority names"),
        pytest.param(QR_A + "|" * (MAX_FIELDS - 7), "Nguyễn Văn An", id="more fields than any card has yet"),
    ],
)
def test_what_scanners_make_of_it(text: str, name: str) -> None:
    assert parse_card_qr(text).name == name


def test_extras_stay_in_their_places() -> None:
    assert parse_card_qr(QR_B[:-4] + "|001090099999||Nguyễn Văn Bình|").extras == (
        "001090099999",
        "",
        "Nguyễn Văn Bình",
        "",
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("https://vneid.gov.vn/?q=001090012345", id="a link"),
        pytest.param("001090012345", id="a bare number"),
        pytest.param("00020101021238540010A00000072701240006970436|x", id="a payment code"),
        pytest.param("DN4010123456789|4e677579e1bb856e|15/03/1990|1|…|7 - 79|-|01/01/2020-", id="health insurance"),
        pytest.param("001090012345|Nguyễn Văn An|15/03/1990|1|Q123|", id="the health declaration of 2021"),
        pytest.param("M1NGUYEN/VANAN       EABC123 SGNHANVN 0123 123Y001A0001 100", id="a boarding pass"),
        pytest.param(QR_A + "x" * MAX_CHARACTERS, id="much too long"),
    ],
)
def test_other_codes(text: str) -> None:
    with pytest.raises(Fault) as caught:
        parse_card_qr(text)
    assert caught.value.code is FaultCode.CODE_NOT_A_CARD


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("001090012345|012345678|Nguyễn Văn An|15031990|Nam|10052021", id="6 fields"),
        pytest.param(QR_A + "|" * 33, id="40 fields"),
        pytest.param(QR_A.replace("Văn", "Văn<script>alert(1)</script>"), id="HTML in the name"),
        pytest.param(QR_A.replace("Văn", "'); DROP TABLE journal;--"), id="SQL in the name"),
        pytest.param(QR_A.replace("Văn", "%s%n{0.__class__}"), id="format strings in the name"),
        pytest.param(QR_A.replace("Quận", "Qu\u200fận"), id="a right-to-left mark"),
        pytest.param(QR_A.replace("Quận", "Qu\x00ận"), id="NUL in the middle"),
        pytest.param(QR_A.replace("Quận", "Qu\u2028ận"), id="a line separator"),
        pytest.param(QR_A[:60], id="cut in the residence"),
        pytest.param(QR_A[:-2], id="cut in the day of issue"),
        pytest.param(QR_A[:15], id="cut in the old number"),
        pytest.param(QR_A[5:], id="beginning lost"),
        pytest.param(QR_A.replace("012345678|", "", 1), id="empty field dropped"),
        pytest.param(QR_A.replace("012345678", "01234567X"), id="old number with a letter"),
        pytest.param(QR_A.replace("Nguyễn Văn An", ""), id="no name"),
        pytest.param(QR_A.replace("Nguyễn", "Nguy\x07ễn"), id="control character"),
        pytest.param(QR_A.replace("Nguyễn", "Nguy\u202eễn"), id="direction override"),
        pytest.param(QR_A.replace("|Nam|", "|Na|"), id="sex cut"),
        pytest.param(QR_A.replace("15031990", "1990"), id="birth of four digits"),
        pytest.param(QR_A.replace("001090012345", "٠٠١٠٩٠٠١٢٣٤٥"), id="digits of another script"),
    ],
)
def test_damaged_codes_of_cards(text: str) -> None:
    with pytest.raises(Fault) as caught:
        parse_card_qr(text)
    assert caught.value.code is FaultCode.CODE_MALFORMED
    assert "Nguy" not in str(caught.value)
    assert "001090012345" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(QR_A.replace("Nguyễn", "Nguy\ufffdn"), id="replacement character"),
        pytest.param(QR_A.replace("Nguyễn", "Nguyá»n"), id="a letter lost to a code page"),
        pytest.param(QR_A.encode("ascii", "replace").decode(), id="question marks"),
        pytest.param(QR_A.replace("Phường Bến Nghé", "Ph??ng B?n Ngh?"), id="question marks in the residence alone"),
        pytest.param(QR_A.replace("Nguyễn Văn", "Nguyêễn Vaăn ĐDđặaăặng"), id="steps of an input method"),
        pytest.param(QR_A.encode().decode("latin-1").encode().decode("latin-1"), id="read wrongly twice"),
    ],
)
def test_letters_that_were_lost_on_the_way(text: str) -> None:
    with pytest.raises(Fault) as caught:
        parse_card_qr(text)
    assert caught.value.code is FaultCode.CODE_GARBLED


def test_nothing_personal_in_repr() -> None:
    shown = repr(parse_card_qr(QR_A))
    assert not any(secret in shown for secret in ("001090012345", "Nguyễn", "1990"))


FIELD = st.text(st.characters(codec="utf-8"), max_size=15) | st.from_regex(
    r"[0-9]{8}|[0-9]{12}|Nam|N\u1eef", fullmatch=True
)


@given(st.text(max_size=80) | st.lists(FIELD, max_size=12).map("|".join))
def test_any_text_gives_a_card_or_one_of_three_faults(text: str) -> None:
    try:
        card = parse_card_qr(text)
    except Fault as fault:
        assert fault.code in (FaultCode.CODE_NOT_A_CARD, FaultCode.CODE_MALFORMED, FaultCode.CODE_GARBLED)
    else:
        assert card.identity.source is Source.QR
        assert 1 <= len(card.keys) <= 5
