"""Whether staff type on the screen: as the settings say, or as the devices are just now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.app.settings.values import TouchKeyboard
from kiosk.devices.input_devices import InputDevice, read_input_devices

Read = Callable[[], Sequence[InputDevice] | None]


def types_by_touch(setting: TouchKeyboard, read: Read = read_input_devices) -> Callable[[], bool] | None:
    """Asked whenever a field waits for letters; ``None`` where there is never a keyboard on the screen."""
    match setting:
        case "always":
            return lambda: True
        case "never":
            return None
        case "auto":
            return lambda: needs_touch_keys(read())


def needs_touch_keys(devices: Sequence[InputDevice] | None) -> bool:
    """A screen to touch and no keyboard; where the system tells nothing, it is not guessed."""
    known = devices or ()
    return any(one.touch_screen for one in known) and not any(one.keyboard for one in known)


def describe_touch_keys(setting: TouchKeyboard, devices: Sequence[InputDevice] | None) -> tuple[str, bool]:
    """What is known of keyboards here, and whether staff can type at all."""
    if devices is None:
        return f"{setting}: the system does not tell its keyboards", True
    keyboards = ", ".join(one.name or "no name" for one in devices if one.keyboard) or "none"
    screens = ", ".join(one.name or "no name" for one in devices if one.touch_screen) or "none"
    can_type = setting != "never" or not needs_touch_keys(devices)
    return f"{setting}; keyboard: {keyboards}; touch screen: {screens}", can_type
