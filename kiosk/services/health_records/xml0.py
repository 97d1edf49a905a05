"""The national check-in record «XML0»: decision 130/QĐ-BYT, amended by 4750/QĐ-BYT (2023) and 3176/QĐ-BYT (2024).

The kiosk fills in what card, list and insurance tell; diagnosis, services and the signature are the hospital's own
system's, and their elements stay empty. ``schemas/xml0.xsd`` describes the layout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from xml.etree import ElementTree

from kiosk.domain.hospital.health_record import CheckedInPatient
from kiosk.domain.identity import Sex
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.services.health_records.texts import digits_of, one_line

ROOT, LIST, PATIENT, SIGNATURE = "CHI_TIEU_TRANG_THAI_KCB", "DSACH_TRANG_THAI_KCB", "TRANG_THAI_KCB", "CHUKYDONVI"

SEXES: Mapping[Sex, str] = MappingProxyType({Sex.MALE: "1", Sex.FEMALE: "2", Sex.UNSPECIFIED: "3"})

ELEMENTS = (
    *("MA_LK", "STT", "MA_BN", "HO_TEN", "SO_CCCD", "NGAY_SINH", "GIOI_TINH"),
    *("MA_THE_BHYT", "MA_DKBD", "GT_THE_TU", "GT_THE_DEN", "MA_DOITUONG_KCB"),
    *("NGAY_VAO", "NGAY_VAO_NOI_TRU", "LY_DO_VNT", "MA_LY_DO_VNT", "MA_LOAI_KCB", "MA_CSKCB"),
    *("MA_DICH_VU", "TEN_DICH_VU", "MA_THUOC", "TEN_THUOC", "MA_VAT_TU", "TEN_VAT_TU", "NGAY_YL", "DU_PHONG"),
)
"""Every element of one patient, in the order of the decision; each stands there, filled or empty."""

_FILLED: Mapping[str, Callable[[CheckedInPatient], str]] = MappingProxyType(
    {
        "MA_LK": lambda patient: one_line(patient.visit, 100),
        "MA_BN": lambda patient: one_line(patient.patient, 100),
        "HO_TEN": lambda patient: one_line(patient.name),
        "SO_CCCD": lambda patient: patient.number,
        "NGAY_SINH": lambda patient: birth_of(patient.birth),
        "GIOI_TINH": lambda patient: SEXES[patient.sex] if patient.sex else "",
        "MA_THE_BHYT": lambda patient: patient.insurance.number if patient.insurance else "",
        "MA_DKBD": lambda patient: patient.insurance.first_care if patient.insurance else "",
        "GT_THE_TU": lambda patient: digits_of(patient.insurance.valid_from) if patient.insurance else "",
        "GT_THE_DEN": lambda patient: digits_of(patient.insurance.valid_to) if patient.insurance else "",
        "NGAY_VAO": lambda patient: patient.at.astimezone(VIETNAM).strftime("%Y%m%d%H%M"),
        "MA_CSKCB": lambda patient: patient.facility,
    }
)


def birth_of(birth: PartialDate | None) -> str:
    """``yyyymmddHHMM``: what is not known of the day, and always the time, is zeros; empty where nothing is known."""
    return f"{birth.year:04}{birth.month:02}{birth.day:02}0000" if birth else ""


def xml0(patients: Sequence[CheckedInPatient]) -> bytes:
    """The record of these patients, numbered from 1, as UTF-8 with an XML declaration."""
    root = ElementTree.Element(ROOT)
    listed = ElementTree.SubElement(root, LIST)
    for number, patient in enumerate(patients, 1):
        entry = ElementTree.SubElement(listed, PATIENT)
        for name in ELEMENTS:
            fill = _FILLED.get(name)
            ElementTree.SubElement(entry, name).text = str(number) if name == "STT" else fill(patient) if fill else ""
    ElementTree.SubElement(root, SIGNATURE)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True, short_empty_elements=False)
    return written + b"\n"
