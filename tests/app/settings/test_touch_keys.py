"""Whether staff type on the screen: what the settings say, and what the devices say where they say «auto»."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kiosk.app.settings.touch_keys import describe_touch_keys, needs_touch_keys, types_by_touch
from kiosk.app.settings.values import TouchKeyboard
from kiosk.devices.input_devices import InputDevice

KEYS, SCREEN = InputDevice("USB Keyboard", True, False), InputDevice("eGalax", False, True)


@pytest.mark.parametrize(
    ("devices", "needed"),
    [
        pytest.param((SCREEN,), True, id="a touch screen alone"),
        pytest.param((SCREEN, KEYS), False, id="and a keyboard"),
        pytest.param((KEYS,), False, id="a keyboard alone"),
        pytest.param((), False, id="neither"),
        pytest.param(None, False, id="the system does not tell"),
    ],
)
def test_a_touch_screen_without_a_keyboard_needs_keys(devices: Sequence[InputDevice] | None, needed: bool) -> None:
    assert needs_touch_keys(devices) is needed


def test_always_and_never_ask_no_device() -> None:
    def unread() -> Sequence[InputDevice]:
        raise AssertionError("no device is asked")

    always = types_by_touch("always", unread)
    assert always is not None
    assert always()
    assert types_by_touch("never", unread) is None


def test_what_is_plugged_in_later_counts_at_once() -> None:
    now: list[InputDevice] = [SCREEN]
    by_touch = types_by_touch("auto", lambda: now)
    assert by_touch is not None
    assert by_touch()

    now.append(KEYS)
    assert not by_touch()
    now.remove(KEYS)
    assert by_touch()


@pytest.mark.parametrize(
    ("setting", "devices", "said", "can_type"),
    [
        ("auto", (SCREEN, KEYS), "auto; keyboard: USB Keyboard; touch screen: eGalax", True),
        ("auto", (SCREEN,), "auto; keyboard: none; touch screen: eGalax", True),
        ("never", (SCREEN,), "never; keyboard: none; touch screen: eGalax", False),
        ("never", (KEYS,), "never; keyboard: USB Keyboard; touch screen: none", True),
        ("always", (InputDevice("", True, False),), "always; keyboard: no name; touch screen: none", True),
        ("never", None, "never: the system does not tell its keyboards", True),
    ],
)
def test_what_the_doctor_says(
    setting: TouchKeyboard, devices: Sequence[InputDevice] | None, said: str, can_type: bool
) -> None:
    assert describe_touch_keys(setting, devices) == (said, can_type)
