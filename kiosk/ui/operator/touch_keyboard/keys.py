"""Which keys the touch keyboard has, row by row, on each of its faces."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType

from kiosk.domain.text import Text
from kiosk.ui.operator.touch_keyboard.vietnamese import Method


class Face(Enum):
    SMALL = auto()
    CAPITALS = auto()
    SIGNS = auto()


class Act(Enum):
    """Keys that write nothing."""

    CAPITALS = auto()
    SIGNS = auto()
    DELETE = auto()
    METHOD = auto()
    NEXT = auto()
    DONE = auto()


Key = str | Act

_DIGITS = tuple("1234567890")
_FOOT: tuple[Key, ...] = (Act.SIGNS, Act.METHOD, "-", " ", ".", Act.NEXT, Act.DONE)

FACES: Mapping[Face, tuple[tuple[Key, ...], ...]] = MappingProxyType(
    {
        Face.SMALL: (
            _DIGITS,
            tuple("qwertyuiop"),
            tuple("asdfghjkl"),
            (Act.CAPITALS, *"zxcvbnm", Act.DELETE),
            _FOOT,
        ),
        Face.CAPITALS: (
            _DIGITS,
            tuple("QWERTYUIOP"),
            tuple("ASDFGHJKL"),
            (Act.CAPITALS, *"ZXCVBNM", Act.DELETE),
            _FOOT,
        ),
        Face.SIGNS: (
            _DIGITS,
            tuple("@#$%&*()_+"),
            tuple("/\\:;'\"!?,"),
            (Act.CAPITALS, *"<>[]{}=", Act.DELETE),
            _FOOT,
        ),
    }
)

WIDTHS: Mapping[Key, int] = MappingProxyType({" ": 3, Act.DONE: 2, Act.NEXT: 2, Act.SIGNS: 2, Act.METHOD: 2})
"""In ordinary keys, where it is more than one."""

NAMES: Mapping[Key, Text] = MappingProxyType(
    {
        " ": Text("dấu cách", "space"),
        Act.CAPITALS: Text("Aa", "Aa"),
        Act.SIGNS: Text("#+= abc", "#+= abc"),
        Act.DELETE: Text("⌫", "⌫"),
        Act.NEXT: Text("Ô tiếp", "Next field"),
        Act.DONE: Text("Xong", "Done"),
    }
)


METHODS = (Method.TELEX, Method.VNI, Method.PLAIN)
"""In the order in which their key turns through them."""

METHOD_NAMES: Mapping[Method, Text] = MappingProxyType(
    {
        Method.TELEX: Text("Telex", "Telex"),
        Method.VNI: Text("VNI", "VNI"),
        Method.PLAIN: Text("không dấu", "no marks"),
    }
)


def named(key: Key, method: Method = Method.TELEX) -> Text:
    """What stands on the key, while diacritics are typed by this method."""
    if key is Act.METHOD:
        return METHOD_NAMES[method]
    return NAMES.get(key) or Text(str(key), str(key))
