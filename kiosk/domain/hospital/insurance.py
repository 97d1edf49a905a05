"""What a health-insurance service is asked about one person, and what it answers: values of ``InsuranceLookup``.

Source: annex of letter 1923/BHXH-CNTT (2024), function KQNhanLichSuKCB2024. The history of treatments that the service
sends along is no business of a reception desk: no value here can hold it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from kiosk.domain.clock import Deadline
from kiosk.domain.hospital.insurance_results import InsuranceFinding, InsuranceResult, result_of
from kiosk.domain.identity import Identity, Sex
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.service_trouble import ServiceTrouble


class InsuranceField(StrEnum):
    """What of a person may leave the kiosk to the service, where the site's profile names it."""

    NUMBER = "number"
    NAME = "name"
    BIRTH_DATE = "birth_date"


class InsuranceFact(StrEnum):
    """What of the answer staff may see, where the site's profile names it."""

    VALIDITY = "validity"
    FIRST_CARE = "first_care"
    CARD_NUMBER = "card_number"
    FIVE_YEARS = "five_years"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class InsuranceRules:
    """What a site lets out to the service, and what of the answer it shows."""

    release: frozenset[InsuranceField] = frozenset()
    show: frozenset[InsuranceFact] = frozenset()


@dataclass(frozen=True, slots=True)
class InsuranceQuestion:
    """What leaves the kiosk about one person; a field that is not released is empty.

    ``number`` is a card's 15 characters, the ten digits of social insurance or the 12-digit personal number;
    ``personal_number`` is the last of these where ``number`` is another.
    """

    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    birth: PartialDate | None = field(default=None, repr=False)
    personal_number: str = field(default="", repr=False)

    def released(self, release: Collection[InsuranceField]) -> InsuranceQuestion:
        """The same question with nothing but what ``release`` names."""
        return InsuranceQuestion(
            self.number if InsuranceField.NUMBER in release else "",
            self.name if InsuranceField.NAME in release else "",
            self.birth if InsuranceField.BIRTH_DATE in release else None,
            self.personal_number if InsuranceField.NUMBER in release else "",
        )

    @classmethod
    def of(cls, identity: Identity, number: str = "") -> InsuranceQuestion:
        """About the holder of an identity card, by the ``number`` of their insurance card where one was shown."""
        birth = PartialDate.birth(identity.birth_date)
        name, personal = identity.name or identity.mrz_name, identity.number
        return cls(number, name, birth, personal) if number else cls(personal, name, birth)


@dataclass(frozen=True, slots=True)
class CardPeriod:
    """One insurance card: its number, from when to when it is in force, and where care begins."""

    number: str = field(default="", repr=False)
    valid_from: date | None = field(default=None, repr=False)
    valid_to: date | None = field(default=None, repr=False)
    first_care: str = field(default="", repr=False)
    first_care_name: str = field(default="", repr=False)

    def covers(self, day: date) -> bool:
        """Whether the card is in force on this day; an end that is not named has not come."""
        return (
            self.valid_from is not None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class InsuranceCover:
    """What the service knows of the person's insurance. Texts that are not given are empty, dates ``None``.

    ``new_card`` is the card that replaces ``card``. ``five_years_from`` is the day since which the insurance has
    lasted five years without a break, ``area`` the code of a living area (K1, K2, K3).
    """

    card: CardPeriod = field(default_factory=CardPeriod)
    new_card: CardPeriod | None = None
    name: str = field(default="", repr=False)
    birth: PartialDate | None = field(default=None, repr=False)
    sex: Sex = field(default=Sex.UNSPECIFIED, repr=False)
    social_number: str = field(default="", repr=False)
    area: str = field(default="", repr=False)
    five_years_from: date | None = field(default=None, repr=False)

    def card_on(self, day: date) -> CardPeriod:
        """The card that counts on this day: the new one once it is in force, else the old one."""
        return self.new_card if self.new_card is not None and self.new_card.covers(day) else self.card


@dataclass(frozen=True, slots=True)
class InsuranceAnswer:
    """The answer of ``service`` at ``at`` by the kiosk's clock.

    ``code`` is the service's own result code, empty where none came; ``trouble`` says why there is no answer.
    ``differences`` names fields in which the insurance code that was shown is another person's (never their contents).
    """

    finding: InsuranceFinding
    service: str
    at: datetime
    code: str = ""
    trouble: ServiceTrouble | None = None
    cover: InsuranceCover | None = field(default=None, repr=False)
    differences: tuple[str, ...] = ()

    def limited(self, show: Collection[InsuranceFact]) -> InsuranceAnswer:
        """The same answer with no fact of the cover that ``show`` does not name."""
        cover = self.cover
        if cover is None:
            return self
        kept = InsuranceCover(
            _limited(cover.card, show),
            _limited(cover.new_card, show) if cover.new_card else None,
            area=cover.area if InsuranceFact.AREA in show else "",
            five_years_from=cover.five_years_from if InsuranceFact.FIVE_YEARS in show else None,
        )
        return replace(self, cover=kept)

    @property
    def result(self) -> InsuranceResult:
        """The answer as a sentence, and what reception does next."""
        return result_of(self.code, self.finding)

    @property
    def needs_staff(self) -> bool:
        """Whether somebody has to act before the insurance counts."""
        return self.finding is not InsuranceFinding.IN_FORCE or bool(self.differences)


def _limited(card: CardPeriod, show: Collection[InsuranceFact]) -> CardPeriod:
    validity, care = InsuranceFact.VALIDITY in show, InsuranceFact.FIRST_CARE in show
    return CardPeriod(
        card.number if InsuranceFact.CARD_NUMBER in show else "",
        card.valid_from if validity else None,
        card.valid_to if validity else None,
        card.first_care if care else "",
        card.first_care_name if care else "",
    )


class InsuranceLookup(Protocol):
    """Asks an outside service whether and where a person is insured; called on a thread of its own."""

    @property
    def needs(self) -> frozenset[InsuranceField]:
        """The fields that must be released to this service."""
        ...

    def ask(self, question: InsuranceQuestion, deadline: Deadline) -> InsuranceAnswer:
        """The answer, within the deadline and within the service's own limit; a cancelled deadline ends it at once.

        Never raises for what service or network do: a service that fails is an answer too (``SERVICE_FAILED``).
        """
        ...


def judged(code: str, cover: InsuranceCover, today: date) -> InsuranceFinding:
    """What a result code amounts to on this day: dates in the answer that speak against a good code count more."""
    finding = result_of(code).finding
    if finding not in (InsuranceFinding.IN_FORCE, InsuranceFinding.NEW_CARD, InsuranceFinding.CHECK_PAPERS):
        return finding
    card = cover.card_on(today)
    if card.valid_from is None or (card.valid_to is not None and card.valid_to < card.valid_from):
        return InsuranceFinding.CHECK_PAPERS
    if today < card.valid_from:
        return InsuranceFinding.NOT_YET
    if card.valid_to is not None and card.valid_to < today:
        return InsuranceFinding.EXPIRED
    return finding
