"""What was scanned becomes an event of the check: once, whoever saw it first, camera or scanner."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from kiosk.check.events import CardCodeRead, CodeRejected, CodeSeen, Event, KeyTyped
from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.clock import Clock
from kiosk.domain.faults import FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.personal_number import CAN_LENGTH
from kiosk.domain.shown_code import FlightLeg, FlightPass, InsuranceCard
from kiosk.reader.codes.boarding_pass import BoardingPass
from kiosk.reader.codes.insurance_qr import InsuranceQr
from kiosk.reader.codes.kinds import CodeContent, recognise, why_not_a_card
from kiosk.reader.codes.mrz import Mrz, MrzError
from kiosk.reader.codes.qr import CardQr

SAME_CODE_SECONDS = 3.0
"""A code that stays in view, or that a scanner sends again, says nothing new for this long after it came last."""


class CodePost:
    """Safe from any thread."""

    def __init__(self, post: Callable[[Event], None], clock: Clock) -> None:
        self._post = post
        self._clock = clock
        self._lock = threading.Lock()
        self._last: str | bytes = ""
        self._last_at = float("-inf")

    def take(self, scanned: str | bytes) -> None:
        """A code as camera or scanner read it, to the byte."""
        if self._is_new(scanned):
            self._post(event_of(recognise(scanned), self._clock.now().date()))

    def take_typed(self, scanned: bytes) -> None:
        """A code that came as key strokes, which can lose every letter with a diacritic without a trace."""
        if not self._is_new(scanned):
            return
        content = recognise(scanned)
        # Somewhere in the names of a person and of their home there is a diacritic; a text without any has lost them.
        lost = isinstance(content, CardQr) and scanned.isascii()
        self._post(CodeRejected(FaultCode.CODE_GARBLED) if lost else event_of(content, self._clock.now().date()))

    def _is_new(self, scanned: str | bytes) -> bool:
        text = scanned.encode("utf-8", "replace") if isinstance(scanned, str) else scanned
        with self._lock:
            now = self._clock.monotonic()
            known = text == self._last and now - self._last_at < SAME_CODE_SECONDS
            self._last, self._last_at = text, now
        return not known


def event_of(content: CodeContent, today: date) -> Event:
    """What a code means to a check: whose card it is, its key, what another code says, or that it is of no use."""
    match content:
        case CardQr():
            return CardCodeRead(content.identity, content.keys)
        case Mrz():
            keys = _keys(content)
            return KeyTyped(keys, _printed(content, today)) if keys else CodeRejected(FaultCode.CODE_MALFORMED)
        case InsuranceQr():
            return CodeSeen(_insurance_card(content), why_not_a_card(content))
        case BoardingPass():
            return CodeSeen(_flight_pass(content, today), why_not_a_card(content))
    return CodeRejected(why_not_a_card(content))


def _insurance_card(code: InsuranceQr) -> InsuranceCard:
    return InsuranceCard(
        code.number,
        code.name,
        code.birth_year,
        code.birth_date,
        code.sex,
        code.first_care,
        code.valid_from,
        code.valid_to,
        code.five_years_from,
    )


def _flight_pass(code: BoardingPass, today: date) -> FlightPass:
    legs = tuple(
        FlightLeg(
            leg.flight,
            leg.origin,
            leg.destination,
            code.flight_date(leg, today),
            leg.pnr,
            leg.seat_label,
            leg.sequence,
            leg.compartment,
        )
        for leg in code.legs
    )
    return FlightPass(code.surname, code.given_names, legs)


def _printed(mrz: Mrz, today: date) -> Identity:
    """What the printed lines say of their holder; the name is empty where no two frames agreed on it."""
    return Identity(
        Source.MRZ,
        number=mrz.personal_number,
        document_number=mrz.document_number,
        mrz_name=mrz.name,
        birth_date=mrz.birth_date(today),
        sex=mrz.sex,
        nationality=mrz.nationality,
        expiry_date=mrz.expiry_date(),
        never_expires=mrz.never_expires,
    )


def _keys(mrz: Mrz) -> tuple[AccessKey, ...]:
    """The MRZ key, and before it the CAN where the MRZ is a Vietnamese card's: that is what opens the most chips."""
    try:
        key = mrz.key
    except MrzError:
        return ()
    return (Can(mrz.personal_number[-CAN_LENGTH:]), key) if mrz.personal_number else (key,)
