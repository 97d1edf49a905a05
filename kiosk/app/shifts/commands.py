"""The commands of ``kiosk shift``: open, close, report; each is carried out in ``shift_acts``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.options import ConfigOption, JsonOption
from kiosk.app.staff.commands import ByOption, StdinOption

shift = typer.Typer(
    help="A shift at this kiosk: opened with a list and a self test, closed with a report (docs/shifts.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="Where the report goes; without: reports in the data folder."),
]


@shift.command("open")
def shift_open(
    by: ByOption,
    despite_failures: Annotated[
        bool, typer.Option("--despite-failures", help="Open although a part failed its test; the report says so.")
    ] = False,
    from_stdin: StdinOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Test every part, pin the list that is in force, and open a shift.

    Exit: 0 open, 2 refused or open already, 3 a part failed its test or there is no list.
    """
    from kiosk.app.settings.options import settings_from
    from kiosk.app.shifts.acts import open_shift

    settings = settings_from(config)
    raise typer.Exit(
        open_shift(settings, by=by, despite_failures=despite_failures, from_stdin=from_stdin, as_json=as_json)
    )


@shift.command("close")
def shift_close(
    by: ByOption,
    out: _OutOption = None,
    from_stdin: StdinOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Close the shift and write its report as PDF and XLSX.

    Exit: 0 closed, 2 refused or none is open.
    """
    from kiosk.app.settings.options import settings_from
    from kiosk.app.shifts.acts import close_shift

    raise typer.Exit(close_shift(settings_from(config), out, by=by, from_stdin=from_stdin, as_json=as_json))


@shift.command("report")
def shift_report(
    by: ByOption,
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="The shift; without: the newest.")] = None,
    out: _OutOption = None,
    from_stdin: StdinOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the report of a shift once more, or of one that is open so far.

    Exit: 0 written, 2 refused or no such shift.
    """
    from kiosk.app.settings.options import settings_from
    from kiosk.app.shifts.acts import report_shift

    raise typer.Exit(report_shift(settings_from(config), number, out, by=by, from_stdin=from_stdin, as_json=as_json))


@shift.command("figures")
def shift_figures(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Print the numbers of the newest shifts, nobody's data: what this kiosk tells the site's others.

    Exit: 0 printed, 3 there is no journal.
    """
    from kiosk.app.settings.options import settings_from
    from kiosk.app.shifts.acts import show_figures

    raise typer.Exit(show_figures(settings_from(config), as_json=as_json))
