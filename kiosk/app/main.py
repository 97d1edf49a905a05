"""The command line ``kiosk``: takes words apart; each command lives in a module of its own, loaded when used."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from kiosk import __version__
from kiosk.app.cards.commands import card
from kiosk.app.codes.commands import scan
from kiosk.app.exits import Exit, fault_exit
from kiosk.app.faces.models_commands import models
from kiosk.app.hospital.commands import hospital
from kiosk.app.lists.commands import site_list
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
from kiosk.app.outputs.commands import outputs
from kiosk.app.shifts.commands import shift
from kiosk.app.sites.commands import site
from kiosk.app.staff.commands import staff
from kiosk.app.trust.commands import trust
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
app.add_typer(card, name="card")
app.add_typer(hospital, name="hospital")
app.add_typer(site_list, name="list")
app.add_typer(site, name="site")
app.add_typer(models, name="models")
app.add_typer(outputs, name="outputs")
app.add_typer(shift, name="shift")
app.add_typer(staff, name="staff")
app.add_typer(trust, name="trust")
app.command("scan")(scan)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        # Eager, with a callback of its own: without a command the one below is never reached.
        typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version),
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log more to standard error.")] = False,
) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )


@app.command()
def run(
    config: ConfigOption = None,
    reader: ReaderOption = "",
    camera: CameraOption = None,
    roster: ListOption = None,
    anchor: AnchorOption = None,
    windowed: Annotated[bool, typer.Option("--windowed", help="Ordinary windows instead of full screen.")] = False,
    training: Annotated[
        bool, typer.Option("--training", help="Invented people, virtual cards, data of its own: docs/training.md.")
    ] = False,
    faces: Annotated[
        Path | None,
        typer.Option("--faces", metavar="FOLDER", help="With --training: photographs instead of drawn people."),
    ] = None,
) -> None:
    """Run the kiosk with its windows, until they are closed."""
    from kiosk.app.loading import load_quickly

    load_quickly()
    from kiosk.app.run import run_kiosk
    from kiosk.app.settings.options import settings_from

    settings = settings_from(config, reader=reader, camera=camera, roster=roster)
    if training:
        from kiosk.app.training.running import run_training

        raise typer.Exit(run_training(settings, faces, fullscreen=not windowed))
    raise typer.Exit(run_kiosk(settings, anchors=tuple(anchor or ()), fullscreen=not windowed))


@app.command()
def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where cards, pictures and the report go.")
    ] = Path("build/demo"),
    faces: Annotated[
        Path | None,
        typer.Option("--faces", metavar="FOLDER", help="The test photographs; where there are none: drawn people."),
    ] = None,
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
    from kiosk.app.demo.command import play

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
    from kiosk.app.settings.options import settings_from

    settings = settings_from(config, reader=reader, camera=camera, roster=roster)
    raise typer.Exit(
        check_once(settings, can=can, mrz=mrz, qr=qr, anchors=tuple(anchor or ()), wait=wait, as_json=as_json)
    )


@app.command()
def calibrate(
    pairs: Annotated[
        Path | None,
        typer.Option("--pairs", metavar="FILE", help="LFW's pairs.txt, or lines «picture picture 0|1 [group]»."),
    ] = None,
    images: Annotated[
        Path | None, typer.Option("--images", metavar="FOLDER", help="Where the pictures of --pairs lie.")
    ] = None,
    scores: Annotated[
        Path | None, typer.Option("--scores", metavar="FILE", help="Logged scores instead, a line of JSON each.")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="Without: the settings' engine.")] = "",
    everybody: Annotated[
        bool,
        typer.Option("--everybody", help="Impostors are all pairs of two people; a folder of pictures is a person."),
    ] = False,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="The new engine's name; without: ENGINE-here.")
    ] = "",
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where report, diagrams and manifest go.")
    ] = Path("build/calibration"),
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure an engine's false-match rates on one's own pictures or logged scores, and make thresholds of them.

    Exit: 0 calibrated, 6 refused: too few pairs, or data that are none.
    """
    from kiosk.app.faces.calibrate import calibrate_engine
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(
        calibrate_engine(
            settings_from(config),
            pairs=pairs,
            images=images,
            scores=scores,
            engine=engine,
            everybody=everybody,
            name=name,
            out=out,
            as_json=as_json,
        )
    )


@app.command()
def doctor(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Look at every device and file the kiosk needs, and say what helps where something is missing."""
    from kiosk.app.health.doctor import report_health
    from kiosk.app.settings.options import settings_from

    raise typer.Exit(report_health(settings_from(config), as_json=as_json))


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
