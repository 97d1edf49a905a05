"""What the Qt binding does beside binding Qt, and the kiosk has no use for."""

from __future__ import annotations

from importlib import import_module

_FEATURES = "shibokensupport.feature"
_READS_SOURCE = "_mod_uses_pyside"


def leave_sources_unread() -> bool:
    """Keep the binding from reading the source text of every module that is imported after it; main thread, at start.

    It looks there for the word PySide6, to let ``from __feature__ import`` change names in such modules only, and
    the texts stay in memory. Nothing here imports features, so that every module may count as one without them.
    ``False``: this version of the binding has nothing to switch off, and starts are only slower.
    """
    import_module("PySide6.QtCore")
    try:
        features = import_module(_FEATURES)
    except ImportError:
        return False
    if not hasattr(features, _READS_SOURCE):
        return False
    setattr(features, _READS_SOURCE, lambda _module: False)
    return True
