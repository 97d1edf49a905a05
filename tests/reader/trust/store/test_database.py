from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.store.database import DATABASE, SCHEMA_VERSION, changing, identity, open_for_reading
from tests.fakes.issuer import csca

_INSERT = "INSERT INTO item (fingerprint, role, name, country) VALUES (?, 'root', '', '')"
_COUNT = "SELECT count(*) FROM item"


def add(folder: Path, number: int) -> None:
    with changing(folder) as connection:
        connection.execute(_INSERT, (number.to_bytes(32, "big"),))


def count(connection: sqlite3.Connection) -> int:
    (found,) = connection.execute(_COUNT).fetchone()
    return int(found)


def test_a_reader_sees_one_state_until_it_opens_the_next(tmp_path: Path) -> None:
    add(tmp_path, 1)
    earlier, reader = identity(tmp_path), open_for_reading(tmp_path)
    add(tmp_path, 2)
    assert count(reader) == 1
    assert identity(tmp_path) != earlier
    reader.close()
    reader = open_for_reading(tmp_path)
    assert count(reader) == 2
    reader.close()


def test_what_breaks_off_changes_nothing(tmp_path: Path) -> None:
    add(tmp_path, 1)
    before = identity(tmp_path)
    with pytest.raises(KeyError), changing(tmp_path) as connection:
        connection.execute(_INSERT, (bytes(32),))
        raise KeyError
    assert identity(tmp_path) == before


def test_what_a_crash_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".trust.sqlite.next").write_bytes(b"half a copy")
    add(tmp_path, 1)
    reader = open_for_reading(tmp_path)
    assert count(reader) == 1
    reader.close()
    assert not (tmp_path / ".trust.sqlite.next").exists()


def test_changes_at_the_same_time_wait_for_each_other(tmp_path: Path) -> None:
    threads = [threading.Thread(target=add, args=(tmp_path, number)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader = open_for_reading(tmp_path)
    assert count(reader) == 8
    reader.close()


def test_names_are_stored_as_they_are_compared() -> None:
    """Whoever changes how names are folded raises ``SCHEMA_VERSION``: stored names would not be found any more."""
    folded = parse_certificate(csca("CSCA  Tést").der).subject
    assert (SCHEMA_VERSION, folded) == (1, "2.5.4.3=csca tést\x1d2.5.4.6=vn")


def test_readers_cannot_write(tmp_path: Path) -> None:
    add(tmp_path, 1)
    reader = open_for_reading(tmp_path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM item")
    reader.close()


def _other_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (a)")
    connection.close()


def _newer(path: Path) -> None:
    add(path.parent, 1)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        pytest.param(
            lambda path: path.write_bytes(b"no database, but long enough to be one" * 40), "NOTADB", id="other"
        ),
        pytest.param(_other_program, "not a trust store", id="another program's"),
        pytest.param(_newer, "schema 99", id="of a newer program"),
        pytest.param(lambda path: path.mkdir(), "", id="a folder"),
    ],
)
def test_another_file_in_its_place_is_refused_and_left(tmp_path: Path, damage: object, told: str) -> None:
    assert callable(damage)
    damage(tmp_path / DATABASE)
    with pytest.raises(Fault) as read:
        open_for_reading(tmp_path)
    with pytest.raises(Fault) as written:
        add(tmp_path, 2)
    for caught in (read, written):
        assert caught.value.code is FaultCode.TRUST_STORE_UNUSABLE
        assert told in caught.value.technical
        assert str(tmp_path) not in str(caught.value)


def test_no_store_is_an_empty_one(tmp_path: Path) -> None:
    assert identity(tmp_path) is None
    assert identity(tmp_path / "nowhere") is None
