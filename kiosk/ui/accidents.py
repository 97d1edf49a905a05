"""What happens when a slot of ours raises: the kiosk says so on its screens, and the log has the place but no data."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from kiosk.check.events import DeviceFailed, Event
from kiosk.domain.accident import told
from kiosk.domain.faults import FaultCode

_log = logging.getLogger(__name__)


def install_excepthook(post: Callable[[Event], None]) -> Callable[[], None]:
    """Turn exceptions that nobody caught on the main thread into ``DeviceFailed(UNEXPECTED)``; returns the way back.

    Qt prints an exception in a slot and goes on, so a broken screen would look alive. The message of an exception may
    hold what it was about (a name, a number), so only its type and the places in the code are logged.
    """
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, trace)
            return
        _log.error("in a slot: %s", told(error.with_traceback(trace)))
        post(DeviceFailed(FaultCode.UNEXPECTED))

    def restore() -> None:
        if sys.excepthook is hook:
            sys.excepthook = before

    sys.excepthook = hook
    return restore
