"""The journal on a real file: what is kept, what is known again, what is noticed, and how it fails."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.ports import Journal as JournalPort
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.staff import StaffAct, StaffJournal, StaffNote
from kiosk.domain.verdict import Finding, Reason, Verdict
from kiosk.journal import database
from kiosk.journal.entries import JournalNote, NoteKind, TrustNote
from kiosk.journal.journal import Journal

START = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
AN = Identity(
    Source.CHIP,
    "001090012345",
    document_number="090012345",
    name="Nguyễn Văn An",
    mrz_name="NGUYEN<<VAN<AN",
    birth_date=date(1990, 3, 15),
    sex=Sex.MALE,
    old_number="012345678",
    residence="Phường Bến Nghé, Quận 1",
)
NGOC = Identity(Source.CHIP, "079185006789", name="Trần Thị Bích Ngọc")


class StandingClock:
    """Always the same moment."""

    def monotonic(self) -> float:
        return 0.0

    def now(self) -> datetime:
        return START


def record(number: int = 1, verdict: Verdict = Verdict.ADMIT, site: str = "exam") -> CheckRecord:
    return CheckRecord(
        check_id=CheckId(f"check-{number}"),
        site=site,
        started_at=START,
        decided_at=START + timedelta(minutes=number),
        seconds=6.0,
        verdict=verdict,
        findings=(Finding(Reason.CHIP_NOT_READ, Verdict.REFER, FaultCode.CARD_MUTE),),
        listing_key="000101",
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal(path, "exam", StandingClock()) as opened:
        yield opened


def rows(path: Path, query: str = "SELECT kind, verdict FROM entry ORDER BY sequence") -> list[tuple[object, ...]]:
    """What another program sees in the file."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def tamper(path: Path, *statements: str) -> None:
    """Change the file as somebody would who knows SQLite: triggers first."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for trigger in ("no_update", "no_delete", "next_in_sequence"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


# What is kept


def test_what_is_committed_is_in_the_file_at_once(journal: JournalPort, path: Path) -> None:
    journal.commit(record(), AN)
    assert rows(path) == [("created", ""), ("check", "ADMIT")]


def test_notes_stand_between_the_checks(journal: Journal, path: Path) -> None:
    journal.note(JournalNote(NoteKind.STARTED, "0.1.0"))
    journal.commit(record(), AN)
    journal.note_fault(FaultCode.CAMERA_LOST)
    journal.note(JournalNote(NoteKind.OPERATOR_ACT, "override-admit", check_id=CheckId("check-1")))
    journal.note_trust(TrustNote("removed", "ab" * 32, ("Nguyễn Văn An",), removed=1))
    journal.note(JournalNote(NoteKind.STOPPED))
    kinds = [kind for (kind,) in rows(path, "SELECT kind FROM entry ORDER BY sequence")]
    assert kinds == ["created", "started", "check", "device-failed", "operator-act", "trust-changed", "stopped"]
    assert journal.verify() is None


@pytest.mark.parametrize("broken", [1, 3, 4, 5, 9])
def test_a_long_journal_is_verified_part_by_part(path: Path, broken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.journal.journal.VERIFIED_AT_ONCE", 3)
    with Journal(path, "exam", StandingClock()) as journal:
        for number in range(8):
            journal.commit(record(number), None)
        assert journal.verify() is None

        tamper(path, f"UPDATE entry SET site = 'gate' WHERE sequence = {broken}")

        assert journal.verify() == broken


def test_acts_of_staff_are_kept_by_login(journal: Journal) -> None:
    kept: StaffJournal = journal

    assert kept.note_staff(StaffNote(StaffAct.LOGIN_FAILED, "binh")) == 2
    assert kept.note_staff(StaffNote(StaffAct.ADDED, "hoa.admin", "lan")) == 3
    assert journal.verify() is None


def test_no_personal_data_is_in_any_file(journal: Journal, path: Path) -> None:
    journal.commit(record(), AN)
    journal.last_admission(AN)
    journal.close()
    secrets = [
        AN.number,
        AN.document_number,
        AN.name,
        AN.mrz_name,
        AN.old_number,
        AN.residence,
        "NGUYEN",
        "1990",
        "15/03",
    ]
    files = list(path.parent.iterdir())
    assert {file.name for file in files} == {"journal.sqlite", "journal.key"}
    for file in files:
        content = file.read_bytes()
        assert [secret for secret in secrets if secret.encode() in content] == []


def test_files_are_their_owners_only(journal: Journal, path: Path) -> None:
    journal.commit(record(), AN)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.key"], 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_file_says_what_it_is(journal: Journal, path: Path) -> None:
    assert rows(path, "PRAGMA application_id") == [(database.APPLICATION_ID,)]
    assert rows(path, "PRAGMA user_version") == [(database.SCHEMA_VERSION,)]
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]


# Who came before


@pytest.mark.parametrize(
    ("verdict", "counts"),
    [(Verdict.ADMIT, True), (Verdict.ADMIT_WITH_ATTENTION, True), (Verdict.REFER, False), (Verdict.REFUSE, False)],
)
def test_which_verdicts_are_an_admission(journal: JournalPort, verdict: Verdict, counts: bool) -> None:
    journal.commit(record(1, verdict), AN)
    assert (journal.last_admission(AN) is not None) is counts


def test_the_last_of_several_admissions_is_told(journal: JournalPort) -> None:
    journal.commit(record(1), AN)
    journal.commit(record(2), AN)
    journal.commit(record(3, Verdict.REFER), AN)
    assert journal.last_admission(AN) == START + timedelta(minutes=2)
    assert journal.last_admission(NGOC) is None


def test_another_site_in_the_same_file_does_not_count(journal: Journal, path: Path) -> None:
    journal.commit(record(1), AN)
    with Journal(path, "airport", StandingClock()) as other:
        assert other.last_admission(AN) is None


def test_people_without_a_number_are_not_taken_for_each_other(journal: JournalPort) -> None:
    journal.commit(record(1), Identity(Source.CHIP, document_number="X1234567"))
    journal.commit(record(2), None)
    assert journal.last_admission(Identity(Source.CHIP, document_number="Y7654321")) is None


# The chain


def test_the_chain_goes_on_after_a_restart(path: Path) -> None:
    for number in (1, 2, 3):
        with Journal(path, "exam", StandingClock()) as journal:
            journal.commit(record(number), AN)
    with Journal(path, "exam", StandingClock()) as journal:
        assert journal.verify() is None
        assert journal.last_admission(AN) == START + timedelta(minutes=3)
    assert len(rows(path)) == 4


def test_the_chain_holds_between_two_writers_and_many_threads(journal: Journal, path: Path) -> None:
    with Journal(path, "exam", StandingClock()) as other:
        writers = [
            threading.Thread(target=lambda to=to, first=first: [to.commit(record(first + n), AN) for n in range(10)])
            for to, first in [(journal, 0), (journal, 10), (other, 20)]
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    assert len(rows(path)) == 31
    assert journal.verify() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET verdict = 'ADMIT' WHERE sequence = 2",
        "DELETE FROM entry WHERE sequence = 2",
        "DELETE FROM entry",
        "INSERT OR REPLACE INTO entry SELECT sequence, kind, at, site, person, 'ADMIT', body, hash FROM entry",
        "INSERT INTO entry SELECT 9, kind, at, site, person, verdict, body, hash FROM entry WHERE sequence = 2",
    ],
)
def test_the_file_itself_refuses_changes(journal: Journal, path: Path, statement: str) -> None:
    journal.commit(record(1, Verdict.REFER), AN)
    with pytest.raises(sqlite3.IntegrityError, match="the journal"):
        rows(path, statement)
    assert journal.verify() is None


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        pytest.param(["UPDATE entry SET verdict = 'ADMIT' WHERE sequence = 3"], 3, id="another verdict"),
        pytest.param(["UPDATE entry SET at = '2026-11-22' WHERE sequence = 4"], 4, id="another time"),
        pytest.param(["UPDATE entry SET person = '' WHERE sequence = 2"], 2, id="another person"),
        pytest.param(["UPDATE entry SET body = replace(body, '6.0', '7.0') WHERE sequence = 5"], 5, id="another body"),
        pytest.param(["UPDATE entry SET hash = zeroblob(32) WHERE sequence = 2"], 2, id="another hash"),
        pytest.param(["DELETE FROM entry WHERE sequence = 3"], 3, id="an entry is gone"),
        pytest.param(["DELETE FROM entry WHERE sequence = 1"], 1, id="the first entry is gone"),
        pytest.param(["DELETE FROM entry"], 1, id="all entries are gone"),
        pytest.param(
            ["DELETE FROM entry WHERE sequence = 3", "UPDATE entry SET sequence = sequence - 1 WHERE sequence > 3"],
            3,
            id="a gap is closed",
        ),
        pytest.param(
            [
                "UPDATE entry SET sequence = -sequence WHERE sequence IN (3, 4)",
                "UPDATE entry SET sequence = 7 + sequence WHERE sequence < 0",
            ],
            3,
            id="two entries change places",
        ),
    ],
)
def test_tampering_is_found_at_the_first_broken_entry(path: Path, statements: list[str], broken: int) -> None:
    with Journal(path, "exam", StandingClock()) as journal:
        for number in range(1, 5):
            journal.commit(record(number, Verdict.REFER), AN)
        assert journal.verify() is None
        tamper(path, *statements)
        assert journal.verify() == broken


# How it fails


def failed(act: Callable[[], object], said: str = "") -> None:
    with pytest.raises(Fault) as raised:
        act()
    assert raised.value.code is FaultCode.JOURNAL_FAILED
    assert said in raised.value.technical


def open_it(path: Path) -> Journal:
    return Journal(path, "exam", StandingClock())


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    failed(lambda: open_it(tmp_path / "data" / "journal.sqlite"), "File exists")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    failed(lambda: open_it(tmp_path / "journal.sqlite"), "Permission denied")


def test_a_log_that_cannot_be_written(path: Path) -> None:
    (path.parent / "journal.sqlite-wal").mkdir(parents=True)
    failed(lambda: open_it(path), "SQLITE_")


def foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()


def newer_journal(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION + 1}")
    connection.close()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda path: path.write_text("dear diary\n" * 100), "SQLITE_NOTADB", id="a text"),
        pytest.param(foreign_database, "not a journal of this program", id="another program's database"),
        pytest.param(newer_journal, "schema 2", id="a newer program's journal"),
        pytest.param(lambda path: path.mkdir(), "Is a directory", id="a folder"),
    ],
)
def test_a_foreign_file_is_refused_and_left_as_it_is(tmp_path: Path, make: Callable[[Path], object], said: str) -> None:
    path = tmp_path / "journal.sqlite"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    failed(lambda: open_it(path), said)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert [file.name for file in tmp_path.iterdir()] == ["journal.sqlite"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda key: key.unlink(), "missing", id="no key"),
        pytest.param(lambda key: key.write_bytes(b"short"), "5 bytes", id="damaged key"),
        pytest.param(lambda key: key.write_bytes(bytes(32)), "another journal", id="another key"),
    ],
)
def test_a_journal_without_its_own_key_is_refused(path: Path, spoil: Callable[[Path], object], said: str) -> None:
    open_it(path).close()
    spoil(path.with_suffix(".key"))
    failed(lambda: open_it(path), said)


def test_a_full_disk_records_nothing_and_says_so(journal: Journal, path: Path) -> None:
    journal.commit(record(1), AN)
    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._connection.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        for number in range(2, 1000):
            journal.commit(record(number), AN)

    failed(fill, "SQLITE_FULL")
    kept = len(rows(path))
    journal._connection.execute("PRAGMA max_page_count = 100000")
    journal.commit(record(2), AN)
    assert len(rows(path)) == kept + 1
    assert journal.verify() is None


def test_a_file_locked_by_another_program(journal: Journal, path: Path) -> None:
    journal._connection.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    failed(lambda: journal.commit(record(), AN), "SQLITE_BUSY")
    other.execute("ROLLBACK")
    other.close()
    journal.commit(record(), AN)
    assert journal.verify() is None


def deleted(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    path.write_bytes(path.with_suffix(".old").read_bytes())


@pytest.mark.parametrize(
    ("done", "said"), [(deleted, "No such file"), (replaced, "another file lies in the journal's place")]
)
def test_a_file_that_was_taken_away_takes_no_more_entries(
    journal: Journal, path: Path, done: Callable[[Path], None], said: str
) -> None:
    """SQLite would go on writing where nobody looks, and every verdict would seem to be kept."""
    journal.commit(record(1), AN)
    done(path)
    failed(lambda: journal.commit(record(2), AN), said)


def test_a_file_that_is_put_back_goes_on(journal: Journal, path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    failed(lambda: journal.commit(record(1), AN), "No such file")
    path.with_suffix(".old").rename(path)
    journal.commit(record(2), AN)
    assert journal.verify() is None


def test_after_closing(journal: Journal) -> None:
    journal.close()
    failed(lambda: journal.commit(record(), AN), "ProgrammingError")
    failed(lambda: journal.last_admission(AN))
    failed(journal.verify)
    journal.close()
