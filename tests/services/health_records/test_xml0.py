"""Admitted patients -> the national check-in record, as its schema wants it, with nothing in it that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from typing import cast
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hospital.health_record import CheckedInPatient
from kiosk.domain.hospital.insurance import CardPeriod
from kiosk.domain.identity import Sex, Source
from kiosk.domain.partial_date import PartialDate
from kiosk.services.health_records.xml0 import ELEMENTS, LIST, PATIENT, ROOT, SIGNATURE, birth_of, xml0
from tests.fakes.health_records import AN, AT

SCHEMA = xmlschema.XMLSchema(str(files("kiosk.services.health_records") / "schemas" / "xml0.xsd"))
LEAST = CheckedInPatient("c1", AT, "01001", Source.QR)


def elements(patient: CheckedInPatient) -> dict[str, str]:
    """What stands in the elements that are filled."""
    entry = ElementTree.fromstring(xml0((patient,))).find(f"{LIST}/{PATIENT}")
    assert entry is not None
    return {element.tag: element.text for element in entry if element.text}


def is_valid(record: bytes) -> bool:
    return cast(bool, SCHEMA.is_valid(BytesIO(record)))


def test_the_layout() -> None:
    root = ElementTree.fromstring(xml0((AN,)))
    assert [root.tag, *(child.tag for child in root)] == [ROOT, LIST, SIGNATURE]
    (entry,) = root.findall(f"{LIST}/{PATIENT}")
    assert tuple(element.tag for element in entry) == ELEMENTS
    assert is_valid(xml0((AN,)))


def test_the_order_is_the_decisions() -> None:
    documented = (
        "MA_LK STT MA_BN HO_TEN SO_CCCD NGAY_SINH GIOI_TINH MA_THE_BHYT MA_DKBD GT_THE_TU GT_THE_DEN MA_DOITUONG_KCB "
        "NGAY_VAO NGAY_VAO_NOI_TRU LY_DO_VNT MA_LY_DO_VNT MA_LOAI_KCB MA_CSKCB MA_DICH_VU TEN_DICH_VU MA_THUOC "
        "TEN_THUOC MA_VAT_TU TEN_VAT_TU NGAY_YL DU_PHONG"
    )
    assert documented.split() == list(ELEMENTS)


def test_what_stands_in_it() -> None:
    assert elements(AN) == {
        "MA_LK": "c" * 32,
        "STT": "1",
        "MA_BN": "BN000123",
        "HO_TEN": "Nguyễn Văn An",
        "SO_CCCD": "001090012345",
        "NGAY_SINH": "199003150000",
        "GIOI_TINH": "1",
        "MA_THE_BHYT": "DN4010123456789",
        "MA_DKBD": "01001",
        "GT_THE_TU": "20260101",
        "GT_THE_DEN": "20261231",
        "NGAY_VAO": "202606260030",
        "MA_CSKCB": "01001",
    }


def test_what_nobody_knows_is_empty() -> None:
    assert elements(LEAST) == {"MA_LK": "c1", "STT": "1", "NGAY_VAO": "202606260030", "MA_CSKCB": "01001"}
    assert is_valid(xml0((LEAST,)))


@pytest.mark.parametrize(
    ("birth", "written"),
    [
        (PartialDate(1990, 3, 15), "199003150000"),
        (PartialDate(1990, 3), "199003000000"),
        (PartialDate(1990), "199000000000"),
        (None, ""),
    ],
)
def test_birth_dates_of_any_precision(birth: PartialDate | None, written: str) -> None:
    assert birth_of(birth) == written
    assert is_valid(xml0((replace(AN, birth=birth),)))


@pytest.mark.parametrize(("sex", "code"), [(Sex.MALE, "1"), (Sex.FEMALE, "2"), (Sex.UNSPECIFIED, "3"), (None, None)])
def test_sexes(sex: Sex | None, code: str | None) -> None:
    assert elements(replace(AN, sex=sex)).get("GIOI_TINH") == code


@pytest.mark.parametrize("number", ["DN4010123456789", "0123456789", "001090012345"])
def test_every_form_of_an_insurance_number(number: str) -> None:
    assert is_valid(xml0((replace(AN, insurance=CardPeriod(number)),)))


def test_several_patients_are_numbered() -> None:
    record = xml0((AN, LEAST))
    assert is_valid(record)
    root = ElementTree.fromstring(record)
    assert [element.text for element in root.iter("STT")] == ["1", "2"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<SO_CCCD>001090012345", "<SO_CCCD>12345"),
        ("<NGAY_SINH>199003150000", "<NGAY_SINH>15/03/1990"),
        ("<GIOI_TINH>1", "<GIOI_TINH>0"),
        ("<MA_CSKCB>01001", "<MA_CSKCB>"),
        ("<NGAY_VAO>202606260030", "<NGAY_VAO>"),
        ("<STT>1</STT>", ""),
        ("<DU_PHONG></DU_PHONG>", "<DU_PHONG></DU_PHONG><MORE></MORE>"),
        (f"<{SIGNATURE}></{SIGNATURE}>", ""),
    ],
    ids=["number", "birth date", "sex", "no facility", "no time", "no ordinal", "one element more", "no signature"],
)
def test_the_schema_refuses_what_is_no_such_record(before: str, after: str) -> None:
    record = xml0((AN,)).decode()
    assert before in record
    assert not is_valid(record.replace(before, after).encode())


@given(st.text(max_size=400), st.text(max_size=200))
def test_whatever_stands_on_a_card_or_list_makes_a_valid_record(name: str, patient: str) -> None:
    assert is_valid(xml0((replace(AN, name=name, patient=patient),)))
