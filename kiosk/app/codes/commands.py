"""``kiosk scan``: print what a picture, a camera or a scanner reads, exactly as it is or taken apart."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.exits import Exit, fault_exit
from kiosk.app.options import JsonOption
from kiosk.domain.faults import Fault

NOTHING_READ = Exit.UNEXPECTED
"""1, as programs like this one say it (zbarimg, grep)."""


class ScanSource(StrEnum):
    """Where a code was read."""

    CAMERA = "camera"
    SERIAL = "serial"
    IMAGE = "image"
    MRZ_IMAGE = "mrz-image"


def scan(
    camera: Annotated[
        str | None, typer.Option("--camera", metavar="SOURCE", help="A camera number, a device, a video or a folder.")
    ] = None,
    serial: Annotated[
        str | None,
        typer.Option("--serial", metavar="PORT", help="/dev/ttyACM0, COM3, VID:PID, a piece of a name, or auto."),
    ] = None,
    image: Annotated[
        Path | None, typer.Option("--image", metavar="FILE", help="Read QR, Aztec and PDF417 codes in a picture.")
    ] = None,
    mrz_image: Annotated[
        Path | None, typer.Option("--mrz-image", metavar="FILE", help="Read the machine-readable zone in a picture.")
    ] = None,
    baud: Annotated[int, typer.Option("--baud", min=300, max=4_000_000, help="Speed of a serial line.")] = 9600,
    seconds: Annotated[
        float | None,
        typer.Option("--seconds", min=0.1, max=3600, help="The longest to look; without: 30, pictures 2, zones 10."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print the codes that one source reads: their exact text, or with --json their kind and values too.

    Exit: 0 something was read, 1 nothing was, 2 wrong usage, 3 a device is missing.
    """
    from kiosk.app.codes import sources

    looks: dict[ScanSource, Callable[[], sources.Found]] = {}
    if camera is not None:
        looks[ScanSource.CAMERA] = lambda: sources.codes_of_camera(camera, seconds)
    if serial is not None:
        looks[ScanSource.SERIAL] = lambda: sources.codes_of_scanner(serial, baud, seconds)
    if image is not None:
        looks[ScanSource.IMAGE] = lambda: sources.codes_in(sources.load_picture(image), seconds)
    if mrz_image is not None:
        looks[ScanSource.MRZ_IMAGE] = lambda: sources.zone_in(sources.load_picture(mrz_image), seconds)
    if len(looks) != 1:
        raise typer.BadParameter("exactly one of --camera, --serial, --image and --mrz-image")
    ((source, look),) = looks.items()
    try:
        found = look()
    except sources.NoPictureError as error:
        raise typer.BadParameter(f"no picture: {error}", param_hint=f"--{source}") from error
    except Fault as fault:
        if as_json:
            _print_fault(source, fault)
            raise typer.Exit(fault_exit(fault.code)) from fault
        raise
    _print(source, found.codes, found.milliseconds, as_json=as_json)
    raise typer.Exit(Exit.OK if found.codes else NOTHING_READ)


def _print(source: ScanSource, codes: list[bytes], milliseconds: float, *, as_json: bool) -> None:
    if as_json:
        from kiosk.app.codes.report import scan_json

        printed = scan_json(source, codes, milliseconds, date.today())
        _write(json.dumps(printed, ensure_ascii=False, indent=2).encode())
    elif codes:
        _write(b"\n".join(codes))
    else:
        print("kiosk: no code was read", file=sys.stderr)


def _print_fault(source: ScanSource, fault: Fault) -> None:
    from kiosk.app.codes.report import scan_json
    from kiosk.app.report import fault_json

    printed = scan_json(source, [], 0.0, date.today()) | {"error": fault_json(fault)}
    _write(json.dumps(printed, ensure_ascii=False, indent=2).encode())


def _write(text: bytes) -> None:
    """Exactly these bytes and a line end, whatever the terminal's character set is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text + b"\n")
    sys.stdout.buffer.flush()
