"""Whether a document agrees with itself: how its chip was opened, its lists of data groups, its check digits."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from kiosk.domain.authenticity import NOT_SUPPORTED, DocumentCheck, HashLine
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.reader.codes.mrz import CheckedField, Mrz
from kiosk.reader.lds.catalogue import data_group_number
from kiosk.reader.lds.com import Com, parse_com
from kiosk.reader.lds.dg14 import parse_dg14
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.security_infos import parse_security_infos
from kiosk.reader.lds.sod import SecurityObject, parse_security_object, unwrap_sod
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.passive_auth import PassiveAuthentication
from kiosk.reader.trust.reasons import CheckReason, failed, not_done, passed
from kiosk.reader.trust.signed_data import parse_signed_data


class ConsistencyReason(StrEnum):
    """The reason codes of this module, beside those of ``CheckReason``."""

    OPENED_BY = "opened-by"
    """Beside a passed check, followed by the protocol: ``opened-by-pace``."""
    CHIP_NOT_OPENED = "chip-not-opened"
    PACE_GIVEN_UP = "pace-given-up-for-bac"
    """The chip announces PACE, in EF.CardAccess or in DG14, and was opened by BAC."""
    CARD_ACCESS_DIFFERS = "card-access-differs"
    """EF.CardAccess, which nobody signs, announces PACE otherwise than the signed DG14."""
    FILE_NOT_READ = "file-not-read"
    FILE_NOT_GIVEN = "file-not-given"
    """The signed list has the data group, but the chip says that it is not there."""
    COM_NOT_READ = "com-not-read"
    COM_ABSENT = "com-absent"
    COM_LACKS = "com-lacks"
    """Followed by the first data group that only EF.SOD lists: ``com-lacks-dg13``."""
    COM_ADDS = "com-adds"
    """Followed by the first data group that only EF.COM lists: ``com-adds-dg16``."""
    COM_VERSION_DIFFERS = "com-version-differs"
    CHECK_DIGIT_WRONG = "check-digit-wrong"
    """Followed by the field, ``check-digit-wrong-birth-date``."""


_TAGS = dict(enumerate(bytes.fromhex("6175637665666768696A6B6C6D6E6F70"), start=1))
"""The tag of each data group (ICAO Doc 9303-10 §4.6.1), also of DG3 and DG4, which the kiosk never reads."""

_NUMBERS = {tag: number for number, tag in _TAGS.items()}


def check_access(reading: ChipReading, passive: PassiveAuthentication) -> DocumentCheck:
    """Whether the chip was opened by the best protocol that it announces (ICAO Doc 9303-11 §4.2, TR-03135-1 §5.6.3).

    Nobody signs EF.CardAccess: who changes it on the way leads a reader to a weaker protocol. The signed DG14 shows
    it, where it repeats the announcements of PACE; a DG14 that is not authentic counts for nothing.
    """
    access = reading.access
    if access.protocol == "none":
        return not_done(ConsistencyReason.CHIP_NOT_OPENED)
    if access.downgraded:
        return failed(ConsistencyReason.PACE_GIVEN_UP)
    if _announced_otherwise(reading, passive):
        return failed(ConsistencyReason.CARD_ACCESS_DIFFERS)
    return passed(f"{ConsistencyReason.OPENED_BY}-{access.protocol.lower()}")


def _announced_otherwise(reading: ChipReading, passive: PassiveAuthentication) -> bool:
    if File.DG14 not in passive.authentic or File.CARD_ACCESS not in reading.files:
        return False
    try:
        signed = set(parse_dg14(reading.files[File.DG14]).pace)
        announced = set(parse_security_infos(reading.files[File.CARD_ACCESS], "CardAccess").pace)
    except LdsError:
        return False
    return bool(signed) and not announced <= signed


def hash_lines(reading: ChipReading, passive: PassiveAuthentication) -> tuple[HashLine, ...]:
    """One line for each data group that was read or that the signed list has, by number (TR-03135-1 §5.6.4.4.2)."""
    lines = {data_group_number(file) or 0: check for file, check in passive.hash_lines.items()}
    absent = {data_group_number(file) for file in reading.absent}
    for number in _signed_list(reading, passive):
        reason = ConsistencyReason.FILE_NOT_GIVEN if number in absent else ConsistencyReason.FILE_NOT_READ
        lines.setdefault(number, not_done(reason))
    return tuple(HashLine(f"DG{number}", check) for number, check in sorted(lines.items()))


def _signed_list(reading: ChipReading, passive: PassiveAuthentication) -> tuple[int, ...]:
    signed = _security_object(reading, passive)
    return () if signed is None else tuple(number for number in signed.hashes if number in _TAGS)


def _security_object(reading: ChipReading, passive: PassiveAuthentication) -> SecurityObject | None:
    """The signed list; ``None`` while its signature is not known to be good."""
    if passive.listed is None:
        return None
    try:
        return parse_security_object(parse_signed_data(unwrap_sod(reading.files[File.SOD])).content)
    except (KeyError, LdsError, Asn1Error):
        return None


def check_com(reading: ChipReading, passive: PassiveAuthentication) -> DocumentCheck:
    """Whether EF.COM lists what EF.SOD lists (ICAO Doc 9303-10 §4.6.1, TR-03135-1 §5.6.4.4.1).

    EF.COM is not signed, and newer chips may do without it: it is a hint, which a manipulated chip may contradict.
    """
    data = reading.files.get(File.COM)
    if data is None:
        if File.COM in reading.absent:
            return replace(NOT_SUPPORTED, reason=ConsistencyReason.COM_ABSENT.value)
        return not_done(ConsistencyReason.COM_NOT_READ)
    signed = _security_object(reading, passive)
    if signed is None:
        return not_done(CheckReason.SOD_NOT_VERIFIED)
    try:
        return _compared(parse_com(data), signed)
    except LdsError:
        return failed(f"{CheckReason.FILE_MALFORMED}-com")


def _compared(com: Com, signed: SecurityObject) -> DocumentCheck:
    listed = {_NUMBERS.get(tag, tag) for tag in com.tags}
    lacking, added = signed.hashes.keys() - listed, listed - signed.hashes.keys()
    if lacking:
        return failed(f"{ConsistencyReason.COM_LACKS}-dg{min(lacking)}")
    if added:
        return failed(f"{ConsistencyReason.COM_ADDS}-{_named(min(added))}")
    if signed.lds_version and _version(signed.lds_version) != com.lds_version:
        return failed(ConsistencyReason.COM_VERSION_DIFFERS)
    return passed()


def _named(number: int) -> str:
    return f"dg{number}" if number in _TAGS else "unknown"


def _version(digits: str) -> str:
    """``0107`` as EF.COM's ``1.7``."""
    return f"{int(digits[:2])}.{int(digits[2:])}" if len(digits) == 4 and digits.isdecimal() else digits


def check_check_digits(mrz: Mrz | None, problem: str) -> DocumentCheck:
    """Whether the check digits in DG1 hold (ICAO Doc 9303-3 §4.9, TR-03135-1 §5.5.4.1.1).

    The one that Vietnam's card adds for its personal number is known from samples only: where it alone is wrong, the
    check has passed and the reason says so.
    """
    if mrz is None:
        return not_done(problem)
    wrong = [f"{ConsistencyReason.CHECK_DIGIT_WRONG}-{name.replace('_', '-')}" for name in _of_icao(mrz)]
    if wrong:
        return failed(wrong[0])
    if CheckedField.PERSONAL_NUMBER in mrz.wrong_check_digits:
        return passed(f"{ConsistencyReason.CHECK_DIGIT_WRONG}-personal-number")
    return passed()


def _of_icao(mrz: Mrz) -> tuple[CheckedField, ...]:
    return tuple(name for name in mrz.wrong_check_digits if name is not CheckedField.PERSONAL_NUMBER)
