"""What the kernel's description of a video device says about where pictures come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.biometric.liveness.origin import PictureOrigin, origin_of


def device(sysfs: Path, number: int, name: bytes, below: str) -> None:
    """A video device as /sys shows it: a link to a folder below its hardware, or below nothing."""
    place = sysfs.parent / "devices" / below / "video4linux" / f"video{number}"
    place.mkdir(parents=True)
    (place / "name").write_bytes(name)
    sysfs.mkdir(exist_ok=True)
    (sysfs / f"video{number}").symlink_to(place)


@pytest.mark.parametrize(
    ("name", "below", "virtual"),
    [
        (b"HD Pro Webcam C920\n", "pci0000:00/usb1", False),
        (b"Integrated Camera: Integrated C\n", "pci0000:00/usb1", False),
        (b"HD Pro Webcam C920\n", "virtual", True),
        (b"OBS Virtual Camera\n", "virtual", True),
        (b"DroidCam\n", "pci0000:00/usb1", True),
        (b"ManyCam Virtual Webcam\n", "pci0000:00/usb1", True),
        (b"\xff\xfe" * 2000, "pci0000:00/usb1", False),
    ],
    ids=["webcam", "laptop", "loopback under a webcam's name", "OBS", "a telephone", "ManyCam", "a name of garbage"],
)
@pytest.mark.parametrize("spec", ["3", "/dev/video3"])
def test_a_device(tmp_path: Path, spec: str, name: bytes, below: str, virtual: bool) -> None:
    device(tmp_path / "class", 3, name, below)
    origin = origin_of(spec, tmp_path / "class")
    assert (origin.device, origin.virtual) == (True, virtual)


@pytest.mark.parametrize(
    ("spec", "origin"),
    [
        ("0", PictureOrigin(device=True)),
        ("/dev/video0", PictureOrigin(device=True)),
        ("/dev/v4l/by-id/usb-046d-video-index0", PictureOrigin(device=True)),
        ("faces/", PictureOrigin()),
        ("clip.mp4", PictureOrigin()),
        ("", PictureOrigin()),
    ],
)
def test_what_the_kernel_says_nothing_about(tmp_path: Path, spec: str, origin: PictureOrigin) -> None:
    assert origin_of(spec, tmp_path / "class") == origin
