"""The commands of ``kiosk staff``: add, list, remove, password; each is carried out in ``staff_acts``."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.app.options import ConfigOption, JsonOption
from kiosk.domain.staff import Role

staff = typer.Typer(
    help="Who works at this kiosk: accounts, roles, passwords (docs/staff.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_LoginArgument = Annotated[str, typer.Argument(metavar="LOGIN", help="2 to 32 of a–z, 0–9, . _ -")]
ByOption = Annotated[
    str, typer.Option("--by", metavar="LOGIN", help="Whose act it is; their password is asked for.", show_default=False)
]
StdinOption = Annotated[
    bool,
    typer.Option("--stdin", help="Take the passwords from standard input, a line each, instead of asking."),
]


@staff.command("add")
def staff_add(
    login: _LoginArgument,
    role: Annotated[Role, typer.Option("--role", help="What they may do.", show_default=False)],
    by: ByOption = "",
    from_stdin: StdinOption = False,
    config: ConfigOption = None,
) -> None:
    """Make an account. The first one of a kiosk is an administrator's, and takes no --by.

    Exit: 0 made, 2 refused: it says why.
    """
    from kiosk.app.settings.options import settings_from
    from kiosk.app.staff.acts import add_member

    raise typer.Exit(add_member(settings_from(config), login, role, by=by, from_stdin=from_stdin))


@staff.command("list")
def staff_list(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the accounts with their roles."""
    from kiosk.app.settings.options import settings_from
    from kiosk.app.staff.acts import list_members

    raise typer.Exit(list_members(settings_from(config), as_json=as_json))


@staff.command("remove")
def staff_remove(
    login: _LoginArgument, by: ByOption = "", from_stdin: StdinOption = False, config: ConfigOption = None
) -> None:
    """Take an account away; what its owner did stays in the journal."""
    from kiosk.app.settings.options import settings_from
    from kiosk.app.staff.acts import remove_member

    raise typer.Exit(remove_member(settings_from(config), login, by=by, from_stdin=from_stdin))


@staff.command("password")
def staff_password(
    login: _LoginArgument, by: ByOption = "", from_stdin: StdinOption = False, config: ConfigOption = None
) -> None:
    """Change a password: one's own, or with --by an administrator somebody else's."""
    from kiosk.app.settings.options import settings_from
    from kiosk.app.staff.acts import change_password

    raise typer.Exit(change_password(settings_from(config), login, by=by, from_stdin=from_stdin))
