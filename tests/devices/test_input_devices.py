"""Keyboards and touch screens by the kernel's list: real paragraphs, both word sizes, and whatever else is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.input_devices import MAX_CHARACTERS, InputDevice, listed, read_input_devices

KEYBOARD = """I: Bus=0003 Vendor=046d Product=c31c Version=0110
N: Name="Logitech USB Keyboard"
P: Phys=usb-0000:00:14.0-2/input0
S: Sysfs=/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/0003:046D:C31C.0001/input/input5
U: Uniq=
H: Handlers=sysrq kbd event3 leds
B: PROP=0
B: EV=120013
B: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe
B: MSC=10
B: LED=7
"""
POWER_BUTTON = """I: Bus=0019 Vendor=0000 Product=0001 Version=0000
N: Name="Power Button"
P: Phys=PNP0C0C/button/input0
H: Handlers=kbd event0
B: PROP=0
B: EV=3
B: KEY=10000000000000 0
"""
TOUCH_SCREEN = """I: Bus=0003 Vendor=0eef Product=0001 Version=0111
N: Name="eGalax Inc. USB TouchController"
H: Handlers=mouse1 event6
B: PROP=2
B: EV=1b
B: KEY=400 0 0 0 0 0
B: ABS=260800000000003
"""
TOUCH_PAD = TOUCH_SCREEN.replace("PROP=2", "PROP=5").replace("eGalax Inc. USB TouchController", "Touchpad")
MOUSE = """N: Name="USB Optical Mouse"
H: Handlers=mouse0 event4
B: PROP=0
B: EV=17
B: KEY=ff0000 0 0 0 0
B: REL=903
"""
REMOTE = KEYBOARD.replace("EV=120013", "EV=13").replace("Logitech USB Keyboard", "CEC remote")


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        pytest.param(KEYBOARD, InputDevice("Logitech USB Keyboard", True, False), id="a keyboard"),
        pytest.param(
            KEYBOARD.replace("Logitech USB Keyboard", "Symbol Technologies, Inc, 2008 Symbol Bar Code Scanner"),
            InputDevice("Symbol Technologies, Inc, 2008 Symbol Bar Code Scanner", False, False),
            id="a scanner that types",
        ),
        pytest.param(
            KEYBOARD.replace("Logitech USB Keyboard", "SM SM-2D PRODUCT HID KBW"),
            InputDevice("SM SM-2D PRODUCT HID KBW", False, False),
            id="a keyboard wedge",
        ),
        pytest.param(POWER_BUTTON, InputDevice("Power Button", False, False), id="a button"),
        pytest.param(REMOTE, InputDevice("CEC remote", False, False), id="keys that do not repeat"),
        pytest.param(TOUCH_SCREEN, InputDevice("eGalax Inc. USB TouchController", False, True), id="a touch screen"),
        pytest.param(TOUCH_PAD, InputDevice("Touchpad", False, False), id="a touch pad"),
        pytest.param(MOUSE, InputDevice("USB Optical Mouse", False, False), id="a mouse"),
        pytest.param("garbage\n", InputDevice("", False, False), id="no paragraph of the list"),
        pytest.param(
            KEYBOARD.replace("B: KEY=", "B: KEY=x"), InputDevice("Logitech USB Keyboard", False, False), id="no number"
        ),
        pytest.param(
            KEYBOARD.replace("Logitech USB Keyboard", "\x1b[2J" + "k" * 500),
            InputDevice("?[2J" + "k" * 76, True, False),
            id="a name that is none",
        ),
    ],
)
def test_what_a_paragraph_tells(paragraph: str, found: InputDevice) -> None:
    assert listed(paragraph, 64) == (found,)


def test_words_of_32_bits() -> None:
    keyboard = "B: EV=120013\nB: KEY=10007 ff9f207a c14057ff febeffdf ffefffff ffffffff fffffffe\n"
    screen = "B: PROP=2\nB: EV=b\nB: ABS=2608000 3\n"

    assert listed(f"{keyboard}\n{screen}", 32) == (InputDevice("", True, False), InputDevice("", False, True))


def test_only_what_matters_is_read(tmp_path: Path) -> None:
    file = tmp_path / "devices"
    file.write_text("\n".join((POWER_BUTTON, KEYBOARD, MOUSE, TOUCH_SCREEN)))

    assert [one.name for one in read_input_devices(file) or ()] == [
        "Logitech USB Keyboard",
        "eGalax Inc. USB TouchController",
    ]


def test_a_machine_without_the_list_tells_nothing(tmp_path: Path) -> None:
    assert read_input_devices(tmp_path / "devices") is None
    assert read_input_devices(tmp_path) is None


def test_an_endless_list_has_an_end(tmp_path: Path) -> None:
    file = tmp_path / "devices"
    file.write_text("\n" * 2 * MAX_CHARACTERS + KEYBOARD)

    assert read_input_devices(file) == ()


def test_bytes_that_are_no_text_are_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "devices"
    file.write_bytes(b'N: Name="\xff\xfe"\nB: EV=120013\nB: KEY=fffffffe\n')

    assert read_input_devices(file) == (InputDevice("\ufffd\ufffd", True, False),)


@given(st.lists(st.sampled_from([*KEYBOARD.splitlines(), *TOUCH_SCREEN.splitlines(), "", "B: KEY=", "B: ABS=-1"])))
def test_torn_paragraphs_are_devices_or_none(lines: list[str]) -> None:
    for device in listed("\n".join(lines), 64):
        assert not (device.keyboard and device.touch_screen)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(not device.keyboard for device in listed(text))
