"""Decisions of staff in a real journal: beside which entry they stand, and who has come in after them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.override import Outcome, Override, OverrideJournal, Undo
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from tests.fakes.staff import START, MovableClock

AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An")
C1, C2 = CheckId("c-1"), CheckId("c-2")


class Desk:
    """A journal, and a clock that goes on a minute with every entry."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = MovableClock()
        self.journal = Journal(path, "exam", self.clock)
        self.port: OverrideJournal = self.journal

    def check(self, check_id: CheckId, verdict: Verdict) -> datetime:
        self.clock.pass_by(60.0)
        now = self.clock.now()
        self.journal.commit(CheckRecord(check_id, "exam", now, now, 6.0, verdict, (), listing_key="000101"), AN)
        return now

    def decide(self, check_id: CheckId, outcome: Outcome) -> int:
        self.clock.pass_by(60.0)
        return self.port.note_override(Override(check_id, outcome, "list-is-wrong", "binh", self.clock.now(), "lan"))

    def undo(self, check_id: CheckId, override: int) -> int:
        self.clock.pass_by(60.0)
        return self.port.note_undo(Undo(check_id, override, "chosen-by-mistake", "lan", self.clock.now()))

    def entry(self, sequence: int) -> tuple[str, dict[str, Any]]:
        row = self.journal._connection.execute(
            "SELECT kind, body FROM entry WHERE sequence = ?", (sequence,)
        ).fetchone()
        return row[0], json.loads(row[1])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "journal.sqlite")
    yield made
    made.journal.close()


def test_a_decision_stands_beside_the_verdict_with_the_hash_of_its_evidence(desk: Desk) -> None:
    desk.check(C1, Verdict.REFER)
    (evidence,) = desk.journal._connection.execute("SELECT hash FROM entry WHERE sequence = 2").fetchone()

    sequence = desk.decide(C1, Outcome.ADMITTED)

    assert desk.entry(sequence) == (
        "override",
        {
            "check_id": "c-1",
            "check": 2,
            "evidence": evidence.hex(),
            "listing_key": "000101",
            "machine": "REFER",
            "outcome": "admitted",
            "reason": "list-is-wrong",
            "by": "binh",
            "confirmed_by": "lan",
            "decided_at": "2026-11-22T07:02:00.000+00:00",
        },
    )
    assert desk.entry(2)[0] == "check"
    assert desk.journal.verify() is None


def test_an_undo_names_the_decision(desk: Desk) -> None:
    desk.check(C1, Verdict.REFER)
    decided = desk.decide(C1, Outcome.ADMITTED)

    kind, body = desk.entry(desk.undo(C1, decided))

    assert (kind, body["override"], body["by"], body["reason"]) == (
        "override-undone",
        decided,
        "lan",
        "chosen-by-mistake",
    )
    assert desk.journal.verify() is None


@pytest.mark.parametrize("what", ["no such check", "no such override", "another check's", "undone before", "a check"])
def test_what_has_nothing_to_stand_beside_is_refused(desk: Desk, what: str) -> None:
    desk.check(C1, Verdict.REFER)
    decided = desk.decide(C1, Outcome.ADMITTED)
    if what == "undone before":
        desk.undo(C1, decided)

    with pytest.raises(Fault) as caught:
        match what:
            case "no such check":
                desk.decide(C2, Outcome.ADMITTED)
            case "no such override":
                desk.undo(C1, decided + 1)
            case "another check's":
                desk.undo(C2, decided)
            case "a check":
                desk.undo(C1, 2)
            case _:
                desk.undo(C1, decided)

    assert caught.value.code is FaultCode.JOURNAL_FAILED
    assert desk.journal.verify() is None


def minutes(count: int) -> datetime:
    return START + timedelta(minutes=count)


@pytest.mark.parametrize(
    ("acts", "admitted"),
    [
        pytest.param([Verdict.ADMIT], minutes(1), id="the machine admitted"),
        pytest.param([Verdict.REFER], None, id="the machine referred"),
        pytest.param([Verdict.REFER, Outcome.ADMITTED], minutes(2), id="staff admitted"),
        pytest.param([Verdict.REFUSE, Outcome.REFUSED], None, id="both refused"),
        pytest.param([Verdict.ADMIT, Outcome.REFUSED], None, id="staff turned away"),
        pytest.param([Verdict.REFER, Outcome.ADMITTED, "undo"], None, id="staff admitted by mistake"),
        pytest.param([Verdict.ADMIT, Outcome.REFUSED, "undo"], minutes(1), id="turned away by mistake"),
        pytest.param(
            [Verdict.REFER, Outcome.ADMITTED, "undo", Outcome.ADMITTED], minutes(4), id="admitted after an undo"
        ),
        pytest.param([Verdict.ADMIT, Verdict.ADMIT, Outcome.REFUSED], minutes(1), id="the second time turned away"),
        pytest.param([Verdict.REFER, Outcome.ADMITTED, Outcome.REFUSED], None, id="the newest decision stands"),
    ],
)
def test_who_has_come_in(desk: Desk, acts: list[Verdict | Outcome | str], admitted: datetime | None) -> None:
    checks = decided = 0
    for act in acts:
        if isinstance(act, Verdict):
            checks += 1
            desk.check(CheckId(f"c-{checks}"), act)
        elif isinstance(act, Outcome):
            decided = desk.decide(CheckId(f"c-{checks}"), act)
        else:
            desk.undo(CheckId(f"c-{checks}"), decided)

    assert desk.journal.last_admission(AN) == admitted
    assert desk.journal.last_admission(replace(AN, number="079185006789")) is None


def test_a_journal_from_before_learns_to_look_decisions_up(desk: Desk) -> None:
    desk.journal._connection.execute("DROP INDEX decision")
    desk.journal.close()
    desk.journal = Journal(desk.path, "exam", desk.clock)

    (found,) = desk.journal._connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'decision'").fetchone()
    assert found == 1
    assert desk.journal.verify() is None


def test_decisions_since_a_moment_as_far_as_they_stand(desk: Desk) -> None:
    desk.check(C1, Verdict.REFER)
    desk.decide(C1, Outcome.ADMITTED)
    between = desk.check(C2, Verdict.REFER)
    taken_back = desk.decide(C2, Outcome.REFUSED)
    assert desk.journal.decisions(START) == {C1: Outcome.ADMITTED, C2: Outcome.REFUSED}
    assert desk.journal.decisions(between) == {C2: Outcome.REFUSED}
    desk.undo(C2, taken_back)
    assert desk.journal.decisions(START) == {C1: Outcome.ADMITTED}
