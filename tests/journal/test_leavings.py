"""Somebody who came in and is seen to leave: what the journal holds of it, and of whom it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault
from kiosk.domain.identity import Identity, Source
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from tests.fakes.staff import MovableClock

AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An")


class Door:
    def __init__(self, path: Path) -> None:
        self.clock = MovableClock()
        self.journal = Journal(path, "exam", self.clock)

    def check(self, verdict: Verdict, key: str = "000101") -> None:
        self.clock.pass_by(60.0)
        now = self.clock.now()
        record = CheckRecord(CheckId("c"), "exam", now, now, 6.0, verdict, (), listing_key=key)
        self.journal.commit(record, AN)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = Door(tmp_path / "journal.sqlite")
    yield made
    made.journal.close()


def test_whoever_came_in_can_leave(door: Door) -> None:
    door.check(Verdict.ADMIT)
    assert door.journal.last_leaving(AN) is None
    door.clock.pass_by(60.0)
    at = door.journal.note_leaving("000101", "binh")
    assert at == door.clock.now()
    assert door.journal.last_leaving(AN) == at
    assert door.journal.last_leaving(Identity(Source.CHIP, "001090012346")) is None
    assert door.journal.verify() is None


@pytest.mark.parametrize("verdict", [Verdict.REFER, Verdict.REFUSE])
def test_whoever_did_not_come_in_cannot_leave(door: Door, verdict: Verdict) -> None:
    door.check(verdict)
    assert door.journal.note_leaving("000101", "binh") is None


@pytest.mark.parametrize("key", ["", "000102", "x" * 401])
def test_a_key_under_which_nobody_came_in(door: Door, key: str) -> None:
    door.check(Verdict.ADMIT)
    assert door.journal.note_leaving(key, "binh") is None


def test_it_is_noted_by_a_login(door: Door) -> None:
    door.check(Verdict.ADMIT)
    with pytest.raises(Fault):
        door.journal.note_leaving("000101", "Nguyễn Văn An")
