"""From a finished check to the messages about it: one for each output that keeps its own in the outbox."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kiosk.domain.evidence import Evidence
from kiosk.domain.outbox import LONGEST_PAYLOAD, OutboxMessage
from kiosk.domain.outputs import Fields, OutputField, OutputRules
from kiosk.domain.record import CheckRecord
from kiosk.domain.releasing import Value, released

WEBHOOK = "webhook"
EXPORT = "export"


def outgoing(record: CheckRecord, evidence: Evidence, rules: OutputRules) -> tuple[OutboxMessage, ...]:
    """The messages of this check, under its id, with the fields that each output may be given."""
    ways = ((WEBHOOK, rules.webhook), (EXPORT, rules.export))
    return tuple(
        OutboxMessage(way, record.check_id, _payload(record, evidence, fields))
        for way, fields in ways
        if fields is not None
    )


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
        "released": fields,
    }
    return json.dumps(message, ensure_ascii=False).encode()
