"""A traveller's boarding pass beside their document and the passenger list: what must agree, and what may be written
otherwise (IATA Resolution 792; names as airlines write them: capitals, cut, a title behind, either part first).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kiosk.domain.identity import Identity
from kiosk.domain.names import fold
from kiosk.domain.shown_code import FlightLeg, FlightPass

INFANT_YEARS_LIMITS = (0, 6)
NAME_WIDTH = 20
"""Letters of a pass's name field, the stroke between surname and given names among them."""

EVENING = time(18)
"""From this hour on flights of the next day may be open, where no list tells their time: six hours before it begins."""

LEAST_CUT = 10
"""A cut name has at least so many letters left: fewer would fit too many people."""

TITLES = ("MR", "MRS", "MS", "MISS", "MSTR", "MDM", "DR", "CHD", "INF")


class PassWanted(StrEnum):
    """Whether a site needs the boarding pass: matched where it is shown, or missed where it is not."""

    IF_SHOWN = "if_shown"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class TravelRules:
    """A desk for travellers. ``airport`` (IATA) is where it stands, empty: any; passes are for flights from there.

    Children under ``infant_years`` are not compared with their photos: those that they have are of another face.
    """

    boarding_pass: PassWanted = PassWanted.IF_SHOWN
    airport: str = ""
    infant_years: int = 2

    def __post_init__(self) -> None:
        least, most = INFANT_YEARS_LIMITS
        if not re.fullmatch(r"(?:[A-Z]{3})?", self.airport) or not least <= self.infant_years <= most:
            raise ValueError(f"an airport has three capitals, and infants are younger than {least} to {most} years")


class PassDifference(StrEnum):
    """In what a boarding pass is another's, or another flight's."""

    NAME = "name"
    NOT_FROM_HERE = "not_from_here"
    DAY = "flight_day"
    FLIGHT = "flight"
    BOOKING = "booking"
    SEAT = "seat"
    SEQUENCE = "sequence"


@dataclass(frozen=True, slots=True)
class BoardingFinding:
    """Whether a pass was shown, in what it differs, and which flight from here it is for, empty where there is none."""

    shown: bool
    differences: tuple[PassDifference, ...] = ()
    flight: str = ""


def compare_pass(
    shown: FlightPass, identity: Identity, listed: Mapping[str, str], rules: TravelRules, days: Collection[date]
) -> BoardingFinding:
    """``listed`` are the list's columns about this passenger that the rules know, empty for somebody who is not listed:
    ``session`` (the flight), ``booking``, ``seat``, ``sequence``. ``days`` are those whose passes are taken now.
    """
    differences = [] if same_traveller(shown, identity) else [PassDifference.NAME]
    here = [leg for leg in shown.legs if rules.airport in {"", leg.origin}]
    flight = flight_key(listed.get("session", ""))
    legs = [leg for leg in here if not flight or flight_key(leg.flight) == flight]
    leg = next((leg for leg in legs if leg.day is None or leg.day in days), None)
    if not here:
        differences.append(PassDifference.NOT_FROM_HERE)
    elif not legs:
        differences.append(PassDifference.FLIGHT)
    elif leg is None:
        differences.append(PassDifference.DAY)
    else:
        differences += _about_the_leg(leg, listed)
    return BoardingFinding(True, tuple(differences), leg.flight if leg else "")


def days_taken(at: datetime, expected_on: date | None) -> tuple[date, ...]:
    """The days whose passes are taken now (``at`` is local): the list's, where it says for which day somebody comes.

    Elsewhere it is today's, and in the evening tomorrow's as well: a pass does not tell the hour, and its flight may
    leave shortly after midnight.
    """
    today = at.date()
    if expected_on is not None:
        return (expected_on,)
    return (today, today + timedelta(days=1)) if at.time() >= EVENING else (today,)


def same_traveller(shown: FlightPass, identity: Identity) -> bool:
    """Whether the name on the pass can be the document's."""
    printed = [fold(part).replace(" ", "") for part in (shown.surname, shown.given_names)]
    cut = len(shown.surname) + len(shown.given_names) + 1 >= NAME_WIDTH
    on_pass = {letters for form in _without_titles(*printed, cut=cut) for letters in form}
    for name in (identity.mrz_name, identity.name):
        words = fold(name).split()
        if not words:
            continue
        whole = "".join(words)
        # Western order puts the last word of a Vietnamese name first.
        orders = {whole, "".join((words[-1], *words[:-1]))}
        if on_pass & orders or (cut and any(_begins(order, letters) for order in orders for letters in on_pass)):
            return True
        if len(words) > 1 and any(_same_words(words, part) for part in _spaced(shown)):
            return True
    return False


def flight_key(flight: str) -> str:
    """``VN 0240``, ``vn240`` and ``VN240`` are one flight."""
    match = re.fullmatch(r"([A-Z][A-Z0-9]|[0-9][A-Z])([0-9]{1,4})([A-Z]?)", re.sub(r"[\s\-./]", "", flight.upper()))
    return f"{match[1]}{match[2].lstrip('0')}{match[3]}" if match else re.sub(r"\s", "", flight.upper())


def is_infant(identity: Identity, rules: TravelRules, today: date) -> bool:
    """Younger than the rules' years, by the birth date on the document."""
    born = identity.birth_date
    if born is None or born > today:
        return False
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) < rules.infant_years


def _about_the_leg(leg: FlightLeg, listed: Mapping[str, str]) -> Iterator[PassDifference]:
    pairs = (
        (PassDifference.BOOKING, leg.pnr.upper(), listed.get("booking", "").upper()),
        (PassDifference.SEAT, _trimmed(leg.seat), _trimmed(listed.get("seat", ""))),
        (PassDifference.SEQUENCE, _trimmed(leg.sequence), _trimmed(listed.get("sequence", ""))),
    )
    return (difference for difference, printed, known in pairs if printed and known and printed != known)


def _trimmed(text: str) -> str:
    return text.strip().upper().lstrip("0")


def _without_titles(surname: str, given: str, *, cut: bool) -> Iterator[tuple[str, ...]]:
    """The name's letters in both orders, as they stand and without what may be a title, whole or cut."""
    endings = {title[:length] for title in TITLES for length in range(1, len(title) + 1)} if cut else set(TITLES)
    for part in {given, *(given[: -len(end)] for end in endings if given.endswith(end))}:
        yield surname + part, part + surname


def _begins(name: str, letters: str) -> bool:
    return len(letters) >= LEAST_CUT and name.startswith(letters)


def _spaced(shown: FlightPass) -> Iterator[list[str]]:
    words = fold(f"{shown.surname} {shown.given_names}").split()
    yield words
    if words and words[-1] in TITLES:
        yield words[:-1]


def _same_words(words: list[str], others: list[str]) -> bool:
    return sorted(words) == sorted(others)
