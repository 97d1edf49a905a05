"""The options of the command line, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.key_options import CAN_HELP, MRZ_HELP, QR_HELP

ReaderOption = Annotated[
    str,
    typer.Option(
        "--reader", metavar="PATTERN", help="Part of the reader's name, or /a regular expression/; without: any reader."
    ),
]
AtrOption = Annotated[
    str,
    typer.Option("--atr", metavar="DIGITS", help="How the card's ATR begins, 3B8?8001 for contactless; without: any."),
]
NoBacFallbackOption = Annotated[
    bool, typer.Option("--no-bac-fallback", help="Never open by BAC a chip that announces PACE.")
]
CanOption = Annotated[str | None, typer.Option("--can", metavar="DIGITS", help=CAN_HELP)]
MrzOption = Annotated[str | None, typer.Option("--mrz", metavar="DOC,YYMMDD,YYMMDD", help=MRZ_HELP)]
QrOption = Annotated[str | None, typer.Option("--qr", metavar="TEXT", help=QR_HELP)]
AnchorOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--anchor",
        metavar="FILE",
        help="A CSCA certificate (DER or PEM) to trust, may be given several times; or a trust folder. "
        "Without: what the settings trust.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="The settings file; without: config/kiosk.toml.")
]
CameraOption = Annotated[
    str | None,
    typer.Option("--camera", metavar="SOURCE", help="A camera number, a device, a video file or a folder of images."),
]
ListOption = Annotated[
    Path | None, typer.Option("--list", metavar="FILE", help="The site's list (XLSX, XLS, ODS, CSV) for this run.")
]
BitRateOption = Annotated[
    int,
    typer.Option("--bit-rate", metavar="KBIT", help="Modelled link: 106, 212, 424, 848 kbit/s, or 0 for none."),
]
SecondsOption = Annotated[float, typer.Option("--seconds", metavar="SECONDS", help="The time one reading may take.")]
TraceOption = Annotated[
    Path | None,
    typer.Option("--trace", metavar="FILE", help="Record commands, answers and times, personal data masked."),
]
UnmaskedOption = Annotated[
    bool,
    typer.Option("--unmasked", help="Record everything, personal data too: for a replay, with the holder's consent."),
]
WaitOption = Annotated[
    float, typer.Option("--wait", metavar="SECONDS", help="Seconds to wait for a card; 0: it must lie there.")
]
