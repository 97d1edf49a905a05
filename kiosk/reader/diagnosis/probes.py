"""Questions to an unknown card that no reading needs: what it answers to other selections, how much it gives at once.

Every probe stands for itself: what it meets is its answer, and the next one is asked all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.faults import Fault
from kiosk.reader.apdu import Command, StatusWord
from kiosk.reader.channel import Channel
from kiosk.reader.diagnosis.findings import Probe
from kiosk.reader.emrtd.secure_messaging import SecureMessagingLost
from kiosk.reader.lds.catalogue import CATALOGUE

SIZES = (65536, 16384, 4096, 2048, 1024, 512)
"""Bytes of the photo that one READ BINARY asks for, ever less until some come."""
MAX_OPENINGS = 7
"""How often a card is opened for the probes: some of them make it end secure messaging."""

_FID_DG3 = 0x0103

Opener = Callable[[], Channel]
"""Powers the card up and opens it, the application selected; raises ``Fault``."""


def _select(fid: int) -> Command:
    return Command(0x00, 0xA4, 0x02, 0x0C, fid.to_bytes(2, "big"))


_MASTER_FILE = Command(0x00, 0xA4, 0x00, 0x0C, b"\x3f\x00")
_BEFORE_ACCESS = {
    "select-master-file": _MASTER_FILE,
    "select-ef-dir": _select(CATALOGUE[File.DIR].fid),
    "select-ef-atr-info": _select(CATALOGUE[File.ATR_INFO].fid),
    "select-ef-card-security": _select(CATALOGUE[File.CARD_SECURITY].fid),
}
_INSIDE = {
    "select-dg3": _select(_FID_DG3),
    "select-dg11": _select(CATALOGUE[File.DG11].fid),
    "select-dg12": _select(CATALOGUE[File.DG12].fid),
    "select-dg2": _select(CATALOGUE[File.DG2].fid),
}
_AFTERWARDS = {"select-master-file-again": _MASTER_FILE}


def before_access(channel: Channel) -> tuple[Probe, ...]:
    """What a card that was just powered up says of its master file."""
    return tuple(_ask(name, channel, command) for name, command in _BEFORE_ACCESS.items())


def inside(opener: Opener) -> tuple[Probe, ...]:
    """What an opened card says of files that are not read, and how much of its photo it gives at once."""
    return tuple(_inside(_Access(opener)))


class _Access:
    """The opened card; opened anew after a probe that ended its session, as often as is fair to a card."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._channel: Channel | None = None
        self._openings = 0

    def ask(self, name: str, command: Command) -> Probe:
        try:
            channel = self._open()
        except Fault as fault:
            self._openings = MAX_OPENINGS  # gone, or unwilling: what does not open now is not asked again
            return Probe(name, fault=fault.code)
        probe = _ask(name, channel, command)
        if probe.fault is not None:
            self._channel = None
        return probe

    @property
    def spent(self) -> bool:
        return self._channel is None and self._openings >= MAX_OPENINGS

    def _open(self) -> Channel:
        if self._channel is None:
            self._openings += 1
            self._channel = self._opener()
        return self._channel


def _inside(access: _Access) -> Iterator[Probe]:
    for name, command in _INSIDE.items():
        if not access.spent:
            yield access.ask(name, command)
    for size in SIZES:
        if access.spent or access.ask("select-dg2", _INSIDE["select-dg2"]).sw != StatusWord.OK:
            return
        read = access.ask(f"read-{size}", Command(0x00, 0xB0, 0x00, 0x00, le=size, extended=True))
        yield read
        if read.length:
            break
    for name, command in _AFTERWARDS.items():
        if not access.spent:
            yield access.ask(name, command)


def _ask(name: str, channel: Channel, command: Command) -> Probe:
    try:
        response = channel.transmit(command)
    except SecureMessagingLost as lost:
        return Probe(name, lost.sw, fault=lost.code)
    except Fault as fault:
        return Probe(name, fault=fault.code)
    return Probe(name, response.sw, len(response.data))
