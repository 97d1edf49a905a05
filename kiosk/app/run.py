"""``kiosk run``: the kiosk with its windows, until they are closed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.app.exits import Exit
from kiosk.app.leaving import begin_anew, ending_by_signals
from kiosk.app.settings.values import Settings
from kiosk.app.windows import Windows
from kiosk.app.wiring import Assembly
from kiosk.domain.faults import Fault, FaultCode


def run_kiosk(settings: Settings, *, anchors: Sequence[Path], fullscreen: bool) -> Exit:
    """Run until the operator closes the windows. Whatever device is missing is told on the screen, not here."""
    try:
        from kiosk.reader.pcsc import PcscConnector, PcscPresence, ReaderChoice, reader_limits
    except ImportError as error:
        raise Fault(FaultCode.CARD_SERVICE_DOWN, "pyscard is not installed") from error
    presence = PcscPresence(ReaderChoice(settings.reader, settings.card_atr))
    assembly = Assembly(
        settings,
        presence,
        PcscConnector(),
        anchors=anchors,
        asks_consent=True,
        needs_shift=settings.needs_shift,
        limits=lambda connection: reader_limits(connection).extended,
    )
    windows = Windows(
        assembly,
        settings.displays,
        fullscreen=fullscreen,
        staffed=True,
        citizen=settings.citizen,
        languages=settings.file.parent / "languages",
    )
    # The windows first: whoever starts the kiosk sees it within a second, devices report when they can.
    windows.show()
    assembly.start()
    try:
        with ending_by_signals(windows.quit):
            windows.run()
    finally:
        assembly.stop()
    begin_anew(windows.leaving)
    return Exit.OK
