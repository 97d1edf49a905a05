"""The card server as the driver's C code sees it: bytes on a Unix socket."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.simulator.slot.card_port import CardMute, CardTorn
from kiosk.simulator.slot.virtual_reader import SHORT_APDU, VirtualReader
from tests.fakes.scripted_card import ID_CARD_ATR, SW_OK, ScriptedCard

READ = bytes.fromhex("00B0000000")
OK, UNKNOWN_TAG, POWER_FAILED, COMMUNICATION, TIMEOUT, NOT_SUPPORTED = 0, 600, 608, 612, 613, 614


class Driver:
    """Speaks the driver's side of the protocol."""

    def __init__(self, path: Path) -> None:
        self._requests = self._dial(path, b"R")
        self._events = self._dial(path, b"E")
        self.await_event()  # the server greets a new event stream, for what happened before it

    @staticmethod
    def _dial(path: Path, kind: bytes) -> socket.socket:
        stream = socket.socket(socket.AF_UNIX)
        stream.settimeout(10)
        stream.connect(str(path))
        stream.sendall(kind)
        return stream

    def ask(self, op: bytes, payload: bytes = b"") -> tuple[int, bytes]:
        self._requests.sendall(struct.pack(">I", len(payload) + 1) + op + payload)
        length, status = struct.unpack(">IH", self._receive(6))
        return status, self._receive(length - 2)

    def is_hung_up_on_after(self, raw: bytes) -> bool:
        self._requests.sendall(raw)
        return self._requests.recv(1) == b""

    def await_event(self) -> None:
        assert self._events.recv(64)

    def at_end(self) -> bool:
        return self._events.recv(64) == b""

    def _receive(self, size: int) -> bytes:
        parts = b""
        while len(parts) < size:
            part = self._requests.recv(size - len(parts))
            assert part, "the server hung up"
            parts += part
        return parts

    def close(self) -> None:
        self._requests.close()
        self._events.close()


@pytest.fixture
def reader(pcsc_folder: Path) -> Iterator[VirtualReader]:
    with VirtualReader(pcsc_folder / "server.sock", mute_seconds=0.01) as reader:
        yield reader


@pytest.fixture
def driver(reader: VirtualReader) -> Iterator[Driver]:
    driver = Driver(reader.path)
    yield driver
    driver.close()


def test_presence_follows_the_hand_and_every_change_is_an_event(reader: VirtualReader, driver: Driver) -> None:
    assert driver.ask(b"P") == (OK, b"\x00")
    reader.insert(ScriptedCard())
    driver.await_event()
    assert driver.ask(b"P") == (OK, b"\x01")
    reader.remove()
    driver.await_event()
    assert driver.ask(b"P") == (OK, b"\x00")


def test_a_swap_shows_as_an_empty_slot_until_pcscd_knows(reader: VirtualReader, driver: Driver) -> None:
    reader.insert(ScriptedCard())
    driver.await_event()
    reader.insert(ScriptedCard())
    driver.await_event()
    assert [driver.ask(b"P"), driver.ask(b"P")] == [(OK, b"\x00")] * 2
    assert driver.ask(b"W") == (OK, b"")
    driver.await_event()
    assert driver.ask(b"P") == (OK, b"\x01")


@pytest.mark.parametrize(
    ("card", "op", "payload", "answer"),
    [
        pytest.param(ScriptedCard(), b"U", b"", (OK, ID_CARD_ATR), id="power up"),
        pytest.param(ScriptedCard(), b"R", b"", (OK, ID_CARD_ATR), id="reset"),
        pytest.param(ScriptedCard(), b"D", b"", (OK, b""), id="power down"),
        pytest.param(ScriptedCard({0xB0: b"\xaa" + SW_OK}), b"T", READ, (OK, b"\xaa" + SW_OK), id="a command"),
        pytest.param(ScriptedCard({0xB0: CardTorn}), b"T", READ, (COMMUNICATION, b""), id="torn in mid-command"),
        pytest.param(ScriptedCard({0xB0: CardMute}), b"T", READ, (TIMEOUT, b""), id="mute"),
        pytest.param(ScriptedCard({0xB0: ValueError}), b"T", READ, (COMMUNICATION, b""), id="a broken card"),
        pytest.param(ScriptedCard(dead=True), b"U", b"", (POWER_FAILED, b""), id="dead at power up"),
        pytest.param(None, b"U", b"", (COMMUNICATION, b""), id="power up without card"),
        pytest.param(None, b"T", READ, (COMMUNICATION, b""), id="a command without card"),
        pytest.param(None, b"C", bytes.fromhex("42000D48"), (OK, bytes.fromhex("120442000012")), id="features"),
        pytest.param(None, b"C", bytes.fromhex("42000012"), (OK, bytes.fromhex("0A0400000100")), id="TLV properties"),
        pytest.param(None, b"C", bytes.fromhex("42000001"), (NOT_SUPPORTED, b""), id="escape"),
        pytest.param(ScriptedCard(), b"A", bytes.fromhex("00090303"), (OK, ID_CARD_ATR), id="ATR attribute"),
        pytest.param(None, b"A", bytes.fromhex("00090303"), (UNKNOWN_TAG, b""), id="ATR attribute without card"),
        pytest.param(None, b"A", bytes.fromhex("00010100"), (OK, b"Kiosk\x00"), id="vendor"),
        pytest.param(None, b"A", b"", (UNKNOWN_TAG, b""), id="an attribute cut off"),
        pytest.param(None, b"?", b"", (NOT_SUPPORTED, b""), id="an unknown request"),
    ],
)
def test_a_request_is_answered(
    reader: VirtualReader, driver: Driver, card: ScriptedCard | None, op: bytes, payload: bytes,
    answer: tuple[int, bytes],
) -> None:  # fmt: skip
    if card is not None:
        reader.insert(card)
        driver.ask(b"U")
    assert driver.ask(op, payload) == answer
    assert driver.ask(b"P")[0] == OK, "the server goes on"


def test_a_short_reader_refuses_before_the_card_hears_of_it(pcsc_folder: Path) -> None:
    card = ScriptedCard({0xB0: SW_OK})
    with VirtualReader(pcsc_folder / "short.sock", max_apdu=SHORT_APDU) as reader:
        reader.insert(card)
        driver = Driver(reader.path)
        driver.ask(b"U")
        assert driver.ask(b"T", READ + bytes(SHORT_APDU - len(READ))) == (OK, SW_OK)
        assert driver.ask(b"T", READ + bytes(SHORT_APDU + 1 - len(READ))) == (COMMUNICATION, b"")
        assert driver.ask(b"C", bytes.fromhex("42000012")) == (OK, bytes.fromhex("0A0400000000"))
        driver.close()
    assert len(card.commands) == 1


@pytest.mark.parametrize("length", [0, 65565, 0xFFFFFFFF], ids="length {}".format)
def test_a_driver_that_breaks_the_protocol_is_hung_up_on(reader: VirtualReader, driver: Driver, length: int) -> None:
    assert driver.is_hung_up_on_after(struct.pack(">I", length))
    again = Driver(reader.path)
    assert again.ask(b"P") == (OK, b"\x00")
    again.close()


def test_a_server_that_stops_hangs_up_and_may_start_again(reader: VirtualReader, driver: Driver) -> None:
    reader.insert(ScriptedCard())
    driver.await_event()
    reader.stop()
    assert driver.at_end()
    assert not reader.path.exists()
    reader.start()
    again = Driver(reader.path)
    assert again.ask(b"P") == (OK, b"\x01")
    again.close()


def test_a_path_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="107"):
        VirtualReader(tmp_path / ("x" * 108))


@pytest.mark.parametrize(
    ("timeout", "device"), [(None, "virtual:/tmp/r"), (0.25, "virtual:timeout=250:/tmp/r")], ids=["plain", "patience"]
)
def test_the_entry_names_socket_and_patience(timeout: float | None, device: str) -> None:
    assert VirtualReader(Path("/tmp/r"), driver_timeout=timeout).entry.device == device
