"""When Python looks for garbage: not among what stays for good, and for the whole of a check when it is over.

A full collection holds every thread up, and what a running kiosk is made of (modules, types, tables) is most of what it
walks through: some 70 ms on two cores, a stop that people see. So that part is set aside once it is there; until then
``kiosk run`` looks for none (``kiosk.app.loading``).
"""

from __future__ import annotations

import gc

from kiosk.check.states import Kiosk, Starting


class SetAside:
    """Follows a runner by its states; on the runner's thread."""

    def __init__(self) -> None:
        self._loading = True
        self._checking = False
        self._first = True
        gc.freeze()

    def observe(self, kiosk: Kiosk) -> None:
        """When a check is over, what is left of it in circles goes; the first one has also loaded what comes late."""
        if self._loading and not isinstance(kiosk.phase, Starting):
            self._loading = False
            gc.freeze()
            gc.enable()
        over = self._checking and kiosk.check is None
        self._checking = kiosk.check is not None
        if not over:
            return
        gc.collect()
        if self._first:
            self._first = False
            gc.freeze()
