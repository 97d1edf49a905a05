"""The tables of ``kiosk.toml`` for hospitals: insurance look-up, registration, records for their own system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kiosk.app.settings.openable_path import OpenablePath


@dataclass(frozen=True, slots=True)
class InsuranceService:
    """The service that is asked about a patient's insurance; docs/hospital.md says what it is given.

    ``service`` is ``bhyt``, the national gateway, or ``medipay``, a hospital's own system. ``account`` is the
    hospital's there (the merchant's), ``password_file`` holds its password or signing secret. The national gateway
    wants the staff member in whose name it is asked, and birth dates in ``birth_format``.
    """

    service: Literal["bhyt", "medipay"]
    url: str
    seconds: float = 4.0
    account: str = ""
    password_file: Path | None = None
    staff_name: str = field(default="", repr=False)
    staff_number: str = field(default="", repr=False)
    birth_format: str = "dd/MM/yyyy"
    ca_file: Path | None = None
    client_certificate: Path | None = None
    signed: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class RegistrationService:
    """The hospital's own system that registers patients and gives queue numbers, by MediPay's interface.

    ``signed`` names the fields that a question signs where the hospital's contract has them otherwise, ``order_form``
    how the parts of a registration are called there.
    """

    url: str
    seconds: float = 10.0
    merchant: str = ""
    secret_file: Path | None = None
    ca_file: Path | None = None
    client_certificate: Path | None = None
    signed: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    order_form: str = "documented"


@dataclass(frozen=True, slots=True)
class HealthRecordFolder:
    """Where records of admitted patients are laid down for the hospital's own system, which takes them away.

    ``facility`` is the hospital's code (MA_CSKCB). What nobody took is erased after ``keep_hours``.
    """

    folder: Path
    facility: str
    keep_hours: float = 24.0


_Short = Annotated[str, StringConstraints(max_length=200)]
_Account = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{0,100}$")]


class InsuranceTable(BaseModel):
    """Without a ``service`` nobody is asked, whatever else is set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: Literal["", "bhyt", "medipay"] = ""
    url: _Short = ""
    seconds: Annotated[float, Field(ge=0.5, le=10.0)] = 4.0
    account: _Account = ""
    password_file: OpenablePath | None = None
    staff_name: Annotated[str, StringConstraints(max_length=100)] = ""
    staff_number: Annotated[str, StringConstraints(pattern=r"^([0-9]{12})?$")] = ""
    birth_format: Literal["dd/MM/yyyy", "ddMMyyyy", "yyyyMMdd"] = "dd/MM/yyyy"
    ca_file: OpenablePath | None = None
    client_certificate: OpenablePath | None = None
    signed: Annotated[dict[_Short, Annotated[tuple[_Short, ...], Field(max_length=20)]], Field(max_length=10)] = {}

    def settings(self) -> InsuranceService | None:
        return InsuranceService(**dict(self)) if self.service else None


class RegistrationTable(BaseModel):
    """Without a ``url`` nobody is registered anywhere."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: _Short = ""
    seconds: Annotated[float, Field(ge=0.5, le=30.0)] = 10.0
    merchant: _Account = ""
    secret_file: OpenablePath | None = None
    ca_file: OpenablePath | None = None
    client_certificate: OpenablePath | None = None
    signed: Annotated[dict[_Short, Annotated[tuple[_Short, ...], Field(max_length=20)]], Field(max_length=10)] = {}
    order_form: Literal["documented", "in-use"] = "documented"

    def settings(self) -> RegistrationService | None:
        return RegistrationService(**dict(self)) if self.url else None


class HealthRecordsTable(BaseModel):
    """Without a ``folder`` no record is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: OpenablePath | None = None
    facility: Annotated[str, StringConstraints(pattern=r"^([0-9A-Z]{5})?$")] = ""
    keep_hours: Annotated[float, Field(ge=0.1, le=168.0)] = 24.0

    def settings(self) -> HealthRecordFolder | None:
        return HealthRecordFolder(self.folder, self.facility, self.keep_hours) if self.folder else None


_PATHS = {
    "insurance": ("password_file", "ca_file", "client_certificate"),
    "registration": ("secret_file", "ca_file", "client_certificate"),
    "health_records": ("folder",),
}


def hospital_paths_based(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The file's content with the relative paths of these tables beginning at ``folder``; an empty path is none."""
    based = dict(document)
    for name, keys in _PATHS.items():
        table = based.get(name)
        if isinstance(table, dict):
            kept = {key: value for key, value in table.items() if not (key in keys and value == "")}
            based[name] = {
                key: folder / value if key in keys and isinstance(value, str) else value for key, value in kept.items()
            }
    return based
