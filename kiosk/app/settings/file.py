"""Reads the settings file and the environment by pydantic-settings, strictly."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from kiosk.app.hospital.settings import HealthRecordsTable, InsuranceTable, RegistrationTable, hospital_paths_based
from kiosk.app.outputs.settings import LocalApiTable, WebhookTable, output_paths_based
from kiosk.app.settings.openable_path import OpenablePath
from kiosk.app.settings.values import (
    CitizenSettings,
    Codes,
    Displays,
    IssuerCheck,
    ScannerSettings,
    ScoreLogging,
    Settings,
    TouchKeyboard,
)
from kiosk.domain.desks.attendance import Station
from kiosk.domain.faults import Fault, FaultCode

PREFIX = "KIOSK_"
MAX_BYTES = 64 * 1024

_PATHS = ("site", "roster", "trust", "data")
_ISSUER_PATHS = ("token_file", "secret_file", "ca_file", "client_certificate")
CONFIG_VARIABLE = "KIOSK_CONFIG"
DEFAULT_FILES = (Path("config/kiosk.toml"), Path("/etc/kiosk/kiosk.toml"))

_Short = Annotated[str, StringConstraints(max_length=200)]


def _touch_keyboard(value: Any) -> Any:
    """What older files say: true or false, which a variable says in letters."""
    return {"true": "always", "false": "never"}.get(str(value).lower(), value)


class _Displays(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    citizen: _Short = ""
    operator: _Short = ""
    touch_keyboard: Annotated[TouchKeyboard, BeforeValidator(_touch_keyboard)] = "auto"


class _Codes(BaseModel):
    """Engines of one library read QR codes only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: Literal["cascade", "zxing", "pyzbar", "opencv"] = "cascade"
    formats: Annotated[tuple[Literal["qr", "pdf417", "aztec"], ...], Field(min_length=1, max_length=3)] = ()
    camera: Annotated[str, StringConstraints(pattern=r"^[^\x00]{0,1000}$")] = ""
    share: Annotated[float, Field(ge=0.05, le=1.0)] = 0.5
    mrz: bool = True

    @model_validator(mode="after")
    def _can_read_the_formats(self) -> _Codes:
        if self.engine in ("pyzbar", "opencv") and set(self.formats) - {"qr"}:
            raise ValueError(f"{self.engine} reads QR codes only")
        return self

    def settings(self) -> Codes:
        return Codes(**dict(self))


class _ScoreLog(BaseModel):
    """An empty path is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: OpenablePath | None = None
    cohort: OpenablePath | None = None
    group: Annotated[str, StringConstraints(pattern=r"^[\w .,-]{0,60}$")] = ""

    @model_validator(mode="before")
    @classmethod
    def _without_empty_paths(cls, table: Any) -> Any:
        return {key: value for key, value in table.items() if value != ""} if isinstance(table, dict) else table


class _Scanner(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    port: Annotated[str, StringConstraints(pattern=r"^[^\x00]{0,200}$")] = ""
    baud: Annotated[int, Field(ge=300, le=4_000_000)] = 9600
    parity: Literal["N", "E", "O"] = "N"
    keyboard: bool = True
    prefix: Annotated[str, StringConstraints(pattern=r"^[!-~]{0,4}$")] = ""


class _Citizen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    motion: bool = True
    volume: Annotated[float, Field(ge=0.0, le=1.0)] = 0.7
    speech: Literal["off", "on_request", "always"] = "on_request"


class _IssuerCheck(BaseModel):
    """Without a ``service`` nobody is asked, whatever else is set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: _Short = ""
    url: _Short = ""
    seconds: Annotated[float, Field(ge=0.5, le=10.0)] = 3.0
    account: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{0,100}$")] = ""
    token_file: OpenablePath | None = None
    secret_file: OpenablePath | None = None
    ca_file: OpenablePath | None = None
    client_certificate: OpenablePath | None = None

    def settings(self) -> IssuerCheck | None:
        return IssuerCheck(**dict(self)) if self.service else None


class _Station(BaseModel):
    """Where the kiosk stands; a list expects people in rooms and sessions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rooms: Annotated[tuple[_Short, ...], Field(max_length=200)] = ()
    session: _Short = ""


class _Supervision(BaseModel):
    """An empty folder is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: OpenablePath | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_empty_paths(cls, table: Any) -> Any:
        return {key: value for key, value in table.items() if value != ""} if isinstance(table, dict) else table


class _File(BaseSettings):
    """The keys of ``kiosk.toml``; ``KIOSK_DISPLAYS__CITIZEN`` is the variable of a key in a table."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=PREFIX, env_nested_delimiter="__", env_ignore_empty=True
    )

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
    site: OpenablePath
    roster: OpenablePath | None = None
    trust: OpenablePath
    data: OpenablePath
    reader: _Short = ""
    card_atr: _Short = ""
    bac_fallback: bool = True
    camera: Annotated[str, StringConstraints(pattern=r"^[^\x00]{1,1000}$")] = "0"
    camera_rotation: Literal[0, 90, 180, 270] = 0
    camera_exposure: Annotated[float | None, Field(ge=0.0, le=100_000.0)] = None
    codes_by_camera: bool = True
    needs_shift: bool = False
    engine: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")] = "auto"
    displays: _Displays = _Displays()
    citizen: _Citizen = _Citizen()
    score_log: _ScoreLog = _ScoreLog()
    codes: _Codes = _Codes()
    scanner: _Scanner = _Scanner()
    issuer_check: _IssuerCheck = _IssuerCheck()
    insurance: InsuranceTable = InsuranceTable()
    registration: RegistrationTable = RegistrationTable()
    health_records: HealthRecordsTable = HealthRecordsTable()
    webhook: WebhookTable = WebhookTable()
    local_api: LocalApiTable = LocalApiTable()
    station: _Station = _Station()
    supervision: _Supervision = _Supervision()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, whose content comes in as arguments; nothing else is looked at."""
        return env_settings, init_settings


def find_settings_file(given: Path | None = None) -> Path:
    """``given``, else ``$KIOSK_CONFIG``, else the first of ``DEFAULT_FILES`` that is there.

    Raises ``Fault(SETTINGS_MISSING)`` when there is none; a file that was named but is missing is found out when
    it is read.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if given is not None or named:
        return given or Path(str(named))
    for path in DEFAULT_FILES:
        if path.is_file():
            return path
    looked_at = ", ".join(map(str, DEFAULT_FILES))
    raise Fault(FaultCode.SETTINGS_MISSING, f"looked for: --config, ${CONFIG_VARIABLE}, {looked_at}")


def load_settings(given: Path | None = None) -> Settings:
    """Read the settings file; a variable ``KIOSK_<KEY>`` of the environment comes before its key.

    Relative paths in the file begin at the file's folder, those in variables at the working directory. Raises
    ``Fault(SETTINGS_MISSING)``, or ``Fault(SETTINGS_MALFORMED)`` naming the file and the key, or the variable.
    """
    return read_settings(find_settings_file(given))


def read_settings(path: Path) -> Settings:
    """The settings of this file. Raises ``Fault(SETTINGS_MALFORMED)`` naming the file and the key, or the variable."""
    try:
        read = _File(**_based(_document(path), path.parent))
    except ValidationError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, _told(error, path)) from None
    except SettingsError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"environment: {error}") from None
    displays = Displays(read.displays.citizen, read.displays.operator, read.displays.touch_keyboard)
    return Settings(
        file=path,
        name=read.name,
        site=read.site,
        roster=read.roster,
        trust=read.trust,
        data=read.data,
        reader=read.reader,
        card_atr=read.card_atr,
        bac_fallback=read.bac_fallback,
        camera=read.camera,
        camera_rotation=read.camera_rotation,
        camera_exposure=read.camera_exposure,
        codes_by_camera=read.codes_by_camera,
        needs_shift=read.needs_shift,
        engine=read.engine,
        displays=displays,
        citizen=CitizenSettings(**dict(read.citizen)),
        score_log=ScoreLogging(**dict(read.score_log)),
        codes=read.codes.settings(),
        scanner=ScannerSettings(**dict(read.scanner)),
        issuer_check=read.issuer_check.settings(),
        insurance=read.insurance.settings(),
        registration=read.registration.settings(),
        health_records=read.health_records.settings(),
        webhook=read.webhook.settings(),
        local_api=read.local_api.settings(),
        station=Station(read.station.rooms, read.station.session),
        shared_figures=read.supervision.folder,
    )


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: larger than {MAX_BYTES} bytes")
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: not UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: {error}") from error


def _based(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The file's content with its relative paths beginning at the file's folder; a camera may be a path too.

    An empty path is none.
    """
    based = {key: value for key, value in document.items() if not (key in _PATHS and value == "")}
    for key in _PATHS:
        if isinstance(based.get(key), str):
            based[key] = folder / based[key]
    for table in (based, based.get("codes")):
        if isinstance(table, dict) and "camera" in table:
            table["camera"] = _camera_based(table["camera"], folder)
    score_log = based.get("score_log")
    if isinstance(score_log, dict):
        for key in ("file", "cohort"):
            if isinstance(score_log.get(key), str) and score_log[key]:
                score_log[key] = folder / score_log[key]
    supervision = based.get("supervision")
    if isinstance(supervision, dict) and isinstance(supervision.get("folder"), str) and supervision["folder"]:
        supervision["folder"] = folder / supervision["folder"]
    if isinstance(based.get("issuer_check"), dict):
        based["issuer_check"] = _issuer_based(based["issuer_check"], folder)
    return hospital_paths_based(output_paths_based(based, folder), folder)


def _camera_based(camera: Any, folder: Path) -> Any:
    """A camera's number as text; of what may be a path, the path."""
    if isinstance(camera, int) and not isinstance(camera, bool):
        return str(camera)
    if isinstance(camera, str) and "/" in camera:
        return f"{folder / camera}{'/' if camera.endswith('/') else ''}"
    return camera


def _issuer_based(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The same for the table of the outside service, whose profile may be a file too."""
    based = {key: value for key, value in table.items() if not (key in _ISSUER_PATHS and value == "")}
    for key in _ISSUER_PATHS:
        if isinstance(based.get(key), str):
            based[key] = folder / based[key]
    service = based.get("service")
    if isinstance(service, str) and service.endswith(".toml"):
        based["service"] = str(folder / service)
    return based


def _told(error: ValidationError, path: Path) -> str:
    """The first error, by the variable or by the file and the key that it is about."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    keys = [str(part) for part in first["loc"]]
    variable = PREFIX + "__".join(keys).upper()
    return f"{variable if variable in os.environ else f'{path.name}: ' + '.'.join(keys)}: {first['msg']}"
