"""The commands of ``kiosk trust``: import, pin, list, show, remove, export, diff; each is carried out elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.options import ConfigOption, JsonOption

trust = typer.Typer(
    help="What this kiosk trusts: import, pin, list, remove, export, compare (docs/trust.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_ByOption = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="NAME", help="Who does it; twice for two people. Without: the login name."),
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
    as_json: JsonOption = False,
) -> None:
    """Import trust anchors, links, CRLs, deviation lists and pins, after saying what a file holds.

    Exit: 0 imported or nothing new, 2 something has to be agreed to first, 6 the file is malformed or wrongly signed.
    """
    from kiosk.app.settings.options import settings_from, trust_folder
    from kiosk.app.trust.acts import operators
    from kiosk.app.trust.importing import agreement, import_files, preview_files
    from kiosk.reader.trust.store.preview import Consent

    if dry_run:
        raise typer.Exit(preview_files(trust_folder(config), files, as_json=as_json))
    said = {Consent.SIGNER: accept_signer, Consent.UNSIGNED: accept_unsigned, Consent.PARTIAL: accept_partial}
    consents = frozenset(consent for consent, accepted in said.items() if accepted)
    agreed = agreement(operators(by or ()), consents, confirm or (), reference)
    raise typer.Exit(import_files(settings_from(config), files, agreed, as_json=as_json))


@trust.command("pin")
def trust_pin(
    file: Annotated[Path, typer.Argument(metavar="CERTIFICATE", help="The document signer's certificate.")],
    confirm: _ConfirmOption = None,
    by: _ByOption = None,
    reference: _ReferenceOption = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Trust one document signer without its CSCA: its fingerprint confirmed by two people, or by the issuer."""
    from kiosk.app.settings.options import settings_from
    from kiosk.app.trust.acts import operators
    from kiosk.app.trust.importing import agreement, pin_signer

    agreed = agreement(operators(by or ()), frozenset(), confirm or (), reference)
    raise typer.Exit(pin_signer(settings_from(config), file, agreed, as_json=as_json))


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
    fingerprint: _FingerprintArgument, config: ConfigOption = None, by: _ByOption = None, as_json: JsonOption = False
) -> None:
    """Take one item out of the store."""
    from kiosk.app.settings.options import settings_from
    from kiosk.app.trust.acts import operators
    from kiosk.app.trust.importing import agreement
    from kiosk.app.trust.items import remove_item

    people = agreement(operators(by or ()), frozenset(), (), "").people
    raise typer.Exit(remove_item(settings_from(config), fingerprint, people, as_json=as_json))


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
