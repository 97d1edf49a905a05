"""What ``kiosk hospital`` does: one question to a service, and its answer in words or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kiosk.app.exits import Exit
from kiosk.app.hospital.services import insurance_lookup, patient_registration
from kiosk.app.report import insurance_json
from kiosk.app.settings.values import Settings
from kiosk.app.staff.acts import asking, known, opened, refused
from kiosk.check.wording.insurance_lines import insurance_lines
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.desks.staff import Refused
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceQuestion
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.hospital.reception import is_insurance_number
from kiosk.domain.hospital.registration import Catalogue, HospitalReply, PatientRegistration, RegistrationOrder
from kiosk.domain.identity import Identity, Source
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.personal_number import is_personal_number
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.site import SiteProfile
from kiosk.domain.staff import Act, StaffAct, StaffNote
from kiosk.site.profile import load_site

SECONDS = 30.0
_NO_ANSWER = (InsuranceFinding.SERVICE_FAILED, InsuranceFinding.NOT_ASKED)

AskPerson = Callable[[], tuple[str, str, str]]
"""Asks for number, name and birth date, in this order; called once whoever asks has logged in."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a service is asked about, as typed."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    birth: PartialDate = field(repr=False)


def ask_insurance(settings: Settings, person: AskPerson, *, by: str, from_stdin: bool, as_json: bool) -> Exit:
    """Raises ``Fault(SETTINGS_MALFORMED)`` where settings or site have no service, or like ``staff_acts.opened``."""
    clock = SystemClock()
    rules = load_site(settings.site).profile.insurance
    lookup = insurance_lookup(settings.insurance, rules, clock)
    if lookup is None or rules is None:
        raise Fault(FaultCode.SETTINGS_MALFORMED, "insurance: no service is set, or the site releases nothing")
    about = _answered_for(settings, StaffAct.ASKED_INSURANCE, person, is_insurance_number, by=by, from_stdin=from_stdin)
    if isinstance(about, Exit):
        return about
    question = InsuranceQuestion(about.number, about.name, about.birth).released(rules.release)
    answer = lookup.ask(question, Deadline(clock, SECONDS))
    if as_json:
        _print({"schema": "kiosk.insurance/1", **(insurance_json(answer) or {})})
    else:
        for line in insurance_lines(answer, rules.show):
            print(f"{line.label.en}: {line.value.en}" + (f" ({line.detail.en})" if line.detail else ""))
    if answer.finding in _NO_ANSWER:
        return Exit.DEVICE
    return Exit.ATTENTION if answer.needs_staff else Exit.OK


def show_catalogue(settings: Settings, kind: Catalogue, *, as_json: bool) -> Exit:
    """Raises ``Fault(SETTINGS_MALFORMED)`` where no system is set."""
    system, _ = _system(settings)
    reply = system.catalogue(kind, Deadline(SystemClock(), SECONDS))
    entries = reply.value or ()
    if as_json:
        listed = [{"code": entry.code, "name": entry.name} for entry in entries]
        _print({"schema": "kiosk.hospital-catalogue/1", "kind": kind.value, "entries": listed, **_failure(reply)})
    else:
        for entry in entries:
            print(f"{entry.code}\t{entry.name}")
    return _exit(reply, as_json=as_json)


def register_patient(
    settings: Settings, person: AskPerson, wanted: tuple[str, str, str], *, by: str, from_stdin: bool, as_json: bool
) -> Exit:
    """Raises ``Fault(SETTINGS_MALFORMED)`` where no system is set or the site gives it nothing, or like
    ``staff_acts.opened``."""
    system, profile = _system(settings)
    if profile.registration is None:
        raise Fault(FaultCode.SETTINGS_MALFORMED, "registration: the site's profile has no such table")
    about = _answered_for(
        settings, StaffAct.REGISTERED_PATIENT, person, is_personal_number, by=by, from_stdin=from_stdin
    )
    if isinstance(about, Exit):
        return about
    deadline = Deadline(SystemClock(), SECONDS)
    found = system.find(about.number, deadline)
    if found.trouble is not None:
        _told(found, as_json=as_json)
        return _exit(found, as_json=as_json)
    identity = Identity(Source.TYPED, number=about.number, name=about.name, birth_date=about.birth.whole)
    patient = found.value.patient if found.value else ""
    exam_kind, department, service = wanted
    order = RegistrationOrder(identity, patient, exam_kind=exam_kind, department=department, service=service)
    reply = system.register(order.released(profile.registration), deadline)
    _told(reply, as_json=as_json, queue_number=reply.value.queue_number if reply.value else None)
    return _exit(reply, as_json=as_json)


def _answered_for(
    settings: Settings,
    act: StaffAct,
    person: AskPerson,
    is_number: Callable[[str], bool],
    *,
    by: str,
    from_stdin: bool,
) -> Person | Exit:
    """Whom it is about, once the journal holds who lets their data out; else why nothing goes out."""
    with opened(settings) as (accounts, journal):
        who = known(accounts, by, asking(from_stdin), Act.SEARCH_LIST)
        if isinstance(who, Refused):
            return refused(who)
        number, name, birth = person()
        born = _birth(birth)
        if born is None or not is_number(number):
            return _not_possible("a number or a birth date")
        journal.note_staff(StaffNote(act, who.login))
    return Person(number, name, born)


def _told(reply: HospitalReply[Any], *, as_json: bool, queue_number: str | None = None) -> None:
    if as_json:
        _print({"schema": "kiosk.hospital-registered/1", "queue_number": queue_number, **_failure(reply)})
    elif queue_number is not None:
        print(f"Queue number {queue_number}")


def _system(settings: Settings) -> tuple[PatientRegistration, SiteProfile]:
    system = patient_registration(settings.registration, SystemClock())
    if system is None:
        raise Fault(FaultCode.SETTINGS_MALFORMED, "registration.url: no system is set")
    return system, load_site(settings.site).profile


def _birth(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text.strip())
    except ValueError:
        return None


def _failure(reply: HospitalReply[Any]) -> dict[str, str | None]:
    return {"code": reply.code, "trouble": reply.trouble.value if reply.trouble else None}


def _exit(reply: HospitalReply[Any], *, as_json: bool) -> Exit:
    if reply.value is not None:
        return Exit.OK
    if reply.trouble is ServiceTrouble.DATA_MISSING:
        return _not_possible("what was typed")
    if not as_json:
        print(f"kiosk: no answer: {reply.trouble or 'not known there'}", file=sys.stderr)
    return Exit.DEVICE


def _not_possible(what: str) -> Exit:
    print(f"kiosk: {what} cannot be", file=sys.stderr)
    return Exit.USAGE


def _print(told: dict[str, Any]) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=2))
