"""A reading goes into a file, and out of it again: ``card read --trace``, ``card replay``, ``card serve --replay``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import typer

from kiosk.app import report
from kiosk.app.exits import Exit, fault_exit
from kiosk.app.key_options import parse_keys
from kiosk.domain.access_key import Can
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Clock, Deadline, SystemClock
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import CardConnector
from kiosk.reader.trace.lines import Trace, TraceError, load_trace
from kiosk.reader.trace.playback import DeviationError, Playback
from kiosk.reader.trace.recorder import ReaderLimits, TraceRecorder
from kiosk.simulator.slot.card_port import SimulatedCard

UNMASKED_NOTE = "the trace holds everything that is on the card: keep it as you would keep the card"


class Tap(Protocol):
    """Where a reading can be listened to: what it is given to work with, and inside secure messaging."""

    def connector(self, inner: CardConnector) -> CardConnector: ...

    def random_bytes(self, inner: Callable[[int], bytes]) -> Callable[[int], bytes]: ...

    def wanted(self, files: Iterable[ElementaryFile]) -> tuple[ElementaryFile, ...]: ...

    def limits(self, inner: ReaderLimits) -> ReaderLimits: ...

    def clear(self, command: Command, response: Response | None) -> None: ...


class _Deaf:
    """The tap of a reading that nobody records."""

    def connector(self, inner: CardConnector) -> CardConnector:
        return inner

    def random_bytes(self, inner: Callable[[int], bytes]) -> Callable[[int], bytes]:
        return inner

    def wanted(self, files: Iterable[ElementaryFile]) -> tuple[ElementaryFile, ...]:
        return tuple(files)

    def limits(self, inner: ReaderLimits) -> ReaderLimits:
        return inner

    def clear(self, command: Command, response: Response | None) -> None:
        pass


@contextmanager
def tap(path: Path | None, clock: Clock, *, unmasked: bool = False) -> Iterator[Tap]:
    """Record what happens inside into ``path``, which only its owner may read; ``None``: record nothing.

    A file that cannot be opened is a usage error; one that cannot be written to the end is said so and no more.
    """
    if path is None:
        if unmasked:
            raise typer.BadParameter("goes with --trace FILE", param_hint="--unmasked")
        yield _Deaf()
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        path.chmod(0o600)  # one that was there before kept its own
    except OSError as error:
        raise typer.BadParameter(f"cannot be written: {error.strerror}", param_hint="--trace") from error
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as sink:
        recorder = TraceRecorder(sink, clock, masked=not unmasked)
        yield recorder
    if recorder.failed:
        print(f"kiosk: {path} could not be written to its end", file=sys.stderr)
    elif unmasked:
        print(f"kiosk: {path}: {UNMASKED_NOTE}", file=sys.stderr)


def replay_trace(
    file: Path, can: str | None, mrz: str | None, qr: str | None, anchors: Sequence[Path], *, seconds: float
) -> Exit:
    """Read the recorded card once more, without card and reader, and print what ``card read --json`` printed."""
    qr_identity, keys = parse_keys(can, mrz, qr)
    if not keys:
        raise typer.BadParameter("give the key that the card was opened with", param_hint="--can")
    trace = _load(file, "FILE")
    from kiosk.app.settings.options import trust_folder
    from kiosk.reader.emrtd.reading import EmrtdReader
    from kiosk.reader.emrtd.wanted import KIOSK
    from kiosk.reader.inspection import ChipInspector
    from kiosk.reader.trust.store.trust import open_trust

    playback = Playback(trace, SystemClock())
    reader = EmrtdReader(
        playback,
        playback,
        playback.random_bytes,
        wanted=playback.wanted or KIOSK,
        limits=playback.limits,
        pause=lambda seconds: None,
    )
    try:
        reading = reader.read(playback.reader, keys, Deadline(playback, seconds), lambda progress: None)
    except DeviationError as deviation:
        print(f"kiosk: the reading leaves the trace: {deviation}", file=sys.stderr)
        return Exit.UNEXPECTED
    inspection = ChipInspector(open_trust(None if anchors else trust_folder(), anchors)).inspect(
        reading, qr_identity, playback.now()
    )
    print(json.dumps(report.card_read_json(reading, inspection), ensure_ascii=False, indent=2))
    if playback.left:
        print(f"kiosk: {playback.left} commands of the trace were not sent", file=sys.stderr)
    return Exit.OK if reading.fault is None else fault_exit(reading.fault.code)


def replayed_card(file: Path, can: str | None) -> SimulatedCard:
    """The recorded card for ``kiosk card serve --replay``; what cannot be one is a usage error that says why."""
    from kiosk.simulator.recorded.replay import ReplayedCard, ReplayError

    _, keys = parse_keys(can, None, None)
    digits = next((key.digits for key in keys if isinstance(key, Can)), "")
    try:
        return ReplayedCard(_load(file, "--replay"), digits)
    except ReplayError as error:
        raise typer.BadParameter(str(error), param_hint="--replay") from error


def _load(file: Path, option: str) -> Trace:
    try:
        return load_trace(file)
    except TraceError as error:
        raise typer.BadParameter(str(error), param_hint=option) from error
