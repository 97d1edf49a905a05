"""The port ``PatientRegistration`` over MediPay's interface: patients, catalogues, and a queue number in the end."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.hospital.registration import (
    Catalogue,
    CatalogueEntry,
    HospitalReply,
    KnownPatient,
    Registered,
    RegistrationOrder,
)
from kiosk.domain.personal_number import is_personal_number
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.exchange import ServiceError
from kiosk.services.hospital.answer_fields import (
    MalformedError,
    Object,
    amount_of,
    birth_of,
    insurance_number_of,
    sex_of,
    text_of,
)
from kiosk.services.hospital.medipay import (
    CITIZEN_CARD,
    NAME,
    NOT_FOUND,
    ORDER_FORMS,
    SENT_SEXES,
    Envelope,
    MediPayAccess,
    MediPayClient,
    trouble_of,
)

MAX_ENTRIES = 2000
PATHS: Mapping[Catalogue, tuple[str, str, str]] = {
    Catalogue.EXAM_KINDS: ("/loai-kham", "MA_LOAI_KHAM", "TEN_LOAI_KHAM"),
    Catalogue.DEPARTMENTS: ("/khoa", "MA_KHOA", "TEN_KHOA"),
    Catalogue.SERVICES: ("/dichvu", "MA_DICH_VU", "TEN_DICH_VU"),
}
"""Where each catalogue is, and in which fields its codes and names stand."""

Value = TypeVar("Value")
_log = logging.getLogger(__name__)


class MediPayRegistration:
    """Asks one hospital's system. Opens no socket before it is asked; safe for any thread."""

    def __init__(self, access: MediPayAccess, clock: Clock) -> None:
        """Raises ``Fault(SETTINGS_MALFORMED)`` naming the key that is missing or no good."""
        self._client = MediPayClient(access, clock)
        self._order = _ORDERS[access.order_form]

    def find(self, number: str, deadline: Deadline) -> HospitalReply[KnownPatient]:
        if not is_personal_number(number):
            return HospitalReply(trouble=ServiceTrouble.DATA_MISSING)
        query = {"SO_GTTT": number, "LOAI_GTTT": CITIZEN_CARD, "DIEN_THOAI": ""}
        return _reply(lambda: self._client.get("/benhnhan", query, deadline), _patient)

    def catalogue(self, kind: Catalogue, deadline: Deadline) -> HospitalReply[tuple[CatalogueEntry, ...]]:
        path, code, name = PATHS[kind]
        return _reply(lambda: self._client.get(path, {}, deadline), lambda data: _entries(data, code, name))

    def register(self, order: RegistrationOrder, deadline: Deadline) -> HospitalReply[Registered]:
        number = order.identity.number
        if not is_personal_number(number):
            return HospitalReply(trouble=ServiceTrouble.DATA_MISSING)
        about = _about(order)
        body = self._order(about, order)
        return _reply(lambda: self._client.post("/dangky-kcb", body, about, deadline, order.request), _registered)


def _reply(ask: Callable[[], Envelope], read: Callable[[object], Value]) -> HospitalReply[Value]:
    """The one place where what a service does becomes a reply."""
    try:
        envelope = ask()
        trouble = trouble_of(envelope.code)
        if trouble is None:
            known = envelope.code != NOT_FOUND
            return HospitalReply(read(envelope.data) if known else None, code=envelope.code)
        reply: HospitalReply[Value] = HospitalReply(trouble=trouble, code=envelope.code)
    except ServiceError as error:
        reply = HospitalReply(trouble=error.trouble)
    except MalformedError:
        reply = HospitalReply(trouble=ServiceTrouble.ANSWER_MALFORMED)
    _log.warning("%s gave no answer: %s", NAME, reply.trouble)
    return reply


def _patient(data: object) -> KnownPatient:
    fields = _object(data)
    return KnownPatient(
        _required(fields, "MA_BN"),
        text_of(fields, "HO_TEN"),
        birth_of(fields, "NGAY_SINH"),
        sex_of(fields, "GIOI_TINH"),
        insurance_number_of(fields, "MA_THE_BHYT"),
    )


def _entries(data: object, code: str, name: str) -> tuple[CatalogueEntry, ...]:
    if not isinstance(data, list) or len(data) > MAX_ENTRIES:
        raise MalformedError("data")
    entries = [_object(entry) for entry in data]
    return tuple(
        CatalogueEntry(
            _required(entry, code), text_of(entry, name), _beside(entry, "LOAI_DICH_VU"), amount_of(entry, "DON_GIA")
        )
        for entry in entries
    )


def _registered(data: object) -> Registered:
    """The number stands in the answer itself, as the document has it, or in its part about the reception.

    Whatever stands beside it, however odd, takes nothing back: the patient is registered.
    """
    fields = _object(data)
    received, ordered = _part(fields, "THONG_TIN_TIEP_NHAN"), _part(fields, "THONG_TIN_DANG_KY")
    lines = ordered.get("CHI_TIET_DANG_KY")
    line = lines[0] if isinstance(lines, list) and lines and isinstance(lines[0], dict) else ordered
    return Registered(
        _required(received, "MA_LK"),
        _required(received, "STT_LK"),
        _beside(line, "TEN_PHONG_KHAM"),
        amount_of(ordered, "DON_GIA_DANG_KY"),
        _beside(_part(fields, "THONG_TIN_THANH_TOAN"), "SO_PHIEU"),
    )


def _part(fields: Object, name: str) -> Object:
    """A part of the answer; the answer itself where it is not divided."""
    part = fields.get(name)
    return part if isinstance(part, dict) else fields


def _beside(fields: Object, name: str) -> str:
    """A text without which the answer is good too; empty where it is none."""
    try:
        return text_of(fields, name)
    except MalformedError:
        return ""


def _about(order: RegistrationOrder) -> dict[str, str]:
    """``THONG_TIN_BN``: what is not known or not released is empty, as the interface wants it."""
    identity, insurance = order.identity, order.insurance
    return {
        "MA_BN": order.patient,
        "HO_TEN": identity.name or identity.mrz_name,
        "NGAY_SINH": _day(identity.birth_date),
        # Who is registered without a sex is «not determined», not a man by default.
        "GIOI_TINH": SENT_SEXES[identity.sex],
        "SO_GTTT": identity.number,
        "LOAI_GTTT": CITIZEN_CARD,
        "NGAY_CAP_GTTT": _day(identity.issue_date),
        "NOI_CAP_GTTT": _issuer(identity.issue_date),
        "DIA_CHI": identity.residence,
        "ANH_BN_CCCD": base64.b64encode(order.photo).decode("ascii"),
        "MA_THE_BHYT": insurance.number if insurance else "",
        "MA_DKBD": insurance.first_care if insurance else "",
        "GT_THE_TU": _day(insurance.valid_from) if insurance else "",
        "GT_THE_DEN": _day(insurance.valid_to) if insurance else "",
    }


def _documented(about: dict[str, str], order: RegistrationOrder) -> dict[str, object]:
    wanted = {"MA_LOAI_KHAM": order.exam_kind, "MA_KHOA": order.department, "MA_DICH_VU": order.service}
    return {"THONG_TIN_BN": about, "THONG_TIN_DICH_VU": wanted}


def _in_use(about: dict[str, str], order: RegistrationOrder) -> dict[str, object]:
    wanted = {"ID_LOAI_KHAM": order.exam_kind, "ID_KHOA": order.department, "MA_DICH_VU": order.service}
    return {"ID_LOAI_KHAM": order.exam_kind, "THONG_TIN_BENH_NHAN": about, "THONG_TIN_DICH_VU": wanted}


_ORDERS: Mapping[str, Callable[[dict[str, str], RegistrationOrder], dict[str, object]]] = dict(
    zip(ORDER_FORMS, (_documented, _in_use), strict=True)
)


_POLICE = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
_MINISTRY = "Bộ Công an"
_NEW_CARDS = date(2024, 7, 1)
"""The card names its issuer in print only; since the Law on Identification it is the ministry."""


def _issuer(issued: date | None) -> str:
    if issued is None:
        return ""
    return _MINISTRY if issued >= _NEW_CARDS else _POLICE


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _object(data: object) -> Object:
    if not isinstance(data, dict):
        raise MalformedError("data")
    return data


def _required(fields: Object, name: str) -> str:
    value = text_of(fields, name)
    if not value:
        raise MalformedError(name)
    return value
