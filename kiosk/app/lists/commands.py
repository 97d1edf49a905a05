"""The commands of ``kiosk list``: check, import, show, versions, restore, photos; each is carried out elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.options import ConfigOption, JsonOption
from kiosk.app.staff.commands import ByOption, StdinOption

site_list = typer.Typer(
    help="The site's list: look into a file, import it, go back to an earlier one (docs/lists.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="An XLSX, XLS, ODS or CSV file.")]
_SheetOption = Annotated[
    str, typer.Option("--sheet", metavar="NAME", help="The sheet, where several hold a list; of ODS its number.")
]
_ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=HEADER",
        help="Which column holds a field, where the program does not know its header; an import remembers it.",
    ),
]


@site_list.command("check")
def list_check(
    file: _FileArgument,
    config: ConfigOption = None,
    sheet: _SheetOption = "",
    column: _ColumnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a file holds, what is wrong with its rows, and what it would change. Nothing is imported.

    Exit: 0 it can be used, 6 it cannot.
    """
    from kiosk.app.lists.importing import import_file
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(import_file(settings_from(config), file, sheet, column or (), install=False, as_json=as_json))


@site_list.command("import")
def list_import(
    file: _FileArgument,
    config: ConfigOption = None,
    sheet: _SheetOption = "",
    column: _ColumnOption = None,
    forget_columns: Annotated[
        bool, typer.Option("--forget-columns", help="Forget the columns that were named at earlier imports.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="The same as «check».")] = False,
    as_json: JsonOption = False,
) -> None:
    """Import a list, whole or not at all: a running kiosk asks it from its next check on.

    Exit: 0 imported, 6 the file cannot be used and the list before stays in force.
    """
    from kiosk.app.lists.importing import forget, import_file
    from kiosk.app.settings.options import settings_from

    settings = settings_from(config)
    if forget_columns:
        forget(settings)
    raise typer.Exit(import_file(settings, file, sheet, column or (), install=not dry_run, as_json=as_json))


@site_list.command("show")
def list_show(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Say which list is in force: its file, its columns, its people, the rows that are not understood."""
    from kiosk.app.lists.versions import show_current
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(show_current(settings_from(config), as_json=as_json))


@site_list.command("versions")
def list_versions(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the versions that are kept."""
    from kiosk.app.lists.versions import show_versions
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(show_versions(settings_from(config), as_json=as_json))


@site_list.command("restore")
def list_restore(
    version: Annotated[int, typer.Argument(metavar="VERSION", help="A number that «versions» tells.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put an earlier version in force again."""
    from kiosk.app.lists.versions import restore_version
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(restore_version(settings_from(config), version, as_json=as_json))


@site_list.command("absent")
def list_absent(
    config: ConfigOption = None,
    room: Annotated[
        list[str] | None, typer.Option("--room", metavar="ROOM", help="Only these rooms; without: the settings' ones.")
    ] = None,
    session: Annotated[str, typer.Option("--session", metavar="NAME", help="Only this session.")] = "",
    watch: Annotated[
        float, typer.Option("--watch", metavar="SECONDS", min=0.0, help="Say it again every so many seconds.")
    ] = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Say who has not come in during the open shift (or the last one), room by room, by the list's keys."""
    from kiosk.app.lists.absent import show_absent
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(show_absent(settings_from(config), room or (), session, as_json=as_json, watch=watch))


@site_list.command("left")
def list_left(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The list's own key: the candidate number, the booking.")],
    by: ByOption,
    from_stdin: StdinOption = False,
    config: ConfigOption = None,
) -> None:
    """Note that somebody who had come in was seen to leave: their next coming is judged by the rule re_entry.

    Exit: 0 noted, 2 refused, or nobody with this key has come in.
    """
    from kiosk.app.lists.leaving import note_leaving
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(note_leaving(settings_from(config), key, by=by, from_stdin=from_stdin))


@site_list.command("corrections")
def list_corrections(
    config: ConfigOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the workbook goes; without: beside the CSV.")
    ] = None,
) -> None:
    """Write what cards say otherwise than the list as a workbook (XLSX), with the same rows as the CSV.

    Exit: 0 written, or there are none yet; 6 the file was damaged.
    """
    from kiosk.app.lists.corrections import write_corrections
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(write_corrections(settings_from(config), out))


@site_list.command("photos")
def list_photos(
    source: Annotated[
        Path, typer.Argument(metavar="FOLDER|ZIP", help="Pictures named by number or by the list's key.")
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import the pictures of registration for the people of the list in force; they replace those before."""
    from kiosk.app.lists.photos import import_pictures
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(import_pictures(settings_from(config), source, as_json=as_json))
