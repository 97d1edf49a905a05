"""What is printed on the document: the MRZ, the text of the QR code, and the CAN of Vietnamese cards."""

from __future__ import annotations

import unicodedata
from datetime import date

from kiosk.domain.identity import Sex
from kiosk.simulator.card.card_profile import CardProfile, Document
from kiosk.simulator.card.person import Citizen, Holder, Traveller

TD1_LINE, TD2_LINE, TD3_LINE = 30, 36, 44
NO_EXPIRY = "991231"
"""The expiry date in the MRZ of a card that does not expire."""

Mrz = tuple[str, ...]
"""Three lines of thirty characters, two of thirty-six, or two of forty-four."""

_TRANSLITERATED = str.maketrans(
    {"Đ": "D", "Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Æ": "AE", "Ø": "OE", "Œ": "OE", "ß": "SS", "Þ": "TH"}
)
"""Letters that do not just lose a diacritic (ICAO Doc 9303-3 §6)."""


def check_digit(text: str) -> str:
    """ICAO Doc 9303-3 §4.9: weights 7, 3, 1 over digits, letters (A = 10) and fillers (0)."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def fold(name: str) -> str:
    """A Vietnamese name in the letters of the MRZ: no diacritics, Đ as D, all else than A–Z and spaces dropped."""
    return _letters(name.upper().replace("Đ", "D"))


def _letters(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if "A" <= letter <= "Z" or letter == " ")


def mrz(holder: Holder, profile: CardProfile, expiry: date | None) -> Mrz:
    """The machine readable zone; raises ``ValueError`` where the document's layout has no room for the holder."""
    if isinstance(holder, Citizen):
        return _vietnamese(holder, expiry)
    match profile.document:
        case Document.TD1:
            return _td1(holder, profile, expiry)
        case Document.TD2:
            return _two_lines(holder, "I<", profile, expiry, TD2_LINE)
        case _:
            return _two_lines(holder, "P<", profile, expiry, TD3_LINE)


def _vietnamese(citizen: Citizen, expiry: date | None) -> Mrz:
    """The three lines of a TD1 document as Vietnam lays them out (ICAO Doc 9303-5 §4.2.2).

    The document number is the last nine of the twelve digits; all twelve stand in the optional data of line 1,
    followed by a check digit of their own, which the standard does not know.
    """
    document = _checked(citizen.number[-9:])
    first = "IDVNM" + document + _checked(citizen.number + "<<")
    second = _dates(citizen, expiry) + "VNM"
    surname, _, given = fold(citizen.name).strip().partition(" ")
    third = _filled(f"{surname}<<{'<'.join(given.split())}", TD1_LINE)
    return first, _td1_second(first, second), third


def _td1(traveller: Traveller, profile: CardProfile, expiry: date | None) -> Mrz:
    """ICAO Doc 9303-5 §4.2.2; a long number and its check digit go on in the optional data (note j)."""
    number, optional = traveller.number, traveller.personal_number
    if len(number) > 9:
        if optional or len(number) > 22:
            raise ValueError("the machine readable zone has no room for this number")
        number, optional = number[:9] + "<", number[9:] + check_digit(number) + "<"
    else:
        number = _checked(_filled(number, 9))
    first = _filled(f"I<{_filled(profile.country.state, 3)}{number}{optional}", TD1_LINE)
    second = _dates(traveller, expiry) + _filled(traveller.nationality, 3)
    return first, _td1_second(first, second), _name(traveller, TD1_LINE)


def _td1_second(first: str, second: str) -> str:
    second = _filled(second, TD1_LINE - 1)
    return second + check_digit(first[5:] + second[0:7] + second[8:15] + second[18:29])


def _two_lines(traveller: Traveller, code: str, profile: CardProfile, expiry: date | None, size: int) -> Mrz:
    """ICAO Doc 9303-4 §4.2.2 (TD3, optional data with a check digit) and 9303-6 §4.2.2 (TD2, without)."""
    if len(traveller.number) > 9:
        raise ValueError("the machine readable zone has no room for this number")
    first = code + _filled(profile.country.state, 3) + _name(traveller, size - 5)
    number = _checked(_filled(traveller.number, 9))
    start = number + _filled(traveller.nationality, 3) + _dates(traveller, expiry)
    optional = traveller.personal_number
    second = _filled(start + optional, size - 1)
    if size == TD3_LINE:
        second = second[:-1] + check_digit(second[28:42])
    return first, second + check_digit(second[0:10] + second[13:20] + second[21:])


def _dates(holder: Holder, expiry: date | None) -> str:
    """Birth, sex and expiry, the dates each with its check digit."""
    sex = "<" if holder.sex is Sex.UNSPECIFIED else holder.sex.value
    until = f"{expiry:%y%m%d}" if expiry else NO_EXPIRY
    return _checked(f"{holder.birth_date:%y%m%d}") + sex + _checked(until)


def _name(traveller: Traveller, size: int) -> str:
    """Primary and secondary identifier (ICAO Doc 9303-3 §4.6): hyphens become fillers, apostrophes go."""
    parts = (text.upper().translate(_TRANSLITERATED).replace("-", " ") for text in _identifiers(traveller))
    return _filled("<<".join("<".join(_letters(part).split()) for part in parts if part), size)


def _identifiers(traveller: Traveller) -> tuple[str, str]:
    return traveller.surname, traveller.given_names


def _checked(text: str) -> str:
    return text + check_digit(text)


def _filled(text: str, size: int) -> str:
    return text[:size].ljust(size, "<")


def mrz_information(lines: Mrz) -> str:
    """Document number, birth and expiry with their check digits: the secret of BAC (ICAO Doc 9303-11 §4.3.2)."""
    if len(lines) == 2:
        return lines[1][0:10] + lines[1][13:20] + lines[1][21:28]
    number = lines[0][5:15]
    if number.endswith("<"):
        # The number is longer than its field: its rest stands in the optional data, up to the check digit.
        number = number[:-1] + lines[0][15:].partition("<")[0]
    return number + lines[1][0:7] + lines[1][8:15]


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
