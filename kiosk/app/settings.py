"""The kiosk's settings as one frozen value, from ``kiosk.toml`` and the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode

CONFIG_VARIABLE = "KIOSK_CONFIG"
DEFAULT_FILES = (Path("config/kiosk.toml"), Path("/etc/kiosk/kiosk.toml"))


@dataclass(frozen=True, slots=True)
class Displays:
    """The names of both displays as the system knows them (``HDMI-1``); empty: any that is free."""

    citizen: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from kiosk to kiosk. Every path is absolute or relative to the working directory.

    ``file`` is the settings file itself, ``site`` the profile, ``roster`` the site's list (``None``: not set yet),
    ``trust`` the folder of trust anchors, ``data`` the folder of the journal. ``reader`` is part of a reader's name
    or a regular expression, empty for any; ``camera`` a number, a device, a video file or a folder of pictures.
    ``codes_by_camera`` keeps the camera open between checks to read the card's QR code with it.
    """

    file: Path
    name: str
    site: Path
    roster: Path | None
    trust: Path
    data: Path
    reader: str = ""
    camera: str = "0"
    codes_by_camera: bool = True
    engine: str = "sface"
    displays: Displays = Displays()


def find_settings_file(given: Path | None = None) -> Path:
    """``given``, else ``$KIOSK_CONFIG``, else the first of ``DEFAULT_FILES`` that is there.

    Raises ``Fault(SETTINGS_MALFORMED)`` when there is none; a file that was named but is missing is found out when
    it is read.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if given is not None or named:
        return given or Path(str(named))
    for path in DEFAULT_FILES:
        if path.is_file():
            return path
    looked_at = ", ".join(map(str, DEFAULT_FILES))
    raise Fault(FaultCode.SETTINGS_MALFORMED, f"no settings file: --config, ${CONFIG_VARIABLE}, {looked_at}")


def load_settings(given: Path | None = None) -> Settings:
    """Read the settings file; a variable ``KIOSK_<KEY>`` of the environment comes before its key.

    Relative paths in the file begin at the file's folder, those in variables at the working directory. Raises
    ``Fault(SETTINGS_MALFORMED)`` naming the file and the key, or the variable.
    """
    # Reading costs an import of 0.1 s, which commands without settings need not pay.
    from kiosk.app.settings_file import read_settings

    return read_settings(find_settings_file(given))
