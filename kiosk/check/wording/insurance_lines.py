"""The insurance service's answer as lines for reception: what it said, what is to be done, and what the site shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from kiosk.check.wording.operator_lines import Line, Tone
from kiosk.check.wording.reason_words import reason_text
from kiosk.check.wording.words import FIELDS
from kiosk.domain.hospital.insurance import CardPeriod, InsuranceAnswer, InsuranceCover, InsuranceFact
from kiosk.domain.text import Text
from kiosk.domain.vietnam_time import VIETNAM

INSURANCE = Text("BHYT", "Insurance")
NEXT_STEP = Text("Việc cần làm", "What to do")
UNTIL = Text("{said} đến {day}", "{said} until {day}")
VALIDITY = Text("Thẻ có giá trị", "In force")
FIRST_CARE = Text("Nơi đăng ký KCB", "First care")
CARD_NUMBER = Text("Mã thẻ BHYT", "Insurance number")
FIVE_YEARS = Text("Đủ 5 năm từ", "Five years since")
AREA = Text("Mã khu vực", "Area")
DIFFERS = Text("Mã QR BHYT khác", "Insurance code differs")
_OWN_FIELDS = {"insurance_number": CARD_NUMBER}


def insurance_lines(answer: InsuranceAnswer, show: Collection[InsuranceFact]) -> tuple[Line, ...]:
    """What ``show`` names, and always the result with its next step."""
    result = answer.result
    tone = Tone.ATTENTION if answer.needs_staff else Tone.SUCCESS
    why = reason_text(f"issuer-service-{answer.trouble}") if answer.trouble else None
    lines = [Line(INSURANCE, result.sentence, tone, detail=why)]
    if result.next_step.vi:
        lines.append(Line(NEXT_STEP, result.next_step, Tone.ATTENTION))
    if answer.cover is not None:
        today = answer.at.astimezone(VIETNAM).date()
        card = answer.cover.card_on(today)
        if InsuranceFact.VALIDITY in show and not answer.needs_staff and card.valid_to is not None:
            lines[0] = Line(INSURANCE, UNTIL.filled(said=result.sentence, day=_day(card.valid_to)), tone)
        lines += [line for fact, line in _facts(answer.cover, card) if fact in show]
    lines += [Line(DIFFERS, _OWN_FIELDS.get(name) or FIELDS[name], Tone.ATTENTION) for name in answer.differences]
    return tuple(lines)


def _facts(cover: InsuranceCover, card: CardPeriod) -> Iterator[tuple[InsuranceFact, Line]]:
    told = (
        (InsuranceFact.VALIDITY, VALIDITY, _period(card)),
        (InsuranceFact.FIRST_CARE, FIRST_CARE, " – ".join(filter(None, (card.first_care, card.first_care_name)))),
        (InsuranceFact.CARD_NUMBER, CARD_NUMBER, card.number),
        (InsuranceFact.FIVE_YEARS, FIVE_YEARS, _day(cover.five_years_from)),
        (InsuranceFact.AREA, AREA, cover.area),
    )
    for fact, label, value in told:
        if value:
            yield fact, Line(label, Text(value, value))


def _period(card: CardPeriod) -> str:
    return f"{_day(card.valid_from)} – {_day(card.valid_to) or '…'}" if card.valid_from else ""


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
