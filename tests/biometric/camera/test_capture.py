"""The camera's owner: newest frame, lost cameras, and a thread that always ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.biometric.camera.capture import Capture
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.camera import ScriptedCamera, plain_frame

SOON = 5.0
"""Seconds within which a thread that works has long answered."""

LOST = Fault(FaultCode.CAMERA_LOST, "unplugged")
MISSING = Fault(FaultCode.CAMERA_MISSING, "camera 0")


class States:
    """Collects what ``on_state`` says and lets the test wait for it."""

    def __init__(self) -> None:
        self.told: list[FaultCode | None] = []
        self._news = threading.Condition()

    def __call__(self, fault: Fault | None) -> None:
        with self._news:
            self.told.append(fault.code if fault else None)
            self._news.notify_all()

    def wait(self, count: int) -> list[FaultCode | None]:
        with self._news:
            assert self._news.wait_for(lambda: len(self.told) >= count, SOON)
            return self.told


@contextmanager
def running(camera: ScriptedCamera, states: States | None = None) -> Iterator[Capture]:
    capture = Capture(camera, states or States(), reopen_seconds=(0.0,))
    capture.start()
    try:
        yield capture
    finally:
        camera.end()
        capture.stop()
        assert camera.closed == camera.opened
        assert not [thread for thread in threading.enumerate() if thread.name == "camera"]


def test_newest_frame_wins() -> None:
    camera = ScriptedCamera(plain_frame(1), plain_frame(2), plain_frame(3))
    with running(camera) as capture:
        frame = capture.wait_newer(2, SOON)
        assert frame is not None
        assert (frame.sequence, frame.bgr[0]) == (3, 3)
        assert capture.latest() is frame


def test_waiting_for_a_frame_that_does_not_come_ends() -> None:
    with running(ScriptedCamera(plain_frame())) as capture:
        assert capture.wait_newer(0, SOON) is not None
        assert capture.wait_newer(1, 0.01) is None


def test_a_waiting_reader_is_woken_by_the_next_frame() -> None:
    camera = ScriptedCamera(plain_frame(1))
    with running(camera) as capture:
        assert capture.wait_newer(0, SOON) is not None
        threading.Timer(0.01, camera.show, [plain_frame(2)]).start()
        frame = capture.wait_newer(1, SOON)
        assert frame is not None
        assert frame.bgr[0] == 2


def test_pictures_are_turned_from_now_on_also_when_the_camera_is_opened_again() -> None:
    pixels = bytes([1] * 3 + [2] * 3)
    frame = Frame(2, 1, pixels)
    camera = ScriptedCamera(frame)
    states = States()
    with running(camera, states) as capture:
        assert capture.wait_newer(0, SOON) is not None
        capture.turn(2)
        assert capture.latest() is None, "no picture that stands as it did before"
        camera.show(frame)
        found = capture.wait_newer(1, SOON)
        assert found is not None
        assert (found.width, found.height, bytes(found.bgr)) == (2, 1, bytes([2] * 3 + [1] * 3))
        capture.turn(3)
        camera.show(LOST, frame)
        assert states.wait(2) == [FaultCode.CAMERA_LOST, None]
        found = capture.latest()
        assert found is not None
        assert (found.width, found.height, bytes(found.bgr)) == (1, 2, bytes([1] * 3 + [2] * 3))


def test_a_camera_that_is_off_is_opened_for_who_borrows_it() -> None:
    camera = ScriptedCamera(plain_frame(1))
    capture = Capture(camera, reopen_seconds=(3600.0,))
    with capture.borrowed():
        assert capture.wait_newer(0, SOON) is not None
        camera.end()
    assert capture.latest() is None
    assert (camera.opened, camera.closed) == (1, 1)


def test_an_owner_who_begins_meanwhile_keeps_the_camera() -> None:
    camera = ScriptedCamera(plain_frame(1))
    capture = Capture(camera, reopen_seconds=(3600.0,))
    with capture.borrowed():
        assert capture.wait_newer(0, SOON) is not None
        capture.start()
    assert capture.latest() is not None
    camera.show(plain_frame(2))
    assert capture.wait_newer(1, SOON) is not None
    assert (camera.opened, camera.closed) == (1, 0)
    camera.end()
    capture.stop()
    assert (camera.opened, camera.closed) == (1, 1)


def test_an_owner_who_ends_meanwhile_leaves_the_camera_to_who_borrows_it() -> None:
    camera = ScriptedCamera(plain_frame(1))
    capture = Capture(camera, reopen_seconds=(3600.0,))
    capture.start()
    with capture.borrowed(), capture.borrowed():
        capture.stop()
        assert capture.wait_newer(0, SOON) is not None
        camera.end()
    assert capture.latest() is None
    assert camera.closed == camera.opened


def test_nothing_before_start() -> None:
    capture = Capture(ScriptedCamera(plain_frame()))
    assert capture.latest() is None
    assert capture.wait_newer(0, 0.01) is None
    assert capture.fault is None
    capture.stop()


@pytest.mark.parametrize("fault", [LOST, RuntimeError("driver"), MISSING], ids=["lost", "driver error", "missing"])
def test_a_lost_camera_is_told_and_opened_again(fault: Exception) -> None:
    states = States()
    camera = ScriptedCamera(plain_frame(1), fault, plain_frame(2))
    code = fault.code if isinstance(fault, Fault) else FaultCode.CAMERA_LOST
    with running(camera, states) as capture:
        assert states.wait(2)[:2] == [code, None]
        frame = capture.wait_newer(1, SOON)
        assert frame is not None
        assert (frame.sequence, frame.bgr[0]) == (2, 2)
        assert camera.opened == 2


def test_a_camera_that_comes_late_is_found() -> None:
    states = States()
    camera = ScriptedCamera(plain_frame(), refuse_to_open=(MISSING, MISSING, MISSING))
    with running(camera, states) as capture:
        assert states.wait(2)[:2] == [FaultCode.CAMERA_MISSING, None]
        assert capture.wait_newer(0, SOON) is not None
        assert camera.opened == 4


def test_while_the_camera_is_lost_readers_are_told_and_no_old_frame_is_shown() -> None:
    camera = ScriptedCamera(plain_frame(), LOST, refuse_to_open=())
    states = States()
    capture = Capture(camera, states, reopen_seconds=(SOON,))
    capture.start()
    assert states.wait(1) == [FaultCode.CAMERA_LOST]
    with pytest.raises(Fault, match="unplugged") as caught:
        capture.wait_newer(0, SOON)
    assert caught.value.code is FaultCode.CAMERA_LOST
    assert capture.latest() is None
    assert capture.fault is LOST
    capture.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "camera"]


def test_stopping_forgets_the_frame_and_the_fault() -> None:
    camera = ScriptedCamera(plain_frame())
    with running(camera) as capture:
        assert capture.wait_newer(0, SOON) is not None
        camera.end()
        capture.stop()
        assert capture.latest() is None
        assert capture.fault is None
        assert camera.closed == 1


def test_starting_twice_opens_once_and_numbers_go_on_after_a_restart() -> None:
    camera = ScriptedCamera(plain_frame(1))
    with running(camera) as capture:
        capture.start()
        assert capture.wait_newer(0, SOON) is not None
        assert camera.opened == 1
        camera.end()
        capture.stop()
        capture.stop()
        camera.show(plain_frame(2))
        capture.start()
        frame = capture.wait_newer(1, SOON)
        assert frame is not None
        assert (frame.sequence, camera.opened) == (2, 2)


def test_a_start_during_a_stop_waits_for_it() -> None:
    camera = ScriptedCamera(plain_frame(1))
    capture = Capture(camera, reopen_seconds=(0.0,))
    capture.start()
    assert capture.wait_newer(0, SOON) is not None
    stopper = threading.Thread(target=capture.stop)
    starter = threading.Thread(target=capture.start)
    stopper.start()
    while capture.latest() is not None:
        pass
    starter.start()
    camera.end()
    for thread in (stopper, starter):
        thread.join(SOON)
    camera.show(plain_frame(2))
    frame = capture.wait_newer(1, SOON)
    assert frame is not None
    assert (frame.bgr[0], camera.opened) == (2, 2)
    camera.end()
    capture.stop()


def test_a_driver_that_hangs_holds_up_neither_stop_nor_the_next_start() -> None:
    camera = ScriptedCamera(plain_frame(1))
    capture = Capture(camera, reopen_seconds=(0.0,))
    capture.start()
    assert capture.wait_newer(0, SOON) is not None
    hanging = next(thread for thread in threading.enumerate() if thread.name == "camera")
    capture.stop()
    capture.start()
    with pytest.raises(Fault, match="the driver does not return"):
        capture.wait_newer(0, SOON)
    camera.show(plain_frame(9))
    hanging.join(SOON)
    assert capture.latest() is None
    camera.show(plain_frame(2))
    capture.start()
    frame = capture.wait_newer(1, SOON)
    assert frame is not None
    assert frame.bgr[0] == 2
    camera.end()
    capture.stop()
