"""The one entry for everything that was scanned: a text becomes a typed value, or a kind that people can be told.

Camera, scanner and command line all ask ``recognise``. Whatever comes in, a value comes out; nothing is raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.codes.boarding_pass import BoardingPass, BoardingPassError, parse_boarding_pass
from kiosk.reader.codes.insurance_qr import InsuranceQr, InsuranceQrError, parse_insurance_qr
from kiosk.reader.codes.mrz import Mrz, MrzError, parse_mrz
from kiosk.reader.codes.qr import CardQr, parse_card_qr

MAX_BYTES = 8192
"""No QR code holds more than 2,953 bytes; what a scanner makes of them may be longer, but not this long."""

PRINTED_AROUND = "\ufeff\u200b\x00\x02\x03\x1d\r\n\t"
"""What scanners and encoders leave around a text. Not spaces: a boarding pass may end in them."""


class CodeKind(StrEnum):
    """What a code is."""

    CARD = "card"
    INSURANCE = "insurance"
    BOARDING_PASS = "boarding-pass"  # noqa: S105 - no password
    MRZ = "mrz"
    VNEID = "vneid"
    PAYMENT = "payment"
    LINK = "link"
    CONTACT = "contact"
    WIFI = "wifi"
    PRODUCT = "product"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DamagedCode:
    """A code of a kind that the kiosk reads, but broken; ``fault`` says how, ``technical`` where."""

    kind: CodeKind
    fault: FaultCode
    technical: str


@dataclass(frozen=True, slots=True)
class OtherCode:
    """A code of which the kiosk needs nothing but its kind."""

    kind: CodeKind


CodeContent = CardQr | InsuranceQr | BoardingPass | Mrz | DamagedCode | OtherCode

_FAULTS: Mapping[CodeKind, FaultCode] = MappingProxyType(
    {
        CodeKind.CARD: FaultCode.CODE_MALFORMED,
        CodeKind.INSURANCE: FaultCode.CODE_INSURANCE,
        CodeKind.BOARDING_PASS: FaultCode.CODE_BOARDING_PASS,
        CodeKind.MRZ: FaultCode.CODE_NOT_A_CARD,
        CodeKind.VNEID: FaultCode.CODE_VNEID,
        CodeKind.PAYMENT: FaultCode.CODE_PAYMENT,
        CodeKind.LINK: FaultCode.CODE_LINK,
        CodeKind.CONTACT: FaultCode.CODE_CONTACT,
        CodeKind.WIFI: FaultCode.CODE_WIFI,
        CodeKind.PRODUCT: FaultCode.CODE_PRODUCT,
        CodeKind.UNKNOWN: FaultCode.CODE_NOT_A_CARD,
    }
)

_VNEID_HOST = r"(?:[a-z0-9-]+\.)*(?:vneid\.gov\.vn|dancuquocgia\.gov\.vn)"

_BEGINNINGS: tuple[tuple[CodeKind, re.Pattern[str]], ...] = (
    (CodeKind.VNEID, re.compile(rf"(?i)vneid:|(?:https?://)?{_VNEID_HOST}(?:[/?:#]|\Z)")),
    (CodeKind.LINK, re.compile(r"(?i)https?:|www\.|ftp:|market:|intent:|otpauth:|geo:")),
    (
        CodeKind.CONTACT,
        re.compile(r"(?i)BEGIN:V(?:CARD|EVENT|CALENDAR)|MECARD:|BIZCARD:|MATMSG:|mailto:|tel:|sms(?:to)?:"),
    ),
    (CodeKind.WIFI, re.compile(r"(?i)WIFI:")),
)
"""By how a text begins: schemes and the formats of address books and access points."""

_SYMBOLOGY = re.compile(r"\A\][A-Za-z][0-9A-Za-z]")
"""What scanners put in front when they are set to tell the symbology (ISO/IEC 15424): ``]Q1`` for a QR code."""

_INSURANCE = re.compile(r"(?:[A-Z]{2}[0-9]{13}|[0-9]{10})\|(?:[0-9A-Fa-f]{2}){2,}\|")
_BOARDING_PASS = re.compile(r"M[1-9](?:[A-Z .'/-]{20}[A-Z ]|[A-Z .'-]{1,19}/)")
_MRZ = re.compile(r"[ACIPV][A-Z<][A-Z<]{3}[0-9A-Z<]{25,}")


def recognise(scanned: str | bytes) -> CodeContent:
    """What a scanned code is. ``bytes`` are what the code or the scanner holds and must be UTF-8."""
    if len(scanned) > MAX_BYTES:
        return OtherCode(CodeKind.UNKNOWN)
    if isinstance(scanned, bytes):
        try:
            scanned = scanned.decode("utf-8")
        except UnicodeDecodeError:
            return DamagedCode(CodeKind.UNKNOWN, FaultCode.CODE_GARBLED, "the bytes are not UTF-8")
    text = _SYMBOLOGY.sub("", scanned.strip(PRINTED_AROUND))
    return _ours(text) or OtherCode(_other_kind(text.strip()))


def card_code(text: str) -> CardQr:
    """The card of a text that must be one; raises a ``Fault`` of ``CODE_FAULTS`` for everything else."""
    content = recognise(text)
    if isinstance(content, CardQr):
        return content
    raise Fault(why_not_a_card(content), content.technical if isinstance(content, DamagedCode) else "")


def kind_of(content: CodeContent) -> CodeKind:
    match content:
        case CardQr():
            return CodeKind.CARD
        case InsuranceQr():
            return CodeKind.INSURANCE
        case BoardingPass():
            return CodeKind.BOARDING_PASS
        case Mrz():
            return CodeKind.MRZ
        case DamagedCode(kind=kind) | OtherCode(kind=kind):
            return kind


def why_not_a_card(content: CodeContent) -> FaultCode:
    """What to tell whoever was asked for a card's code and showed this."""
    match content:
        case DamagedCode(kind=CodeKind.CARD | CodeKind.UNKNOWN, fault=fault):
            return fault
    return _FAULTS[kind_of(content)]


def _ours(text: str) -> CodeContent | None:
    """A code of a kind that the kiosk reads, whole or damaged; ``None`` for every other."""
    if _INSURANCE.match(text):
        try:
            return parse_insurance_qr(text.strip())
        except InsuranceQrError as error:
            return DamagedCode(CodeKind.INSURANCE, FaultCode.CODE_MALFORMED, str(error))
    if _BOARDING_PASS.match(text):
        try:
            return parse_boarding_pass(text)
        except BoardingPassError as error:
            return DamagedCode(CodeKind.BOARDING_PASS, FaultCode.CODE_MALFORMED, str(error))
    lines = re.sub(r"\s+", "", text)
    if _MRZ.fullmatch(lines):
        return _machine_readable_zone(lines)
    try:
        return parse_card_qr(text)
    except Fault as fault:
        if fault.code is FaultCode.CODE_NOT_A_CARD:
            return None
        return DamagedCode(CodeKind.CARD, fault.code, fault.technical)


def _machine_readable_zone(lines: str) -> CodeContent:
    try:
        parsed = parse_mrz(lines)
    except MrzError as error:
        return DamagedCode(CodeKind.MRZ, FaultCode.CODE_MALFORMED, str(error))
    wrong = parsed.wrong_check_digits
    return DamagedCode(CodeKind.MRZ, FaultCode.CODE_MALFORMED, f"check digits: {', '.join(wrong)}") if wrong else parsed


def _other_kind(text: str) -> CodeKind:
    for kind, begins in _BEGINNINGS:
        if begins.match(text):
            return kind
    if _is_payment(text):
        return CodeKind.PAYMENT
    return CodeKind.PRODUCT if _is_product(text) else CodeKind.UNKNOWN


def _is_payment(text: str) -> bool:
    """EMV QR code specification for payment systems, merchant-presented mode §3: objects «id, length, value»."""
    if not text.startswith("000201"):
        return False
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if not re.fullmatch(r"[0-9]{4}", head) or at + 4 + int(head[2:]) > len(text):
            return False
        at += 4 + int(head[2:])
    return True


def _is_product(text: str) -> bool:
    """GTIN-8, -13 and -14 (GS1 General Specifications §7.9): weights 3 and 1 from the right.

    Not GTIN-12: twelve digits are a person's number rather than a parcel from America.
    """
    if not re.fullmatch(r"[0-9]{8}|[0-9]{13,14}", text):
        return False
    return sum(int(digit) * (3, 1)[at % 2 == 0] for at, digit in enumerate(reversed(text))) % 10 == 0
