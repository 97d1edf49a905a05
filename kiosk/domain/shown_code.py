"""What a code other than the ID card's says: an insurance card's or a boarding pass's values, as a check uses them.

Nothing here is verified: whoever has a printer can make such a code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.identity import Sex


@dataclass(frozen=True, slots=True)
class InsuranceCard:
    """A health-insurance card (BHYT). What it does not give is empty or ``None``.

    ``number`` has 15 characters, or is the social-insurance number of ten digits alone. ``birth_date`` is ``None``
    where the card has the year only, ``birth_year`` is there always. ``first_care`` is the code of the facility where
    care begins, province and facility joined («01001»).
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    birth_year: int = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)
    sex: Sex = field(default=Sex.UNSPECIFIED, repr=False)
    first_care: str = field(default="", repr=False)
    valid_from: date | None = field(default=None, repr=False)
    valid_to: date | None = field(default=None, repr=False)
    five_years_from: date | None = field(default=None, repr=False)

    @property
    def social_number(self) -> str:
        """The ten digits of social insurance, which both forms have."""
        return self.number[-10:]


@dataclass(frozen=True, slots=True)
class FlightLeg:
    """One flight of a boarding pass: ``flight`` as boards show it («VN240»), ``origin`` and ``destination`` by IATA.

    A pass has the day of the year alone; ``day`` is the date that it means today, ``None`` where it has none. ``seat``
    is as on the seat («12C»), ``sequence`` the check-in number as printed.
    """

    flight: str
    origin: str
    destination: str
    day: date | None
    pnr: str = field(default="", repr=False)
    seat: str = field(default="", repr=False)
    sequence: str = field(default="", repr=False)
    compartment: str = ""


@dataclass(frozen=True, slots=True)
class FlightPass:
    """A boarding pass (IATA Resolution 792) with its legs in the order in which they are flown.

    ``surname`` and ``given_names`` are as printed: capitals, together cut at 20 characters, a title behind the given
    names with or without a space.
    """

    surname: str = field(repr=False)
    given_names: str = field(repr=False)
    legs: tuple[FlightLeg, ...] = field(repr=False)


ShownCode = InsuranceCard | FlightPass
