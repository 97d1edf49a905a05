"""``kiosk card read``: one reading of the card on a real reader, with its document checks."""

from __future__ import annotations

import json
import queue
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import typer

from kiosk.app import report
from kiosk.app.cards.file_contents import contents
from kiosk.app.cards.trace import tap
from kiosk.app.exits import Exit, fault_exit
from kiosk.app.key_options import parse_keys
from kiosk.domain.authenticity import AuthenticityState, CheckStatus
from kiosk.domain.chip_reading import ChipReading, ReadProgress
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.evidence import Inspection
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.presence import CardSeen, PresenceEvent, ReadersChanged

SERVICE_GRACE_SECONDS = 1.0
"""A service or reader that is not there when we ask may be just coming up."""


def read_card(
    can: str | None,
    mrz: str | None,
    qr: str | None,
    pattern: str,
    anchors: Sequence[Path],
    *,
    atr: str,
    wait: float,
    seconds: float,
    allow_bac_fallback: bool,
    everything: bool,
    trace: Path | None,
    unmasked: bool,
    as_json: bool,
) -> Exit:
    """Wait for a card, read it, check it, print what came out. No fault of card or reader leaves as an exception."""
    qr_identity, keys = parse_keys(can, mrz, qr)
    if not keys:
        raise typer.BadParameter("give --can, --mrz or --qr: a chip opens only with a key", param_hint="--can")
    from kiosk.app.settings.options import trust_folder
    from kiosk.reader.inspection import ChipInspector
    from kiosk.reader.trust.store.trust import open_trust

    inspector = ChipInspector(open_trust(None if anchors else trust_folder(), anchors))
    clock = SystemClock()
    try:
        from kiosk.reader.emrtd.reading import EmrtdReader
        from kiosk.reader.emrtd.wanted import ALL, KIOSK
        from kiosk.reader.pcsc import PcscConnector, reader_limits

        progress = _silent if as_json or not sys.stderr.isatty() else _show
        with tap(trace, clock, unmasked=unmasked) as listened:
            name = await_card(pattern, wait, atr)
            reader = EmrtdReader(
                listened.connector(PcscConnector()),
                clock,
                listened.random_bytes(secrets.token_bytes),
                wanted=listened.wanted(ALL if everything else KIOSK),
                allow_bac_fallback=allow_bac_fallback,
                limits=listened.limits(lambda connection: reader_limits(connection).extended),
                on_clear=listened.clear,
            )
            reading = reader.read(name, keys, Deadline(clock, seconds), progress)
    except ImportError:
        return _not_reached(Fault(FaultCode.CARD_SERVICE_DOWN, "pyscard is not installed"), as_json)
    except Fault as fault:
        return _not_reached(fault, as_json)
    inspection = inspector.inspect(reading, qr_identity, clock.now())
    if as_json:
        print(json.dumps(report.card_read_json(reading, inspection), ensure_ascii=False, indent=2))
    else:
        _print(reading, inspection)
    return _exit(reading, inspection)


def await_card(pattern: str, wait: float, atr: str = "") -> str:
    """The reader on which a card lies, waiting up to ``wait`` seconds; ``pattern`` and ``atr`` are a ``ReaderChoice``.

    Raises ``Fault`` with ``CARD_SERVICE_DOWN`` or ``NO_READER`` when that stays so, ``CARD_REMOVED`` when no card came.
    """
    from kiosk.reader.pcsc import PcscPresence, ReaderChoice

    try:
        choice = ReaderChoice(pattern, atr)
    except Fault as fault:
        raise typer.BadParameter(fault.technical, param_hint="--reader or --atr") from fault
    events: queue.SimpleQueue[PresenceEvent] = queue.SimpleQueue()
    presence = PcscPresence(choice)
    presence.start(events.put)
    lacking: Fault | None = Fault(FaultCode.CARD_SERVICE_DOWN)
    ends = time.monotonic() + max(wait, SERVICE_GRACE_SECONDS)
    try:
        while (left := ends - time.monotonic()) > 0:
            try:
                event = events.get(timeout=left)
            except queue.Empty:
                break
            match event:
                case CardSeen(reader=reader):
                    return reader
                case ReadersChanged(readers=readers, service=service):
                    lacking = _lacking(readers, service)
    finally:
        presence.stop()
    raise lacking or Fault(FaultCode.NO_CARD, f"waited {wait:g} s")


def _lacking(readers: tuple[str, ...], service: bool) -> Fault | None:
    if not service:
        return Fault(FaultCode.CARD_SERVICE_DOWN)
    return None if readers else Fault(FaultCode.NO_READER)


def _exit(reading: ChipReading, inspection: Inspection) -> Exit:
    if reading.fault is not None:
        return fault_exit(reading.fault.code)
    report = inspection.authenticity
    bad = {AuthenticityState.HASH_MISMATCH, AuthenticityState.SIGNATURE_BAD, AuthenticityState.REVOKED}
    return Exit.CARD_NOT_GENUINE if report.state in bad or report.clone_check is CheckStatus.FAILED else Exit.OK


def _not_reached(fault: Fault, as_json: bool) -> Exit:
    if as_json:
        print(json.dumps(report.card_not_reached_json(fault), ensure_ascii=False, indent=2))
    else:
        print(f"kiosk: {fault}\n       {fault.entry.remedy.en}", file=sys.stderr)
    return fault_exit(fault.code)


def _silent(_: ReadProgress) -> None:
    pass


def _show(progress: ReadProgress) -> None:
    left = "" if progress.seconds_left is None else f"{progress.seconds_left:4.1f} s left"
    told = f"{progress.step:<12} {progress.done:>6} of {progress.total} bytes  {left:<12}"
    print(f"\r{told}", end="", file=sys.stderr, flush=True)


def _print(reading: ChipReading, inspection: Inspection) -> None:
    access, identity = reading.access, inspection.identity
    print(f"Reader     {reading.reader}")
    print(f"Opened by  {access.protocol} with {access.password}  {access.mechanism}".rstrip())
    if access.downgraded:
        print(f"Downgraded to BAC although the chip announces PACE: {access.note}")
    elif access.note:
        print(f"           {access.note}")
    if identity is not None:
        birth = identity.birth_date.strftime("%d/%m/%Y") if identity.birth_date else "?"
        expiry = identity.expiry_date.strftime("%d/%m/%Y") if identity.expiry_date else "Không thời hạn"
        print(f"Number     {identity.number or identity.document_number}")
        print(f"Name       {identity.name or identity.mrz_name}")
        print(f"Born       {birth}   Sex {identity.sex.value}   Valid to {expiry}")
    for file, data in reading.files.items():
        print(f"{file.value:<10} {len(data):>6} bytes")
    for file, why in reading.absent.items():
        print(f"{file.value:<10} not given: {why}")
    for of_file, told in contents(reading.files).items():
        for key, value in told.items():
            print(f"{of_file:<10} {key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
    for line in inspection.authenticity.lines():
        named = f"{line.name.value} {line.file}".rstrip()
        print(f"{named:<22} {line.check.status.value:<14} {line.check.reason}".rstrip())
    for weak in inspection.authenticity.weak:
        print(f"{'weak':<22} {weak}")
    print(f"State      {inspection.authenticity.state.value}")
    print(f"{reading.apdu_count} commands, {reading.seconds:.2f} s")
    if reading.fault is not None:
        print(f"Ended early: {reading.fault}\n             {reading.fault.entry.remedy.en}")
