"""The tables ``[webhook]`` and ``[local_api]`` of the settings, as frozen values and as they are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from kiosk.app.settings.openable_path import OpenablePath

_PATHS = {"webhook": ("secret_file", "ca_file", "client_certificate"), "local_api": ("token_file",)}


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Who is told of every check (docs/outputs.md).

    ``url`` is where they listen, ``form`` how they are told, ``seconds`` the longest that one try may take. Of the
    files, ``secret_file`` holds the signing secret, ``ca_file`` the only TLS authorities that count (PEM), and
    ``client_certificate`` our own certificate with its key (PEM).
    """

    url: str
    form: Literal["kiosk", "hn212"] = "kiosk"
    seconds: float = 10.0
    secret_file: Path | None = None
    ca_file: Path | None = None
    client_certificate: Path | None = None


@dataclass(frozen=True, slots=True)
class LocalApiSettings:
    """The local API, on ``port`` of this machine's own address (docs/outputs.md).

    ``token_file`` is made at the first start; ``None``: ``api.token`` in the data folder. The last verdict's fields can
    be asked for during ``keep_seconds`` after it was made.
    """

    port: int = 8790
    token_file: Path | None = None
    keep_seconds: float = 120.0


class _Table(BaseModel):
    """An empty path is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_paths(cls, table: Any) -> Any:
        paths = {path for names in _PATHS.values() for path in names}
        if not isinstance(table, dict):
            return table
        return {key: value for key, value in table.items() if not (key in paths and value == "")}


class WebhookTable(_Table):
    """Without a ``url`` nobody is told, whatever else is set."""

    url: Annotated[str, StringConstraints(max_length=200)] = ""
    form: Literal["kiosk", "hn212"] = "kiosk"
    seconds: Annotated[float, Field(ge=1.0, le=60.0)] = 10.0
    secret_file: OpenablePath | None = None
    ca_file: OpenablePath | None = None
    client_certificate: OpenablePath | None = None

    def settings(self) -> WebhookSettings | None:
        return WebhookSettings(**dict(self)) if self.url else None


class LocalApiTable(_Table):
    """Off unless it is ``enabled``."""

    enabled: bool = False
    port: Annotated[int, Field(ge=1024, le=65535)] = 8790
    token_file: OpenablePath | None = None
    keep_seconds: Annotated[float, Field(ge=5.0, le=3600.0)] = 120.0

    def settings(self) -> LocalApiSettings | None:
        return LocalApiSettings(self.port, self.token_file, self.keep_seconds) if self.enabled else None


def output_paths_based(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The document with the relative paths of both tables beginning at the file's folder."""
    based = dict(document)
    for name, paths in _PATHS.items():
        table = based.get(name)
        if isinstance(table, dict):
            given = {path: folder / table[path] for path in paths if isinstance(table.get(path), str) and table[path]}
            based[name] = {**table, **given}
    return based
