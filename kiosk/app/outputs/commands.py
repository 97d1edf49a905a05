"""The commands of ``kiosk outputs``: status, retry, export; each is carried out in ``output_acts``."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.options import ConfigOption, JsonOption
from kiosk.app.staff.commands import ByOption, StdinOption

outputs = typer.Typer(
    help="What goes out about checks: webhook and exports (docs/outputs.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class FileForm(StrEnum):
    """The forms of an exported file."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


@outputs.command("status")
def outputs_status(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """How many messages wait, and how many are parked because their receiver refuses them.

    Exit: 0 printed, 3 there is no journal yet.
    """
    from kiosk.app.outputs.acts import outputs_status
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(outputs_status(settings_from(config), as_json=as_json))


@outputs.command("retry")
def outputs_retry(by: ByOption, from_stdin: StdinOption = False, config: ConfigOption = None) -> None:
    """Send parked messages again, after what kept them back was mended; prints how many.

    Exit: 0 done, 2 refused.
    """
    from kiosk.app.outputs.acts import retry_parked
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(retry_parked(settings_from(config), by=by, from_stdin=from_stdin))


@outputs.command("export")
def outputs_export(
    by: ByOption,
    shift: Annotated[
        int | None, typer.Option("--shift", metavar="NUMBER", help="A shift; without --day too: the newest.")
    ] = None,
    day: Annotated[
        datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="A day instead of a shift.")
    ] = None,
    form: Annotated[FileForm, typer.Option("--format", help="The form of the file.")] = FileForm.XLSX,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where; without: exports in the data folder.")
    ] = None,
    from_stdin: StdinOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the checks of a shift or a day, with the fields that the site's profile names under [outputs] export.

    Exit: 0 written, 2 refused or no such shift, 6 the profile names no export.
    """
    from kiosk.app.outputs.acts import export_checks
    from kiosk.app.settings.options import settings_from

    if shift is not None and day is not None:
        raise typer.BadParameter("a shift or a day, not both", param_hint="--day")
    raise typer.Exit(
        export_checks(
            settings_from(config),
            by=by,
            shift=shift,
            day=day.date() if day else None,
            form=form.value,
            out=out,
            from_stdin=from_stdin,
            as_json=as_json,
        )
    )
