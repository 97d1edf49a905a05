"""Comparisons between what the card says in several places: DG1, DG13, and QR or printed lines, each its own line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.domain import personal_number
from kiosk.domain.authenticity import CheckStatus, CrossCheck, DocumentCheck
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.names import fold, same_name
from kiosk.reader.codes.mrz import Mrz
from kiosk.reader.lds.dg13 import Dg13
from kiosk.reader.trust.reasons import CheckReason, failed, not_done, passed

_DG1, _DG13, _QR, _MRZ = "DG1", "DG13", "QR", "MRZ"

_SEXES = {"NAM": Sex.MALE, "NU": Sex.FEMALE}
"""As DG13 has them once their letters are folded; another word leaves the comparison undone."""

_NEVER = "never"
"""Stands for «Không thời hạn» where expiry dates are compared."""


@dataclass(frozen=True, slots=True)
class _Source:
    """What one source says, in the same words for all; ``None`` and ``""`` where it says nothing."""

    name: str
    number: str | None = None
    holder: str | None = None
    birth: date | None = None
    sex: Sex | None = None
    issued: date | None = None
    expiry: date | str | None = None
    old_number: str | None = None


def compare(mrz: Mrz | None, dg13: Dg13 | None, told: Identity | None, today: date) -> tuple[CrossCheck, ...]:
    """All lines for the sources that are there; the caller passes verified files only.

    What a source leaves open is ``NOT_DONE``. The MRZ's own check digits and the digits of the number are warnings.
    """
    return (*_between_sources(mrz, dg13, told, today), *(_within_dg1(mrz, today) if mrz else ()))


def summarize(lines: tuple[CrossCheck, ...]) -> DocumentCheck:
    """One check out of all lines: failed as soon as one that is no warning failed."""
    counting = [line for line in lines if not line.warning_only]
    for line in counting:
        if line.status is CheckStatus.FAILED:
            return failed(f"{line.what.replace('_', '-')}-{CheckReason.DIFFERS}")
    if any(line.status is CheckStatus.PASSED for line in counting):
        return passed()
    return not_done(CheckReason.NOTHING_TO_COMPARE)


def _between_sources(mrz: Mrz | None, dg13: Dg13 | None, told: Identity | None, today: date) -> Iterator[CrossCheck]:
    chip = _of_mrz(mrz, today) if mrz else None
    own = _of_dg13(dg13) if dg13 else None
    code = _of_identity(told) if told else None
    for left, right in ((chip, own), (chip, code), (own, code)):
        if left is None or right is None:
            continue
        if left.name == _DG1 or chip is None:
            yield _line("number", left, right, _equal(left.number, right.number))
            yield _line("birth_date", left, right, _equal(left.birth, right.birth))
            yield _line("name", left, right, _same(left.holder, right.holder))
            yield _line("sex", left, right, _equal(left.sex, right.sex))
        if right.name in (_DG13, _MRZ):
            yield _line("expiry_date", left, right, _equal(left.expiry, right.expiry))
        if left.name == _DG13 and right.name == _QR:
            yield _line("issue_date", left, right, _equal(left.issued, right.issued))
            yield _line("old_number", left, right, _equal(left.old_number, right.old_number))


def _within_dg1(mrz: Mrz, today: date) -> Iterator[CrossCheck]:
    digits = CheckStatus.FAILED if mrz.wrong_check_digits else CheckStatus.PASSED
    yield CrossCheck("check_digits", _DG1, _DG1, digits, warning_only=True)
    if not mrz.personal_number:
        return
    birth = mrz.birth_date(today)
    year = _equal(personal_number.year_of_birth(mrz.personal_number), birth.year if birth else None)
    yield CrossCheck("number_year", _DG1, _DG1, year, warning_only=True)
    sex = _equal(personal_number.sex(mrz.personal_number), _told(mrz.sex))
    yield CrossCheck("number_sex", _DG1, _DG1, sex, warning_only=True)


def _of_mrz(mrz: Mrz, today: date) -> _Source:
    expiry = _NEVER if mrz.never_expires else mrz.expiry_date()
    return _Source(_DG1, mrz.personal_number, mrz.name, mrz.birth_date(today), _told(mrz.sex), expiry=expiry)


def _of_dg13(dg13: Dg13) -> _Source:
    expiry = _NEVER if dg13.never_expires else dg13.expiry_date
    return _Source(
        _DG13,
        dg13.number,
        dg13.name,
        dg13.birth_date,
        _SEXES.get(fold(dg13.sex or "")),
        dg13.issue_date,
        expiry,
        dg13.old_number,
    )


def _of_identity(told: Identity) -> _Source:
    """What the QR code says, or the printed lines: these have the folded name, and no date of issue but of expiry."""
    expiry = _NEVER if told.never_expires else told.expiry_date
    return _Source(
        _MRZ if told.source is Source.MRZ else _QR,
        told.number,
        told.name or told.mrz_name,
        told.birth_date,
        _told(told.sex),
        told.issue_date,
        expiry,
        told.old_number,
    )


def _told(sex: Sex) -> Sex | None:
    return None if sex is Sex.UNSPECIFIED else sex


def _line(what: str, left: _Source, right: _Source, status: CheckStatus) -> CrossCheck:
    return CrossCheck(what, left.name, right.name, status)


def _equal(left: object, right: object) -> CheckStatus:
    if not left or not right:
        return CheckStatus.NOT_DONE
    return CheckStatus.PASSED if left == right else CheckStatus.FAILED


def _same(left: str | None, right: str | None) -> CheckStatus:
    if not left or not right:
        return CheckStatus.NOT_DONE
    return CheckStatus.PASSED if same_name(left, right) else CheckStatus.FAILED
