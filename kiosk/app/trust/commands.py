"""The commands of ``kiosk trust``: import, pin, list, show, remove, export, diff; each is carried out elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.app.options import ConfigOption, JsonOption
from kiosk.app.staff.commands import StdinOption

if TYPE_CHECKING:
    from kiosk.app.settings.values import Settings
    from kiosk.app.trust.answering import Answering

trust = typer.Typer(
    help="What this kiosk trusts: import, pin, list, remove, export, compare (docs/trust.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_ByOption = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="LOGIN",
        help="Whose act it is; their password is asked for. Twice for two people. Before there are accounts: a name.",
    ),
]
_ConfirmOption = Annotated[
    list[str] | None,
    typer.Option(
        "--confirm-fingerprint",
        metavar="SHA-256",
        help="A fingerprint that was compared by another way: the file's, an anchor's or a signer's; may be repeated.",
    ),
]
_ReferenceOption = Annotated[
    str,
    typer.Option("--issuer-reference", metavar="TEXT", help="The issuer's letter that confirms a pinned signer."),
]
_FingerprintArgument = Annotated[str, typer.Argument(metavar="FINGERPRINT", help="SHA-256, or its first 8 digits.")]


def _answering(settings: Settings, by: list[str] | None, *, from_stdin: bool) -> Answering:
    from kiosk.app.staff.acts import asking, refused
    from kiosk.app.trust.answering import answering
    from kiosk.domain.desks.staff import Refused

    who = answering(settings, by or (), asking(from_stdin))
    if isinstance(who, Refused):
        raise typer.Exit(refused(who))
    return who


@trust.command("import")
def trust_import(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Certificates, lists, CRLs, LDIF, ZIP.")],
    config: ConfigOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what the files hold; change nothing.")] = False,
    accept_signer: Annotated[
        bool, typer.Option("--accept-signer", help="Take a list whose signer leads to no installed anchor.")
    ] = False,
    accept_unsigned: Annotated[
        bool, typer.Option("--accept-unsigned", help="Take anchors from a file that nobody signed.")
    ] = False,
    accept_partial: Annotated[
        bool, typer.Option("--accept-partial", help="Take the good entries of a file that has bad ones.")
    ] = False,
    confirm: _ConfirmOption = None,
    by: _ByOption = None,
    reference: _ReferenceOption = "",
    from_stdin: StdinOption = False,
    as_json: JsonOption = False,
) -> None:
    """Import trust anchors, links, CRLs, deviation lists and pins, after saying what a file holds.

    Exit: 0 imported or nothing new, 2 something has to be agreed to first, 6 the file is malformed or wrongly signed.
    """
    from kiosk.app.settings.options import settings_from, trust_folder
    from kiosk.app.trust.importing import agreement, import_files, preview_files
    from kiosk.reader.trust.store.preview import Consent

    if dry_run:
        raise typer.Exit(preview_files(trust_folder(config), files, as_json=as_json))
    said = {Consent.SIGNER: accept_signer, Consent.UNSIGNED: accept_unsigned, Consent.PARTIAL: accept_partial}
    consents = frozenset(consent for consent, accepted in said.items() if accepted)
    settings = settings_from(config)
    who = _answering(settings, by, from_stdin=from_stdin)
    agreed = agreement(who.people, consents, confirm or (), reference)
    raise typer.Exit(import_files(settings, files, agreed, who, as_json=as_json))


@trust.command("pin")
def trust_pin(
    file: Annotated[Path, typer.Argument(metavar="CERTIFICATE", help="The document signer's certificate.")],
    confirm: _ConfirmOption = None,
    by: _ByOption = None,
    reference: _ReferenceOption = "",
    from_stdin: StdinOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Trust one document signer without its CSCA: its fingerprint confirmed by two people, or by the issuer.

    Exit: 0 pinned or nothing new, 2 something is missing, 6 the file is malformed.
    """
    from kiosk.app.settings.options import settings_from
    from kiosk.app.trust.importing import agreement, pin_signer

    settings = settings_from(config)
    who = _answering(settings, by, from_stdin=from_stdin)
    agreed = agreement(who.people, frozenset(), confirm or (), reference)
    raise typer.Exit(pin_signer(settings, file, agreed, who, as_json=as_json))


@trust.command("list")
def trust_list(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List everything that is trusted, with what ends soon."""
    from kiosk.app.settings.options import settings_from
    from kiosk.app.trust.items import list_items

    raise typer.Exit(list_items(settings_from(config), as_json=as_json))


@trust.command("show")
def trust_show(fingerprint: _FingerprintArgument, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show one item: where it came from, when, by whom, and how it was accepted."""
    from kiosk.app.settings.options import settings_from
    from kiosk.app.trust.items import show_item

    raise typer.Exit(show_item(settings_from(config), fingerprint, as_json=as_json))


@trust.command("remove")
def trust_remove(
    fingerprint: _FingerprintArgument,
    config: ConfigOption = None,
    by: _ByOption = None,
    from_stdin: StdinOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take one item out of the store.

    Exit: 0 removed, 2 refused, or no such item.
    """
    from kiosk.app.settings.options import settings_from
    from kiosk.app.trust.importing import agreement
    from kiosk.app.trust.items import remove_item

    settings = settings_from(config)
    who = _answering(settings, by, from_stdin=from_stdin)
    agreement(who.people, frozenset(), (), "")
    raise typer.Exit(remove_item(settings, fingerprint, who, as_json=as_json))


@trust.command("export")
def trust_export(
    target: Annotated[
        Path, typer.Argument(metavar="FOLDER|FILE.pem", help="A new folder for everything, or a new PEM file.")
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write what is trusted into a folder with its provenance, or the certificates and CRLs into one PEM file."""
    from kiosk.app.settings.options import settings_from
    from kiosk.app.trust.items import export_items

    raise typer.Exit(export_items(settings_from(config), target, as_json=as_json))


@trust.command("diff")
def trust_diff(
    first: Annotated[str, typer.Argument(metavar="FILE|store", help="A file, or «store» for what is installed.")],
    second: Annotated[str, typer.Argument(metavar="FILE|store", help="The other side.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which certificates and CRLs only one of two lists has."""
    from kiosk.app.settings.options import trust_folder
    from kiosk.app.trust.items import show_difference

    raise typer.Exit(show_difference(trust_folder(config), first, second, as_json=as_json))
