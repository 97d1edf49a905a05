"""Settings with what the command line says instead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.app.settings import Settings
from kiosk.app.settings_file import load_settings


def settings_from(
    config: Path | None, *, reader: str = "", camera: str | None = None, roster: Path | None = None
) -> Settings:
    """The settings file's values, each replaced where an option was given. Raises ``Fault(SETTINGS_MALFORMED)``."""
    settings = load_settings(config)
    return replace(
        settings,
        reader=reader or settings.reader,
        camera=settings.camera if camera is None else camera,
        roster=settings.roster if roster is None else roster,
    )
