"""Cards on real readers: the presence loop and the connection over PC/SC."""

from kiosk.reader.pcsc.choice import ReaderChoice
from kiosk.reader.pcsc.connection import PcscConnection, PcscConnector, list_readers, reader_limits
from kiosk.reader.pcsc.limits import ReaderLimits
from kiosk.reader.pcsc.presence import PcscPresence

__all__ = [
    "PcscConnection",
    "PcscConnector",
    "PcscPresence",
    "ReaderChoice",
    "ReaderLimits",
    "list_readers",
    "reader_limits",
]
