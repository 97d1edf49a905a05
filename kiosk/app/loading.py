"""What keeps the start of the windows short: a thousand modules are loaded, and nothing else is done with them."""

from __future__ import annotations

import gc
import os

from kiosk.ui.qt_binding import leave_sources_unread

_NO_PLUGINS = "PYDANTIC_DISABLE_PLUGINS"


def load_quickly() -> None:
    """Call it on the main thread before the rest of the program is imported, where ``SetAside`` follows the runner.

    Hardly anything becomes garbage while modules are loaded, and looking for it would take a tenth of a second until
    ``SetAside`` turns it on again. pydantic would ask every installed package for plug-ins; the settings want none.
    """
    gc.disable()
    os.environ.setdefault(_NO_PLUGINS, "__all__")
    leave_sources_unread()
