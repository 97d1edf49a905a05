"""The tables of a profile that say how the desk is run: attendance, and what may be done with data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kiosk.domain.data_rules import CORRECTABLE, LIST_DAYS_LIMITS, SHEET_FIELDS, SHEETS, DataRules
from kiosk.domain.desks.attendance import GROUPINGS, MINUTES_LIMITS, AttendanceRules, Session
from kiosk.domain.hospital.queue import FIRST_LIMITS, QueueRules
from kiosk.domain.travel import INFANT_YEARS_LIMITS, PassWanted, TravelRules
from kiosk.site.attendance import read_clock
from kiosk.site.output_rules import KNOWN, output_rules
from kiosk.site.profile_values import MalformedError, only, string_of, table_of, text_of, whole_within

Table = Mapping[str, object]


def attendance_rules(document: Table) -> AttendanceRules:
    """``[attendance]``: when people are let in; the table, and each key in it, may be left out."""
    table = _optional(document, "attendance", ("opens_minutes", "closes_minutes", "sessions", "grouped_by"))
    given: dict[str, Any] = {
        key: whole_within(table, key, MINUTES_LIMITS, "attendance.")
        for key in ("opens_minutes", "closes_minutes")
        if key in table
    }
    if "grouped_by" in table:
        given["grouped_by"] = table["grouped_by"]
        if given["grouped_by"] not in GROUPINGS:
            raise MalformedError(f"attendance.grouped_by: one of {', '.join(GROUPINGS)}")
    sessions = _tables(table, "sessions", "attendance.")
    return AttendanceRules(**given, sessions=tuple(_session(one, number) for number, one in enumerate(sessions, 1)))


def _session(table: Table, number: int) -> Session:
    prefix = f"attendance.sessions[{number}]."
    only(table, ("names", "starts"), prefix)
    names = table.get("names")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise MalformedError(f"{prefix}names: a list of names")
    starts = read_clock(string_of(table, "starts", prefix))
    if starts is None:
        raise MalformedError(f"{prefix}starts: a time of day, as in 07:30")
    return Session(tuple(names), starts)


def data_rules(document: Table) -> DataRules:
    """``[consent]``, ``[retention]`` and ``[outputs]``; each may be left out."""
    rules = DataRules()
    if "consent" in document:
        rules = replace(rules, consent=text_of(table_of(document, "consent", ""), "consent."))
    retention = _optional(document, "retention", ("list_days",))
    if "list_days" in retention:
        rules = replace(rules, list_days=whole_within(retention, "list_days", LIST_DAYS_LIMITS, "retention."))
    outputs = _optional(document, "outputs", ("corrections", *SHEETS, *KNOWN))
    sheets: dict[str, Any] = {name: _sheet(document, outputs[name], name) for name in SHEETS if name in outputs}
    rules = replace(rules, **sheets)
    rules = replace(rules, outputs=output_rules(outputs))
    if "corrections" in outputs:
        fields = outputs["corrections"]
        if not isinstance(fields, list) or not all(one in CORRECTABLE for one in fields):
            raise MalformedError(f"outputs.corrections: a list of {', '.join(CORRECTABLE)}; it may be empty")
        rules = replace(rules, corrections=frozenset(fields))
    return rules


def travel_rules(document: Table) -> TravelRules | None:
    """``[travel]``: what a desk for travellers asks of boarding passes and infants; without the table it is none."""
    if "travel" not in document:
        return None
    table = _optional(document, "travel", ("boarding_pass", "airport", "infant_years"))
    given: dict[str, Any] = {}
    if "boarding_pass" in table:
        if table["boarding_pass"] not in list(PassWanted):
            raise MalformedError(f"travel.boarding_pass: one of {', '.join(PassWanted)}")
        given["boarding_pass"] = PassWanted(str(table["boarding_pass"]))
    if "airport" in table:
        given["airport"] = string_of(table, "airport", "travel.")
        if not re.fullmatch("[A-Z]{3}", given["airport"]):
            raise MalformedError("travel.airport: three capitals, as in HUI")
    if "infant_years" in table:
        given["infant_years"] = whole_within(table, "infant_years", INFANT_YEARS_LIMITS, "travel.")
    return TravelRules(**given)


def queue_rules(document: Table) -> QueueRules | None:
    """``[queue]``: numbers that the kiosk gives out itself; without the table it gives none."""
    if "queue" not in document:
        return None
    table = _optional(document, "queue", ("per", "own", "first", "vi", "en"))
    words = text_of({key: table[key] for key in ("vi", "en") if key in table}, "queue.")
    for key, sentence in (("vi", words.vi), ("en", words.en)):
        if sentence.count("{value}") != 1:
            raise MalformedError(f"queue.{key}: holds {{value}} once")
    given: dict[str, Any] = {key: string_of(table, key, "queue.") for key in ("per", "own") if key in table}
    if "first" in table:
        given["first"] = whole_within(table, "first", FIRST_LIMITS, "queue.")
    return QueueRules(words, **given)


def _sheet(document: Table, fields: object, name: str) -> tuple[str, ...]:
    """The columns of a sheet in their order: fields of the list, and its own columns."""
    table = document.get("list")
    details = table.get("details", {}) if isinstance(table, dict) else {}
    known = (*SHEET_FIELDS, *(details if isinstance(details, dict) else ()))
    if not isinstance(fields, list) or not all(field in known for field in fields):
        raise MalformedError(f"outputs.{name}: a list of {', '.join(known)}; without any there is no such sheet")
    return tuple(fields)


def _optional(document: Table, name: str, known: tuple[str, ...]) -> Table:
    table = table_of(document, name, "") if name in document else {}
    only(table, known, f"{name}.")
    return table


def _tables(table: Table, name: str, prefix: str) -> list[Table]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise MalformedError(f"{prefix}{name}: a list of tables")
    return value
