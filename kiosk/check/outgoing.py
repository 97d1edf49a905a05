"""From a finished check, or a decision of staff after it, to the messages about it that the outbox keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.desks.releasing import Value, released
from kiosk.domain.evidence import Evidence
from kiosk.domain.outbox import LONGEST_PAYLOAD, OutboxMessage
from kiosk.domain.outputs import OutputField, OutputRules
from kiosk.domain.override import Outcome, Override, Undo
from kiosk.domain.record import CheckRecord

WEBHOOK = "webhook"
EXPORT = "export"
UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class PersonTold:
    """What a verdict's own message told of its person: where the identity was read, and the released fields."""

    source: str
    fields: Mapping[str, Value] = field(repr=False)


def outgoing(record: CheckRecord, evidence: Evidence, rules: OutputRules) -> tuple[OutboxMessage, ...]:
    """The messages of this check, under its id, with the fields that each output may be given."""
    ways = ((WEBHOOK, rules.webhook), (EXPORT, rules.export))
    told = {
        "check": record.check_id,
        "site": record.site,
        "at": record.decided_at.isoformat(timespec="milliseconds"),
        "verdict": record.verdict.value,
    }
    return tuple(
        OutboxMessage(
            way, record.check_id, _payload(told, PersonTold(record.identity_source, released(record, evidence, fields)))
        )
        for way, fields in ways
        if fields is not None
    )


def outgoing_decision(
    decision: Override | Undo, site: str, rules: OutputRules, person: PersonTold | None = None
) -> tuple[OutboxMessage, ...]:
    """The message about what staff decided after a check, or took back: outcome and reason, nobody's data.

    ``person`` is handed in where the receiver knows of nobody but those who came in: an admission tells them then, and
    under one key however often it is decided.
    """
    if rules.webhook is None:
        return ()
    outcome = decision.outcome.value if isinstance(decision, Override) else UNDONE
    told = {
        "check": decision.check_id,
        "site": site,
        "at": decision.at.isoformat(timespec="milliseconds"),
        "outcome": outcome,
        "reason": decision.reason,
    }
    if person is not None and outcome == Outcome.ADMITTED:
        return (OutboxMessage(WEBHOOK, f"{decision.check_id}.{outcome}", _payload(told, person)),)
    key = f"{decision.check_id}.{round(decision.at.timestamp() * 1000)}"
    return (OutboxMessage(WEBHOOK, key, json.dumps(told).encode()),)


def _payload(told: Mapping[str, str], person: PersonTold) -> bytes:
    """A verdict is never lost for a photograph that is too large, nor for texts without end on a card."""
    without_photo = {name: value for name, value in person.fields.items() if name != OutputField.PHOTO}
    for fields in (person.fields, without_photo, {}):
        payload = json.dumps({**told, "source": person.source, "released": fields}, ensure_ascii=False).encode()
        if len(payload) <= LONGEST_PAYLOAD:
            break
    return payload
