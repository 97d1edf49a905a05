"""The bar-coded boarding pass (IATA Resolution 792, BCBP, format M), versions 1 to 8, to typed values.

PDF417 on paper, Aztec, QR or Data Matrix on a screen: the text inside is the same. Everybody can make one; only the
airline can check its security data, which is kept as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

MAX_CHARACTERS = 1024
"""Four legs with everything and 255 characters of security data come to some 900."""

MAX_LEGS = 4

UNIQUE_FIELDS = (
    ("passenger_description", 1),
    ("check_in_source", 1),
    ("issuance_source", 1),
    ("issued", 4),
    ("document_type", 1),
    ("issuer", 3),
    ("baggage_tag", 13),
    ("second_baggage_tag", 13),
    ("third_baggage_tag", 13),
)
"""The conditional fields of the pass in their order, with their widths; the last ones may be missing."""

LEG_FIELDS = (
    ("pnr", 7),
    ("origin", 3),
    ("destination", 3),
    ("carrier", 3),
    ("flight_number", 5),
    ("day", 3),
    ("compartment", 1),
    ("seat", 4),
    ("sequence", 5),
    ("passenger_status", 1),
)
"""The mandatory fields of a leg."""

REPEATED_FIELDS = (
    ("airline_code", 3),
    ("document_number", 10),
    ("selectee", 1),
    ("document_verification", 1),
    ("marketing_carrier", 3),
    ("frequent_flyer_airline", 3),
    ("frequent_flyer_number", 16),
    ("discount", 1),
    ("baggage_allowance", 3),
    ("fast_track", 1),
)
"""The conditional fields of a leg; the last ones may be missing."""

NAME_WIDTH = 20
VERSION_MARK, SECURITY_MARK = ">", "^"

_NAME = re.compile(r"[A-Za-z0-9 .,'/-]*")
_PRINTABLE = re.compile(r"[ -~]*")
_HEX = re.compile(r"[0-9A-F]{2}")
_RULES = {
    "origin": re.compile(r"[A-Z]{3}"),
    "destination": re.compile(r"[A-Z]{3}"),
    "carrier": re.compile(r"[A-Z0-9]{2,3}"),
    "flight_number": re.compile(r"|[0-9]{1,4}[A-Z]?"),
    "day": re.compile(r"|[0-9]{3}"),
    "pnr": re.compile(r"[A-Z0-9]{0,7}"),
}
"""What a mandatory field of a leg may hold, once its padding is off."""

_CLOCKS_APART = timedelta(days=1)


class BoardingPassError(ValueError):
    """The text is no boarding pass; the message never holds any of it."""


@dataclass(frozen=True, slots=True)
class SecurityData:
    """What only the airline can check: ``type`` names the algorithm."""

    type: str
    data: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Leg:
    """One flight. Texts are as printed without their padding, empty where the pass says nothing.

    ``flight_number`` and ``seat`` keep their leading zeros, ``day`` is the day of the year («326»), ``airline_data``
    what the airline adds for itself, ``further`` conditional fields that later versions may bring.
    """

    origin: str
    destination: str
    carrier: str
    flight_number: str
    day: str
    compartment: str = ""
    passenger_status: str = ""
    pnr: str = field(default="", repr=False)
    seat: str = field(default="", repr=False)
    sequence: str = field(default="", repr=False)
    airline_code: str = ""
    document_number: str = field(default="", repr=False)
    selectee: str = field(default="", repr=False)
    document_verification: str = ""
    marketing_carrier: str = ""
    frequent_flyer_airline: str = ""
    frequent_flyer_number: str = field(default="", repr=False)
    discount: str = ""
    baggage_allowance: str = ""
    fast_track: str = ""
    further: str = field(default="", repr=False)
    airline_data: str = field(default="", repr=False)

    @property
    def flight(self) -> str:
        """Carrier and flight number as boards show them: ``AC834``."""
        return f"{self.carrier}{self.flight_number.lstrip('0')}"

    @property
    def seat_label(self) -> str:
        """The seat as it stands on the seat: ``1A``."""
        return self.seat.lstrip("0")


@dataclass(frozen=True, slots=True)
class BoardingPass:
    """One pass with its legs, in the order in which they are flown.

    ``name`` is as printed, «SURNAME/GIVEN NAMES» cut at 20 characters, ``ticket`` is «E» for an electronic one.
    ``version`` is empty on passes without conditional fields. ``issued`` is the last digit of the year and the day of
    the year («6225»).
    """

    name: str = field(repr=False)
    legs: tuple[Leg, ...]
    ticket: str = "E"
    version: str = ""
    passenger_description: str = field(default="", repr=False)
    check_in_source: str = ""
    issuance_source: str = ""
    issued: str = ""
    document_type: str = ""
    issuer: str = ""
    baggage_tag: str = field(default="", repr=False)
    second_baggage_tag: str = field(default="", repr=False)
    third_baggage_tag: str = field(default="", repr=False)
    further: str = field(default="", repr=False)
    security: SecurityData | None = None

    @property
    def electronic_ticket(self) -> bool:
        return self.ticket == "E"

    @property
    def surname(self) -> str:
        return self.name.partition("/")[0]

    @property
    def given_names(self) -> str:
        """With the title, if there is one: passes write both without a space (``LUCMR``)."""
        return self.name.partition("/")[2]

    @property
    def baggage_tags(self) -> tuple[str, ...]:
        return tuple(tag for tag in (self.baggage_tag, self.second_baggage_tag, self.third_baggage_tag) if tag)

    def issue_date(self, today: date) -> date | None:
        """The latest day that ``issued`` can mean without lying ahead of ``today``."""
        if not re.fullmatch(r"[0-9]{4}", self.issued):
            return None
        years = (year for year in range(today.year + 1, today.year - 10, -1) if year % 10 == int(self.issued[0]))
        days = (_day_of_year(year, self.issued[1:]) for year in years)
        return next((day for day in days if day is not None and day <= today + _CLOCKS_APART), None)

    def flight_date(self, leg: Leg, today: date) -> date | None:
        """The day of a leg: the first since the day of issue, where it is known, else the nearest to ``today``."""
        issued = self.issue_date(today)
        first = issued.year if issued else today.year - 1
        days = [day for year in range(first, first + 3) if (day := _day_of_year(year, leg.day)) is not None]
        if issued is not None:
            return next((day for day in days if day >= issued - _CLOCKS_APART), None)
        return min(days, key=lambda day: abs(day - today), default=None)


def parse_boarding_pass(text: str) -> BoardingPass:
    """Parse the text of a pass; raises ``BoardingPassError`` for whatever breaks the resolution's structure.

    A first leg whose variable field does not begin with the version has only the airline's own data there: airlines
    print such passes.
    """
    if len(text) > MAX_CHARACTERS:
        raise BoardingPassError(f"longer than {MAX_CHARACTERS} characters")
    if not _PRINTABLE.fullmatch(text):
        raise BoardingPassError("a character that no boarding pass has")
    taken = _Taken(text)
    if taken.take(1, "the format code") != "M":
        raise BoardingPassError("not of format M")
    count = taken.take(1, "the number of legs")
    if count not in map(str, range(1, MAX_LEGS + 1)):
        raise BoardingPassError("the number of legs")
    name = taken.take(NAME_WIDTH, "the name").rstrip()
    if not re.search(r"[A-Za-z]", name):
        raise BoardingPassError("the name has no letters")
    if not _NAME.fullmatch(name):
        raise BoardingPassError("the name has a sign that no name has")
    ticket = taken.take(1, "the ticket indicator")
    if not re.fullmatch(r"[A-Z ]", ticket):
        raise BoardingPassError("the ticket indicator")
    once: dict[str, str] = {}
    legs = []
    for number in range(1, int(count) + 1):
        mandatory = _mandatory(taken, number)
        variable = _Taken(taken.sized(f"leg {number}"))
        if number == 1 and variable.peek() != VERSION_MARK:
            legs.append(Leg(**mandatory, airline_data=variable.rest()))
            continue
        if number == 1:
            once = _once(variable)
        legs.append(Leg(**mandatory, **_repeated(variable, number)))
    return BoardingPass(name, tuple(legs), ticket.strip(), security=_security(taken), **once)


class _Taken:
    """A text that is taken from the front; what is asked for beyond its end is a typed error."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._text)

    def take(self, width: int, what: str) -> str:
        piece = self._text[self._at : self._at + width]
        if len(piece) < width:
            raise BoardingPassError(f"ends within {what}")
        self._at += width
        return piece

    def sized(self, what: str) -> str:
        """What follows a size of two hexadecimal digits."""
        size = self.take(2, f"the size of {what}")
        if not _HEX.fullmatch(size):
            raise BoardingPassError(f"the size of {what}")
        return self.take(int(size, 16), what)

    def peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def rest(self) -> str:
        piece, self._at = self._text[self._at :], len(self._text)
        return piece


def _mandatory(taken: _Taken, number: int) -> dict[str, str]:
    fields = {name: taken.take(width, f"leg {number}").strip() for name, width in LEG_FIELDS}
    for name, rule in _RULES.items():
        if not rule.fullmatch(fields[name]):
            raise BoardingPassError(f"leg {number}: {name}")
    if fields["day"] and not 1 <= int(fields["day"]) <= 366:
        raise BoardingPassError(f"leg {number}: day")
    return fields


def _once(variable: _Taken) -> dict[str, str]:
    version = variable.take(2, "the version")[1]
    return {"version": version.strip(), **_conditional(variable.sized("the pass's fields"), UNIQUE_FIELDS)}


def _repeated(variable: _Taken, number: int) -> dict[str, str]:
    if not variable:
        return {}
    fields = _conditional(variable.sized(f"the fields of leg {number}"), REPEATED_FIELDS)
    return {**fields, "airline_data": variable.rest()}


def _conditional(text: str, fields: tuple[tuple[str, int], ...]) -> dict[str, str]:
    """As many fields as the text has room for; the last may be cut, what is left over is ``further``."""
    found, at = {}, 0
    for name, width in fields:
        found[name] = text[at : at + width].strip()
        at += width
    return {**found, "further": text[at:]}


def _security(taken: _Taken) -> SecurityData | None:
    if not taken:
        return None
    if taken.take(1, "the security data") != SECURITY_MARK:
        raise BoardingPassError("more than the legs")
    kind = taken.take(1, "the type of the security data")
    data = taken.sized("the security data")
    if taken:
        raise BoardingPassError("more than the security data")
    return SecurityData(kind, data)


def _day_of_year(year: int, digits: str) -> date | None:
    if not digits:
        return None
    day = date(year, 1, 1) + timedelta(days=int(digits) - 1)
    return day if day.year == year else None
