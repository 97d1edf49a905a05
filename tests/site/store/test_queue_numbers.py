"""Rows and days -> numbers of a queue, given once and kept."""

from __future__ import annotations

import stat
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.queue import LAST_NUMBER, QueueRules
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.site.store.queue_numbers import FILE, KeptQueueNumbers

RULES = QueueRules(Text("Số {value}", "Number {value}"))
DAY = date(2026, 11, 23)


def row(key: str, room: str = "Mắt", **more: str) -> Listing:
    return Listing(key, details=(("room", room), *more.items()))


@pytest.fixture
def numbers(tmp_path: Path) -> KeptQueueNumbers:
    return KeptQueueNumbers(tmp_path / "lists", RULES)


def test_each_clinic_counts_for_itself_and_nobody_gets_two(numbers: KeptQueueNumbers) -> None:
    asked = [("LH-1", "Mắt"), ("LH-2", "Mắt"), ("LH-3", "Tim mạch"), ("LH-1", "Mắt"), ("LH-4", "Phòng Mắt")]
    assert [numbers.issue(row(key, room), DAY) for key, room in asked] == [1, 2, 1, 1, 3]


def test_somebody_with_two_appointments_gets_a_number_in_each(numbers: KeptQueueNumbers) -> None:
    assert [numbers.issue(row("LH-1", room), DAY) for room in ("Mắt", "Tim mạch")] == [1, 1]


def test_every_day_begins_anew_and_old_days_go(numbers: KeptQueueNumbers) -> None:
    assert [numbers.issue(row("LH-1"), DAY), numbers.issue(row("LH-2"), DAY)] == [1, 2]
    assert numbers.issue(row("LH-2"), DAY + timedelta(days=1)) == 1
    numbers.issue(row("LH-9"), DAY + timedelta(days=4))
    assert numbers.issue(row("LH-3"), DAY) == 1, "nothing is known of that day any more"


@pytest.mark.parametrize(
    "listing",
    [
        pytest.param(row("LH-1", queue="12"), id="a number of its own"),
        pytest.param(Listing("LH-1"), id="no clinic"),
        pytest.param(row(""), id="no key"),
    ],
)
def test_rows_that_get_none(numbers: KeptQueueNumbers, listing: Listing) -> None:
    assert numbers.issue(listing, DAY) is None


def test_numbers_are_kept_across_a_restart(tmp_path: Path) -> None:
    assert KeptQueueNumbers(tmp_path, RULES).issue(row("LH-1"), DAY) == 1
    again = KeptQueueNumbers(tmp_path, RULES)
    assert [again.issue(row("LH-2"), DAY), again.issue(row("LH-1"), DAY)] == [2, 1]
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_full_queue_gives_none(tmp_path: Path) -> None:
    numbers = KeptQueueNumbers(tmp_path, QueueRules(Text("{value}", "{value}"), first=9000))
    given = [numbers.issue(row(f"LH-{index}"), DAY) for index in range(LAST_NUMBER - 9000 + 2)]
    assert given[0] == 9000
    assert given[-2:] == [LAST_NUMBER, None]


def test_two_kiosks_with_one_file_give_nobody_the_same_number(tmp_path: Path) -> None:
    given: list[int | None] = []

    def ask(kiosk: int) -> None:
        numbers = KeptQueueNumbers(tmp_path, RULES)
        given.extend(numbers.issue(row(f"{kiosk}-{index}"), DAY) for index in range(20))

    threads = [threading.Thread(target=ask, args=(kiosk,)) for kiosk in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one for one in given if one is not None) == list(range(1, 61))


def test_a_damaged_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(Fault) as raised:
        KeptQueueNumbers(tmp_path, RULES).issue(row("LH-1"), DAY)
    assert raised.value.code is FaultCode.LIST_MALFORMED
