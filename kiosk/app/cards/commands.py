"""The commands of ``kiosk card``: read, export, diagnose, replay, issue, serve; a module carries each of them out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.options import (
    AnchorOption,
    AtrOption,
    BitRateOption,
    CanOption,
    JsonOption,
    MrzOption,
    NoBacFallbackOption,
    QrOption,
    ReaderOption,
    SecondsOption,
    TraceOption,
    UnmaskedOption,
    WaitOption,
)

card = typer.Typer(
    help="Read, export, diagnose, replay, issue and serve cards.", no_args_is_help=True, rich_markup_mode=None
)


@card.command("read")
def card_read(
    can: CanOption = None,
    mrz: MrzOption = None,
    qr: QrOption = None,
    reader: ReaderOption = "",
    atr: AtrOption = "",
    anchor: AnchorOption = None,
    wait: WaitOption = 10.0,
    seconds: SecondsOption = 60.0,
    no_bac_fallback: NoBacFallbackOption = False,
    everything: Annotated[bool, typer.Option("--all", help="Read every file that the chip gives.")] = False,
    trace: TraceOption = None,
    unmasked: UnmaskedOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read the card on the reader and check its data.

    Exit: 0 read, 3 reader or service missing, 4 card not read, 5 read but altered, wrongly signed or a clone.
    """
    from kiosk.app.cards.read import read_card

    raise typer.Exit(
        read_card(
            can,
            mrz,
            qr,
            reader,
            tuple(anchor or ()),
            atr=atr,
            wait=wait,
            seconds=seconds,
            allow_bac_fallback=not no_bac_fallback,
            everything=everything,
            trace=trace,
            unmasked=unmasked,
            as_json=as_json,
        )
    )


@card.command("export")
def card_export(
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="A file, or a folder for --form files.")],
    form: Annotated[
        str,
        typer.Option(
            "--form", metavar="FORM", help="json, files, 2id, hn212, hyperverge, rar, read-card or a profile."
        ),
    ] = "json",
    released: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="DGS", help="With the holder's consent: com, dg1, dg2, dg13, dg14, dg15."),
    ] = None,
    can: CanOption = None,
    mrz: MrzOption = None,
    qr: QrOption = None,
    reader: ReaderOption = "",
    atr: AtrOption = "",
    anchor: AnchorOption = None,
    wait: WaitOption = 10.0,
    seconds: SecondsOption = 60.0,
    as_json: JsonOption = False,
) -> None:
    """Write EF.SOD and its signer's certificate for the issuer's own check; more of the card only with --with.

    Exit: 0 written, 2 not agreed to or there already, 3 reader or service missing, 4 card not read.
    """
    from kiosk.app.cards.export import export_card

    raise typer.Exit(
        export_card(
            can,
            mrz,
            qr,
            reader,
            tuple(anchor or ()),
            atr=atr,
            wait=wait,
            seconds=seconds,
            form=form,
            released=tuple(released or ()),
            out=out,
            as_json=as_json,
        )
    )


@card.command("diagnose")
def card_diagnose(
    can: CanOption = None,
    mrz: MrzOption = None,
    qr: QrOption = None,
    reader: ReaderOption = "",
    atr: AtrOption = "",
    wait: WaitOption = 10.0,
    seconds: SecondsOption = 60.0,
    trace: TraceOption = None,
    unmasked: UnmaskedOption = False,
    as_json: JsonOption = False,
) -> None:
    """Report what an unknown card is like, free of personal data: algorithms, sizes, tags, status words, times."""
    from kiosk.app.cards.diagnose import diagnose_card

    raise typer.Exit(
        diagnose_card(
            can, mrz, qr, reader, atr=atr, wait=wait, seconds=seconds, trace=trace, unmasked=unmasked, as_json=as_json
        )
    )


@card.command("replay")
def card_replay(
    file: Annotated[Path, typer.Argument(help="An unmasked trace of «card read --trace».")],
    can: CanOption = None,
    mrz: MrzOption = None,
    qr: QrOption = None,
    anchor: AnchorOption = None,
    seconds: SecondsOption = 60.0,
) -> None:
    """Read a recorded card once more, without card and reader, and print what «card read --json» printed."""
    from kiosk.app.cards.trace import replay_trace

    raise typer.Exit(replay_trace(file, can, mrz, qr, tuple(anchor or ()), seconds=seconds))


@card.command("issue")
def card_issue(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="The folder that becomes the card.")],
    person: Annotated[
        str | None,
        typer.Option(
            "--person",
            metavar="NAME",
            help="A fictitious person: an, ngoc, duc, bao; anna, joao, sam abroad; without: whoever fits the profile.",
        ),
    ] = None,
    number: Annotated[str | None, typer.Option("--number", metavar="DIGITS", help="Another number.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="Another name.")] = None,
    birth: Annotated[
        str | None, typer.Option("--birth", metavar="DATE", help="Another date of birth, YYYY-MM-DD.")
    ] = None,
    sex: Annotated[str | None, typer.Option("--sex", metavar="M|F", help="M or F.")] = None,
    issued: Annotated[
        str | None, typer.Option("--issued", metavar="DATE", help="Another date of issue, YYYY-MM-DD.")
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="NAME|FILE",
            help="A profile's name or TOML file (docs/training-cards.md); without: what the person would have.",
        ),
    ] = None,
    photo: Annotated[
        Path | None,
        typer.Option("--photo", metavar="FILE", help="The portrait (JPEG, JP2 or J2K); without: a drawn silhouette."),
    ] = None,
    authority: Annotated[
        Path | None,
        typer.Option("--authority", metavar="FOLDER", help="Folder of the test CSCA and signer; made when missing."),
    ] = None,
    aa: Annotated[
        str | None, typer.Option("--aa", metavar="KIND", help="Another Active Authentication key, or none.")
    ] = None,
    ca: Annotated[
        str | None, typer.Option("--ca", metavar="PROTOCOL", help="Another Chip Authentication key, or none.")
    ] = None,
    explicit_parameters: Annotated[
        bool, typer.Option("--explicit-parameters", help="Spell out curve parameters in DG14 and DG15.")
    ] = False,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="FAULT", help="What is wrong with the card, see above; may be repeated."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Issue a virtual card for a fictitious person, signed by a test authority.

    Faults: tear:FILE:BYTE, tear:apdu:COUNT, mute, mute:COUNT, tamper:FILE, missing:FILE, clone, expired-signer,
    unknown-signer, slow, slow:FACTOR, no-pace, refuse-pace, no-bac,
    short-only.
    """
    from kiosk.app.cards.issue import issue_card

    raise typer.Exit(
        issue_card(
            out,
            person=person,
            changes={"number": number, "name": name, "birth_date": birth, "sex": sex, "issue_date": issued},
            profile=profile,
            photo=photo,
            authority=authority,
            aa=aa,
            ca=ca,
            explicit_parameters=explicit_parameters,
            faults=tuple(fault or ()),
            as_json=as_json,
        )
    )


@card.command("serve")
def card_serve(
    folder: Annotated[
        Path | None, typer.Argument(help="A card made by «kiosk card issue»; without: an empty reader.")
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option("--replay", metavar="FILE", help="An unmasked trace of «card read --trace» instead of a card."),
    ] = None,
    can: Annotated[
        str | None, typer.Option("--can", metavar="DIGITS", help="With --replay: the CAN that opens the recorded card.")
    ] = None,
    through: Annotated[
        str,
        typer.Option(
            "--through",
            metavar="own|vpcd",
            help="own: a private pcscd with our virtual reader; vpcd: a running vsmartcard-vpcd.",
        ),
    ] = "own",
    vpcd: Annotated[
        str, typer.Option("--vpcd", metavar="HOST:PORT", help="Where vpcd listens, HOST:PORT.")
    ] = "127.0.0.1:35963",
    bit_rate: BitRateOption = 424,
    name: Annotated[
        str, typer.Option("--name", metavar="TEXT", help="The virtual reader's name.")
    ] = "Kiosk Virtual Reader",
    control: Annotated[
        bool, typer.Option("--control", help="Take «insert FOLDER», «remove», «quit» from standard input.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put a virtual card behind PC/SC until Ctrl-C: any PC/SC program can read it.

    The card is a folder of «card issue» or, with --replay, an unmasked trace of «card read --trace»; a recorded card
    opens with the CAN that is given and with the MRZ that the trace holds.

    With --through own, other programs need the variable PCSCLITE_CSOCK_NAME that is printed; with --through vpcd the
    card appears in the machine's own pcscd.
    """
    from kiosk.app.cards.serve import serve

    raise typer.Exit(
        serve(
            folder,
            replay=replay,
            can=can,
            through=through,
            vpcd=vpcd,
            bit_rate=bit_rate,
            name=name,
            control=control,
            as_json=as_json,
        )
    )
