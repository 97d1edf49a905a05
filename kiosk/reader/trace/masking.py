"""What a masked trace may tell of the data of commands and answers: lengths, structure, and constants of the protocols.

Nothing that a chip holds of a person, and nothing that a secret went into, gets past this module. That includes
ciphertexts and nonces: a recorded BAC run lets anybody try all MRZ keys at leisure, and a hash of DG1 all numbers. So
the rule is a list of what stays, and everything that is not on it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.lds.catalogue import CATALOGUE

MAX_SELECTED = 16
"""Bytes of the longest application identifier (ISO/IEC 7816-4 §8.2.1.2): no name or number of a person is selected."""

_SECURE = 0x0C
_MSE, _GENERAL_AUTHENTICATE, _SELECT, _READ, _READ_ODD = 0x22, 0x86, 0xA4, 0xB0, 0xB1
_FILE_TAGS = frozenset(entry.tag for entry in CATALOGUE.values() if entry.tag)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The data objects that may be named at one place, each with the longest value that may be told (0: none)."""

    objects: Mapping[int, int]
    inside: Mapping[int, int] = field(default_factory=dict)


_DYNAMIC_DATA = 0x7C
_COMMANDS = {
    _MSE: _Shape({0x80: 16, 0x83: 1, 0x84: 1, 0x91: 0}),
    _GENERAL_AUTHENTICATE: _Shape({_DYNAMIC_DATA: 0}, {0x80: 0, 0x81: 0, 0x83: 0, 0x85: 0}),
    _READ_ODD: _Shape({0x54: 4}),
}
_ANSWERS = {
    _GENERAL_AUTHENTICATE: _Shape({_DYNAMIC_DATA: 0}, dict.fromkeys((128, 129, 130, 132, 134, 138), 0)),
    _READ_ODD: _Shape({0x53: 0}),
}
_SECURE_COMMAND = _Shape({0x85: 0, 0x87: 0, 0x97: 2, 0x8E: 0})
_SECURE_ANSWER = _Shape({0x85: 0, 0x87: 0, 0x99: 2, 0x8E: 0})
"""Le and the status word travel in clear under secure messaging (ICAO Doc 9303-11 §9.8.4)."""


def tellable(command: Command) -> bytes:
    """The data of a command that may be told as they are: what is selected; otherwise nothing."""
    selected = command.ins == _SELECT and not _is_secure(command) and len(command.data) <= MAX_SELECTED
    return command.data if selected else b""


def command_objects(command: Command) -> tuple[str, ...]:
    """The data objects of a command as ``87[17]``, or ``97[1]=E0`` where the value may be told.

    Empty where the data are none, or have not the structure that is known for this place.
    """
    shape = _SECURE_COMMAND if _is_secure(command) else _COMMANDS.get(command.ins)
    return _outline(command.data, shape)


def answer_objects(command: Command, response: Response) -> tuple[str, ...]:
    """The data objects of an answer, as ``command_objects`` gives them; of a file that is read, its first header."""
    if _is_secure(command):
        return _outline(response.data, _SECURE_ANSWER)
    if command.ins == _READ:
        return _file_header(command, response.data)
    return _outline(response.data, _ANSWERS.get(command.ins))


def _is_secure(command: Command) -> bool:
    return command.cla & _SECURE == _SECURE


def _file_header(command: Command, data: bytes) -> tuple[str, ...]:
    """Tag and length of the file, told only of a block that begins the file, and only for tags of files.

    In the middle of a file any two bytes look like a header, and would be the holder's.
    """
    offset = command.p2 if command.p1 & 0x80 else command.p1 << 8 | command.p2
    try:
        tag, length, _ = tlv.header(data)
    except tlv.TlvError:
        return ()
    return (f"{tag:02X}[{length}]",) if offset == 0 and tag in _FILE_TAGS else ()


def _outline(data: bytes, shape: _Shape | None) -> tuple[str, ...]:
    if shape is None or not data:
        return ()
    try:
        return tuple(_named(data, shape))
    except (tlv.TlvError, KeyError):
        return ()


def _named(data: bytes, shape: _Shape) -> Iterator[str]:
    """Raises ``KeyError`` at an object that is not of this place: even its tag could be somebody's data."""
    for item in tlv.iterate(data):
        longest = shape.objects[item.tag]
        told = f"={item.value.hex().upper()}" if 0 < len(item.value) <= longest else ""
        yield f"{item.tag:02X}[{len(item.value)}]{told}"
        if item.tag == _DYNAMIC_DATA:
            for nested in _named(item.value, _Shape(shape.inside)):
                yield f"{item.tag:02X}/{nested}"
