"""One entry for everything that is scanned: typed values, or a kind that people can be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.access_key import Can
from kiosk.domain.faults import CODE_FAULTS, FAULTS, Fault, FaultCode
from kiosk.reader.codes.kinds import (
    MAX_BYTES,
    CodeKind,
    DamagedCode,
    OtherCode,
    card_code,
    kind_of,
    recognise,
    why_not_a_card,
)
from kiosk.reader.codes.mrz import Mrz
from kiosk.reader.codes.qr import CardQr
from tests.fakes.codes import BOARDING_PASSES, INSURANCE_CARD, INSURANCE_NEWER, OTHERS, VIETNAMESE_PASS
from tests.fakes.lds_files import MRZ_A, QR_A, QR_B, QR_D

MRZ_LINES = "\r\n".join((MRZ_A[:30], MRZ_A[30:60], MRZ_A[60:]))


@pytest.mark.parametrize(
    ("scanned", "kind"),
    [
        pytest.param(QR_A, CodeKind.CARD, id="CCCD"),
        pytest.param(QR_B, CodeKind.CARD, id="Căn cước"),
        pytest.param(QR_D.encode(), CodeKind.CARD, id="bytes"),
        pytest.param("\ufeff" + QR_A + "\r\n", CodeKind.CARD, id="a byte order mark"),
        pytest.param("]Q1" + QR_A, CodeKind.CARD, id="with the symbology told in front"),
        pytest.param("\x02" + QR_A + "\x03", CodeKind.CARD, id="framed by STX and ETX"),
        pytest.param(INSURANCE_CARD, CodeKind.INSURANCE, id="insurance"),
        pytest.param(INSURANCE_NEWER + "\r", CodeKind.INSURANCE, id="insurance, newer form"),
        *(pytest.param(text, CodeKind.BOARDING_PASS, id=name) for name, text in BOARDING_PASSES.items()),
        pytest.param("]L0" + VIETNAMESE_PASS + "\r\n", CodeKind.BOARDING_PASS, id="PDF417 with its symbology"),
        pytest.param(MRZ_A, CodeKind.MRZ, id="a machine-readable zone"),
        pytest.param(MRZ_LINES, CodeKind.MRZ, id="the same in lines"),
        *(
            pytest.param(text, CodeKind(kind), id=f"{kind}: {text[:24]!a}")
            for kind, texts in OTHERS.items()
            for text in texts
        ),
        pytest.param("x" * (MAX_BYTES + 1), CodeKind.UNKNOWN, id="longer than any code"),
    ],
)
def test_what_is_recognised(scanned: str | bytes, kind: CodeKind) -> None:
    content = recognise(scanned)
    assert not isinstance(content, DamagedCode)
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    ("scanned", "kind", "fault"),
    [
        pytest.param(QR_A[:60], CodeKind.CARD, FaultCode.CODE_MALFORMED, id="half a card"),
        pytest.param(QR_A.replace("ễ", "?"), CodeKind.CARD, FaultCode.CODE_GARBLED, id="a letter lost"),
        pytest.param(QR_A.encode("cp1258", "replace"), CodeKind.UNKNOWN, FaultCode.CODE_GARBLED, id="Windows-1258"),
        pytest.param("Nguyễn".encode("utf-16"), CodeKind.UNKNOWN, FaultCode.CODE_GARBLED, id="no UTF-8"),
        pytest.param(INSURANCE_CARD[:-2], CodeKind.INSURANCE, FaultCode.CODE_MALFORMED, id="insurance without its end"),
        pytest.param(VIETNAMESE_PASS[:30], CodeKind.BOARDING_PASS, FaultCode.CODE_MALFORMED, id="half a pass"),
        pytest.param(MRZ_A.replace("900315", "900316"), CodeKind.MRZ, FaultCode.CODE_MALFORMED, id="check digits"),
        pytest.param(MRZ_A[:88] + "<<<", CodeKind.MRZ, FaultCode.CODE_MALFORMED, id="91 characters"),
    ],
)
def test_what_is_broken(scanned: str | bytes, kind: CodeKind, fault: FaultCode) -> None:
    content = recognise(scanned)
    assert isinstance(content, DamagedCode)
    assert (content.kind, content.fault) == (kind, fault)


def test_letters_are_kept_to_the_byte() -> None:
    content = recognise(QR_A.encode())
    assert isinstance(content, CardQr)
    assert content.residence.encode() == QR_A.split("|")[5].encode()


def test_an_mrz_opens_a_chip() -> None:
    content = recognise(MRZ_LINES)
    assert isinstance(content, Mrz)
    assert content.key.document_number == "090012345"


def test_a_card_gives_identity_and_keys() -> None:
    card = card_code(QR_A)
    assert card.identity.number == "001090012345"
    assert card.keys[0] == Can("012345")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param(VIETNAMESE_PASS, FaultCode.CODE_BOARDING_PASS, id="a boarding pass"),
        pytest.param(VIETNAMESE_PASS[:30], FaultCode.CODE_BOARDING_PASS, id="half a boarding pass"),
        pytest.param(INSURANCE_CARD, FaultCode.CODE_INSURANCE, id="an insurance card"),
        pytest.param(OTHERS["vneid"][0], FaultCode.CODE_VNEID, id="VNeID"),
        pytest.param(OTHERS["payment"][0], FaultCode.CODE_PAYMENT, id="a payment"),
        pytest.param(OTHERS["link"][0], FaultCode.CODE_LINK, id="a link"),
        pytest.param(OTHERS["contact"][0], FaultCode.CODE_CONTACT, id="a contact"),
        pytest.param(OTHERS["wifi"][0], FaultCode.CODE_WIFI, id="a network"),
        pytest.param(OTHERS["product"][0], FaultCode.CODE_PRODUCT, id="a parcel"),
        pytest.param("001090012345", FaultCode.CODE_NOT_A_CARD, id="a bare number"),
        pytest.param(MRZ_A, FaultCode.CODE_NOT_A_CARD, id="an MRZ"),
        pytest.param(QR_A[:60], FaultCode.CODE_MALFORMED, id="half a card"),
        pytest.param(QR_A.replace("ễ", "?"), FaultCode.CODE_GARBLED, id="a card whose letters were lost"),
    ],
)
def test_whoever_should_show_a_card_is_told_what_it_was(text: str, fault: FaultCode) -> None:
    with pytest.raises(Fault) as caught:
        card_code(text)
    assert caught.value.code is fault
    assert "Nguy" not in str(caught.value)


@pytest.mark.parametrize("kind", CodeKind)
def test_every_kind_has_its_sentence(kind: CodeKind) -> None:
    assert FAULTS[why_not_a_card(OtherCode(kind))].sentence.vi


@given(st.binary(max_size=120) | st.text(max_size=120))
def test_anything_is_recognised_as_something(scanned: str | bytes) -> None:
    content = recognise(scanned)
    assert kind_of(content) in CodeKind
    assert isinstance(content, CardQr) or why_not_a_card(content) in CODE_FAULTS
