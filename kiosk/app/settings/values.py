"""The kiosk's settings as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kiosk.app.hospital.settings import HealthRecordFolder, InsuranceService, RegistrationService
from kiosk.app.outputs.settings import LocalApiSettings, WebhookSettings
from kiosk.domain.desks.attendance import Station

TouchKeyboard = Literal["auto", "always", "never"]
"""When keys come on the staff screen; ``auto``: where there is a touch screen and no keyboard."""


@dataclass(frozen=True, slots=True)
class Displays:
    """The names of both displays as the system knows them (``HDMI-1``); empty: any that is free."""

    citizen: str = ""
    operator: str = ""
    touch_keyboard: TouchKeyboard = "auto"


@dataclass(frozen=True, slots=True)
class CitizenSettings:
    """How the citizen's window meets people (docs/screens.md).

    Without ``motion`` no picture moves by itself; ``volume`` is 0 (silent) to 1; ``speech`` says when sentences are
    spoken: never, where somebody touched «listen», or always.
    """

    motion: bool = True
    volume: float = 0.7
    speech: Literal["off", "on_request", "always"] = "on_request"


@dataclass(frozen=True, slots=True)
class Codes:
    """How codes are read out of a camera's frames (docs/optical.md).

    ``engine`` is one of ``kiosk.reader.scan.engines``, ``formats`` the codes that are looked for (``qr``, ``pdf417``,
    ``aztec``); empty: those that the site takes (``kiosk.app.codes.kinds``). ``camera`` is a camera of its own, such as
    one that looks down on the desk, in the words of the settings' ``camera``; empty: the face's camera. ``share`` is
    the part of one processor core that reading may take. ``mrz`` says whether frames without a code are searched for
    a machine-readable zone (docs/optical-mrz.md).
    """

    engine: str = "cascade"
    formats: tuple[str, ...] = ()
    camera: str = ""
    share: float = 0.5
    mrz: bool = True


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """The code scanners beside the camera (docs/codes.md).

    ``port`` is the serial port as ``kiosk.reader.scanners.ports.choose_port`` takes it, empty for none; ``baud`` and
    ``parity`` (``N``, ``E``, ``O``) matter on a real RS-232 line only. ``keyboard`` says whether scanners that type are
    listened to, ``prefix`` what such a scanner is set to type first, empty when it is told by its pace.
    """

    port: str = ""
    baud: int = 9600
    parity: str = "N"
    keyboard: bool = True
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class IssuerCheck:
    """The outside service that is asked about cards; docs/issuer-verification.md says what it is given.

    ``service`` is the name of a shipped profile or the path of one (``….toml``), ``url`` where it listens, ``seconds``
    the longest that a verdict waits for it, ``account`` this kiosk's name there. Of the files, ``token_file`` and
    ``secret_file`` hold what their names say, ``ca_file`` the only TLS authorities that count (PEM), and
    ``client_certificate`` our own certificate with its key (PEM).
    """

    service: str
    url: str
    seconds: float = 3.0
    account: str = ""
    token_file: Path | None = None
    secret_file: Path | None = None
    ca_file: Path | None = None
    client_certificate: Path | None = None


@dataclass(frozen=True, slots=True)
class ScoreLogging:
    """Where the scores of face comparisons are kept for a calibration, scores only (docs/biometrics.md).

    ``file`` is ``None`` where they are not. ``cohort`` is a folder of portraits of people who agreed to it and are not
    checked here, ``group`` a label of the site's own.
    """

    file: Path | None = None
    cohort: Path | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from kiosk to kiosk. Every path is absolute or relative to the working directory.

    ``file`` is the settings file itself, ``site`` the profile, ``roster`` the site's list (``None``: not set yet;
    ``roster_for_this_run``: read, but not installed), ``station`` where the kiosk stands: its rooms, its session,
    ``trust`` the folder of trust anchors, ``data`` the folder of the journal. ``reader`` is part of a reader's name
    or a regular expression, empty for any; ``card_atr`` how a card's ATR begins, empty for any card. ``bac_fallback``
    says whether a chip that announces PACE may be opened by BAC when PACE fails. ``camera`` is a number, a device, a
    video file or a folder of pictures; its pictures are turned clockwise by ``camera_rotation`` degrees, and
    ``camera_exposure`` fixes its exposure in the driver's own units (``None``: automatic).
    ``engine`` is the name of a face engine, or ``auto`` for the best that is installed.
    ``codes_by_camera`` keeps the camera open between checks to read the card's QR code with it. With
    ``needs_shift`` people are served only while a shift is open. ``issuer_check`` is ``None`` where no outside service
    is asked, and so are ``insurance``, ``registration`` and ``health_records`` where there is no such service or
    folder (docs/hospital.md). ``shared_figures`` is the folder in which the site's kiosks tell each other their figures
    (docs/supervision.md), ``None`` where this one is alone.
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
    camera_rotation: Literal[0, 90, 180, 270] = 0
    camera_exposure: float | None = None
    codes_by_camera: bool = True
    engine: str = "auto"
    needs_shift: bool = False
    displays: Displays = Displays()
    citizen: CitizenSettings = CitizenSettings()
    score_log: ScoreLogging = ScoreLogging()
    codes: Codes = Codes()
    scanner: ScannerSettings = ScannerSettings()
    issuer_check: IssuerCheck | None = None
    insurance: InsuranceService | None = None
    registration: RegistrationService | None = None
    health_records: HealthRecordFolder | None = None
    webhook: WebhookSettings | None = None
    local_api: LocalApiSettings | None = None
    roster_for_this_run: bool = False
    station: Station = field(default_factory=Station)
    shared_figures: Path | None = None
