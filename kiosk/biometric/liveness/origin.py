"""Where the pictures come from: what the kernel says of a video device, and which names belong to programs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SYSFS = Path("/sys/class/video4linux")

MAX_NAME = 200

PROGRAMS = re.compile(
    r"obs|loopback|virtual|dummy|manycam|snap ?cam|snap camera|droid ?cam|iriun|e2esoft|v-?cam|xsplit|splitcam|mmhmm"
    r"|sparkocam|webcamoid|akvcam|epoccam|camo|ndi|vivid|vimc|screen|deepfacelive",
    re.IGNORECASE,
)
"""In the names of cameras that are programs. Not complete, and a name is changed in a minute."""


@dataclass(frozen=True, slots=True)
class PictureOrigin:
    """``device``: the pictures come from a video device, not from files; ``virtual``: that device is a program."""

    device: bool = False
    virtual: bool = False
    name: str = ""


def origin_of(spec: str, sysfs: Path = SYSFS) -> PictureOrigin:
    """The origin of the pictures of this camera setting; never raises: what cannot be read is not known.

    A device that hangs below ``/sys/devices/virtual`` has no hardware, whatever it calls itself (v4l2loopback, akvcam).
    """
    number = re.fullmatch(r"(?:/dev/video)?([0-9]{1,2})", spec)
    if number is None:
        return PictureOrigin(device=spec.startswith("/dev/"))
    entry = sysfs / f"video{number[1]}"
    try:
        name = (entry / "name").read_bytes()[:MAX_NAME].decode("utf-8", "replace").strip()
        virtual = "virtual" in entry.resolve().parts
    except OSError:
        return PictureOrigin(device=True)
    return PictureOrigin(True, virtual or PROGRAMS.search(name) is not None, name)
