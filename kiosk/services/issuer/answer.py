"""From the body of a service's answer to an ``IssuerAnswer``: strict JSON, and a table of where which word stands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.domain.issuer_answer import IssuerAnswer, IssuerFinding, IssuerTrouble

_CODE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_DOCUMENT_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{9}|[0-9]{12})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in a JSON text (RFC 6901), as its reference tokens."""

    tokens: tuple[str, ...]

    @classmethod
    def parse(cls, written: str) -> Pointer:
        """``/data/result``; raises ``ValueError`` for what is no JSON pointer."""
        if not written.startswith("/") or re.search(r"~(?![01])", written):
            raise ValueError("a JSON pointer, such as /data/result")
        return cls(tuple(token.replace("~1", "/").replace("~0", "~") for token in written[1:].split("/")))

    def find(self, document: object) -> object:
        """The value there; ``None`` where there is none."""
        place: Any = document
        for token in self.tokens:
            if isinstance(place, dict):
                place = place.get(token)
            elif isinstance(place, list) and token.isascii() and token.isdecimal() and int(token) < len(place):
                place = place[int(token)]
            else:
                return None
        return place


@dataclass(frozen=True, slots=True)
class Answering:
    """Where a service says what. Words are compared as JSON texts, so that ``true``, ``1`` and ``"1"`` stay apart.

    All of ``require`` must stand there before the finding counts; ``transaction``, where it is set, is the question's.
    """

    finding: Pointer
    words: Mapping[str, IssuerFinding]
    require: Mapping[Pointer, str] = field(default_factory=dict)
    code: Pointer | None = None
    reference: Pointer | None = None
    transaction: Pointer | None = None


def json_word(value: object) -> str:
    """The JSON text of a truth value, a whole number or a text; empty for anything else."""
    return json.dumps(value) if isinstance(value, bool | int | str) else ""


def read_answer(body: bytes, answering: Answering, service: str, transaction: str, at: datetime) -> IssuerAnswer:
    """What the body says. Whatever is not understood is a service that failed, never a word about the document."""
    try:
        document = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return IssuerAnswer(IssuerFinding.SERVICE_FAILED, service, at, IssuerTrouble.ANSWER_MALFORMED)
    code, reference = _code(answering.code, document), _code(answering.reference, document)
    finding = answering.words.get(json_word(answering.finding.find(document)), IssuerFinding.SERVICE_FAILED)
    trouble = IssuerTrouble.ANSWER_MALFORMED if finding is IssuerFinding.SERVICE_FAILED else None
    if any(json_word(place.find(document)) != word for place, word in answering.require.items()):
        trouble = IssuerTrouble.REFUSED
    if answering.transaction is not None and answering.transaction.find(document) != transaction:
        trouble = IssuerTrouble.ANSWER_OF_ANOTHER
    if trouble is not None:
        finding = IssuerFinding.SERVICE_FAILED
    return IssuerAnswer(finding, service, at, trouble, code, reference)


def _code(place: Pointer | None, document: object) -> str:
    """A code as it stands there; one that is no code, or holds what could be a document number, is dropped."""
    value = None if place is None else place.find(document)
    text = str(value) if isinstance(value, int | str) else ""
    return text if _CODE.fullmatch(text) and not _DOCUMENT_NUMBER.search(text) else ""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Two values under one name would let two readers of the same answer see different ones (RFC 8259 §4)."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name comes twice")
    return members


def _refuse(constant: str) -> object:
    raise ValueError(constant)
