"""Which source a setting names, and how cameras and videos fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.biometric.camera.folder_camera import FolderCamera
from kiosk.biometric.camera.pixels import Pixels
from kiosk.biometric.camera.sources import (
    CameraWishes,
    FrozenPicture,
    OpenCvCamera,
    TurnedCamera,
    VideoFileCamera,
    open_camera,
)
from kiosk.biometric.networks.opencv import cv2
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.camera import SleptClock


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("0", OpenCvCamera),
        ("12", OpenCvCamera),
        ("/dev/video0", OpenCvCamera),
        ("lobby.mp4", VideoFileCamera),
        ("LOBBY.AVI", VideoFileCamera),
        ("people/", FolderCamera),
        (".", FolderCamera),
    ],
)
def test_setting_names_a_source(spec: str, kind: type) -> None:
    assert type(open_camera(spec)) is kind


@pytest.mark.parametrize("spec", ["", "-1", "100", "0x1", "no-such-folder", "rtsp://10.0.0.1/stream", "photo.jpg", "٣"])
def test_nonsense_is_a_wrong_setting(spec: str) -> None:
    with pytest.raises(Fault, match="is no number, device, video file or folder") as caught:
        open_camera(spec)
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED


@pytest.mark.parametrize("spec", ["63", "/dev/video63", "no-such-video.mp4", "no-such-folder/"])
def test_what_is_not_there_is_a_missing_camera(spec: str) -> None:
    source = open_camera(spec)
    with pytest.raises(Fault) as caught:
        source.open()
    assert caught.value.code is FaultCode.CAMERA_MISSING


def noise(seed: int) -> Pixels:
    return np.random.default_rng(seed).integers(30, 200, (72, 128, 3), np.uint8)


class FakeVideoCapture:
    """A driver that delivers these pictures, one a ``read``, and then nothing."""

    def __init__(self, pictures: list[np.ndarray], opens: bool = True) -> None:
        self.settings: dict[int, float] = {}
        self.released = 0
        self._pictures = pictures
        self._opens = opens

    def isOpened(self) -> bool:
        return self._opens

    def set(self, what: int, value: float) -> bool:
        self.settings[what] = value
        return True

    def read(self) -> tuple[bool, np.ndarray | None]:
        return (True, self._pictures.pop(0)) if self._pictures else (False, None)

    def release(self) -> None:
        self.released += 1


Plug = Callable[..., OpenCvCamera]


@pytest.fixture
def clock() -> SleptClock:
    return SleptClock()


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch, clock: SleptClock) -> Plug:
    def plug_in(driver: FakeVideoCapture, exposure: float | None = None) -> OpenCvCamera:
        monkeypatch.setattr(cv2, "VideoCapture", lambda *_: driver)
        camera = OpenCvCamera(0, CameraWishes((1920, 1080), exposure), clock)
        camera.open()
        return camera

    return plug_in


def test_camera_is_asked_for_its_size_and_warmed_up(plug: Plug) -> None:
    driver = FakeVideoCapture([noise(seed) for seed in range(7)])
    camera = plug(driver)
    frame = camera.read()
    assert driver.settings[cv2.CAP_PROP_AUTO_EXPOSURE] == 3.0
    assert cv2.CAP_PROP_EXPOSURE not in driver.settings
    assert driver.settings[cv2.CAP_PROP_FRAME_WIDTH] == 1920
    assert driver.settings[cv2.CAP_PROP_FRAME_HEIGHT] == 1080
    assert next(iter(driver.settings)) == cv2.CAP_PROP_FOURCC
    assert (frame.width, frame.height, frame.sequence) == (128, 72, 1)
    assert bytes(frame.bgr) == noise(3).tobytes()
    camera.close()
    camera.close()
    assert driver.released == 1


def test_a_fixed_exposure_switches_the_automatic_off(plug: Plug) -> None:
    driver = FakeVideoCapture([noise(1)] * 5)
    plug(driver, exposure=156.0)
    assert driver.settings[cv2.CAP_PROP_AUTO_EXPOSURE] == 1.0
    assert driver.settings[cv2.CAP_PROP_EXPOSURE] == 156.0


@pytest.mark.parametrize(
    ("lumas", "first"),
    [
        ([90, 90, 90, 91], 91),
        ([10, 30, 60, 80, 82, 83, 84], 84),
        ([90, 94, 90, 94] * 4, 94),
        ([200, 140, 100, 101, 102, 103], 103),
    ],
    ids=["at once", "rising", "never", "falling"],
)
def test_frames_are_dropped_until_the_light_has_settled(plug: Plug, lumas: list[int], first: int) -> None:
    camera = plug(FakeVideoCapture([np.full((72, 128, 3), luma, np.uint8) for luma in lumas]))
    assert camera.read().bgr[0] == first


def test_a_slow_camera_is_not_warmed_up_for_long(plug: Plug, clock: SleptClock) -> None:
    class TwoFramesASecond(FakeVideoCapture):
        def read(self) -> tuple[bool, np.ndarray | None]:
            clock.at += 0.5
            return super().read()

    camera = plug(TwoFramesASecond([np.full((72, 128, 3), luma, np.uint8) for luma in (10, 50, 90, 130)]))
    assert camera.read().bgr[0] == 90


def test_camera_that_ends_is_lost(plug: Plug) -> None:
    camera = plug(FakeVideoCapture([noise(1)]))
    with pytest.raises(Fault) as caught:
        camera.read()
    assert caught.value.code is FaultCode.CAMERA_LOST


@pytest.mark.parametrize(
    "picture", [np.zeros((72, 128), np.uint8), np.zeros((72, 128, 2), np.uint8), np.zeros((72, 128, 3), np.uint16)]
)
def test_camera_with_pictures_of_another_kind_is_lost(plug: Plug, picture: np.ndarray) -> None:
    camera = plug(FakeVideoCapture([noise(1)] * 3 + [picture]))
    with pytest.raises(Fault) as caught:
        camera.read()
    assert caught.value.code is FaultCode.CAMERA_LOST


def test_closed_camera_delivers_nothing(plug: Plug) -> None:
    camera = plug(FakeVideoCapture([noise(seed) for seed in range(9)]))
    camera.close()
    with pytest.raises(Fault) as caught:
        camera.read()
    assert caught.value.code is FaultCode.CAMERA_LOST


def test_frozen_camera_is_lost(plug: Plug, clock: SleptClock) -> None:
    camera = plug(FakeVideoCapture([noise(1)] * 100))
    with pytest.raises(Fault, match="frozen") as caught:
        for _ in range(90):
            camera.read()
            clock.at += 0.125
    assert caught.value.code is FaultCode.CAMERA_LOST
    assert clock.at == 103.0


@pytest.mark.parametrize(
    ("pictures", "frozen"),
    [
        ([noise(1)] * 5, True),
        ([noise(1)] * 4 + [noise(2)], False),
        ([noise(1), noise(2)] * 3, False),
        ([np.zeros((72, 128, 3), np.uint8)] * 9, False),
    ],
    ids=["the same for 4 s", "moves at last", "two in turn", "black"],
)
def test_frozen_picture(pictures: list[Pixels], frozen: bool) -> None:
    watch = FrozenPicture(seconds=3.5)
    assert [watch.seen(picture, float(at)) for at, picture in enumerate(pictures)][-1] is frozen


@pytest.mark.parametrize(
    ("rotation", "corner"),
    [(0, "top left"), (90, "bottom left"), (180, "bottom right"), (270, "top right")],
)
def test_a_turned_camera(tmp_path: Path, rotation: int, corner: str) -> None:
    """What a turn of the picture brings to the top left."""
    picture = np.zeros((48, 64, 3), np.uint8)
    corners = {"top left": picture[:8, :8], "bottom left": picture[-8:, :8]}
    corners |= {"bottom right": picture[-8:, -8:], "top right": picture[:8, -8:]}
    corners[corner][:] = 255
    cv2.imwrite(str(tmp_path / "1.png"), picture)
    source = open_camera(str(tmp_path), rotation)
    assert isinstance(source, TurnedCamera) is (rotation != 0)
    source.open()
    frame = source.read()
    source.close()
    assert (frame.width, frame.height) == ((64, 48) if rotation in (0, 180) else (48, 64))
    assert (frame.bgr[0], frame.sequence) == (255, 1)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Three frames of one grey each, at 20 frames a second."""
    path = tmp_path / "lobby.avi"
    writer = cv2.VideoWriter(str(path), cv2.CAP_OPENCV_MJPEG, cv2.VideoWriter.fourcc(*"MJPG"), 20.0, (64, 48))
    for level in (40, 120, 200):
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    return path


def test_video_plays_at_its_rate_and_starts_again(video: Path) -> None:
    clock = SleptClock()
    camera = VideoFileCamera(video, clock, clock.sleep)
    camera.open()
    frames = [camera.read() for _ in range(7)]
    assert [round(frame.bgr[0], -1) for frame in frames] == [40, 120, 200, 40, 120, 200, 40]
    assert [frame.sequence for frame in frames] == [1, 2, 3, 4, 5, 6, 7]
    assert clock.at - 100.0 == pytest.approx(6 / 20.0)
    camera.close()
    with pytest.raises(Fault) as caught:
        camera.read()
    assert caught.value.code is FaultCode.CAMERA_LOST


def test_file_that_is_no_video_is_a_missing_camera(tmp_path: Path) -> None:
    path = tmp_path / "lobby.mp4"
    path.write_bytes(b"not a video")
    with pytest.raises(Fault, match="cannot be played") as caught:
        VideoFileCamera(path).open()
    assert caught.value.code is FaultCode.CAMERA_MISSING
