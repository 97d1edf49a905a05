"""The 12-digit personal number: what its digits said when it was given out (Circular 59/2021/TT-BCA, article 4).

The circular lapsed on 1 July 2024, and a corrected birth date or sex may leave the old number behind: whatever the
digits say is a hint or a warning and never a refusal. There is no check digit.
"""

from __future__ import annotations

import re

from kiosk.domain.identity import Sex

_DIGITS = re.compile(r"[0-9]{12}")


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
