"""A folder as a camera: in order of names, round and round, and whatever is exchanged meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from kiosk.biometric.camera.folder_camera import FolderCamera
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.camera import SleptClock


def put(folder: Path, name: str, level: int, size: tuple[int, int] = (8, 6)) -> None:
    """A picture of one grey, moved into place whole."""
    fresh = folder / f".{name}.part"
    Image.new("RGB", size, (level, level, level)).save(fresh, "PNG")
    fresh.replace(folder / name)


def level(frame: Frame) -> int:
    return frame.bgr[0]


@pytest.fixture
def clock() -> SleptClock:
    return SleptClock()


@pytest.fixture
def camera(tmp_path: Path, clock: SleptClock) -> FolderCamera:
    return FolderCamera(tmp_path, fps=10.0, clock=clock, sleep=clock.sleep)


def test_plays_in_the_order_of_names_and_starts_again(tmp_path: Path, camera: FolderCamera) -> None:
    for name, grey in (("b.png", 20), ("c.png", 30), ("a.png", 10)):
        put(tmp_path, name, grey)
    camera.open()
    assert [level(camera.read()) for _ in range(7)] == [10, 20, 30, 10, 20, 30, 10]


def test_frames_are_counted_timed_and_paced(tmp_path: Path, camera: FolderCamera, clock: SleptClock) -> None:
    put(tmp_path, "a.png", 10)
    camera.open()
    frames = [camera.read() for _ in range(3)]
    assert [frame.sequence for frame in frames] == [1, 2, 3]
    assert [frame.captured_at for frame in frames] == pytest.approx([100.0, 100.1, 100.2])


def test_another_person_is_another_file(tmp_path: Path, camera: FolderCamera) -> None:
    put(tmp_path, "person.png", 10)
    camera.open()
    assert level(camera.read()) == 10
    put(tmp_path, "person.png", 99, size=(10, 10))
    frame = camera.read()
    assert (level(frame), frame.width) == (99, 10)


def test_files_come_and_go(tmp_path: Path, camera: FolderCamera) -> None:
    put(tmp_path, "b.png", 20)
    camera.open()
    assert level(camera.read()) == 20
    put(tmp_path, "a.png", 10)
    put(tmp_path, "c.png", 30)
    assert [level(camera.read()) for _ in range(2)] == [30, 10]
    (tmp_path / "b.png").unlink()
    assert [level(camera.read()) for _ in range(2)] == [30, 10]


def test_half_written_files_are_skipped_until_they_are_whole(tmp_path: Path, camera: FolderCamera) -> None:
    put(tmp_path, "a.png", 10)
    put(tmp_path, "b.png", 20, size=(200, 200))
    whole = (tmp_path / "b.png").read_bytes()
    (tmp_path / "b.png").write_bytes(whole[: len(whole) // 2])
    camera.open()
    assert [level(camera.read()) for _ in range(3)] == [10, 10, 10]
    (tmp_path / "b.png").write_bytes(whole)
    assert [level(camera.read()) for _ in range(2)] == [20, 10]


def test_other_files_are_not_looked_at(tmp_path: Path, camera: FolderCamera) -> None:
    put(tmp_path, "a.png", 10)
    put(tmp_path, ".hidden.png", 90)
    (tmp_path / "LICENSES.md").write_text("who is in the pictures")
    (tmp_path / "b.png.part").write_bytes(b"half")
    (tmp_path / "folder.png").mkdir()
    camera.open()
    assert [level(camera.read()) for _ in range(2)] == [10, 10]


def test_a_short_gap_is_waited_through(tmp_path: Path, clock: SleptClock) -> None:
    put(tmp_path, "a.png", 10)

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.at > 100.25:
            put(tmp_path, "a.png", 50)

    camera = FolderCamera(tmp_path, fps=10.0, clock=clock, sleep=sleep)
    camera.open()
    camera.read()
    (tmp_path / "a.png").unlink()
    assert level(camera.read()) == 50


@pytest.mark.parametrize("name", ["", "broken.png"], ids=["empty", "only a broken file"])
def test_a_folder_without_pictures_is_a_lost_camera(
    tmp_path: Path, camera: FolderCamera, clock: SleptClock, name: str
) -> None:
    if name:
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    camera.open()
    with pytest.raises(Fault) as caught:
        camera.read()
    assert caught.value.code is FaultCode.CAMERA_LOST
    assert clock.at - 100.0 < 1.0


def test_a_folder_that_is_not_there_is_a_missing_camera(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        FolderCamera(tmp_path / "nobody").open()
    assert caught.value.code is FaultCode.CAMERA_MISSING


def test_a_folder_that_goes_away_is_a_lost_camera(tmp_path: Path, clock: SleptClock) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    camera = FolderCamera(folder, clock=clock, sleep=clock.sleep)
    camera.open()
    folder.rmdir()
    with pytest.raises(Fault) as caught:
        camera.read()
    assert caught.value.code is FaultCode.CAMERA_LOST
