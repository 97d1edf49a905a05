"""A form: which field of an export or a request holds what of a card, as a table, and the filling in of one."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.issuer_answer import IssuerQuestion
from kiosk.services.issuer.public_key import key_algorithm, public_key_info


class Source(StrEnum):
    """What a field may hold, by the name that form files use."""

    # Of the card
    SOD = "sod"
    SIGNER = "signer"
    SIGNER_PEM = "signer-pem"
    COM = "com"
    DG1 = "dg1"
    DG2 = "dg2"
    DG13 = "dg13"
    DG14 = "dg14"
    DG15 = "dg15"
    NUMBER = "number"
    AA_CHALLENGE = "aa-challenge"
    AA_SIGNATURE = "aa-signature"
    AA_PUBLIC_KEY = "aa-public-key"
    AA_ALGORITHM = "aa-algorithm"
    # Of the request
    TRANSACTION = "transaction-id"
    MILLISECONDS = "milliseconds"
    ACCOUNT = "account"
    TOKEN = "token"  # noqa: S105 - the name of a source
    BEARER = "bearer"
    HMAC = "hmac"


STANDS_IN: Mapping[Source, ElementaryFile] = {
    Source.COM: ElementaryFile.COM,
    Source.DG1: ElementaryFile.DG1,
    Source.DG2: ElementaryFile.DG2,
    Source.DG13: ElementaryFile.DG13,
    Source.DG14: ElementaryFile.DG14,
    Source.DG15: ElementaryFile.DG15,
    Source.NUMBER: ElementaryFile.DG1,
    Source.AA_CHALLENGE: ElementaryFile.DG15,
    Source.AA_SIGNATURE: ElementaryFile.DG15,
    Source.AA_PUBLIC_KEY: ElementaryFile.DG15,
    Source.AA_ALGORITHM: ElementaryFile.DG15,
}
"""The file that must be released for a source; EF.SOD and the signer's certificate need no release."""

OF_THE_CARD = frozenset(STANDS_IN) | {Source.SOD, Source.SIGNER, Source.SIGNER_PEM}
SECRET = frozenset({Source.TOKEN, Source.BEARER})


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is the same for every card, ``{ text = "C06" }`` in a form file."""

    text: str


Value = Source | Constant


class Encoding(StrEnum):
    """How bytes are written into a text field."""

    BASE64 = "base64"
    HEX = "hex"


@dataclass(frozen=True, slots=True)
class Signing:
    """An HMAC over the values of ``over`` as they are sent, joined by ``separator``; its result is in hexadecimal."""

    digest: str
    over: tuple[Source, ...]
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one service: all of ``fields`` must be there, ``if_released`` are left out where missing."""

    name: str
    fields: Mapping[str, Value]
    if_released: Mapping[str, Value] = field(default_factory=dict)
    encoding: Encoding = Encoding.BASE64

    def required(self) -> frozenset[ElementaryFile]:
        """The files that must be released for this form."""
        return frozenset(files_of(self.fields.values()))


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a request has of its own: one transaction at one time, in the name of an account."""

    transaction: str
    at: datetime
    account: str = ""
    token: str = field(default="", repr=False)
    secret: bytes = field(default=b"", repr=False)
    signing: Signing | None = None


class MissingError(LookupError):
    """The card, or the settings, have nothing for this source."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.value)
        self.source = source


def files_of(values: Iterable[Value]) -> Iterable[ElementaryFile]:
    """The files in which these values stand."""
    return (STANDS_IN[value] for value in values if isinstance(value, Source) and value in STANDS_IN)


def fill(form: Form, question: IssuerQuestion, occasion: Occasion) -> dict[str, str]:
    """The form's fields as text; raises ``MissingError`` for a required one that is not there."""
    filled = {name: text_of(value, form.encoding, question, occasion) for name, value in form.fields.items()}
    for name, value in form.if_released.items():
        try:
            filled[name] = text_of(value, form.encoding, question, occasion)
        except MissingError:
            continue
    return filled


def text_of(value: Value, encoding: Encoding, question: IssuerQuestion, occasion: Occasion) -> str:
    """One value as it is sent; raises ``MissingError``."""
    if isinstance(value, Constant):
        return value.text
    if value in OF_THE_CARD:
        found = _of_card(value, question)
    elif value is Source.HMAC:
        found = _hmac(encoding, question, occasion)
    else:
        found = _of_request(value, occasion)
    if not found:
        raise MissingError(value)
    if isinstance(found, str):
        return found
    return found.hex() if encoding is Encoding.HEX else base64.b64encode(found).decode("ascii")


def _of_card(source: Source, question: IssuerQuestion) -> bytes | str:
    evidence = question.active_authentication
    match source:
        case Source.SOD:
            return question.sod
        case Source.SIGNER:
            return question.signer
        case Source.SIGNER_PEM:
            return pem(question.signer) if question.signer else ""
        case Source.NUMBER:
            return question.number
        case Source.AA_CHALLENGE:
            return evidence.challenge if evidence and evidence.signature else b""
        case Source.AA_SIGNATURE:
            return evidence.signature if evidence else b""
        case Source.AA_PUBLIC_KEY:
            return public_key_info(question.files.get(ElementaryFile.DG15, b""))
        case Source.AA_ALGORITHM:
            return key_algorithm(public_key_info(question.files.get(ElementaryFile.DG15, b"")))
    return question.files.get(STANDS_IN[source], b"")


def _of_request(source: Source, occasion: Occasion) -> str:
    match source:
        case Source.TRANSACTION:
            return occasion.transaction
        case Source.MILLISECONDS:
            return str(int(occasion.at.timestamp() * 1000))
        case Source.ACCOUNT:
            return occasion.account
        case Source.BEARER:
            return f"Bearer {occasion.token}" if occasion.token else ""
    return occasion.token


def _hmac(encoding: Encoding, question: IssuerQuestion, occasion: Occasion) -> str:
    signing = occasion.signing
    if signing is None or not occasion.secret:
        return ""
    signed = signing.separator.join(text_of(source, encoding, question, occasion) for source in signing.over)
    return hmac.new(occasion.secret, signed.encode(), signing.digest).hexdigest()


def pem(der: bytes) -> str:
    """A certificate as RFC 7468 writes it."""
    encoded = base64.b64encode(der).decode("ascii")
    lines = [encoded[start : start + 64] for start in range(0, len(encoded), 64)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])
