"""Progress: the share that is shown only grows, whatever sizes turn up, and ends at the whole."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.chip_reading import ReadProgress
from kiosk.reader.emrtd.progress import Progress
from tests.fakes.staff import MovableClock

FILES = (File.SOD, File.DG1, File.DG13, File.DG2)


def share(told: ReadProgress) -> Fraction:
    return Fraction(told.done, told.total)


def test_files_as_expected_are_told_byte_by_byte() -> None:
    told: list[ReadProgress] = []
    progress = Progress((File.SOD, File.DG1), told.append, MovableClock())

    progress.step("access")
    progress.bytes_read(File.SOD, 1000, 2000)
    progress.bytes_read(File.SOD, 2000, 2000)
    progress.bytes_read(File.DG1, 95, 95)

    assert [(one.step, one.done, one.total) for one in told] == [
        ("access", 0, 2095),
        ("SOD", 1000, 2095),
        ("SOD", 2000, 2095),
        ("DG1", 2095, 2095),
    ]


def test_the_seconds_left_are_those_of_the_bytes_left_at_the_pace_so_far() -> None:
    told: list[ReadProgress] = []
    clock = MovableClock()
    progress = Progress((File.SOD, File.DG2), told.append, clock)

    progress.step("access")
    clock.pass_by(5.0)  # opening the chip says nothing about the pace of bytes
    progress.step("SOD")
    clock.pass_by(1.0)
    progress.bytes_read(File.SOD, 2000, 2000)
    clock.pass_by(1.0)
    progress.bytes_read(File.DG2, 2000, 12000)

    assert [one.seconds_left for one in told] == [None, None, 7.5, 5.0]


def test_what_is_known_from_before_counts_as_done_and_not_for_the_pace() -> None:
    told: list[ReadProgress] = []
    clock = MovableClock()
    progress = Progress((File.SOD, File.DG2), told.append, clock)

    progress.known(File.SOD, 1500, 1500)
    progress.known(File.DG2, 4000)
    progress.step("access")
    clock.pass_by(2.0)
    progress.bytes_read(File.DG2, 8000, 12000)

    assert told == [ReadProgress("access", 5500, 16500), ReadProgress("DG2", 9500, 13500, 2.0)]


def test_a_photo_larger_than_expected_does_not_run_backwards() -> None:
    told: list[ReadProgress] = []
    progress = Progress((File.DG1, File.DG2), told.append, MovableClock())

    progress.bytes_read(File.DG1, 95, 95)
    progress.bytes_read(File.DG2, 2000, 200_000)

    assert share(told[1]) >= share(told[0])
    assert told[1].total == 200_095


def test_a_missing_file_is_not_waited_for() -> None:
    told: list[ReadProgress] = []
    progress = Progress((File.DG1, File.DG2), told.append, MovableClock())

    progress.absent(File.DG2)
    progress.bytes_read(File.DG1, 95, 95)

    assert (told[-1].done, told[-1].total) == (95, 95)


@settings(deadline=None)
@given(st.permutations(FILES), st.lists(st.integers(1, 300_000), min_size=4, max_size=4), st.data())
def test_the_share_only_grows_and_ends_at_the_whole(order: list[File], sizes: list[int], data: st.DataObject) -> None:
    told: list[ReadProgress] = []
    progress = Progress(FILES, told.append, MovableClock())

    for file, size in zip(order, sizes, strict=True):
        progress.step("clone-check")
        done = data.draw(st.integers(0, size))
        progress.bytes_read(file, done, size)
        progress.bytes_read(file, size, size)

    shares = [share(one) for one in told]
    assert shares == sorted(shares)
    assert all(0 <= one.done <= one.total for one in told)
    assert told[-1].done == told[-1].total == sum(sizes)
