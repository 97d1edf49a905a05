"""The outbox in the journal's file: one transaction with the verdict, sealed, unique by key, wiped when delivered."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.outbox import DamagedRow, OutboxCount, OutboxMessage, OutboxRow
from kiosk.domain.override import Outcome, Override, Undo
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from kiosk.journal.outbox import OutboxFile
from tests.fakes.staff import START, MovableClock

AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An")
SECRET = b'{"name": "Nguyen Van An", "number": "001090012345"}'
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def message(key: str = "c-1", output: str = "webhook", payload: bytes = SECRET) -> OutboxMessage:
    return OutboxMessage(output, key, payload)


class Post:
    """A journal and its outbox, and a clock that stands still until it is moved."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = MovableClock()
        self.journal = Journal(path, "exam", self.clock)
        self.outbox: OutboxFile = self.journal.open_outbox()

    def check(self, check_id: str = "c-1", *outgoing: OutboxMessage) -> None:
        now = self.clock.now()
        record = CheckRecord(CheckId(check_id), "exam", now, now, 6.0, Verdict.ADMIT, ())
        self.journal.commit(record, AN, outgoing or (message(check_id),))

    def due(self, output: str = "webhook") -> OutboxMessage | None:
        found = self.outbox.next_due(output, self.clock.now())
        return found.message if found else None

    def entries(self) -> int:
        with closing(sqlite3.connect(self.path)) as connection:
            return int(connection.execute("SELECT count(*) FROM entry WHERE kind = 'check'").fetchone()[0])

    def close(self) -> None:
        self.outbox.close()
        self.journal.close()


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = Post(tmp_path / "journal.sqlite")
    yield made
    made.close()


def test_a_verdict_and_its_messages_are_written_together(post: Post) -> None:
    post.check("c-1", message("c-1"), message("c-1", "export"))
    assert (post.due(), post.due("export")) == (message("c-1"), message("c-1", "export"))
    assert post.entries() == 1
    assert post.journal.verify() is None


def test_a_verdict_whose_message_cannot_be_written_is_not_written_either(post: Post) -> None:
    with closing(sqlite3.connect(post.path)) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT raise(ABORT, 'disk full'); END")
        connection.commit()
    with pytest.raises(Fault) as raised:
        post.check()
    assert raised.value.code is FaultCode.JOURNAL_FAILED
    assert post.entries() == 0


def test_a_decision_of_staff_and_its_messages_are_written_together(post: Post) -> None:
    post.check()
    decision = Override(CheckId("c-1"), Outcome.REFUSED, "other-person", "binh", post.clock.now(), "lan")
    sequence = post.journal.note_override(decision, [message("c-1.1")])
    post.journal.note_undo(
        Undo(CheckId("c-1"), sequence, "chosen-by-mistake", "lan", post.clock.now()), [message("c-1.2")]
    )
    assert post.outbox.count("webhook").waiting == 3
    assert post.journal.verify() is None


def test_a_decision_about_a_check_that_there_is_not_sends_nothing(post: Post) -> None:
    with pytest.raises(Fault):
        post.journal.note_override(
            Override(CheckId("c-9"), Outcome.REFUSED, "other-person", "binh", post.clock.now(), "lan"), [message("c-9")]
        )
    assert post.outbox.count("webhook") == OutboxCount()


def test_nothing_of_a_message_can_be_read_in_the_files(post: Post) -> None:
    post.check()
    for file in post.path.parent.glob("journal.sqlite*"):
        for word in (b"Nguyen", b"001090012345"):
            assert word not in file.read_bytes(), file.name


def test_what_was_delivered_is_wiped_and_never_sent_again(post: Post) -> None:
    post.check()
    found = post.outbox.next_due("webhook", post.clock.now())
    assert found is not None
    post.outbox.delivered(found.number)
    assert post.due() is None
    assert post.outbox.put(message()) is False, "its key is remembered"
    with closing(sqlite3.connect(post.path)) as connection:
        assert connection.execute("SELECT state, sealed FROM outbox").fetchall() == [("delivered", None)]


def test_one_key_is_one_message_for_each_output(post: Post) -> None:
    assert [post.outbox.put(message("c-1", output)) for output in ("webhook", "webhook", "check-in")] == [
        True,
        False,
        True,
    ]


def test_messages_are_tried_in_their_order_and_postponed_ones_when_they_are_due(post: Post) -> None:
    post.check("c-1")
    post.clock.pass_by(1.0)
    post.check("c-2")
    first = post.outbox.next_due("webhook", post.clock.now())
    assert first is not None and first.message.key == "c-1"
    post.outbox.postponed(first.number, post.clock.now() + HOUR, "unreachable")
    assert post.due() == message("c-2")
    assert post.outbox.count("webhook").due_at == START + timedelta(seconds=1.0)
    post.clock.pass_by(3600.0)
    second = post.outbox.next_due("webhook", post.clock.now())
    assert second is not None
    post.outbox.delivered(second.number)
    again = post.outbox.next_due("webhook", post.clock.now())
    assert again is not None
    assert (again.message, again.tries, again.trouble) == (message("c-1"), 1, "unreachable")


def test_a_message_of_a_clock_that_was_wrong_does_not_wait_for_its_time(post: Post) -> None:
    """A machine without a battery starts in another year until the network tells it the time."""
    post.clock.pass_by(86_400.0 * 400)
    post.check()
    post.clock.set_back(86_400.0 * 400)
    assert post.due() == message()
    found = post.outbox.next_due("webhook", post.clock.now())
    assert found is not None
    post.outbox.postponed(found.number, post.clock.now() + timedelta(minutes=5), "unreachable")
    assert post.due() is None, "now it has a time of the right clock"


def test_what_nobody_takes_is_parked_until_staff_release_it(post: Post) -> None:
    post.check()
    found = post.outbox.next_due("webhook", post.clock.now())
    assert found is not None
    post.outbox.parked(found.number, "refused-422")
    assert post.due() is None
    assert post.outbox.count("webhook") == OutboxCount(parked=1, trouble="refused-422")
    assert post.outbox.release_parked("webhook") == 1
    assert post.due() == message()


def test_a_message_is_kept_no_longer_than_the_site_allows(post: Post) -> None:
    post.check("c-1")
    post.check("c-2")
    post.outbox.expire(DAY, None)
    found = post.outbox.next_due("webhook", post.clock.now())
    assert found is not None
    post.outbox.delivered(found.number)
    post.clock.pass_by(3600.0)
    assert post.outbox.expire(DAY, HOUR) == 0
    post.clock.pass_by(86_400.0)
    post.check("c-3")
    assert post.outbox.expire(DAY, DAY) == 1
    assert post.due() == message("c-3")
    count = post.outbox.count("webhook")
    assert (count.waiting, count.expired) == (1, 1)
    with closing(sqlite3.connect(post.path)) as connection:
        kept = connection.execute("SELECT key, sealed IS NULL FROM outbox ORDER BY number").fetchall()
    assert kept == [("c-2", 1), ("c-3", 0)], "a delivered one is forgotten altogether"


class Kept:
    """A message and a kiosk that counts its time: it runs, is switched off, and somebody sets its clock."""

    def __init__(self, post: Post) -> None:
        self.post = post
        post.check()
        self.begin()

    def begin(self) -> None:
        self.post.outbox.expire(DAY, None)

    def run(self, hours: float) -> None:
        self.post.clock.pass_by(hours * 3600.0)
        self.post.outbox.expire(DAY, timedelta(hours=hours))

    def off(self, hours: float) -> None:
        self.post.clock.pass_by(hours * 3600.0)
        self.begin()

    def set_clock(self, hours: float) -> None:
        self.post.clock.set_back(-hours * 3600.0)


YEARS = 24.0 * 365 * 70


@pytest.mark.parametrize(
    ("acts", "kept"),
    [
        ([(Kept.run, 23.9)], True),
        ([(Kept.run, 24.0)], False),
        ([(Kept.run, 8.0), (Kept.off, 15.0)], True),
        ([(Kept.run, 8.0), (Kept.off, 16.0)], False),
        ([(Kept.set_clock, YEARS), (Kept.run, 1.0)], True),
        ([(Kept.set_clock, YEARS), (Kept.off, 0.0)], True),
        ([(Kept.off, YEARS)], True),
        ([(Kept.off, YEARS), (Kept.run, 7.0)], True),
        ([(Kept.off, YEARS), (Kept.run, 8.0)], False),
        ([(Kept.set_clock, YEARS), (Kept.run, 12.0), (Kept.set_clock, -YEARS), (Kept.run, 11.9)], True),
        ([(Kept.set_clock, YEARS), (Kept.run, 12.0), (Kept.set_clock, -YEARS), (Kept.run, 12.0)], False),
        ([(Kept.set_clock, -YEARS), (Kept.off, 1.0), (Kept.set_clock, YEARS), (Kept.run, 1.0)], True),
    ],
    ids=[
        "a day that is not over",
        "a day",
        "nearly a day with its night",
        "a day with its night",
        "the clock is set far ahead",
        "the clock is set far ahead, and the kiosk begins anew",
        "switched off for years, or so its clock says",
        "and then for a while",
        "and then for a day less a night",
        "ahead and back again",
        "ahead and back again, a day",
        "no battery, then the right time",
    ],
)
def test_a_message_is_wiped_by_the_time_that_the_kiosk_counted_and_by_no_clock(
    post: Post, acts: list[tuple[Callable[[Kept, float], None], float]], kept: bool
) -> None:
    kiosk = Kept(post)
    for act, hours in acts:
        act(kiosk, hours)
    count = post.outbox.count("webhook")
    assert (count.waiting, count.expired) == ((1, 0) if kept else (0, 1))


def test_how_many_were_lost_is_remembered_for_as_long_again(post: Post) -> None:
    kiosk = Kept(post)
    for hours, expired in ((24.0, 1), (1.0, 1), (22.9, 1), (1.1, 0)):
        kiosk.run(hours)
        assert post.outbox.count("webhook").expired == expired


@pytest.mark.parametrize("looked_at", ["", "yesterday", "2026-11-22T07:00:00"], ids=["empty", "no time", "no zone"])
def test_a_damaged_count_makes_nothing_older(post: Post, looked_at: str) -> None:
    kiosk = Kept(post)
    with closing(sqlite3.connect(post.path)) as connection:
        connection.execute("UPDATE outbox_time SET looked_at = ?", (looked_at,))
        connection.commit()
    kiosk.off(YEARS)
    kiosk.run(23.9)
    assert post.outbox.count("webhook").waiting == 1


def test_messages_of_an_older_program_are_counted_from_now_on(tmp_path: Path) -> None:
    old = Post(tmp_path / "journal.sqlite")
    old.check()
    old.outbox._connection.execute("ALTER TABLE outbox DROP COLUMN kept_from")
    old.outbox._connection.execute("DROP TABLE outbox_time")
    old.close()
    new = Post(tmp_path / "journal.sqlite")
    try:
        new.clock.pass_by(YEARS * 3600.0)
        assert [new.outbox.expire(DAY, ran) for ran in (None, HOUR, DAY)] == [0, 0, 1]
    finally:
        new.close()


def test_messages_survive_a_kiosk_whose_power_was_cut(post: Post, tmp_path: Path) -> None:
    """Files as they lie on the disk while the program still runs: no connection was closed, no log folded in."""
    post.check()
    after = tmp_path / "after"
    after.mkdir()
    for file in post.path.parent.glob("journal.*"):
        shutil.copy(file, after)
    again = Post(after / "journal.sqlite")
    try:
        assert again.due() == message()
        assert again.journal.verify() is None
    finally:
        again.close()


def test_a_message_that_somebody_changed_is_parked_and_the_next_one_goes_out(post: Post) -> None:
    post.check("c-1")
    post.check("c-2", message("c-2", payload=b"{}"))
    with closing(sqlite3.connect(post.path)) as connection:
        connection.execute("UPDATE outbox SET sealed = (SELECT sealed FROM outbox WHERE key = 'c-1')")
        connection.execute("UPDATE outbox SET key = 'c-9' WHERE key = 'c-1'")
        connection.commit()
    assert post.due() is None
    count = post.outbox.count("webhook")
    assert (count.parked, count.trouble) == (2, "damaged")


def test_messages_of_a_time(post: Post) -> None:
    for key in ("c-1", "c-2", "c-3"):
        post.check(key, message(key, "export"))
        post.clock.pass_by(3600.0)
    found = post.outbox.messages("export", START + HOUR, START + 2 * HOUR)
    assert [row.message.key for row in found if isinstance(row, OutboxRow)] == ["c-2"]


@pytest.mark.parametrize(
    ("damage", "made_at"),
    [
        ("UPDATE outbox SET sealed = x'00' WHERE key = 'c-2'", START),
        ("UPDATE outbox SET sealed = zeroblob(200) WHERE key = 'c-2'", START),
        ("UPDATE outbox SET key = 'no key' WHERE key = 'c-2'", START),
        (f"UPDATE outbox SET made_at = '{START.year}-x' WHERE key = 'c-2'", None),
    ],
    ids=["too short", "not sealed here", "under another key", "no time"],
)
def test_a_damaged_message_of_a_time_hides_no_other(post: Post, damage: str, made_at: datetime | None) -> None:
    for key in ("c-1", "c-2", "c-3"):
        post.check(key, message(key, "export"))
    with closing(sqlite3.connect(post.path)) as connection:
        connection.execute(damage)
        connection.commit()
    found = list(post.outbox.messages("export", START.replace(month=1), START.replace(year=START.year + 1)))
    assert [row.number for row in found] == [1, 2, 3]
    assert [isinstance(row, OutboxRow) for row in found] == [True, False, True]
    assert found[1] == DamagedRow(2, made_at)


def test_a_journal_from_before_the_outbox_gets_one(tmp_path: Path) -> None:
    old = Post(tmp_path / "journal.sqlite")
    old.outbox._connection.execute("DROP TABLE outbox")
    old.close()
    new = Post(tmp_path / "journal.sqlite")
    try:
        new.check()
        assert new.due() == message()
        assert new.journal.verify() is None
    finally:
        new.close()


@pytest.mark.parametrize(
    ("output", "key", "size"),
    [("Web hook", "c-1", 1), ("", "c-1", 1), ("webhook", "", 1), ("webhook", "a b", 1), ("webhook", "c-1", 1 << 20)],
    ids=["output with a space", "no output", "no key", "key with a space", "too large"],
)
def test_messages_that_are_none(output: str, key: str, size: int) -> None:
    with pytest.raises(ValueError, match=r"output|key|bytes"):
        OutboxMessage(output, key, bytes(size))


def test_a_message_hides_its_payload() -> None:
    assert "Nguyen" not in repr(message())


def test_a_reason_is_a_word_and_no_sentence_of_somebody_outside(post: Post) -> None:
    post.check()
    with pytest.raises(ValueError, match="kebab-case"):
        post.outbox.parked(1, "Nguyễn Văn An is unknown")
