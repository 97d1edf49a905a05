"""Which keyboards and touch screens Linux knows, by the kernel's own list; without that list nothing is known.

The form is that of ``input_devices_seq_show`` in the kernel's ``drivers/input/input.c``: a paragraph for each device,
bitmaps in hexadecimal words, the highest first, each as wide as a ``long`` of whoever asks.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

KERNEL_LIST = Path("/proc/bus/input/devices")
MAX_CHARACTERS = 256 * 1024
MAX_NAME = 80
WORD_BITS = 8 * struct.calcsize("l")

_KEYS = 0xFFFFFFFE
"""Escape, the digits and letters from Q to D: what udev calls a keyboard has them all (``udev-builtin-input_id.c``)."""
_EVENT_REPEAT = 1 << 0x14
"""A held key repeats: keyboards do, remote controls and power buttons that claim all keys do not."""
_ABS_X, _ABS_MT_POSITION_X = 1 << 0x00, 1 << 0x35
_PROPERTY_DIRECT = 1 << 0x01
"""INPUT_PROP_DIRECT: what is touched is what is seen."""

_SCANNERS = re.compile(
    r"scanner|bar ?code|\bkbw\b|\bnls\b|newland|honeywell|metrologic|datalogic|symbol tech|zebra|opticon|mindeo",
    re.IGNORECASE,
)
"""What scanners call themselves that type like a keyboard. Nobody can type a name on them."""

_BITMAP = re.compile(r"(?P<kind>PROP|EV|KEY|ABS)=(?P<words>[0-9a-f]{1,16}( [0-9a-f]{1,16}){0,31}) ?")


@dataclass(frozen=True, slots=True)
class InputDevice:
    """``name`` is what the device calls itself. A scanner that types is no keyboard, as far as its name tells it."""

    name: str
    keyboard: bool
    touch_screen: bool


def read_input_devices(file: Path = KERNEL_LIST) -> tuple[InputDevice, ...] | None:
    """The keyboards and touch screens of this machine now; ``None`` where the system does not tell. Takes no time."""
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            return tuple(one for one in listed(opened.read(MAX_CHARACTERS)) if one.keyboard or one.touch_screen)
    except OSError:
        return None


def listed(text: str, word_bits: int = WORD_BITS) -> tuple[InputDevice, ...]:
    """Every device of the kernel's list; lines that are none of its form tell nothing."""
    return tuple(_device(paragraph.splitlines(), word_bits) for paragraph in text.split("\n\n") if paragraph.strip())


def _device(lines: Iterable[str], word_bits: int) -> InputDevice:
    name, bits = "", {"PROP": 0, "EV": 0, "KEY": 0, "ABS": 0}
    for line in lines:
        if line.startswith('N: Name="') and line.endswith('"'):
            told = line.removeprefix('N: Name="').removesuffix('"')
            name = "".join(char if char.isprintable() else "?" for char in told[:MAX_NAME]).strip()
        elif line.startswith("B: "):
            found = _BITMAP.fullmatch(line.removeprefix("B: "))
            if found is not None:
                bits[found["kind"]] = _number(found["words"].split(), word_bits)
    has_keys = bits["KEY"] & _KEYS == _KEYS and bits["EV"] & _EVENT_REPEAT != 0
    keyboard = has_keys and _SCANNERS.search(name) is None
    touch = bits["PROP"] & _PROPERTY_DIRECT != 0 and bits["ABS"] & (_ABS_X | _ABS_MT_POSITION_X) != 0
    return InputDevice(name, keyboard, touch and not has_keys)


def _number(words: list[str], word_bits: int) -> int:
    return sum(int(word, 16) << (word_bits * at) for at, word in enumerate(reversed(words)))
