"""Looking up a person's health insurance within one check: when, about what, and what its answer means to the check.

The question goes out with the one to the list, beside the face comparison. The verdict waits for the answer within the
budget; a service that fails, or is late, calls for attention and no more: nobody is sent away for want of an answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.check.issuer import INTACT
from kiosk.check.states import Check
from kiosk.domain.hospital.insurance import InsuranceAnswer, InsuranceCover, InsuranceQuestion
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.identity import Identity
from kiosk.domain.names import same_name
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.shown_code import InsuranceCard
from kiosk.domain.site import SiteProfile

OURS = "kiosk"
"""The service's name in answers that this program gives itself, because none came."""


def question_to_insurance(profile: SiteProfile, check: Check) -> InsuranceQuestion | None:
    """What this site asks about this person now; ``None``: nothing, or it is asked already.

    Altered documents are nobody's: of them nothing leaves the kiosk. The number of an insurance code that was shown is
    asked about where its name and birth date are the person's own, else the number of the identity card.
    """
    rules, evidence = profile.insurance, check.evidence
    if rules is None or check.insurance_asked or evidence.identity is None:
        return None
    if evidence.inspection is None and evidence.chip_fault is None:
        return None
    if evidence.inspection is not None and evidence.inspection.authenticity.state not in INTACT:
        return None
    card = card_of_the_person(check)
    question = InsuranceQuestion.of(evidence.identity, card.number if card else "").released(rules.release)
    return question if question.number else None


def answered_by_insurance(check: Check, answer: InsuranceAnswer) -> Check:
    """The check with the answer in its evidence, and with what the code that was shown has otherwise."""
    differ = _differences(check, answer.cover)
    return replace(check, evidence=replace(check.evidence, insurance=replace(answer, differences=differ)))


def insurance_failed(check: Check, at: datetime) -> Check:
    """The check when asking itself failed."""
    return answered_by_insurance(check, _no_answer(ServiceTrouble.UNEXPECTED, at))


def insurance_too_late(check: Check, at: datetime) -> Check:
    """The check when its time is over: a question that is still on the way gets no answer."""
    return answered_by_insurance(check, _no_answer(ServiceTrouble.TOO_LATE, at)) if check.insurance_awaited else check


def card_of_the_person(check: Check) -> InsuranceCard | None:
    """The insurance code that was shown, where its name and birth date are the person's own."""
    card, identity = check.insurance_card, check.evidence.identity
    return card if card and identity and not differences(card, identity) else None


def differences(card: InsuranceCard, identity: Identity) -> tuple[str, ...]:
    """The fields in which an insurance code is another person's than ``identity``: ``name``, ``birth_date``."""
    name = identity.name or identity.mrz_name
    differ = [] if not name or same_name(card.name, name) else ["name"]
    born = identity.birth_date
    if born and (card.birth_date != born if card.birth_date else card.birth_year != born.year):
        differ.append("birth_date")
    return tuple(differ)


def _differences(check: Check, cover: InsuranceCover | None) -> tuple[str, ...]:
    card, identity = check.insurance_card, check.evidence.identity
    if card is None or identity is None:
        return ()
    differ = differences(card, identity)
    known = cover.social_number or cover.card.number if cover else ""
    # Ten digits are the same in both forms; what the service knows by a personal number is no other number.
    other = len(known) in (10, 15) and known[-10:] != card.social_number
    return (*differ, "insurance_number") if other else differ


def _no_answer(trouble: ServiceTrouble, at: datetime) -> InsuranceAnswer:
    return InsuranceAnswer(InsuranceFinding.SERVICE_FAILED, OURS, at, trouble=trouble)
