"""The answer of the health-insurance gateway as values: the cover that reception needs, and never the history."""

from __future__ import annotations

from datetime import date

from kiosk.domain.hospital.insurance import CardPeriod, InsuranceCover, InsuranceQuestion, judged
from kiosk.domain.hospital.insurance_results import InsuranceFinding, result_of
from kiosk.domain.names import same_name
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.hospital.answer_fields import (
    Object,
    birth_of,
    code_of,
    day_of,
    facility_of,
    insurance_number_of,
    sex_of,
    text_of,
)

RESULT = "maKetQua"

_TROUBLES = {
    "054": ServiceTrouble.NOT_AUTHORISED,
    "055": ServiceTrouble.NOT_AUTHORISED,
    "401": ServiceTrouble.NOT_AUTHORISED,
    "100": ServiceTrouble.BROKEN,
    "101": ServiceTrouble.BROKEN,
}
_TELLS_COVER = frozenset(InsuranceFinding) - {
    InsuranceFinding.NOT_FOUND,
    InsuranceFinding.WRONG_NUMBER,
    InsuranceFinding.WRONG_NAME,
    InsuranceFinding.WRONG_BIRTH_DATE,
    InsuranceFinding.NOT_ASKED,
    InsuranceFinding.SERVICE_FAILED,
}
"""Findings about this very person: with any other, what stands in the answer may be somebody else's."""


def read_cover(fields: Object) -> InsuranceCover:
    """The cover in an answer; raises ``MalformedError`` naming the field that is broken."""
    new_number = insurance_number_of(fields, "maTheMoi")
    new_card = CardPeriod(
        new_number,
        day_of(fields, "gtTheTuMoi"),
        day_of(fields, "gtTheDenMoi"),
        facility_of(fields, "maDKBDMoi"),
        text_of(fields, "tenDKBDMoi"),
    )
    return InsuranceCover(
        card=CardPeriod(
            insurance_number_of(fields, "maThe"),
            day_of(fields, "gtTheTu"),
            day_of(fields, "gtTheDen"),
            facility_of(fields, "maDKBD"),
            text_of(fields, "tenDKBD"),
        ),
        new_card=new_card if new_number else None,
        name=text_of(fields, "hoTen"),
        birth=birth_of(fields, "ngaySinh"),
        sex=sex_of(fields, "gioiTinh"),
        social_number=insurance_number_of(fields, "maSoBHXH"),
        area=text_of(fields, "maKV"),
        five_years_from=day_of(fields, "ngayDu5Nam"),
    )


def read_result(
    fields: Object, question: InsuranceQuestion, today: date
) -> tuple[InsuranceFinding, str, ServiceTrouble | None, InsuranceCover | None]:
    """Finding, result code, trouble and cover; raises ``MalformedError``.

    A good code about a person of another name or birth date than ours is no answer: ``ANSWER_OF_ANOTHER``.
    """
    code = code_of(fields, RESULT)
    finding = result_of(code).finding
    if finding is InsuranceFinding.SERVICE_FAILED:
        return finding, code, _TROUBLES.get(code, ServiceTrouble.REFUSED), None
    if finding not in _TELLS_COVER:
        return finding, code, None, None
    cover = read_cover(fields)
    if _of_another(cover, question):
        return InsuranceFinding.SERVICE_FAILED, code, ServiceTrouble.ANSWER_OF_ANOTHER, None
    return judged(code, cover, today), code, None, cover


def _of_another(cover: InsuranceCover, question: InsuranceQuestion) -> bool:
    other_name = bool(cover.name and question.name) and not same_name(cover.name, question.name)
    return other_name or bool(cover.birth and question.birth and not cover.birth.agrees(question.birth))
