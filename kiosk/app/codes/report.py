"""What ``kiosk scan`` prints of a code: the shape ``kiosk.scan/1``, every value of the code in it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from kiosk.app.report import Json, fault_json
from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.faults import Fault
from kiosk.reader.codes.boarding_pass import BoardingPass
from kiosk.reader.codes.insurance_qr import InsuranceQr
from kiosk.reader.codes.kinds import CodeContent, DamagedCode, OtherCode, kind_of, recognise
from kiosk.reader.codes.mrz import Mrz
from kiosk.reader.codes.qr import CardQr


def scan_json(source: str, codes: list[bytes], milliseconds: float, today: date) -> Json:
    """The first code at the top, whatever else was in the same picture under ``more``.

    ``text`` is ``None`` where nothing was read, and for a code whose bytes are no UTF-8: those stand in ``hex``.
    """
    read = [code_json(code, today) for code in codes]
    first, *more = read or [{"text": None, "hex": None, "kind": None, "values": None, "error": None}]
    return {
        "schema": "kiosk.scan/1",
        "source": source,
        **first,
        "milliseconds": round(milliseconds, 1),
        "more": more,
    }


def code_json(code: bytes, today: date) -> Json:
    content = recognise(code)
    try:
        text, hexadecimal = code.decode("utf-8"), None
    except UnicodeDecodeError:
        text, hexadecimal = None, code.hex()
    return {
        "text": text,
        "hex": hexadecimal,
        "kind": kind_of(content).value,
        "values": values_json(content, today),
        "error": fault_json(Fault(content.fault, content.technical) if isinstance(content, DamagedCode) else None),
    }


def values_json(content: CodeContent, today: date) -> Json | None:
    """The values of a code of ours; ``None`` for a damaged one and for every other."""
    match content:
        case CardQr():
            return _card(content)
        case InsuranceQr():
            return _insurance(content)
        case BoardingPass():
            return _boarding_pass(content, today)
        case Mrz():
            return _mrz(content, today)
        case DamagedCode() | OtherCode():
            return None


def _card(card: CardQr) -> Json:
    return {
        "number": card.number,
        "old_number": card.old_number,
        "name": card.name,
        "birth": card.birth,
        "birth_date": _day(card.birth_date),
        "sex": card.sex.value,
        "residence": card.residence,
        "issued": card.issued,
        "issue_date": _day(card.issue_date),
        "extras": list(card.extras),
        "generation": card.generation.value,
        "keys": [_key(key) for key in card.keys],
    }


def _insurance(card: InsuranceQr) -> Json:
    return {
        "form": card.form.value,
        "number": card.number,
        "social_number": card.social_number,
        "group": card.group,
        "benefit": card.benefit,
        "name": card.name,
        "birth": card.birth,
        "birth_date": _day(card.birth_date),
        "sex": card.sex.value,
        "address": card.address,
        "first_care": card.first_care,
        "valid_from": _day(card.valid_from),
        "valid_to": _day(card.valid_to),
        "issued": _day(card.issued),
        "management_number": card.management_number,
        "guardian": card.guardian,
        "area": card.area,
        "five_years_from": _day(card.five_years_from),
        "check": card.check,
        "level": card.level,
        "place": card.place,
    }


def _boarding_pass(read: BoardingPass, today: date) -> Json:
    values = asdict(read)
    legs = [
        {**leg, "flight": one.flight, "date": _day(read.flight_date(one, today)), "seat_label": one.seat_label}
        for leg, one in zip(values.pop("legs"), read.legs, strict=True)
    ]
    return {
        **values,
        "electronic_ticket": read.electronic_ticket,
        "surname": read.surname,
        "given_names": read.given_names,
        "issue_date": _day(read.issue_date(today)),
        "legs": legs,
    }


def _mrz(mrz: Mrz, today: date) -> Json:
    return {
        "format": mrz.format.value,
        "document_code": mrz.document_code,
        "issuing_state": mrz.issuing_state,
        "document_number": mrz.document_number,
        "birth": mrz.birth,
        "birth_date": _day(mrz.birth_date(today)),
        "sex": mrz.sex.value,
        "expiry": mrz.expiry,
        "expiry_date": _day(mrz.expiry_date()),
        "never_expires": mrz.never_expires,
        "nationality": mrz.nationality,
        "primary": mrz.primary,
        "secondary": mrz.secondary,
        "personal_number": mrz.personal_number,
        "optional_data": list(mrz.optional_data),
    }


def _key(key: AccessKey) -> Json:
    if isinstance(key, Can):
        return {"password": key.password, "can": key.digits}
    return {
        "password": key.password,
        "document_number": key.document_number,
        "birth": key.birth_date,
        "expiry": key.expiry_date,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
