from __future__ import annotations

import pytest

from kiosk.reader.scanners.ports import PortInfo, choose_port

MODEM = PortInfo("/dev/ttyACM0", "/dev/ttyACM0 LTE Modem Quectel", 0x2C7C, 0x0125)
SCANNER = PortInfo("/dev/ttyACM1", "/dev/ttyACM1 Barcode Scanner Honeywell", 0x0C2E, 0x0B8A)
BOARD = PortInfo("/dev/ttyS0", "/dev/ttyS0 n/a")
PORTS = (MODEM, SCANNER, BOARD)


@pytest.mark.parametrize(
    ("pattern", "ports", "device"),
    [
        pytest.param("/dev/ttyACM1", PORTS, "/dev/ttyACM1", id="a device"),
        pytest.param("/dev/scanner", (), "/dev/scanner", id="a link of udev, taken at its word"),
        pytest.param("COM3", (), "COM3", id="a device of Windows"),
        pytest.param("0c2e:0B8A", PORTS, "/dev/ttyACM1", id="USB identity"),
        pytest.param("0C2E:0000", PORTS, None, id="another product"),
        pytest.param("barcode", PORTS, "/dev/ttyACM1", id="a piece of the name"),
        pytest.param("zebra", PORTS, None, id="a name that is not there"),
        pytest.param("auto", PORTS, "/dev/ttyACM1", id="a maker of scanners"),
        pytest.param("auto", (MODEM, BOARD), None, id="no maker of scanners"),
        pytest.param("", PORTS, None, id="nothing"),
    ],
)
def test_which_port_is_the_scanners(pattern: str, ports: tuple[PortInfo, ...], device: str | None) -> None:
    assert choose_port(pattern, ports) == device
