"""The 12-digit personal number: what its digits said when it was given out (Circular 59/2021/TT-BCA, article 4).

The circular lapsed on 1 July 2024, and a corrected birth date or sex may leave the old number behind: whatever the
digits say is a hint or a warning and never a refusal. There is no check digit.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from kiosk.domain.identity import Sex

LENGTH = 12
CAN_LENGTH = 6
"""The last six digits are the card access number."""

_PROVINCES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096"
)
PROVINCES = frozenset(_PROVINCES.split())
"""The 63 provinces of before 1 July 2025, by which numbers were given out; people born abroad have other codes."""

OLDEST_YEARS = 120

_DIGITS = re.compile(r"[0-9]{12}")


class NumberDoubt(StrEnum):
    """What makes typed digits look like a slip; a hint for the person and no more."""

    FIRST_DIGITS = "first-digits"
    PROVINCE = "province"
    BIRTH_YEAR = "birth-year"


def is_personal_number(text: str) -> bool:
    """Twelve ASCII digits."""
    return _DIGITS.fullmatch(text) is not None


def century(number: str) -> int:
    """First year of the century of birth, 1900 to 2300, by the fourth digit."""
    return 1900 + 100 * (int(number[3]) // 2)


def year_of_birth(number: str) -> int:
    """Year of birth by digits four to six."""
    return century(number) + int(number[4:6])


def sex(number: str) -> Sex:
    """Sex by the fourth digit: even for men, odd for women."""
    return Sex.FEMALE if int(number[3]) % 2 else Sex.MALE


def doubt(digits: str, today: date) -> NumberDoubt | None:
    """What speaks against typed digits: six that begin a number instead of ending it, twelve that no number has.

    ``None`` for every other count of digits, and for what looks well.
    """
    if len(digits) not in (CAN_LENGTH, LENGTH):
        return None
    born_here = digits[:3] in PROVINCES
    lived = today.year - OLDEST_YEARS <= year_of_birth(digits) <= today.year
    if len(digits) == CAN_LENGTH:
        return NumberDoubt.FIRST_DIGITS if born_here and lived else None
    if not lived:
        return NumberDoubt.BIRTH_YEAR
    return None if born_here else NumberDoubt.PROVINCE
