"""Which readers and cards are chosen; names and ATRs are those of real ones under pcsc-lite."""

from __future__ import annotations

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.pcsc.choice import ReaderChoice

ACR122U = "ACS ACR122U PICC Interface 00 00"
ACR1252_PICC = "ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] (RR171-012345) 01 00"
ACR1252_SAM = "ACS ACR1252 Dual Reader [ACR1252 Dual Reader SAM] (RR171-012345) 01 01"
R502_CL = "Feitian R502 [R502 Contactless Reader] 02 00"
R502_SAM = "Feitian R502 [R502 SAM1 Reader] 02 02"
SAMSUNG = "Samsung NFC Reader 03 00"
ALL = (ACR122U, ACR1252_PICC, ACR1252_SAM, R502_CL, R502_SAM, SAMSUNG)

# Readers whose contactless and contact slots are readers of their own, as pcsc-lite and as Windows name them.
OMNIKEY_CL = "HID Global OMNIKEY 5422 Smartcard Reader [OMNIKEY 5422CL Smartcard Reader] (KA0123456) 00 00"
OMNIKEY_CONTACT = "HID Global OMNIKEY 5422 Smartcard Reader [OMNIKEY 5422 Smartcard Reader] (KA0123456) 01 00"
ACR1581_PICC = "ACS ACR1581 1S Dual Reader PICC 0"
ACR1581_ICC = "ACS ACR1581 1S Dual Reader ICC 0"
ACR1581_SAM = "ACS ACR1581 1S Dual Reader SAM 0"
PAIRS = (OMNIKEY_CL, OMNIKEY_CONTACT, ACR1581_PICC, ACR1581_ICC, ACR1581_SAM)


@pytest.mark.parametrize(
    ("pattern", "chosen"),
    [
        pytest.param("", (ACR122U, ACR1252_PICC, R502_CL, SAMSUNG), id="no pattern: every reader, no SAM slot"),
        pytest.param("picc", (ACR122U, ACR1252_PICC), id="part of a name, case ignored"),
        pytest.param("acr1252", (ACR1252_PICC,), id="a SAM slot not even by name"),
        pytest.param("[ACR1252 Dual Reader PICC]", (ACR1252_PICC,), id="brackets mean themselves"),
        pytest.param("/acr122u|contactless/", (ACR122U, R502_CL), id="a regular expression"),
        pytest.param(r"/^acs .* 00 00$/", (ACR122U,), id="an anchored expression"),
        pytest.param("/", (), id="a single slash is no expression"),
        pytest.param("omnikey", (), id="none"),
    ],
)
def test_a_pattern_chooses_readers(pattern: str, chosen: tuple[str, ...]) -> None:
    assert ReaderChoice(pattern).of(ALL) == chosen


@pytest.mark.parametrize(
    ("pattern", "chosen"),
    [
        pytest.param("", PAIRS[:4], id="no pattern: contact slots too, since the card has a contact plate"),
        pytest.param("5422cl", (OMNIKEY_CL,), id="the contactless slot by its name"),
        pytest.param("/picc|5422cl/", (OMNIKEY_CL, ACR1581_PICC), id="the contactless slots of any device"),
        pytest.param("/5422 smartcard reader\\]| icc /", (OMNIKEY_CONTACT, ACR1581_ICC), id="the contact slots"),
    ],
)
def test_a_device_with_several_slots_is_several_readers(pattern: str, chosen: tuple[str, ...]) -> None:
    assert ReaderChoice(pattern).of(PAIRS) == chosen


ID_CARD = bytes.fromhex("3B8880010031C173C840009000") + b"\x93"
MEMORY_CARD = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")
CONTACT_CARD = bytes.fromhex("3BFF1300008131FE454D434F5320")
SILENT = b""


@pytest.mark.parametrize(
    ("atr", "chosen"),
    [
        pytest.param("", {ID_CARD, MEMORY_CARD, CONTACT_CARD, SILENT}, id="nothing given: every card"),
        pytest.param("3B8? 8001", {ID_CARD, MEMORY_CARD}, id="the contactless ones"),
        pytest.param("3b888001", {ID_CARD}, id="small letters"),
        pytest.param("8001", set(), id="its beginning, not any part"),
        pytest.param("/^3B8.8001(?!804F0CA000000306)/", {ID_CARD}, id="contactless, no memory card"),
        pytest.param("/4D434F53/", {CONTACT_CARD}, id="an expression for any part"),
    ],
)
def test_an_atr_chooses_cards(atr: str, chosen: set[bytes]) -> None:
    choice = ReaderChoice(atr=atr)
    assert {card for card in (ID_CARD, MEMORY_CARD, CONTACT_CARD, SILENT) if choice.admits_card(card)} == chosen
    assert choice.of(ALL) == ReaderChoice().of(ALL)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        pytest.param({"pattern": "/acr(/"}, "reader", id="a broken expression for names"),
        pytest.param({"atr": "/3B(/"}, "card_atr", id="a broken expression for ATRs"),
        pytest.param({"atr": "contactless"}, "card_atr", id="an ATR that is no number"),
        pytest.param({"atr": "3B*"}, "card_atr", id="an ATR with a star"),
    ],
)
def test_what_cannot_be_a_choice_is_a_fault_of_the_settings(given: dict[str, str], named: str) -> None:
    with pytest.raises(Fault, match=named) as raised:
        ReaderChoice(**given)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


def test_the_order_is_that_of_the_service() -> None:
    assert ReaderChoice("r").of((R502_CL, ACR122U)) == (R502_CL, ACR122U)


@pytest.mark.parametrize("names", [(), (ACR1252_SAM,)], ids=["no reader", "a SAM slot only"])
def test_no_reader_is_a_fault(names: tuple[str, ...]) -> None:
    with pytest.raises(Fault) as raised:
        ReaderChoice().require(names)
    assert raised.value.code is FaultCode.NO_READER
