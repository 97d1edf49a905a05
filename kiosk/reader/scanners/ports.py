"""Which serial port is the scanner's: by device, by USB identity, by a piece of its name, or by its maker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

AUTO = "auto"

MAKERS = frozenset({0x05E0, 0x05F9, 0x065A, 0x0C2E, 0x1EAB})
"""USB vendor numbers of makers of scanners: Zebra (Symbol), Datalogic, Opticon, Honeywell, Newland."""

_USB_IDENTITY = re.compile(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})")
_DEVICE = re.compile(r"/.+|(?i:COM[0-9]+)")


@dataclass(frozen=True, slots=True)
class PortInfo:
    """One serial port as the system tells it; ``vendor`` and ``product`` are its USB numbers, if it has any."""

    device: str
    name: str = ""
    vendor: int | None = None
    product: int | None = None


def choose_port(pattern: str, ports: Sequence[PortInfo]) -> str | None:
    """The device to open; ``None`` when none fits.

    ``pattern`` is a device (``/dev/ttyACM0``, ``COM3``, a link that a udev rule makes), ``VID:PID`` in hexadecimal, a
    piece of the port's name, or ``auto`` for the first port of a maker of scanners. A device is taken at its word:
    whether it is there is found out when it is opened.
    """
    if _DEVICE.fullmatch(pattern):
        return pattern
    return next((port.device for port in ports if _fits(pattern, port)), None)


def _fits(pattern: str, port: PortInfo) -> bool:
    if pattern == AUTO:
        return port.vendor in MAKERS
    if identity := _USB_IDENTITY.fullmatch(pattern):
        return (port.vendor, port.product) == (int(identity[1], 16), int(identity[2], 16))
    return bool(pattern) and pattern.casefold() in port.name.casefold()
