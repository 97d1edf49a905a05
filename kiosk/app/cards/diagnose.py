"""``kiosk card diagnose``: what an unknown card is like, free of personal data, for whoever improves the reader."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from kiosk.app.cards.read import await_card
from kiosk.app.cards.trace import tap
from kiosk.app.exits import Exit, fault_exit
from kiosk.app.key_options import parse_keys
from kiosk.domain.access_key import AccessKey
from kiosk.domain.chip_reading import Access, ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Clock, Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.channel import CardConnection, CardConnector, Channel
from kiosk.reader.diagnosis.findings import Findings, Probe
from kiosk.reader.diagnosis.probes import before_access, inside
from kiosk.reader.diagnosis.report import report
from kiosk.reader.diagnosis.steps import TimedConnector
from kiosk.reader.emrtd.access import open_chip, select_application
from kiosk.reader.emrtd.key_agreement import RandomBytes
from kiosk.reader.emrtd.reading import EmrtdReader, Limits
from kiosk.reader.emrtd.response_chaining import ResponseChainingChannel
from kiosk.reader.emrtd.secure_messaging import OnClear
from kiosk.reader.emrtd.wanted import KIOSK

WANTED = (*KIOSK, File.COM, File.DIR, File.ATR_INFO, File.CARD_SECURITY)
"""What a check reads, and the files that tell of the card alone; the holder's other files are only selected."""


def diagnose_card(
    can: str | None,
    mrz: str | None,
    qr: str | None,
    pattern: str,
    *,
    atr: str = "",
    wait: float,
    seconds: float,
    trace: Path | None,
    unmasked: bool,
    as_json: bool,
) -> Exit:
    """Wait for a card, read it, probe it, print the report. No fault of card or reader leaves as an exception."""
    _, keys = parse_keys(can, mrz, qr)
    if not keys:
        raise typer.BadParameter("give --can, --mrz or --qr: a chip opens only with a key", param_hint="--can")
    clock = SystemClock()
    with tap(trace, clock, unmasked=unmasked) as listened:
        try:
            from kiosk.reader.pcsc import PcscConnector, reader_limits

            reader = await_card(pattern, wait, atr)
            with PcscConnector().connect(reader) as connection:
                limits = reader_limits(connection)
            findings = diagnose(
                listened.connector(PcscConnector()),
                reader,
                keys,
                Deadline(clock, seconds),
                clock,
                random_bytes=listened.random_bytes(secrets.token_bytes),
                wanted=listened.wanted(WANTED),
                limits=listened.limits(lambda connection: limits.extended),
                on_clear=listened.clear,
            )
            findings = replace(findings, max_apdu_data=limits.max_apdu_data, qr=qr)
        except ImportError:
            findings = _none(Fault(FaultCode.CARD_SERVICE_DOWN, "pyscard is not installed"))
        except Fault as fault:
            findings = _none(fault)
    told = report(findings, clock.now())
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(told)))
    ended_by = findings.reading.fault
    if ended_by is None:
        return Exit.OK
    print(f"kiosk: {ended_by}\n       {ended_by.entry.remedy.en}", file=sys.stderr)
    return fault_exit(ended_by.code)


def diagnose(
    connector: CardConnector,
    reader: str,
    keys: tuple[AccessKey, ...],
    deadline: Deadline,
    clock: Clock,
    *,
    random_bytes: RandomBytes = secrets.token_bytes,
    wanted: tuple[File, ...] = WANTED,
    limits: Limits = lambda connection: None,
    on_clear: OnClear | None = None,
) -> Findings:
    """Read the card once, then ask it the probes; a card that is taken away in between leaves what was found."""
    timed = TimedConnector(connector, clock)
    chip_reader = EmrtdReader(timed, clock, random_bytes, wanted=wanted, limits=limits, on_clear=on_clear)
    reading = chip_reader.read(reader, keys, deadline, timed.on_progress)
    with _Visits(connector, reader) as visits:
        try:
            probes = before_access(visits.begin())
        except Fault as fault:
            probes = (Probe("connect", fault=fault.code),)
        if reading.fault is None:
            card_access = reading.files.get(File.CARD_ACCESS, b"")
            probes += inside(lambda: _opened(visits.begin(), keys, random_bytes, card_access))
    return Findings(reading, timed.steps(), probes)


class _Visits:
    """One connection after the other: each begins with a card that was just powered up."""

    def __init__(self, connector: CardConnector, reader: str) -> None:
        self._connector = connector
        self._reader = reader
        self._connection: CardConnection | None = None

    def begin(self) -> CardConnection:
        self.end()
        self._connection = self._connector.connect(self._reader)
        return self._connection

    def end(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def __enter__(self) -> _Visits:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def _opened(
    connection: CardConnection, keys: tuple[AccessKey, ...], random_bytes: RandomBytes, card_access: bytes
) -> Channel:
    chip = open_chip(ResponseChainingChannel(connection), keys, random_bytes, card_access)
    if not chip.in_application:
        select_application(chip.session)
    return chip.session


def _none(fault: Fault) -> Findings:
    """The report's shape when no card was reached at all."""
    return Findings(ChipReading("", b"", Access("none", "none"), {}, fault=fault))


def _lines(value: Any, name: str = "") -> Iterator[str]:
    """The report as lines of «place  value»."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for number, inner in enumerate(value, 1):
            yield from _lines(inner, f"{name}[{number}]")
    else:
        yield f"{name:<48} {json.dumps(value, ensure_ascii=False)}"
