"""What may leave the kiosk about one check, field by field: nothing that the site's profile does not name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.domain.text import Text


class OutputField(StrEnum):
    """What a profile can name, in the order in which it goes out."""

    # The check
    REASONS = "reasons"
    SECONDS = "seconds"
    SOURCE = "source"
    AUTHENTICITY = "authenticity"
    DOCUMENT_CHECKS = "document_checks"
    FACE = "face"
    # The list
    KEY = "key"
    ADMISSION = "admission"
    PLACE = "place"
    # The card
    NUMBER = "number"
    OLD_NUMBER = "old_number"
    DOCUMENT_NUMBER = "document_number"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    NATIONALITY = "nationality"
    ISSUE_DATE = "issue_date"
    EXPIRY_DATE = "expiry_date"
    ORIGIN = "origin"
    RESIDENCE = "residence"
    FEATURES = "features"
    FATHER = "father"
    MOTHER = "mother"
    SPOUSE = "spouse"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    PHOTO = "photo"


WORDS: Mapping[OutputField, Text] = MappingProxyType(
    {
        OutputField.REASONS: Text("Lý do", "Reasons"),
        OutputField.SECONDS: Text("Số giây", "Seconds"),
        OutputField.SOURCE: Text("Nguồn", "Source"),
        OutputField.AUTHENTICITY: Text("Chữ ký của thẻ", "Signature of the card"),
        OutputField.DOCUMENT_CHECKS: Text("Từng bước kiểm tra thẻ", "Single document checks"),
        OutputField.FACE: Text("Kết quả so khuôn mặt", "Outcome of the face comparison"),
        OutputField.KEY: Text("Mã trong danh sách", "Key in the list"),
        OutputField.ADMISSION: Text("Tình trạng trong danh sách", "Standing in the list"),
        OutputField.PLACE: Text("Vị trí", "Place"),
        OutputField.NUMBER: Text("Số định danh", "Number"),
        OutputField.OLD_NUMBER: Text("Số CMND cũ", "Old number"),
        OutputField.DOCUMENT_NUMBER: Text("Số giấy tờ", "Document number"),
        OutputField.NAME: Text("Họ và tên", "Name"),
        OutputField.BIRTH_DATE: Text("Ngày sinh", "Date of birth"),
        OutputField.SEX: Text("Giới tính", "Sex"),
        OutputField.NATIONALITY: Text("Quốc tịch", "Nationality"),
        OutputField.ISSUE_DATE: Text("Ngày cấp", "Date of issue"),
        OutputField.EXPIRY_DATE: Text("Có giá trị đến", "Date of expiry"),
        OutputField.ORIGIN: Text("Quê quán", "Place of origin"),
        OutputField.RESIDENCE: Text("Nơi cư trú", "Residence"),
        OutputField.FEATURES: Text("Đặc điểm nhân dạng", "Identifying features"),
        OutputField.FATHER: Text("Họ tên cha", "Father's name"),
        OutputField.MOTHER: Text("Họ tên mẹ", "Mother's name"),
        OutputField.SPOUSE: Text("Họ tên vợ hoặc chồng", "Spouse's name"),
        OutputField.ETHNICITY: Text("Dân tộc", "Ethnicity"),
        OutputField.RELIGION: Text("Tôn giáo", "Religion"),
        OutputField.PHOTO: Text("Ảnh khuôn mặt trên chip", "Photograph of the face on the chip"),
    }
)

SENSITIVE = frozenset({OutputField.ETHNICITY, OutputField.RELIGION, OutputField.PHOTO})
"""Sensitive personal data by law (91/2025/QH15): consent has to say so, and is kept."""

DETAILS = frozenset(
    {
        OutputField.ORIGIN,
        OutputField.FEATURES,
        OutputField.FATHER,
        OutputField.MOTHER,
        OutputField.SPOUSE,
        OutputField.ETHNICITY,
        OutputField.RELIGION,
    }
)
"""What is kept of a card only where an output wants it: no check does."""

NOT_IN_FILES = frozenset({OutputField.PHOTO, OutputField.DOCUMENT_CHECKS})
"""What no cell of an exported table holds."""

Fields = frozenset[OutputField]


@dataclass(frozen=True, slots=True)
class OutputRules:
    """The fields that each output may be given; ``None``: there is no such output at this site.

    What waits for delivery, and what is kept for exports, is wiped after ``keep_days``.
    """

    webhook: Fields | None = None
    export: Fields | None = None
    api: Fields | None = None
    keep_days: int = 7

    @property
    def wants_details(self) -> bool:
        """Whether any output wants what only EF.DG13 tells and no check needs."""
        return any(DETAILS & fields for fields in (self.webhook, self.export, self.api) if fields)
