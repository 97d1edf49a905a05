"""Settings with what the command line says instead."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from kiosk.app.settings.file import CONFIG_VARIABLE, DEFAULT_FILES, load_settings
from kiosk.app.settings.values import Settings


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
        roster_for_this_run=roster is not None,
    )


def trust_folder(config: Path | None = None) -> Path | None:
    """The settings' trust folder; ``None`` where there are no settings. Raises ``Fault(SETTINGS_MALFORMED)``."""
    named = config is not None or os.environ.get(CONFIG_VARIABLE)
    return load_settings(config).trust if named or any(path.is_file() for path in DEFAULT_FILES) else None
