"""A camera under test: what it shows, how often, what a person would be told; lost and found, given back in the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kiosk.app.settings.live_camera import LiveCameraTest, Pictures
from kiosk.domain.desks.device_tests import CameraSighting
from kiosk.domain.face import FaceHint, Frame
from kiosk.domain.faults import Fault, FaultCode

SECONDS = 10.0


class Film:
    """Pictures that a test hands out one by one; ``None`` is a wait without a picture, a fault is raised."""

    def __init__(self, *shown: Frame | Fault | None) -> None:
        self._shown = list(shown)
        self._more = threading.Condition()
        self.open = threading.Event()
        self.closed = threading.Event()

    def show(self, *shown: Frame | Fault | None) -> None:
        with self._more:
            self._shown.extend(shown)
            self._more.notify_all()

    def wait_newer(self, sequence: int, timeout: float) -> Frame | None:
        with self._more:
            self._more.wait_for(lambda: self._shown, timeout)
            one = self._shown.pop(0) if self._shown else None
        if isinstance(one, Fault):
            raise one
        assert one is None or one.sequence > sequence
        return one

    @contextmanager
    def opened(self) -> Iterator[Pictures]:
        self.open.set()
        try:
            yield self
        finally:
            self.closed.set()


def frame(number: int, at: float, level: int = 128) -> Frame:
    return Frame(64, 48, bytes([level]) * (64 * 48 * 3), at, number)


def until(test: LiveCameraTest, wanted: Callable[[CameraSighting], bool]) -> CameraSighting:
    """The first sighting like this."""
    assert test.wait_for(lambda sighting, _: sighting is not None and wanted(sighting), SECONDS)
    found = test.latest()
    assert found is not None
    return found


def started(film: Film, hints: list[FaceHint] | None = None) -> LiveCameraTest:
    told = iter(hints or [FaceHint.NO_FACE] * 1000)
    return LiveCameraTest(film.opened, lambda one: float(one.bgr[0]), lambda: lambda one: (next(told), 0))


@pytest.fixture
def film() -> Iterator[Film]:
    made = Film()
    yield made
    made.show(None)


def test_the_newest_picture_with_its_light_and_rate(film: Film) -> None:
    test = started(film)
    film.show(*[frame(number, number / 25.0, 90) for number in range(1, 26)])
    sighting = until(test, lambda one: one.frame.sequence == 25)
    test.close()

    assert sighting.luma == 90.0
    assert sighting.fps == pytest.approx(25.0)


def test_pictures_that_nobody_waited_for_count(film: Film) -> None:
    test = started(film)
    film.show(frame(1, 1.0), frame(31, 2.0))
    sighting = until(test, lambda one: one.frame.sequence == 31)
    test.close()

    assert sighting.fps == pytest.approx(30.0)


def test_the_rate_is_that_of_the_last_two_seconds(film: Film) -> None:
    test = started(film)
    film.show(*[frame(number, number / 30.0) for number in range(1, 31)], frame(31, 4.0), frame(36, 5.0))
    sighting = until(test, lambda one: one.frame.sequence == 36)
    test.close()

    assert sighting.fps == pytest.approx(5.0)


def test_the_hint_follows_the_person(film: Film) -> None:
    test = started(film, [FaceHint.CLOSER, FaceHint.GOOD])
    film.show(frame(1, 1.0), frame(2, 1.04))
    assert until(test, lambda one: one.hint is not None).hint is FaceHint.CLOSER

    film.show(frame(3, 2.0), frame(4, 2.04))
    assert until(test, lambda one: one.frame.sequence == 4).hint is FaceHint.GOOD
    test.close()


def test_a_camera_that_is_lost_is_told_and_shows_again(film: Film) -> None:
    test = started(film)
    film.show(frame(1, 1.0))
    until(test, lambda one: True)
    film.show(Fault(FaultCode.CAMERA_LOST, "unplugged"))
    assert test.wait_for(lambda _, fault: fault is not None, SECONDS)
    with pytest.raises(Fault, match="unplugged"):
        test.latest()

    film.show(frame(2, 3.0))
    assert until(test, lambda one: True).frame.sequence == 2
    test.close()


@pytest.mark.parametrize(
    ("trouble", "code"),
    [(Fault(FaultCode.CAMERA_MISSING, "none"), FaultCode.CAMERA_MISSING), (OSError(), FaultCode.UNEXPECTED)],
    ids=["no camera", "an accident"],
)
def test_a_camera_that_cannot_be_opened_is_told(trouble: Exception, code: FaultCode) -> None:
    @contextmanager
    def opened() -> Iterator[Pictures]:
        raise trouble
        yield Film()

    test = LiveCameraTest(opened, lambda one: 0.0, lambda: lambda one: (FaceHint.GOOD, 0))
    test.settle()
    with pytest.raises(Fault) as raised:
        test.latest()
    assert raised.value.code is code


def test_a_test_that_is_closed_gives_the_camera_back_and_forgets(film: Film) -> None:
    test = started(film)
    film.show(frame(1, 1.0))
    until(test, lambda one: True)
    assert film.open.is_set()
    test.close()
    test.close()

    film.show(frame(2, 1.1))
    test.settle()
    assert film.closed.is_set()
    assert test.latest() is None
