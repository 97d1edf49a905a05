from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.simulator.chip.link import BIT_RATES, CARRIER_HZ, FRAME_DELAY, READER_SECONDS, LinkModel, Operation

LENGTHS = st.integers(0, 70_000)
RATES = st.sampled_from(list(BIT_RATES))


def wire(rate: int, command: int, response: int, frame_size: int = 256) -> float:
    """What the link alone takes."""
    link = LinkModel(rate, frame_size)
    return link.exchange_seconds(command, response, Operation.OTHER) - Operation.OTHER.seconds - READER_SECONDS


@pytest.mark.parametrize(
    ("length", "frames"), [(2, 1), (253, 1), (254, 3), (506, 3), (507, 5)], ids=lambda value: str(value)
)
def test_a_long_message_is_chained_and_every_block_acknowledged(length: int, frames: int) -> None:
    bits = (length + 3 * frames) * 9 + 2 * frames
    one_way = bits * 128 / CARRIER_HZ + frames * FRAME_DELAY
    empty = (3 * 9 + 2) * 128 / CARRIER_HZ + FRAME_DELAY
    assert wire(106, length, 0) == pytest.approx(one_way + empty)
    assert wire(106, 0, length) == pytest.approx(one_way + empty)


@pytest.mark.parametrize(("rate", "seconds"), [(106, 1.30), (212, 0.66), (424, 0.34), (848, 0.18)])
def test_fifteen_kilobytes_take_about_as_long_as_bits_say(rate: int, seconds: float) -> None:
    assert wire(rate, 13, 15_000) == pytest.approx(seconds, abs=0.05)


@given(rate=RATES, command=LENGTHS, response=LENGTHS, more=st.integers(1, 1000))
def test_more_bytes_take_more_time(rate: int, command: int, response: int, more: int) -> None:
    assert wire(rate, command + more, response) > wire(rate, command, response)


@given(command=LENGTHS, response=LENGTHS)
def test_a_faster_link_takes_less_time(command: int, response: int) -> None:
    seconds = [wire(rate, command, response) for rate in sorted(BIT_RATES)]
    assert seconds == sorted(seconds, reverse=True)


@given(command=LENGTHS, response=LENGTHS)
def test_longer_frames_never_cost(command: int, response: int) -> None:
    assert wire(424, command, response, 4096) <= wire(424, command, response, 256)


def test_the_chip_adds_its_work_and_its_ciphers() -> None:
    link = LinkModel(424)
    plain = link.exchange_seconds(13, 255, Operation.READ)
    assert link.exchange_seconds(13, 255, Operation.READ, protected=True) > plain
    assert link.exchange_seconds(13, 255, Operation.PACE_MAPPING) - plain == pytest.approx(
        Operation.PACE_MAPPING.seconds - Operation.READ.seconds
    )


def test_a_slow_chip_stretches_its_own_work_only() -> None:
    usual, slow = LinkModel(106), LinkModel(106, chip_factor=5)
    difference = slow.exchange_seconds(13, 255, Operation.SELECT) - usual.exchange_seconds(13, 255, Operation.SELECT)
    assert difference == pytest.approx(4 * Operation.SELECT.seconds)


def test_wrong_keys_make_the_chip_hesitate_longer_and_longer() -> None:
    waits = [LinkModel(106).failure_seconds(failures) for failures in range(8)]
    assert waits == [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert LinkModel(106).failure_seconds(10_000) == 8.0


@given(command=LENGTHS, response=LENGTHS, operation=st.sampled_from(Operation))
def test_no_link_takes_no_time(command: int, response: int, operation: Operation) -> None:
    link = LinkModel.none()
    assert link.exchange_seconds(command, response, operation, protected=True) == 0.0
    assert link.failure_seconds(3) == 0.0


@pytest.mark.parametrize("values", [(0,), (100,), (424, 200)], ids=["no rate", "odd rate", "odd frame"])
def test_what_the_standard_does_not_know(values: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ISO/IEC 14443"):
        LinkModel(*values)
