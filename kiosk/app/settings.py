"""The kiosk's settings as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
    or a regular expression, empty for any; ``card_atr`` how a card's ATR begins, empty for any card. ``bac_fallback``
    says whether a chip that announces PACE may be opened by BAC when PACE fails. ``camera`` is a number, a device, a
    video file or a folder of pictures.
    ``engine`` is the name of a face engine, or ``auto`` for the best that is installed.
    ``codes_by_camera`` keeps the camera open between checks to read the card's QR code with it.
    """

    file: Path
    name: str
    site: Path
    roster: Path | None
    trust: Path
    data: Path
    reader: str = ""
    card_atr: str = ""
    bac_fallback: bool = True
    camera: str = "0"
    codes_by_camera: bool = True
    engine: str = "auto"
    displays: Displays = Displays()
