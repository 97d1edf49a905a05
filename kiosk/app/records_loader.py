"""Loads the site's list and opens the journal off the main thread, and again until both are there, or there again."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping

from kiosk.check import events as ev
from kiosk.check.states import Kiosk
from kiosk.domain.accident import told
from kiosk.domain.faults import FAULTS, Device, Fault, FaultCode

RELOAD_SECONDS = 3.0
"""Between two tries to load a list or open a journal that was not there, or that failed since."""

_log = logging.getLogger(__name__)


class RecordsLoader:
    """``start`` it and ``stop`` it once. What cannot be loaded is told by ``post``, on the loader's own thread.

    A mistake of ours is told as ``UNEXPECTED`` and tried again like any fault: a thread that ended in silence would
    leave a kiosk that starts for ever.
    """

    def __init__(
        self,
        loads: Mapping[Device, Callable[[], None]],
        post: Callable[[ev.Event], None],
        pause: float = RELOAD_SECONDS,
    ) -> None:
        """``pause`` in seconds."""
        self._loads = loads
        self._post = post
        self._pause = pause
        self._unexpected: dict[Device, str] = {}
        self._there: set[Device] = set()
        self._failed: set[Device] = set()
        self._orders: queue.SimpleQueue[Device | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="loader", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._orders.put(None)
        self._thread.join(timeout=5.0)

    def observe(self, kiosk: Kiosk) -> None:
        """To be subscribed to the check runner: what was there and has failed since is loaded again until it works.

        A disk that was full for a minute must not keep the kiosk from its work until somebody starts it anew.
        """
        failed = {device for fault in kiosk.faults if (device := FAULTS[fault].device)}
        for device in (failed - self._failed) & self._there:
            self._orders.put(device)
        self._failed = failed

    def _run(self) -> None:
        waiting = list(self._loads)
        while True:
            waiting = [device for device in waiting if not self._loaded(device)]
            try:
                order = self._orders.get(timeout=self._pause if waiting else None)
            except queue.Empty:
                continue
            if order is None:
                return
            waiting.append(order)

    def _loaded(self, device: Device) -> bool:
        try:
            self._loads[device]()
        except Fault as fault:
            self._post(ev.DeviceFailed(fault.code))
            return False
        except Exception as error:
            # Said once, not at every try.
            if self._unexpected.get(device) != (said := told(error)):
                _log.error("%s is not there: %s", device.value, said)
            self._unexpected[device] = said
            self._post(ev.DeviceFailed(FaultCode.UNEXPECTED))
            return False
        if self._unexpected.pop(device, None) and not self._unexpected:
            self._post(ev.DeviceReady(Device.PROGRAM))
        self._there.add(device)
        self._post(ev.DeviceReady(device))
        return True
