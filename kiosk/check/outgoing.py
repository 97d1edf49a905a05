"""From a finished check, or a decision of staff after it, to the messages about it that the outbox keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kiosk.domain.evidence import Evidence
from kiosk.domain.outbox import LONGEST_PAYLOAD, OutboxMessage
from kiosk.domain.outputs import Fields, OutputField, OutputRules
from kiosk.domain.override import Override, Undo
from kiosk.domain.record import CheckRecord
from kiosk.domain.releasing import Value, released

WEBHOOK = "webhook"
EXPORT = "export"
UNDONE = "undone"


def outgoing(record: CheckRecord, evidence: Evidence, rules: OutputRules) -> tuple[OutboxMessage, ...]:
    """The messages of this check, under its id, with the fields that each output may be given."""
    ways = ((WEBHOOK, rules.webhook), (EXPORT, rules.export))
    return tuple(
        OutboxMessage(way, record.check_id, _payload(record, evidence, fields))
        for way, fields in ways
        if fields is not None
    )


def outgoing_decision(decision: Override | Undo, site: str, rules: OutputRules) -> tuple[OutboxMessage, ...]:
    """The message about what staff decided after a check, or took back: outcome and reason, nobody's data."""
    if rules.webhook is None:
        return ()
    outcome = decision.outcome.value if isinstance(decision, Override) else UNDONE
    message = {
        "check": decision.check_id,
        "site": site,
        "at": decision.at.isoformat(timespec="milliseconds"),
        "outcome": outcome,
        "reason": decision.reason,
    }
    key = f"{decision.check_id}.{round(decision.at.timestamp() * 1000)}"
    return (OutboxMessage(WEBHOOK, key, json.dumps(message).encode()),)


def _payload(record: CheckRecord, evidence: Evidence, fields: Fields) -> bytes:
    """A verdict is never lost for a photograph that is too large, nor for texts without end on a card."""
    for told in (fields, fields - {OutputField.PHOTO}):
        payload = _json(record, released(record, evidence, told))
        if len(payload) <= LONGEST_PAYLOAD:
            return payload
    return _json(record, {})


def _json(record: CheckRecord, fields: Mapping[str, Value]) -> bytes:
    message = {
        "check": record.check_id,
        "site": record.site,
        "at": record.decided_at.isoformat(timespec="milliseconds"),
        "verdict": record.verdict.value,
        "source": record.identity_source,
        "released": fields,
    }
    return json.dumps(message, ensure_ascii=False).encode()
