"""The port ``InsuranceLookup`` over the documented health-insurance gateway (letter 1923/BHXH-CNTT, 2024, annex).

A token is taken with the account and kept for less than its hour; each question carries token, account, password and
the staff member in whose name it is asked. The interface puts the first three into the address: only the body holds
personal data.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, urlencode

from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceAnswer, InsuranceField, InsuranceQuestion
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.hospital.reception import is_insurance_number
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.services.address import Address, tls_context
from kiosk.services.exchange import HttpExchange, Request, Response, ServiceError
from kiosk.services.hospital.answer_fields import MalformedError, Object, object_of, text_of
from kiosk.services.hospital.gateway_answer import RESULT, read_result

NAME = "bhyt"
TOKEN_PATH = "/api/token/take"  # noqa: S105 - a path
QUERY_PATH = "/api/egw/KQNhanLichSuKCB2024"

TOKEN_SECONDS = 50 * 60.0
"""A token is good for an hour; a new one is taken well before."""

MAX_ANSWER_BYTES = 1024 * 1024
"""The history of somebody who is often treated comes along, and is dropped unread."""

BIRTH_FORMATS: Mapping[str, Callable[[PartialDate], str]] = MappingProxyType(
    {
        "dd/MM/yyyy": lambda birth: birth.printed,
        "ddMMyyyy": lambda birth: birth.printed.replace("/", ""),
        "yyyyMMdd": lambda birth: birth.iso.replace("-", ""),
    }
)
"""How ``ngaySinh`` is sent: the table of the annex says the first, one of its samples has the second. Where only the
year is known it is the year in all of them."""

_MD5 = re.compile(r"md5:([0-9A-Fa-f]{32})")
_AGAIN = frozenset({ServiceTrouble.UNREACHABLE, ServiceTrouble.BROKEN})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GatewayAccess:
    """How this kiosk reaches the gateway: the hospital's account, and the staff member who answers for the questions.

    ``password`` is the account's, or ``md5:`` with the 32 digits that are sent. ``authorities`` is a PEM file of the
    only certificate authorities that count, ``None`` for those of the system.
    """

    url: str
    seconds: float
    account: str
    password: str = field(repr=False)
    staff_name: str = field(repr=False)
    staff_number: str = field(repr=False)
    birth_format: str = "dd/MM/yyyy"
    authorities: Path | None = None
    client_certificate: Path | None = None

    @property
    def password_sent(self) -> str:
        """The MD5 of the password in hexadecimal, as the interface wants it: as good as the password itself."""
        given = _MD5.fullmatch(self.password)
        return given[1].lower() if given else hashlib.md5(self.password.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class _Token:
    access: str = field(repr=False)
    id: str = field(repr=False)
    ends: float


class InsuranceGateway:
    """Asks the gateway. Opens no socket before ``ask``; safe for any thread."""

    def __init__(self, access: GatewayAccess, clock: Clock) -> None:
        """Raises ``Fault(SETTINGS_MALFORMED)`` naming the key that is missing or no good."""
        for key, there in {
            "account": bool(access.account),
            "password_file": bool(access.password),
            "staff_name": bool(access.staff_name),
            "staff_number": bool(access.staff_number),
            "birth_format": access.birth_format in BIRTH_FORMATS,
        }.items():
            if not there:
                raise Fault(FaultCode.SETTINGS_MALFORMED, f"insurance.{key}: {NAME} needs it")
        address = Address.parse(access.url, "insurance.url")
        tls = tls_context(access.authorities, access.client_certificate, "insurance") if address.secure else None
        self._access = access
        self._clock = clock
        self._path = address.path
        self._exchange = HttpExchange(address, tls, MAX_ANSWER_BYTES)
        self._lock = threading.Lock()
        self._token: _Token | None = None

    @property
    def needs(self) -> frozenset[InsuranceField]:
        return frozenset(InsuranceField)

    def ask(self, question: InsuranceQuestion, deadline: Deadline) -> InsuranceAnswer:
        """As the port says; ``seconds`` of the settings is the gateway's own limit."""
        if not (is_insurance_number(question.number) and question.name and question.birth):
            return self._no_answer(ServiceTrouble.DATA_MISSING, InsuranceFinding.NOT_ASKED)
        try:
            return self._asked(question, deadline.within(self._access.seconds))
        except ServiceError as error:
            return self._no_answer(error.trouble)
        except MalformedError:
            return self._no_answer(ServiceTrouble.ANSWER_MALFORMED)

    def _asked(self, question: InsuranceQuestion, deadline: Deadline) -> InsuranceAnswer:
        fields = self._fields(question, deadline)
        if _refuses_token(fields):
            self._forget_token()
            fields = self._fields(question, deadline)
        now = self._clock.now()
        finding, code, trouble, cover = read_result(fields, question, now.astimezone(VIETNAM).date())
        if trouble is not None:
            _log.warning("%s gave no answer: %s (%s)", NAME, trouble, code)
        return InsuranceAnswer(finding, NAME, now, code, trouble, cover)

    def _fields(self, question: InsuranceQuestion, deadline: Deadline) -> Object:
        """The answer to one question, asked once more where the connection was lost: a look-up changes nothing."""
        try:
            return self._once(question, deadline)
        except ServiceError as error:
            if error.trouble not in _AGAIN:
                raise
            return self._once(question, deadline)

    def _once(self, question: InsuranceQuestion, deadline: Deadline) -> Object:
        token = self._valid_token(deadline)
        query = {
            "token": token.access,
            "id_token": token.id,
            "username": self._access.account,
            "password": self._access.password_sent,
        }
        birth = question.birth
        body = {
            "maThe": question.number,
            "hoTen": question.name,
            "ngaySinh": BIRTH_FORMATS[self._access.birth_format](birth) if birth else "",
            "hoTenCb": self._access.staff_name,
            "cccdCb": self._access.staff_number,
        }
        response = self._exchange.send(
            self._request(f"{QUERY_PATH}?{urlencode(query, quote_via=quote)}", body), deadline
        )
        if response.status == 401:
            return {RESULT: "401"}
        return object_of(_answered(response).body)

    def _valid_token(self, deadline: Deadline) -> _Token:
        with self._lock:
            token = self._token
        if token is not None and self._clock.monotonic() < token.ends:
            return token
        body = {"username": self._access.account, "password": self._access.password_sent}
        fields = object_of(_answered(self._exchange.send(self._request(TOKEN_PATH, body), deadline)).body)
        if text_of(fields, RESULT) != "200":
            raise ServiceError(ServiceTrouble.NOT_AUTHORISED)
        given = fields.get("APIKey")
        token = _Token(
            _secret(given, "access_token"), _secret(given, "id_token"), self._clock.monotonic() + TOKEN_SECONDS
        )
        with self._lock:
            self._token = token
        return token

    def _forget_token(self) -> None:
        with self._lock:
            self._token = None

    def _request(self, target: str, body: Mapping[str, str]) -> Request:
        headers = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8"}
        return Request(self._path + target, headers, json.dumps(body, ensure_ascii=False).encode())

    def _no_answer(
        self, trouble: ServiceTrouble, finding: InsuranceFinding = InsuranceFinding.SERVICE_FAILED
    ) -> InsuranceAnswer:
        _log.warning("%s gave no answer: %s", NAME, trouble)
        return InsuranceAnswer(finding, NAME, self._clock.now(), trouble=trouble)


def _answered(response: Response) -> Response:
    if response.status == 200:
        return response
    if response.status in (401, 403):
        raise ServiceError(ServiceTrouble.NOT_AUTHORISED)
    raise ServiceError(ServiceTrouble.BROKEN if response.status >= 500 else ServiceTrouble.REFUSED)


def _refuses_token(fields: Object) -> bool:
    """Whether the gateway wants a new token: by HTTP status, or by its own code in an answer of status 200."""
    return text_of(fields, RESULT) == "401"


def _secret(given: object, name: str) -> str:
    """A token of an answer; it goes into an address, so nothing but printable ASCII is taken."""
    value = given.get(name) if isinstance(given, dict) else None
    if not isinstance(value, str) or not re.fullmatch(r"[!-~]{1,4096}", value):
        raise MalformedError(name)
    return value
