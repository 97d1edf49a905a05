"""What is printed on the card: the MRZ, the text of the QR code, and the CAN that follows from the number."""

from __future__ import annotations

import unicodedata
from datetime import date

from kiosk.domain.identity import Sex
from kiosk.simulator.person import Citizen
from kiosk.simulator.profiles import CardProfile

LINE = 30
NO_EXPIRY = "991231"
"""The expiry date in the MRZ of a card that does not expire."""

Mrz = tuple[str, str, str]


def check_digit(text: str) -> str:
    """ICAO Doc 9303-3 §4.9: weights 7, 3, 1 over digits, letters (A = 10) and fillers (0)."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def fold(name: str) -> str:
    """A name in the letters of the MRZ: no diacritics, Đ as D, everything else than A–Z and spaces dropped."""
    letters = unicodedata.normalize("NFD", name.upper().replace("Đ", "D"))
    return "".join(letter for letter in letters if "A" <= letter <= "Z" or letter == " ")


def mrz(citizen: Citizen, expiry: date | None) -> Mrz:
    """The three lines of a TD1 document as Vietnam lays them out (ICAO Doc 9303-5 §4.2.2).

    The document number is the last nine of the twelve digits; all twelve stand in the optional data of line 1,
    followed by a check digit of their own, which the standard does not know.
    """
    document = citizen.number[-9:]
    document += check_digit(document)
    personal = citizen.number + "<<"
    personal += check_digit(personal)
    birth = _date(citizen.birth_date)
    until = _date(expiry) if expiry else NO_EXPIRY
    first = "IDVNM" + document + personal
    second = f"{birth}{check_digit(birth)}{citizen.sex.value}{until}{check_digit(until)}VNM".ljust(LINE - 1, "<")
    second += check_digit(first[5:] + second[0:7] + second[8:15] + second[18:29])
    surname, _, given = fold(citizen.name).strip().partition(" ")
    third = f"{surname}<<{'<'.join(given.split())}"[:LINE].ljust(LINE, "<")
    return first, second, third


def mrz_information(lines: Mrz) -> str:
    """Document number, birth and expiry with their check digits: the secret of BAC (ICAO Doc 9303-11 §9.7.1)."""
    return lines[0][5:15] + lines[1][0:7] + lines[1][8:15]


def can(citizen: Citizen) -> str:
    """The card access number, which is not printed by itself: the last six digits of the personal number."""
    return citizen.number[-6:]


def qr_text(citizen: Citizen, profile: CardProfile) -> str:
    """The text of the QR code; the fields that only the newer card has stay empty, as on an adult's card."""
    fields = [
        citizen.number,
        citizen.old_number,
        citizen.name,
        f"{citizen.birth_date:%d%m%Y}",
        sex_word(citizen.sex),
        citizen.residence,
        f"{citizen.issue_date:%d%m%Y}",
    ]
    return "|".join(fields + [""] * (profile.qr_fields - len(fields)))


def sex_word(sex: Sex) -> str:
    """The word that the card prints."""
    return "Nữ" if sex is Sex.FEMALE else "Nam"


def _date(day: date) -> str:
    return f"{day:%y%m%d}"
