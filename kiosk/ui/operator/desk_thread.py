"""Asks a desk beside Qt's thread: an answer can take seconds, in which the check's screens must go on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from kiosk.domain.accident import told
from kiosk.domain.faults import Fault, FaultCode

_log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")


class DeskThread(QObject):
    """One thread that does one thing after the other, and ends with this object. Make and use it on Qt's thread."""

    _answered = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")
        self._number = 0
        self._under_way: Future[None] | None = None
        self._answered.connect(self._take)

    def ask(
        self, work: Callable[[], _Answer], then: Callable[[_Answer], None], failed: Callable[[Fault], None]
    ) -> None:
        """Do ``work`` on the thread, then one of the others on Qt's; what was asked for before is not told any more."""
        self._number += 1
        self._under_way = self._thread.submit(self._work, self._number, work, then, failed)

    def drop(self) -> None:
        """Nobody wants the answer any more."""
        self._number += 1

    def settle(self) -> None:
        """Wait until what is under way is done, and tell its answer."""
        if self._under_way is not None:
            self._under_way.result()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def _work(
        self,
        number: int,
        work: Callable[[], _Answer],
        then: Callable[[_Answer], None],
        failed: Callable[[Fault], None],
    ) -> None:
        try:
            tell = partial(then, work())
        except Fault as fault:
            tell = partial(failed, fault)
        except Exception as error:
            _log.error("at the staff desk: %s", told(error))
            tell = partial(failed, Fault(FaultCode.UNEXPECTED, type(error).__name__))
        self._answered.emit(number, tell)

    def _take(self, number: int, tell: Callable[[], None]) -> None:
        if number == self._number:
            tell()
