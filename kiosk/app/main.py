"""The command line ``kiosk``: takes words apart; each command lives in a module of its own, loaded when used."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from kiosk import __version__
from kiosk.app.exits import Exit, fault_exit
from kiosk.app.options import (
    AnchorOption,
    BitRateOption,
    CameraOption,
    CanOption,
    ConfigOption,
    JsonOption,
    ListOption,
    MrzOption,
    QrOption,
    ReaderOption,
)
from kiosk.domain.accident import told
from kiosk.domain.faults import Fault

app = typer.Typer(
    name="kiosk",
    help="Checks a Vietnamese chip ID card (CCCD 2021, thẻ Căn cước 2024), its holder and the site's list.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
card = typer.Typer(help="Read, issue and serve cards.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(card, name="card")


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log more to standard error.")] = False,
) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )
    if version:
        print(__version__)
        raise typer.Exit


@app.command()
def run(
    config: ConfigOption = None,
    reader: ReaderOption = "",
    camera: CameraOption = None,
    roster: ListOption = None,
    anchor: AnchorOption = None,
    windowed: Annotated[bool, typer.Option("--windowed", help="Ordinary windows instead of full screen.")] = False,
) -> None:
    """Run the kiosk with its windows, until they are closed."""
    from kiosk.app.run import run_kiosk
    from kiosk.app.settings_options import settings_from

    settings = settings_from(config, reader=reader, camera=camera, roster=roster)
    raise typer.Exit(run_kiosk(settings, anchors=tuple(anchor or ()), fullscreen=not windowed))


@app.command()
def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where cards, pictures and the report go.")
    ] = Path("build/demo"),
    faces: Annotated[
        Path, typer.Option("--faces", metavar="FOLDER", help="A folder with the test photographs.")
    ] = Path("tests/fixtures/faces"),
    bit_rate: BitRateOption = 424,
    offscreen: Annotated[bool, typer.Option("--offscreen", help="Without windows even where a display is.")] = False,
    in_process: Annotated[
        bool, typer.Option("--in-process", help="Without PC/SC: the card inside the process.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="SCENE", help="Only these scenes, by name.")
    ] = None,
    stay: Annotated[bool, typer.Option("--stay", help="Leave the windows open after the last scene.")] = False,
) -> None:
    """Play whole checks with virtual cards and a virtual camera; exit 0 only if every verdict is the expected one."""
    from kiosk.app.demo import play

    raise typer.Exit(
        play(out, faces, bit_rate=bit_rate, offscreen=offscreen, in_process=in_process, only=only, stay=stay)
    )


@app.command()
def check(
    config: ConfigOption = None,
    can: CanOption = None,
    mrz: MrzOption = None,
    qr: QrOption = None,
    reader: ReaderOption = "",
    camera: CameraOption = None,
    roster: ListOption = None,
    anchor: AnchorOption = None,
    wait: Annotated[
        float, typer.Option("--wait", metavar="SECONDS", help="Seconds to wait for devices and for the card.")
    ] = 30.0,
    as_json: JsonOption = False,
) -> None:
    """One check without a window: card, face and list, one verdict.

    Exit: 0 admit, 10 admit with attention, 11 refer, 12 refuse, 3 a device is missing.
    """
    from kiosk.app.check_once import check_once
    from kiosk.app.settings_options import settings_from

    settings = settings_from(config, reader=reader, camera=camera, roster=roster)
    raise typer.Exit(
        check_once(settings, can=can, mrz=mrz, qr=qr, anchors=tuple(anchor or ()), wait=wait, as_json=as_json)
    )


@app.command()
def doctor(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Look at every device and file the kiosk needs, and say what helps where something is missing."""
    from kiosk.app.doctor import report_health
    from kiosk.app.settings_options import settings_from

    raise typer.Exit(report_health(settings_from(config), as_json=as_json))


@card.command("read")
def card_read(
    can: CanOption = None,
    mrz: MrzOption = None,
    qr: QrOption = None,
    reader: ReaderOption = "",
    anchor: AnchorOption = None,
    wait: Annotated[
        float, typer.Option("--wait", metavar="SECONDS", help="Seconds to wait for a card; 0: it must lie there.")
    ] = 10.0,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="SECONDS", help="The time one reading may take.")
    ] = 60.0,
    as_json: JsonOption = False,
) -> None:
    """Read the card on the reader and check its data.

    Exit: 0 read, 3 reader or service missing, 4 card not read, 5 read but altered, wrongly signed or a clone.
    """
    from kiosk.app.card_read import read_card

    raise typer.Exit(read_card(can, mrz, qr, reader, tuple(anchor or ()), wait=wait, seconds=seconds, as_json=as_json))


@card.command("issue")
def card_issue(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="The folder that becomes the card.")],
    person: Annotated[
        str, typer.Option("--person", metavar="NAME", help="A fictitious citizen: an, ngoc, duc, bao.")
    ] = "an",
    number: Annotated[str | None, typer.Option("--number", metavar="DIGITS", help="Another 12-digit number.")] = None,
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
        typer.Option("--profile", metavar="NAME", help="cccd-2021 or can-cuoc-2024; without: by the date of issue."),
    ] = None,
    photo: Annotated[
        Path | None,
        typer.Option("--photo", metavar="FILE", help="The portrait (JPEG, JP2 or J2K); without: a drawn silhouette."),
    ] = None,
    authority: Annotated[
        Path | None,
        typer.Option("--authority", metavar="FOLDER", help="Folder of the test CSCA and signer; made when missing."),
    ] = None,
    aa: Annotated[str, typer.Option("--aa", metavar="KIND", help="Active Authentication key, or none.")] = "ecdsa-p256",
    ca: Annotated[str, typer.Option("--ca", metavar="KIND", help="Chip Authentication key, or none.")] = "ecdh-aes-128",
    explicit_parameters: Annotated[
        bool, typer.Option("--explicit-parameters", help="Spell out curve parameters in DG14 and DG15.")
    ] = False,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            "--fault", metavar="FAULT", help="What is wrong with the card, see above; may be given several times."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Issue a virtual card for a fictitious citizen, signed by a test authority.

    Faults: tear:FILE:BYTE, tear:apdu:COUNT, mute, mute:COUNT, tamper:FILE, missing:FILE, clone, expired-signer,
    unknown-signer, slow, slow:FACTOR, no-pace, no-bac, short-only.
    """
    from kiosk.app.card_issue import issue_card

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

    With --through own, other programs need the variable PCSCLITE_CSOCK_NAME that is printed; with --through vpcd the
    card appears in the machine's own pcscd.
    """
    from kiosk.app.card_serve import serve

    raise typer.Exit(
        serve(folder, through=through, vpcd=vpcd, bit_rate=bit_rate, name=name, control=control, as_json=as_json)
    )


def main() -> None:
    """The entry point; what nobody caught becomes one sentence and an exit code, never a traceback."""
    try:
        app()
    except Fault as fault:
        print(f"kiosk: {fault}\n       {fault.entry.remedy.en}", file=sys.stderr)
        sys.exit(fault_exit(fault.code))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        # Whoever calls us gets a sentence; with --verbose the log has the place, never the data.
        logging.getLogger(__name__).info("%s", told(error))
        print(f"kiosk: the program met an error ({type(error).__name__}: see --verbose)", file=sys.stderr)
        sys.exit(Exit.UNEXPECTED)
