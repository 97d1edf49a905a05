"""Whom staff may still admit, kept for a receiver that hears of people only and of no verdict (the form ``hn212``)."""

from __future__ import annotations

import threading

from kiosk.check.outgoing import PersonTold, outgoing_decision
from kiosk.check.overrides.steps import Overriding
from kiosk.check.recording import record_of
from kiosk.check.states import Instant, Kiosk, ShowingResult
from kiosk.domain.clock import Clock
from kiosk.domain.desks.releasing import released
from kiosk.domain.identity import Source
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.outputs import OutputRules
from kiosk.domain.override import Override, Undo
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Verdict


class UndecidedPeople:
    """Watches a kiosk, and makes the message that is written with a decision of staff.

    Everything is safe from any thread. Unless ``keeps`` nobody is kept, and a decision names nobody.
    """

    def __init__(self, site: str, rules: OutputRules, clock: Clock, *, keeps: bool) -> None:
        self._site = site
        self._rules = rules
        self._clock = clock
        self._keeps = keeps
        self._people: dict[CheckId, PersonTold] = {}
        self._seen: CheckId | None = None
        self._lock = threading.Lock()

    def observe(self, kiosk: Kiosk) -> None:
        """Take in each result once, when it is shown: of those whom the machine did not let in, with a chip read."""
        result, fields = kiosk.phase, self._rules.webhook
        if not self._keeps or fields is None or not isinstance(result, ShowingResult) or result.check.id == self._seen:
            return
        check = result.check
        self._seen = check.id
        if result.decision.verdict not in (Verdict.REFER, Verdict.REFUSE):
            return
        record = record_of(check, result.decision, self._site, Instant(result.since, self._clock.now()))
        if record.identity_source != Source.CHIP:
            return
        with self._lock:
            self._people[check.id] = PersonTold(record.identity_source, released(record, check.evidence, fields))

    def outgoing(self, decision: Override | Undo) -> tuple[OutboxMessage, ...]:
        """What is written with this decision."""
        with self._lock:
            person = self._people.get(decision.check_id)
        return outgoing_decision(decision, self._site, self._rules, person)

    def keep_undecided(self, desk: Overriding) -> None:
        """Forget everybody about whom staff can decide no more; an observer of overrides."""
        known = desk.open_checks
        with self._lock:
            self._people = {check: person for check, person in self._people.items() if check in known}
