"""Fields out of the JSON of hospital services, each within its bounds; documented oddities are understood.

They are: ``null``, ``"null"`` and ``""`` all mean «not given», a code comes as a number or as a text, a day with
slashes, as eight digits either way round, or as a time of twelve digits.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.domain.identity import Sex
from kiosk.domain.partial_date import PartialDate

MAX_DEPTH = 8
MAX_TEXT = 200

_CODE = re.compile(r"[0-9]{3}")
_FACILITY = re.compile(r"[0-9A-Z]{5}")
_NUMBER = re.compile(r"[A-Z]{2}[0-9]{13}|[0-9]{10}|[0-9]{12}")
_AMOUNT = re.compile(r"[0-9]{1,10}")
_DIGITS = re.compile(r"[0-9]{8}")
_TIME = re.compile(r"([0-9]{8})[0-9]{4}")
_SEXES: Mapping[str, Sex] = {"1": Sex.MALE, "nam": Sex.MALE, "2": Sex.FEMALE, "nữ": Sex.FEMALE}

Object = Mapping[str, Any]


class MalformedError(ValueError):
    """The answer is not what the interface describes; the message names a field, never what stands in it."""


def object_of(body: bytes) -> Object:
    """The JSON object of a body, whatever its content type says; raises ``MalformedError``."""
    try:
        document = json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise MalformedError("no JSON") from None
    if not isinstance(document, dict):
        raise MalformedError("no JSON object")
    _require_shallow(document)
    return document


def text_of(fields: Object, name: str) -> str:
    """A text in Unicode NFC without spaces around it, empty where it is not given; raises ``MalformedError``."""
    value = fields.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        value = str(value)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise MalformedError(name)
    text = unicodedata.normalize("NFC", value).strip()
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for char in text):
        raise MalformedError(name)
    return "" if text.lower() == "null" else text


def code_of(fields: Object, name: str) -> str:
    """A result code of three digits; a number lost its leading zeros. Raises ``MalformedError``."""
    code = text_of(fields, name)
    code = code.zfill(3) if isinstance(fields.get(name), int) else code
    if not _CODE.fullmatch(code):
        raise MalformedError(name)
    return code


def insurance_number_of(fields: Object, name: str) -> str:
    """A number in one of its three forms, empty where it is not given or masked; raises ``MalformedError``."""
    number = text_of(fields, name).upper()
    return number if _NUMBER.fullmatch(number) else ""


def facility_of(fields: Object, name: str) -> str:
    """The five characters of a facility; empty where it is not given or is no such code."""
    code = text_of(fields, name).upper().replace(" ", "").replace("-", "")
    return code if _FACILITY.fullmatch(code) else ""


def amount_of(fields: Object, name: str) -> int | None:
    """An amount in whole dong, ``None`` where it is not given or is no amount."""
    value = fields.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    digits = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(digits) if _AMOUNT.fullmatch(digits) else None


def birth_of(fields: Object, name: str) -> PartialDate | None:
    """A birth date of any precision; raises ``MalformedError`` for what is no date."""
    text = text_of(fields, name)
    if not text:
        return None
    try:
        return _eight_digits(text) if _DIGITS.fullmatch(text) else PartialDate.parse(text)
    except ValueError:
        raise MalformedError(name) from None


def day_of(fields: Object, name: str) -> date | None:
    """A whole day; raises ``MalformedError`` for what is none."""
    timed = _TIME.fullmatch(text_of(fields, name))
    known = birth_of({name: timed[1]} if timed else fields, name)
    if known is not None and known.whole is None:
        raise MalformedError(name)
    return known.whole if known else None


def sex_of(fields: Object, name: str) -> Sex:
    """``1``/``Nam``, ``2``/``Nữ``; anything else is not told."""
    return _SEXES.get(text_of(fields, name).lower(), Sex.UNSPECIFIED)


def _eight_digits(text: str) -> PartialDate:
    """``ddmmyyyy`` or ``yyyymmdd``: no eight digits are both, since no month is 18 to 21."""
    try:
        return PartialDate(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return PartialDate(int(text[4:]), int(text[2:4]), int(text[:2]))


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _require_shallow(document: Object) -> None:
    level: list[object] = [document]
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for one in level:
            inner += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        level = inner
        if not level:
            return
    raise MalformedError("nested too deep")
