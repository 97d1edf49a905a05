"""The commands of ``kiosk hospital``: insurance, catalogue, register; each is carried out in ``hospital_acts``.

Who it is about is asked for, or read line by line from standard input: a command line is seen by everybody on the
machine, and kept in its history. Whoever sends a person's data out says who they are first.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Annotated

import typer

from kiosk.app.options import ConfigOption, JsonOption
from kiosk.app.staff.commands import ByOption, StdinOption
from kiosk.domain.hospital.registration import Catalogue

hospital = typer.Typer(
    help="A hospital's outside services: insurance and registration (docs/hospital.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

MAX_LINE = 300
_NUMBER, _NAME, _BIRTH = "Insurance or 12-digit number", "Name", "Date of birth (dd/mm/yyyy, or the year)"


def _typed(asked: str) -> str:
    """One line of standard input, asked for where somebody sits before it."""
    if sys.stdin.isatty():
        return str(typer.prompt(asked, err=True))
    return sys.stdin.readline(MAX_LINE).strip()


def _asked_for(number: str) -> tuple[str, str, str]:
    """Number, name and birth date; ``number`` says which number is meant."""
    return _typed(number), _typed(_NAME), _typed(_BIRTH)


@hospital.command("insurance")
def hospital_insurance(
    by: ByOption, from_stdin: StdinOption = False, config: ConfigOption = None, as_json: JsonOption = False
) -> None:
    """Ask the insurance service about one person; number, name and birth date are asked for, a line each.

    Exit: 0 in force, 10 somebody has to act, 3 no answer, 2 refused or what was typed cannot be, 6 no service is set.
    """
    from kiosk.app.hospital.acts import ask_insurance
    from kiosk.app.settings.options import settings_from

    settings = settings_from(config)
    raise typer.Exit(
        ask_insurance(settings, partial(_asked_for, _NUMBER), by=by, from_stdin=from_stdin, as_json=as_json)
    )


@hospital.command("catalogue")
def hospital_catalogue(
    kind: Annotated[Catalogue, typer.Argument(metavar="KIND", help="exam-kinds, departments or services.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """What the hospital's own system registers people for.

    Exit: 0 printed, 3 no answer, 6 no system is set.
    """
    from kiosk.app.hospital.acts import show_catalogue
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(show_catalogue(settings_from(config), kind, as_json=as_json))


@hospital.command("register")
def hospital_register(
    by: ByOption,
    exam_kind: Annotated[str, typer.Option("--exam-kind", metavar="CODE", help="Of the catalogue exam-kinds.")] = "",
    department: Annotated[str, typer.Option("--department", metavar="CODE", help="Of departments.")] = "",
    service: Annotated[str, typer.Option("--service", metavar="CODE", help="Of services.")] = "",
    from_stdin: StdinOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register one person and print their queue number; number, name and birth date are asked for, a line each.

    Exit: 0 registered, 3 no answer (look before trying again: it may have counted), 2 refused or what was typed cannot
    be, 6 no system is set.
    """
    from kiosk.app.hospital.acts import register_patient
    from kiosk.app.settings.options import settings_from

    settings = settings_from(config)
    person = partial(_asked_for, "12-digit number")
    wanted = (exam_kind, department, service)
    raise typer.Exit(register_patient(settings, person, wanted, by=by, from_stdin=from_stdin, as_json=as_json))
