"""Asks the desktop not to blank the screens while the kiosk runs; whether it listens is its own affair."""

from __future__ import annotations

import logging

SERVICE, PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
"""Idle Inhibition Service (freedesktop.org); GNOME, KDE, Xfce and others answer it. It ends with our connection."""

_log = logging.getLogger(__name__)


def inhibit_blanking(name: str, reason: str) -> bool:
    """Ask, without waiting for the answer; ``False`` where there is no session bus (cage blanks nothing)."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage  # late: only a kiosk in full screen needs it

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        _log.info("no session bus: the screens blank as the system is set")
        return False
    asked = QDBusMessage.createMethodCall(SERVICE, PATH, SERVICE, "Inhibit")
    asked.setArguments([name, reason])
    return bus.send(asked)
