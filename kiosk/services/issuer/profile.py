"""Loads a service's profile from its TOML file, strictly: its form, and, where it can be asked online, how."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, StringConstraints, ValidationError, model_validator

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.issuer_answer import IssuerFinding
from kiosk.services.issuer.answer import Answering, Pointer, json_word
from kiosk.services.issuer.form import (
    OF_THE_CARD,
    SECRET,
    Constant,
    Encoding,
    Form,
    Signing,
    Source,
    Value,
)

SHIPPED = Path(__file__).parent / "forms"
MAX_BYTES = 64 * 1024
_HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,8190}[\x21-\x7e])?")

Body = Literal["json", "form", "multipart"]


@dataclass(frozen=True, slots=True)
class Asking:
    """How a service is asked: by POST at ``path`` below the address of the settings.

    ``statuses`` are the HTTP statuses whose body is an answer. Only an ``idempotent`` service is asked a second time.
    """

    path: str
    body: Body
    answering: Answering
    query: Mapping[str, Value] = field(default_factory=dict)
    headers: Mapping[str, Value] = field(default_factory=dict)
    statuses: frozenset[int] = frozenset({200})
    idempotent: bool = False
    signing: Signing | None = None


@dataclass(frozen=True, slots=True)
class ServiceProfile:
    """One service. ``asking`` is ``None`` where only its form is known: it serves for exports."""

    form: Form
    asking: Asking | None = None

    def needed(self) -> frozenset[Source]:
        """Everything that a question to this service cannot do without."""
        values: list[Value] = [*self.form.fields.values()]
        if self.asking is not None:
            values += [*self.asking.query.values(), *self.asking.headers.values()]
            values += self.asking.signing.over if self.asking.signing and Source.HMAC in values else ()
        return frozenset(value for value in values if isinstance(value, Source))


def shipped_names() -> tuple[str, ...]:
    """The services whose profiles come with the program."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def load_profile(named: str) -> ServiceProfile:
    """The profile of a shipped service by its name, or of a file by its path (it ends in ``.toml``).

    Raises ``Fault(SETTINGS_MALFORMED)`` naming the file and the key.
    """
    if not named.endswith(".toml") and named not in shipped_names():
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"no service of that name: {', '.join(shipped_names())}")
    path = Path(named) if named.endswith(".toml") else SHIPPED / f"{named}.toml"
    try:
        return _File.model_validate(_document(path)).profile(path.stem)
    except ValidationError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, _told(error, path)) from None
    except ValueError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: {error}") from None


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: larger than {MAX_BYTES} bytes")
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: not UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: {error}") from error


def _told(error: ValidationError, path: Path) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{path.name}: {place + ': ' if place else ''}{first['msg']}"


def header_value(text: str) -> bool:
    """Whether this may be sent as a header: visible ASCII, no line break that would begin another header."""
    return _HEADER_VALUE.fullmatch(text) is not None


# The file


def _value(written: object) -> Value:
    """``"dg1"`` is a source, ``{ text = "C06" }`` a constant."""
    if isinstance(written, str) and written in set(Source):
        return Source(written)
    if isinstance(written, dict) and list(written) == ["text"] and isinstance(written["text"], str):
        return Constant(written["text"])
    raise ValueError(f"one of {', '.join(Source)}, or {{ text = … }}")


def _pointer(written: object) -> Pointer:
    if isinstance(written, str):
        return Pointer.parse(written)
    raise ValueError("a JSON pointer, such as /data/result")


def _word(written: object) -> str:
    word = json_word(written)
    if not word:
        raise ValueError("a truth value, a whole number or a text")
    return word


_Value = Annotated[Value, PlainValidator(_value)]
_Pointer = Annotated[Pointer, PlainValidator(_pointer)]
_Word = Annotated[str, PlainValidator(_word)]
_FieldName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
_Status = Annotated[int, Field(ge=200, le=499)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Signing(_Table):
    digest: Literal["sha256", "sha512"]
    over: Annotated[list[_Value], Field(min_length=1)]
    separator: Annotated[str, StringConstraints(max_length=8)] = ""

    def signing(self) -> Signing:
        sources = tuple(value for value in self.over if isinstance(value, Source))
        if len(sources) != len(self.over) or {*sources} & {*SECRET, Source.HMAC}:
            raise ValueError("hmac.over: sources that are no secret")
        return Signing(self.digest, sources, self.separator)


class _Asking(_Table):
    path: Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9/._~-]{0,500})?$")]
    body: Body = "json"
    query: dict[_FieldName, _Value] = {}
    headers: dict[_FieldName, _Value] = {}
    statuses: Annotated[list[_Status], Field(min_length=1)] = [200]
    idempotent: bool = False
    hmac: _Signing | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> _Asking:
        """Addresses and headers end up in the logs of everything on the way: nothing of the card goes there."""
        for name, value in [*self.query.items(), *self.headers.items()]:
            if value in OF_THE_CARD:
                raise ValueError(f"{name}: what is the card's belongs into the body")
        for name, value in self.query.items():
            if value in SECRET:
                raise ValueError(f"{name}: a token belongs into a header")
        if any(isinstance(value, Constant) and not header_value(value.text) for value in self.headers.values()):
            raise ValueError("headers: visible ASCII only")
        if any(300 <= status < 400 for status in self.statuses):
            raise ValueError("statuses: a redirection is no answer")
        return self

    def asking(self, answering: Answering) -> Asking:
        return Asking(
            path=self.path,
            body=self.body,
            answering=answering,
            query=self.query,
            headers=self.headers,
            statuses=frozenset(self.statuses),
            idempotent=self.idempotent,
            signing=self.hmac.signing() if self.hmac else None,
        )


class _Answer(_Table):
    finding: _Pointer
    genuine: Annotated[list[_Word], Field(min_length=1)]
    not_genuine: list[_Word] = []
    not_known: list[_Word] = []
    code: _Pointer | None = None
    reference: _Pointer | None = None
    transaction: _Pointer | None = None
    require: dict[str, _Word] = {}

    def answering(self) -> Answering:
        said = {
            IssuerFinding.GENUINE: self.genuine,
            IssuerFinding.NOT_GENUINE: self.not_genuine,
            IssuerFinding.NOT_KNOWN: self.not_known,
        }
        words = {word: finding for finding, listed in said.items() for word in listed}
        if len(words) != sum(map(len, said.values())):
            raise ValueError("answer: a word stands for two findings")
        return Answering(
            finding=self.finding,
            words=words,
            require={Pointer.parse(place): word for place, word in self.require.items()},
            code=self.code,
            reference=self.reference,
            transaction=self.transaction,
        )


class _File(_Table):
    fields: Annotated[dict[_FieldName, _Value], Field(min_length=1)]
    if_released: dict[_FieldName, _Value] = {}
    encoding: Literal["base64", "hex"] = "base64"
    ask: _Asking | None = None
    answer: _Answer | None = None

    def profile(self, name: str) -> ServiceProfile:
        if (self.ask is None) != (self.answer is None):
            raise ValueError("ask and answer: both or none")
        if set(self.fields) & set(self.if_released):
            raise ValueError("if_released: a field that stands in fields too")
        if any(value in SECRET for value in [*self.fields.values(), *self.if_released.values()]):
            raise ValueError("fields: a token belongs into a header")
        form = Form(name, self.fields, self.if_released, Encoding(self.encoding))
        if self.ask is None or self.answer is None:
            return ServiceProfile(form)
        return ServiceProfile(form, self.ask.asking(self.answer.answering()))
