"""What the login page asks for in each situation: its fields, its buttons and its words, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from kiosk.domain.desks.staff import DeskStatus
from kiosk.domain.staff import PASSWORD_LENGTHS, PIN_LENGTHS
from kiosk.domain.text import Text
from kiosk.ui.operator.login import captions

LOGIN_LENGTH = 32


class Form(Enum):
    """Why the login page is shown."""

    FIRST_START = auto()
    LOG_IN = auto()
    BY_PIN = auto()
    BY_PASSWORD = auto()
    NEW_PIN = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """One field; ``secret`` is shown as dots."""

    name: Text
    longest: int
    secret: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """``button`` does it; ``other`` leads to another form or back, where there is one."""

    headline: Text
    note: Text
    fields: tuple[Asked, ...]
    button: Text
    other: Text | None = None


_LOGIN = Asked(captions.FIELD_LOGIN, LOGIN_LENGTH, secret=False)
_PASSWORD = Asked(captions.FIELD_PASSWORD, PASSWORD_LENGTHS[1])

LAYOUTS: Mapping[Form, Layout] = MappingProxyType(
    {
        Form.FIRST_START: Layout(
            captions.FIRST_START,
            captions.NOTE_FIRST_START,
            (_LOGIN, _PASSWORD, Asked(captions.FIELD_AGAIN, PASSWORD_LENGTHS[1])),
            captions.BUTTON_MAKE,
        ),
        Form.LOG_IN: Layout(captions.LOG_IN, captions.NOTE_LOG_IN, (_LOGIN, _PASSWORD), captions.BUTTON_LOG_IN),
        Form.BY_PIN: Layout(
            captions.LOCKED,
            captions.NOTE_PIN,
            (Asked(captions.FIELD_PIN, PIN_LENGTHS[1]),),
            captions.BUTTON_UNLOCK,
            captions.BUTTON_OTHER,
        ),
        Form.BY_PASSWORD: Layout(
            captions.LOCKED,
            captions.NOTE_PASSWORD,
            (Asked(captions.FIELD_PASSWORD_ALONE, PASSWORD_LENGTHS[1]),),
            captions.BUTTON_UNLOCK,
            captions.BUTTON_OTHER,
        ),
        Form.NEW_PIN: Layout(
            captions.BUTTON_SET_PIN,
            captions.NOTE_NEW_PIN,
            (Asked(captions.FIELD_NEW_PIN, PIN_LENGTHS[1]), Asked(captions.FIELD_PIN_AGAIN, PIN_LENGTHS[1])),
            captions.BUTTON_SET_PIN,
            captions.BUTTON_BACK,
        ),
    }
)


def form_for(status: DeskStatus) -> Form | None:
    """The form that this seat calls for; ``None`` when somebody sits there, unlocked."""
    if status.first_start:
        return Form.FIRST_START
    if status.member is None:
        return Form.LOG_IN
    if not status.locked:
        return None
    return Form.BY_PIN if status.by_pin else Form.BY_PASSWORD
